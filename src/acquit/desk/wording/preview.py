"""A text as it would arrive: with a real customer, on a phone and on paper."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from acquit.channels.letter.setting import picture
from acquit.desk import words
from acquit.desk.law.views import NAMES
from acquit.desk.scenarios.lawful import COUNTRIES
from acquit.dunning.queries import trying
from acquit.dunning.queries.gathering import creditor_of
from acquit.dunning.wording import checking, samples, sms
from acquit.dunning.wording.engine import Unwritable
from acquit.dunning.wording.facts import Reader, Written
from acquit.dunning.wording.values import PARTS, seen
from acquit.dunning.wording.variables import GROUPS
from acquit.dunning.wording.writing import written
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from acquit.dunning.wording.facts import Case, Text
    from acquit.dunning.wording.writing import Key
    from acquit.organisation.models import Company

SAMPLES = ("one", "several")
OFFERED = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """What the preview shows. problem: why it shows nothing; paper: pictures of the pages,
    as addresses; places: how much of an SMS it takes, 0 = it needs Unicode.
    """

    message: Written | None = None
    problem: str = ""
    line: int = 0
    paper: Sequence[str] = field(default=())
    places: int = 0
    parts: int = 0
    careful: Sequence[str] = field(default=())


def shown(
    text: Text, key: Key, company: Company, chosen: str, *, on: date, paper: bool
) -> Shown:
    """chosen: the key of a customer, or one of SAMPLES or of `consumers`."""
    wrong = checking.unreadable(text)
    if wrong is not None:
        return Shown(problem=words.told(wrong.problem), line=wrong.line)
    channel = "LETTER" if paper and key.channel == "EMAIL" else key.channel
    tone = key.tone or "NEUTRAL"
    case = _case(key, company, chosen, on=on, channel=channel)
    try:
        message = written(text, key.text, case, channel=channel, tone=tone)
    except Unwritable as refused:
        return Shown(problem=words.told(refused.problem), line=refused.line)
    return Shown(
        message,
        paper=_pictures(message) if paper and message.page else (),
        places=sms.length(message.body),
        parts=sms.parts(message.body),
        careful=checking.careful(text, key),
    )


def consumers(key: Key) -> list[tuple[str, str]]:
    """Invented ones, where a text is for consumers too: what is chosen, and the country."""
    if key.text in {"FORMAL_NOTICE", "CALL", "CHASE"}:
        return []
    return [(f"consumer-{one}", str(NAMES[one])) for one in COUNTRIES]


def customers(company: Company, key: Key, typed: str) -> Sequence[tuple[int, str]]:
    """Those who could get this text, with what is owed the most first; at most OFFERED."""
    return trying.offered(company.pk, key, typed, most=OFFERED)


def examples(key: Key, company: Company, on: date) -> list[dict[str, Any]]:
    """The variables in their groups, each with what it says in the language of the text."""
    case = _case(key, company, "several", on=on, channel=key.channel)
    case = replace(case, debtor=replace(case.debtor, contact="Anna Peeters"))
    values = seen(
        case,
        key.text,
        channel=key.channel,
        tone=key.tone or "NEUTRAL",
        language=key.language,
    ).values
    return [
        {
            "label": group.label,
            "variables": [(one, _example(one.name, values)) for one in group.variables],
        }
        for group in GROUPS
    ]


def _example(name: str, values: Mapping[str, Any]) -> str:
    """Short, and empty for whole parts, which the preview shows."""
    owner, _, attribute = name.partition(".")
    if name in PARTS:
        return ""
    value = getattr(values[owner], attribute) if attribute else values[owner]
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if isinstance(value, bool) else str(value)


def _case(key: Key, company: Company, chosen: str, *, on: date, channel: str) -> Case:
    of = Customer.objects.of(company.pk).filter(pk=chosen if chosen.isdecimal() else 0)
    if customer := of.first():
        return _for_text(trying.case_of(customer.pk, key, on=on, channel=channel), key)
    consumer, _, country = chosen.partition("-")
    business = consumer != "consumer"
    debtor = samples.debtor(key.language, business=business)
    if country:
        debtor = replace(debtor, country=country)
    case = samples.case(key.text, creditor_of(company), debtor, on=on)
    if chosen == "several":
        return list(samples.situations(case, key.text))[2]
    return case


def _for_text(case: Case, key: Key) -> Case:
    """In the language of the text, which a preview is about, and for a business where the
    text is for businesses alone.
    """
    debtor = replace(case.debtor, language=key.language)
    if key.text == "FORMAL_NOTICE":
        debtor = replace(debtor, business=True)
    reader = case.reader and Reader(case.reader.name, key.language)
    return replace(
        case,
        debtor=debtor,
        creditor=replace(case.creditor, language=key.language),
        reader=reader,
    )


def _pictures(message: Written) -> list[str]:
    pages = picture(message.page or {})
    return [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages]
