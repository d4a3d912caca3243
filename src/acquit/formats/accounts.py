"""Account numbers: the IBAN of ISO 13616, and those of France that are not one yet.

An IBAN counts when it has the length of its country and its check digits hold.
"""

from __future__ import annotations

import re
from itertools import islice

# Countries whose accounts have an IBAN, with its length (IBAN registry of SWIFT).
_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL",
        19: "MK SI",
        20: "AT BA EE LT LU XK KZ",
        21: "CH HR LI LV",
        22: "BG DE GB GE IE ME RS BH",
        23: "AE GI IL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM MR",
        28: "AL AZ CY DO HU LB PL MA",
        29: "BR PS QA UA",
        30: "JO KW MU",
        31: "MT",
    }.items()
    for country in countries.split()
}
MOST_LOOKED_AT = 20  # a text that lists more accounts says nothing of one
_LONGEST = max(_LENGTHS.values())
_START = re.compile(r"(?<![A-Z0-9])([A-Z]{2})[0-9]{2}(?=[ A-Z0-9])")
_BLANKS = re.compile(r"[ .-]")

_IBAN_DIGITS = {ord("A") + number: str(10 + number) for number in range(26)}

# The letters of a French account number count as digits, three letters a digit: 1 for A and
# J, 2 for B, K and S, and so on.
_RIB_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_RIB = re.compile(r"([0-9]{5})([0-9]{5})([0-9A-Z]{11})")


def iban(text: str) -> str:
    """The IBAN without blanks when the text is exactly one that is valid, else ""."""
    length = _LENGTHS.get(text[:2].upper())
    if length is None:
        return ""
    compact = text if len(text) == length else _BLANKS.sub("", text)
    compact = compact.upper()
    return compact if len(compact) == length and _check_holds(compact) else ""


def iban_at_start(text: str) -> str:
    """As many characters as an IBAN of the country has that the text begins with, else "".

    The check digits are not looked at: the owner's account is what the bank says it is.
    """
    length = _LENGTHS.get(text[:2], _LONGEST + 1)
    found = text[:length]
    if len(found) == length and found[2:4].isdecimal() and found.isalnum():
        return found if found.isascii() else ""
    return ""


def ibans_in(text: str) -> list[str]:
    """The valid IBANs in free text, in order, each once; groups of four may be apart."""
    found: dict[str, None] = {}
    for start in islice(_START.finditer(text), MOST_LOOKED_AT):
        length = _LENGTHS.get(start[1], 0)
        end = start.start() + length * 5 // 4  # with a blank after each group of four
        compact = text[start.start() : end].replace(" ", "")
        if length and (valid := iban(compact[:length])):
            found[valid] = None
    return list(found)


def counterparty_in(text: str, *, own: str) -> str:
    """The one valid IBAN in free text that is not the account's own; of several, none."""
    others = [one for one in ibans_in(text) if one != own]
    return others[0] if len(others) == 1 else ""


def french_iban(bank: str, branch: str, account: str) -> str:
    """The IBAN of a French account; "" when the three do not make one.

    The RIB's key is 97 less (89 * bank + 15 * branch + 3 * account) modulo 97. An account
    in Monaco has the same parts, and an IBAN that begins with MC: nothing tells it apart.
    """
    found = _RIB.fullmatch(bank + branch + account)
    if found is None:
        return ""
    digits = int(found[1]), int(found[2]), int(found[3].translate(_RIB_DIGITS))
    key = 97 - (89 * digits[0] + 15 * digits[1] + 3 * digits[2]) % 97
    bban = found[0] + f"{key:02d}"
    return f"FR{98 - _modulo_97(bban + 'FR00'):02d}{bban}"


def french_iban_of_rib(text: str) -> str:
    """The IBAN of a French RIB of 23 characters whose key holds, else ""."""
    compact = _BLANKS.sub("", text).upper()
    found = french_iban(compact[:5], compact[5:10], compact[10:21])
    return found if found and compact[21:] == found[-2:] else ""


def _check_holds(compact: str) -> bool:
    return (
        compact.isalnum()
        and compact.isascii()
        and compact[2:4].isdecimal()
        and _modulo_97(compact[4:] + compact[:4]) == 1
    )


def _modulo_97(text: str) -> int:
    """Letters count as two digits each: A is 10, Z is 35."""
    return int(text.translate(_IBAN_DIGITS)) % 97
