"""The sheet of a message as plain text, for the parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.handover.dossier.file import Sent
from acquit.handover.dossier.telling import writing

if TYPE_CHECKING:
    from acquit.handover.dossier.exhibits import Exhibit, Numbered
    from acquit.handover.dossier.telling.blocks import Block, Teller

BREAK_HERE = "\u200b"


def told(teller: Teller, one: Exhibit, exhibits: Numbered) -> str:
    """What stands on its sheet, then its text as it was."""
    written = one.written
    if written is None:
        raise ValueError("a file has no sheet of its own")
    if isinstance(written, Sent):
        some = writing.sheet_of_sent(teller, written, exhibits)
    else:
        some = writing.sheet_of_received(teller, written, exhibits)
    labelled = teller.words.exhibits.labelled
    number = f"{teller.words.exhibits.word} {one.number}"
    head = labelled.format(label=number, value=one.title)
    lines = [head, "", *(line for block in some for line in _lines(block, labelled))]
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block, labelled: str) -> list[str]:
    match block["kind"]:
        case "facts":
            rows = [
                labelled.format(label=label, value=_bare(value))
                for label, value in block["rows"]
            ]
            return [*rows, ""]
        case "raw":
            return [*map(_bare, block["lines"]), ""]
        case _:
            return [_bare(block["words"]), ""]


def _bare(text: str) -> str:
    """Without the places where a line may be broken."""
    return text.replace(BREAK_HERE, "")
