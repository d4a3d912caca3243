"""`acquit accuracy`, and the rules that `acquit company` sets."""

from __future__ import annotations

import json

import pytest
from papers import Paid, statement

from acquit.audit.models import Entry
from acquit.matching.models import KindRecord
from acquit.organisation.models import Company

INVOICES = """invoice_number,customer_code,type,issue_date,due_date,amount
F26-001,C1,invoice,2026-02-01,2026-03-01,100.00
F26-002,C1,invoice,2026-02-01,2026-03-01,55.00
"""


@pytest.fixture
def x(acquit, tmp_path):
    """A company with a payment that posted by itself."""
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    (tmp_path / "customers.csv").write_text("customer_code,name\nC1,Bakkerij Peeters BV\n")
    (tmp_path / "invoices.csv").write_text(INVOICES)
    paper = statement(Paid("100.00", "F26-001", name="BAKKERIJ PEETERS"))
    (tmp_path / "statement.xml").write_bytes(paper)
    for name in ("customers.csv", "invoices.csv", "statement.xml"):
        done = acquit("import", str(tmp_path / name), "--company", "X")
        assert done.returncode == 0, done.stderr + done.stdout
    return Company.objects.get(code="X")


def told(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_was_posted_is_told_with_what_it_proves(acquit, x):
    found = told(acquit("accuracy", "--company", "X", "--json"))
    assert (found["posted"], found["undone"], found["right"]) == (1, 0, 1.0)
    assert found["least"] == pytest.approx(1 / (1 + 1.96**2), abs=1e-6)
    assert (found["wanted"], found["wanted_is"]) == (0.999, "open")
    assert found["learned"] == {"accounts": 0, "names": 0, "ways": 0}
    assert len(found["months"]) == 12
    assert found["months"][-1]["posted"] == 1
    (kind,) = found["kinds"]
    assert (kind["kind"], kind["becomes"]) == ("number/name/exact", "posts")
    text = acquit("accuracy", "--company", "X").stdout
    assert "Posted by itself in 12 months: 1, taken back: 0" in text
    assert "Right: at least 20.65%, wanted: 99.90%" in text


def test_what_people_do_by_hand_is_offered_until_it_is_turned_on(acquit, x):
    month = KindRecord.objects.get().month
    KindRecord.objects.create(company=x, kind="number/iban/over", month=month, accepted=12)
    found = told(acquit("accuracy", "--company", "X", "--json"))
    assert (found["posts"], found["offered"]) == ([], ["over"])
    assert found["by_hand"]["over"] == {"done": 12, "otherwise": 0}
    told(acquit("company", "X", "--posts", "over", "--json"))
    found = told(acquit("accuracy", "--company", "X", "--json"))
    assert (found["posts"], found["offered"]) == (["over"], [])


def test_a_company_says_what_posts_by_itself(acquit, x):
    changed = told(
        acquit(
            *("company", "X", "--wanted", "99.5", "--json"),
            *("--posts", "discounts", "--posts", "shorter"),
        )
    )
    assert (changed["wanted"], changed["posts"]) == ("99.5", ["discounts", "shorter"])
    changed = told(acquit("company", "X", "--asks", "shorter", "--json"))
    assert (changed["wanted"], changed["posts"]) == ("99.5", ["discounts"])
    assert told(acquit("company", "X", "--json")) == changed
    entries = Entry.objects.filter(event="matching_rules_changed").order_by("pk")
    assert [sorted(one.details) for one in entries] == [
        ["discounts", "shorter", "wanted"],
        ["shorter"],
    ]


def test_what_nobody_can_promise_or_mean_is_refused(acquit, x):
    refused = acquit("company", "X", "--wanted", "100")
    assert refused.returncode == 1
    assert "100.00 % right cannot be promised: say 90 % to 99.99 %." in refused.stderr
    both = acquit("company", "X", "--posts", "over", "--asks", "over")
    assert both.returncode == 2
    assert "--posts and --asks both name over" in both.stderr
