"""By which scenario a customer is followed up, and why; the group that it belongs to, and a
hold that comes from another customer of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from acquit.core import sentences
from acquit.desk import words
from acquit.desk.scenarios import said
from acquit.dunning.models import Following, Pin, Version
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer, Hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from acquit.organisation.rights import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """newer: the number of a version that it does not follow yet, 0 = none. pinned_by: ""
    for the command line. held_by: a hold that comes from another customer of its group;
    holder: that customer's name where it may be seen. proposed: the scenario that profile
    or score would choose where only a person may judge, "" = none, and why.
    """

    scenario_id: int
    name: str
    version: int
    newer: int
    since: date
    why: str
    pinned: bool
    pinned_by: str
    strategic: bool
    held_by: Hold | None = None
    holder: str = ""
    proposed: str = ""
    proposed_why: str = ""


def with_following(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    """Together with all that `read` needs, so that the file asks no more questions."""
    newest = Version.objects.filter(scenario=OuterRef("following__version__scenario"))
    pin = Pin.objects.filter(customer=OuterRef("pk"))
    kept = JSONObject(who="pinned_by__name", reason="reason", on="pinned_on")
    others = Following.objects.filter(group_id=OuterRef("following__group_id")).exclude(
        pk=OuterRef("pk")
    )
    return rows.select_related(
        "following__version__scenario", "following__proposed"
    ).annotate(
        newest_version=Subquery(newest.order_by("-number").values("number")[:1]),
        pinned=Subquery(pin.values(one=kept)[:1]),
        grouped=Exists(others),
    )


def read(customer: Customer, *, scope: Scope, today: date) -> Followed | None:
    """None before anything was decided for it. customer: of `with_following`."""
    found: Following | None = getattr(customer, "following", None)
    if found is None:
        return None
    told: Any = customer
    held_by = _group_hold(found, today) if told.grouped else None
    return Followed(
        scenario_id=found.version.scenario_id,
        name=said.name(found.version.scenario.name),
        version=found.version.number,
        newer=told.newest_version if told.newest_version != found.version.number else 0,
        since=found.since_on,
        why=_why(found, told.pinned),
        pinned=told.pinned is not None,
        pinned_by=(told.pinned or {}).get("who") or "",
        strategic=found.strategic,
        held_by=held_by,
        holder=_name(held_by, scope) if held_by else "",
        proposed=said.name(found.proposed.name) if found.proposed else "",
        proposed_why=_told(found.proposed_why) if found.proposed else "",
    )


def group_of(customer_id: int, scope: Scope) -> tuple[Sequence[Customer], int]:
    """The other customers that are the same debtor: those that may be seen, and how many
    more there are.
    """
    own = Following.objects.filter(pk=customer_id).values("group_id")
    others = Following.objects.filter(group_id__in=own).exclude(pk=customer_id)
    seen = ledger.customers_within(scope).filter(pk__in=others.values("pk"))
    shown = list(seen.select_related("company").order_by("search_key"))
    return shown, others.count() - len(shown)


def _why(found: Following, pinned: dict[str, Any] | None) -> str:
    """The reason as it was kept; ready-made rules are called in the reader's language."""
    return str(pinned["reason"]) if pinned is not None else _told(found.why)


def _told(why: object) -> str:
    kept = sentences.of_json(why)
    if isinstance(kept, sentences.Sentence):
        kept = sentences.Sentence(
            kept.text,
            tuple(
                (name, said.name(str(one)) if name == "rule" else one)
                for name, one in kept.words
            ),
        )
    return words.told(kept)


def _group_hold(found: Following, today: date) -> Hold | None:
    holds = Hold.objects.filter(
        whole_group=True,
        ended_on=None,
        from_on__lte=today,
        until_on__gte=today,
        customer__following__group_id=found.group_id,
    )
    others = holds.exclude(customer=found.pk).select_related("customer")
    return others.order_by("-until_on").first()


def _name(hold: Hold, scope: Scope) -> str:
    """Whom it was said of; somebody's customer beyond reach has no name here."""
    may = ledger.customers_within(scope).filter(pk=hold.customer_id).exists()
    return hold.customer.name if may else _("a customer of the same group")
