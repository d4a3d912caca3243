"""Small worlds for the pages: a company, its people, its customers and what they owe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from acquit.agenda.models import Task
from acquit.bank.models import Account, Line, Statement
from acquit.channels.models import (
    Arrival,
    Enclosure,
    Incoming,
    IncomingFile,
    Message,
    PrintBatch,
    PrintRun,
)
from acquit.claims.models import (
    ClaimItem,
    ClaimRun,
    ClaimTerms,
    DebitLine,
    DebitNote,
    Waiver,
)
from acquit.core.dunning import STANDARD_POLICY, Step
from acquit.core.dunning.endless import UNTIL_CLOSED, UNTIL_OVER
from acquit.core.text import fold, reference_key
from acquit.dunning.actions.calling import hand_to_people
from acquit.dunning.models import Action, ActionItem, Outlook, Policy, Trial
from acquit.formats.layouts.layout import Kind, Layout
from acquit.handover.models import (
    Case,
    CaseCost,
    CaseDossier,
    CaseReceivable,
    CaseStage,
    DossierPart,
    Insolvency,
    Partner,
    WriteOffWish,
)
from acquit.intake.models import Delivery, Run, Source, SourceToken, TableLayout
from acquit.ledger.models import (
    Allocation,
    Customer,
    Document,
    Hold,
    Invoice,
    Receipt,
    Receivable,
)
from acquit.limitation.models import Occurrence
from acquit.matching.models import Match
from acquit.organisation.models import Company, Grant, Person, Role, Unit
from acquit.privacy.models import Request
from acquit.scoring.models import (
    Assessment,
    Behaviour,
    Change,
    ClassRisk,
    Expectation,
    Model,
    Override,
    Prediction,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


def company(code: str = "ALFA", name: str = "Alfa Trading", **more: Any) -> Company:
    return Company.objects.create(code=code, name=name, country="BE", **more)


def at_any_hour(of: Company) -> Company:
    """Its debtors may be written to at any hour: tests run at night as well."""
    Policy.objects.create(
        company=of,
        minimum_minor=STANDARD_POLICY.minimum_minor,
        freshness_days=STANDARD_POLICY.freshness_days,
        from_hour=0,
        until_hour=24,
    )
    return of


def unit(of: Company, code: str = "N", name: str = "North", **more: Any) -> Unit:
    return Unit.objects.create(company=of, code=code, name=name, **more)


def person(name: str = "Anna Peeters", email: str = "", **more: Any) -> Person:
    email = email or f"{fold(name).replace(' ', '.')}@example.org"
    made = Person(name=name, email=email, **more)
    made.set_unusable_password()  # hashing a real one takes longer than a test
    made.save()
    return made


def grant(
    to: Person, role: str = Role.COLLECTOR, within: Company | None = None, **more: Any
) -> Person:
    Grant.objects.create(person=to, role=role, company=within, **more)
    return to


def customer(
    of: Company, code: str = "C001", name: str = "Boulangerie Dupont", **more: Any
) -> Customer:
    known = {"country": "BE", "language": "fr", "currency": "EUR", "party_type": "BUSINESS"}
    return Customer.objects.create(
        company=of,
        code=code,
        name=name,
        search_key=fold(name),
        recorded_at=LONG_AGO,
        **(known | more),
    )


def receivable(
    of: Customer,
    number: str = "2026-001",
    *,
    minor: int = 120_000,
    due_on: date = date(2026, 11, 10),
    open_minor: int | None = None,
    currency: str = "EUR",
) -> Receivable:
    """One invoice with one instalment; open unless told otherwise."""
    left = minor if open_minor is None else open_minor
    invoice = Invoice.objects.create(
        company=of.company,
        customer=of,
        kind="INVOICE",
        number=number,
        number_key=reference_key(number),
        issued_on=due_on - timedelta(days=30),
        year=(due_on - timedelta(days=30)).year,
        currency=currency,
        total_minor=minor,
        recorded_at=LONG_AGO,
    )
    return Receivable.objects.create(
        company=of.company,
        customer=of,
        invoice=invoice,
        currency=currency,
        due_on=due_on,
        amount_minor=minor,
        open_minor=left,
        settled_on=None if left else due_on,
        recorded_at=LONG_AGO,
    )


def credit_note(of: Customer, number: str, *, minor: int) -> Invoice:
    """A credit note of which nothing is used."""
    return Invoice.objects.create(
        company=of.company,
        customer=of,
        kind="CREDIT_NOTE",
        number=number,
        number_key=reference_key(number),
        issued_on=TODAY - timedelta(days=30),
        year=TODAY.year,
        currency="EUR",
        total_minor=minor,
        available_minor=minor,
        recorded_at=LONG_AGO,
    )


def claim_terms(of: Company) -> ClaimTerms:
    """It claims interest, since long ago."""
    return ClaimTerms.objects.create(
        company=of, valid_from=LONG_AGO.date(), claimed=True, recorded_at=LONG_AGO
    )


def waiver(of: Receivable) -> Waiver:
    """One cent of its interest is let go."""
    return Waiver.objects.create(
        receivable=of,
        customer=of.customer,
        charge="INTEREST",
        amount_minor=1,
        currency=of.currency,
        reason="An old customer",
        given_on=TODAY,
        recorded_at=NOW,
    )


def claim_run(of: Customer) -> ClaimRun:
    """Somebody asked for the debit notes of this customer, in one go with others."""
    run = ClaimRun.objects.create(
        person=person("Greta Maes", f"greta-{of.pk}@example.org"), on=TODAY, asked_at=NOW
    )
    ClaimItem.objects.create(run=run, customer=of)
    return run


def debit_note(of: Receivable) -> DebitNote:
    """It asks for the flat sum of an invoice, and has no document."""
    asked = receivable(of.customer, "DN-2026-0001", minor=4000)
    Invoice.objects.filter(pk=asked.invoice_id).update(kind="DEBIT_NOTE")
    note = DebitNote.objects.create(
        company=of.company,
        customer=of.customer,
        invoice=asked.invoice,
        year=2026,
        serial=1,
        until_on=TODAY,
        recorded_at=NOW,
    )
    DebitLine.objects.create(
        note=note,
        receivable=of,
        invoice=of.invoice,
        charge="FEE",
        amount_minor=4000,
        computed_minor=4000,
        certainty="S",
        source="A law",
        computation={
            "country": "BE",
            "party": "BUSINESS",
            "currency": "EUR",
            "laws": ["A law"],
            "lines": [],
        },
    )
    return note


def outlook(of: Receivable, **what: Any) -> Outlook:
    return Outlook.objects.create(
        receivable=of,
        customer_id=of.customer_id,
        company_id=of.company_id,
        **what,
    )


def answer(customer: Customer | None, **more: Any) -> Incoming:
    """What a debtor wrote to us; customer None: nobody knows whose it is."""
    known = {
        "key": f"<answer{customer.pk if customer else 0}@post.example>",
        "company": customer.company if customer else None,
        "sender": "lea@post.example",
        "sender_name": "Léa Martin",
        "subject": "Re: Rappel",
        "body": "Nous avons payé la semaine passée.",
    }
    return Incoming.objects.create(
        customer=customer,
        channel="EMAIL",
        received_at=NOW,
        recorded_at=NOW,
        **(known | more),
    )


def received_file(of: Incoming) -> IncomingFile:
    """A file that came with it, and that is kept."""
    return IncomingFile.objects.create(
        incoming=of,
        name="proof.pdf",
        media_type="application/pdf",
        size=5,
        content=b"%PDF-",
    )


def sent(of: Receivable, step: str = "REMINDER_1", *, on: date) -> Message:
    """A message that left for this receivable, with the step it counts for."""
    at = datetime(on.year, on.month, on.day, 8, 5, tzinfo=UTC)
    message = Message.objects.create(
        company=of.company,
        customer=of.customer,
        kind=step,
        occasion=f"{step}:{of.pk}",
        key=uuid4(),
        language="fr",
        to="compta@example.org",
        sender="anna@example.org",
        subject=f"Rappel {of.invoice.number}",
        body="Madame, Monsieur,\n\nNotre facture reste ouverte.",
        state="SENT",
        business_day=on,
        claimed_at=at,
        sent_at=at,
        carrier="FILE",
    )
    action = Action.objects.create(
        company=of.company,
        customer=of.customer,
        step=step,
        for_day=on,
        state="SENT",
        message=message,
        recorded_at=at,
    )
    ActionItem.objects.create(
        action=action,
        receivable=of,
        step=step,
        rank=Step(step).rank,
        open_minor=of.open_minor,
        counts=True,
        sent_on=on,
    )
    return message


def occurrence(of: Receivable, on: date = TODAY, **more: Any) -> Occurrence:
    """The debtor acknowledged the debt, in a letter that is kept."""
    known = {"kind": "ACKNOWLEDGEMENT", "words": "Their letter of that day"}
    return Occurrence.objects.create(
        receivable=of,
        customer=of.customer,
        on=on,
        document=document(of.company, b"%PDF-1.7", "letter.pdf"),
        recorded_at=NOW,
        **(known | more),
    )


def posted(of: Receivable, step: str = "FORMAL_NOTICE", *, on: date = TODAY) -> Message:
    """A letter that went to the post that day."""
    letter = sent(of, step, on=on)
    letter.channel, letter.to, letter.delivery = "LETTER", "1 rue du Four, Liège", "POSTED"
    letter.save()
    told = {"kind": "POSTED", "key": f"post:{letter.pk}", "recorded_at": NOW}
    letter.events.create(at=letter.sent_at, **told)
    letter.action.channel = "LETTER"
    letter.action.save()
    return letter


def arrival(of: Receivable, **more: Any) -> Arrival:
    """A letter that was received, with its acknowledgement."""
    known = {"outcome": "RECEIVED", "on": TODAY, "tracking": "RR123456785BE"}
    return Arrival.objects.create(
        message=posted(of),
        document=document(of.company, b"%PDF-1.4 signed", "acknowledgement.pdf"),
        recorded_at=NOW,
        **(known | more),
    )


def request_about_data(of: Customer, **more: Any) -> Request:
    """They want to see what is held of them."""
    known = {"kind": "ACCESS", "received_on": TODAY, "due_on": TODAY + timedelta(days=30)}
    return Request.objects.create(
        company=of.company, customer=of, recorded_at=NOW, **(known | more)
    )


def enclosed(of: Receivable) -> Enclosure:
    """A file that went with a message about this receivable."""
    return Enclosure.objects.create(
        message=sent(of, "REMINDER_2", on=TODAY),
        name="a.pdf",
        media_type="application/pdf",
        content=b"%PDF-1.7",
    )


def bundle(of: Company, number: int = 1) -> PrintBatch:
    """Two letters on three pages, printed this morning."""
    return PrintBatch.objects.create(
        company=of, number=number, made_at=NOW, letters=2, pages=3, pdf=b"%PDF-1.7"
    )


def print_run(of: Company, **more: Any) -> PrintRun:
    """Two letters that a worker is to print."""
    told = {"state": "WAITING", "letters": 2, "asked_at": NOW}
    return PrintRun.objects.create(company=of, **told | more)


def account(of: Company, number: str = "BE68539007547034", **more: Any) -> Account:
    return Account.objects.create(
        **({"company": of, "number": number, "currency": "EUR"} | more)
    )


def line(of: Account, text: str = "", *, minor: int = 120_000, **more: Any) -> Line:
    """A line of money in with its receipt, or of money out; it waits for a person."""
    on = more.pop("booked_on", TODAY - timedelta(days=1))
    key = uuid4().hex
    statement, _ = Statement.objects.get_or_create(
        account=of, key=str(on), defaults={"fresh_on": on, "recorded_at": NOW}
    )
    receipt = None
    if minor > 0:
        receipt = Receipt.objects.create(
            company=of.company,
            customer=more.pop("customer", None),
            source="BANK",
            key=key,
            received_on=on,
            value_on=on,
            currency=of.currency,
            amount_minor=minor,
            available_minor=minor,
            recorded_at=NOW,
        )
    known = {"name": "Dupont SPRL", "iban": "BE43068999999501", "state": "OPEN"}
    return Line.objects.create(
        account=of,
        statement=statement,
        key=key,
        booked_on=on,
        value_on=on,
        amount_minor=minor,
        currency=of.currency,
        text=text,
        receipt=receipt,
        recorded_at=NOW,
        **(known | more),
    )


def proposal(
    of: Line,
    to: Receivable,
    minor: int,
    *,
    rank: int = 1,
    credit_note: Invoice | None = None,
    written_off: str = "",
    **evidence: str,
) -> Match:
    """What the matching thought of, and did not dare."""
    known = {"how": "number", "found": to.invoice.number_key, "why": "amount"}
    return Match.objects.create(
        receipt=of.receipt,
        customer=to.customer,
        receivable=to,
        amount_minor=minor,
        state="PROPOSED",
        rank=rank,
        credit_note=credit_note,
        written_off=written_off,
        evidence=known | evidence,
        decided_at=NOW,
    )


def prepared(of: Receivable, step: str = "FORMAL_NOTICE", state: str = "WAITING") -> Action:
    """A step over one receivable that has not left yet."""
    action = Action.objects.create(
        company=of.company,
        customer=of.customer,
        step=step,
        for_day=TODAY,
        state=state,
        needs_approval=step == "FORMAL_NOTICE",
        recorded_at=NOW,
    )
    ActionItem.objects.create(
        action=action,
        receivable=of,
        step=step,
        rank=Step(step).rank,
        open_minor=of.open_minor,
    )
    return action


def call(of: Receivable, step: str = "CALL_1") -> Action:
    """A call that is to be made today, with its task."""
    action = prepared(of, step, "READY")
    action.channel = "PHONE"
    items = list(action.items.all())
    hand_to_people([(action, items)], TODAY, NOW)
    return action


def also_about(action: Action, of: Receivable) -> ActionItem:
    """One more receivable in a call that people have."""
    return ActionItem.objects.create(
        action=action,
        receivable=of,
        step=action.step,
        rank=Step(action.step).rank,
        open_minor=of.open_minor,
        counts=True,
        sent_on=TODAY,
    )


def trial(of: Company, **more: Any) -> Trial:
    """The standard scenario, to be tried on the week before."""
    told = {
        "label": "in-force",
        "first_on": TODAY - timedelta(days=7),
        "last_on": TODAY,
        "state": "WAITING",
        "asked_at": NOW,
    }
    return Trial.objects.create(company=of, **told | more)


def document(of: Company, content: bytes = b"<x/>", name: str = "a.xml") -> Document:
    return Document.objects.create(
        company=of,
        name=name,
        media_type="application/octet-stream",
        sha256=uuid4().hex * 2,
        size=len(content),
        content=content,
        recorded_at=NOW,
    )


def run(of: Company, state: str = "TAKEN", **more: Any) -> Run:
    """An import that is over."""
    known = {"file_name": "invoices.csv", "size": 1200, "format": "acquit.invoices"}
    return Run.objects.create(
        company=of,
        state=state,
        actor_name="Anna Peeters",
        started_at=NOW,
        ended_at=NOW,
        **(known | more),
    )


def table_layout(of: Company, name: str = "Open items of the accounting") -> TableLayout:
    """A layout that somebody described."""
    columns = {"invoice_number": ("invoice",), "customer_code": ("customer",)}
    columns |= {"due_on": ("due",), "amount": ("amount",)}
    layout = Layout(kind=Kind.ITEMS, name=name, columns=columns)
    return TableLayout.objects.create(
        company=of,
        name=name,
        layout=layout.as_json(),
        actor_name="Anna Peeters",
        recorded_at=NOW,
    )


def source(of: Company, name: str = "The ERP", folder: str = "erp", **more: Any) -> Source:
    """A watched folder; without the name of one, an upload."""
    kind = "FOLDER" if folder else "UPLOAD"
    known = {"opened_at": LONG_AGO, "next_try_at": NOW if folder else None}
    return Source.objects.create(
        company=of, name=name, kind=kind, folder=folder, **(known | more)
    )


def token(of: Source, hint: str = "acquit_ab12c") -> SourceToken:
    return SourceToken.objects.create(
        source=of, digest=uuid4().hex * 2, hint=hint, actor_name="Ada Chief", made_at=NOW
    )


def delivery(of: Source, state: str = "TAKEN", **more: Any) -> Delivery:
    known = {"started_at": NOW, "ended_at": NOW, "files": 1}
    return Delivery.objects.create(source=of, state=state, **(known | more))


def task(of: Customer, kind: str = "BROKEN_PROMISE", **why: Any) -> Task:
    known = {"promised_on": "2026-11-20", "amount_minor": 50_000, "currency": "EUR"}
    return Task.objects.create(
        company=of.company,
        customer=of,
        kind=kind,
        key=uuid4().hex,
        why=why or known,
        due_on=TODAY,
        recorded_at=NOW,
    )


def assessment(
    of: Customer, profile: str = "PROMPT", score: int = 86, **more: Any
) -> Assessment:
    """What kind of payer a customer is since a while, and how safe."""
    known = {
        "as_of": TODAY,
        "computed_profile": profile,
        "since": date(2026, 9, 3),
        "computed_score": score,
        "score_class": score_class(score),
        "base": 70,
        "computed_at": NOW,
    }
    return Assessment.objects.create(
        customer=of, company=of.company, profile=profile, score=score, **(known | more)
    )


def behaviour(of: Customer, median_days: float | None = 12.0, **more: Any) -> Behaviour:
    """How it has paid, without the figures behind it."""
    known = {
        "as_of": TODAY,
        "payments": 43,
        "late_share": 0.6,
        "figures": {},
        "computed_at": NOW,
    }
    return Behaviour.objects.create(customer=of, median_days=median_days, **(known | more))


def score_class(score: int) -> str:
    return next(
        name
        for name, least in zip("ABCDE", (80, 65, 50, 35, 0), strict=True)
        if score >= least
    )


def profile_change(
    of: Customer, profile: str, score: int, *, on: date, **more: Any
) -> Change:
    """It became this kind of payer on that day; the first time, unless told otherwise."""
    return Change.objects.create(
        customer=of, on=on, profile=profile, score=score, recorded_at=NOW, **more
    )


def override(of: Customer, **more: Any) -> Override:
    """Somebody says otherwise, until the end of the year."""
    known = {
        "profile": "INSOLVENT",
        "reason": "In receivership, says the register.",
        "made_on": TODAY,
        "until_on": date(2026, 12, 31),
        "recorded_at": NOW,
    }
    return Override.objects.create(customer=of, **(known | more))


def class_risk(of: Company, score_class: str = "A", probability: float = 0.04) -> ClassRisk:
    return ClassRisk.objects.create(
        company=of,
        score_class=score_class,
        as_of=TODAY,
        customers=200,
        late=round(200 * probability),
        probability=probability,
    )


def model(of: Company, *, version: int = 1, trained: bool = True) -> Model:
    """What answers for a company; nothing was really learnt."""
    return Model.objects.create(
        company=of,
        version=version,
        learnt_on=TODAY - timedelta(days=6),
        trained=trained,
        body=b"",
        learnt_at=NOW,
    )


def expectation(
    of: Customer, *, weeks: Sequence[int], spread: float = 0.1, **more: Any
) -> Expectation:
    """So much is expected of a payer in the weeks from this one on; each of them, and the
    30 days, with a standard deviation of `spread` of it.
    """
    filled = [*weeks, *[0] * (13 - len(weeks))]
    known = {
        "currency": "EUR",
        "made_on": TODAY,
        "open_minor": sum(filled),
        "days_30": sum(filled[:4]),
    }
    known |= more
    return Expectation.objects.create(
        customer=of,
        company_id=of.company_id,
        weeks=filled,
        variances=[(one * spread) ** 2 for one in filled],
        days_30_variance=(known["days_30"] * spread) ** 2,
        **known,
    )


def prediction(of: Receivable, *, by: Model | None = None, **more: Any) -> Prediction:
    """Expected in five days, most probably late, and hardly much later."""
    expected_on = more.pop("expected_on", TODAY + timedelta(days=5))
    known = {
        "model_id": by.pk if by else 0,
        "made_on": TODAY,
        "median_on": expected_on,
        "low_on": max(TODAY, expected_on - timedelta(days=3)),
        "high_on": expected_on + timedelta(days=7),
        "late": 0.85,
        "late_30": 0.12,
        "within_7": 0.6,
        "evidence": {"payments": 43, "usual_days": 12},
    }
    return Prediction.objects.create(
        receivable=of,
        customer_id=of.customer_id,
        company_id=of.company_id,
        expected_on=expected_on,
        **(known | more),
    )


def partner(of: Company, code: str = "maes") -> Partner:
    """A lawyer who takes cases on."""
    known = {"name": "Maes & Co", "kind": "LAWYER", "data_role": "CONTROLLER"}
    return Partner.objects.create(
        company=of, code=code, language="nl", recorded_at=LONG_AGO, **known
    )


def endless_hold(of: Customer, receivable: Receivable | None = None) -> Hold:
    """As a case or an insolvency places it."""
    return Hold.objects.create(
        customer=of,
        receivable=receivable,
        reason="HANDED_OVER" if receivable else "INSOLVENCY",
        from_on=TODAY,
        until_on=UNTIL_CLOSED if receivable else UNTIL_OVER,
        recorded_at=NOW,
    )


def case(of: Customer, *rows: Receivable, **more: Any) -> Case:
    """Handed over today, with its first stage."""
    known = {"procedure": "BE_IOS", "opened_on": TODAY, "recorded_at": NOW}
    made = Case.objects.create(
        company=of.company,
        customer=of,
        partner=Partner.objects.filter(company=of.company).first() or partner(of.company),
        serial=Case.objects.filter(company=of.company).count() + 1,
        **(known | more),
    )
    for row in rows:
        CaseReceivable.objects.create(
            case=made,
            receivable=row,
            handed_minor=row.open_minor,
            hold=endless_hold(of, row),
        )
    stage(made, "HANDED_OVER")
    return made


def dossier(of: Case, state: str = "WAITING", **more: Any) -> CaseDossier:
    """Of a case, asked for by somebody; one that is ready has its two files."""
    asked_by = more.pop("asked_by", None) or person(f"Dora Docket {uuid4().hex[:6]}")
    ready = state == "READY"
    known = {"state": state, "asked_by": asked_by, "asked_at": NOW}
    known |= {"as_of": TODAY, "pages": 7, "ended_at": NOW} if ready else {}
    made = CaseDossier.objects.create(case=of, **known | more)
    for file, content in (("PDF", b"%PDF-1.7"), ("ZIP", b"PK")) if ready else ():
        DossierPart.objects.create(dossier=made, file=file, place=0, content=content)
    return made


def stage(of: Case, code: str = "SERVED", **more: Any) -> CaseStage:
    return CaseStage.objects.create(
        case=of, stage=code, **({"on": TODAY, "recorded_at": NOW} | more)
    )


def cost(of: Case, **more: Any) -> CaseCost:
    known = {"kind": "BAILIFF", "borne_by": "US", "currency": "EUR", "amount_minor": 8_000}
    return CaseCost.objects.create(case=of, on=TODAY, recorded_at=NOW, **(known | more))


def insolvency(of: Customer, **more: Any) -> Insolvency:
    """Opened this month; the claim is still to be filed."""
    known = {"kind": "BANKRUPTCY", "court": "Tribunal de l'entreprise"}
    days = {"opened_on": TODAY, "deadline_on": TODAY + timedelta(days=30)}
    return Insolvency.objects.create(
        customer=of, hold=endless_hold(of), recorded_at=NOW, **(known | days | more)
    )


def written_off(of: Receivable, minor: int = 500) -> Allocation:
    """What a person gave up of it."""
    made = Allocation.objects.create(
        receivable=of,
        kind="WRITE_OFF",
        source="PERSON",
        written_off="GOODWILL",
        amount_minor=minor,
        booked_on=TODAY,
        evidence={"how": "person"},
        recorded_at=NOW,
    )
    of.open_minor -= minor
    of.save()
    return made


def write_off_wish(of: Receivable, minor: int = 20_000) -> WriteOffWish:
    """It waits for somebody who may."""
    return WriteOffWish.objects.create(
        receivable=of, amount_minor=minor, reason="UNCOLL", on=TODAY, recorded_at=NOW
    )
