"""The trail says who, when and why, and nobody changes it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import factories
import pytest
from django.db import InternalError, ProgrammingError, transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.audit.models import Entry

AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(db: None) -> Entry:
    company = factories.company()
    fact = Fact(event="company_seen", subject=company, company_id=company.pk)
    record(fact, actor=Actor.of(factories.person()), at=AT)
    return Entry.objects.get()


def test_an_entry_says_who_did_what_to_what(entry):
    assert (entry.actor_name, entry.event, entry.at) == ("Anna Peeters", "company_seen", AT)
    assert (entry.subject_kind, entry.subject_id) == ("Company", entry.company_id)


def test_the_database_refuses_to_change_or_delete_an_entry(entry):
    for deed in (
        lambda: Entry.objects.update(event="nothing_happened"),
        lambda: Entry.objects.all().delete(),
        entry.delete,
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            deed()
    assert Entry.objects.get().event == "company_seen"


def test_acquit_itself_acts_under_the_name_of_its_door():
    company = factories.company()
    record(Fact(event="seen", subject=company), actor=Actor(None, "daily cycle"), at=AT)
    assert (Entry.objects.get().actor_id, Entry.objects.get().actor_name) == (
        None,
        "daily cycle",
    )
