"""Tasks are added once, done once, and taken off when what they asked for has happened."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories
import pytest

from acquit.agenda import actions
from acquit.agenda.actions import Work
from acquit.agenda.models import Note, Task, TaskKind
from acquit.audit.actions import Actor
from acquit.audit.models import Entry

AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db: None) -> Work:
    customer = factories.customer(factories.company())
    return Work(
        company_id=customer.company_id,
        customer_id=customer.pk,
        kind=TaskKind.BROKEN_PROMISE,
        key="promise:1",
        due_on=date(2026, 3, 20),
        why={"promise": 1},
    )


def test_a_task_with_a_known_key_is_not_added_again(work):
    actions.add_tasks([work], at=AT)
    actions.add_tasks([work], at=AT)
    assert Task.objects.get().why == {"promise": 1}


def test_a_task_is_finished_once_by_somebody(work):
    actions.add_tasks([work], at=AT)
    anna = Actor.of(factories.person())
    for _ in range(2):
        task = actions.finish_task(task_id=Task.objects.get().pk, actor=anna, at=AT)
    assert (task.done_at, task.done_by_id) == (AT, anna.person_id)
    assert Entry.objects.filter(event="task_finished").count() == 1


def test_what_has_happened_by_itself_takes_its_task_off(work):
    actions.add_tasks([work], at=AT)
    actions.finish_by_key("promise:1", at=AT)
    task = Task.objects.get()
    assert (task.done_at, task.done_by) == (AT, None)


def test_a_note_keeps_its_author_and_leaves_a_trace(work):
    note = actions.write_note(
        customer_id=work.customer_id or 0,
        text="Called: pays on Friday.",
        actor=Actor(None, "demo"),
        at=AT,
    )
    assert Note.objects.get() == note
    assert note.author_name == "demo"
    assert Entry.objects.get().customer_id == work.customer_id
