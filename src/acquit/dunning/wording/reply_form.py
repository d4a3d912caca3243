"""The form to answer a letter of claim by: a sheet that is sent back in a window envelope.

It asks what the Protocol lets a debtor answer, in our own words; the official forms are not
ours to copy. docs/explanation/law.md#the-letter-of-claim
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.channels.letter.heading import FIELDS
from acquit.core.law import LetterKind
from acquit.dunning.wording import said
from acquit.dunning.wording.lawful import lines_of
from acquit.dunning.wording.values import held
from acquit.dunning.wording.words import words

if TYPE_CHECKING:
    from acquit.core.law import Letter
    from acquit.dunning.wording.facts import Case
    from acquit.dunning.wording.values import Seen

NAME = "reply-form.pdf"
BOX, LINE = "\u2610", "_" * 24


def page(case: Case, seen: Seen, letter: Letter | None) -> dict[str, Any] | None:
    """From the debtor to the creditor, to be filled in; None where no form is asked for."""
    if letter is None or letter.rule.kind is not LetterKind.CLAIM:
        return None
    known, of = words(seen.language), case.debtor
    told = known.claim
    until = held(said.day(letter.until, seen.language))
    given = {"until": until, "code": of.code, "creditor": case.creditor.name}
    name, *rest = of.address or (of.name,)
    sender = dict.fromkeys(FIELDS, "") | {"name": name, "street": ", ".join(rest)}
    return {
        "language": seen.language,
        "country": case.creditor.country,
        "sender": sender | {"country": of.country},
        "address": [line for line in lines_of(case.creditor) if line],
        "place": "",
        "date": case.on.isoformat(),
        "date_said": said.day(case.on, seen.language),
        "subject": told["form"],
        "customer_code": of.code,
        "customer_name": of.name,
        "reference": "",
        "blocks": [
            {"text": told["form_intro"].format(**given)},
            {"text": told["form_amounts"].format(amounts=_amounts(seen, letter))},
            {"text": "\n".join(f"{BOX} {one}" for one in known.claim_boxes)},
            {"text": told["form_means"]},
            {"text": "\n".join(f"{one}: {LINE}" for one in known.claim_means)},
            {"text": told["form_signed"]},
        ],
    }


def _amounts(seen: Seen, letter: Letter) -> str:
    """Each invoice with its amount."""
    rows = [seen.rows[place] for place in letter.covers]
    return said.listed([f"{row.number}: {row.asked}" for row in rows], seen.language)
