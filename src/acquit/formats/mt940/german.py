"""The text of a line as German banks write it: `166?00GUTSCHRIFT?20EREF+…?31DE…?32Name`.

Three digits say what happened (Geschäftsvorfallcode), then subfields of at most 27
characters. Source: Deutsche Kreditwirtschaft, DFÜ-Abkommen, Anlage 3, chapter 8.
"""

from __future__ import annotations

import re

from acquit.formats import accounts
from acquit.formats.mt940.told import Told, given, squeezed

WIDTH = 27

_MARKS = "?>@~|"
_START = re.compile(rf"\s*([0-9]{{3}})?([{_MARKS}])(?=[0-9]{{2}})")
_SUBFIELDS = {mark: re.compile(rf"\n?[{mark}]\s?([0-9]{{2}})") for mark in _MARKS}
_TEXTS = frozenset([*range(20, 30), *range(60, 64)])
_NAMES = frozenset({32, 33})
_KNOWN = _TEXTS | _NAMES | {0, 10, 30, 31, 34, 35, 36, 37, 38, *range(70, 80)}
_KEY = re.compile(
    r"(?:^|(?<=\s))(EREF|KREF|MREF|BREF|RREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC"
    r"|PURP|MTLG)[+:]"
)
_FREE, _ALSO_FREE = "SVWZ", ("ABWA", "ABWE", "MTLG")
_BANK_CODE = re.compile(r"[0-9]{8}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")

# Direct debit (109 core, 108 business, 009 before SEPA) or transfer (159, 059) come back.
_RETURNS = frozenset({"009", "059", "108", "109", "159"})
# Their reasons in subfield 34 that all descriptions translate alike; others stay a number.
_REASONS = {
    "901": "AC01",
    "902": "AC04",
    "903": "AC06",
    "904": "AG01",
    "906": "AM04",
    "907": "AM05",
    "908": "BE04",
    "909": "MD01",
    "910": "MD02",
    "912": "MD06",
    "913": "MD07",
    "915": "RC01",
}


def told(text: str) -> Told | None:
    """What the text tells; None when it is not of this kind."""
    start = _START.match(text)
    if start is None:
        return None
    fields = _subfields(text[start.start(2) :], start[2])
    if not fields:
        return None
    keyed = _by_key(_run_on(fields, _TEXTS))
    bank, account = fields.get(30, "").strip(), fields.get(31, "").strip()
    free = [keyed[key] for key in (_FREE, *_ALSO_FREE) if keyed.get(key)]
    return Told(
        text=" ".join(free) or squeezed(fields.get(0, "")),
        name=squeezed(" ".join(_run_on(fields, _NAMES))),
        iban=_account(bank, account, fields.get(38, ""))
        or accounts.iban(keyed.get("IBAN", "")),
        bic=bank if _BIC.fullmatch(bank) else keyed.get("BIC", ""),
        end_to_end_id=given(keyed.get("EREF", "")),
        mandate=given(keyed.get("MREF", "")),
        return_reason=_return_reason(start[1] or "", fields.get(34, "")),
    )


def _subfields(text: str, mark: str) -> dict[int, str]:
    """Each subfield by its number; a mark before another number is part of the text."""
    parts = _SUBFIELDS[mark].split(text)
    fields: dict[int, list[str]] = {}
    latest: list[str] = []
    for code, value in zip(parts[1::2], parts[2::2], strict=True):
        number = int(code)
        if number in _KNOWN:
            latest = fields.setdefault(number, [])
            latest.append("\n" + value if latest else value)
        else:
            latest.append(mark + code + value)
    return {number: "".join(values) for number, values in fields.items()}


def _run_on(fields: dict[int, str], numbers: frozenset[int]) -> list[str]:
    """The subfields in order; a full one goes on in the next, unless that begins a key."""
    texts: list[list[str]] = []
    width = 0
    for number in sorted(numbers & fields.keys()):
        value = fields[number]
        if width < WIDTH - 1 or _KEY.match(value):
            texts.append([value])
        else:  # one that ended with a blank may have lost it
            texts[-1].append(" " * (WIDTH - width) + value)
        width = len(value)
    return ["".join(parts) for parts in texts]


def _by_key(texts: list[str]) -> dict[str, str]:
    """The texts by their SEPA keys, such as EREF+; what has no key is free text."""
    keyed: dict[str, list[str]] = {}
    for text in texts:
        parts = _KEY.split(text)
        keyed.setdefault(_FREE, []).append(parts[0])
        for key, value in zip(parts[1::2], parts[2::2], strict=True):
            keyed.setdefault(key, []).append(value)
    return {key: squeezed(" ".join(values)) for key, values in keyed.items()}


def _account(bank: str, account: str, other: str) -> str:
    """The IBAN of the other side, else its number, after the code of its bank."""
    compact = account.replace(" ", "")
    if found := accounts.iban(compact) or accounts.iban(other):
        return found
    return f"{bank}/{compact}" if compact and _BANK_CODE.fullmatch(bank) else compact


def _return_reason(code: str, further: str) -> str:
    if code not in _RETURNS:
        return ""
    reason = further.strip()[:3]
    return _REASONS.get(reason, reason) or f"GVC {code}"
