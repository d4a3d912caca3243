"""UBL 2.1 invoices and credit notes, in the shape of Peppol BIS Billing 3 (EN 16931)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from acquit.core.money import to_decimal

if TYPE_CHECKING:
    from acquit.demo.cast import Company
    from acquit.demo.customers import Customer
    from acquit.demo.invoices import Invoice

OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# electronic address scheme by country: KBO, SIRET, KvK, and VAT elsewhere
SCHEMES = {
    "BE": "0208",
    "FR": "0009",
    "NL": "0106",
    "DE": "9930",
    "LU": "9938",
    "GB": "9932",
}
GOODS = {
    "nl": ("Bouwmaterialen", "Sanitair toebehoren", "Isolatieplaten", "Onderhoudscontract"),
    "fr": ("Matériaux de construction", "Fournitures sanitaires", "Isolants", "Entretien"),
    "de": ("Baustoffe", "Sanitärbedarf", "Dämmplatten", "Wartung"),
    "en": ("Building materials", "Plumbing supplies", "Insulation", "Maintenance"),
}


def document_file(
    invoice: Invoice, company: Company, *, corrected: Invoice | None
) -> bytes:
    """An Invoice; or a CreditNote that refers to the invoice it corrects."""
    return _Writer(invoice, company, corrected).document().encode()


def _cbc(name: str, text: object, attributes: str = "") -> str:
    """Nothing for no text."""
    written = escape(str(text))
    return f"<cbc:{name}{attributes}>{written}</cbc:{name}>" if written else ""


def _cac(name: str, *inner: str) -> str:
    return f"<cac:{name}>{''.join(inner)}</cac:{name}>"


class _Writer:
    def __init__(
        self, invoice: Invoice, company: Company, corrected: Invoice | None
    ) -> None:
        self.invoice = invoice
        self.company = company
        self.corrected = corrected
        self.root = "CreditNote" if invoice.is_credit_note else "Invoice"

    def document(self) -> str:
        parts = (
            *(self._identity(), self._references(), self._seller(), self._buyer()),
            *(self._payment(), self._tax(), self._totals(), self._line()),
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<{self.root} xmlns="{OASIS}:{self.root}-2" '
            f'xmlns:cac="{OASIS}:CommonAggregateComponents-2" '
            f'xmlns:cbc="{OASIS}:CommonBasicComponents-2">\n'
            + "".join(f"{part}\n" for part in parts if part)
            + f"</{self.root}>\n"
        )

    def _amount(self, name: str, minor: int) -> str:
        currency = self.invoice.currency
        return _cbc(name, to_decimal(minor, currency), f' currencyID="{currency}"')

    def _identity(self) -> str:
        invoice = self.invoice
        due = "" if invoice.is_credit_note else _cbc("DueDate", invoice.due_on)
        code = _cbc(f"{self.root}TypeCode", "381" if invoice.is_credit_note else "380")
        return (
            f"{_cbc('CustomizationID', CUSTOMIZATION)}{_cbc('ProfileID', PROFILE)}"
            f"{_cbc('ID', invoice.number)}{_cbc('IssueDate', invoice.issued_on)}{due}{code}"
            f"{_cbc('DocumentCurrencyCode', invoice.currency)}"
            f"{_cbc('BuyerReference', invoice.customer.code)}"
        )

    def _references(self) -> str:
        order = self.invoice.order_number
        written = _cac("OrderReference", _cbc("ID", order)) if order else ""
        if self.corrected:
            earlier = _cac(
                "InvoiceDocumentReference",
                _cbc("ID", self.corrected.number),
                _cbc("IssueDate", self.corrected.issued_on),
            )
            written += _cac("BillingReference", earlier)
        return written

    def _seller(self) -> str:
        company = self.company
        inner = (
            self._endpoint(company.country, company.registration),
            _cac("PartyName", _cbc("Name", company.name)),
            self._address(company),
            self._tax_scheme(company.vat),
            self._legal(company.name, company.registration),
            _cac(
                "Contact",
                _cbc("Telephone", company.phone),
                _cbc("ElectronicMail", company.email),
            ),
        )
        return _cac("AccountingSupplierParty", _cac("Party", *inner))

    def _buyer(self) -> str:
        customer = self.invoice.customer
        inner = (
            self._endpoint(customer.country, customer.registration),
            _cac("PartyIdentification", _cbc("ID", customer.code)),
            _cac("PartyName", _cbc("Name", customer.full_name)),
            self._address(customer),
            self._tax_scheme(customer.vat) if customer.vat else "",
            self._legal(customer.full_name, customer.registration),
            self._contact(customer),
        )
        return _cac("AccountingCustomerParty", _cac("Party", *inner))

    def _endpoint(self, country: str, registration: str) -> str:
        digits = registration.replace(".", "")
        scheme = SCHEMES.get(country)
        return _cbc("EndpointID", digits, f' schemeID="{scheme}"') if scheme else ""

    def _address(self, party: Company | Customer) -> str:
        return _cac(
            "PostalAddress",
            _cbc("StreetName", party.street),
            _cbc("CityName", party.city),
            _cbc("PostalZone", party.postcode),
            _cac("Country", _cbc("IdentificationCode", party.country)),
        )

    def _tax_scheme(self, vat: str) -> str:
        return _cac(
            "PartyTaxScheme", _cbc("CompanyID", vat), _cac("TaxScheme", _cbc("ID", "VAT"))
        )

    def _legal(self, name: str, registration: str) -> str:
        number = registration.replace(".", "")
        return _cac(
            "PartyLegalEntity", _cbc("RegistrationName", name), _cbc("CompanyID", number)
        )

    def _contact(self, customer: Customer) -> str:
        named = customer.contacts[0].name if customer.contacts else ""
        inner = (
            _cbc("Name", named),
            _cbc("Telephone", customer.phone),
            _cbc("ElectronicMail", customer.email),
        )
        return _cac("Contact", *inner) if any(inner) else ""

    def _payment(self) -> str:
        if self.invoice.is_credit_note:
            return ""
        collected = self.invoice.customer.payment_method == "direct_debit"
        account = _cac("PayeeFinancialAccount", _cbc("ID", self.company.accounts[0].iban))
        mandate = _cac(
            "PaymentMandate", _cbc("ID", f"KAST-{self.invoice.customer.code}-01")
        )
        means = _cac(
            "PaymentMeans",
            _cbc("PaymentMeansCode", "59" if collected else "30"),
            _cbc("PaymentID", self.invoice.reference),
            mandate if collected else account,
        )
        return means + _cac("PaymentTerms", _cbc("Note", self.invoice.terms))

    @property
    def _net(self) -> int:
        return self.invoice.minor - self.invoice.vat_minor

    def _category(self, name: str) -> str:
        """Standard rate at home, reverse charge (AE) in the Union, export (G) beyond."""
        percent = self.company.vat_percent if self.invoice.vat_minor else 0
        code = "S" if percent else "AE" if self.invoice.customer.country in SCHEMES else "G"
        if self.invoice.customer.country == "GB" and not percent:
            code = "G"
        reason = {"AE": "Reverse charge", "G": "Export outside the EU"}.get(code, "")
        stated = _cbc("TaxExemptionReason", reason) if name == "TaxCategory" else ""
        scheme = _cac("TaxScheme", _cbc("ID", "VAT"))
        return _cac(name, _cbc("ID", code), _cbc("Percent", percent), stated, scheme)

    def _tax(self) -> str:
        vat = self._amount("TaxAmount", self.invoice.vat_minor)
        subtotal = _cac(
            "TaxSubtotal",
            self._amount("TaxableAmount", self._net),
            vat,
            self._category("TaxCategory"),
        )
        return _cac("TaxTotal", vat, subtotal)

    def _totals(self) -> str:
        return _cac(
            "LegalMonetaryTotal",
            self._amount("LineExtensionAmount", self._net),
            self._amount("TaxExclusiveAmount", self._net),
            self._amount("TaxInclusiveAmount", self.invoice.minor),
            self._amount("PayableAmount", self.invoice.minor),
        )

    def _line(self) -> str:
        goods = GOODS[self.invoice.customer.language]
        quantity = "CreditedQuantity" if self.invoice.is_credit_note else "InvoicedQuantity"
        return _cac(
            f"{self.root}Line",
            _cbc("ID", "1"),
            _cbc(quantity, "1", ' unitCode="C62"'),
            self._amount("LineExtensionAmount", self._net),
            _cac(
                "Item",
                _cbc("Name", goods[self.invoice.minor % len(goods)]),
                self._category("ClassifiedTaxCategory"),
            ),
            _cac("Price", self._amount("PriceAmount", self._net)),
        )
