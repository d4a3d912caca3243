"""Where a message goes: the lines of an envelope, and which phone takes an SMS."""

from __future__ import annotations

import re

from acquit.dunning.wording import said

_DIGITS = re.compile(r"\D")
_PREFIXES = {"BE": "32", "FR": "33", "NL": "31", "DE": "49", "LU": "352", "GB": "44"}
# How the national numbers of mobile phones begin, without the 0 in front (ITU-T E.164,
# national numbering plans).
_MOBILES = {
    "BE": ("4",),
    "FR": ("6", "7"),
    "NL": ("6",),
    "DE": ("15", "16", "17"),
    "LU": ("6",),
    "GB": ("7",),
}


def envelope(  # noqa: PLR0913 - an address is all of these
    *,
    name: str,
    contact: str,
    street: str,
    postcode: str,
    city: str,
    country: str,
    home: str,
) -> tuple[str, ...]:
    """The lines, in the order of that country; empty when street or city is not known.

    home: the country of the sender, whose post reads the last line: the country's name in
    capitals, in the words of where it leaves.
    """
    if not street or not city:
        return ()
    if country in {"GB", "IE"}:
        place = [city, postcode]
    elif country in {"US", "CA", "AU"}:
        place = [f"{city} {postcode}".strip()]
    else:
        place = [f"{postcode} {city}".strip()]
    lines = [name, contact if contact != name else "", street, *place]
    if country != home:
        lines.append(said.country(country, _LANGUAGES.get(home, "fr")).upper())
    return tuple(line for line in lines if line)


# Where it is not said here, French is the language of the post (Universal Postal Union).
_LANGUAGES = {"GB": "en", "IE": "en", "US": "en", "NL": "nl", "DE": "de", "AT": "de"}


def mobile(phone: str, country: str) -> bool:
    """Whether the number takes an SMS, as far as the plans of our countries tell; a number
    of elsewhere is believed to.
    """
    digits = _DIGITS.sub("", phone)
    if not digits:
        return False
    home, national = _split(phone, digits, country)
    starts = _MOBILES.get(home)
    return starts is None or national.startswith(starts)


def _split(phone: str, digits: str, country: str) -> tuple[str, str]:
    """The country of a number, and the number within it."""
    if phone.strip().startswith("+") or digits.startswith("00"):
        abroad = digits.removeprefix("00")
        for code, prefix in _PREFIXES.items():
            if abroad.startswith(prefix):
                return code, abroad[len(prefix) :].removeprefix("0")
        return "", abroad
    return country, digits.removeprefix("0")
