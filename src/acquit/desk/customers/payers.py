"""How customers pay, as columns and filters of their list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from acquit.desk.customers import payer
from acquit.desk.customers.payer import UNKNOWN, Assessed, Delay, Score
from acquit.ledger.models import Customer
from acquit.web.cells import Text
from acquit.web.tables import Column, Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Payers:
    """Profile, score and usual delay of the rows that are shown. known: for today only."""

    def __init__(self, *, known: bool) -> None:
        self.known = known
        self.found: Mapping[int, Assessed] = {}

    def load(self, keys: Iterable[int]) -> None:
        """Ask for these customers, once for all."""
        if self.known:
            self.found = payer.assessed(keys)

    def _of(self, row: Customer) -> Assessed:
        return self.found.get(row.pk, UNKNOWN)

    def columns(self) -> list[Column[Customer]]:
        """How they pay is known for today only."""
        if not self.known:
            return []
        return [
            Column(
                "profile",
                _("Profile"),
                lambda c: payer.profile_badge(self._of(c).profile),
                sort="assessment__profile",
            ),
            Column(
                "score",
                _("Score"),
                lambda c: Score(self._of(c).score, self._of(c).score_class),
                sort="assessment__score",
            ),
            Column(
                "class",
                _("Score class"),
                lambda c: Text(self._of(c).score_class or ""),
                sort="assessment__score_class",
                shown=False,
                phone=False,
            ),
            Column(
                "usual",
                _("Usual delay"),
                lambda c: Delay(self._of(c).median_days),
                sort="behaviour__median_days",
                numeric=True,
                phone=False,
            ),
        ]

    def filters(self) -> list[Filter[Customer]]:
        """By profile, and by class of the score."""
        if not self.known:
            return []
        return [
            Filter(
                "profile",
                _("Profile"),
                lambda rows, value: rows.filter(assessment__profile=value),
                options=[(code, payer.profile_name(code)) for code in payer.MARKS],
            ),
            Filter(
                "class",
                _("Score class"),
                lambda rows, value: rows.filter(assessment__score_class=value),
                options=[(one, one) for one in payer.CLASSES],
            ),
        ]
