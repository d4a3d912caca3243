"""No column may say something of a person without it being known what becomes of it.

Each column with words, data or bytes is emptied with a group of personal data (HELD of its
room), emptied by its own age (AGED), or kept for a reason (`kept_columns.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from kept_columns import KEPT, KEPT_TABLES

from acquit.ledger.actions.words import Emptied
from acquit.privacy.queries.words import AGED, HELD

FREE = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
# A currency, a country, a language.
A_CODE = 3
WHAT_TO_DO = (
    "It may say something of a person and is in no list. If it can: name it in HELD of its "
    "room (actions/forgetting.py), with the group that it goes with, fill it in "
    "tests/zebulon.py, and tell it in the export (privacy/queries/told). If it holds many "
    "people or nobody known: AGED. If it stays: tests/kept_columns.py, with why."
)


def columns() -> Iterator[str]:
    """Every column that could say something, as room.Table.column."""
    for room in apps.get_app_configs():
        if room.name.startswith("acquit."):
            for model in room.get_models():
                yield from (f"{model._meta.label}.{one.name}" for one in _free(model))


def _free(model: type[models.Model]) -> Iterator[models.Field]:
    for one in model._meta.fields:
        a_code = isinstance(one, models.CharField) and one.max_length in range(A_CODE + 1)
        if isinstance(one, FREE) and not one.choices and not a_code:
            yield one


def declared(every: tuple[Emptied, ...]) -> set[str]:
    """What is emptied: named columns, or all where the rows themselves go."""
    return {
        f"{one.model._meta.label}.{name}"
        for one in every
        for name in one.put or [field.name for field in _free(one.model)]
    }


def test_of_each_column_it_is_known_what_becomes_of_it():
    goes = declared((*HELD, *AGED))
    unknown = [
        one
        for one in columns()
        if one not in goes | set(KEPT) and one.rpartition(".")[0] not in KEPT_TABLES
    ]
    assert unknown == [], WHAT_TO_DO


def test_nothing_is_both_kept_and_erased():
    goes = declared((*HELD, *AGED))
    assert goes & set(KEPT) == set()
    assert {one.rpartition(".")[0] for one in goes} & set(KEPT_TABLES) == set()


def test_what_is_kept_is_there_and_has_a_reason():
    there = set(columns())
    assert set(KEPT) <= there
    assert set(KEPT_TABLES) <= {one.rpartition(".")[0] for one in there}
    assert all(len(why) > 10 for why in (*KEPT.values(), *KEPT_TABLES.values()))
