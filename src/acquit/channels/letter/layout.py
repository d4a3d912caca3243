"""From a page, as `Message.page` holds it, to what the template draws.

Here is decided which columns a table has, what stands where, and what belongs together; the
template only draws. No word is written here but those of `words`.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from acquit.channels.letter import payment, windows
from acquit.channels.letter.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.channels.letter.windows import Window

# A run without a space that is longer than this may be broken, every few characters.
UNBROKEN_CHARS, NARROW_CHARS, PIECE_CHARS = 34, 24, 6
BREAK_HERE = "\u200b"
# Within a word, and in no e-mail address.
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)(?!\S*@)")
RETURNS_CHARS, AGAIN_CHARS = 85, 100
# Even in capitals these are not too wide at the largest size, and need no measuring.
PLAIN_NAME_CHARS, PLAIN_LINE_CHARS, PLAIN_LINES = 30, 26, 5
FACTS_MM = 62.0
RIGHT = frozenset({"late", "open"})
HEAD_BOTTOM_MM = 34.0


class Unsettable(ValueError):
    """A page that cannot be set: what it holds is no block of a letter."""


def laid_out(
    page: Mapping[str, Any], *, own: str = "", envelope: str = ""
) -> dict[str, Any]:
    """The letter as the template wants it. own: the office's own envelopes, see `windows`;
    envelope: the country of the envelopes of somebody else who posts it.

    Raises Unsettable for a block of an unknown kind.
    """
    sender, said = page["sender"], words(page["language"])
    # The window is that of the office that fills the envelope.
    home = envelope or sender.get("country") or page.get("country") or ""
    window = windows.window(home, own)
    parts = [_part(block, said) for block in page["blocks"]]
    address = [breakable(line, NARROW_CHARS) for line in page["address"] if line.strip()]
    return {
        "language": page["language"],
        "left": windows.MARGIN_LEFT_MM,
        "right": windows.MARGIN_RIGHT_MM,
        "width": windows.SHEET_MM - windows.MARGIN_LEFT_MM - windows.MARGIN_RIGHT_MM,
        "body": window.body,
        "marks": window.marks,
        "address": window.address._asdict(),
        "returns": _returns(sender) if window.returns else "",
        "lines": address,
        "plain": sum(1 + len(line) // PLAIN_LINE_CHARS for line in address) <= PLAIN_LINES,
        "facts": _facts(page, window, said),
        "dated": _dated(page),
        "sender": {
            "name": breakable(sender["name"]),
            "plain": len(sender["name"]) <= PLAIN_NAME_CHARS,
        },
        "identity": _identity(sender, said),
        "subject": _prose(page["subject"]),
        "again": _cut(_filled(sender["name"], page["subject"]), AGAIN_CHARS),
        "page": said.page,
        "parts": _kept_together(parts),
    }


def _facts(page: Mapping[str, Any], window: Window, said: Words) -> dict[str, Any]:
    """Beside the window, where it never shows: what an answer will name."""
    sender = page["sender"]
    rows = [
        (said.customer, page.get("customer_code")),
        (said.reference, page.get("reference")),
        (said.phone, sender.get("phone")),
        (said.email, sender.get("email")),
    ]
    if window.on_the_right:
        left, top = windows.MARGIN_LEFT_MM, max(window.address.top - 5, HEAD_BOTTOM_MM)
        width = min(FACTS_MM, window.reach.left - left - 3)
    else:
        left, top = window.reach.right + 5, 50.0
        left = max(left, windows.SHEET_MM - windows.MARGIN_RIGHT_MM - FACTS_MM)
        width = windows.SHEET_MM - windows.MARGIN_RIGHT_MM - left
    told = [(label, breakable(value, NARROW_CHARS)) for label, value in rows if value]
    return {"left": left, "top": top, "width": width, "rows": told}


def _dated(page: Mapping[str, Any]) -> str:
    """“Lyon, le 22 novembre 2026”."""
    said = page["date_said"]
    place = page.get("place") or ""
    if not place:
        return str(said)
    article = "le " if page["language"] == "fr" and said[:1].isdigit() else ""
    return f"{place}, {article}{said}"


def _sender_lines(sender: Mapping[str, Any]) -> list[str]:
    town = " ".join(filter(None, [sender.get("postcode"), sender.get("city")]))
    return [line for line in (sender["name"], sender.get("street"), town) if line]


def _returns(sender: Mapping[str, Any]) -> str:
    """In one line above the address; a long name gives way, the street does not."""
    name, *place = _sender_lines(sender)
    rest = _filled(*place)
    return _filled(_cut(name, max(RETURNS_CHARS - len(rest), 20)), rest)


def _identity(sender: Mapping[str, Any], said: Words) -> str:
    """Who writes, in the words that the law wants on a letter: below the first sheet."""
    vat = f"{said.vat} {sender['vat']}" if sender.get("vat") else ""
    lines = [_filled(*_sender_lines(sender)), _filled(vat, sender.get("registration"))]
    return breakable("\n".join(line for line in lines if line))


def _filled(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _part(block: Mapping[str, Any], said: Words) -> dict[str, Any]:
    match block:
        case {"text": text}:
            return {"kind": "text", "words": _prose(text)}
        case {"list": points}:
            return {"kind": "list", "points": [_prose(point) for point in points]}
        case {"items": items}:
            heads = asdict(said) | block.get("heads", {})
            return _items(items, block.get("totals", []), heads)
        case {"heading": text}:
            return {"kind": "heading", "words": _prose(text)}
        case {"table": table}:
            return _table(table)
        case {"pay": pay}:
            return _pay(pay, said)
        case {"closing": lines}:
            return {"kind": "closing", "lines": [_prose(line) for line in lines]}
        case _:
            raise Unsettable(f"{sorted(block)} is no block of a letter.")


def _items(
    items: Sequence[Mapping[str, Any]],
    totals: Sequence[Mapping[str, Any]],
    heads: Mapping[str, str],
) -> dict[str, Any]:
    """The invoices that a letter is about; a column in which nothing stands is left out."""
    rows = [_row(item, heads) for item in items]
    names = ("number", "issued", "due", "late", "open")
    shown = [name for name in names if any(row[name]["text"] for row in rows)]
    columns = [
        {"head": heads[name], "right": name in RIGHT, "grows": name == "number"}
        for name in shown
    ]
    return {
        "kind": "table",
        "columns": columns,
        "rows": [[row[name] for name in shown] for row in rows],
        "totals": _totals(totals),
    }


def _row(item: Mapping[str, Any], heads: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Cells, and under each what is said small."""
    part = f"{heads['part']} {item['part']}" if item.get("part") else ""
    contested = [
        f"{heads['contested']} {item['contested']}",
        f"{heads['asked']} {item['asked']}",
    ]
    below = [
        item.get("kind", ""),
        part,
        breakable(item.get("reference") or "", NARROW_CHARS),
    ]
    return {
        "number": _cell(item["number"], [line for line in below if line]),
        "issued": _cell(item.get("issued")),
        "due": _cell(item["due"]),
        "late": _cell(item.get("late_said")),
        "open": _cell(item["open"], contested if item.get("contested") else []),
    }


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Any table: the first column takes the room that the others leave."""
    columns = [
        {"head": one["head"], "right": one.get("align") == "right", "grows": place == 0}
        for place, one in enumerate(table["columns"])
    ]
    return {
        "kind": "table",
        "columns": columns,
        "rows": [[_cell(text) for text in row] for row in table["rows"]],
        "totals": _totals(table.get("totals", [])),
    }


def _cell(text: str | None, under: Sequence[str] = ()) -> dict[str, Any]:
    return {"text": breakable(text or "", NARROW_CHARS), "under": list(under)}


def _totals(totals: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "said": _prose(total["said"]),
            "amount": total["amount"],
            "strong": bool(total.get("strong")),
        }
        for total in totals
    ]


def _pay(pay: Mapping[str, Any], said: Words) -> dict[str, Any]:
    labels = pay["said"]
    rows = []
    holders = {account["name"] for account in pay["accounts"]}
    for account in pay["accounts"]:
        rows.append((labels["account"], _by_four(account["iban"])))
        if len(holders) > 1:
            rows.append((labels["holder"], breakable(account["name"])))
    if len(holders) == 1:
        rows.append((labels["holder"], breakable(holders.pop())))
    if pay.get("reference"):
        rows.append((labels["reference"], breakable(pay["reference"])))
    if pay.get("amount_said"):
        rows.append((labels.get("amount", ""), pay["amount_said"]))
    text = payment.payload(pay)
    svg = payment.code(text) if text else ""
    return {"kind": "pay", "rows": rows, "code": svg, "scan": said.scan}


def _kept_together(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nothing that announces stays behind on the sheet before: a sentence before its table
    or its account, the last words before the closing.
    """
    following = [part["kind"] for part in parts[1:]] + [""]
    for part, after in zip(parts, following, strict=True):
        announces = part["kind"] == "text" and after in {"table", "pay", "list"}
        announces = announces or part["kind"] == "heading"
        part["sticky"] = announces or (after == "closing" and part["kind"] != "table")
    return parts


def _by_four(iban: str) -> str:
    bare = iban.replace(" ", "")
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _prose(text: str) -> str:
    """As a printer writes it: texts are typed with the apostrophe of a typewriter."""
    return breakable(APOSTROPHE.sub("\u2019", text))


def breakable(text: str, longest: int = UNBROKEN_CHARS) -> str:
    """A run without a space may be broken, or it would stand outside the margin."""
    return re.sub(
        rf"\S{{{longest + 1},}}",
        lambda run: BREAK_HERE.join(re.findall(f".{{1,{PIECE_CHARS}}}", run[0])),
        text,
    )
