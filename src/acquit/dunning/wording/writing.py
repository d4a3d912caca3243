"""From a case to the message that leaves: which text, its values, its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.channels.letter.heading import heading
from acquit.core.party import Party
from acquit.dunning.wording import blocks, codes, on_delay, on_top, reply_form, said, sms
from acquit.dunning.wording.engine import render
from acquit.dunning.wording.facts import LANGUAGES, Text, Written
from acquit.dunning.wording.lawful import letter_of
from acquit.dunning.wording.originals import SHARED, original
from acquit.dunning.wording.parts import parts
from acquit.dunning.wording.values import HARD_SPACE, MARK, seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acquit.dunning.wording.facts import Case
    from acquit.dunning.wording.values import Seen

LONGEST_SUBJECT = 200


class Key(NamedTuple):
    """What names a text: the step that it is for, EMAIL (letters too), SMS or PHONE, the
    language that it is written in, the tone ("" where there is one for all).
    """

    text: str
    channel: str
    language: str
    tone: str


def write(
    code: str, case: Case, *, channel: str, tone: str, own: Mapping[Key, Text] | None = None
) -> Written:
    """The message of this step for one customer over all its items.

    code: of the step (`codes`); own: the company's own texts, which go before ours. Raises
    Unwritable when a text of the company cannot be filled in with this case, KeyError for a
    step that has no text on this channel.
    """
    key = key_of(code, case, channel=channel, tone=tone)
    return written(text_for(key, own), code, case, channel=channel, tone=tone)


def key_of(code: str, case: Case, *, channel: str, tone: str) -> Key:
    """Which text writes this step: a colleague reads in his own language."""
    text = codes.text_of(code, business=case.debtor.business)
    return Key(
        text,
        SHARED[channel],
        language_of(text, case),
        "" if text in codes.ONE_TONE else tone,
    )


def text_for(key: Key, own: Mapping[Key, Text] | None = None) -> Text:
    """The company's own text where it has one, else ours."""
    found = own.get(key) if own else None
    return found or original(key.text, key.channel, key.language, key.tone or "FIRM")


def written(text: Text, code: str, case: Case, *, channel: str, tone: str) -> Written:
    """The message that this text gives."""
    name = codes.text_of(code, business=case.debtor.business)
    language = language_of(name, case)
    step = code if codes.parsed(code).kind == codes.parsed(name).kind else name
    letter = letter_of(case, step, channel=channel)
    interest = on_delay.told(case, step)
    known = seen(case, step, channel=channel, tone=tone, language=language, letter=letter)
    if not interest:
        known.values["interest"] = ""
    body = render(text.body, known.values)
    subject = " ".join(render(text.subject, known.values).split())
    if name not in codes.INTERNAL and case.debtor.party is Party.CONSUMER:
        on_top.refuse(f"{subject}\n{body}")
    if SHARED[channel] == "SMS":
        return Written("", sms.gsm(body), language)
    body = placed(body, "the_law", wanted=letter is not None)
    body = placed(body, "interest", wanted=interest)
    made = parts(case, known, blocks.names(body), letter)
    found = blocks.cut(body, made, language)
    page = None if channel == "PHONE" else _page(case, known, subject, found)
    return Written(
        subject[:LONGEST_SUBJECT],
        blocks.plain(found),
        language,
        page,
        letter=letter,
        form=reply_form.page(case, known, letter),
    )


def placed(body: str, part: str, *, wanted: bool) -> str:
    """A rendered text with the place for what the program adds: where it names it, else
    after the items, else before the closing.
    """
    mark = _mark(part)
    if not wanted or mark in body:
        return body
    if _mark("the_items") in body:
        return body.replace(_mark("the_items"), f"{_mark('the_items')}\n\n{mark}", 1)
    if _mark("closing") in body:
        return body.replace(_mark("closing"), f"{mark}\n\n{_mark('closing')}", 1)
    return f"{body}\n\n{mark}"


def _mark(part: str) -> str:
    return f"{MARK}{part}{MARK}"


def language_of(text: str, case: Case) -> str:
    """The debtor's, or that of the colleague who reads it; else English."""
    wanted = case.debtor.language
    if text in codes.INTERNAL:
        wanted = case.reader.language if case.reader else case.creditor.language
    return wanted if wanted in LANGUAGES else "en"


def _page(
    case: Case, known: Seen, subject: str, found: Sequence[blocks.Block]
) -> dict[str, Any]:
    """What a letter, or an e-mail in HTML, is set from (docs/reference/letters.md)."""
    of = case.creditor
    day = said.day(case.on, known.language)
    return {
        **heading(of, case.debtor.address, language=known.language, on=case.on, said=day),
        "subject": subject.replace(HARD_SPACE, " "),
        "customer_code": case.debtor.code,
        "customer_name": case.debtor.name,
        "reference": known.rows[0].reference if known.values["one"] else "",
        "blocks": blocks.page(found),
    }
