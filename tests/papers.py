"""What comes in on paper, in the tests: tables, statements, e-invoices; and the books they
are taken into.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

from acquit.audit.actions import Actor
from acquit.bank.models import Line
from acquit.core.money import to_minor
from acquit.cycle import actions
from acquit.formats.source import Source
from acquit.intake.actions import Imported, Picture
from acquit.ledger.models import Customer, Invoice, Receipt, Receivable
from acquit.organisation.actions import CompanyWords, invite, open_company
from acquit.organisation.models import Company

TODAY = date(2026, 3, 20)
AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
OUR_IBAN = "BE68539007547034"
THEIR_IBAN = "BE71096123456769"
CLERK = Actor(None, "clerk")


def open_books(code: str = "ALFA", name: str = "Alfa Trading", **more: Any) -> Books:
    """A company, and its books."""
    words = CompanyWords(code=code, name=name, country="BE", **more)
    return Books(open_company(words, actor=CLERK, at=AT))


@dataclass
class Books:
    """The books of one company: papers go in, questions come out."""

    company: Company
    today: date = TODAY
    taken: list[Imported] = field(default_factory=list)

    def take(
        self,
        *papers: bytes,
        partial: bool = False,
        on: date | None = None,
        picture: Picture | None = None,
    ) -> Imported:
        """Import the papers, and decide; gives what became of the last one."""
        done = actions.import_files(
            [Source.of_bytes(paper, name="paper") for paper in papers],
            company=self.company,
            partial=partial,
            on=on or self.today,
            actor=CLERK,
            clock=lambda: AT,
            picture=picture,
        )
        self.taken += done
        return done[-1]

    def must_take(self, *papers: bytes, on: date | None = None) -> Imported:
        """Import the papers, without any problem."""
        before = len(self.taken)
        last = self.take(*papers, on=on)
        assert [p for one in self.taken[before:] for p in one.problems] == []
        return last

    def customer(self, code: str = "C1") -> Customer:
        return Customer.objects.get(company=self.company, code=code)

    def invoice(self, number: str) -> Invoice:
        return Invoice.objects.get(company=self.company, number=number)

    def receivable(self, number: str, instalment: int = 1) -> Receivable:
        return Receivable.objects.get(
            company=self.company, invoice__number=number, instalment=instalment
        )

    def open_minor(self, number: str, instalment: int = 1) -> int:
        return self.receivable(number, instalment).open_minor

    def receipts(self) -> list[Receipt]:
        return list(Receipt.objects.filter(company=self.company).order_by("pk"))

    def line(self, text: str) -> Line:
        return Line.objects.get(account__company=self.company, text=text)


def person(name: str = "Anna Peeters") -> Actor:
    """Somebody who works here."""
    email = f"{name.partition(' ')[0].lower()}@example.org"
    made, _ = invite(email=email, name=name, language="en", actor=CLERK, at=AT)
    return Actor.of(made)


def table(rows: str) -> bytes:
    """A table written with bars and free spacing, one row a line, as CSV."""
    lines = [line.strip() for line in rows.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return "\n".join(";".join(row) for row in cells).encode()


def customers(*codes: str) -> bytes:
    """The customers table with these codes; each pays from an account of its own."""
    rows = [f"{code} | Customer {code} | business | x@{code}.example" for code in codes]
    return table("\n".join(["customer_code | name | party_type | email", *rows]))


def invoices(*rows: str) -> bytes:
    """The invoices table: number | customer | day of issue | amount | open amount."""
    head = "invoice_number | customer_code | issue_date | amount | open_amount"
    return table("\n".join([head, *rows]))


def receipts(*rows: str) -> bytes:
    """The receipts table: reference | customer | day | amount | invoice numbers | text."""
    head = (
        "receipt_reference | customer_code | received_on | amount | invoice_numbers | text"
    )
    return table("\n".join([head, *rows]))


@dataclass(frozen=True)
class Paid:
    """A line of a statement. amount: signed, as text; parts: the payments in a batch;
    batch_of: how many payments the bank says are in it, without telling them.
    """

    amount: str
    text: str = ""
    on: date = date(2026, 3, 16)
    reference: str = ""
    iban: str = ""
    name: str = ""
    bank_reference: str = ""
    end_to_end_id: str = ""
    batch_of: int = 0
    pending: bool = False
    reversal: bool = False
    return_reason: str = ""
    parts: tuple[Paid, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A statement. Balances as text; "" = the bank states none."""

    lines: tuple[Paid, ...]
    account: str = OUR_IBAN
    number: str = "2026-041"
    opening: str = ""
    closing: str = ""
    day: date = date(2026, 3, 17)
    currency: str = "EUR"
    sequence: str = ""
    page: int = 0
    last_page: bool = True


