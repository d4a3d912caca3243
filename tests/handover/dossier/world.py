"""A case with everything that may be in it, and beside it what must never be."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import factories
import typst
from pypdf import PdfReader, PdfWriter

from acquit.audit.models import Entry
from acquit.bank.models import Account
from acquit.channels.models import DeliveryEvent, Message
from acquit.ledger.models import (
    Allocation,
    Contact,
    Customer,
    Dispute,
    Document,
    Hold,
    Promise,
    Receipt,
    Receivable,
)
from acquit.organisation.models import Company

AS_OF = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# It stands on everything that belongs to somebody else, or is ours alone.
SECRET = "Geheimnis"  # noqa: S105  # a word, no password


def paper(words: str, *, pages: int = 1, turned: int = 0) -> bytes:
    """A PDF with these words on each page."""
    sheet = f'#set page(paper: "a5")\n{words}\n'
    source = "#pagebreak()\n".join([sheet] * pages)
    made: Any = typst.compile(source.encode(), format="pdf", timestamp=AT)
    if not turned:
        return bytes(made)
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(made)))
    for page in writer.pages:
        page.rotate(turned)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def document(
    of: Company, name: str, content: bytes, media: str = "application/pdf"
) -> Document:
    return Document.objects.create(
        company=of,
        name=name,
        media_type=media,
        sha256=hashlib.sha256(content + name.encode()).hexdigest(),
        size=len(content),
        content=content,
        recorded_at=AT,
    )


def originals(row: Receivable, content: bytes, name: str = "", media: str = "") -> None:
    """The original of its invoice."""
    invoice = row.invoice
    name = name or f"{invoice.number}.pdf"
    invoice.document = document(row.company, name, content, media or "application/pdf")
    invoice.save()


def paid(row: Receivable, minor: int, *, on: date, value_on: date | None = None) -> None:
    receipt = Receipt.objects.create(
        company=row.company,
        customer=row.customer,
        source="BANK",
        key=f"{row.pk}:{on}:{minor}",
        received_on=on,
        value_on=value_on or on,
        currency=row.currency,
        amount_minor=minor,
        available_minor=0,
        recorded_at=AT,
    )
    used(row, minor, on=on, kind="RECEIPT", receipt=receipt)


def used(row: Receivable, minor: int, *, on: date, **how: Any) -> None:
    Allocation.objects.create(
        receivable=row,
        source="BANK",
        amount_minor=minor,
        booked_on=on,
        recorded_at=AT,
        **how,
    )
    row.open_minor -= minor
    row.settled_on = None if row.open_minor else on
    row.save()


@dataclass
class World:
    company: Company
    customer: Customer
    late: Receivable
    partly: Receivable
    disputed: Receivable
    mail: Message
    letter: Message


def world() -> World:
    """
    Alder Trading (BE) claims of Brasserie du Lac (BE):
    F-1  1,000.00 due 2026-05-31
    F-2  2,000.00 due 2026-08-31, of which 500.00 came on 2026-09-30, 100.00 by credit note
    F-3    300.00 due 2026-10-15, disputed
    and of nobody: F-9, not due; F-0, paid.
    """
    company = factories.company(
        "ALD",
        "Alder Trading",
        street="Dock 3",
        postcode="2000",
        city="Antwerp",
        vat="BE0403170701",
        registration="0403.170.701",
        email="books@alder.example",
    )
    Account.objects.create(company=company, number="BE68539007547034", currency="EUR")
    customer = factories.customer(
        company,
        "C-17",
        "Brasserie du Lac",
        street="Avenue des Tilleuls 54",
        postcode="1050",
        city="Bruxelles",
        vat="BE0428759497",
        email="compta@lac.example",
        phone="+32 2 555 01 02",
    )
    Contact.objects.create(
        customer=customer, name="Léa Martin", role="ACCOUNTING", email="lea@lac.example"
    )
    late = factories.receivable(customer, "F-1", minor=100_000, due_on=date(2026, 5, 31))
    partly = factories.receivable(customer, "F-2", minor=200_000, due_on=date(2026, 8, 31))
    disputed = factories.receivable(
        customer, "F-3", minor=30_000, due_on=date(2026, 10, 15)
    )
    factories.receivable(customer, "F-9", minor=90_000, due_on=date(2026, 12, 15))
    gone = factories.receivable(customer, "F-0", minor=70_000, open_minor=0)
    originals(late, paper("Original of F-1", pages=2))
    originals(partly, paper("Original of F-2", turned=90))
    originals(disputed, b"<Delivery/>", "F-3.xml", "application/xml")
    originals(gone, paper(f"{SECRET} F-0"))
    paid(partly, 50_000, on=date(2026, 9, 30), value_on=date(2026, 9, 29))
    note = factories.credit_note(customer, "CN-5", minor=10_000)
    note.corrects, note.document = ["F2"], document(company, "CN-5.pdf", paper("Note CN-5"))
    note.save()
    used(partly, 10_000, on=date(2026, 10, 20), kind="CREDIT_NOTE", credit_note=note)
    mail, letter = _messages(late, partly)
    factories.sent(gone, "REMINDER_1", on=date(2026, 8, 1))
    Message.objects.exclude(pk__in=[mail.pk, letter.pk]).update(body=SECRET, subject=SECRET)
    _said(late, partly, disputed)
    _somebody_else(company)
    return World(company, customer, late, partly, disputed, mail, letter)


def _messages(late: Receivable, partly: Receivable) -> tuple[Message, Message]:
    mail = factories.sent(late, "REMINDER_1", on=date(2026, 6, 10))
    mail.body = 'Madame,\n\nNotre facture F-1 reste ouverte.\n#eval("1") $x$ *gras* `code`'
    mail.answer = "250 2.0.0 queued as 4F2"
    mail.save()
    for place, kind in enumerate(("DELIVERED", "OPENED"), start=1):
        DeliveryEvent.objects.create(
            message=mail,
            kind=kind,
            key=f"event-{place}",
            at=datetime(2026, 6, 10, 8, 5 + place, tzinfo=UTC),
            recorded_at=AT,
        )
    letter = factories.sent(partly, "FORMAL_NOTICE", on=date(2026, 9, 15))
    letter.channel, letter.page = "LETTER", _page()
    letter.subject = "Mise en demeure"
    letter.to = "Brasserie du Lac, Avenue des Tilleuls 54, 1050 BRUXELLES"
    letter.save()
    letter.enclosures.create(
        name="F-2.pdf", media_type="application/pdf", document=partly.invoice.document
    )
    letter.enclosures.create(
        name="plan.pdf", media_type="application/pdf", content=paper("Plan of payment")
    )
    return mail, letter


def _page() -> dict[str, Any]:
    sender = dict.fromkeys(
        ("street", "postcode", "city", "vat", "registration", "email", "phone"), ""
    )
    return {
        "language": "fr",
        "country": "BE",
        "sender": {"name": "Alder Trading", "country": "BE", **sender},
        "address": ["Brasserie du Lac", "1050 BRUXELLES"],
        "place": "Antwerp",
        "date": "2026-09-15",
        "date_said": "15 septembre 2026",
        "subject": "Mise en demeure",
        "customer_code": "C-17",
        "reference": "",
        "blocks": [{"text": "Par la lettre que voici nous vous mettons en demeure."}],
    }


def _said(late: Receivable, partly: Receivable, disputed: Receivable) -> None:
    of = late.customer
    answer = factories.answer(
        of,
        subject="Re: Rappel",
        body="Nous paierons en octobre.",
    )
    answer.received_at = datetime(2026, 6, 12, 7, 30, tzinfo=UTC)
    answer.save()
    answer.files.create(
        name="bon de livraison.pdf",
        media_type="application/pdf",
        size=3,
        content=paper("Delivery note"),
    )
    Promise.objects.create(
        receivable=late,
        customer=of,
        amount_minor=100_000,
        made_on=date(2026, 6, 12),
        promised_on=date(2026, 10, 1),
        closed_on=date(2026, 10, 2),
        kept=False,
        recorded_at=AT,
    )
    Dispute.objects.create(
        receivable=disputed,
        customer=of,
        reason="QUALITY",
        words="Deux cartons étaient ouverts.",
        opened_on=date(2026, 10, 18),
        recorded_at=AT,
    )
    Hold.objects.create(
        customer=of,
        reason="AGREEMENT",
        words=SECRET,
        from_on=date(2026, 7, 1),
        until_on=date(2026, 7, 15),
        recorded_at=AT,
    )
    Entry.objects.create(
        at=datetime(2026, 9, 3, 8, 0, tzinfo=UTC),
        actor_name="Anna Peeters",
        event="call_made",
        company_id=of.company_id,
        customer_id=of.pk,
        subject_kind="Action",
        reason=SECRET,
        details={"outcome": "CALL_BACK", "again_on": "2026-09-10"},
    )
    of.notes.create(text=SECRET, author_name="Anna Peeters", written_at=AT)


def _somebody_else(company: Company) -> None:
    other = factories.customer(company, "C-99", SECRET, email="geheimnis@example.org")
    row = factories.receivable(other, SECRET, due_on=date(2026, 6, 1))
    originals(row, paper(SECRET))
    message = factories.sent(row, on=date(2026, 6, 12))
    message.subject = message.body = SECRET
    message.save()
    factories.answer(other, body=SECRET, subject=SECRET)


def words_of(pdf: bytes) -> list[str]:
    """The text of each page, with plain spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages]
