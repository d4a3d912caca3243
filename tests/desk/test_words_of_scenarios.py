"""Every code of scenarios, steps and rules has words that people read."""

from __future__ import annotations

import pytest
from django.utils import translation

from acquit.core.dunning import (
    STANDARD,
    Approval,
    Approver,
    Channel,
    Enclosed,
    ItemKind,
    Kind,
    Place,
    Role,
    Step,
    Tone,
)
from acquit.core.dunning.assigning import Trait
from acquit.core.dunning.comparing import FIELDS, differences
from acquit.core.dunning.drawing import put
from acquit.desk.scenarios import said
from acquit.desk.scenarios.policy import FIELDS as POLICY
from acquit.dunning.actions.policies import WITHIN
from acquit.dunning.library import READY, RULES


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (Kind, said.KINDS),
        (Channel, said.CHANNEL_ICONS),
        (Tone, said.TONES),
        ([role for role in Role if role is not Role.OURS], said.ROLES),
        (Approval, said.APPROVALS),
        (Approver, said.APPROVERS),
        (Enclosed, said.ENCLOSED),
        (ItemKind, said.ITEM_KINDS),
        (Trait, said.TRAITS),
        (["days", *FIELDS], said.FIELDS),
        (WITHIN, POLICY),
    ],
)
def test_every_code_has_words(codes, labels):
    assert set(codes) == set(labels)


def test_what_a_company_begins_with_is_called_in_the_readers_language():
    names = [one.name for one in READY] + [one.name for one in RULES]
    abouts = [one.about for one in READY]
    with translation.override("fr"):
        told = {name: said.name(name) for name in [*names, *abouts]}
    assert told["Late payers"] == "Mauvais payeurs"
    assert [name for name in told if name.lower() not in said.READY] == []
    assert said.name("What Anna called it") == "What Anna called it"


def test_a_difference_reads_as_a_sentence():
    later = Place(
        step=Step.REMINDER_2,
        days=16,
        weekdays=frozenset({1}),
        hours=(9, 12),
        floor_minor=5000,
        approval=Approval.ALWAYS,
    )
    told = [
        said.difference(one, "EUR")
        for one in differences(STANDARD, put(STANDARD, later, 2))
    ]
    assert told == [
        "Second reminder, day: 15 days after the due day, now 16 days after the due day",
        "Second reminder, by: E-mail, else Letter, now E-mail",
        "Second reminder, from an amount of: nothing, now 50.00 EUR",
        "Second reminder, weekdays: any, now Tuesday",
        "Second reminder, hours: any, now 9 to 12 o'clock",
        "Second reminder, approval: Leaves by itself, now Always waits for a person",
    ]
