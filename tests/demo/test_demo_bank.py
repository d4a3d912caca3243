"""The bank: statements that continue each other, add up, and read with other readers."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import coda
from demo_stage import Demo
from lxml import etree

from acquit.demo.days import days, is_banking_day
from acquit.demo.payments import Deal
from acquit.demo.plan import Content
from acquit.demo.remittance import Clue
from acquit.demo.truth import Truth


def test_every_account_has_a_statement_for_every_banking_day(demo: Demo) -> None:
    plan = demo.plan
    expected = [day for day in days(plan.opening, plan.today) if is_banking_day(day)]
    assert len(plan.account_books) == 5
    for book in plan.account_books:
        assert [statement.day for statement in book.statements] == expected


def test_every_statement_opens_with_what_the_last_one_closed_with(demo: Demo) -> None:
    for book in demo.plan.account_books:
        for earlier, later in pairwise(book.statements):
            assert later.opening == earlier.closing
            assert later.previous_day == earlier.day
            assert later.number in {earlier.number + 1, 1}


def test_coda_files_pass_the_checks_of_another_reader(demo: Demo) -> None:
    truths = {(truth.account, truth.reference): truth for truth in _truths(demo)}
    delivered = demo.delivered(Content.STATEMENT, ".cod")
    assert len(delivered) > 35
    read = 0
    for delivery in delivered:
        text = demo.read(delivery).decode("cp1252")
        assert all(len(record) == 128 for record in text.splitlines())
        (statement,) = coda.CODA(io.StringIO(text)).statements
        for move in statement.moves:
            truth = truths[statement.account, move.bank_reference.strip()]
            assert move.amount == Decimal(truth.minor) / 100
            assert move.entry_date == truth.day
            read += 1
    assert read == sum(truth.account.startswith("BE") for truth in _truths(demo)) - _camt(
        demo
    )


def _camt(demo: Demo) -> int:
    """Lines of the Belgian account that delivers CAMT."""
    account = demo.plan.cast.company("BE01").accounts[1].iban
    return sum(truth.account == account for truth in _truths(demo))


def _truths(demo: Demo) -> list[Truth]:
    return [truth for truths in demo.plan.truths.values() for truth in truths]


def test_coda_carries_the_structured_communication_of_the_invoice(demo: Demo) -> None:
    references = {invoice.number: invoice.reference for invoice in demo.plan.invoices}
    communications = {}
    for delivery in demo.delivered(Content.STATEMENT, ".cod"):
        text = demo.read(delivery).decode("cp1252")
        for move in coda.CODA(io.StringIO(text)).statements[0].moves:
            if move.communication_type == "101":
                communications[move.bank_reference.strip()] = move.communication
    checked = 0
    for truth in demo.plan.truths["BE01"]:
        if truth.clue is Clue.STRUCTURED and truth.reference in communications:
            digits = "".join(filter(str.isdigit, references[truth.allocations[0][0]]))
            assert communications[truth.reference] == digits
            checked += 1
    assert checked > 150


def test_camt_files_add_up_from_opening_to_closing(demo: Demo) -> None:
    versions = Counter()
    for delivery in demo.delivered(Content.STATEMENT, ".xml"):
        tree = etree.fromstring(demo.read(delivery))
        versions[etree.QName(tree).namespace] += 1
        balances = [_signed(balance) for balance in tree.iterfind(".//{*}Bal")]
        entries = [_signed(entry) for entry in tree.iterfind(".//{*}Ntry")]
        assert balances[0] + sum(entries) == balances[1]
        for text in tree.iterfind(".//{*}Ustrd"):
            assert len(text.text or "") <= 140
    assert len(versions) == 2


def _signed(element: etree._Element) -> Decimal:
    amount = Decimal(element.findtext("{*}Amt") or "")
    return amount if element.findtext("{*}CdtDbtInd") == "CRDT" else -amount


def test_the_details_of_a_collection_add_up_to_it(demo: Demo) -> None:
    batches = 0
    for book in demo.plan.account_books:
        for statement in book.statements:
            for line in statement.lines:
                if line.details:
                    assert sum(detail.minor for detail in line.details) == line.minor
                    batches += 1
    assert batches >= 5


def test_most_receipts_can_be_told_exactly_and_many_lines_are_nobodys(demo: Demo) -> None:
    truths = _truths(demo)
    receipts = [truth for truth in truths if truth.is_receipt]
    assert sum(truth.is_exact for truth in receipts) / len(receipts) >= 0.75
    assert sum(not truth.customers for truth in truths) / len(truths) >= 0.15


def test_every_way_of_writing_and_of_paying_occurs(demo: Demo) -> None:
    clues = Counter(truth.clue for truth in _truths(demo))
    deals = Counter(truth.deal for truth in _truths(demo))
    assert set(Clue) - set(clues) <= {Clue.NUMBERS_CUT, Clue.WRONG_REFERENCE}
    assert {"EXACT", "PART", "FEE", "DISCOUNT", "OVER", "DOUBLE", "NETTED"} <= set(deals)


def test_lines_of_an_account_never_share_a_reference(demo: Demo) -> None:
    seen = defaultdict(int)
    for truth in _truths(demo):
        seen[truth.account, truth.reference] += 1
        assert len(truth.reference) <= 21
    assert max(seen.values()) == 1


def test_an_exact_receipt_equals_what_it_pays(demo: Demo) -> None:
    for truth in _truths(demo):
        if truth.is_exact and truth.customers:
            assert sum(minor for _, minor in truth.allocations) == truth.minor


def test_a_netted_receipt_equals_its_invoices_less_its_credit_notes(demo: Demo) -> None:
    amounts = {invoice.number: invoice.minor for invoice in demo.plan.invoices}
    netted = [truth for truth in _truths(demo) if truth.deal == "NETTED"]
    for truth in netted:
        deducted = sum(amounts[number] for number in truth.credits)
        if not truth.exchanged:
            assert sum(minor for _, minor in truth.allocations) - deducted == truth.minor


def test_money_received_pays_only_invoices_that_were_issued_and_not_yet_paid(
    demo: Demo,
) -> None:
    invoices = {invoice.number: invoice for invoice in demo.plan.invoices}
    paid: Counter[str] = Counter()
    for truth in sorted(_truths(demo), key=lambda truth: truth.day):
        for number, minor in truth.allocations:
            invoice = invoices[number]
            assert invoice.company == truth.company
            assert invoice.issued_on < truth.day
            paid[number] += minor
    for number, minor in paid.items():
        since = max(demo.plan.opening, invoices[number].issued_on)
        assert minor <= demo.plan.open_minor(invoices[number], at_end_of=since)


def test_a_direct_debit_came_back_lately_for_whoever_looks(demo: Demo) -> None:
    lately = demo.plan.today - timedelta(days=30)
    back = [p for p in demo.plan.payments if p.deal is Deal.RETURNED]
    assert any(lately <= one.day < demo.plan.today for one in back)
    assert all(one.return_reason and one.minor < 0 for one in back)
