"""`acquit rates`, as somebody at the command line uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from acquit.law.models import EnteredRate

NOTICE = ("--source", "Notice of 3 January 2027")


@pytest.mark.usefixtures("transactional_db")
def test_the_newest_rate_of_each_reference_is_told(acquit: Any) -> None:
    told = json.loads(acquit("rates", "--json").stdout)["rates"]
    newest = {one["reference"]: one for one in told}
    assert newest["ECB_MRO"]["percent"] == "2.40"
    assert newest["ECB_MRO"]["to"] == "2026-12-31"
    assert newest["ECB_MRO"]["certainty"] == "S"


@pytest.mark.usefixtures("transactional_db")
def test_the_next_rate_is_entered_for_the_next_term(acquit: Any) -> None:
    done = acquit("rates", "ECB_MRO", "--enter", "2.65", *NOTICE)
    assert "2027-01-01 to 2027-06-30" in done.stdout
    assert EnteredRate.objects.get().source == "Notice of 3 January 2027"


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ECB_MRO", "--enter", "2,65", *NOTICE), "no number such as 2.65"),
        (("ECB_MRO", "--enter", "2.65"), "Say where the rate was read"),
        (("LIBOR", "--enter", "2.65", *NOTICE), "No rule of law asks for"),
    ],
)
def test_what_makes_no_sense_is_refused(
    acquit: Any, words: tuple[str, ...], said: str
) -> None:
    done = acquit("rates", *words)
    assert done.returncode != 0
    assert said in " ".join(done.stderr.split())
    assert not EnteredRate.objects.exists()