def statement(*lines: Paid, **of: Any) -> bytes:
    """A CAMT.053 file with one statement."""
    return statements(Sheet(lines, **of))


def report(*lines: Paid, **of: Any) -> bytes:
    """A CAMT.052 file: what was booked so far."""
    return statements(Sheet(lines, **of), message="BkToCstmrAcctRpt")


def notice(*lines: Paid, **of: Any) -> bytes:
    """A CAMT.054 file: single entries, or the payments in a batch."""
    return statements(Sheet(lines, **of), message="BkToCstmrDbtCdtNtfctn")


_MESSAGES = {
    "BkToCstmrAcctRpt": ("052", "Rpt"),
    "BkToCstmrStmt": ("053", "Stmt"),
    "BkToCstmrDbtCdtNtfctn": ("054", "Ntfctn"),
}


def statements(*sheets: Sheet, message: str = "BkToCstmrStmt") -> bytes:
    """A CAMT.053 file, or another message."""
    kind, name = _MESSAGES[message]
    body = "".join(f"<{name}>{_sheet(sheet)}</{name}>" for sheet in sheets)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08">'
        f"<{message}><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-03-18T06:00:00</CreDtTm></GrpHdr>"
        f"{body}</{message}></Document>"
    ).encode()


def _sheet(sheet: Sheet) -> str:
    balances = _balance(sheet, "OPBD", sheet.opening) + _balance(
        sheet, "CLBD", sheet.closing
    )
    last = str(sheet.last_page).lower()
    pages = sheet.page and (
        f"<StmtPgntn><PgNb>{sheet.page}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn>"
    )
    count = sheet.sequence and f"<ElctrncSeqNb>{sheet.sequence}</ElctrncSeqNb>"
    return (
        f"<Id>{sheet.number}</Id>{pages or ''}{count}"
        f"<FrToDt><FrDtTm>{sheet.day}T00:00:00</FrDtTm>"
        f"<ToDtTm>{sheet.day}T23:00:00</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{sheet.account}</IBAN></Id><Ccy>{sheet.currency}</Ccy></Acct>"
        f"{balances}{''.join(_entry(line, sheet.currency) for line in sheet.lines)}"
    )


def _balance(sheet: Sheet, code: str, amount: str) -> str:
    if not amount:
        return ""
    money = _money(amount, sheet.currency)
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{money}"
        f"<Dt><Dt>{sheet.day}</Dt></Dt></Bal>"
    )


