"""Amounts, days and references as people of each language write them.

Cached where the same value comes again and again: a batch has few days and many messages.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date

from acquit.core.money import exponent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_LOCALES = {"en": "en_GB", "fr": "fr_FR", "nl": "nl_NL", "de": "de_DE"}
# Between thousands and before the cents. A plain space groups as well as a narrow one, and
# every mail reader and every search finds it.
_POINTS = {"en": (",", "."), "fr": (" ", ","), "nl": (".", ","), "de": (".", ",")}
_SHORT_DAYS = {"en": "%d/%m/%Y", "fr": "%d/%m/%Y", "nl": "%d-%m-%Y", "de": "%d.%m.%Y"}
_AND = {"en": "and", "fr": "et", "nl": "en", "de": "und"}


def amount(minor: int, currency: str, language: str) -> str:
    """1.234,56 EUR, with the sign in front."""
    places = exponent(currency)
    group, point = _POINTS[language]
    whole, rest = divmod(abs(minor), 10**places)
    grouped = f"{whole:,}".replace(",", group)
    cents = f"{point}{rest:0{places}d}" if places else ""
    sign = "-" if minor < 0 else ""
    return f"{sign}{grouped}{cents} {currency}"


@lru_cache(maxsize=8192)
def day(on: date, language: str) -> str:
    """24 March 2026, in words."""
    text = format_date(on, "long", locale=_LOCALES[language])
    # Babel writes "1 mars"; French says "1er mars".
    return f"1er{text[1:]}" if language == "fr" and on.day == 1 else text


@lru_cache(maxsize=8192)
def short_day(on: date, language: str) -> str:
    """24.03.2026, in figures."""
    return on.strftime(_SHORT_DAYS[language])


def listed(parts: Iterable[str], language: str) -> str:
    """One, two and three."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last


def spaced(iban: str) -> str:
    """In groups of four."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def reference(given: str) -> str:
    """A Belgian structured communication as people type it: +++ddd/dddd/ddddd+++."""
    if len(given) == 12 and given.isdigit():
        return f"+++{given[:3]}/{given[3:7]}/{given[7:]}+++"
    return given


@lru_cache(maxsize=1024)
def country(code: str, language: str) -> str:
    """The name of a country, the code itself when it is not known."""
    return str(Locale.parse(_LOCALES[language]).territories.get(code, code))


@lru_cache(maxsize=64)
def name_of_language(code: str, language: str) -> str:
    """The name of a language in another one: "Dutch"."""
    return str(Locale.parse(_LOCALES[language]).languages.get(code, code))


def bare(minor: int, currency: str) -> str:
    """1234.56, for programs."""
    places = exponent(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
