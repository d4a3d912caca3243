"""An accounting file under way: its customers, then its items, then what they settle."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from django.db.models import Q

from acquit.core.sentences import say
from acquit.formats.ledgers.records import (
    ItemKind,
    LedgerClosed,
    LedgerItem,
    LedgerOpened,
)
from acquit.formats.values import refused
from acquit.intake.actions.customers import book_customers, customer_ids, refuse_customer
from acquit.intake.actions.ledgers import comparing, ours
from acquit.intake.actions.ledgers.documents import Documents
from acquit.intake.actions.ledgers.known import OPENING
from acquit.intake.actions.ledgers.payments import Payments
from acquit.intake.actions.ledgers.settling import settle
from acquit.intake.actions.ledgers.taken import Taken
from acquit.ledger.actions import lock
from acquit.ledger.models import Customer, Invoice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.formats.records import CustomerRow
    from acquit.intake.actions.booking import Context


class Ledgers:
    """The accounting files of one import, one after the other."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._terms: dict[str, tuple[int, int | None]] = {}
        self._sums: defaultdict[tuple[int, str], int] = defaultdict(int)
        self._carried: set[int] = set()
        self._opened = LedgerOpened(where="")
        self._taken = Taken(0, 0)

    @property
    def under_way(self) -> bool:
        """Whether the records that come now are those of an accounting file."""
        return bool(self._opened.where)

    def take(
        self, batch: Sequence[LedgerOpened] | Sequence[LedgerItem] | Sequence[LedgerClosed]
    ) -> None:
        """The next records of a file, all of one kind."""
        match batch[0]:
            case LedgerOpened():
                self._open(batch[0])
            case LedgerClosed():
                self._close(batch[0])
            case LedgerItem():
                self._items(cast("Sequence[LedgerItem]", batch))

    def _open(self, opened: LedgerOpened) -> None:
        """Begin a file. Raises Refused for another company's, and for one from before the
        opening with which the books began.
        """
        ours.check(opened, self._context)
        self._must_follow(opened)
        self._opened = opened
        self._taken = Taken(opened.items, opened.groups)
        self._terms.clear()
        self._sums.clear()
        if opened.opened_on:
            self._carried = self._known_before(opened.opened_on)

    def customers(self, rows: Sequence[CustomerRow]) -> None:
        """Create or update them; where the file knows names alone, known ones stay."""
        codes = {row.customer_code for row in rows}
        if not self._opened.masters:
            known = customer_ids(codes, self._context)
            self._context.saved.unchanged += len(known)
            rows = [row for row in rows if row.customer_code not in known]
        book_customers(rows, self._context)
        found = Customer.objects.filter(company=self._context.company, code__in=codes)
        for code, key, days in found.values_list("code", "pk", "payment_terms_days"):
            self._terms[code] = key, days
        lock(key for key, _ in self._terms.values())

    def _items(self, items: Sequence[LedgerItem]) -> None:
        """Create or compare them, each by itself; they are settled at the end."""
        met = [item for item in items if self._meet(item)]
        receipts = [item for item in met if item.kind is ItemKind.RECEIPT]
        Payments(self._taken, self._context).take(receipts)
        documents = Documents(
            self._taken, self._terms, self._opened.opened_on, self._carried, self._context
        )
        documents.take([item for item in met if item.kind is not ItemKind.RECEIPT])

    def _close(self, closed: LedgerClosed) -> None:
        """Settle what the file lettered, and say where the books differ from it."""
        for note in closed.notes:
            self._context.remark(note.said)
        settle(self._taken, self._opened.opened_on, self._context)
        comparing.remark_differences(self._sums, self._context)
        self._opened = LedgerOpened(where="")
        self._taken = Taken(0, 0)

    def _meet(self, item: LedgerItem) -> bool:
        """Keep what the file says of it; False when it is refused."""
        context = self._context
        if item.customer_code not in self._terms:
            refuse_customer(item.where, item.customer_code, context)
            return False
        minor = context.minor(item.amount, item.currency, item.where)
        left = context.minor(item.left, item.currency, item.where)
        if minor is None or left is None:
            return False
        customer_id, _ = self._terms[item.customer_code]
        self._taken.meet(item, customer_id, minor, left)
        signed = minor if item.kind is ItemKind.INVOICE else -minor
        self._sums[customer_id, item.currency] += signed
        context.count(item.currency, signed)
        return True

    def _must_follow(self, opened: LedgerOpened) -> None:
        """An opening sums up the years before it; they cannot be told afterwards."""
        began = (
            Invoice.objects.filter(company=self._context.company, custom__has_key=OPENING)
            .order_by(f"-custom__{OPENING}")
            .values_list(f"custom__{OPENING}", flat=True)
            .first()
        )
        if began and opened.ended_on and opened.ended_on.isoformat() < began:
            raise refused(
                where=opened.where,
                saw=say("an accounting that ends on %(day)s", day=opened.ended_on),
                wanted=say(
                    "one that goes on after %(day)s: there the books open", day=began
                ),
                remedy=say("Import the years in their order, the oldest first."),
            )

    def _known_before(self, opened_on: date) -> set[int]:
        """The customers of whom the books hold documents from before this opening."""
        other = Q(**{f"custom__{OPENING}__isnull": True}) | ~Q(
            **{f"custom__{OPENING}": opened_on.isoformat()}
        )
        before = Invoice.objects.filter(
            other, company=self._context.company, issued_on__lt=opened_on
        )
        return set(before.values_list("customer_id", flat=True).distinct())
