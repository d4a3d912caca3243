"""Who stands on an e-invoice: the seller, who must be this company, and the buyer, who is a
customer or becomes one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.party import Party as PartyType
from acquit.core.sentences import say
from acquit.core.text import fold, reference_key
from acquit.intake.actions.customers import search_key
from acquit.ledger.actions.bulk import save_customers
from acquit.ledger.models import Customer
from acquit.organisation.actions import learn_identity

if TYPE_CHECKING:
    from acquit.core.sentences import Sentence
    from acquit.formats.records import InvoiceRecord, Party
    from acquit.intake.actions.booking import Context
    from acquit.organisation.models import Company

_NOT_A_NAME = {
    *("sa", "nv", "bv", "srl", "sarl", "sprl", "bvba", "sas", "sasu", "eurl", "gmbh", "ag"),
    *("kg", "ltd", "limited", "plc", "llp", "inc", "as", "ab", "oy", "scrl", "cvba"),
    *("asbl", "vzw", "se", "cv", "vof", "the", "de", "la", "le", "les", "van", "du"),
}
_DUTCH_VAT = re.compile(r"[0-9]{9}B[0-9]{2}")


def is_ours(record: InvoiceRecord, context: Context) -> bool:
    """The seller must be this company: by VAT or register number, by name while none is
    known.
    """
    company, seller = context.company, record.seller
    numbers = numbers_of(seller.vat, *seller.ids, seller.endpoint)
    ours = numbers_of(company.vat, company.registration)
    if ours & numbers:
        return True
    if not ours and same_name(seller.name, company.name):
        _learn(company, seller, context)
        return True
    if ours and not numbers and same_name(seller.name, company.name):
        return True
    if ours & numbers_of(record.buyer.vat, *record.buyer.ids, record.buyer.endpoint):
        _refuse_debt(record, context)
        return False
    context.refuse(
        record.where,
        saw=_invoice_of(seller.name, seller.vat),
        wanted=_invoice_of(company.name, company.vat),
        remedy=say(
            "Import it for the company that issued it; if that is this one, set its VAT "
            "number: acquit company CODE --vat NUMBER."
        ),
    )
    return False


def _refuse_debt(record: InvoiceRecord, context: Context) -> None:
    """What this company has to pay; self-billed, it even wrote it itself."""
    context.refuse(
        record.where,
        saw=say("an invoice of %(name)s to this company", name=record.seller.name),
        wanted=say("an invoice that this company is owed"),
        remedy=say("It is a debt: leave it to the accounting."),
    )


def _invoice_of(name: str, vat: str) -> Sentence:
    if not name:
        return say("an invoice of an unnamed seller")
    if not vat:
        return say("an invoice of %(name)s", name=name)
    return say("an invoice of %(name)s (%(vat)s)", name=name, vat=vat)


def _learn(company: Company, seller: Party, context: Context) -> None:
    """The first invoice under our name tells our numbers; from then on they decide."""
    vat = _number(seller.vat)
    if vat:
        learn_identity(company, vat=vat, actor=context.actor, at=context.at)
        context.remark(
            say(
                "The VAT number %(vat)s was taken over for company %(code)s.",
                vat=vat,
                code=company.code,
            )
        )


def _number(text: str) -> str:
    """A register number without its scheme, spaces and dots."""
    return reference_key(text.rpartition(":")[2])


def numbers_of(*texts: str) -> set[str]:
    """Numbers of a company, with and without the country before them.

    The endpoint and the register of Belgium and the VAT number are one number; so are the
    SIREN of France, the end of its VAT number, and the beginning of its SIRET; and the
    RSIN of the Netherlands and the beginning of its VAT number.
    """
    found = {_number(text) for text in texts} - {""}
    bare = {number[2:] for number in found if number[:2].isalpha()}
    siren = {number[2:] for number in bare if len(number) == 11}
    siren |= {number[:9] for number in found if len(number) == 14 and number.isdigit()}
    rsin = {number[:9] for number in bare | found if _DUTCH_VAT.fullmatch(number)}
    return found | bare | siren | rsin


def same_name(left: str, right: str) -> bool:
    """True when one name's words, without legal forms, are all among the other's."""
    one, other = _name_words(left), _name_words(right)
    return bool(one and other) and (one <= other or other <= one)


def _name_words(name: str) -> set[str]:
    words = re.findall(r"\w+", fold(name.replace(".", "")))
    return set(words) - _NOT_A_NAME


def customer_of(record: InvoiceRecord, context: Context) -> Customer | None:
    """By code (BT-46), VAT or register number; else a new one, flagged. Never by name
    alone.
    """
    buyer, ours = record.buyer, Customer.objects.filter(company=context.company)
    for code in buyer.ids:
        found = ours.filter(code=code).first()
        if found is not None:
            return found
    vat = _number(buyer.vat)
    for column, number in (
        ("vat", vat),
        *(("registration", _number(i)) for i in buyer.ids),
    ):
        found = ours.filter(**{column: number}).order_by("pk").first() if number else None
        if found is not None:
            return found
    return _new_customer(record, vat, context)


def _new_customer(record: InvoiceRecord, vat: str, context: Context) -> Customer | None:
    buyer = record.buyer
    code = next((i for i in buyer.ids if i), "") or vat or _number(buyer.endpoint)
    code = code or f"E-{reference_key(fold(buyer.name))[:40]}"
    if not buyer.name:
        context.refuse(
            record.where,
            saw=say("no buyer"),
            wanted=say("the name of the buyer (BT-44)"),
            remedy=say("Ask the sender of the file for a complete invoice."),
        )
        return None
    known = Customer.objects.filter(company=context.company, code=code).first()
    if known is not None:
        return known
    customer = Customer(
        company=context.company,
        code=code,
        name=buyer.name,
        search_key=search_key(buyer.name, code),
        party_type=PartyType.UNKNOWN,
        vat=vat,
        country=buyer.country,
        street=buyer.street,
        postcode=buyer.postcode,
        city=buyer.city,
        email=buyer.email,
        phone=buyer.phone,
        currency=record.currency,
        needs_review=True,
        recorded_at=context.at,
    )
    if not context.fits(customer, record.where):
        return None
    saved = save_customers([customer], {}, actor=context.actor, at=context.at)
    context.saved.customer_ids |= saved.customer_ids
    context.remark(
        say(
            "Customer %(code)s %(name)s was not known: made from the invoice.",
            code=code,
            name=buyer.name,
        )
    )
    return customer
