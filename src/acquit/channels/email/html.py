"""The message for readers of HTML: the same words, a table where there are items.

It is set from the blocks of the page (docs/reference/letters.md); a message without a page
is set from its plain text. Nothing in it is fetched from anywhere, and every word is
escaped by the template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from acquit.channels.letter.words import WORDS

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope

# An IBAN is read, and typed off, in groups of four.
GROUP = 4


def as_html(envelope: Envelope) -> str:
    """A whole document, in the language of the message."""
    blocks = (envelope.page or {}).get("blocks") or _paragraphs(envelope.body)
    known = {
        "language": envelope.language,
        "subject": envelope.subject,
        "sender": envelope.sender_name,
        "blocks": [_block(block) for block in blocks],
        "words": WORDS.get(envelope.language, WORDS["en"]),
    }
    return render_to_string("channels/email.html", known)


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """A block of the page, as the template wants it."""
    if "pay" in block:
        pay = block["pay"]
        accounts = [one | {"iban": _grouped(one["iban"])} for one in pay["accounts"]]
        return {"pay": pay | {"accounts": accounts}}
    if "items" in block:
        # To a template, `items` of a dictionary is something else.
        return {"rows": block["items"], "totals": block.get("totals", [])}
    if "closing" in block:
        return {"text": "\n".join(block["closing"])}
    return block


def _paragraphs(body: str) -> list[dict[str, Any]]:
    """The plain text, cut at empty lines and at lines of dashes."""
    blocks: list[dict[str, Any]] = []
    lines: list[str] = []
    for line in [*body.splitlines(), ""]:
        told = line.rstrip()
        if told.strip("-"):
            lines.append(told)
            continue
        if lines:
            blocks.append({"text": "\n".join(lines)})
            lines = []
        if told:
            blocks.append({"rule": True})
    return blocks


def _grouped(iban: str) -> str:
    plain = "".join(iban.split())
    return " ".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))
