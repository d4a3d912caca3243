"""Which phone numbers are mobile, by the numbering plans: a short message goes to no other.

Source: the national numbering plans as registered with the ITU (E.164). Those of the
countries that most customers live in stand here, since everybody is asked about each
morning; the others are known to the library, which takes ten times as long.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

# Country, its international prefix, and how its mobile numbers go on after it.
_PLANS = {
    "BE": ("32", r"4[5-9]\d{7}"),
    "FR": ("33", r"[67]\d{8}"),
    "NL": ("31", r"6\d{8}"),
    "LU": ("352", r"6\d{8}"),
    "DE": ("49", r"1[567]\d{8,9}"),
    "GB": ("44", r"7[1-57-9]\d{8}"),
    "IE": ("353", r"8[35-9]\d{7}"),
    "AT": ("43", r"6[5-9]\d{7,10}"),
    "CH": ("41", r"7[5-9]\d{7}"),
    "ES": ("34", r"[67]\d{8}"),
    "IT": ("39", r"3\d{8,9}"),
    "PT": ("351", r"9[1236]\d{7}"),
    "PL": ("48", r"(?:4[5-9]|5[0137]|6[069]|7[2389]|88)\d{7}"),
}
_MOBILE = re.compile("|".join(rf"(?:{code}{rest})" for code, rest in _PLANS.values()))
_HERE = tuple(f"+{code}" for code, _ in _PLANS.values())
_TAKES_TEXT = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_NOT_DIALLED = re.compile(r"\(0\)|[^\d+]")


def international(number: str, country: str) -> str | None:
    """The number as it is dialled from everywhere (E.164), `+32475123456`; None when it
    cannot be told.
    """
    digits = _NOT_DIALLED.sub("", number)
    if digits.startswith("+"):
        return digits if digits[1:].isdigit() else None
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if not digits:
        return None
    if country not in _PLANS:
        return _elsewhere(digits, country)
    code = _PLANS[country][0]
    # Italians dial their first digit, a nought or not, from abroad as well; so do the
    # others here that have none.
    trunkless = digits if country in {"IT", "ES", "PT", "PL", "LU"} else digits[1:]
    national = trunkless if digits.startswith("0") or trunkless == digits else digits
    return f"+{code}{national}"


def is_mobile(number: str, country: str) -> bool:
    """True when a short message can be sent to it."""
    full = international(number, country)
    if full is None:
        return False
    if full.startswith(_HERE):
        return _MOBILE.fullmatch(full[1:]) is not None
    known = _read(full, None)
    return known is not None and phonenumbers.number_type(known) in _TAKES_TEXT


def _elsewhere(digits: str, country: str) -> str | None:
    """The same for a country whose plan does not stand here."""
    known = _read(digits, country)
    if known is None:
        return None
    return phonenumbers.format_number(known, PhoneNumberFormat.E164)


def _read(number: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    """The number, when the plan of its country has such a one."""
    try:
        known = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return known if phonenumbers.is_valid_number(known) else None
