"""The message for readers of HTML: the same words, a table where there are items.

It is set from the blocks of the page (docs/reference/letters.md); a message without a page
is set from its plain text. Nothing in it is fetched from anywhere, and every word of it is
escaped. `dress` has the looks.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from acquit.channels.email import dress
from acquit.channels.letter.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from acquit.channels.carrying import Envelope
    from acquit.channels.letter.words import Words

    Block = Mapping[str, Any]

# An IBAN is read, and typed off, in groups of four.
GROUP = 4
LONGEST_WHOLE = 20
NO_BREAK = "\N{NO-BREAK SPACE}"


def as_html(envelope: Envelope, *, code: str = "") -> str:
    """A whole document, in the language of the message.

    code: where the picture of the payment code is, `cid:…` or `data:…`; "" = none is shown.
    """
    page = envelope.page or {}
    told = words(envelope.language)
    sender = page.get("sender") or {"name": envelope.sender_name}
    blocks = page.get("blocks") or _paragraphs(envelope.body)
    set_blocks = [_block(block, page, told, code) for block in blocks]
    return (
        f"{_opening(envelope.language)}{_text(envelope.subject)}{dress.HEAD}"
        f"{_sender(sender.get('name', ''))}{''.join(set_blocks)}"
        f"{_signature(tuple(sender.items()), told.vat)}{dress.END}"
    )


def payment(page: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """How to pay, where the message says it."""
    blocks = (page or {}).get("blocks", ())
    return next((block["pay"] for block in blocks if "pay" in block), None)


def _block(block: Block, page: Block, told: Words, code: str) -> str:
    if "text" in block:
        return f"{dress.P}{_lines(block['text'])}</p>"
    if "items" in block:
        return _items(block, page, told)
    if "pay" in block:
        return _pay(block["pay"], told, code)
    for name, made in _PLAIN_BLOCKS.items():
        if name in block:
            return made(block[name])
    return ""


def _list(points: list[str]) -> str:
    told = "".join(f"{dress.LI}{_text(point)}</li>" for point in points)
    return f"{dress.UL}{told}</ul>"


_PLAIN_BLOCKS: dict[str, Callable[[Any], str]] = {
    "list": _list,
    "closing": lambda lines: f"{dress.P}{_lines(chr(10).join(lines))}</p>",
    "heading": lambda text: f"{dress.P}<b>{_text(text)}</b></p>",
    "rule": lambda _: dress.RULE,
}


def _items(block: Block, page: Block, told: Words) -> str:
    """One row for each; below its number and its day, what else is to be said of it."""
    items = block["items"]
    # How to pay says the reference that they share.
    apart = len({row["reference"] for row in items}) > 1
    return (
        f"{_about(page, told)}{dress.ITEMS}{_heads(told)}"
        f"{''.join(_item(row, told, apart=apart) for row in items)}"
        f"{''.join(_total(one) for one in block.get('totals', ()))}</table>"
    )


def _about(page: Block, told: Words) -> str:
    """Whose account it is, and on which day."""
    code = page.get("customer_code", "")
    said = [
        page.get("customer_name", ""),
        f"{told.customer} {code}" if code else "",
        page.get("date_said", ""),
    ]
    line = " · ".join(_text(one) for one in said if one)
    return f"{dress.ABOUT}{line}</p>" if line else ""


@lru_cache
def _heads(told: Words) -> str:
    return (
        f"<tr>{dress.TH}{_text(told.number)}</th>{dress.TH}{_text(told.due)}</th>"
        f"{dress.TH_AMOUNT}{_text(told.open)}</th></tr>"
    )


def _item(row: Block, told: Words, *, apart: bool) -> str:
    part = f", {told.part} {row['part']}" if row["part"] else ""
    first = dress.TD if len(row["number"]) <= LONGEST_WHOLE else dress.TD_NUMBER
    kind = _under(row["kind"]) if "kind" in row else ""
    shown = _reference(row["reference"]) if apart else ""
    late = f"{dress.LATE}{_text(row['late_said'])}</span>" if row["late_said"] else ""
    less = ""
    if row["contested"]:
        less = _under(f"{told.contested} {row['contested']}")
        less += _under(f"{told.asked} {row['asked']}")
    return (
        f"<tr>{first}<b>{_text(row['number'])}</b>{_text(part)}"
        f"{kind}{_under(_loose(row['issued']))}{shown}</td>"
        f"{dress.TD}{_text(_loose(row['due']))}{late}</td>"
        f"{dress.TD_AMOUNT}{_text(row['open'])}{less}</td></tr>"
    )


def _total(one: Block) -> str:
    said, amount = _text(one["said"]), _text(one["amount"])
    if one["strong"]:
        said, amount = f"<b>{said}</b>", f"<b>{amount}</b>"
    return f"<tr>{dress.TOTAL}{said}</td>{dress.TOTAL_AMOUNT}{amount}</td></tr>"


def _pay(pay: Block, told: Words, code: str) -> str:
    """Accounts and reference; beside them the picture that a banking app reads."""
    said = pay["said"]
    lines = []
    for one in pay["accounts"]:
        lines += [(said["account"], _grouped(one["iban"])), (said["holder"], one["name"])]
    if pay["reference"]:
        lines.append((said["reference"], pay["reference"]))
    rows = "".join(
        f"{dress.PAY_LINE}{_text(label)}</span><br><b>{_text(value)}</b></div>"
        for label, value in lines
    )
    scan = _text(told.scan)
    picture = f"{dress.CODE[0]}{code}{dress.CODE[1]}{scan}{dress.CODE[2]}{scan}</td>"
    return f"{dress.PAY}{rows}</td>{picture if code else ''}</tr></table>"


@lru_cache
def _opening(language: str) -> str:
    return f'<!doctype html>\n<html lang="{escape(language)}">{dress.META}'


@lru_cache
def _sender(name: str) -> str:
    return f"{dress.SENDER}{_text(name)}</p>" if name else ""


@lru_cache
def _signature(sender: tuple[tuple[str, str], ...], vat: str) -> str:
    """Who writes, as far as it is known; below everything else."""
    of = dict(sender)
    city = " ".join(part for part in (of.get("postcode"), of.get("city")) if part)
    number = f"{vat} {of['vat']}" if of.get("vat") else ""
    place = [of.get("name"), of.get("street"), city]
    names = [number, of.get("registration"), of.get("email"), of.get("phone")]
    told = [
        " · ".join(_text(one.replace(" ", NO_BREAK)) for one in line if one)
        for line in (place, names)
    ]
    if not (place[1] or city or any(names)):
        return ""
    return f"{dress.SIGNATURE}{'<br>'.join(line for line in told if line)}</p>"


def _under(words: str) -> str:
    return f"{dress.UNDER}{_text(words)}</span>"


def _text(words: str) -> str:
    return escape(words, quote=False)


def _reference(words: str) -> str:
    """Whole where a narrow column has room for it."""
    if len(words) > LONGEST_WHOLE:
        return _under(words)
    return f"{dress.REFERENCE}{_text(words)}</span>" if words else ""


def _loose(words: str) -> str:
    """A narrow column may break a day."""
    return words.replace(NO_BREAK, " ")


def _lines(text: str) -> str:
    """Lines stay lines, and keep what they are set in by."""
    told = escape(text, quote=False)
    if "\n" not in told:
        return told
    return "<br>\n".join(map(_set_in, told.split("\n")))


def _set_in(line: str) -> str:
    bare = line.lstrip(" ")
    return f"{'&nbsp;' * (len(line) - len(bare))}{bare}"


def _paragraphs(body: str) -> list[Block]:
    """The plain text, cut at empty lines and at lines of dashes."""
    blocks: list[Block] = []
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
