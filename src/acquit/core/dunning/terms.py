"""The term that a step gives a receivable because the law asks for it.

docs/explanation/dunning.md#what-the-law-adds
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.claim import law_of
from acquit.core.dunning.steps import Channel, Kind, Step
from acquit.core.law import Asked, LetterKind, Sent, Stage, letter
from acquit.core.money import Money
from acquit.core.party import Party

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.dunning.file import CustomerFile, Decision

# A screen can be kept, as the law wants it; what a phone rings with cannot.
WRITTEN = {Channel.EMAIL: Sent.ELECTRONIC, Channel.LETTER: Sent.POST}
_LATE = frozenset({Kind.FORMAL_NOTICE, Kind.HANDOVER_NOTICE})


def stage_of(step: Step, party: Party) -> Stage | None:
    """How far a step has come, None = it asks for no letter of the law. To a business the
    formal notice itself alone does: what follows it is none.
    """
    if party in {Party.BUSINESS, Party.PUBLIC}:
        return Stage.FORMAL if step is Step.FORMAL_NOTICE else None
    if step.kind is Kind.REMINDER:
        return Stage.FIRST if step.number <= 1 else Stage.SECOND
    return Stage.FORMAL if step.kind in _LATE else None


def term_given(
    decision: Decision,
    file: CustomerFile,
    *,
    creditor: str,
    numbered: bool,
    told: bool,
    on: date,
) -> date | None:
    """The last day of the term that its message gives, None = it gives none.

    creditor: our country. numbered: our number is known, without which a Belgian letter is
    none. told: the letter has left before.
    """
    by = WRITTEN.get(decision.channel) if decision.channel else None
    if by is None or decision.step is None:
        return None
    item = decision.item
    asked = Asked(
        due_on=item.due_on,
        amount=Money(item.asked_minor, item.currency),
        stage=stage_of(decision.step, file.party),
        told=told,
    )
    country = law_of(file.party, creditor=creditor, debtor=file.country)
    found = letter(country, file.party, [asked], credit={}, on=on, by=by)
    if found is None:
        return None
    first = found.rule.kind is LetterKind.FIRST_REMINDER
    return None if first and not numbered else found.until
