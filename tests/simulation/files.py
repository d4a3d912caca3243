"""The files that the world's accounting would deliver, and its bank as camt.053."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulation.events import Account, Banked, Claim, Credited, Customer, Payment


def _table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode()


def amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def customers(some: Sequence[Customer]) -> bytes:
    return _table(
        [
            "customer_code",
            "name",
            "party_type",
            "vat",
            "country",
            "language",
            "email",
            "ibans",
            "phone",
            "street",
            "city",
            "segment",
            "payment_method",
            "representative",
        ],
        [
            (
                c.code,
                c.name,
                c.party,
                c.vat,
                c.country,
                c.language,
                c.email,
                c.iban,
                c.phone,
                c.street,
                c.city,
                c.segment,
                "direct debit" if c.debit else "",
                REPRESENTATIVE if c.spoken_for else "",
            )
            for c in some
        ],
    )


# Who looks after customers at both companies.
REPRESENTATIVE, REPRESENTATIVE_EMAIL = "Rita Roland", "rita@ours.example"


def contacts(some: Sequence[Customer]) -> bytes:
    return _table(
        ["customer_code", "name", "role", "email"],
        [
            (c.code, name, role, address)
            for c in some
            for name, role, address in (
                ("Accounts payable", "accounting", c.accountant),
                ("The manager", "management", c.manager),
            )
            if address
        ],
    )


INVOICE_HEADERS = [
    *("invoice_number", "instalment", "customer_code", "type", "issue_date", "due_date"),
    *("amount", "currency", "payment_reference"),
]


def invoices(some: Sequence[Claim]) -> bytes:
    return _table(
        INVOICE_HEADERS,
        [
            (
                c.number,
                c.part if c.parts > 1 else "",
                c.customer,
                "invoice",
                c.issued_on,
                c.due_on,
                amount(c.minor),
                c.currency,
                c.reference,
            )
            for c in some
        ],
    )


def credit_note(note: Credited, issued_on: object) -> bytes:
    row = (
        note.number,
        "",
        note.customer[1],
        "credit_note",
        issued_on,
        "",
        amount(note.minor),
        note.currency,
        "",
    )
    return _table(INVOICE_HEADERS, [row])


def told(banked: Banked) -> list[tuple[Account, list[Payment]]]:
    """What stands on which account: on the first one of its currency."""
    placed: dict[str, list[Payment]] = {}
    for payment in banked.payments:
        placed.setdefault(payment.currency, []).append(payment)
    return [(one, placed.pop(one.currency, [])) for one in banked.accounts]


def signed(payment: Payment) -> int:
    return -payment.minor if payment.back else payment.minor


def words(payment: Payment) -> str:
    return "betaling " + " ".join(payment.names)


def statement(banked: Banked) -> bytes:
    """A camt.053 in its oldest version, with as little as a bank may send."""
    statements = "".join(_statement(banked, *one) for one in told(banked))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M{banked.of_day}</MsgId><CreDtTm>{banked.of_day}T20:00:00</CreDtTm>"
        f"</GrpHdr>{statements}</BkToCstmrStmt></Document>"
    ).encode()


def _statement(banked: Banked, account: Account, payments: Sequence[Payment]) -> str:
    entries = "".join(_entry(payment, banked) for payment in payments)
    total = sum(map(signed, payments))
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f"{_amount(minor, account.currency)}<Dt><Dt>{banked.of_day}</Dt></Dt></Bal>"
        for code, minor in (("OPBD", 0), ("CLBD", total))
    )
    return (
        f"<Stmt><Id>{account.number}-{banked.of_day}</Id>"
        f"<CreDtTm>{banked.of_day}T20:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{account.number}</IBAN></Id><Ccy>{account.currency}</Ccy></Acct>"
        f"{balances}{entries}</Stmt>"
    )


def _amount(minor: int, currency: str) -> str:
    side = "DBIT" if minor < 0 else "CRDT"
    return f'<Amt Ccy="{currency}">{amount(abs(minor))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(payment: Payment, banked: Banked) -> str:
    if payment.reference:
        said = (
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp>"
            f"<Ref>{payment.reference}</Ref></CdtrRefInf></Strd>"
        )
    else:
        said = f"<Ustrd>{escape(words(payment))}</Ustrd>"
    back = "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>" if payment.back else ""
    return (
        f"<Ntry>{_amount(signed(payment), payment.currency)}"
        f"{'<RvslInd>true</RvslInd>' if payment.back else ''}"
        f"<Sts>BOOK</Sts><BookgDt><Dt>{banked.of_day}</Dt></BookgDt>"
        f"<ValDt><Dt>{banked.of_day}</Dt></ValDt>"
        f"<AcctSvcrRef>{'R' if payment.back else 'B'}{payment.tag}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{payment.tag}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Nm>Somebody</Nm></Dbtr><DbtrAcct><Id><IBAN>{payment.iban}</IBAN>"
        f"</Id></DbtrAcct></RltdPties><RmtInf>{said}</RmtInf>{back}</TxDtls></NtryDtls></Ntry>"
    )
