"""What the law adds to the steps of a scenario: which letter, with which, which term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.dunning import Kind
from acquit.core.dunning.terms import stage_of
from acquit.core.law import Stage, letter_rule
from acquit.core.party import Party
from acquit.desk import words
from acquit.desk.law import told
from acquit.desk.law.views import NAMES
from acquit.web.cells import Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.dunning import Scenario
    from acquit.core.law.shapes import LetterRule
    from acquit.web.cells import Cell

# Of whom the law of consumers is written down.
COUNTRIES = ("BE", "NL", "FR", "DE", "LU", "GB")
_REACHED = {stage: place for place, stage in enumerate(Stage)}


def added(content: Scenario, creditor: str, on: date) -> Lines:
    """A row for consumers of each country, and one for businesses, under our own law."""
    rows = [_row(content, country, Party.CONSUMER, on) for country in COUNTRIES]
    rows.append(_row(content, creditor, Party.BUSINESS, on))
    heads = [Head(_("To whom")), Head(_("Letter")), Head(_("With which step"))]
    return Lines([*heads, Head(_("Term"), phone=False)], rows)


def _row(content: Scenario, country: str, party: Party, on: date) -> list[Cell]:
    name = str(NAMES.get(country, country))
    who = _("Consumers, %(country)s") if party is Party.CONSUMER else _("Businesses")
    rule = letter_rule(country, party, on)
    if rule is None:
        none = Text(_("None: nothing is asked for beside the amount."))
        return [Text(who % {"country": name}), none, Text(""), Text("")]
    return [
        Text(who % {"country": name}),
        Text(str(told.LETTERS[rule.kind])),
        Text(_step(content, rule, party)),
        Text(told.term(rule)),
    ]


def _step(content: Scenario, rule: LetterRule, party: Party) -> str:
    """The first step of the scenario that is far enough."""
    least = _REACHED[rule.stage]
    for place in content.places:
        stage = stage_of(place.step, party)
        if stage is not None and _REACHED[stage] >= least:
            last = place.kind is Kind.FORMAL_NOTICE and party is Party.CONSUMER
            return words.step("LAST_REMINDER" if last else place.step.value)
    return _("No step of this scenario")
