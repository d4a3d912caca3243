"""Structured payment references: the Belgian OGM and the RF of ISO 11649.

Both carry a checksum modulo 97. A reference counts only when the checksum holds; one that
fails stays what it is, text, and is never dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iban, iso11649

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = str.maketrans("", "", "+*/ ")
_AS_DIGITS = {ord("A") + number: str(10 + number) for number in range(26)}
_OGM_TYPED = re.compile(
    r"\+{3}\s*([0-9]{3}\s*/?\s*[0-9]{4}\s*/?\s*[0-9]{5})\s*\+{3}"
    r"|\*{3}\s*([0-9]{3}\s*/?\s*[0-9]{4}\s*/?\s*[0-9]{5})\s*\*{3}"
    r"|(?<![0-9/])([0-9]{3}/[0-9]{4}/[0-9]{5})(?![0-9/])"
)
_GERMAN = re.compile("([1-9][0-9]{7})/([0-9]{1,10})")
_RF_TYPED = re.compile(
    r"\bRF[0-9]{2}(?:[A-Z0-9]{1,21}\b|(?: [A-Z0-9]{4}){1,5}(?: [A-Z0-9]{1,4})?)"
)


def structured(text: str) -> str:
    """The reference without marks and spaces when its checksum holds, else ""."""
    compact = text.translate(_MARKS).upper()
    if len(compact) == 12 and compact.isdecimal() and compact.isascii():
        return compact if _belgian_check_holds(compact) else ""
    if compact.startswith("RF") and compact.isascii() and iso11649.is_valid(compact):
        return compact
    return ""


def found_in(text: str) -> list[str]:
    """The valid references that a payer typed inside free text, in order."""
    if "/" not in text and "RF" not in text and "+++" not in text and "***" not in text:
        return []  # nearly every text: the two searches below are slow
    typed = [
        reference
        for found in _OGM_TYPED.finditer(text)
        if (reference := structured(found[1] or found[2] or found[3]))
    ]
    return typed + [
        ref for found in _RF_TYPED.finditer(text) if (ref := _longest_rf(found[0]))
    ]


def unique(references: Iterable[str]) -> tuple[str, ...]:
    """The references in order, each once, without the empty ones."""
    return tuple(dict.fromkeys(reference for reference in references if reference))


def belgian_iban(account: str) -> str:
    """The IBAN of a Belgian 12-digit account whose check digits hold, else the text."""
    digits = account.replace("-", "")
    if len(digits) != 12 or not (digits.isdecimal() and digits.isascii()):
        return account
    if int(digits) == 0 or not _belgian_check_holds(digits):
        return account
    return "BE" + iban.calc_check_digits("BE00" + digits) + digits


def german_iban(account: str) -> str:
    """The IBAN of a German `bank code/account` of 8 and up to 10 digits, else the text.

    By the standard rule of the Bundesbank (000000): check digits, bank code, account filled
    up with zeros. A few banks have rules of their own, and other IBANs.
    """
    found = _GERMAN.fullmatch(account)
    if found is None:
        return account
    digits = found[1] + found[2].zfill(10)
    return "DE" + iban.calc_check_digits("DE00" + digits) + digits


def _belgian_check_holds(digits: str) -> bool:
    """Ten digits and their remainder by 97, where a remainder of 0 is written 97.

    stdnum.be.ogm_vcs says the same, ten times slower; a test holds the two together.
    """
    return (int(digits[:10]) % 97 or 97) == int(digits[10:])


def _longest_rf(text: str) -> str:
    """A reference typed in groups of four: words may follow, so the longest that holds.

    With RF and the check digits at its end it leaves 1 by 97. stdnum says the same of each
    length, ten times slower; a test holds the two together.
    """
    first, *groups = text.split(" ")
    longest, compact, remainder = "", first[:4], 0
    for group in filter(None, (first[4:], *groups)):
        compact += group
        remainder = int(f"{remainder}{group.translate(_AS_DIGITS)}") % 97
        if int(f"{remainder}2715{first[2:4]}") % 97 == 1:
            longest = compact
    return longest
