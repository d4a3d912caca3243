"""What is missing is written off by whom it is allowed to, for a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.bank.models import Line
from acquit.core.errors import Refusal
from acquit.cycle import actions
from acquit.ledger.actions import Share
from acquit.ledger.models import Receivable, WriteOffReason
from acquit.matching.models import Match
from acquit.organisation.actions import limit_write_offs
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def ours() -> Company:
    return factories.company()


@pytest.fixture
def owed(ours: Company) -> Receivable:
    return factories.receivable(factories.customer(ours), minor=100_000)


def who(role: str, within: Company, name: str = "Anna Peeters") -> Actor:
    return Actor.of(factories.grant(factories.person(name), role, within=within))


def paid(owed: Receivable, minor: int) -> Line:
    account = factories.account(owed.company)
    return factories.line(account, "2026-001", minor=minor)


def accept(line: Line, owed: Receivable, gone: int, reason: str, by: Actor) -> None:
    shares = [
        Share(owed.pk, line.amount_minor),
        Share(owed.pk, gone, written_off=reason),
    ]
    actions.accept_match(
        receipt_id=line.receipt_id or 0, shares=shares, on=ON, actor=by, at=factories.NOW
    )


def test_a_collector_writes_off_up_to_the_limit(ours: Company, owed: Receivable) -> None:
    accept(paid(owed, 99_000), owed, 1_000, WriteOffReason.SMALL, who(Role.COLLECTOR, ours))
    owed.refresh_from_db()
    assert owed.open_minor == 0


def test_beyond_it_nothing_is_booked_and_it_is_said_whom_to_ask(
    ours: Company, owed: Receivable
) -> None:
    who(Role.CREDIT_MANAGER, ours, "Mia Manager")
    line = paid(owed, 98_000)
    with pytest.raises(Refusal) as refused:
        accept(line, owed, 2_000, WriteOffReason.GOODWILL, who(Role.COLLECTOR, ours))
    assert str(refused.value) == (
        "20.00 EUR of invoice 2026-001 would be written off, and you may write off "
        "10.00 EUR of one invoice. Ask Mia Manager to accept this."
    )
    owed.refresh_from_db()
    assert owed.open_minor == 100_000


def test_where_nobody_may_the_limit_can_be_raised(ours: Company, owed: Receivable) -> None:
    with pytest.raises(Refusal, match="administrator can raise"):
        accept(
            paid(owed, 98_000), owed, 2_000, WriteOffReason.SMALL, who(Role.COLLECTOR, ours)
        )


def test_two_small_write_offs_are_together_no_small_one(
    ours: Company, owed: Receivable
) -> None:
    anna = who(Role.COLLECTOR, ours)
    accept(paid(owed, 10_000), owed, 800, WriteOffReason.BANK_CHARGES, anna)
    other = factories.line(
        factories.account(ours, "BE02999999999999"), "again", minor=10_000
    )
    with pytest.raises(Refusal, match=r"16\.00 EUR"):
        accept(other, owed, 800, WriteOffReason.BANK_CHARGES, anna)


def test_what_was_taken_back_counts_no_more(ours: Company, owed: Receivable) -> None:
    anna = who(Role.COLLECTOR, ours)
    line = paid(owed, 99_000)
    for _ in range(2):
        accept(line, owed, 1_000, WriteOffReason.SMALL, anna)
        actions.undo_match(
            receipt_id=line.receipt_id or 0, on=ON, actor=anna, at=factories.NOW
        )
    owed.refresh_from_db()
    assert owed.open_minor == 100_000


@pytest.mark.parametrize(("gone", "allowed"), [(5, True), (6, False)])
def test_cents_need_no_limit(
    ours: Company, owed: Receivable, gone: int, allowed: bool
) -> None:
    limit_write_offs(
        ours, {Role.COLLECTOR: Decimal(0)}, actor=Actor(None, "test"), at=factories.NOW
    )
    line, anna = paid(owed, 100_000 - gone), who(Role.COLLECTOR, ours)
    if allowed:
        accept(line, owed, gone, WriteOffReason.ROUNDING, anna)
    else:
        with pytest.raises(Refusal):
            accept(line, owed, gone, WriteOffReason.ROUNDING, anna)


@pytest.mark.parametrize(("reason", "gone"), [("DISCOUNT", 2_000), ("LATE", 2_000)])
def test_a_discount_in_time_needs_no_limit_and_a_late_one_does(
    ours: Company, owed: Receivable, reason: str, gone: int
) -> None:
    line, anna = paid(owed, 98_000), who(Role.COLLECTOR, ours)
    factories.proposal(line, owed, gone, written_off=reason)
    if reason == WriteOffReason.DISCOUNT:
        accept(line, owed, gone, reason, anna)
        assert set(Match.objects.values_list("state", flat=True)) == {"ACCEPTED"}
    else:
        with pytest.raises(Refusal):
            accept(line, owed, gone, reason, anna)


def test_a_discount_of_more_than_was_proposed_does(ours: Company, owed: Receivable) -> None:
    line = paid(owed, 97_000)
    factories.proposal(line, owed, 2_000, written_off="DISCOUNT")
    with pytest.raises(Refusal):
        accept(line, owed, 3_000, "DISCOUNT", who(Role.COLLECTOR, ours))


def test_a_role_elsewhere_gives_nothing_here(ours: Company, owed: Receivable) -> None:
    elsewhere = factories.company("BETA", "Beta Services")
    person = factories.grant(factories.person(), Role.CREDIT_MANAGER, within=elsewhere)
    factories.grant(person, Role.COLLECTOR, within=ours)
    with pytest.raises(Refusal):
        accept(paid(owed, 98_000), owed, 2_000, WriteOffReason.SMALL, Actor.of(person))


def test_a_company_decides_otherwise_and_the_trail_tells(ours: Company) -> None:
    chief = who(Role.ADMINISTRATOR, ours, "Ada Chief")
    for _ in range(2):
        limit_write_offs(
            ours, {Role.COLLECTOR: Decimal("25.00")}, actor=chief, at=factories.NOW
        )
    entry = Entry.objects.get()
    assert (entry.event, entry.actor_name) == ("company_changed", "Ada Chief")
    told = {"write_off_limit COLLECTOR": {"from": "10.00", "to": "25.00"}}
    assert entry.details == told
