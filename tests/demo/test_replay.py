"""The demo, made small, by the real importers and the real walk."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def small(acquit):
    done = acquit("demo", "--customers", "30", "--invoices", "400", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_demo_opens_on_today_with_one_sign_in_per_role(acquit, small):
    assert [one["role"] for one in small["sign_ins"]] == [
        "ADMINISTRATOR",
        "CREDIT_MANAGER",
        "READ_ONLY",
        "COLLECTOR",
        "REPRESENTATIVE",
    ]
    rows = json.loads(acquit("receivables", "--company", "BE01", "--json").stdout)
    assert rows
    assert all((row["next_action"] is None) != (row["reason"] is None) for row in rows)
    walked = json.loads(acquit("cycle", "--as-of", small["day"], "--json").stdout)
    assert (walked["sent"], walked["neglected"]) == (0, 0)

    again = acquit("demo", "--json")
    assert json.loads(again.stdout) == small
    refused = acquit("setup", "--company", "MINE", "--name", "Mine", "--country", "BE")
    assert refused.returncode == 0
    anew = acquit("demo", "--again")
    assert anew.returncode == 1
    assert "other companies beside the demo" in anew.stderr
