"""The language server that editors run for YAML, asked as an editor asks it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SERVER = ROOT / ".venv/editor/node_modules/yaml-language-server/bin/yaml-language-server"


class Editor:
    """An editor with one folder open, its settings those of ``docs/editor.md``."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        if not SERVER.exists():
            raise RuntimeError("yaml-language-server is missing: `make test` installs it")
        self._settings = settings
        self._number = 0
        self._waiting: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        hover = {"contentFormat": ["markdown"]}
        self.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            capabilities={
                "textDocument": {"hover": hover},
                "workspace": {"configuration": True},
            },
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=settings)

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a request; what the server asks meanwhile is answered."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._waiting.append(message)

    def tell(self, method: str, **params: Any) -> None:
        """Say something that needs no answer."""
        self._send({"method": method, "params": params})

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Open a file; what the server finds wrong with it."""
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        while True:
            message = self._waiting.pop(0) if self._waiting else self._next()
            params = message.get("params") or {}
            published = message.get("method") == "textDocument/publishDiagnostics"
            if published and params["uri"] == file.as_uri():
                found: list[dict[str, Any]] = params["diagnostics"]
                return found

    def at(self, method: str, file: Path, line: int, character: int) -> Any:
        """A request about a place, lines and characters counted from 0."""
        position = {"line": line, "character": character}
        return self.ask(method, textDocument={"uri": file.as_uri()}, position=position)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """The next message that is no request of the server's own."""
        assert self._process.stdout is not None
        while True:
            length = 0
            while (line := self._process.stdout.readline().strip()) or not length:
                assert line or self._process.poll() is None, "the server has ended"
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message: dict[str, Any] = json.loads(self._process.stdout.read(length))
            if "method" not in message or "id" not in message:
                return message
            self._send({"id": message["id"], "result": self._answer(message)})

    def _answer(self, request: dict[str, Any]) -> Any:
        if request["method"] != "workspace/configuration":
            return None
        return [self._settings.get(item.get("section")) for item in request["params"]["items"]]
