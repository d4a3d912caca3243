"""Every code that people can meet has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

import acquit
from acquit.channels.models import MessageState
from acquit.core.dunning import Reason, Step
from acquit.core.money import Money
from acquit.desk import words
from acquit.desk.following_words import STEPS
from acquit.ledger.actions import NothingOpen
from acquit.ledger.actions.facts import BeyondOpen


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_name(step: Step) -> None:
    assert STEPS[step][0]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_name_and_a_sentence(reason: Reason) -> None:
    assert words.reason(reason) != reason
    assert words.why(reason).endswith(".")


@pytest.mark.parametrize("state", MessageState)
def test_every_state_of_a_message_has_an_icon(state: MessageState) -> None:
    assert state in words.MESSAGE_TONES


def ways_to_an_invoice() -> set[str]:
    """What the code writes down as the way by which money came to an invoice."""
    found = set()
    for path in Path(acquit.__path__[0]).rglob("*.py"):
        found |= set(re.findall(r'"how": "([^"]+)"', path.read_text()))
    return found


def test_every_way_by_which_money_comes_to_an_invoice_has_words() -> None:
    assert ways_to_an_invoice()
    assert ways_to_an_invoice() <= set(words.HOW)


def test_a_refusal_is_read_in_the_readers_language():
    refusal = BeyondOpen(Money(500, "EUR"), Money(300, "EUR"))
    assert str(refusal) == "5.00 EUR is not within the open amount of 3.00 EUR."
    with translation.override("fr"):
        assert words.refused(refusal) == "5.00 EUR dépasse le solde dû de 3.00 EUR."
        assert words.refused(NothingOpen()) == "Plus rien n'est dû sur cette créance."
