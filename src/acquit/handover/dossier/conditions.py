"""What a procedure asks for, looked at in the file of a case."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core import procedures
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.procedures import CaseFacts, Claimed, Procedure
from acquit.core.sentences import Sentence
from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.procedures import Condition
    from acquit.core.sentences import Said
    from acquit.handover.dossier.file import Claim, File, Identity
    from acquit.handover.dossier.telling.blocks import Block, Teller
    from acquit.handover.dossier.telling.sources import Sources

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


def checked(file: File, procedure: Procedure) -> tuple[Condition, ...]:
    """Every condition with what was seen; none of the generic procedure."""
    return procedures.check(procedure, case_facts(file))


def case_facts(file: File) -> CaseFacts:
    """The file as the rules of procedures look at it."""
    originals = {one.invoice_id for one in file.billed if one.paper is not None}
    asked = [one.on for one in file.sent if one.state == "SENT"]
    return CaseFacts(
        creditor=_identity(file.creditor),
        debtor=_identity(file.debtor.identity),
        party=file.debtor.party,
        claims=[
            _claimed(one, documented=one.invoice_id in originals) for one in file.claims
        ],
        on=file.as_of,
        demanded_on=max(asked, default=None),
        insolvent=any(
            one.reason == "INSOLVENCY"
            and one.ended_on is None
            and one.until_on >= file.as_of
            for one in file.holds
        ),
    )


def _identity(one: Identity) -> procedures.Identity:
    return procedures.Identity(
        country=one.country, vat=one.vat, registration=one.registration
    )


def _claimed(one: Claim, *, documented: bool) -> Claimed:
    lapses_on = None if isinstance(one.limitation, Refusal) else one.limitation.until
    return Claimed(
        number=one.number,
        owed=Money(one.open_minor, one.currency),
        due_on=one.due_on,
        contested_minor=one.contested_minor,
        extras_minor=_extras(one),
        documented=documented,
        missing=one.missing,
        lapses_on=lapses_on,
    )


def _extras(one: Claim) -> int | None:
    """Interest and flat sum; None where they are not known, or of different currencies."""
    if isinstance(one.extra.interest, Refusal):
        return None
    fee = one.extra.of_fee
    if fee is None or not fee.left.minor:
        return one.interest_minor
    if fee.left.currency != one.currency:
        return None
    return one.interest_minor + fee.left.minor


def told(
    teller: Teller, procedure: Procedure, some: Sequence[Condition], sources: Sources
) -> Iterator[Block]:
    """The page of the procedure: its conditions, then what its petition needs."""
    words = teller.words.conditions
    generic = procedure is Procedure.GENERIC
    yield blocks.small(words.intro_generic if generic else words.intro)
    rows = [
        [
            cell(f"{said(teller, one.said)} {sources.of_basis(one.basis)}".rstrip()),
            cell(said(teller, one.seen)),
            cell(words.states[one.state.value], strong=one.state.value != "MET"),
        ]
        for one in some
    ]
    yield blocks.table((words.condition, words.seen, words.state), rows, wide=(0, 1))
    needed = words.needed.get(procedure.value)
    if needed:
        yield blocks.heading(words.needs)
        yield blocks.points(needed)


def _place(teller: Teller, name: str, one: Said) -> str:
    if name == "country" and isinstance(one, str) and one.isalpha():
        return teller.country(one)
    return said(teller, one)


def said(teller: Teller, what: Said) -> str:
    """A sentence of `core.procedures` in the language of the dossier."""
    if isinstance(what, Sentence):
        places = {name: _place(teller, name, one) for name, one in what.words}
        text = teller.words.conditions.sentences.get(what.text, what.text)
        return text % places if places else text
    if DAY.fullmatch(what):
        return teller.short(date.fromisoformat(what))
    if found := AMOUNT.fullmatch(what):
        money = Money.of(Decimal(found[1]), found[2])
        return teller.amount(money.minor, money.currency)
    return what
