"""How the files of the demo's first company come in: its bank's by a watched folder, those
of its accounting by an upload.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.conf import settings

import acquit.intake.actions as intake
from acquit.cycle import actions
from acquit.demo.plan import Content
from acquit.formats.source import Source as File
from acquit.intake.models import SourceKind
from acquit.intake.sources.upload import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from acquit.audit.actions import Actor
    from acquit.demo.plan import Delivery
    from acquit.intake.actions import Imported
    from acquit.intake.models import Source, SourceToken
    from acquit.organisation.models import Company

# A long weekend is no silence.
QUIET_DAYS = 5


@dataclass(frozen=True, slots=True)
class Sources:
    """The two sources of a company; token: by which its accounting sends."""

    bank: Source
    token: SourceToken

    @classmethod
    def open(cls, company: Company, *, actor: Actor, at: datetime) -> Self:
        """Open both; the folder is there for whoever wants to drop a file into it."""
        watched = f"{company.code.lower()}/bank"
        (settings.WATCH / watched).mkdir(parents=True, exist_ok=True)
        bank = intake.SourceWords(
            name="Bank statements",
            kind=SourceKind.FOLDER,
            folder=watched,
            quiet_days=QUIET_DAYS,
        )
        accounting = intake.SourceWords(name="Accounting", kind=SourceKind.UPLOAD)
        opened = [
            intake.open_source(words, company=company, actor=actor, at=at)
            for words in (bank, accounting)
        ]
        token, _secret = intake.make_token(opened[1], actor=actor, at=at)
        return cls(opened[0], token)

    def take(
        self,
        deliveries: Sequence[Delivery],
        *,
        folder: Path,
        on: date,
        clock: Callable[[], datetime],
    ) -> list[Imported]:
        """Take what came on a day, each file from its source; the accounting's come first,
        since payments name its invoices.
        """
        statements: list[File] = []
        others: list[File] = []
        for one in deliveries:
            by_bank = one.content == Content.STATEMENT
            (statements if by_bank else others).append(File.of_path(folder / one.path))
        taken: list[Imported] = []
        if others:
            taken += actions.take_upload(
                self.token, Upload(others), on=on, clock=clock
            ).files
        if statements:
            came = Upload(statements)  # as a look into the folder would have found them
            taken += actions.look_into(self.bank, came, on=on, clock=clock).files
        return taken
