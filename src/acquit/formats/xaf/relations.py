"""The customers and suppliers of an auditfile, and its accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stdnum import iban as iban_number
from stdnum.eu import vat as vat_number
from stdnum.exceptions import ValidationError

from acquit.formats import places
from acquit.formats.markup import leaf
from acquit.formats.records import CustomerRow

if TYPE_CHECKING:
    from acquit.formats.markup import Leaves

# custSupTp: also D and F (debiteur, leverancier), as some programs write.
_CUSTOMER, _SUPPLIER, _BOTH = {"C", "D"}, {"S", "F"}, {"B"}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
# The reference chart of accounts (RGS): trade debtors and their subdivisions.
_RGS_DEBTORS = "BVorDeb"
_DEBTORS = re.compile(
    r"debiteuren|handelsvorderingen|debtors|accounts? receivable|trade receivables",
    re.IGNORECASE,
)
_NOT_DEBTORS = re.compile(
    r"voorzien|dubieu|provision|doubtful|allowance|tussen", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A customer, a supplier, or both. opening, closing: of XAF 4.0, signed, as written."""

    row: CustomerRow
    kind: str
    opening: tuple[str, str]
    closing: tuple[str, str]

    @property
    def is_customer(self) -> bool:
        return self.kind in _CUSTOMER | _BOTH

    @property
    def is_supplier(self) -> bool:
        return self.kind in _SUPPLIER


def relation(found: Leaves) -> Relation:
    """A customerSupplier. What is no e-mail address, no VAT number or no IBAN is kept as
    text: an auditfile is no place to correct them.
    """
    custom = {}
    mail, tax = leaf(found, "eMail"), leaf(found, "taxRegIdent")
    if mail and not _MAIL.fullmatch(mail):
        custom["eMail"], mail = mail, ""
    vat = _vat(tax, leaf(found, "taxRegistrationCountry"))
    if tax and not vat:
        custom["taxRegIdent"] = tax
    contact = leaf(found, "contact")
    if contact:
        custom["contact"] = contact
    code = leaf(found, "custSupID")
    row = CustomerRow(
        where=places.THE_FILE,
        customer_code=code,
        name=leaf(found, "custSupName") or code,
        vat=vat,
        registration=leaf(found, "commerceNr"),
        street=" ".join(filter(None, _street(found))),
        postcode=leaf(found, "streetAddress/postalCode", "postalAddress/postalCode"),
        city=leaf(found, "streetAddress/city", "postalAddress/city"),
        country=_country(found),
        email=mail,
        phone=leaf(found, "telephone"),
        ibans=tuple(
            number
            for number in found.get("bankAccount/bankAccNr", ())
            if iban_number.is_valid(number)
        ),
        custom=custom,
    )
    return Relation(
        row,
        leaf(found, "custSupTp").upper(),
        (leaf(found, "opBalDesc"), leaf(found, "opBalTp")),
        (leaf(found, "clBalDesc"), leaf(found, "clBalTp")),
    )


def _street(found: Leaves) -> tuple[str, str, str]:
    kind = "streetAddress" if leaf(found, "streetAddress/city") else "postalAddress"
    return (
        leaf(found, f"{kind}/streetname"),
        leaf(found, f"{kind}/number"),
        leaf(found, f"{kind}/numberExtension"),
    )


def _country(found: Leaves) -> str:
    written = leaf(
        found,
        "streetAddress/country",
        "postalAddress/country",
        "taxRegistrationCountry",
    )
    return written.upper() if _COUNTRY.fullmatch(written) else ""


def _vat(number: str, country: str) -> str:
    """The VAT number with its country; "" when it is none."""
    for written in (number, country + number):
        try:
            return str(vat_number.validate(written))
        except ValidationError:
            continue
    return ""


def is_debtors(found: Leaves) -> bool:
    """Whether a ledgerAccount is that of the customers: by its RGS code, else its name."""
    codes = [
        leaf(found, "RGScode"),
        leaf(found, "leadReference"),
        leaf(found, "leadCode"),
        *found.get("taxonomy/entryPoint/conceptRef", ()),
    ]
    if any(codes):
        if any(_RGS_DEBTORS in code for code in codes):
            return True
        if leaf(found, "RGScode"):
            return False
    name = leaf(found, "accDesc")
    return bool(_DEBTORS.search(name)) and not _NOT_DEBTORS.search(name)
