"""Every code that people can meet has words."""

from __future__ import annotations

import pytest

from acquit.channels.models import MessageState
from acquit.core.dunning import Reason, Step
from acquit.desk import words


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_name(step: Step) -> None:
    assert words.STEPS[step][0]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_name_and_a_sentence(reason: Reason) -> None:
    assert words.reason(reason) != reason
    assert words.why(reason).endswith(".")


@pytest.mark.parametrize("state", MessageState)
def test_every_state_of_a_message_has_an_icon(state: MessageState) -> None:
    assert state in words.MESSAGE_TONES
