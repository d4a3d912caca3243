"""E-invoices of EN 16931: one mapper, and a table of paths for each syntax.

Only what receivables need is read; the numbers of the standard's terms (BT-1 …) stand
beside the paths. Lines and attachments are passed over. Amounts stay as written, with
their sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup
from acquit.formats.einvoice import fields
from acquit.formats.einvoice.settlement import Asked, settlement
from acquit.formats.markup import local, text, texts
from acquit.formats.places import THE_FILE
from acquit.formats.records import NO_AMOUNT, InvoiceRecord, Party, Problem
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from acquit.core.sentences import Said
    from acquit.formats.einvoice.fields import Places
    from acquit.formats.einvoice.settlement import TermsPaths
    from acquit.formats.source import Source

# Peppol carries messages of up to 100 MB, attachments included.
MOST_BYTES = 128 * 1024 * 1024

# UNCL1001: credit notes, also self-billed (261, 502), of a factor (396, 502), of a
# prepayment (503), by a forwarder (532).
_CREDIT_NOTES = frozenset(
    {
        *("81", "83", "261", "262", "296", "308", "381", "396", "420", "458"),
        *("502", "503", "532"),
    }
)
_INVOICE, _CREDIT_NOTE = "380", "381"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPaths:
    """Where a party says who it is. vat: reads its VAT number (BT-31, BT-48)."""

    name: Places  # BT-27, BT-44
    ids: Places  # BT-29 and BT-30, BT-46 and BT-47
    endpoint: Places  # BT-34, BT-49
    street: Places
    postcode: Places
    city: Places
    country: Places
    email: Places  # BT-43, BT-58
    phone: Places
    contact: Places
    vat: Callable[[_Element], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalPaths:
    """Where the sums of the document stand."""

    lines: Places  # BT-106
    allowances: Places  # BT-107
    charges: Places  # BT-108
    net: Places  # BT-109
    tax: Places  # BT-110; BT-111 is the same in another currency
    gross: Places  # BT-112
    prepaid: Places  # BT-113
    rounding: Places  # BT-114
    payable: Places  # BT-115


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """A syntax as a table. roots: names of the root; skipped: what is dropped unread.

    payable_required: an invoice without BT-115 is refused, not reckoned from the gross.
    """

    roots: tuple[str, ...]
    skipped: tuple[str, ...]
    payable_required: bool
    number: Places  # BT-1
    issued_on: Places  # BT-2
    type_code: Places  # BT-3
    currency: Places  # BT-5
    due_on: Places  # BT-9, where it stands outside the terms
    buyer_reference: Places  # BT-10
    order: Places  # BT-13
    profile: Places  # BT-24
    preceding: Places  # BT-25
    payee: Places  # BT-59
    payment_reference: Places  # BT-83
    iban: Places  # BT-84
    seller: Places
    buyer: Places
    party: PartyPaths
    terms: TermsPaths
    totals: TotalPaths


@dataclass(frozen=True, slots=True, kw_only=True)
class _Totals:
    """The sums of a document; None = not stated."""

    lines: Decimal | None
    allowances: Decimal
    charges: Decimal
    net: Decimal | None
    tax: Decimal | None
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    payable: Decimal


def read(source: Source, syntax: Syntax) -> Iterator[InvoiceRecord]:
    """Yield the one invoice of the file; raises Refused."""
    if source.size > MOST_BYTES:
        raise refused(
            where=THE_FILE,
            saw=say("%(size)s MB", size=source.size // 1024 // 1024),
            wanted=say("at most %(most)s MB", most=MOST_BYTES // 1024 // 1024),
            remedy=say("Ask the sender for the invoice without its attachments."),
        )
    record: InvoiceRecord | None = None
    for event, node in markup.events(
        source, syntax.roots + syntax.skipped, limit=MOST_BYTES
    ):
        if event == "end" and local(node) in syntax.skipped:
            node.clear()
        elif event == "end" and node.getparent() is None:
            record = _invoice(node, syntax)
    if record is None:
        raise fields.missing((syntax.roots,))
    yield record  # only now: something may follow the root, and then it is no XML document


def _invoice(root: _Element, syntax: Syntax) -> InvoiceRecord:
    number, issued_on = text(root, syntax.number), fields.day(root, syntax.issued_on)
    if not number:
        raise fields.missing(syntax.number)
    if issued_on is None:
        raise fields.missing(syntax.issued_on)
    where = say("invoice %(number)s", number=number)
    currency = _currency(root, syntax)
    sums = _totals(root, syntax, currency)
    asked = Asked(
        where=where,
        issued_on=issued_on,
        currency=currency,
        gross=sums.gross,
        prepaid=sums.prepaid,
        payable=sums.payable,
    )
    paid = settlement(root, syntax.terms, asked, fields.day(root, syntax.due_on))
    is_credit_note = local(root) == "CreditNote"
    type_code = text(root, syntax.type_code) or (
        _CREDIT_NOTE if is_credit_note else _INVOICE
    )
    return InvoiceRecord(
        where=where,
        number=number,
        type_code=type_code,
        credit_note=is_credit_note or type_code in _CREDIT_NOTES,
        issued_on=issued_on,
        due_on=paid.due_on,
        currency=currency,
        gross=sums.gross,
        prepaid=sums.prepaid,
        payable=sums.payable,
        seller=_party(fields.first_node(root, syntax.seller), syntax.party),
        buyer=_party(fields.first_node(root, syntax.buyer), syntax.party),
        payment_reference=text(root, syntax.payment_reference),
        payment_iban=text(root, syntax.iban).replace(" ", ""),
        order_number=text(root, syntax.order),
        buyer_reference=text(root, syntax.buyer_reference),
        terms=paid.note,
        references=tuple(dict.fromkeys(texts(root, syntax.preceding))),
        due_by_terms=paid.due_by_terms,
        discounts=paid.discounts,
        instalments=paid.instalments,
        net=sums.net,
        tax=sums.tax,
        rounding=sums.rounding,
        payee=text(root, syntax.payee),
        profile=text(root, syntax.profile),
        notes=paid.notes + tuple(_differences(sums, where)),
    )


def _currency(root: _Element, syntax: Syntax) -> str:
    """BT-5; where it is not stated, the currency that stands at what is payable."""
    currency = text(root, syntax.currency)
    if not currency:
        payable = fields.first_node(root, syntax.totals.payable)
        currency = "" if payable is None else str(payable.get("currencyID", "")).strip()
    if len(currency) == 3 and currency.isascii() and currency.isalpha():
        return currency.upper()
    raise refused(
        where=syntax.currency[0][-1].rpartition("}")[2],
        saw=shown(currency),
        wanted=say("the three letters of a currency, such as EUR"),
        remedy=fields.ASK_THE_SELLER,
    )


def _totals(root: _Element, syntax: Syntax, currency: str) -> _Totals:
    """The sums; gross and payable follow from each other where only one is stated."""
    places = syntax.totals

    def amount(at: Places) -> Decimal | None:
        return fields.amount(root, at, currency)

    prepaid = amount(places.prepaid) or NO_AMOUNT
    rounding = amount(places.rounding) or NO_AMOUNT
    gross = amount(places.gross)
    if gross is None or syntax.payable_required or fields.stated(root, places.payable):
        payable = fields.required_amount(root, places.payable, currency)
    else:
        payable = gross - prepaid + rounding  # BR-CO-16; ZUGFeRD 1.0 BASIC leaves it out
    return _Totals(
        lines=amount(places.lines),
        allowances=amount(places.allowances) or NO_AMOUNT,
        charges=amount(places.charges) or NO_AMOUNT,
        net=amount(places.net),
        tax=amount(places.tax),
        gross=payable + prepaid - rounding if gross is None else gross,
        prepaid=prepaid,
        rounding=rounding,
        payable=payable,
    )


def _differences(sums: _Totals, where: Said) -> Iterator[Problem]:
    """Sums that do not meet: BR-CO-13, BR-CO-15 and BR-CO-16 of EN 16931."""
    if sums.net is not None and sums.lines is not None:
        net = sums.lines - sums.allowances + sums.charges
        if net != sums.net:
            yield _difference(where, say("the sum without tax"), net, sums.net)
    if sums.net is not None and sums.tax is not None and sums.net + sums.tax != sums.gross:
        yield _difference(where, say("the sum with tax"), sums.net + sums.tax, sums.gross)
    payable = sums.gross - sums.prepaid + sums.rounding
    if payable != sums.payable:
        yield _difference(where, say("the sum to be paid"), payable, sums.payable)


def _difference(where: Said, name: Said, found: Decimal, written: Decimal) -> Problem:
    return Problem(
        where=where,
        saw=say("%(name)s comes to %(amount)s", name=name, amount=found),
        wanted=say("%(amount)s, as written", amount=written),
        remedy=say("It was taken as it asks to be paid; ask the seller."),
    )


def _party(node: _Element | None, paths: PartyPaths) -> Party:
    if node is None:
        return Party()
    endpoint = text(node, paths.endpoint)
    return Party(
        name=text(node, paths.name),
        vat=paths.vat(node).replace(" ", ""),
        ids=tuple(dict.fromkeys(texts(node, paths.ids))),
        endpoint=endpoint,
        street=text(node, paths.street),
        postcode=text(node, paths.postcode),
        city=text(node, paths.city),
        country=text(node, paths.country),
        # An electronic address may be one of mail (scheme EM).
        email=text(node, paths.email) or (endpoint if "@" in endpoint else ""),
        phone=text(node, paths.phone),
        contact=text(node, paths.contact),
    )
