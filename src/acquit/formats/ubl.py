"""UBL 2.1 invoices and credit notes: EN 16931, Peppol BIS Billing, XRechnung, NLCIUS, the
French CTC, and looser ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.formats import einvoice, markup
from acquit.formats.einvoice.settlement import TermsPaths
from acquit.formats.markup import paths, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

LABEL = "UBL"

_ROOTS = ("Invoice", "CreditNote")
_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
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
    return einvoice.read(source, _SYNTAX)


def _vat(party: _Element) -> str:
    """The number of the scheme VAT; others are local tax numbers."""
    for scheme in markup.nodes(party, _TAX_SCHEMES):
        number = text(scheme, paths("CompanyID"))
        if number and text(scheme, paths("TaxScheme/ID")).upper() in {"VAT", ""}:
            return number
    return ""


_SYNTAX = einvoice.Syntax(
    roots=_ROOTS,
    skipped=(
        *("InvoiceLine", "CreditNoteLine", "AdditionalDocumentReference"),
        "UBLExtensions",
    ),
    payable_required=True,
    number=paths("ID"),
    issued_on=paths("IssueDate"),
    type_code=paths("InvoiceTypeCode", "CreditNoteTypeCode"),
    currency=paths("DocumentCurrencyCode"),
    # A credit note has no DueDate of its own.
    due_on=paths("DueDate", "PaymentMeans/PaymentDueDate"),
    buyer_reference=paths("BuyerReference"),
    order=paths("OrderReference/ID"),
    profile=paths("CustomizationID"),
    preceding=paths(
        "BillingReference/InvoiceDocumentReference/ID",
        "BillingReference/CreditNoteDocumentReference/ID",
    ),
    payee=paths(
        "PayeeParty/PartyName/Name", "PayeeParty/PartyLegalEntity/RegistrationName"
    ),
    payment_reference=paths("PaymentMeans/PaymentID"),
    iban=paths("PaymentMeans/PayeeFinancialAccount/ID"),
    seller=paths("AccountingSupplierParty/Party"),
    buyer=paths("AccountingCustomerParty/Party"),
    party=einvoice.PartyPaths(
        name=paths("PartyLegalEntity/RegistrationName", "PartyName/Name"),
        ids=paths("PartyIdentification/ID", "PartyLegalEntity/CompanyID"),
        endpoint=paths("EndpointID"),
        street=paths("PostalAddress/StreetName"),
        postcode=paths("PostalAddress/PostalZone"),
        city=paths("PostalAddress/CityName"),
        country=paths("PostalAddress/Country/IdentificationCode"),
        email=paths("Contact/ElectronicMail"),
        phone=paths("Contact/Telephone"),
        contact=paths("Contact/Name"),
        vat=_vat,
    ),
    terms=TermsPaths(
        nodes=paths("PaymentTerms"),
        note=paths("Note"),
        due_on=paths("PaymentDueDate", "InstallmentDueDate"),
        amount=paths("Amount"),
        share=paths("PaymentPercent"),
        percent=paths("SettlementDiscountPercent"),
        discount_amount=paths("SettlementDiscountAmount"),
        period=paths("SettlementPeriod/DurationMeasure"),
        begins_on=paths("SettlementPeriod/StartDate"),
        ends_on=paths("SettlementPeriod/EndDate"),
    ),
    totals=einvoice.TotalPaths(
        lines=paths("LegalMonetaryTotal/LineExtensionAmount"),
        allowances=paths("LegalMonetaryTotal/AllowanceTotalAmount"),
        charges=paths("LegalMonetaryTotal/ChargeTotalAmount"),
        net=paths("LegalMonetaryTotal/TaxExclusiveAmount"),
        tax=paths("TaxTotal/TaxAmount"),
        gross=paths("LegalMonetaryTotal/TaxInclusiveAmount"),
        prepaid=paths("LegalMonetaryTotal/PrepaidAmount"),
        rounding=paths("LegalMonetaryTotal/PayableRoundingAmount"),
        payable=paths("LegalMonetaryTotal/PayableAmount"),
    ),
)
