"""From a case to the message that leaves: which text, its values, its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.channels.letter.heading import heading
from acquit.dunning.wording import blocks, codes, said, sms
from acquit.dunning.wording.engine import render
from acquit.dunning.wording.facts import LANGUAGES, Text, Written
from acquit.dunning.wording.originals import SHARED, original
from acquit.dunning.wording.parts import parts
from acquit.dunning.wording.values import HARD_SPACE, seen

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
    known = seen(case, step, channel=channel, tone=tone, language=language)
    body = render(text.body, known.values)
    if SHARED[channel] == "SMS":
        return Written("", sms.gsm(body), language)
    subject = " ".join(render(text.subject, known.values).split())
    made = parts(case, known, blocks.names(body))
    found = blocks.cut(body, made, language)
    page = None if channel == "PHONE" else _page(case, known, subject, found)
    return Written(subject[:LONGEST_SUBJECT], blocks.plain(found), language, page)


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
