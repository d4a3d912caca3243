"""What was computed, claimed and waived, in words and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.claims.models import Ask
from acquit.core.errors import Refusal
from acquit.core.interest import Owed
from acquit.core.law import COUNTRIES, Fee
from acquit.desk import words
from acquit.web.cells import Amounts, Cell, Text, Verb, Verbs
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from acquit.claims.queries import ClaimBeside
    from acquit.core.interest import Asked
    from acquit.core.law import Refused
    from acquit.core.party import Party


def refused(why: Refused | Refusal) -> str:
    """Why nothing is asked for, in the reader's language."""
    return words.refused(why) if isinstance(why, Refusal) else words.told(why.said)


def charges(one: ClaimBeside) -> list[Ask]:
    """What is computed of it; nothing where the law gives nothing."""
    interest = [Ask.INTEREST] if isinstance(one.interest, Owed) else []
    fee = [Ask.FEE] if isinstance(one.fee, Fee) and one.fee.amount else []
    return [*interest, *fee]


def asked(one: ClaimBeside, *, may_charge: bool) -> Lines | None:
    """Interest and flat sum, each a line; None where neither is computed."""
    found = charges(one)
    if not found:
        return None
    heads = [
        Head(_("What")),
        Head(_("Computed"), numeric=True),
        Head(_("Claimed"), numeric=True),
        Head(_("Waived"), numeric=True),
        Head(_("Still to claim"), numeric=True),
        Head(""),
    ]
    rows = [
        [
            Text(str(charge.label)),
            *amounts(one.asked(charge)),
            verbs(one, [charge] if may_charge else []),
        ]
        for charge in found
    ]
    return Lines(heads, rows)


def law_page(country: str, party: Party) -> str:
    """Where the rules stand; "" where nothing is written down."""
    query = urlencode({"country": country, "party": party.value})
    return f"{reverse('desk:law')}?{query}" if country in COUNTRIES else ""


def amounts(of: Asked) -> list[Cell]:
    """Computed, claimed, waived, left."""
    return [Amounts([money]) for money in (of.computed, of.claimed, of.waived, of.left)]


def verbs(one: ClaimBeside, may: list[Ask]) -> Verbs:
    """What of it can be let go."""
    some = [_waive(one, charge) for charge in may if one.asked(charge).left]
    return Verbs(some, _("What can be done"))


def _waive(one: ClaimBeside, charge: Ask) -> Verb:
    said = {Ask.INTEREST: _("Waive the interest"), Ask.FEE: _("Waive the flat sum")}
    href = reverse("desk:waive_claim", args=[one.row.pk, charge.lower()])
    return Verb(said[charge], "gift", href)
