"""The receivables of one company as `prediction.books.Books`, as they stood on a morning.

What was dated before the morning counts, whenever it was recorded: books that were imported
with years of history can be learnt from on their first day. docs/explanation/prediction.md
tells what counts as paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquit.core.money import exponent
from acquit.ledger.models import Customer, PaymentMethod
from acquit.scoring.prediction.arrays import OPEN, number_of
from acquit.scoring.prediction.books import Books
from acquit.scoring.prediction.told import (
    Debits,
    Disputes,
    Promises,
    Reminders,
    Told,
)
from acquit.scoring.queries.columns import columns

if TYPE_CHECKING:
    from datetime import date

    from acquit.scoring.prediction.arrays import Flags, Ints

# Money: payments, and what the accounting says was settled; of what was taken back since
# nothing. The last day on which some of it came, and whether the amount is covered then.
_RECEIVABLES = """
    SELECT r.id, r.customer_id, i.issued_on - DATE '1970-01-01',
           r.due_on - DATE '1970-01-01',
           CASE WHEN coalesce(m.booked, 0) < r.amount_minor THEN %(open)s
                ELSE greatest(m.valued, CASE WHEN m.stated > 0 THEN m.stated_on END)
                     - DATE '1970-01-01' END,
           r.amount_minor, CASE WHEN r.missing_on IS NULL THEN r.open_minor ELSE 0 END,
           CASE WHEN i.terms = '' THEN r.due_on - i.issued_on ELSE hashtext(i.terms) END,
           ascii(r.currency) * 65536 + ascii(substr(r.currency, 2)) * 256
           + ascii(substr(r.currency, 3))
      FROM ledger_receivable r
      JOIN ledger_invoice i ON i.id = r.invoice_id
      LEFT JOIN (
           SELECT a.receivable_id, sum(a.amount_minor) AS booked,
                  sum(a.amount_minor) FILTER (WHERE a.kind = 'STATED') AS stated,
                  max(a.booked_on) FILTER (WHERE a.kind = 'STATED' AND a.amount_minor > 0)
                  AS stated_on,
                  max(p.value_on) FILTER (WHERE a.amount_minor > 0 AND a.id NOT IN (
                      SELECT b.reverses_id FROM ledger_allocation b
                       WHERE b.reverses_id IS NOT NULL AND b.booked_on < %(on)s)) AS valued
             FROM ledger_receivable o
             JOIN ledger_allocation a ON a.receivable_id = o.id
             LEFT JOIN ledger_receipt p ON p.id = a.receipt_id
            WHERE {theirs} AND a.booked_on < %(on)s
            GROUP BY a.receivable_id) m ON m.receivable_id = r.id
     WHERE {ours} AND r.amount_minor > 0
       AND (r.missing_on IS NULL OR r.missing_on >= %(on)s OR r.open_minor = 0)
       AND (coalesce(m.booked, 0) < r.amount_minor OR m.valued IS NOT NULL OR m.stated > 0)
       AND (r.settled_on IS NULL OR r.settled_on >= %(on)s OR m.booked >= r.amount_minor)
"""
_WIDTHS = {
    "id": 8, "customer": 8, "issued": 4, "due": 4, "paid": 4, "amount": 8, "open": 8,
    "terms": 4, "currency": 4,
}  # fmt: skip
_PROMISES = """
    SELECT p.receivable_id, p.made_on - DATE '1970-01-01',
           p.promised_on - DATE '1970-01-01',
           CASE WHEN p.kept IS NULL AND p.closed_on IS NOT NULL
                THEN p.closed_on - DATE '1970-01-01' ELSE %(open)s END
      FROM ledger_promise p JOIN ledger_receivable r ON r.id = p.receivable_id
     WHERE {ours} AND p.made_on <= %(on)s
       AND p.amount_minor >= r.amount_minor - coalesce(
           (SELECT sum(a.amount_minor) FROM ledger_allocation a
             WHERE a.receivable_id = r.id AND a.booked_on <= p.made_on), 0)
"""
_DISPUTES = """
    SELECT d.receivable_id, d.opened_on - DATE '1970-01-01',
           coalesce(d.closed_on - DATE '1970-01-01', %(open)s),
           coalesce(d.amount_minor, r.amount_minor)
      FROM ledger_dispute d JOIN ledger_receivable r ON r.id = d.receivable_id
     WHERE {ours} AND d.opened_on <= %(on)s
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reminded:
    """On which day a message named a receivable: two columns of equal length."""

    receivable: Ints
    day: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """The books, and of each of their rows: the keys of the receivable and its customer;
    open_minor: what is open now, 0 where nothing is asked for any more;
    terms: the number of the terms that stays the same for other rows of the company.
    """

    books: Books
    receivable: Ints
    customer: Ints
    open_minor: Ints
    terms: Ints
    currencies: list[str]

    @property
    def asked(self) -> Flags:
        """Which of them are open now, whatever they were on the morning."""
        asked: Flags = self.open_minor > 0
        return asked


