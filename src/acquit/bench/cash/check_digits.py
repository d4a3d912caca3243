"""Check digits of references, accounts and VAT numbers, reckoned from their rules.

Sources: Febelfin (OGM, IBAN of Belgium), ISO 11649 (RF), ISO 13616 (IBAN), the French RIB
key, the VAT rules of each country as the European Commission publishes them.
"""

from __future__ import annotations

import string

_VALUES = {
    sign: str(value) for value, sign in enumerate(string.digits + string.ascii_uppercase)
}


def ogm(base: int) -> str:
    """The Belgian reference of 12 digits for a number of at most ten."""
    return f"{base:010}{base % 97 or 97:02}"


def ogm_written(digits: str) -> str:
    """As people see it: +++123/4567/89012+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def rf(words: str) -> str:
    """The creditor reference (ISO 11649) for at most 21 letters and digits."""
    return f"RF{98 - _mod_97(words + 'RF00'):02}{words}"


def iban(country: str, bban: str) -> str:
    """The IBAN for the account number of a country; its own keys must be in it."""
    return f"{country}{98 - _mod_97(bban + country + '00'):02}{bban}"


def belgian_bban(bank: int, number: int) -> str:
    """Three digits of the bank, seven of the account, two to check."""
    base = bank * 10_000_000 + number
    return f"{base:010}{base % 97 or 97:02}"


def french_bban(bank: int, branch: int, number: int) -> str:
    """Bank, branch, account and the RIB key."""
    key = 97 - (89 * bank + 15 * branch + 3 * number) % 97
    return f"{bank:05}{branch:05}{number:011}{key:02}"


def vat(country: str, base: int) -> str:
    """A VAT number of BE, FR, NL, DE, LU or GB, made from a number of any size."""
    return country + _VAT[country](base)


def _belgian(base: int) -> str:
    first = base % 10_000_000 + 2_000_000
    return f"{first:08}{97 - first % 97:02}"


def _french(base: int) -> str:
    siren = _with_luhn(f"{base % 90_000_000 + 10_000_000:08}")
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def _dutch(base: int) -> str:
    digits = base % 9_000_000 + 1_000_000
    while True:
        first = f"{digits * 10 + 1:08}"
        check = sum(int(d) * w for d, w in zip(first, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return f"{first}{check}B01"
        digits += 1


def _german(base: int) -> str:
    first = f"{base % 90_000_000 + 10_000_000:08}"
    product = 10
    for digit in first:
        product = (int(digit) + product) % 10 or 10
        product = product * 2 % 11
    return f"{first}{(11 - product) % 10}"


def _of_luxembourg(base: int) -> str:
    first = base % 900_000 + 100_000
    return f"{first}{first % 89:02}"


def _british(base: int) -> str:
    first = f"{base % 9_000_000 + 1_000_000:07}"
    weighed = sum(int(d) * w for d, w in zip(first, range(8, 1, -1), strict=True))
    return f"{first}{97 - weighed % 97:02}"


_VAT = {
    "BE": _belgian,
    "FR": _french,
    "NL": _dutch,
    "DE": _german,
    "LU": _of_luxembourg,
    "GB": _british,
}


def _with_luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def _mod_97(text: str) -> int:
    return int("".join(_VALUES[sign] for sign in text)) % 97
