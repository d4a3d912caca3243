"""UBL 2.1 invoices and credit notes: Peppol BIS Billing and EN 16931, and looser ones.

Only what receivables need is read (the BT numbers of EN 16931 stand beside the paths);
lines and attachments are passed over. Amounts stay as written, sign included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.formats import markup, values
from acquit.formats.markup import local, paths, text, texts
from acquit.formats.records import NO_AMOUNT, InvoiceRecord, Party

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from lxml import etree

    from acquit.formats.markup import Path
    from acquit.formats.records import Problem, Record, Refused
    from acquit.formats.source import Source

LABEL = "UBL"
MOST_BYTES = (
    128 * 1024 * 1024
)  # Peppol carries messages of up to 100 MB, attachments included

_ROOTS = ("Invoice", "CreditNote")
_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
_SKIPPED = ("InvoiceLine", "CreditNoteLine", "AdditionalDocumentReference", "UBLExtensions")
# UNCL1001: credit notes, also self-billed (261), factored (396), forwarder's (532).
_CREDIT_NOTES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
)

_NUMBER = paths("ID")  # BT-1
_ISSUED_ON = paths("IssueDate")  # BT-2
_TYPE = paths("InvoiceTypeCode", "CreditNoteTypeCode")  # BT-3
_CURRENCY = paths("DocumentCurrencyCode")  # BT-5
# BT-9: a credit note has no DueDate of its own
_DUE_ON = paths("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")
_BUYER_REFERENCE = paths("BuyerReference")  # BT-10
_ORDER = paths("OrderReference/ID")  # BT-13
_TERMS = paths("PaymentTerms/Note")  # BT-20
_PRECEDING = paths(  # BT-25
    "BillingReference/InvoiceDocumentReference/ID",
    "BillingReference/CreditNoteDocumentReference/ID",
)
_PAYMENT_REFERENCE = paths("PaymentMeans/PaymentID")  # BT-83
_IBAN = paths("PaymentMeans/PayeeFinancialAccount/ID")  # BT-84
_GROSS = paths("LegalMonetaryTotal/TaxInclusiveAmount")  # BT-112
_PREPAID = paths("LegalMonetaryTotal/PrepaidAmount")  # BT-113
_ROUNDING = paths("LegalMonetaryTotal/PayableRoundingAmount")  # BT-114
_PAYABLE = paths("LegalMonetaryTotal/PayableAmount")  # BT-115

_SELLER = paths("AccountingSupplierParty/Party")[0]
_BUYER = paths("AccountingCustomerParty/Party")[0]
_NAME = paths("PartyLegalEntity/RegistrationName", "PartyName/Name")  # BT-27, BT-44
_IDS = paths("PartyIdentification/ID", "PartyLegalEntity/CompanyID")  # BT-29/30, BT-46/47
_TAX_SCHEMES = paths("PartyTaxScheme")[0]


def recognises(source: Source) -> str:
    """`ubl` when the root is a UBL invoice or credit note."""
    if not markup.looks_like_xml(source.head):
        return ""
    for tag in markup.first_tags(source, 1):
        namespace, _, name = tag.rpartition("}")
        if name in _ROOTS and namespace.strip("{").startswith(_NAMESPACE):
            return "ubl"
    return ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the one invoice of the file; raises Refused."""
    if source.size > MOST_BYTES:
        raise values.refused(
            where="the file",
            saw=f"{source.size // 1024 // 1024} MB",
            wanted=f"at most {MOST_BYTES // 1024 // 1024} MB",
            remedy="Ask the sender for the invoice without its attachments.",
        )
    invoice: InvoiceRecord | None = None
    for event, node in markup.events(source, _ROOTS + _SKIPPED, limit=MOST_BYTES):
        if event == "end" and local(node) in _SKIPPED:
            node.clear()
        elif event == "end" and node.getparent() is None:
            invoice = _invoice(node)
    if invoice is None:
        raise values.refused(where="the root", saw="no invoice", wanted="a UBL invoice")
    yield invoice  # only now: something may follow the root, and then it is no XML document


def _invoice(root: etree._Element) -> InvoiceRecord:
    is_credit_note = local(root) == "CreditNote"
    currency = text(root, _CURRENCY) or _currency_of_payable(root)
    payable = _amount(root, _PAYABLE, currency)
    if payable is None:
        raise _missing("PayableAmount")
    prepaid = _amount(root, _PREPAID, currency) or NO_AMOUNT
    gross = _amount(root, _GROSS, currency)
    if gross is None:
        gross = payable + prepaid - (_amount(root, _ROUNDING, currency) or NO_AMOUNT)
    number, issued_on = text(root, _NUMBER), _day(root, _ISSUED_ON)
    if not number or issued_on is None:
        raise _missing("IssueDate" if number else "ID")
    type_code = text(root, _TYPE) or ("381" if is_credit_note else "380")
    return InvoiceRecord(
        where="invoice " + number,
        number=number,
        type_code=type_code,
        credit_note=is_credit_note or type_code in _CREDIT_NOTES,
        issued_on=issued_on,
        due_on=_day(root, _DUE_ON),
        currency=currency,
        gross=gross,
        prepaid=prepaid,
        payable=payable,
        seller=_party(markup.first(root, _SELLER)),
        buyer=_party(markup.first(root, _BUYER)),
        payment_reference=text(root, _PAYMENT_REFERENCE),
        payment_iban=text(root, _IBAN).replace(" ", ""),
        order_number=text(root, _ORDER),
        buyer_reference=text(root, _BUYER_REFERENCE),
        terms=" ".join(texts(root, _TERMS)),
        references=tuple(dict.fromkeys(texts(root, _PRECEDING))),
    )


def _party(node: etree._Element | None) -> Party:
    if node is None:
        return Party()
    return Party(
        name=text(node, _NAME),
        vat=_vat(node),
        ids=tuple(dict.fromkeys(texts(node, _IDS))),
        endpoint=text(node, paths("EndpointID")),
        street=text(node, paths("PostalAddress/StreetName")),
        postcode=text(node, paths("PostalAddress/PostalZone")),
        city=text(node, paths("PostalAddress/CityName")),
        country=text(node, paths("PostalAddress/Country/IdentificationCode")),
        email=text(node, paths("Contact/ElectronicMail")),
        phone=text(node, paths("Contact/Telephone")),
        contact=text(node, paths("Contact/Name")),
    )


def _vat(party: etree._Element) -> str:
    """BT-31 or BT-48: the number of the scheme VAT; others are local tax numbers."""
    for scheme in markup.nodes(party, _TAX_SCHEMES):
        number = text(scheme, paths("CompanyID"))
        if number and text(scheme, paths("TaxScheme/ID")).upper() in {"VAT", ""}:
            return number.replace(" ", "")
    return ""


def _amount(root: etree._Element, place: tuple[Path, ...], currency: str) -> Decimal | None:
    written = text(root, place)
    name = place[0][-1].rpartition("}")[2]
    return values.amount(written, currency=currency, where=name) if written else None


def _day(root: etree._Element, places: tuple[Path, ...]) -> date | None:
    written = text(root, places)
    return values.day(written, where=places[0][-1].rpartition("}")[2]) if written else None


def _currency_of_payable(root: etree._Element) -> str:
    payable = markup.first(root, _PAYABLE[0])
    return str(payable.get("currencyID", "")).strip() if payable is not None else ""


def _missing(name: str) -> Refused:
    return values.refused(
        where=name,
        saw="nothing",
        wanted="a value: an invoice cannot do without it",
        remedy="Ask the seller for a complete invoice.",
    )
