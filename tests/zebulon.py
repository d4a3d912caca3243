"""A person of whom everything is held that can be: each column that may say something does.

The words are marked by their column, so that a test finds where one was left.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import factories
from django.db import models

from acquit.agenda.models import Note
from acquit.bank.models import Care, Return
from acquit.channels.models import DeliveryEvent, Message
from acquit.dunning.models import Move, Pin, Scenario, Version
from acquit.intake.models import RunProblem
from acquit.ledger.actions.words import Emptied, OnlyKeys
from acquit.ledger.models import (
    Allocation,
    Contact,
    Customer,
    CustomerIban,
    Dispute,
    Hold,
    Invoice,
    Receivable,
)
from acquit.matching.models import Lesson
from acquit.organisation.models import Company
from acquit.privacy.queries.words import AGED, HELD
from acquit.scoring.models import Objection

WORD = "Zébulon"
EMAIL, IBAN = "zebulon@post.example", "BE71096123456769"
SETTLED = date(2025, 3, 2)
NOW, TODAY = factories.NOW, factories.TODAY
# Shapes that pages and the export read.
SHAPED = {
    "handover.Case.conditions": lambda word: [
        {
            "need": "ENTERPRISE",
            "state": "MET",
            "said": word,
            "seen": word,
            "source": "A law",
            "certainty": "S",
        }
    ],
    "scoring.Assessment.contributions": lambda word: [
        {"factor": "LATE", "points": 16, "said": word}
    ],
    "scoring.Prediction.evidence": lambda word: {"note": word},
    "scoring.Behaviour.figures": lambda word: {"note": word},
    "intake.RunProblem.told": lambda word: [word] * 4,
    "channels.Message.page": lambda word: {"note": word},
}


def somebody(of: Company) -> Customer:
    """A consumer who owes nothing since long ago, with a row in every table."""
    zebulon = factories.customer(
        of, "P1", f"{WORD} Martin", party_type="CONSUMER", email=EMAIL
    )
    CustomerIban.objects.create(customer=zebulon, iban=IBAN)
    Contact.objects.create(customer=zebulon, name=zebulon.name, email=EMAIL)
    owed = factories.receivable(zebulon, "F-1", due_on=SETTLED, open_minor=0)
    Invoice.objects.filter(pk=owed.invoice_id).update(
        document=factories.document(of, name="invoice.xml")
    )
    _money(zebulon, owed)
    _letters(owed)
    _said(owed)
    _case(owed)
    _judged(owed)
    _of_many(of)
    return zebulon


def _money(zebulon: Customer, owed: Receivable) -> None:
    account = factories.account(zebulon.company, "BE68539007547034")
    came = factories.line(account, WORD, customer=zebulon, booked_on=SETTLED)
    back = factories.line(account, WORD, minor=-1, booked_on=SETTLED)
    known = {"receipt": came.receipt, "recorded_at": NOW}
    Return.objects.create(
        line=back, customer=zebulon, amount_minor=1, returned_on=SETTLED, **known
    )
    Care.objects.create(line=came, note=WORD)
    factories.proposal(came, owed, 1)
    Lesson.objects.create(
        company=zebulon.company,
        customer=zebulon,
        receipt=came.receipt,
        topic="NAME",
        value=WORD,
        right=True,
        learned_at=NOW,
    )
    Allocation.objects.create(
        receivable=owed,
        kind="RECEIPT",
        source="BANK",
        receipt=came.receipt,
        amount_minor=owed.amount_minor,
        booked_on=SETTLED,
        evidence={"how": "number"},
        recorded_at=NOW,
    )
    came.receipt.available_minor = 0
    came.receipt.save()


def _letters(owed: Receivable) -> None:
    letter = factories.arrival(owed).message
    known = {"message": letter, "name": WORD, "media_type": "application/pdf"}
    letter.enclosures.create(
        content=b"x", **{n: v for n, v in known.items() if n != "message"}
    )
    DeliveryEvent.objects.create(
        message=letter, kind="DELIVERED", key="d1", at=NOW, detail=WORD, recorded_at=NOW
    )
    Message.objects.filter(pk=letter.pk).update(batch=factories.bundle(owed.company))
    incoming = factories.answer(owed.customer, sender=EMAIL)
    factories.received_file(incoming)
    nobodys = factories.answer(None, sender=EMAIL, key="<1@post.example>", state="DONE")
    factories.received_file(nobodys)


def _said(owed: Receivable) -> None:
    zebulon = owed.customer
    on, known = SETTLED, {"customer": zebulon, "recorded_at": NOW}
    Dispute.objects.create(
        receivable=owed, reason="PRICE", opened_on=on, closed_on=on, **known
    )
    Hold.objects.create(reason="OTHER", from_on=on, until_on=on, **known)
    Note.objects.create(customer=zebulon, text=WORD, author_name="Anna", written_at=NOW)
    factories.task(zebulon, "ANSWER", incoming=1, answer=WORD)
    factories.occurrence(owed, SETTLED)
    factories.waiver(owed)
    note = factories.debit_note(owed)
    note.withdrawn_on, note.withdrawn_reason = on, WORD
    note.save()
    Receivable.objects.filter(invoice=note.invoice).update(open_minor=0, settled_on=on)
    factories.claim_run(zebulon)
    factories.request_about_data(zebulon, done_on=SETTLED, outcome=WORD)


def _case(owed: Receivable) -> None:
    case = factories.case(
        owed.customer, outcome="PAID", closed_on=TODAY, closed_at=NOW, words=WORD
    )
    paper = factories.document(owed.company, name="writ.pdf")
    factories.stage(case, document=paper)
    factories.cost(case)
    factories.dossier(case, "FAILED", why=WORD)
    factories.dossier(case, "READY")
    factories.insolvency(
        owed.customer,
        ended_on=TODAY,
        proof=factories.document(owed.company, name="claim.pdf"),
    )
    wish = factories.write_off_wish(owed)
    wish.state = "DECLINED"
    wish.save()


def _judged(owed: Receivable) -> None:
    zebulon = owed.customer
    factories.assessment(zebulon)
    factories.behaviour(zebulon)
    factories.profile_change(zebulon, "PROMPT", 86, on=SETTLED)
    factories.expectation(zebulon, weeks=[1])
    factories.prediction(owed)
    factories.override(zebulon)
    Objection.objects.create(
        customer=zebulon, since_on=SETTLED, words=WORD, ended_on=TODAY, recorded_at=NOW
    )
    scenario = Scenario.objects.create(
        company=zebulon.company, code="soft", name="Soft", recorded_at=NOW
    )
    version = Version.objects.create(
        scenario=scenario, number=1, content={}, published_at=NOW
    )
    Move.objects.create(
        customer=zebulon, version=version, why="", on=TODAY, recorded_at=NOW
    )
    Pin.objects.create(
        customer=zebulon, scenario=scenario, reason=WORD, pinned_on=TODAY, recorded_at=NOW
    )


def _of_many(of: Company) -> None:
    """What belongs to nobody known, or to several."""
    account = factories.account(of, "BE43068999999501")
    nobodys = factories.line(account, WORD, booked_on=SETTLED)
    Care.objects.create(line=nobodys, note=WORD)
    Return.objects.create(
        line=factories.line(account, WORD, minor=-1, booked_on=SETTLED),
        receipt=nobodys.receipt,
        amount_minor=1,
        returned_on=SETTLED,
        recorded_at=NOW,
    )
    file = factories.document(of, name="accounting.csv")
    run = factories.run(of, document=file)
    RunProblem.objects.create(run=run, where="a", saw="b", wanted="c", remedy="d")
    task = factories.task(Customer.objects.get(company=of), "FILE_REFUSED", said=WORD)
    task.customer, task.done_at = None, NOW
    task.save()


def fill() -> dict[str, str]:
    """A word of its own in every column that is emptied; gives them by their columns."""
    number, words = count(1), {}
    for one in (*HELD, *AGED):
        for name in one.put or free(one.model):
            column = f"{one.model._meta.label}.{name}"
            if column not in words:
                words[column] = f"{WORD}{next(number)}x"
                _write(one, name, column, words[column])
    return words


def free(model: type[models.Model]) -> list[str]:
    kinds = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
    return [
        one.name
        for one in model._meta.fields
        if isinstance(one, kinds)
        and not one.choices
        and not (isinstance(one, models.CharField) and one.max_length < len(WORD))
    ]


def _write(one: Emptied, name: str, column: str, word: str) -> None:
    rows = one.model.objects.filter(one.only if not one.put else models.Q())
    field = one.model._meta.get_field(name)
    if column in SHAPED:
        rows.update(**{name: SHAPED[column](word)})
    elif isinstance(field, models.JSONField):
        for row in rows:
            setattr(row, name, _data(getattr(row, name), one.put.get(name), word))
            row.save(update_fields=[name])
    elif isinstance(field, models.BinaryField):
        known = {f"{name}__isnull": False} if field.null else {}
        rows.filter(**known).update(**{name: f"%PDF {word}".encode()})
    else:
        rows.update(**{name: word})


def _data(known: Any, put: Any, word: str) -> Any:
    if isinstance(put, OnlyKeys):
        return {**known, "found": word, "words": word, "answer": word}
    if put == {} or (put is None and isinstance(known, dict)):
        return {"note": word}
    return [word] if isinstance(known, list) else word
