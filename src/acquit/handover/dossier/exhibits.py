"""What stands behind a dossier, numbered: first the statement, then invoices, letters and
what was written, each once, however often it was enclosed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from acquit.core.text import fold
from acquit.handover.dossier.file import Paper, Received, Sent, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from acquit.handover.dossier.file import Billed, File, Occurred
    from acquit.handover.dossier.words import Words

PDF = "application/pdf"
UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
MOST_NAME_CHARS = 60
SUFFIXES = {
    PDF: ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/plain": ".txt",
}


class Sort(Enum):
    """What an exhibit is; the value is its folder in the parcel."""

    STATEMENT = "statement"
    BILLED = "invoices"
    PROOF = "proofs"
    SENT = "messages"
    RECEIVED = "correspondence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """number: from 1. on: its day. written: the message whose text it is; paper: the file
    that it is, or that stands behind the text. text, file: their places in the parcel.
    """

    number: int
    sort: Sort
    title: str
    on: date
    written: Sent | Received | None = None
    paper: Paper | None = None
    text: str = ""
    file: str = ""


class Numbered:
    """The exhibits in their order, and the number of each thing."""

    def __init__(self, file: File, words: Words, day: Callable[[date], str]) -> None:
        self.all: list[Exhibit] = []
        self._papers: dict[Source, int] = {}
        self._written: dict[tuple[str, int], int] = {}
        self._file, self._words, self._day = file, words, day
        self._statement()
        for one in file.billed:
            self._billed(one)
        for proof in file.occurred:
            self._proof(proof)
        for sent in file.sent:
            self._sent(sent)
        for received in file.received:
            self._received(received)

    def of_paper(self, paper: Paper | None) -> int | None:
        """The exhibit that this file is."""
        return self._papers.get(paper.source) if paper else None

    def of_sent(self, one: Sent) -> int:
        """The exhibit that this message is."""
        return self._written["sent", one.message_id]

    def of_received(self, one: Received) -> int:
        """The exhibit that this message is."""
        return self._written["received", one.incoming_id]

    def _statement(self) -> None:
        source = Source("statement", self._file.customer_id)
        paper = Paper(source=source, name="statement.pdf", media_type=PDF)
        self._add(Sort.STATEMENT, self._words.exhibits.statement, self._file.as_of, paper)

    def _billed(self, one: Billed) -> None:
        if one.paper is not None:
            told = self._words.exhibits
            said = {
                "INVOICE": told.invoice,
                "CREDIT_NOTE": told.credit_note,
                "DEBIT_NOTE": told.debit_note,
            }[one.kind]
            title = said.format(number=one.number)
            self._add(Sort.BILLED, title, one.issued_on, one.paper)

    def _proof(self, one: Occurred) -> None:
        if one.paper is not None:
            what = self._words.limits.occurrences[one.kind]
            title = self._words.exhibits.proof.format(what=what, day=self._day(one.on))
            self._add(Sort.PROOF, title[:1].upper() + title[1:], one.on, one.paper)

    def _sent(self, one: Sent) -> None:
        channel = self._words.sending.channels.get(one.channel, one.channel)
        title = self._labelled(channel, one.subject) if one.subject else channel
        number = len(self.all) + 1
        self._written["sent", one.message_id] = number
        stem = _stem(number, one.on, channel, one.subject)
        self.all.append(
            Exhibit(
                number=number,
                sort=Sort.SENT,
                title=title,
                on=one.on,
                written=one,
                paper=one.letter,
                text=f"{Sort.SENT.value}/{stem}.txt",
                file=f"{Sort.SENT.value}/{stem}.pdf" if one.letter else "",
            )
        )
        for paper in one.enclosed:
            title = self._words.exhibits.enclosure.format(of=number, name=paper.name)
            self._add(Sort.SENT, title, one.on, paper)
        if one.arrived is not None and one.arrived.proof is not None:
            title = self._words.exhibits.acknowledgement.format(of=number)
            self._add(Sort.SENT, title, one.arrived.on, one.arrived.proof)

    def _received(self, one: Received) -> None:
        channel = self._words.sending.channels.get(one.channel, one.channel)
        subject = one.subject or self._words.answers.no_subject
        number = len(self.all) + 1
        on = self._file.local(one.received_at).date()
        self._written["received", one.incoming_id] = number
        stem = _stem(number, on, channel, one.subject)
        self.all.append(
            Exhibit(
                number=number,
                sort=Sort.RECEIVED,
                title=self._labelled(one.sender_name or one.sender, subject),
                on=on,
                written=one,
                text=f"{Sort.RECEIVED.value}/{stem}.txt",
            )
        )
        for paper in one.files:
            title = self._words.exhibits.attachment.format(of=number, name=paper.name)
            self._add(Sort.RECEIVED, title, on, paper)

    def _labelled(self, label: str, value: str) -> str:
        return self._words.exhibits.labelled.format(label=label, value=value)

    def _add(self, sort: Sort, title: str, on: date, paper: Paper) -> None:
        """A file that is an exhibit already is not a second one."""
        if paper.source in self._papers:
            return
        number = len(self.all) + 1
        self._papers[paper.source] = number
        place = f"{sort.value}/{_stem(number, on, PurePosixPath(paper.name).stem)}"
        self.all.append(
            Exhibit(
                number=number,
                sort=sort,
                title=title,
                on=on,
                paper=paper,
                file=place + _suffix(paper),
            )
        )


def safe(text: str) -> str:
    """A part of a file name that is the same on every system: letters, digits, dots."""
    kept = UNSAFE.sub("-", fold(text)).strip("-.")
    return kept[:MOST_NAME_CHARS].rstrip("-.")


def _stem(number: int, on: date, *parts: str) -> str:
    words = [safe(part) for part in parts]
    return "-".join([f"{number:04d}", on.isoformat(), *(word for word in words if word)])


def _suffix(paper: Paper) -> str:
    """By what it is, then by its name; a name decides nothing that could be run."""
    named = PurePosixPath(paper.name).suffix.lower()
    known = SUFFIXES.get(paper.media_type.partition(";")[0].strip().lower())
    if known:
        return known
    return (
        named if re.fullmatch(r"\.(pdf|xml|txt|csv|png|jpe?g|tiff?|eml)", named) else ".bin"
    )
