"""What time it is where a debtor lives: the zone of a country's capital.

Source: the IANA time zone database, zone1970.tab. A country that is not named here is taken
to live by the creditor's clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime, time

_CAPITALS = {
    "AT": "Vienna",
    "BE": "Brussels",
    "BG": "Sofia",
    "CH": "Zurich",
    "CY": "Nicosia",
    "CZ": "Prague",
    "DE": "Berlin",
    "DK": "Copenhagen",
    "EE": "Tallinn",
    "ES": "Madrid",
    "FI": "Helsinki",
    "FR": "Paris",
    "GB": "London",
    "GR": "Athens",
    "HR": "Zagreb",
    "HU": "Budapest",
    "IE": "Dublin",
    "IT": "Rome",
    "LT": "Vilnius",
    "LU": "Luxembourg",
    "LV": "Riga",
    "MT": "Malta",
    "NL": "Amsterdam",
    "NO": "Oslo",
    "PL": "Warsaw",
    "PT": "Lisbon",
    "RO": "Bucharest",
    "SE": "Stockholm",
    "SI": "Ljubljana",
    "SK": "Bratislava",
    "TR": "Istanbul",
    "UA": "Kyiv",
}


def clock_of(at: datetime, country: str, *, otherwise: str) -> time:
    """What a clock shows in that country at that instant; otherwise: the zone to take when
    the country is not known.
    """
    return local_time(at, country, otherwise=otherwise).time()


def local_time(at: datetime, country: str, *, otherwise: str) -> datetime:
    """That instant with the day and the clock of that country."""
    capital = _CAPITALS.get(country)
    return at.astimezone(ZoneInfo(f"Europe/{capital}" if capital else otherwise))
