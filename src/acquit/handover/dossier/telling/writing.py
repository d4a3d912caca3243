"""What was written, both ways: the lists, and the sheet of each message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.channels.outbox import Outbox, PrintTray
from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.handover.dossier.exhibits import Numbered
    from acquit.handover.dossier.file import Received, Report, Sent
    from acquit.handover.dossier.telling.blocks import Block, Teller


def sent(teller: Teller, exhibits: Numbered) -> Iterator[Block]:
    """The list of what we sent."""
    told, some = teller.words.sending, teller.file.sent
    if not some:
        yield blocks.text(told.none)
        return
    yield blocks.small(told.intro)
    rows = [
        [
            cell(teller.short(one.on)),
            cell(told.channels.get(one.channel, one.channel)),
            cell(one.subject, _legal(teller, one)),
            cell(one.to),
            cell(became(teller, one), _arrived(teller, one)),
            cell(str(exhibits.of_sent(one))),
        ]
        for one in some
    ]
    heads = (told.on, told.how, told.subject, told.to, told.became, told.exhibit)
    yield blocks.table(heads, rows, right=(5,), wide=(2, 3, 4))


def received(teller: Teller, exhibits: Numbered) -> Iterator[Block]:
    """The list of what the debtor wrote."""
    told, some = teller.words.answers, teller.file.received
    if not some:
        yield blocks.text(told.none)
        return
    channels = teller.words.sending.channels
    rows = [
        [
            cell(teller.short(teller.file.local(one.received_at).date())),
            cell(channels.get(one.channel, one.channel)),
            cell(one.sender_name or one.sender, one.sender if one.sender_name else ""),
            cell(one.subject or told.no_subject, told.automatic if one.automatic else ""),
            cell(", ".join(paper.name for paper in one.files)),
            cell(str(exhibits.of_received(one))),
        ]
        for one in some
    ]
    heads = (told.on, told.how, told.sender, told.subject, told.files, told.exhibit)
    yield blocks.table(heads, rows, right=(5,), wide=(2, 3))


def became(teller: Teller, one: Sent) -> str:
    """The state, and what was told after it last."""
    told = teller.words.sending
    later = told.deliveries[one.delivery] if one.delivery else ""
    if one.state == "SENT" and one.carrier == PrintTray.code:
        return later or told.waiting
    if one.state == "SENT" and one.carrier == Outbox.code:
        return told.outbox
    state = told.states[one.state]
    return f"{state}, {later}" if later else state


def _handed_over(one: Sent) -> bool:
    """A letter of the office was laid in the tray; what is in the outbox never left."""
    return one.carrier not in {PrintTray.code, Outbox.code}


def sheet_of_sent(teller: Teller, one: Sent, exhibits: Numbered) -> Iterator[Block]:
    """Everything that proves this message, and its text."""
    told = teller.words.sending
    numbers = {claim.receivable_id: claim.number for claim in teller.file.claims}
    about = dict.fromkeys(numbers[pk] for pk in one.about if pk in numbers)
    yield blocks.facts(
        [
            (told.how, told.channels.get(one.channel, one.channel)),
            (told.sender, one.sender),
            (told.to, one.to),
            (told.subject, one.subject),
            (told.sent_at if _handed_over(one) else told.written_at, _instant(teller, one)),
            (told.printed_at, teller.instant(one.printed_at) if one.printed_at else ""),
            (told.posted_on, teller.day(one.posted_on) if one.posted_on else ""),
            (told.became, became(teller, one)),
            (told.arrived, _arrived(teller, one)),
            (told.proof, _proof(teller, one, exhibits)),
            (told.legal, _legal(teller, one)),
            (told.reports, _reports(teller, one.reports)),
            (told.answer, one.answer),
            (told.about, ", ".join(about)),
            (told.enclosed, _enclosed(teller, one, exhibits)),
            (told.key, one.key),
            (told.service, one.external_id),
        ]
    )
    yield blocks.heading(told.text)
    yield blocks.raw(one.body)
    if one.letter is not None:
        yield blocks.small(told.letter)


def sheet_of_received(teller: Teller, one: Received, exhibits: Numbered) -> Iterator[Block]:
    """What the debtor wrote."""
    told, sending = teller.words.answers, teller.words.sending
    files = ", ".join(
        _with_number(teller, paper.name, exhibits.of_paper(paper)) for paper in one.files
    )
    name = f"{one.sender_name} <{one.sender}>" if one.sender_name else one.sender
    yield blocks.facts(
        [
            (told.how, sending.channels.get(one.channel, one.channel)),
            (told.sender, name),
            (told.subject, one.subject or told.no_subject),
            (told.on, teller.instant(one.received_at)),
            ("", told.automatic if one.automatic else ""),
            (told.files, files),
        ]
    )
    yield blocks.heading(sending.text)
    yield blocks.raw(one.body)


def _instant(teller: Teller, one: Sent) -> str:
    return teller.instant(one.sent_at) if one.sent_at else ""


def _legal(teller: Teller, one: Sent) -> str:
    if one.legal is None:
        return ""
    day = teller.short(one.legal.term_until)
    return teller.words.sending.legals[one.legal.kind].format(day=day)


def _arrived(teller: Teller, one: Sent) -> str:
    """At the door: what became of it, on which day, by which number."""
    told = teller.words.sending
    if one.arrived is None:
        return ""
    text = told.outcomes[one.arrived.outcome].format(day=teller.short(one.arrived.on))
    number = told.tracking.format(number=one.arrived.tracking)
    return f"{text}, {number}" if one.arrived.tracking else text


def _proof(teller: Teller, one: Sent, exhibits: Numbered) -> str:
    if one.arrived is None or one.arrived.proof is None:
        return ""
    proof = one.arrived.proof
    return _with_number(teller, proof.name, exhibits.of_paper(proof))


def _reports(teller: Teller, some: tuple[Report, ...]) -> str:
    told = teller.words.sending
    lines = [
        f"{teller.instant(one.at)}: {told.deliveries.get(one.kind, one.kind)}"
        + (f", {one.detail}" if one.detail else "")
        for one in some
    ]
    return "\n".join(lines) or told.no_reports


def _enclosed(teller: Teller, one: Sent, exhibits: Numbered) -> str:
    return ", ".join(
        _with_number(teller, paper.name, exhibits.of_paper(paper)) for paper in one.enclosed
    )


def _with_number(teller: Teller, name: str, number: int | None) -> str:
    return f"{name} ({teller.words.exhibits.word} {number})" if number else name
