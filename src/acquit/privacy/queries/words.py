"""All words that are held of people, of every room: what is counted and what is emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import acquit.agenda.actions as agenda
import acquit.bank.actions as bank
import acquit.limitation.actions as limitation
from acquit.channels.actions import forgetting as channels
from acquit.claims.actions import forgetting as claims
from acquit.core.privacy import Group
from acquit.dunning.actions import forgetting as dunning
from acquit.handover.actions import forgetting as handover
from acquit.intake.actions import forgetting as intake
from acquit.ledger.actions import forgetting as ledger
from acquit.ledger.actions.words import SAID, Root, Words
from acquit.matching.actions import forgetting as matching
from acquit.privacy.models import Request
from acquit.scoring.actions import forgetting as scoring

if TYPE_CHECKING:
    from acquit.ledger.actions.words import Aged

REQUESTS = Words(
    group=Group.REQUESTS,
    model=Request,
    whose={Root.CUSTOMER: ("customer",), Root.REQUEST: ("pk",)},
    put={"email": SAID, "words": SAID, "outcome": SAID},
)
HELD: tuple[Words, ...] = (
    *ledger.HELD,
    *agenda.HELD,
    *bank.HELD,
    *channels.HELD,
    *matching.HELD,
    *scoring.HELD,
    *claims.HELD,
    *dunning.HELD,
    *limitation.HELD,
    *handover.HELD,
    REQUESTS,
)
AGED: tuple[Aged, ...] = (
    *ledger.AGED,
    *agenda.AGED,
    *bank.AGED,
    *channels.AGED,
    *intake.AGED,
)
