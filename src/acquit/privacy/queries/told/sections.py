"""All of it in the order of a reader.

Nobody else is in it: of our own people it says only that it was one of them; other contact
persons of the same customer are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from acquit.privacy.queries.told.agreed import (
    disputes,
    holds,
    limitation,
    promises,
    tasks,
    waivers,
)
from acquit.privacy.queries.told.bank import bank, found_by
from acquit.privacy.queries.told.books import (
    contact,
    identity,
    invoices,
    own_contacts,
    payments,
    sources,
)
from acquit.privacy.queries.told.cases import cases, papers, write_offs
from acquit.privacy.queries.told.judged import (
    changes,
    decisions,
    factors,
    habits,
    predictions,
    profile,
)
from acquit.privacy.queries.told.kept import kept, trail
from acquit.privacy.queries.told.rows import Row
from acquit.privacy.queries.told.writing import answers, calls, messages, notes, requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.privacy.queries.held import Somebody


def sections(who: Somebody, *, as_of: date) -> dict[str, list[Row]]:
    """By name, in the order of a reader; those with nothing in them too: it says so."""
    with override(who.language if who.language in {"en", "fr"} else "en"):
        if who.customer is None:
            return _of_contact(who, as_of)
        return _of_customer(who, who.customer, as_of)


def _of_contact(who: Somebody, as_of: date) -> dict[str, list[Row]]:
    return {
        "contacts": [contact(one) for one in who.contacts],
        "messages": messages(who),
        "answers": answers(who),
        "requests": requests(who),
        "kept": kept(who, as_of),
        "sources": [{"what": "contacts", "where": "accounting"}],
    }


def _of_customer(who: Somebody, customer: Customer, as_of: date) -> dict[str, list[Row]]:
    each: dict[str, Callable[[Customer], list[Row]]] = {
        "identity": identity,
        "contacts": own_contacts,
        "invoices": invoices,
        "payments": payments,
        "bank": bank,
        "found_by": found_by,
    }
    found = {name: tell(customer) for name, tell in each.items()}
    found |= {"messages": messages(who), "answers": answers(who)}
    rest: dict[str, Callable[[Customer], list[Row]]] = {
        "notes": notes,
        "calls": calls,
        "promises": promises,
        "disputes": disputes,
        "holds": holds,
        "waivers": waivers,
        "limitation": limitation,
        "cases": cases,
        "write_offs": write_offs,
        "papers": papers,
        "tasks": tasks,
        "profile": profile,
        "factors": factors,
        "changes": changes,
        "habits": habits,
        "predictions": predictions,
        "decisions": decisions,
        "sources": sources,
        "trail": trail,
    }
    found |= {name: tell(customer) for name, tell in rest.items()}
    return found | {"requests": requests(who), "kept": kept(who, as_of)}
