"""Payments that went back, in words: why the bank says so, and which invoices wait for it.

Codes of ISO 20022, external code set "return reason", as SEPA uses them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquit.ledger.models import Allocation
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Stacked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.utils.functional import Promise

    from acquit.ledger.models import Receivable

REASONS: dict[str, Promise] = {
    "AC01": _("the account number is wrong"),
    "AC04": _("the account is closed"),
    "AC06": _("the account is blocked"),
    "AC13": _("the account is a consumer's"),
    "AG01": _("no direct debit is allowed on the account"),
    "AG02": _("the kind of transaction is wrong"),
    "AM04": _("not enough money on the account"),
    "AM05": _("it was collected twice"),
    "ARDT": _("it had gone back already"),
    "BE04": _("the payer's address is missing"),
    "BE05": _("the creditor's identifier is wrong"),
    "CNOR": _("the creditor's bank cannot be reached"),
    "CUST": _("the payer asked for it"),
    "DNOR": _("the payer's bank cannot be reached"),
    "DUPL": _("it was sent twice"),
    "ED05": _("the settlement failed"),
    "FF01": _("the format is wrong"),
    "FF05": _("the kind of direct debit is wrong"),
    "FOCR": _("it was called back"),
    "FRAD": _("fraud is suspected"),
    "MD01": _("there is no mandate"),
    "MD02": _("what the mandate says is missing or wrong"),
    "MD06": _("the payer wants it back"),
    "MD07": _("the payer has died"),
    "MS02": _("the payer refuses it"),
    "MS03": _("the bank gives no reason"),
    "NARR": _("the reason stands in the text"),
    "RC01": _("the bank's identifier is wrong"),
    "RR01": _("by law: the payer's account is missing"),
    "RR02": _("by law: the payer's name or address is missing"),
    "RR03": _("by law: the creditor's name or address is missing"),
    "RR04": _("by law"),
    "SL01": _("the payer's bank has an agreement of its own with the payer"),
    "SVNR": _("the service was not delivered"),
    "TM01": _("it came too late"),
}
# Kinds of returned items that come without a reason: SWIFT and the German banks.
KINDS: dict[str, Promise] = {"RTI": _("a returned item")}


def why(code: str) -> str:
    """The reason in words, with the bank's code; the code alone where it is not known."""
    words = REASONS.get(code) or KINDS.get(code)
    if not words:
        return code
    return gettext("%(reason)s (%(code)s)") % {"reason": words, "code": code}


class Back(NamedTuple):
    """A payment went back, and nothing was paid since. reason: the bank's code."""

    on: date
    reason: str


def last_of(receivable_ids: Collection[int]) -> Mapping[int, Back]:
    """For those of these open receivables of which a payment went back last."""
    rows = _last().filter(receivable__in=receivable_ids, receivable__open_minor__gt=0)
    return {one.receivable_id: _of(one) for one in rows.order_by("pk")}


def with_last(rows: QuerySet[Receivable]) -> QuerySet[Receivable]:
    """The same receivables, each with what `last_of_row` reads."""
    told = JSONObject(on=F("booked_on"), reason=F("evidence__reason"))
    last = _last().filter(receivable=OuterRef("pk")).order_by("-pk")
    return rows.annotate(went_back=Subquery(last.values(told=told)[:1]))


def last_of_row(row: Receivable) -> Back | None:
    """Of a row that was read so."""
    told = getattr(row, "went_back", None)
    if not told or not row.open_minor:
        return None
    return Back(date.fromisoformat(told["on"]), told["reason"] or "")


def last_among(allocations: Iterable[Allocation]) -> Mapping[int, Back]:
    """The same, from all that was used for some receivables, oldest first."""
    found: dict[int, Back] = {}
    for one in sorted(allocations, key=lambda one: one.pk):
        if one.evidence.get("how") == "returned":
            found[one.receivable_id] = _of(one)
        elif one.amount_minor > 0:
            found.pop(one.receivable_id, None)
    return found


def said(back: Back) -> str:
    """When and why it went back, in one sentence."""
    day, reason = reading.short_day(back.on), why(back.reason)
    if not reason:
        return gettext("Payment returned on %(day)s") % {"day": day}
    return gettext("Payment returned on %(day)s: %(reason)s") % {
        "day": day,
        "reason": reason,
    }


def below(cell: Cell, back: Back | None, *, today: date) -> Cell:
    """What comes next, and that it follows a payment that was returned."""
    if back is None:
        return cell
    day, reason = reading.short_day(back.on, today=today), why(back.reason)
    under = f"{day}: {reason}" if reason else day
    badge = Badge(gettext("Payment returned"), "arrow-back-up", "warn", under=under)
    return Stacked([cell, badge])


def _last() -> QuerySet[Allocation]:
    later = Allocation.objects.filter(
        receivable=OuterRef("receivable"), pk__gt=OuterRef("pk"), amount_minor__gt=0
    )
    return Allocation.objects.filter(~Exists(later), evidence__how="returned")


def _of(one: Allocation) -> Back:
    return Back(one.booked_on, str(one.evidence.get("reason", "")))
