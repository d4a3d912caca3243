"""What CAMT messages say in each version, and what they are worth."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.formats import registry
from acquit.formats.records import (
    LineRecord,
    Problem,
    Record,
    Refused,
    StatementClosed,
    StatementOpened,
    Telling,
)
from acquit.formats.source import Source

OURS = "BE68539007547034"
THEIRS = "BE71096123456769"
MESSAGES = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def message(*statements: str, version: int = 8, kind: str = "053", head: str = "") -> bytes:
    root, name = MESSAGES[kind]
    body = "".join(f"<{name}>{statement}</{name}>" for statement in statements)
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version:02d}">'
        f"<{root}><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-03T06:00:00</CreDtTm>{head}"
        f"</GrpHdr>{body}</{root}></Document>"
    ).encode()


def account(*, currency: str = "EUR", head: str = "") -> str:
    held = f"<Ccy>{currency}</Ccy>" if currency else ""
    return f"<Id>041</Id>{head}<Acct><Id><IBAN>{OURS}</IBAN></Id>{held}</Acct>"


def money(amount: str, currency: str = "EUR") -> str:
    side = "DBIT" if amount.startswith("-") else "CRDT"
    return f'<Amt Ccy="{currency}">{amount.lstrip("-")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def balance(code: str, amount: str, currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{money(amount, currency)}"
        "<Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )


def entry(amount: str, below: str = "", *, inside: str = "", status: str = "BOOK") -> str:
    """below: what stands in NtryDtls; inside: what stands beside it."""
    amount, _, currency = amount.partition(" ")
    details = f"<NtryDtls>{below}</NtryDtls>" if below else ""
    return (
        f"<Ntry>{money(amount, currency or 'EUR')}<Sts><Cd>{status}</Cd></Sts>"
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt>"
        f"{inside}{details}</Ntry>"
    )


def payment(amount: str, text: str = "", *, more: str = "") -> str:
    free = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    return f"<TxDtls>{money(amount)}{more}{free}</TxDtls>"


def records_of(content: bytes) -> list[Record | Problem]:
    source = Source.of_bytes(content)
    return list(registry.recognise(source).read(source))


def lines_of(content: bytes) -> list[LineRecord]:
    return [one for one in records_of(content) if isinstance(one, LineRecord)]


def line_of(*parts: str) -> LineRecord:
    (line,) = lines_of(message(account() + "".join(parts)))
    return line


def ends_of(content: bytes) -> tuple[StatementOpened, StatementClosed]:
    records = records_of(content)
    (opened,) = [one for one in records if isinstance(one, StatementOpened)]
    (closed,) = [one for one in records if isinstance(one, StatementClosed)]
    return opened, closed


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        records_of(content)
    return str(caught.value.problem)


def in_version(version: int) -> str:
    """The same payment of 100.00, as each version of the message writes it."""
    name = "<Nm>Menuiserie Dupré</Nm>"
    party = name if version < 4 else f"<Pty>{name}</Pty>"
    status = "BOOK" if version < 8 else "<Cd>BOOK</Cd>"
    bank = "BIC" if version < 4 else "BICFI"
    amount = '<Amt Ccy="EUR">100.00</Amt>'
    reference = "090933755493"
    info = f"<Ref>{reference}</Ref>" if version > 1 else f"<CdtrRef>{reference}</CdtrRef>"
    own = (
        f"<Refs><EndToEndId>E2E-7</EndToEndId></Refs>{amount}"
        if version > 3
        else (
            f"<Refs><EndToEndId>E2E-7</EndToEndId></Refs>"
            f"<AmtDtls><InstdAmt><Amt Ccy='EUR'>105.00</Amt></InstdAmt>"
            f"<TxAmt>{amount}</TxAmt></AmtDtls>"
        )
    )
    tx = (
        f"<TxDtls>{own}<RltdPties><Dbtr>{party}</Dbtr>"
        f"<DbtrAcct><Id><IBAN>{THEIRS}</IBAN></Id></DbtrAcct></RltdPties><RltdAgts><DbtrAgt>"
        f"<FinInstnId><{bank}>GKCCBEBB</{bank}></FinInstnId></DbtrAgt></RltdAgts>"
        f"<RmtInf><Strd><CdtrRefInf>{info}</CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    details = tx if version == 1 else f"<NtryDtls>{tx}</NtryDtls>"
    return (
        f"<Ntry>{amount}<CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>"
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt>"
        f"<AcctSvcrRef>BANK-1</AcctSvcrRef>{details}</Ntry>"
    )


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("version", range(1, 14))
def test_a_payment_reads_alike_in_every_version(version, kind):
    content = message(account() + in_version(version), version=version, kind=kind)
    assert (
        registry.recognise(Source.of_bytes(content)).code
        == f"camt.{kind}.001.{version:02d}"
    )
    (line,) = lines_of(content)
    assert line.amount == Decimal("100.00")
    assert (line.name, line.iban, line.bic) == ("Menuiserie Dupré", THEIRS, "GKCCBEBB")
    assert (line.booked_on, line.value_on) == (date(2026, 3, 2), date(2026, 3, 3))
    assert (line.structured_reference, line.end_to_end_id) == ("090933755493", "E2E-7")
    assert line.bank_reference == "BANK-1"


def test_a_version_that_nobody_knows_yet_is_refused():
    assert "a version from 01 to 13" in refusal_of(message(account(), version=14))


@pytest.mark.parametrize(
    ("kind", "telling"),
    [("052", Telling.REPORT), ("053", Telling.STATEMENT), ("054", Telling.NOTICE)],
)
def test_only_a_053_is_the_last_word_of_the_bank(kind, telling):
    assert ends_of(message(account(), kind=kind))[0].telling is telling


def test_what_is_announced_or_for_information_is_counted_and_not_booked():
    entries = [entry("1.00", status=status) for status in ("PDNG", "FUTR", "INFO", "BOOK")]
    content = message(account() + "".join(entries))
    assert [line.amount for line in lines_of(content)] == [Decimal("1.00")]
    _, closed = ends_of(content)
    assert (closed.pending, closed.informative) == (2, 1)


def test_a_reversal_is_told_and_turns_no_sign():
    more = (
        f"<RltdPties><Dbtr><Nm>Dupré</Nm></Dbtr><DbtrAcct><Id><IBAN>{THEIRS}</IBAN></Id>"
        f"</DbtrAcct><Cdtr><Nm>Our own</Nm></Cdtr><CdtrAcct><Id><IBAN>{OURS}</IBAN></Id>"
        "</CdtrAcct></RltdPties><RtrInf><Rsn><Cd>AM04</Cd></Rsn>"
        "<AddtlInf>not enough money</AddtlInf></RtrInf>"
    )
    line = line_of(
        entry("-150.00", payment("-150.00", more=more), inside="<RvslInd>true</RvslInd>")
    )
    assert (line.amount, line.reversal) == (Decimal("-150.00"), True)
    assert (line.return_reason, line.text) == ("AM04", "not enough money")
    assert (line.name, line.iban) == ("Dupré", THEIRS)


def test_a_return_is_known_by_the_banks_code_when_nothing_else_says_so():
    code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd>"
    line = line_of(entry("-150.00", inside=f"{code}</Fmly></Domn></BkTxCd>"))
    assert (line.reversal, line.return_reason) == (True, "")


def test_a_reason_may_be_the_banks_own():
    more = "<RtrInf><Rsn><Prtry>914</Prtry></Rsn></RtrInf>"
    line = line_of(entry("-5.00", payment("-5.00", more=more)))
    assert line.return_reason == "914"


def test_charges_are_told_and_never_the_amount():
    charged = (
        '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">3.00</TtlChrgsAndTaxAmt>'
        '<Rcrd><Amt Ccy="EUR">2.00</Amt></Rcrd><Rcrd><Amt Ccy="EUR">1.00</Amt></Rcrd>'
        "</Chrgs>"
    )
    ordered = '<AmtDtls><InstdAmt><Amt Ccy="EUR">100.00</Amt></InstdAmt></AmtDtls>'
    line = line_of(entry("97.00", payment("97.00", more=ordered), inside=charged))
    assert (line.amount, line.charges) == (Decimal("97.00"), Decimal("3.00"))


def test_charges_of_the_payments_count_where_the_entry_names_none():
    charged = '<Chrgs><Rcrd><Amt Ccy="EUR">1.50</Amt></Rcrd></Chrgs>'
    below = payment("10.00", more=charged) + payment("20.00", more=charged)
    assert line_of(entry("30.00", below)).charges == Decimal("3.00")


def test_charges_in_another_currency_are_not_added_up():
    charged = '<Chrgs><Rcrd><Amt Ccy="USD">1.50</Amt></Rcrd></Chrgs>'
    assert line_of(entry("30.00", inside=charged)).charges == 0


def test_the_documents_that_a_payment_names_are_in_its_text():
    named = "<Strd><RfrdDocInf><Nb>2026-001</Nb></RfrdDocInf></Strd>"
    more = f"<RmtInf>{named}{named.replace('001', '002')}</RmtInf>"
    assert line_of(entry("5.00", payment("5.00", more=more))).text == "2026-001 2026-002"


def test_a_batch_may_come_without_its_payments():
    line = line_of(entry("100.00", "<Btch><NbOfTxs>12</NbOfTxs></Btch>"))
    assert line.batch
    assert not line.details


def test_a_batch_of_one_is_a_payment():
    below = f"<Btch><NbOfTxs>1</NbOfTxs></Btch>{payment('5.00', 'F1')}"
    line = line_of(entry("5.00", below))
    assert (line.batch, line.text) == (False, "F1")


def test_a_payment_in_a_batch_keeps_its_own_reference_at_the_bank():
    refs = "<Refs><AcctSvcrRef>{}</AcctSvcrRef></Refs>"
    below = payment("3.00", more=refs.format("B1")) + payment(
        "2.00", more=refs.format("B2")
    )
    line = line_of(entry("5.00", below, inside="<AcctSvcrRef>B</AcctSvcrRef>"))
    assert line.bank_reference == "B"
    assert [one.bank_reference for one in line.details] == ["B1", "B2"]


@pytest.mark.parametrize(
    ("written", "page", "last"),
    [
        ("", 1, True),
        ("<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>", 1, False),
        ("<StmtPgntn><PgNb>00002</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>", 2, True),
    ],
)
def test_a_statement_may_come_in_pages(written, page, last):
    opened, _ = ends_of(message(account(head=written)))
    assert (opened.page, opened.last_page) == (page, last)


def test_a_page_of_the_message_is_a_page_of_its_statement():
    head = "<MsgPgntn><PgNb>2</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>"
    opened, _ = ends_of(message(account(), head=head))
    assert (opened.page, opened.last_page) == (2, False)


def test_the_sums_of_all_pages_are_not_asked_of_one():
    page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>"
    body = balance("OPBD", "0") + balance("CLBD", "99.00") + entry("1.00")
    assert ends_of(message(account() + body))[1].notes
    assert not ends_of(message(account(head=page) + body))[1].notes


def test_the_banks_count_is_a_number():
    head = "<ElctrncSeqNb>00041</ElctrncSeqNb><LglSeqNb>7</LglSeqNb>"
    assert ends_of(message(account(head=head)))[0].sequence == 41
    assert ends_of(message(account(head="<LglSeqNb>7</LglSeqNb>")))[0].sequence == 7
    assert ends_of(message(account(head="<LglSeqNb>7A</LglSeqNb>")))[0].sequence is None


def test_balances_are_those_of_the_accounts_own_currency():
    body = (
        balance("OPBD", "1.00", "USD") + balance("OPBD", "2.00") + balance("CLBD", "7.00")
    )
    opened, closed = ends_of(message(account() + body + entry("5.00")))
    assert (opened.opening, closed.closing) == (Decimal("2.00"), Decimal("7.00"))
    assert not closed.notes


def test_a_balance_in_another_currency_alone_is_said_and_not_taken():
    _, closed = ends_of(message(account() + balance("CLBD", "7.00", "USD")))
    assert closed.closing is None
    assert "a balance CLBD in USD" in str(closed.notes[0].saw)


def test_an_entry_keeps_its_currency_and_sums_over_several_say_nothing():
    body = (
        balance("OPBD", "0") + balance("CLBD", "9.00") + entry("5.00") + entry("4.00 USD")
    )
    content = message(account() + body)
    assert [line.currency for line in lines_of(content)] == ["EUR", "USD"]
    assert not ends_of(content)[1].notes


def test_an_account_without_a_currency_has_that_of_its_balances():
    opened, _ = ends_of(message(account(currency="") + balance("OPBD", "2.00", "USD")))
    assert (opened.currency, opened.opening) == ("USD", Decimal("2.00"))


def test_the_bank_may_write_to_its_customer():
    told = "<AddtlStmtInf>We move to Station Street 1</AddtlStmtInf>"
    _, closed = ends_of(message(account() + entry("1.00") + told))
    assert closed.messages == ("We move to Station Street 1",)


def test_a_copy_reads_as_its_original():
    copy = account(head="<CpyDplctInd>DUPL</CpyDplctInd>")
    assert records_of(message(copy + entry("1.00"))) == records_of(
        message(account() + entry("1.00"))
    )


def test_an_account_may_be_known_by_another_number():
    for number in ("<Othr><Id>12-34</Id></Othr>", "<BBAN>12-34</BBAN>"):
        content = message(f"<Id>1</Id><Acct><Id>{number}</Id></Acct>" + entry("1.00"))
        assert ends_of(content)[0].account == "12-34"


def test_a_message_in_an_envelope_is_read_as_without():
    bare = message(account() + entry("1.00"))
    wrapped = b'<Env xmlns="urn:bank"><AppHdr><To>us</To></AppHdr>' + bare + b"</Env>"
    assert lines_of(wrapped) == lines_of(bare)


def test_a_message_without_any_statement_is_a_problem():
    (problem,) = records_of(message())
    assert isinstance(problem, Problem)
    assert "no statement" in str(problem)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (entry("1.00").replace("CRDT", "IN"), "CRDT or DBIT in CdtDbtInd"),
        (entry("1,00"), "an amount such as 1234.50"),
        (entry("1.005"), "no more decimals than EUR has"),
        (entry("1.00").replace("2026-03-02", "02/03/2026"), "a day such as 2026-03-31"),
        (balance("OPBD", "x"), "an amount such as 1234.50"),
        (balance("OPBD", "1") * 1001, "more than 1000 balances"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(body, said):
    told = refusal_of(message(account() + body))
    assert said in told
    assert told.startswith("statement 1")


EVERYTHING = message(
    account(head="<ElctrncSeqNb>7</ElctrncSeqNb>")
    + balance("OPBD", "10.00")
    + balance("CLBD", "20.00")
    + "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>10.00</Sum></TtlNtries>"
    + "</TxsSummry>"
    + in_version(8)
    + entry("-5.00", payment("-2.00", "a") + payment("-3.00", "b"))
).decode()
ELEMENTS = re.compile(r"</?[A-Za-z]+(?: [^>]*)?>[^<]*")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_message_with_other_elements_gives_records_problems_or_a_refusal(data):
    """Elements are taken out, doubled, moved, and given other texts."""
    parts = ELEMENTS.findall(EVERYTHING)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(1, len(parts) - 1))
        there = data.draw(st.integers(1, len(parts) - 1))
        new = data.draw(
            st.sampled_from(["", "<Amt>", "<Ntry/>", "<TxDtls/>", "</Ntry>", "%s"])
        )
        match data.draw(st.integers(0, 3)):
            case 0:
                del parts[at]
            case 1:
                parts[at] = parts[at].partition(">")[0] + ">" + new
            case 2:
                parts.insert(there, parts[at])
            case _:
                parts[at], parts[there] = parts[there], parts[at]
    with suppress(Refused):
        records_of("".join(parts).encode())
