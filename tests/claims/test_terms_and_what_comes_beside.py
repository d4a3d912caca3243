"""Which terms of a company hold, and what late receivables have come to under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.claims.actions import TermsOutOfBounds, TermsWithoutADay, set_terms
from acquit.claims.queries import ClaimBeside, CompanyTerms, beside, terms
from acquit.core.interest import Owed
from acquit.core.law import ClauseOutOfBounds, Fee, Notice, Refused, Sent, Why
from acquit.ledger.models import Invoice, Receivable
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")
DAY = date(2026, 7, 1)
DUE = date(2026, 5, 31)
AS_OF = date(2026, 7, 31)


def setting(of: Company, **what: Any) -> None:
    told = CompanyTerms(valid_from=DAY)
    set_terms(of, replace(told, **what), actor=ANNA, at=factories.NOW)


def late(of: Company | None = None, **more: Any) -> Receivable:
    company = of or factories.company()
    return factories.receivable(factories.customer(company), **({"due_on": DUE} | more))


def only(row: Receivable, **asked: Any) -> ClaimBeside:
    return beside([row.pk], **({"as_of": AS_OF} | asked))[row.pk]


def test_a_company_that_said_nothing_shows_the_law_and_claims_nothing():
    company = factories.company()
    found = terms([company.pk], as_of=DAY)[company.pk]
    assert found.shown
    assert not found.claimed
    assert found.percent is None


def test_terms_hold_from_their_day_on():
    company = factories.company()
    setting(company, claimed=True)
    assert not terms([company.pk], as_of=date(2026, 6, 30))[company.pk].claimed
    assert terms([company.pk], as_of=DAY)[company.pk].claimed


def test_what_is_said_again_of_a_day_holds_and_both_stay_in_the_trail():
    company = factories.company()
    setting(company, claimed=True)
    setting(company, claimed=False)
    assert not terms([company.pk], as_of=DAY)[company.pk].claimed
    assert Entry.objects.filter(event="claim_terms_set", company_id=company.pk).count() == 2


def test_an_agreed_rate_that_the_law_does_not_let_stand_is_refused():
    french = factories.company()
    french.country = "FR"
    with pytest.raises(ClauseOutOfBounds):
        setting(french, percent=Decimal(4))


def test_an_agreed_rate_towards_consumers_stays_within_their_bound():
    company = factories.company()
    setting(company, percent=Decimal(12))
    with pytest.raises(ClauseOutOfBounds):
        setting(company, percent=Decimal(12), clause_agreed=True)


def test_terms_say_from_when_on_they_hold():
    with pytest.raises(TermsWithoutADay):
        setting(factories.company(), valid_from=None)


@pytest.mark.parametrize("wrong", [{"minimum_minor": -1}, {"due_days": 0}])
def test_terms_stay_within_reason(wrong: dict[str, int]):
    with pytest.raises(TermsOutOfBounds):
        setting(factories.company(), **wrong)


def test_an_agreed_rate_holds_for_what_was_invoiced_under_it():
    company = factories.company()
    setting(company, percent=Decimal(12), valid_from=date(2026, 5, 10))
    before = late(company, due_on=date(2026, 5, 31))
    other = factories.customer(company, code="C2")
    after = factories.receivable(other, "2026-002", due_on=date(2026, 6, 15))
    found = beside([before.pk, after.pk], as_of=AS_OF)
    rates = {
        key: {line.quote.percent for line in one.interest.lines}
        for key, one in found.items()
        if isinstance(one.interest, Owed)
    }
    assert rates == {before.pk: {Decimal("10.5")}, after.pk: {Decimal(12)}}


def test_a_late_receivable_comes_with_its_interest_and_flat_sum():
    found = only(late())
    assert isinstance(found.interest, Owed)
    assert isinstance(found.fee, Fee)
    assert found.of_interest.left.minor == found.interest.interest_minor == 2106
    assert found.of_fee.left.minor == 4000
    assert (found.claim.country, found.claim.party) == ("BE", "BUSINESS")


def test_what_is_not_late_is_left_out():
    row = late(due_on=AS_OF)
    assert beside([row.pk], as_of=AS_OF) == {}


def test_a_debit_note_carries_nothing_itself():
    row = late()
    Invoice.objects.filter(pk=row.invoice_id).update(kind="DEBIT_NOTE")
    assert beside([row.pk], as_of=AS_OF) == {}


def test_a_consumer_owes_nothing_before_the_letter_and_interest_after_it():
    company = factories.company()
    customer = factories.customer(company, party_type="CONSUMER")
    row = factories.receivable(customer, due_on=DUE)
    refused = only(row).interest
    assert isinstance(refused, Refused)
    assert refused.why is Why.NO_NOTICE
    letter = Notice(sent_on=date(2026, 6, 8), by=Sent.ELECTRONIC)
    assert isinstance(only(row, notices={row.pk: letter}).interest, Owed)


def test_an_invoice_in_instalments_bears_one_flat_sum():
    first = late()
    second = Receivable.objects.create(
        company=first.company,
        customer=first.customer,
        invoice=first.invoice,
        instalment=2,
        currency="EUR",
        due_on=date(2026, 6, 30),
        amount_minor=50_000,
        open_minor=50_000,
        recorded_at=factories.LONG_AGO,
    )
    # The first one is not asked about here, and bears it all the same.
    assert only(second).of_fee.computed.minor == 0
    assert only(first).of_fee.computed.minor == 4000


def test_many_take_as_many_questions_as_one():
    company = factories.company()
    rows = [
        factories.receivable(
            factories.customer(company, code=f"C{at}"), f"N{at}", due_on=DUE
        )
        for at in range(12)
    ]
    counts = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as asked:
            assert len(beside([row.pk for row in some], as_of=AS_OF)) == len(some)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