def _money(amount: str, currency: str) -> str:
    side = "DBIT" if amount.startswith("-") else "CRDT"
    bare = amount.lstrip("-")
    return f'<Amt Ccy="{currency}">{bare}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(line: Paid, currency: str) -> str:
    reversal = "<RvslInd>true</RvslInd>" if line.reversal else ""
    status = "PDNG" if line.pending else "BOOK"
    reference = (
        f"<AcctSvcrRef>{line.bank_reference}</AcctSvcrRef>" if line.bank_reference else ""
    )
    details = "".join(_detail(part, currency) for part in line.parts or (line,))
    if line.batch_of:
        details = f"<Btch><NbOfTxs>{line.batch_of}</NbOfTxs></Btch>"
    return (
        f"<Ntry>{_money(line.amount, currency)}{reversal}<Sts><Cd>{status}</Cd></Sts>"
        f"<BookgDt><Dt>{line.on}</Dt></BookgDt><ValDt><Dt>{line.on}</Dt></ValDt>{reference}"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _detail(line: Paid, currency: str) -> str:
    name = f"<Dbtr><Pty><Nm>{escape(line.name)}</Nm></Pty></Dbtr>" if line.name else ""
    iban = f"<DbtrAcct><Id><IBAN>{line.iban}</IBAN></Id></DbtrAcct>" if line.iban else ""
    found = f"<Ustrd>{escape(line.text)}</Ustrd>" if line.text else ""
    if line.reference:
        found += f"<Strd><CdtrRefInf><Ref>{line.reference}</Ref></CdtrRefInf></Strd>"
    refs = line.end_to_end_id and f"<EndToEndId>{line.end_to_end_id}</EndToEndId>"
    back = line.return_reason and (
        f"<RtrInf><Rsn><Cd>{line.return_reason}</Cd></Rsn></RtrInf>"
    )
    return (
        f"<TxDtls><Refs>{refs}</Refs>{_money(line.amount, currency)}"
        f"<RltdPties>{name}{iban}</RltdPties>"
        f"<RmtInf>{found}</RmtInf>{back}</TxDtls>"
    )


@dataclass(frozen=True)
class Bill:
    """An e-invoice; `corrects` makes it a credit note unless the amount is negative."""

    number: str
    amount: str
    on: date = date(2026, 2, 1)
    due_on: date | None = date(2026, 3, 3)
    buyer: str = "C1"
    buyer_name: str = "Menuiserie Dupré"
    buyer_vat: str = ""
    seller: str = "Alfa Trading NV"
    seller_vat: str = "BE0403170701"
    credit_note: bool = False
    corrects: tuple[str, ...] = ()
    reference: str = ""
    currency: str = "EUR"


def ubl(bill: Bill) -> bytes:
    """A Peppol invoice or credit note."""
    root = "CreditNote" if bill.credit_note else "Invoice"
    due = f"<cbc:DueDate>{bill.due_on}</cbc:DueDate>" if bill.due_on else ""
    corrected = "".join(
        "<cac:BillingReference><cac:InvoiceDocumentReference>"
        f"<cbc:ID>{number}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
        for number in bill.corrects
    )
    code = bill.buyer and (
        f"<cac:PartyIdentification><cbc:ID>{bill.buyer}</cbc:ID></cac:PartyIdentification>"
    )
    means = bill.reference and (
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
        f"<cbc:PaymentID>{bill.reference}</cbc:PaymentID></cac:PaymentMeans>"
    )
    kind = 381 if bill.credit_note else 380
    names = "urn:oasis:names:specification:ubl:schema:xsd"
    return (
        f'<{root} xmlns="{names}:{root}-2" xmlns:cac="{names}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{names}:CommonBasicComponents-2">'
        f"<cbc:ID>{bill.number}</cbc:ID><cbc:IssueDate>{bill.on}</cbc:IssueDate>{due}"
        f"<cbc:{root}TypeCode>{kind}</cbc:{root}TypeCode>"
        f"<cbc:DocumentCurrencyCode>{bill.currency}</cbc:DocumentCurrencyCode>{corrected}"
        "<cac:AccountingSupplierParty><cac:Party>"
        f"{_party(bill.seller, bill.seller_vat)}</cac:Party></cac:AccountingSupplierParty>"
        "<cac:AccountingCustomerParty><cac:Party>"
        f"{code}{_party(bill.buyer_name, bill.buyer_vat)}</cac:Party>"
        f"</cac:AccountingCustomerParty>{means}<cac:LegalMonetaryTotal>"
        f'<cbc:TaxInclusiveAmount currencyID="{bill.currency}">{bill.amount}'
        "</cbc:TaxInclusiveAmount>"
        f'<cbc:PayableAmount currencyID="{bill.currency}">{bill.amount}</cbc:PayableAmount>'
        f"</cac:LegalMonetaryTotal></{root}>"
    ).encode()


def _party(name: str, vat: str) -> str:
    tax = vat and (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
    )
    return (
        "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE"
        "</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"{tax}<cac:PartyLegalEntity><cbc:RegistrationName>{escape(name)}"
        "</cbc:RegistrationName></cac:PartyLegalEntity>"
    )


def minor(amount: str, currency: str = "EUR") -> int:
    """The amount as the books keep it."""
    from decimal import Decimal

    return to_minor(Decimal(amount), currency)
