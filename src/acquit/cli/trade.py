"""What the commands of the trade mean: which company, day and invoice, and what is then
recorded. Imported once the database is there.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from django.db import transaction
from django.utils import timezone

from acquit.audit.actions import Actor
from acquit.core.errors import Refusal
from acquit.core.matching.judging import SWITCHES
from acquit.core.money import Money, to_decimal
from acquit.core.write_offs import LIMITS
from acquit.cycle import actions, queries
from acquit.cycle.actions import scenarios
from acquit.dunning.library import STANDARD_CODE
from acquit.dunning.models import Scenario
from acquit.ledger.models import Customer, Dispute, DisputeReason, HoldReason, Receivable
from acquit.matching.actions import set_rules
from acquit.matching.queries import rules_of
from acquit.organisation.actions import change_company as change
from acquit.organisation.actions import limit_write_offs
from acquit.organisation.models import Company, Role
from acquit.organisation.queries import write_off_limits
from acquit.scoring.actions.limits import WITHIN
from acquit.scoring.queries.payers import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.matching import Rules
    from acquit.core.profiles import Thresholds


class Unknown(Refusal):
    """Something that was named is not in the books."""


def actor() -> Actor:
    """Who works at the command line has the machine, and with it every right."""
    return Actor(None, "command line")


def company(code: str) -> Company:
    """Raises Unknown, naming the companies that there are."""
    found = Company.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Company.objects.values_list("code", flat=True)) or "none yet"
        raise Unknown(
            f"There is no company {code}. Known: {known}. `acquit setup` makes one."
        )
    return found


def today(books: Company) -> date:
    """The calendar day where the company is."""
    return timezone.now().astimezone(ZoneInfo(books.timezone)).date()


def day(given: datetime | None, books: Company) -> date:
    """The day that was given, else the business day."""
    return given.date() if given else queries.business_day(today(books))


def open_receivables(books: Company, number: str) -> list[Receivable]:
    """The open receivables of the invoice with this number, earliest due first; at least
    one. Raises Unknown.
    """
    named = Receivable.objects.filter(company=books, invoice__number=number)
    found = named.filter(open_minor__gt=0).order_by("due_on", "pk")
    if not named.exists():
        raise Unknown(f"Company {books.code} has no invoice {number}.")
    if not found:
        raise Unknown(f"Nothing is open on invoice {number} any more.")
    return list(found)


def customer(books: Company, code: str) -> Customer | None:
    """The customer with this code, if there is one."""
    return Customer.objects.filter(company=books, code=code).first()


def scenario(books: Company, code: str) -> Scenario:
    """The scenario with this code. Raises Unknown, naming those that there are."""
    rows = Scenario.objects.filter(company=books)
    found = rows.filter(code=code).first()
    if found is None:
        known = ", ".join(rows.order_by("code").values_list("code", flat=True))
        raise Unknown(
            f"Company {books.code} has no scenario {code}. Known: {known or 'none yet'}."
        )
    return found


def money(text: str, currency: str) -> Money:
    """Raises click.BadParameter, which ends with the status of wrong usage."""
    try:
        return Money.of(Decimal(text), currency)
    except (InvalidOperation, ValueError) as error:
        raise click.BadParameter(
            f"{text} is not an amount in {currency}, such as 120.50"
        ) from error


def promise(
    books: Company, invoice: str, amount: str, promised_on: date, made_on: date
) -> dict[str, Any]:
    """Instalments take the promised amount in the order of their due days."""
    rows = open_receivables(books, invoice)
    made = []
    with transaction.atomic():
        for row, part in shared_out(money(amount, rows[0].currency), rows):
            actions.record_promise(
                receivable_id=row.pk,
                amount=part,
                promised_on=promised_on,
                made_on=made_on,
                actor=actor(),
                at=timezone.now(),
            )
            made.append({"instalment": row.instalment, "amount": str(part.amount)})
    return {"promised_on": promised_on.isoformat(), "promises": made}


def dispute(
    books: Company, invoice: str, amount: str | None, reason: str, on: date
) -> dict[str, Any]:
    """The whole invoice is contested in all instalments; a part in the first ones that
    hold it. A reason that is no code of ours is kept as words.
    """
    rows = open_receivables(books, invoice)
    parts: list[tuple[Receivable, Money | None]] = [(row, None) for row in rows]
    if amount is not None:
        parts = list(shared_out(money(amount, rows[0].currency), rows))
    known = reason.upper() in DisputeReason.values
    with transaction.atomic():
        for row, part in parts:
            actions.open_dispute(
                receivable_id=row.pk,
                amount=part,
                reason=DisputeReason(reason.upper()) if known else DisputeReason.OTHER,
                words="" if known else reason,
                on=on,
                actor=actor(),
                at=timezone.now(),
            )
    return {"opened": len(parts), "on": on.isoformat()}


def close_disputes(books: Company, invoice: str, on: date) -> dict[str, Any]:
    """Raises Unknown when none is open."""
    rows = Dispute.objects.filter(
        receivable__company=books, receivable__invoice__number=invoice, closed_on=None
    )
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        raise Unknown(f"No dispute is open on invoice {invoice}.")
    with transaction.atomic():
        for dispute_id in ids:
            actions.close_dispute(
                dispute_id=dispute_id, on=on, actor=actor(), at=timezone.now()
            )
    return {"closed": len(ids), "on": on.isoformat()}


def hold(
    books: Company,
    target: str,
    until_on: date,
    reason: str,
    on: date,
    *,
    group: bool = False,
) -> dict[str, Any]:
    """The target is a customer's code, else the number of an invoice. group: every customer
    that is the same debtor, over all our companies.
    """
    known = reason.upper() in HoldReason.values
    found = customer(books, target)
    aims: list[tuple[int, int | None]] = [(found.pk, None)] if found else []
    if not found:
        aims = [(row.customer_id, row.pk) for row in open_receivables(books, target)]
    with transaction.atomic():
        for customer_id, receivable_id in aims:
            actions.place_hold(
                customer_id=customer_id,
                receivable_id=receivable_id,
                reason=HoldReason(reason.upper()) if known else HoldReason.OTHER,
                words="" if known else reason,
                from_on=on,
                until_on=until_on,
                whole_group=group,
                actor=actor(),
                at=timezone.now(),
            )
    kind = "customer" if found else "invoice"
    if group:
        kind = "group"
    return {"held": target, "kind": kind, "until": until_on.isoformat()}


def shared_out(
    amount: Money, rows: Sequence[Receivable]
) -> Iterator[tuple[Receivable, Money]]:
    """Each row takes what it has open; the last one what is left, be it too much."""
    left = amount.minor
    for row in rows:
        part = left if row is rows[-1] else min(left, row.open_minor)
        yield row, Money(part, row.currency)
        left -= part
        if not left:
            return


def change_company(code: str, words: dict[str, Any]) -> dict[str, Any]:
    """Change what is given, and tell what now holds."""
    at = timezone.now()
    limits = dict(_write_off_limit(text) for text in words["write_off_limits"])
    books = change(
        company(code), vat=words["vat"], email=words["email"], actor=actor(), at=at
    )
    limit_write_offs(books, limits, actor=actor(), at=at)
    rules = _set_rules(books, words, at)
    thresholds = _set_thresholds(books, words["thresholds"], at)
    policy = _set_policy(books, words, at)
    return {
        "company": books.code,
        "name": books.name,
        "vat": books.vat,
        "email": books.email,
        **policy,
        "write_off_limits": {
            role.lower(): str(units.quantize(LIMITS["COLLECTOR"]))
            for role, units in sorted({**LIMITS, **write_off_limits(books.pk)}.items())
        },
        "wanted": percent(rules.wanted),
        "posts": [name for name in SWITCHES if getattr(rules, name)],
        "thresholds": asdict(thresholds),
    }


def _set_policy(books: Company, words: dict[str, Any], at: datetime) -> dict[str, Any]:
    """How the company follows up, whatever the scenario. Raises Refusal."""
    names = ("freshness_days", "thanks_days", "per_day", "per_week", "debit_days")
    given = {name: words[name] for name in (*names, "strategic")}
    if words["minimum"] is not None:
        given["minimum_minor"] = money(words["minimum"], books.currency).minor
    if words["approve_from"] is not None:
        given["approval_minor"] = money(words["approve_from"], books.currency).minor
    if words["contact_hours"] is not None:
        given["from_hour"], given["until_hour"] = _hours(words["contact_hours"])
    usual = words["scenario"]
    policy = scenarios.set_policy(
        books,
        given,
        scenario_id=None if usual is None else scenario(books, usual).pk,
        on=day(None, books),
        actor=actor(),
        at=at,
    )
    return {
        "minimum": str(to_decimal(policy.minimum_minor, books.currency)),
        **{name: getattr(policy, name) for name in names},
        "contact_hours": f"{policy.from_hour}-{policy.until_hour}",
        "strategic": policy.strategic,
        "approve_from": str(to_decimal(policy.approval_minor, books.currency)),
        "scenario": policy.scenario.code if policy.scenario else STANDARD_CODE,
    }


def _hours(text: str) -> tuple[int, int]:
    """Raises click.BadParameter."""
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        raise click.BadParameter(f"{text} are not two full hours such as 8-19")
    return int(first), int(last)


def _set_thresholds(books: Company, said: Sequence[str], at: datetime) -> Thresholds:
    """From where on the company calls a payer what. Raises Refusal."""
    held = limits_of([books.pk])[books.pk]
    for text in said:
        name, _, value = text.partition("=")
        if name not in WITHIN:
            raise click.BadParameter(f"{name} is none of {', '.join(WITHIN)}")
        try:
            number = float(value)
        except ValueError:
            raise click.BadParameter(f"{text}: {value!r} is not a number") from None
        held = replace(held, **{name: type(getattr(held, name))(number)})
    actions.set_thresholds(books, held, on=day(None, books), actor=actor(), at=at)
    return held


def percent(share: float) -> str:
    """A share (0..1) as `--wanted` takes it: `99.9`."""
    return f"{share * 100:.4f}".rstrip("0").rstrip(".")


def _set_rules(books: Company, words: dict[str, Any], at: datetime) -> Rules:
    """What the company lets be posted by itself from now on. Raises Refusal."""
    posts, asks = set(words["posts"]), set(words["asks"])
    if both := posts & asks:
        raise click.BadParameter(f"--posts and --asks both name {', '.join(sorted(both))}")
    said = dict.fromkeys(posts, True) | dict.fromkeys(asks, False)
    rules = replace(rules_of(books.pk), **said)
    if words["wanted"] is not None:
        rules = replace(rules, wanted=round(words["wanted"] / 100, 6))
    set_rules(books, rules, actor=actor(), at=at)
    return rules


def _write_off_limit(text: str) -> tuple[Role, Decimal]:
    """Raises click.BadParameter."""
    name, _, amount = text.partition("=")
    role = name.strip().upper().replace("-", "_")
    try:
        units = Decimal(amount)
    except InvalidOperation:
        units = Decimal(-1)
    if role not in Role.values or not units.is_finite() or units < 0:
        roles = ", ".join(one.lower() for one in Role.values)
        raise click.BadParameter(
            f"{text} is not a role and an amount such as collector=10.00. Roles: {roles}"
        )
    return Role(role), units