def kept(
    company_id: int,
    on: date,
    *,
    customers: tuple[int, int] | None = None,
    reminded: Reminded | None = None,
) -> Kept:
    """The books of the company as they stood on the morning of the day, by day of issue;
    what is issued later stands behind. customers: from and to which key, None = all.
    """
    ours = "r.company_id = %(company)s"
    if customers:
        ours += " AND r.customer_id BETWEEN %(first)s AND %(last)s"
    first, last = customers or (0, 0)
    params = {
        "company": company_id,
        "on": on,
        "open": OPEN,
        "first": first,
        "last": last,
    }
    found = _asked(_RECEIVABLES, ours, params, _WIDTHS)
    order = np.lexsort((found["id"], found["issued"]))
    rows = {name: values[order] for name, values in found.items()}
    # Money with a value day to come is not here yet.
    today = number_of(on)
    rows["paid"] = np.where(rows["paid"] < today, rows["paid"], OPEN)
    codes, currency = np.unique(rows["currency"], return_inverse=True)
    currencies = [code.to_bytes(3, "big").decode() for code in codes.tolist()]
    units = np.array([10.0 ** exponent(one) for one in currencies] or [1.0])
    payers, customer = np.unique(rows["customer"], return_inverse=True)
    countries, country, debited = _payers(company_id, payers)
    _, terms = np.unique(rows["terms"], return_inverse=True)
    return Kept(
        books=Books(
            name=list(map(str, rows["id"].tolist())),
            customer=customer,
            issued=rows["issued"],
            due=rows["due"],
            paid=rows["paid"],
            amount=rows["amount"] / units[currency],
            terms=terms,
            country=country[customer],
            currency=currency,
            customers=list(map(str, payers.tolist())),
            countries=countries,
            told=Told(
                reminders=_reminders(reminded, rows["id"], today),
                promises=_promises(ours, params, rows),
                disputes=_disputes(ours, params, rows),
                debits=Debits(day=debited * 0, customer=debited),
            ),
        ),
        receivable=rows["id"],
        customer=rows["customer"],
        open_minor=rows["open"],
        terms=rows["terms"],
        currencies=currencies,
    )


def _asked(
    question: str, ours: str, params: dict[str, object], widths: dict[str, int]
) -> dict[str, Ints]:
    theirs = ours.replace("r.", "o.")
    return columns(question.format(ours=ours, theirs=theirs), params, widths)


def _payers(company_id: int, payers: Ints) -> tuple[list[str], Ints, Ints]:
    """The countries there are, the number of each payer's, and which pay by debit."""
    asked = Customer.objects.of(company_id)
    if len(payers):
        asked = asked.filter(pk__range=(int(payers[0]), int(payers[-1])))
    known = {
        key: (country.upper(), method)
        for key, country, method in asked.values_list("pk", "country", "payment_method")
    }
    countries = sorted({"", *(country for country, _ in known.values())})
    number = {country: place for place, country in enumerate(countries)}
    of_payers = [known[key] for key in payers.tolist()]
    debited = [
        place
        for place, (_, method) in enumerate(of_payers)
        if method == PaymentMethod.DIRECT_DEBIT
    ]
    places = [number[country] for country, _ in of_payers]
    return countries, np.array(places, np.int64), np.array(debited, np.int64)


def _reminders(reminded: Reminded | None, ids: Ints, today: int) -> Reminders:
    if reminded is None:
        return Reminders()
    row, found = _places(ids, reminded.receivable)
    found &= reminded.day <= today
    return Reminders(day=reminded.day[found], row=row[found])


def _promises(ours: str, params: dict[str, object], rows: dict[str, Ints]) -> Promises:
    """Of all that was open when they were made."""
    widths = {"id": 8, "day": 4, "promised": 4, "ended": 4}
    told = _asked(_PROMISES, ours, params, widths)
    row, found = _places(rows["id"], told["id"])
    return Promises(
        day=told["day"][found],
        row=row[found],
        promised=told["promised"][found],
        ended=told["ended"][found],
    )


def _disputes(ours: str, params: dict[str, object], rows: dict[str, Ints]) -> Disputes:
    told = _asked(_DISPUTES, ours, params, {"id": 8, "day": 4, "ended": 4, "amount": 8})
    row, found = _places(rows["id"], told["id"])
    share = told["amount"] / np.maximum(rows["amount"][row], 1)
    return Disputes(
        day=told["day"][found],
        row=row[found],
        ended=told["ended"][found],
        share=np.minimum(share, 1.0)[found],
    )


def _places(ids: Ints, wanted: Ints) -> tuple[Ints, Flags]:
    """Where each wanted key stands among `ids`, and whether it is there."""
    if not len(ids):
        return wanted * 0, np.zeros(len(wanted), bool)
    order = np.argsort(ids)
    place = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return place, ids[place] == wanted
