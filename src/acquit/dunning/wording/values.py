"""What a text may say of a case: the values behind the variables, in the reader's language.

`variables` tells each with an example. Spaces inside an amount do not break.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from acquit.core.law import LetterKind
from acquit.core.text import fold
from acquit.dunning.wording import codes, said
from acquit.dunning.wording.salutation import salutation
from acquit.dunning.wording.sums import sums, to_pay
from acquit.dunning.wording.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from acquit.core.law import Letter
    from acquit.dunning.wording.facts import Case, Creditor, Debtor, Item, Tried
    from acquit.dunning.wording.sums import Sum
    from acquit.dunning.wording.words import Words

DEADLINE_DAYS = 8
SHORT_NAME = 30
HARD_SPACE = "\N{NO-BREAK SPACE}"
# A part that is put together by the program stands in a rendered text between two of these.
MARK = "\ue000"
PARTS = ("the_items", "interest", "the_law", "how_to_pay", "questions", "closing")
# Greeted warmly in a neutral tone as well.
_WARM = {"INVOICE", "NOTICE", "REMINDER_1", "THANK_YOU"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item in words. contested is empty when nothing is; part when there is one."""

    number: str
    part: str
    said: str
    issued: str
    due: str
    due_short: str
    days_late: int
    late: str
    open: str
    contested: str
    asked: str
    paid: str
    reference: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyWords:
    """The creditor. short: its name, cut for an SMS."""

    name: str
    short: str
    street: str
    postcode: str
    city: str
    vat: str
    registration: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWords:
    """The debtor. language: its name in the reader's language."""

    name: str
    code: str
    business: bool
    direct_debit: bool
    phone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as it is written about: its rows, its sums, its values by name."""

    code: str
    language: str
    rows: Sequence[Row]
    sums: Sequence[Sum]
    values: dict[str, Any]


def seen(
    case: Case,
    code: str,
    *,
    channel: str,
    tone: str,
    language: str,
    letter: Letter | None = None,
) -> Seen:
    """Everything that a text of this language may use. letter: what the law asks for."""
    told = words(language)
    rows = [_row(item, case, told, language) for item in case.items]
    found = sums(case.items, case.credit, on=case.on)
    first = rows[0]
    number = codes.parsed(code).number
    oldest = max(row.days_late for row in rows)
    paper = channel == "LETTER"
    deadline = case.on + timedelta(days=DEADLINE_DAYS)
    if letter is not None:
        deadline = _deadline(letter, deadline)
    values = {
        "company": _company(case.creditor),
        "customer": _customer(case.debtor, language),
        "contact": case.debtor.contact,
        "salutation": _salutation(case, code, language, tone=tone, letter=paper),
        "about": _about(rows, case.items, told),
        "one": len(rows) == 1,
        "one_invoice": len({row.number for row in rows}) == 1,
        "invoice": first,
        "items": rows,
        "numbers": ", ".join(dict.fromkeys(row.number for row in rows)),
        "to_pay": _amounts(to_pay(found), language),
        "overdue": _amounts(_of(found, "late"), language),
        "soon": _amounts(_of(found, "soon"), language),
        "credit": _amounts(_of(found, "used"), language),
        "contested": _amounts(_of(found, "contested"), language),
        "paid": _amounts(_paid(case.items), language),
        "days_late": oldest,
        "late": told.late(oldest) if oldest else "",
        "today": held(said.day(case.on, language)),
        "deadline": held(said.day(deadline, language)),
        "number": number,
        "ordinal": told.ordinal(number),
        "tone": tone,
        "letter": paper,
        "answer_to": case.answer_to,
        "contact_us": _reach(case, told, letter=paper),
        "reader": case.reader.name if case.reader else "",
        "tried": [_tried(one, told, language) for one in case.tried],
    }
    values |= {part: f"{MARK}{part}{MARK}" for part in PARTS}
    if letter is None:
        values["the_law"] = ""
    return Seen(code=code, language=language, rows=rows, sums=found, values=values)


def _deadline(letter: Letter, usual: date) -> date:
    """Who has a term of the law is not asked for money before it is over; where nothing
    but the letter sets one, it is that of the letter.
    """
    formal = letter.rule.kind in {LetterKind.FORMAL, LetterKind.CLAIM}
    return letter.until if formal else max(letter.until, usual)


def held(text: str) -> str:
    """Not broken over two lines: a day, a phone number, an amount."""
    return text.replace(" ", HARD_SPACE)


def money(minor: int, currency: str, language: str) -> str:
    """An amount that is not broken over two lines."""
    return held(said.amount(minor, currency, language))


def _row(item: Item, case: Case, told: Words, language: str) -> Row:
    issued = held(said.day(item.issued_on, language))
    part = f"{item.instalment}/{item.instalments}" if item.instalments > 1 else ""
    kind = told.debit_note if item.debit_note else told.invoice
    name = kind.format(number=item.number, issued=issued)
    days = max(0, (case.on - item.due_on).days)
    opened = money(item.open_minor, item.currency, language)
    contested, whole = item.contested_minor, item.amount_minor
    untouched = whole == item.open_minor
    return Row(
        number=item.number,
        part=part,
        said=name + (told.part.format(part=part) if part else ""),
        issued=issued,
        due=held(said.day(item.due_on, language)),
        due_short=said.short_day(item.due_on, language),
        days_late=days,
        late=told.late(days) if days else "",
        open=opened,
        contested=money(contested, item.currency, language) if contested else "",
        asked=money(item.asked_minor, item.currency, language) if contested else opened,
        paid=opened if untouched else money(whole, item.currency, language),
        reference=said.reference(item.payment_reference),
        currency=item.currency,
    )


def _company(of: Creditor) -> CompanyWords:
    return CompanyWords(
        name=of.name,
        short=_cut(of.name),
        street=of.street,
        postcode=of.postcode,
        city=of.city,
        vat=of.vat,
        registration=of.registration,
        email=of.email,
        phone=held(of.phone),
    )


def _customer(of: Debtor, language: str) -> CustomerWords:
    return CustomerWords(
        name=of.name,
        code=of.code,
        business=of.business,
        direct_debit=of.direct_debit,
        phone=held(of.phone),
        language=said.name_of_language(of.language, language),
    )


def _cut(name: str) -> str:
    """Whole words of a long name."""
    if len(name) <= SHORT_NAME:
        return name
    return name[: SHORT_NAME + 1].rpartition(" ")[0] or name[:SHORT_NAME]


def _salutation(case: Case, code: str, language: str, *, tone: str, letter: bool) -> str:
    neutral = code in {"FORMAL_NOTICE", "HANDOVER_NOTICE"}
    warm = tone == "FRIENDLY" or (tone == "NEUTRAL" and code in _WARM)
    contact = case.debtor.contact
    if fold(contact) in fold(case.debtor.name):
        contact = ""
    return salutation(
        contact, language, warm=warm and not letter and not neutral, neutral=neutral
    )


def _about(rows: Sequence[Row], items: Sequence[Item], told: Words) -> str:
    """What the subject names: the invoice when there is one, with its instalment."""
    first = rows[0]
    one = told.about_debit_note if items[0].debit_note else told.about_one
    if len(rows) == 1:
        part = told.part.format(part=first.part) if first.part else ""
        return one.format(number=first.number) + part
    if len({row.number for row in rows}) == 1:
        return one.format(number=first.number)
    return told.about_many


def _of(found: Iterable[Sum], name: str) -> list[tuple[int, str]]:
    amounts = [(getattr(one, name), one.currency) for one in found]
    return [(minor, currency) for minor, currency in amounts if minor]


def _paid(items: Iterable[Item]) -> list[tuple[int, str]]:
    total: dict[str, int] = {}
    for item in items:
        total[item.currency] = total.get(item.currency, 0) + item.amount_minor
    return [(minor, currency) for currency, minor in total.items()]


def _amounts(amounts: Iterable[tuple[int, str]], language: str) -> str:
    written = [money(minor, currency, language) for minor, currency in amounts]
    return said.listed(written, language)


def _reach(case: Case, told: Words, *, letter: bool) -> str:
    mail, phone = case.answer_to, held(case.creditor.phone)
    if mail and phone:
        form = told.reach_both
    elif mail or phone:
        form = told.reach_mail if mail else told.reach_phone
    else:
        form = told.reach_letter if letter else told.reach_answer
    return form.format(answer_to=mail, phone=phone)


def _tried(one: Tried, told: Words, language: str) -> str:
    code = codes.parsed(one.code)
    what = told.steps.get(code.kind, one.code).format(ordinal=told.ordinal(code.number))
    how = told.channels.get(one.channel, one.channel)
    return told.tried.format(on=held(said.day(one.on, language)), what=what, how=how)
