"""``facts.py`` of a pack: Python that reads what the rule language cannot, the words of a text.

One function per scope, named after it, takes the YAML node a row stands for and what is around it,
and gives the columns that ``facts:`` in ``pack.yaml`` declares for the scope:

    def script(node, around):
        return {"names_the_weather": "rain" in node["steps"][0]["says"]}

It is ordinary Python with the rights of whoever runs calllint. An installed pack was installed as
any package is; a folder named with ``--rules`` runs its Python only where it is trusted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path as File
from typing import Any, TypeAlias

from msgspec import Struct

from calllint.document.place import Place
from calllint.packs.errors import PackError
from calllint.packs.language.errors import both
from calllint.packs.model import Pack

NAME = "facts.py"


class Around(Struct, frozen=True):
    """What a function of ``facts.py`` may look at beside its node: plain data, and copies."""

    campaign: Mapping[str, Any]
    """The campaign file, whole."""
    script: Mapping[str, Any] | None
    """The script, inline or from its file."""
    kind_of: Callable[[str], str | None]
    """Category of a number, or of its first digits, in the pack's table; as dialled at home."""
    fold: Callable[[str], str]
    """A name or a text without case, accents, punctuation and legal form, words one space apart."""


Reader: TypeAlias = Callable[[Mapping[str, Any], Around], Mapping[str, object]]


def readers(pack: Pack, *, trusted: bool) -> dict[str, Reader]:
    """The functions of the pack's ``facts.py`` by scope. Raises PackError where there are none.

    Runs the file, if it is ``trusted``.
    """
    scopes = pack.computed
    if not scopes:
        return {}
    path = pack.folder / NAME
    if not trusted:
        raise _unusable(path, *_UNTRUSTED)
    module = _module(pack, path)
    found = {}
    for scope in scopes:
        reader = getattr(module, scope, None)
        if not callable(reader):
            raise _unusable(
                path,
                f"there is no function `{scope}(node, around)`, and pack.yaml declares its facts",
                f"il n'y a pas de fonction `{scope}(node, around)`, dont pack.yaml déclare les "
                "faits",
            )
        found[scope] = reader
    return found


def _module(pack: Pack, path: File) -> object:
    """The module, run anew from the very file, whatever else bears its name."""
    name = f"_calllint_facts_{pack.name}_{pack.digest[:12]}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise _unusable(path, "this is not a Python file", "ce n'est pas un fichier Python")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and typing look their module up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a pack's code may raise anything
        kind = type(error).__name__
        raise _unusable(
            path,
            f"the file cannot be run ({kind}); report it to whoever wrote the pack",
            f"le fichier ne s'exécute pas ({kind}) ; signalez-le à l'auteur du recueil",
        ) from None
    finally:
        sys.modules.pop(name, None)
    return module


def _unusable(path: File, en: str, fr: str) -> PackError:
    return PackError([(Place(path.as_posix()), both(en, fr))])


_UNTRUSTED = (
    "this folder brings Python, which runs with your rights; read it, then give --trust-rules",
    "ce dossier apporte du Python, exécuté avec vos droits ; lisez-le, puis donnez --trust-rules",
)
