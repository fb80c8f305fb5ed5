"""``scrub --record``: what was judged, written down before the list it gave can be dialled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from calllint.proof.book import Book
from calllint.proof.entries import write_entries
from calllint.proof.envelope import canonical
from calllint.proof.keys import Signer
from calllint.proof.layout import RECORD, TEXTS
from calllint.proof.statement import Recorded, statement_of
from calllint.proof.texts import texts_of

if TYPE_CHECKING:
    from calllint.engine.run import Judgement
    from calllint.engine.scrub.options import Outcome


class Recorder(Struct, frozen=True):
    """A record that is to be made of a scrub."""

    book: Book
    recorded: Recorded
    signer: Signer | None
    secret: bytes

    def sealed(self, judgement: Judgement) -> Callable[[Path, Outcome], None]:
        """Writes the record of a judgement, given the new folder of the scrub and its outcome.

        The folder gets a copy of ``record.json``: all that is needed in front of a dialler.
        """

        def write(fresh: Path, outcome: Outcome) -> None:
            progress = judgement.workspace.progress
            progress.stage("record", judgement.report.totals.contacts)
            with self.book.draft() as draft:
                written = write_entries(judgement, draft, progress.advance)
                run = judgement.contacts
                texts = texts_of(judgement.report, run.judges if run else ())
                (draft / TEXTS).write_bytes(canonical(texts))
                subject = {path.name: path for path in fresh.iterdir()}
                statement = statement_of(
                    judgement, subject, outcome, written, draft, self.recorded, self.signer
                )
                added = self.book.add(draft, statement, self.signer)
            shutil.copyfile(added / RECORD, fresh / RECORD)

        return write
