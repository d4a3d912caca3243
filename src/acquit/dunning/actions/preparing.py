"""Writing what is due as actions, by the hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from acquit.core.dunning import Channel, Reason, Role, Step
from acquit.dunning.models import ActionState

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.core.dunning import Consent, CustomerFile, Due, Place

# An enumeration's own `.value` is slow enough to be felt a hundred thousand times.
CODES: dict[str, str] = {code: code.value for code in (*Step, *Reason, *Channel, *Role)}


class Word(NamedTuple):
    """That a person agreed: who, None = at the command line, and when."""

    person_id: int | None
    at: datetime


class Prepared(NamedTuple):
    """What is to become an action; version: of the scenario, None = the standard. word:
    was given for it already.
    """

    file: CustomerFile
    version: int | None
    due: Due
    word: Word | None = None


def write_actions(prepared: list[Prepared], as_of: date, at: datetime) -> None:
    """Write what is due as actions with their items, in the caller's transaction."""
    if not prepared:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('dunning_action_id_seq') FROM generate_series(1, %s)",
            [len(prepared)],
        )
        numbered = [
            (row[0], one) for row, one in zip(cursor.fetchall(), prepared, strict=True)
        ]
        _copy_actions(cursor, numbered, as_of, at)
        _copy_items(cursor, numbered)


_Numbered = tuple[int, Prepared]
ADD_ACTIONS = """
    COPY dunning_action
         (id, company_id, customer_id, step, for_day, state, channel, role, tone, enclose,
          version_id, needs_approval, approver, ground, ground_minor, approved_by_id,
          approved_at, why, outcome, recorded_at)
         FROM STDIN (FORMAT BINARY)
"""
_ACTION = [
    *("int8", "int8", "int8", "varchar", "date", "varchar"),
    *("varchar", "varchar", "varchar", "jsonb"),
    *("int8", "bool", "varchar", "varchar", "int8"),
    *("int8", "timestamptz", "varchar", "varchar", "timestamptz"),
]


def _copy_actions(
    cursor: Any, numbered: list[_Numbered], as_of: date, at: datetime
) -> None:
    manners: dict[int, tuple[str, Jsonb]] = {}
    with cursor.copy(ADD_ACTIONS) as copy:
        copy.set_types(_ACTION)
        for action_id, (file, version, due, word) in numbered:
            place = due.place
            # By identity: to tell a place by all that it says takes longer.
            manner = manners.get(id(place))
            if manner is None:
                manner = manners[id(place)] = _manner(place)
            copy.write_row(
                (
                    action_id,
                    file.company_id,
                    file.customer_id,
                    CODES[due.step],
                    as_of,
                    _STATES[due.consent is not None and word is None],
                    CODES[due.channel],
                    CODES[due.role],
                    *manner,
                    version,
                    *_asked(due.consent),
                    *(word or _NO_WORD),
                    "",
                    "",
                    at,
                )
            )


_NO_WORD = (None, None)
_STATES = {False: ActionState.READY.value, True: ActionState.WAITING.value}


def _manner(place: Place) -> tuple[str, Jsonb]:
    """The tone, and what goes with it."""
    return place.tone.value, Jsonb(sorted(one.value for one in place.enclose))


def _asked(consent: Consent | None) -> tuple[bool, str, str, int | None]:
    """Whether somebody has to agree, who, on what ground, and from which sum on."""
    if consent is None:
        return False, "", "", None
    return True, consent.approver.value, consent.ground.value, consent.from_minor


def _copy_items(cursor: Any, numbered: list[_Numbered]) -> None:
    with cursor.copy(
        "COPY dunning_actionitem (action_id, receivable_id, step, rank, open_minor,"
        " contested_minor, counts) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["int8", "int8", "varchar", "int2", "int8", "int8", "bool"])
        for action_id, (_, _, due, _) in numbered:
            for one in due.decisions:
                if one.step is None:
                    continue
                item = one.item
                copy.write_row(
                    (
                        action_id,
                        item.receivable_id,
                        CODES[one.step],
                        one.rank,
                        item.open_minor,
                        item.contested_minor,
                        False,
                    )
                )
