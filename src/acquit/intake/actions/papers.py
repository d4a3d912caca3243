"""What kind of paper an e-invoice is, by its type code, and what that means for the books.

The codes are those of UNCL1001, with the additions of the French CTC (471 to 503).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.core.text import reference_key
from acquit.intake.actions.parties import same_name
from acquit.ledger.actions import place_hold
from acquit.ledger.models import HoldReason, InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Sentence
    from acquit.formats.records import InvoiceRecord
    from acquit.intake.actions.booking import Context
    from acquit.ledger.models import Invoice

_PRO_FORMA = "325"
_CORRECTIONS = {"384", "471", "472", "473"}
_SELF_BILLED = {"261", "389", "471", "473", "500", "501", "502"}
_FACTORED = {"393", "396", "472", "473", "501", "502"}
# How long a person has to settle what became of an invoice that was corrected.
_HELD = timedelta(days=30)


def is_owed(record: InvoiceRecord, context: Context) -> bool:
    """False, with the record refused, for a paper that only looks like an invoice."""
    if record.type_code != _PRO_FORMA:
        return True
    context.refuse(
        record.where,
        saw=say("a pro forma invoice (type %(code)s)", code=record.type_code),
        wanted=say("an invoice that is owed"),
        remedy=say("Wait for the invoice itself."),
    )
    return False


def worth_saying(record: InvoiceRecord) -> Iterator[Sentence]:
    """What a person should know of a new document though it was taken."""
    number, code = record.number, record.type_code
    for note in record.notes:
        yield note.said
    if record.payable < 0:
        yield say(
            "%(number)s is negative: it was booked the other way round.", number=number
        )
    elif record.prepaid:
        yield say(
            "%(number)s asks for %(payable)s of %(gross)s %(currency)s: the rest was paid "
            "before.",
            number=number,
            payable=record.payable,
            gross=record.gross,
            currency=record.currency,
        )
    if code in _SELF_BILLED:
        yield say(
            "%(number)s was written by the customer, for this company (type %(code)s).",
            number=number,
            code=code,
        )
    if code in _FACTORED:
        yield say(
            "%(number)s was assigned to a factor (type %(code)s): %(payee)s. If the factor "
            "follows it up, place a hold.",
            number=number,
            code=code,
            payee=record.payee or say("not named"),
        )
    elif record.payee and not same_name(record.payee, record.seller.name):
        yield say(
            "%(number)s is to be paid to %(payee)s, not to this company.",
            number=number,
            payee=record.payee,
        )


def hold_corrected(record: InvoiceRecord, invoice: Invoice, context: Context) -> None:
    """A correction that asks for money may replace the invoice that it names, or add to it:
    until a person has settled that, nobody is reminded of the corrected one.
    """
    if record.type_code not in _CORRECTIONS:
        return
    named = [reference_key(number) for number in record.references]
    rows = Receivable.objects.filter(
        customer=invoice.customer_id,
        invoice__kind=InvoiceKind.INVOICE,
        invoice__number_key__in=named,
        open_minor__gt=0,
    ).exclude(invoice=invoice)
    until_on = context.on + _HELD
    for row in rows.select_related("invoice"):
        place_hold(
            customer_id=row.customer_id,
            receivable_id=row.pk,
            reason=HoldReason.INTERNAL,
            words=record.number,
            from_on=context.on,
            until_on=until_on,
            actor=context.actor,
            at=context.at,
        )
        context.remark(
            say(
                "%(number)s corrects %(corrected)s: no reminder about that one until "
                "%(until)s. If it replaces it, a credit note is missing; if not, end the "
                "hold.",
                number=record.number,
                corrected=row.invoice.number,
                until=until_on.isoformat(),
            )
        )
