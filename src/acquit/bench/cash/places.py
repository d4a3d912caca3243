"""What differs by country: accounts, postcodes, telephone numbers, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash import check_digits

if TYPE_CHECKING:
    from random import Random

_LANGUAGES = {
    "BE": ("nl", "nl", "fr"),
    "FR": ("fr",),
    "NL": ("nl",),
    "DE": ("de",),
    "LU": ("fr", "de"),
    "GB": ("en",),
}
# Codes that Belgian banks hold: a reader may refuse an account of none.
_BELGIAN_BANKS = (1, 35, 68, 143, 220, 310, 363, 390, 403, 438, 462, 523, 731, 750, 979)


def language_of(country: str, chance: Random) -> str:
    """A language that people there write."""
    return chance.choice(_LANGUAGES[country])


def account_of(country: str, chance: Random) -> str:
    """An invented account with valid check digits."""
    digits = f"{chance.randrange(10**18):018}"
    number = int(digits)
    match country:
        case "BE":
            bban = check_digits.belgian_bban(
                _BELGIAN_BANKS[number % len(_BELGIAN_BANKS)], number // 1000 % 10**7
            )
        case "FR":
            bban = check_digits.french_bban(
                10_000 + number % 50_000, number // 7 % 100_000, number // 11 % 10**11
            )
        case "NL":
            bban = f"ACQB0{digits[:9]}"
        case "GB":
            bban = f"ACQB{digits[:14]}"
        case "LU":
            bban = digits[:16]
        case _:
            bban = digits
    return check_digits.iban(country, bban)


def postcode_of(country: str, chance: Random) -> str:
    """A postcode as it is written there."""
    digits = chance.randint(1000, 9999)
    match country:
        case "FR" | "DE":
            return f"{digits * 10:05}"
        case "NL":
            return f"{digits} {chance.choice(('AB', 'CD', 'KP', 'XS'))}"
        case "LU":
            return f"L-{digits}"
        case "GB":
            return f"LS{digits % 20 + 1} {digits % 9 + 1}AQ"
        case _:
            return str(digits)


def phone_of(country: str, chance: Random) -> str:
    """A telephone number as it is written there."""
    rest = (
        f"{chance.randint(0, 99):02} {chance.randint(0, 99):02} {chance.randint(0, 99):02}"
    )
    prefix = {
        "BE": "0475",
        "FR": "06 12",
        "NL": "06 12",
        "DE": "0171 44",
        "LU": "691",
        "GB": "07700",
    }
    return f"{prefix[country]} {rest}"
