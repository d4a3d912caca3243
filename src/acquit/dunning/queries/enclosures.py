"""What goes with messages: copies of invoices, and the statement of account."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from acquit.channels.models import Channel, Enclosure
from acquit.core.dunning import Enclosed, Kind, Step
from acquit.dunning.wording import reply_form
from acquit.ledger.models import Document
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.channels.models import Message
    from acquit.dunning.models import Action
    from acquit.dunning.wording.facts import Written

COPIES = """
    SELECT DISTINCT i.action_id, d.id, d.name, d.media_type
      FROM dunning_actionitem i
      JOIN ledger_receivable r ON r.id = i.receivable_id
      JOIN ledger_invoice v ON v.id = r.invoice_id
      JOIN ledger_document d ON d.id = v.document_id
     WHERE i.action_id = ANY(%s)
        OR i.action_id = ANY(%s) AND v.kind = 'DEBIT_NOTE'
     ORDER BY i.action_id, d.name, d.id
"""
# More than this is no reminder any more but a parcel.
MOST_COPIES = 20
WITH_PAPERS = {Channel.EMAIL, Channel.LETTER}


class Paper(NamedTuple):
    """One enclosure before its message is written: a document of the books, or content."""

    name: str
    media_type: str
    document_id: int | None = None
    content: bytes | None = None

    def of(self, message: Message) -> Enclosure:
        """The row that ties it to the message."""
        return Enclosure(
            message=message,
            name=self.name,
            media_type=self.media_type,
            document_id=self.document_id,
            content=self.content,
        )


def gathered(actions: Iterable[Action], *, on: date) -> dict[int, list[Paper]]:
    """What goes with each of these actions, by their key; most have nothing. A debit note
    goes with whatever is written about it: nobody else sends it.
    """
    some = list(actions)
    copied = [one.pk for one in some if _wants_copies(one)]
    written = [one.pk for one in some if one.channel in WITH_PAPERS]
    found: dict[int, list[Paper]] = defaultdict(list)
    if copied or written:
        with binary_cursor() as cursor:
            for action_id, *paper in ask(cursor, COPIES, copied, written):
                if len(found[action_id]) < MOST_COPIES:
                    document_id, name, media_type = paper
                    found[action_id].append(Paper(name, media_type, document_id))
    for one in some:
        if Enclosed.STATEMENT in one.enclose:
            found[one.pk].append(_statement(one, on))
    return found


def forms(written: Written) -> list[Paper]:
    """The form to answer by that the law wants to go with a letter; mostly none."""
    if written.form is None:
        return []
    from acquit.channels.letter import setting  # noqa: PLC0415  # see below

    content = setting.set_letter(written.form)
    return [Paper(reply_form.NAME, "application/pdf", content=content)]


def _statement(action: Action, on: date) -> Paper:
    # Setting type takes a library of some size, which most messages do not need.
    from acquit.dunning import statement  # noqa: PLC0415

    name = f"{action.customer.code}-{on.isoformat()}.pdf"
    content = statement.pdf(action.customer_id, on)
    return Paper(name, "application/pdf", content=content)


def _wants_copies(action: Action) -> bool:
    return Enclosed.INVOICES in action.enclose or Step(action.step).kind is Kind.INVOICE


def content(enclosure: Enclosure) -> bytes:
    """The bytes of it."""
    if enclosure.content is not None:
        return bytes(enclosure.content)
    if enclosure.document_id is None:
        raise ValueError("an enclosure is a document or has its content")
    kept = Document.objects.only("content").get(pk=enclosure.document_id)
    return bytes(kept.content)
