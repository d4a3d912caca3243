"""What the law asks a message for, and what a letter promises: read from the letter itself,
as a debtor would who keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulation.workdays import ONE_DAY, days_off, working_day

if TYPE_CHECKING:
    from simulation.arrivals import Arrived

MONTHS = (
    *("january|janvier|januari|januar", "february|février|februari|februar"),
    *("march|mars|maart|märz", "april|avril|april|april", "may|mai|mei|mai"),
    *("june|juin|juni|juni", "july|juillet|juli|juli", "august|août|augustus|august"),
    *("september|septembre|september|september", "october|octobre|oktober|oktober"),
    *("november|novembre|november|november", "december|décembre|december|dezember"),
)
_MONTH = {name: at for at, some in enumerate(MONTHS, 1) for name in some.split("|")}
_DAY = re.compile(rf"(\d{{1,2}})(?:er|\.)? ({'|'.join(_MONTH)}) (\d{{4}})", re.IGNORECASE)
_HEAD = re.compile(
    r"^(This is the first reminder that Belgian law|This letter is the notice of article"
    r"|This is a notice under section|This message is a (formal notice|letter before)"
    r"|Ceci est le premier rappel que prévoit|Cette lettre est la sommation"
    r"|Ceci est une mise en demeure au sens|La présente (vaut|est une) mise en demeure"
    r"|Dit is de eerste herinnering die de Belg|Deze brief is de aanmaning van artikel"
    r"|Dit is een aanmaning als bedoeld|Dit bericht (geldt als ingebr|is een laatste aan)"
    r"|Dies ist die erste Mahnung, die|Dieser Brief ist die Mahnung nach Artikel"
    r"|Dies ist eine Mahnung im Sinne|Diese Nachricht ist eine (Mahnung|letzte Auff))"
)
_FIFTEEN = re.compile(
    r"within fifteen days after this letter was delivered"
    r"|dans les quinze jours suivant la remise"
    r"|binnen vijftien dagen nadat deze brief"
    r"|innerhalb von fünfzehn Tagen, nachdem"
)
_POINT = re.compile(
    r"^- (?:Due on|Échéance le|Vervaldatum|Fällig am) [^:]*: "
    r"(?:Invoice|Facture|Factuur|Rechnung) (\S+) (?:of|du|van|vom) .*?"
    r"(?:, (?:instalment|tranche|termijn|Rate) (\d+)/\d+)?, (?:for|pour|voor|für) "
)
# From which rung on a message to a consumer is a letter, where its creditor is known by
# name alone.
LETTERS = {"NL": 200, "DE": 200, "FR": 900}
# Where it counts as a formal notice, which never leaves by itself.
FORMAL_TO_ALL = frozenset({"FR"})


@dataclass(frozen=True, slots=True)
class Promise:
    """until: the last day that it gives. about: number and part, None = all it names."""

    until: date
    about: frozenset[tuple[str, int]] | None


def promise(mail: Arrived, day: date, country: str) -> Promise | None:
    """What the letter of the law in a message gives, None = there is none in it."""
    lines = mail.text.splitlines()
    start = next((at for at, line in enumerate(lines) if _HEAD.match(line)), None)
    if start is None:
        return None
    after = lines[start:]
    points = [one for line in after if (one := _POINT.match(line))]
    about = frozenset((one[1], int(one[2] or 1)) for one in points) or None
    if any(_FIFTEEN.search(line) for line in after):
        return Promise(_delivered(mail, day, country) + timedelta(days=15), about)
    told = [
        _date(*found[-1])
        for line in after
        if not line.startswith("- ") and (found := _DAY.findall(line))
    ]
    return Promise(told[0], about)


def _date(number: str, month: str, year: str) -> date:
    return date(int(year), _MONTH[month.lower()], int(number))


def _delivered(mail: Arrived, day: date, country: str) -> date:
    """A mail is there on the next day; a letter is posted on the next working day, and
    there on the second day on which the post comes.
    """
    if mail.channel != "LETTER":
        return day + ONE_DAY
    on = working_day(day + ONE_DAY, country)
    for _ in range(2):
        on += ONE_DAY
        while on.weekday() in {6, 0} or on in days_off(country, on.year):
            on += ONE_DAY
    return on
