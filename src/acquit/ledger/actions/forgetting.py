"""Taking a person out of the books: what tells who it was goes, the amounts stay.

Whether it may go is said elsewhere (`core.privacy`). Emptying runs in the caller's
transaction, under the customer's lock, and doing it twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from acquit.core.privacy import Group, Kind
from acquit.ledger.actions.words import (
    GONE,
    SAID,
    Aged,
    OnlyKeys,
    Root,
    Words,
    of_customer,
)
from acquit.ledger.models import (
    Allocation,
    Contact,
    Customer,
    CustomerIban,
    Dispute,
    Document,
    Hold,
    Invoice,
    Receipt,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def _keyed(word: str) -> Concat:
    """The key of a row behind a word: what it is called when it has no name any more."""
    return Concat(Value(word), Cast("pk", CharField()))


def name_of_nobody(customer_id: int) -> str:
    """The name of whoever was taken out."""
    return f"{GONE} {customer_id}"


# Of a paper its name and content. Its sum as well: the same file sent again must not be
# taken for this one, which is empty.
PAPER: dict[str, Any] = {"content": b"", "name": GONE}
PAPER_ALSO: dict[str, Any] = {"size": 0, "sha256": _keyed("gone:")}


def papers(
    model: type[Model], way: str = "customer", paper: str = "document"
) -> Callable[[Collection[int]], QuerySet[Any, Any]]:
    """The way from a customer to the papers that hang on rows of this table.

    A paper that hangs on rows of several customers is nobody's alone: it is left.
    """

    def found(ids: Collection[int]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any] = QuerySet(model).filter(**{f"{paper}__isnull": False})
        mine = rows.filter(**{f"{way}__in": ids})
        others = rows.filter(**{f"{paper}__in": mine.values(paper)})
        shared = others.exclude(**{f"{way}__in": ids})
        return mine.exclude(**{f"{paper}__in": shared.values(paper)}).values(paper)

    return found


def invoices_with_papers() -> QuerySet[Any, Any]:
    """The papers of the books: they go with the books, whatever else they prove."""
    return Invoice.objects.filter(document__isnull=False).values("document")


def paper_words(group: Group, **ways: tuple[Any, ...]) -> Words:
    """Papers that prove something else than an invoice."""
    whose = {Root(root): way for root, way in ways.items()}
    only = ~Q(pk__in=invoices_with_papers())
    return Words(
        group=group, model=Document, whose=whose, put=PAPER, also=PAPER_ALSO, only=only
    )


HELD: tuple[Words, ...] = (
    Words(
        group=Group.IDENTITY,
        model=Customer,
        whose=of_customer("pk"),
        put={
            "name": _keyed(f"{GONE} "),
            "search_key": _keyed(f"{GONE} "),
            **dict.fromkeys(("vat", "registration", "street", "postcode", "city"), ""),
        },
    ),
    Words(
        group=Group.REACH,
        model=Customer,
        whose=of_customer("pk"),
        put={"email": "", "phone": "", "custom": {}},
    ),
    Words(group=Group.REACH, model=CustomerIban, whose=of_customer("customer")),
    Words(
        group=Group.CONTACTS,
        model=Contact,
        whose={Root.CUSTOMER: ("customer",), Root.CONTACT: ("pk",)},
    ),
    Words(
        group=Group.BOOKS,
        model=Invoice,
        whose=of_customer("customer"),
        put={"terms": SAID, "payment_reference": "", "order_number": SAID, "custom": {}},
    ),
    Words(
        group=Group.BOOKS,
        model=Document,
        whose=of_customer(papers(Invoice)),
        put=PAPER,
        also=PAPER_ALSO,
    ),
    Words(
        group=Group.BOOKS,
        model=Receipt,
        whose=of_customer("customer"),
        put={"payer_name": "", "payer_iban": "", "text": ""},
    ),
    Words(
        group=Group.BOOKS,
        model=Allocation,
        whose=of_customer("receivable__customer", "receipt__customer"),
        put={
            # The others are codes, days, sums and keys, by which the books are read.
            "evidence": OnlyKeys(
                *("how", "who", "why", "reason", "return", "missing"),
                *("settled_on", "stated_on", "stated_open_minor"),
            )
        },
    ),
    Words(
        group=Group.SAID,
        model=Dispute,
        whose=of_customer("customer"),
        put={"words": SAID},
    ),
    Words(group=Group.SAID, model=Hold, whose=of_customer("customer"), put={"words": SAID}),
)
# Money of which it was never known whose it is.
AGED: tuple[Aged, ...] = (
    Aged(
        kind=Kind.BOOKS,
        model=Receipt,
        company="company",
        on="received_on",
        only=Q(customer=None),
        put={"payer_name": "", "payer_iban": "", "text": ""},
    ),
)
