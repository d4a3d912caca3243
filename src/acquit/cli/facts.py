"""`acquit promise`, `dispute`, `hold`: what customers and colleagues said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_company = click.option("--company", "code", required=True)
_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it was said; default: today.",
)


@click.command()
@click.argument("invoice")
@click.option("--amount", required=True, help="How much, such as 1200.50.")
@click.option("--on", "promised", required=True, type=click.DateTime(["%Y-%m-%d"]))
@_company
@_as_of
@running.as_json
def promise(
    *,
    invoice: str,
    amount: str,
    promised: datetime,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """The customer will pay INVOICE by the end of a day."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        rows = trade.open_receivables(books, invoice)
        result = _promise(rows, amount, promised, trade.day(as_of, books))
        running.emit(
            result, as_json=as_json, text=f"Promised: {invoice} by {promised:%Y-%m-%d}."
        )


def _promise(rows: Any, amount: str, promised: datetime, made_on: Any) -> dict[str, Any]:
    """Instalments take the promised amount in the order of their due days."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from acquit.cli import trade  # noqa: PLC0415
    from acquit.core.money import Money  # noqa: PLC0415
    from acquit.cycle import actions  # noqa: PLC0415

    rows = list(rows)
    left = trade.money(amount, rows[0].currency)
    made = []
    with transaction.atomic():
        for index, row in enumerate(rows):
            last = index == len(rows) - 1
            part = left.minor if last else min(left.minor, row.open_minor)
            if not part and made:
                break
            one = actions.record_promise(
                receivable_id=row.pk,
                amount=Money(part, row.currency),
                promised_on=promised.date(),
                made_on=made_on,
                actor=trade.actor(),
                at=timezone.now(),
            )
            left -= Money(part, row.currency)
            made.append(
                {"instalment": row.instalment, "amount": str(trade_amount(one, row))}
            )
    return {"promised_on": f"{promised:%Y-%m-%d}", "promises": made}


def trade_amount(promise_: Any, row: Any) -> Any:
    """The promised amount as a decimal."""
    from acquit.core.money import to_decimal  # noqa: PLC0415

    return to_decimal(promise_.amount_minor, row.currency)


@click.command()
@click.argument("invoice")
@click.option("--amount", default=None, help="The contested part; default: all of it.")
@click.option(
    "--reason", default="OTHER", help="A code such as PRICE or QUALITY, or words."
)
@click.option("--close", is_flag=True, help="The dispute is over.")
@_company
@_as_of
@running.as_json
def dispute(
    *,
    invoice: str,
    amount: str | None,
    reason: str,
    close: bool,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """The customer contests INVOICE, or no longer does."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        on = trade.day(as_of, books)
        if close:
            result = _close_disputes(books, invoice, on)
        else:
            rows = trade.open_receivables(books, invoice)
            result = _open_disputes(rows, amount, reason, on)
        running.emit(result, as_json=as_json)


def _open_disputes(rows: Any, amount: str | None, reason: str, on: Any) -> dict[str, Any]:
    """The whole invoice is contested in all instalments; a part in the first that can hold
    it.
    """
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from acquit.cli import trade  # noqa: PLC0415
    from acquit.core.money import Money  # noqa: PLC0415
    from acquit.cycle import actions  # noqa: PLC0415
    from acquit.ledger.models import DisputeReason  # noqa: PLC0415

    known = reason.upper() in DisputeReason.values
    rows = list(rows)
    left = None if amount is None else trade.money(amount, rows[0].currency).minor
    opened = 0
    with transaction.atomic():
        for index, row in enumerate(rows):
            part = None
            if left is not None:
                last = index == len(rows) - 1
                part = Money(left if last else min(left, row.open_minor), row.currency)
                left -= part.minor
            actions.open_dispute(
                receivable_id=row.pk,
                amount=part,
                reason=DisputeReason(reason.upper()) if known else DisputeReason.OTHER,
                words="" if known else reason,
                on=on,
                actor=trade.actor(),
                at=timezone.now(),
            )
            opened += 1
            if left == 0:
                break
    return {"opened": opened, "on": on.isoformat()}


def _close_disputes(books: Any, invoice: str, on: Any) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from acquit.cli import trade  # noqa: PLC0415
    from acquit.cycle import actions  # noqa: PLC0415
    from acquit.ledger.models import Dispute  # noqa: PLC0415

    rows = list(
        Dispute.objects.filter(
            receivable__company=books, receivable__invoice__number=invoice, closed_on=None
        )
    )
    if not rows:
        raise trade.Unknown(f"No dispute is open on invoice {invoice}.")
    for row in rows:
        actions.close_dispute(
            dispute_id=row.pk, on=on, actor=trade.actor(), at=timezone.now()
        )
    return {"closed": len(rows), "on": on.isoformat()}


@click.command()
@click.argument("target", metavar="CUSTOMER|INVOICE")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--reason", required=True, help="A code such as AGREEMENT, or words.")
@_company
@_as_of
@running.as_json
def hold(
    *,
    target: str,
    until: datetime,
    reason: str,
    code: str,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Stop dunning CUSTOMER, or one INVOICE, until the end of a day."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        result = _hold(books, target, until, reason, trade.day(as_of, books))
        running.emit(result, as_json=as_json)


def _hold(books: Any, target: str, until: datetime, reason: str, on: Any) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from acquit.cli import trade  # noqa: PLC0415
    from acquit.cycle import actions  # noqa: PLC0415
    from acquit.ledger.models import HoldReason  # noqa: PLC0415

    known = reason.upper() in HoldReason.values
    customer = trade.customer(books, target)
    aims: list[tuple[int, int | None]] = (
        [(customer.pk, None)]
        if customer
        else [(row.customer_id, row.pk) for row in trade.open_receivables(books, target)]
    )
    for customer_id, receivable_id in aims:
        actions.place_hold(
            customer_id=customer_id,
            receivable_id=receivable_id,
            reason=HoldReason(reason.upper()) if known else HoldReason.OTHER,
            words="" if known else reason,
            from_on=on,
            until_on=until.date(),
            actor=trade.actor(),
            at=timezone.now(),
        )
    return {
        "held": target,
        "kind": "customer" if customer else "invoice",
        "until": f"{until:%Y-%m-%d}",
    }
