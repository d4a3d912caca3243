"""Whether words ask for money beside the amount: a consumer is asked for it by the program
alone, with the day and the sum that the law allows (`lawful`).
"""

from __future__ import annotations

import re

from acquit.core.sentences import say
from acquit.dunning.wording.engine import Unwritable

_FREE = re.compile(
    r"free of (?:any )?charges?|\b(?:no|without|any) (?:fees?|costs?|charges?|interest)\b"
    r"|in (?:your|our|the) interests?"
    r"|sans frais|aucuns? frais|dans (?:votre|notre|l'|l\u2019)intérêts?"
    r"|\b(?:geen|zonder) (?:kosten|rente|interest|vergoeding)\b|koste(?:n)?loos"
    r"|(?:keine|ohne) (?:\w+ )?(?:kosten|gebühren|zinsen)|kosten(?:los|frei|freie|lose)\w*",
    re.IGNORECASE,
)
_ON_TOP = re.compile(
    r"\bfees?\b|\bcosts?\b|\binterest\b|penalt|\bcompensation\b|\bsurcharge"
    r"|\bfrais\b|\bintérêts\b|pénalité|indemnité|majoration|clause pénale"
    r"|\bkosten\b|\brente\b|\binterest\b|vergoeding|\bboete|verhoging|schadebeding"
    r"|\w*kosten\b|gebühr|zinsen|pauschale",
    re.IGNORECASE,
)


class MayNotAsk(Unwritable):
    """A text asks a consumer for money beside the amount."""

    def __init__(self, words: str) -> None:
        super().__init__(
            say(
                "To a consumer it speaks of “%(words)s”. What the law allows, the program "
                "says by itself; put the rest between {%% if customer.business %%} and "
                "{%% endif %%}.",
                words=words,
            )
        )


def refuse(text: str) -> None:
    """Raises MayNotAsk where a rendered text asks for money on top."""
    found = _ON_TOP.search(_FREE.sub("", text))
    if found:
        raise MayNotAsk(found[0])
