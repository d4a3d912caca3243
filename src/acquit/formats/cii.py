"""UN/CEFACT Cross Industry Invoices: EN 16931, XRechnung, Factur-X and ZUGFeRD in all
profiles, and ZUGFeRD 1.0, which calls the same things by longer names.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from acquit.formats import einvoice, markup
from acquit.formats.einvoice import fields
from acquit.formats.einvoice.settlement import TermsPaths
from acquit.formats.markup import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from acquit.formats.einvoice.fields import Places
    from acquit.formats.records import Problem, Record
    from acquit.formats.source import Source

LABEL = "CII"

_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
_NAMESPACES = ("urn:un:unece:uncefact:data:standard:Cross", "urn:ferd:")

# Each part of the document, as it is called now and in ZUGFeRD 1.0.
_HEADER = ("ExchangedDocument", "HeaderExchangedDocument")
_CONTEXT = ("ExchangedDocumentContext", "SpecifiedExchangedDocumentContext")
_TRADE = ("SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
_AGREEMENT = ("ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
_SETTLEMENT = ("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
_SUMS = (
    "SpecifiedTradeSettlementHeaderMonetarySummation",
    "SpecifiedTradeSettlementMonetarySummation",
)


def recognises(source: Source) -> str:
    """`cii` when the root is an invoice of the standard or of ZUGFeRD 1.0."""
    if not markup.looks_like_xml(source.head):
        return ""
    for tag in markup.first_tags(source, 1):
        namespace, _, name = tag.rpartition("}")
        if name in _ROOTS and namespace.strip("{").startswith(_NAMESPACES):
            return "cii"
    return ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the one invoice of the file; raises Refused."""
    return einvoice.read(source, _SYNTAX)


def _below(*parts: tuple[str, ...]) -> Places:
    """The paths through all these parts, the newer names first."""
    return paths(*("/".join(steps) for steps in product(*parts)))


def _days(*names: str) -> tuple[str, ...]:
    """A day stands in an element of its own, whose name differs."""
    return tuple(
        f"{name}/{kind}" for name in names for kind in ("DateTimeString", "DateTime")
    )


def _in_agreement(*names: str) -> Places:
    return _below(_TRADE, _AGREEMENT, names)


def _in_settlement(*names: str) -> Places:
    return _below(_TRADE, _SETTLEMENT, names)


def _in_sums(name: str) -> Places:
    return _below(_TRADE, _SETTLEMENT, _SUMS, (name,))


def _vat(party: _Element) -> str:
    """The number of the scheme VA; FC is a local tax number."""
    for one, number, _ in fields.found(party, paths("SpecifiedTaxRegistration/ID")):
        if str(one.get("schemeID", "")).upper() in {"VA", "VAT"}:
            return number
    return ""


_SYNTAX = einvoice.Syntax(
    roots=_ROOTS,
    skipped=("IncludedSupplyChainTradeLineItem", "AdditionalReferencedDocument"),
    payable_required=False,
    number=_below(_HEADER, ("ID",)),
    issued_on=_below(_HEADER, _days("IssueDateTime")),
    type_code=_below(_HEADER, ("TypeCode",)),
    currency=_in_settlement("InvoiceCurrencyCode"),
    due_on=(),
    buyer_reference=_in_agreement("BuyerReference"),
    order=_in_agreement(
        "BuyerOrderReferencedDocument/IssuerAssignedID", "BuyerOrderReferencedDocument/ID"
    ),
    profile=_below(_CONTEXT, ("GuidelineSpecifiedDocumentContextParameter",), ("ID",)),
    preceding=_in_settlement(
        "InvoiceReferencedDocument/IssuerAssignedID", "InvoiceReferencedDocument/ID"
    ),
    payee=_in_settlement("PayeeTradeParty/Name"),
    payment_reference=_in_settlement("PaymentReference"),
    iban=_in_settlement(
        *(
            f"SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/{name}"
            for name in ("IBANID", "ProprietaryID")
        )
    ),
    seller=_in_agreement("SellerTradeParty"),
    buyer=_in_agreement("BuyerTradeParty"),
    party=einvoice.PartyPaths(
        name=paths("Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        ids=paths("ID", "GlobalID", "SpecifiedLegalOrganization/ID"),
        endpoint=paths("URIUniversalCommunication/URIID"),
        street=paths("PostalTradeAddress/LineOne", "PostalTradeAddress/StreetName"),
        postcode=paths("PostalTradeAddress/PostcodeCode"),
        city=paths("PostalTradeAddress/CityName"),
        country=paths("PostalTradeAddress/CountryID"),
        email=paths("DefinedTradeContact/EmailURIUniversalCommunication/URIID"),
        phone=paths("DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"),
        contact=paths(
            "DefinedTradeContact/PersonName", "DefinedTradeContact/DepartmentName"
        ),
        vat=_vat,
    ),
    terms=TermsPaths(
        nodes=_in_settlement("SpecifiedTradePaymentTerms"),
        note=paths("Description"),
        due_on=paths(*_days("DueDateDateTime")),
        amount=paths("PartialPaymentAmount"),
        discount=paths("ApplicableTradePaymentDiscountTerms")[0],
        percent=paths("CalculationPercent"),
        discount_amount=paths("ActualDiscountAmount"),
        base=paths("BasisAmount"),
        period=paths("BasisPeriodMeasure"),
        begins_on=paths(*_days("BasisDateTime")),
    ),
    totals=einvoice.TotalPaths(
        lines=_in_sums("LineTotalAmount"),
        allowances=_in_sums("AllowanceTotalAmount"),
        charges=_in_sums("ChargeTotalAmount"),
        net=_in_sums("TaxBasisTotalAmount"),
        tax=_in_sums("TaxTotalAmount"),
        gross=_in_sums("GrandTotalAmount"),
        prepaid=_in_sums("TotalPrepaidAmount"),
        rounding=_in_sums("RoundingAmount"),
        payable=_in_sums("DuePayableAmount"),
    ),
)
