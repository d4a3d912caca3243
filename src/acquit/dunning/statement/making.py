"""A statement of account as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from acquit.bank.models import Account as BankAccount
from acquit.dunning.statement import lines, paper, reading
from acquit.ledger.models import Customer
from acquit.organisation.models import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class _Known(NamedTuple):
    customer: Customer
    accounts: Sequence[lines.Account]
    language: str


def pdf(
    customer_id: int, as_of: date, *, since: date | None = None, apart: bool = False
) -> bytes:
    """What the customer owed at the close of `as_of`, as a letter in its language; with
    `since`, the money that came from that day on too.

    apart: set by a process that ends with it, as a long account takes much memory.
    """
    # Here and not above: a process that makes no statement loads no press.
    from acquit.channels.letter.setting import set_letter, set_letters  # noqa: PLC0415

    known = _read(customer_id, as_of, since)
    company = known.customer.company_id
    numbers = BankAccount.objects.filter(company=company).order_by("number")
    page = paper.page(
        known.customer,
        known.accounts,
        ibans=list(numbers.values_list("number", flat=True).distinct()),
        as_of=as_of,
        since=since,
        language=known.language,
    )
    return set_letters([page]).pdf if apart else set_letter(page)


def xlsx(customer_id: int, as_of: date, *, since: date | None = None) -> bytes:
    """The same as a workbook: a sheet for each currency, amounts as numbers."""
    # Here and not above: a page that is only looked at loads no spreadsheet library.
    from acquit.dunning.statement.workbook import written  # noqa: PLC0415

    return written(*_read(customer_id, as_of, since), as_of=as_of)


def _read(customer_id: int, as_of: date, since: date | None) -> _Known:
    customer = Customer.objects.select_related("company").get(pk=customer_id)
    paid = reading.paid_since(customer, since, as_of=as_of) if since else ()
    found = lines.accounts(reading.open_lines(customer, as_of=as_of), paid, as_of=as_of)
    language = customer.language if customer.language in dict(LANGUAGES) else "en"
    return _Known(customer, found, language)
