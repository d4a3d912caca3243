"""The two sources of the demo, and that what they brought is what is in its books."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.demo.plan import Content, Delivery
from acquit.demo.sources import Sources
from acquit.intake.models import Source
from acquit.intake.queries import newest_states
from acquit.intake.sources.light import Light, light
from acquit.ledger.models import Customer

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "coda"
CUSTOMERS = "customer_code,name\nC1,Menuiserie Faux\n"


@pytest.mark.django_db
def test_each_file_comes_by_its_source_and_both_lights_are_green(tmp_path, settings):
    settings.WATCH = tmp_path / "incoming"
    (tmp_path / "customers.csv").write_text(CUSTOMERS)
    statement = min(GOLDEN.glob("*.cod"))
    (tmp_path / "bank.cod").write_bytes(statement.read_bytes())
    company = factories.company("BE01")
    who = Actor(None, "demo")
    sources = Sources.open(company, actor=who, at=factories.NOW)
    told = {"day": date(2026, 11, 20), "company": "BE01"}
    deliveries = [
        Delivery(content=Content.STATEMENT, path=Path("bank.cod"), **told),
        Delivery(content=Content.CUSTOMERS, path=Path("customers.csv"), **told),
    ]
    taken = sources.take(
        deliveries, folder=tmp_path, on=factories.TODAY, clock=lambda: factories.NOW
    )
    assert [(one.run.file_name, one.run.actor_name) for one in taken] == [
        ("customers.csv", "Accounting"),
        ("bank.cod", "Bank statements"),
    ]
    assert Customer.objects.count() == 1
    assert (tmp_path / "incoming" / "be01" / "bank").is_dir()
    states = newest_states(Source.objects.all())
    for source in Source.objects.all():
        assert light(source, states[source.pk], at=factories.NOW) is Light.GOOD
