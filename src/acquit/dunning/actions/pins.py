"""A person chooses the scenario of a customer, or has customers move to a newer version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record, record_all
from acquit.core.errors import Refusal
from acquit.core.sentences import as_json, say
from acquit.dunning.actions.rules import followable
from acquit.dunning.models import Following, Move, Pin, Version
from acquit.dunning.queries.drawn import in_force
from acquit.ledger.actions import lock
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


class NotWhy(Refusal):
    """Something was chosen by hand without a reason."""

    def __init__(self) -> None:
        super().__init__("Say why, in a few words.")


class NotPinned(Refusal):
    """Nobody chose a scenario for this customer."""

    def __init__(self) -> None:
        super().__init__("Nobody chose a scenario for this customer: the rules do.")


class NothingNewer(Refusal):
    """It is followed up by the newest version already."""

    def __init__(self) -> None:
        super().__init__("There is no newer version to move to.")


@transaction.atomic
def pin_customer(
    customer_id: int,
    *,
    scenario_id: int,
    reason: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> Pin:
    """Follow this customer up by that scenario, whatever the rules say, until it is taken
    back. Raises NotWhy, OfAnotherCompany, NeverPublished, ScenarioArchived.
    """
    lock([customer_id])
    customer = Customer.objects.get(pk=customer_id)
    scenario = followable(scenario_id, customer.company_id)
    if not reason.strip():
        raise NotWhy
    pin, _ = Pin.objects.update_or_create(
        customer=customer,
        defaults={
            "scenario": scenario,
            "reason": reason.strip()[:500],
            "pinned_on": on,
            "pinned_by_id": actor.person_id,
            "recorded_at": at,
        },
    )
    fact = Fact(
        event="customer_pinned",
        subject=customer,
        company_id=customer.company_id,
        customer_id=customer_id,
        reason=pin.reason,
        details={"name": scenario.name},
    )
    record(fact, actor=actor, at=at)
    return pin


@transaction.atomic
def unpin_customer(customer_id: int, *, actor: Actor, at: datetime) -> None:
    """Let the rules choose again. Raises NotPinned."""
    lock([customer_id])
    pin = Pin.objects.select_related("customer", "scenario").filter(customer=customer_id)
    found = pin.first()
    if found is None:
        raise NotPinned
    fact = Fact(
        event="customer_unpinned",
        subject=found.customer,
        company_id=found.customer.company_id,
        customer_id=customer_id,
        details={"name": found.scenario.name},
    )
    record(fact, actor=actor, at=at)
    pin.delete()


@transaction.atomic
def take_newest(
    version_id: int,
    *,
    customers: Collection[int] | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> list[int]:
    """Move those who stayed on this version to the newest of its scenario: these customers,
    None = all of them. Gives whom. Raises NothingNewer.
    """
    version = Version.objects.select_related("scenario").get(pk=version_id)
    last = in_force(version.scenario)
    staying = Following.objects.filter(version=version)
    if customers is not None:
        staying = staying.filter(customer__in=customers)
    keys = sorted(staying.values_list("customer_id", flat=True))
    lock(keys)
    moved = list(staying.filter(customer__in=keys).select_related("customer"))
    if last is None or last.pk == version.pk or not moved:
        raise NothingNewer
    why = as_json(
        say("Moved to version %(number)s by %(who)s.", number=last.number, who=actor.name)
    )
    Following.objects.filter(pk__in=keys, version=version).update(version=last, since_on=on)
    Move.objects.bulk_create(
        Move(
            customer_id=one.customer_id,
            version=last,
            before=version,
            why=why,
            on=on,
            recorded_at=at,
        )
        for one in moved
    )
    details = {"name": version.scenario.name, "version": last.number}
    record_all(
        [
            Fact(
                event="customer_moved",
                subject=one.customer,
                company_id=one.company_id,
                customer_id=one.customer_id,
                details=details,
            )
            for one in moved
        ],
        actor=actor,
        at=at,
    )
    return keys
