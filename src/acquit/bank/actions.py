"""Recording what the bank told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from acquit.audit.actions import Actor, Fact, record
from acquit.bank.models import Account, Care, Line, LineState, Repetition, Return, Statement
from acquit.core.errors import Refusal
from acquit.core.privacy import Group, Kind
from acquit.ledger.actions.copying import copy_in, copy_over, copy_values
from acquit.ledger.actions.words import SAID, Aged, OnlyKeys, Words, of_customer
from acquit.ledger.models import Receipt
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from acquit.organisation.models import Company, Person

# Money of which nobody speaks for longer is forgotten.
LONGEST_PARKED = timedelta(days=90)


class AccountOfAnother(Refusal):
    """The account belongs to another of our companies."""

    def __init__(self, account: Account) -> None:
        super().__init__(
            "Account %(number)s belongs to company %(code)s. Import the statement there.",
            number=account.number,
            code=account.company.code,
        )


@transaction.atomic
def open_account(  # what, told by what, by whom and when
    company: Company,
    number: str,
    currency: str,
    *,
    by_statement: bool = False,
    actor: Actor,
    at: datetime,
) -> tuple[Account, bool]:
    """The account, and whether it is new. Raises AccountOfAnother."""
    account, created = Account.objects.get_or_create(
        number=number,
        currency=currency,
        defaults={"company": company, "opened_by_statement": by_statement},
    )
    if account.company_id != company.pk:
        raise AccountOfAnother(account)
    if created:
        fact = Fact(
            event="account_opened",
            subject=account,
            company_id=company.pk,
            details={"number": number, "currency": currency},
        )
        record(fact, actor=actor, at=at)
    return account, created


def save_statement(statement: Statement) -> tuple[Statement, bool]:
    """Create the statement, or find the one with its key; whether it is new."""
    known = Statement.objects.filter(account=statement.account, key=statement.key).first()
    if known is not None:
        return known, False
    statement.save(force_insert=True)
    return statement, True


class NewLine(NamedTuple):
    """A line as it is first told. references, details: as JSON."""

    account_id: int
    statement_id: int
    key: str
    booked_on: date
    value_on: date
    amount_minor: int
    currency: str
    name: str
    iban: str
    text: str
    structured_reference: str
    references: str
    end_to_end_id: str
    bank_reference: str
    charges_minor: int
    reversal: bool
    return_reason: str
    batch: bool
    details: str
    state: str
    provisional: bool = False
    receipt_id: int | None = None
    part_of_id: int | None = None


def save_lines(lines: Sequence[NewLine], *, at: datetime) -> list[int]:
    """Create lines; their receipts, and the lines that they are part of, exist. Gives their
    ids, in order.
    """
    names = (*NewLine._fields, "recorded_at")
    return copy_values(Line, names, [(*line, at) for line in lines])


# What a further message may tell of a line, by the columns.
_TOLD = [
    *("key", "statement_id", "part_of_id", "provisional", "booked_on", "value_on", "name"),
    *("iban", "text", "structured_reference", "references", "end_to_end_id"),
    *("bank_reference", "charges_minor", "reversal", "return_reason", "batch", "details"),
    "state",
]


def retell_lines(lines: Sequence[Line], again: Sequence[Repetition]) -> None:
    """Keep what a further message told of lines that are booked, and under which keys."""
    copy_over(lines, _TOLD)
    copy_in(again)


def mark_lines(receipt_ids: Iterable[int], state: LineState, why: dict[str, str]) -> None:
    """Say what became of the lines with these receipts; they are parked no longer."""
    keys = list(receipt_ids)
    Line.objects.filter(receipt__in=keys).update(state=state, why=why)
    parked = Care.objects.filter(line__receipt__in=keys, parked_until__isnull=False)
    parked.update(parked_until=None, note="")


def mark_used_up(receipt_ids: Iterable[int]) -> None:
    """Take the lines off the list whose money is used, or lies on account but for that."""
    used = Q(available_minor=0) | Q(on_account=True)
    done = Receipt.objects.filter(used, pk__among=list(set(receipt_ids)))
    # Asked first: of tables that grew a moment ago the database joins every row with all.
    ids = list(done.values_list("pk", flat=True))
    Line.objects.filter(receipt__among=ids).update(state=LineState.MATCHED, why={})


def keep_returns(returns: Sequence[Return]) -> list[Return]:
    """Create what went back; they come back with their ids."""
    return copy_in(returns)


def settle_returns(line_ids: Iterable[int]) -> None:
    """All of these lines is put to the payments that they take back."""
    Line.objects.filter(pk__in=set(line_ids)).update(state=LineState.MATCHED, why={})


def settle_returned(receipt_ids: Iterable[int]) -> None:
    """Of these receipts nothing is left to look at: it went back."""
    waiting = [LineState.OPEN, LineState.ON_ACCOUNT]
    rows = Line.objects.filter(receipt__in=set(receipt_ids), state__in=waiting)
    rows.filter(receipt__available_minor=0).update(state=LineState.MATCHED, why={})


def wait_again(receipt_ids: Iterable[int]) -> None:
    """What of these receipts is used for nothing is to be looked at again."""
    rows = Line.objects.filter(receipt__in=set(receipt_ids), state=LineState.MATCHED)
    left = rows.filter(receipt__available_minor__gt=0, receipt__on_account=False)
    left.update(state=LineState.OPEN, why={})


def undo_returns(line: Line, *, on: date, actor: Actor) -> None:
    """The line takes nothing back: a person said so, and looks at it."""
    Return.objects.filter(line=line, undone_on=None).update(undone_on=on)
    line.state, line.why = LineState.OPEN, {"undone by": actor.name}
    line.save(update_fields=["state", "why"])


def mark_not_ours(line_id: int) -> Line:
    """The money is not from a customer: interest, a refund, an own transfer. Raises Refusal
    for a line whose money other lines carry.
    """
    line = Line.objects.get(pk=line_id)
    if line.state == LineState.CARRIED:
        raise Refusal("This money is counted in other lines: say it of those.")
    line.state = LineState.NOT_OURS
    line.save(update_fields=["state"])
    return line


@transaction.atomic
def look_again(line_id: int, *, actor: Actor, at: datetime) -> Line:
    """Undo `mark_not_ours`: a person looks at the line again. Raises Refusal for a line of
    which nobody said that it is from no customer.
    """
    line = Line.objects.select_for_update().get(pk=line_id)
    if line.state != LineState.NOT_OURS:
        raise Refusal("Nobody said that this line is from no customer.")
    waits = line.receipt_id is not None or bool(line.return_reason)
    line.state = LineState.OPEN if waits else LineState.OUTGOING
    line.save(update_fields=["state"])
    record(_about(line, "line_looked_at_again", {}), actor=actor, at=at)
    return line


@transaction.atomic
def park_line(
    line_id: int, *, until_on: date, note: str, on: date, actor: Actor, at: datetime
) -> Line:
    """Nobody has to look at the line before that day. Raises Refusal for a line that does
    not wait, and for a day that is not soon.
    """
    line = Line.objects.select_for_update().get(pk=line_id)
    if line.state != LineState.OPEN:
        raise Refusal("This line does not wait for anybody: there is nothing to park.")
    if not on < until_on <= on + LONGEST_PARKED:
        raise Refusal(
            "Choose a day after today, and no more than %(days)s days from now.",
            days=LONGEST_PARKED.days,
        )
    told = {"parked_until": until_on, "note": note}
    Care.objects.update_or_create(line=line, defaults=told)
    details = {"until": until_on.isoformat()}
    record(_about(line, "line_parked", details, note), actor=actor, at=at)
    return line


@transaction.atomic
def unpark_line(line_id: int, *, actor: Actor, at: datetime) -> Line:
    """The line waits again, at once. Raises Refusal for one that is not parked."""
    line = Line.objects.select_for_update().get(pk=line_id)
    parked = Care.objects.filter(line=line, parked_until__isnull=False)
    if not parked.update(parked_until=None, note=""):
        raise Refusal("This line is not parked.")
    record(_about(line, "line_unparked", {}), actor=actor, at=at)
    return line


@transaction.atomic
def assign_line(line_id: int, person: Person | None, *, actor: Actor, at: datetime) -> Line:
    """This person looks at the line; None = nobody in particular. Raises Refusal for who
    may not match in its company.
    """
    line = (
        Line.objects.select_for_update(of=["self"])
        .select_related("account")
        .get(pk=line_id)
    )
    company = line.account.company_id
    if person and not rights.scope(person, Act.MATCH).covers_company(company):
        raise Refusal("%(name)s may not match payments of this company.", name=person.name)
    Care.objects.update_or_create(line=line, defaults={"assignee": person})
    details = {"person": person.name if person else ""}
    record(_about(line, "line_assigned", details), actor=actor, at=at)
    return line


def _about(line: Line, event: str, details: dict[str, str], reason: str = "") -> Fact:
    return Fact(
        event=event,
        subject=line,
        company_id=line.account.company_id,
        reason=reason,
        details=details,
    )


def close_statement(
    statement: Statement, *, closing_minor: int | None, fresh_on: date
) -> None:
    """Complete a statement whose lines have been read."""
    statement.closing_minor = closing_minor
    statement.fresh_on = fresh_on
    statement.save(update_fields=["closing_minor", "fresh_on"])


# Who paid or was paid, from where, and in which words. The line's own key stays: the same
# statement must not bring it back.
_PAYER: dict[str, Any] = {
    **dict.fromkeys(("name", "iban", "text", "structured_reference"), ""),
    **dict.fromkeys(("end_to_end_id", "bank_reference"), ""),
    "references": [],
    "details": [],
}
HELD: tuple[Words, ...] = (
    Words(
        group=Group.BOOKS,
        model=Line,
        whose=of_customer("receipt__customer"),
        put=_PAYER,
    ),
    # What went back to them. A batch gave back the money of others, too: it goes by age.
    Words(
        group=Group.BOOKS,
        model=Line,
        whose=of_customer("returns__customer", "returns__receipt__customer"),
        put=_PAYER,
        only=Q(batch=False),
    ),
    Words(
        group=Group.BOOKS,
        model=Return,
        whose=of_customer("customer", "receipt__customer"),
        put={"evidence": OnlyKeys("how")},
    ),
    Words(
        group=Group.NOTES,
        model=Care,
        whose=of_customer("line__receipt__customer"),
        put={"note": SAID},
    ),
)
_NOBODYS = Q(receipt=None) | Q(receipt__customer=None)
# Money out, batches, and money of which nobody knew whose it was.
AGED: tuple[Aged, ...] = (
    Aged(
        kind=Kind.BOOKS,
        model=Line,
        company="account__company",
        on="booked_on",
        only=_NOBODYS,
        put=_PAYER,
    ),
    Aged(
        kind=Kind.BOOKS,
        model=Care,
        company="line__account__company",
        on="line__booked_on",
        only=Q(line__receipt=None) | Q(line__receipt__customer=None),
        put={"note": SAID},
    ),
    Aged(
        kind=Kind.BOOKS,
        model=Return,
        company="line__account__company",
        on="returned_on",
        only=Q(customer=None),
        put={"evidence": OnlyKeys("how")},
    ),
)
