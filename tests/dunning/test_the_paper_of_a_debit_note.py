"""Nobody but us sends a debit note: it goes with whatever is written about it."""

from __future__ import annotations

import factories
import pytest
from claims.debtors import issue, late

from acquit.dunning.models import Action
from acquit.dunning.queries import enclosures

pytestmark = pytest.mark.django_db


def gathered(action: Action) -> list[str]:
    found = enclosures.gathered([action], on=factories.TODAY)
    return [paper.name for paper in found.get(action.pk, [])]


def test_a_message_about_a_debit_note_encloses_it():
    note = issue(late().customer)
    action = factories.prepared(note.invoice.receivables.get())
    assert gathered(action) == ["DN-2026-0001.pdf"]


def test_a_message_about_an_invoice_encloses_nothing_by_itself():
    assert gathered(factories.prepared(late())) == []


def test_a_text_message_encloses_nothing():
    note = issue(late().customer)
    action = factories.prepared(note.invoice.receivables.get())
    action.channel = "SMS"
    assert gathered(action) == []
