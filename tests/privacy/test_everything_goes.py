"""Once all of it may go, nothing of a person of whom everything was held is found."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import factories
import pytest
import zebulon
from django.db import connection
from kept_columns import NOT_TOLD

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.privacy import What
from acquit.ledger.models import Customer
from acquit.privacy import actions
from acquit.privacy.queries.held import Somebody, held, keys_of
from acquit.privacy.queries.words import AGED, HELD

pytestmark = pytest.mark.django_db
LATE, LATE_AT = date(2060, 1, 2), datetime(2060, 1, 2, 4, tzinfo=UTC)
NOW = factories.NOW

COLUMNS = """
    SELECT table_name, column_name, udt_name FROM information_schema.columns
     WHERE table_schema = current_schema()
       AND udt_name IN ('text', 'varchar', 'jsonb', 'json', 'bytea', '_text', '_varchar')
     ORDER BY 1, 2
"""


@pytest.fixture
def staff() -> Actor:
    return Actor.of(factories.person("Anna Peeters"))


@pytest.fixture
def world() -> tuple[Somebody, dict[str, str]]:
    """Everything is held, and where each word was put."""
    known = zebulon.somebody(factories.company(email="privacy@alfa.example"))
    words = zebulon.fill()
    return whole(known), words


def whole(one: Customer) -> Somebody:
    return Somebody(company=one.company, customer=Customer.objects.get(pk=one.pk))


def found_in(*words: str) -> dict[str, list[str]]:
    """Every column of the database in which one of these stands, with what stands there."""
    pattern = "|".join(words)
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, kind in cursor.fetchall():
            told = (
                f"encode(\"{column}\", 'escape')"
                if kind == "bytea"
                else f'"{column}"::text'
            )
            cursor.execute(
                f'SELECT {told} FROM "{table}" WHERE {told} ~* %s',  # noqa: S608 - its own names
                [pattern],
            )
            rows = [row[0] for row in cursor.fetchall()]
            if rows:
                found[f"{table}.{column}"] = rows
    return found


# As bytes are shown, a letter with an accent is written by its number.
EVERY_WAY = ("zébulon", "zebulon", r"z\\303\\251bulon", zebulon.IBAN)


def erase(who: Somebody, staff: Actor, as_of: date = LATE) -> None:
    actions.erase(who, as_of=as_of, sole_trader=False, actor=staff, at=LATE_AT)


def test_the_search_sees_text_data_and_bytes(world):
    found = found_in(*EVERY_WAY)
    assert {"ledger_customer.name", "channels_message.page"} <= set(found)
    assert {"ledger_document.content", "channels_printbatch.pdf"} <= set(found)
    assert "ledger_customeriban.iban" in found


def test_every_table_that_is_emptied_has_a_row_here(world):
    who, _words = world
    keys = keys_of(who)
    of_him = [one for one in HELD if not one.rows(keys).exists()]
    assert [one.model._meta.label for one in of_him] == []
    companies = (who.company.pk, None)
    of_nobody = [
        one
        for one in AGED
        if not any(one.rows(company, LATE).exists() for company in companies)
    ]
    assert [one.model._meta.label for one in of_nobody] == []


def test_once_all_may_go_the_person_is_found_nowhere_but_in_the_trail(world, staff):
    who, _words = world
    erase(who, staff)
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    assert found_in(*EVERY_WAY) == {}


def test_the_preview_counts_what_then_goes(world, staff):
    who, _words = world
    before = held(who, as_of=LATE)
    erase(who, staff)
    entry = Entry.objects.get(event="personal_data_erased")
    assert entry.details == {
        one.group.lower(): one.count for one in before if one.what is What.GOES
    }
    left = {one.group: one.count for one in held(whole(who.customer), as_of=LATE)}
    assert {group for group, n in left.items() if n} == {"TRAIL"}


def test_doing_it_again_writes_nothing(world, staff):
    who, _words = world
    erase(who, staff)
    keys = keys_of(whole(who.customer))
    assert [one.empty(one.rows(keys)) for one in HELD] == [0] * len(HELD)


def test_what_belongs_to_many_stays_until_its_own_time(world):
    actions.forget_by_age(as_of=factories.TODAY, at=NOW)
    found = found_in("zébulon")
    assert "intake_runproblem.saw" in found
    assert not Entry.objects.filter(event="old_data_erased").exists()


def test_what_is_held_is_told(world, staff):
    who, words = world
    told = {"as_of": factories.TODAY, "sole_trader": False, "actor": staff, "at": NOW}
    packed = zipfile.ZipFile(io.BytesIO(actions.export(who, **told)))
    data = packed.read("personal-data.json").decode()
    page = packed.read("personal-data.html").decode()
    of_him = {
        f"{one.model._meta.label}.{name}"
        for one in HELD
        for name in one.put or zebulon.free(one.model)
    }
    silent = {column for column in of_him if words[column] not in data}
    assert silent - set(NOT_TOLD) == set()
    assert set(NOT_TOLD) - silent == set()
    assert all(words[one] in page for one in of_him - silent)
