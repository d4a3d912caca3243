"""What a procedure asks for, held against what the books know of a customer's claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max

from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.procedures import CaseFacts, Identity, check
from acquit.core.sentences import as_json
from acquit.dunning.models import ActionItem
from acquit.handover.dossier.conditions import claimed
from acquit.handover.dossier.reading.claims import claims
from acquit.handover.models import Insolvency
from acquit.ledger.models import Customer, Receivable
from acquit.ledger.queries import receivables_as_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from acquit.core.procedures import Condition, Procedure
    from acquit.organisation.models import Company


def facts_of(customer: Customer, receivable_ids: Collection[int], *, on: date) -> CaseFacts:
    """What is known that day of these receivables of the customer.

    customer: with its company.
    """
    rows = receivables_as_of(Receivable.objects.filter(customer=customer), on)
    mine = list(
        rows.filter(pk__in=receivable_ids)
        .select_related("invoice")
        .order_by("due_on", "invoice__number", "pk")
    )
    papers = {row.pk: row.invoice.document_id is not None for row in mine}
    found = claims(mine, customer, as_of=on).claims if mine else ()
    return CaseFacts(
        creditor=_identity(customer.company),
        debtor=_identity(customer),
        party=party_of(customer),
        claims=[claimed(one, documented=papers[one.receivable_id]) for one in found],
        on=on,
        demanded_on=_last_asked(receivable_ids),
        insolvent=Insolvency.objects.filter(customer=customer, ended_on=None).exists(),
    )


def checked(
    customer: Customer, receivable_ids: Collection[int], procedure: Procedure, *, on: date
) -> tuple[Condition, ...]:
    """Each condition of the procedure, and how it stands."""
    return check(procedure, facts_of(customer, receivable_ids, on=on))


def kept(conditions: Collection[Condition]) -> list[dict[str, Any]]:
    """Conditions as plain values, to be read in any language later."""
    return [
        {
            "need": one.need.value,
            "state": one.state.value,
            "said": as_json(one.said),
            "seen": as_json(one.seen),
            "source": one.basis.source,
            "certainty": one.basis.certainty.value,
        }
        for one in conditions
    ]


def party_of(customer: Customer) -> Party:
    """Which kind of debtor the rules go by. customer: with its company."""
    return effective_party(
        Party(customer.party_type),
        vat=customer.vat,
        registration=customer.registration,
        sells_to=SellsTo(customer.company.sells_to),
    )


def _identity(known: Customer | Company) -> Identity:
    return Identity(country=known.country, vat=known.vat, registration=known.registration)


def _last_asked(receivable_ids: Collection[int]) -> date | None:
    sent = ActionItem.objects.filter(receivable__in=receivable_ids, counts=True)
    last: date | None = sent.aggregate(last=Max("sent_on"))["last"]
    return last
