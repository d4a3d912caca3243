"""A company's own texts: taken over when they do for every customer, and given up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.sentences import listed, say
from acquit.dunning.models import Wording
from acquit.dunning.queries import trying
from acquit.dunning.wording import checking
from acquit.dunning.wording.facts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.dunning.wording.checking import Failure
    from acquit.dunning.wording.writing import Key
    from acquit.organisation.models import Company


class TextFails(Refusal):
    """A text cannot be taken: it cannot be read, or cannot be written for somebody.

    `failures`: one for each customer, in the order of their codes; a single one without a
    name when it is the text itself, or an invented case.
    """

    def __init__(self, failures: Sequence[Failure], *, unreadable: bool = False) -> None:
        self.failures = failures
        first = failures[0]
        if first.name:
            super().__init__(
                "This text cannot be written for %(count)s of the customers: %(names)s. "
                "The first of them: %(problem)s",
                count=len(failures),
                names=listed(one.name for one in failures[: checking.NAMED]),
                problem=first.problem,
            )
        elif not unreadable:
            super().__init__(
                "This text does not do for every case, such as several invoices, credit, "
                "or a consumer: %(problem)s",
                problem=first.problem,
            )
        elif first.line:
            super().__init__(
                "Line %(line)s: %(problem)s", line=first.line, problem=first.problem
            )
        else:
            place = say("In the subject") if first.subject else say("In the text")
            super().__init__("%(place)s: %(problem)s", place=place, problem=first.problem)


@transaction.atomic
def save_wording(
    company: Company, key: Key, text: Text, *, on: date, actor: Actor, at: datetime
) -> Wording:
    """The company's text from now on. Raises TextFails when it does not do for all who
    could get it; saving what is in force already changes nothing.
    """
    text = Text(_plain(text.subject), _plain(text.body))
    try_wording(company.pk, key, text, on=on)
    newest = _newest(company, key)
    same = newest and not newest.original
    if newest and same and (newest.subject, newest.text) == (text.subject, text.body):
        return newest
    made = _add(company, key, newest, text=text, actor=actor, at=at)
    _tell("wording_changed", made, actor=actor, at=at)
    return made


@transaction.atomic
def restore_original(company: Company, key: Key, *, actor: Actor, at: datetime) -> Wording:
    """Back to our own text; what the company wrote is kept as an older version. Raises
    Refusal when it is ours already.
    """
    newest = _newest(company, key)
    if newest is None or newest.original:
        raise Refusal("This is the original text already.")
    made = _add(company, key, newest, text=None, actor=actor, at=at)
    _tell("wording_restored", made, actor=actor, at=at)
    return made


def try_wording(company_id: int, key: Key, text: Text, *, on: date) -> int:
    """Write the text for every customer who could get it; how many cases were tried. Raises
    TextFails.
    """
    unreadable = checking.unreadable(text)
    if unreadable:
        raise TextFails([unreadable], unreadable=True)
    found, tried = [], 0
    for batch in trying.cases(company_id, key, on=on):
        found += checking.failures(text, key, batch)
        tried += len(batch)
    if found:
        once = {one.name: one for one in reversed(found)}
        invented = once.pop("", None)
        named = [once[name] for name in sorted(once)]
        raise TextFails(named or [invented or found[0]])
    return tried


def _newest(company: Company, key: Key) -> Wording | None:
    """Under a lock that two who save at once have to share."""
    type(company).objects.select_for_update().get(pk=company.pk)
    rows = Wording.objects.filter(
        company=company,
        step=key.text,
        channel=key.channel,
        language=key.language,
        tone=key.tone,
    )
    return rows.order_by("-version").first()


def _add(
    company: Company,
    key: Key,
    newest: Wording | None,
    *,
    text: Text | None,
    actor: Actor,
    at: datetime,
) -> Wording:
    return Wording.objects.create(
        company=company,
        step=key.text,
        channel=key.channel,
        language=key.language,
        tone=key.tone,
        version=newest.version + 1 if newest else 1,
        original=text is None,
        subject=text.subject if text else "",
        text=text.body if text else "",
        author_id=actor.person_id,
        recorded_at=at,
    )


def _tell(event: str, made: Wording, *, actor: Actor, at: datetime) -> None:
    details = {
        "step": made.step,
        "channel": made.channel,
        "language": made.language,
        "tone": made.tone,
        "version": made.version,
    }
    fact = Fact(event=event, subject=made, company_id=made.company_id, details=details)
    record(fact, actor=actor, at=at)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
