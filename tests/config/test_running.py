"""What commands share: the database behind them, and what they print."""

from __future__ import annotations

import json

from acquit.organisation.models import Company


def test_a_command_in_a_test_sees_the_rows_of_the_test(acquit):
    told = acquit("doctor", "--json")
    tables = [one for one in json.loads(told.stdout)["findings"] if one["part"] == "tables"]
    assert [one["state"] for one in tables] == ["good"]


def test_nothing_but_the_result_is_on_standard_output(acquit):
    told = acquit("migrate", "--json")
    assert told.stdout == '{"applied": 0}\n'


def test_the_test_database_is_not_the_users(transactional_db):
    assert Company.objects.count() == 0
