"""The tab Predictions of the page Accuracy: what it says of days that were predicted."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.organisation.models import Company, Person, Role
from acquit.scoring.models import Check, Model

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
URL = "/accuracy/predictions/"


def judged(of: Company, month: int, **more: Any) -> Check:
    """A month of this year in which the prediction was nearer, unless told otherwise."""
    known = {"trained": True, "n": 100, "mae": 3.1, "naive_mae": 3.6, "auc": 0.9}
    known |= {"within_3": 0.7, "naive_within_3": 0.6, "brier": 0.1, "naive_brier": 0.2}
    known |= {"covered": 0.8, "naive_covered": 0.9, "width": 6, "naive_width": 9}
    known |= {"bins": [{"said": 0.24, "happened": 0.2, "n": 100}]}
    return Check.objects.create(
        company=of,
        month=date(2026, month, 1),
        naive_auc=0.8,
        judged_at=factories.NOW,
        **(known | more),
    )


def answers(of: Company, why: str, *, version: int = 1) -> Model:
    return Model.objects.create(
        company=of,
        version=version,
        learnt_on=date(2026, 11, 15),
        trained=why == "better",
        verdict={"why": why},
        body=b"",
        learnt_at=factories.NOW,
    )


def text(client: Client) -> str:
    """What the page says, without its markup."""
    answer = client.get(URL)
    assert answer.status_code == 200
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").split())


def test_it_says_in_words_how_far_off_the_days_were(desk: Client, ours: Company) -> None:
    judged(ours, 7)
    judged(ours, 8, n=300, mae=2.7, naive_mae=3.5)
    page = text(desk)
    assert "In the 2 months that were judged the machine was off by 2.8 days" in page
    assert "guessing the customer's usual delay by 3.5" in page
    assert "Nearer than guessing" in page
    assert "It was nearer in 2 of 2 months." in page


def test_no_better_than_guessing_is_said_plainly(desk: Client, ours: Company) -> None:
    judged(ours, 8, mae=3.59, trained=False)
    answers(ours, "no better than tier 0")
    page = text(desk)
    assert "That is no better than guessing" in page
    assert "no better than guessing" in page
    assert "The payers' own history answers: a learnt model was no better" in page


def test_before_anything_is_judged_the_page_says_when_that_will_be(desk: Client) -> None:
    page = text(desk)
    assert "No month has been judged yet." in page
    assert "Nothing has been learnt yet." in page


def test_only_the_newest_version_answers(desk: Client, ours: Company) -> None:
    answers(ours, "few payments")
    answers(ours, "better", version=2)
    page = text(desk)
    assert "Version 2, learnt" in page
    assert "A model learnt from these books answers" in page
    assert "too few payments" not in page


def test_every_word_of_a_verdict_has_a_sentence() -> None:
    from acquit.desk.accuracy.foretold import WHY
    from acquit.scoring.prediction import learning

    source = learning.__loader__.get_source(learning.__name__)
    words = set(re.findall(r'(?:why=|champion_stays\()"([^"]+)"', source))
    assert words <= set(WHY)
    assert "better" in words


def test_months_and_bins_stand_in_tables_beside_their_pictures(
    desk: Client, ours: Company
) -> None:
    judged(ours, 8)
    page = text(desk)
    assert "August 2026 100 3.1 3.6 70.0 % 60.0 % 90.0 % Learnt model" in page
    assert "20 % to 30 % 100 24.0 % 20.0 %" in page


def test_two_companies_count_by_what_was_judged_of_them(
    desk: Client, ours: Company, collector: Person
) -> None:
    other = factories.company("BETA", "Beta")
    factories.grant(collector, within=other)
    judged(ours, 8, n=300, mae=2.0)
    judged(other, 8, n=100, mae=6.0, trained=False)
    page = text(desk)
    assert "August 2026 400 3.0 3.6" in page
    assert "Some of each" in page


def test_another_company_s_months_are_not_shown(desk: Client) -> None:
    judged(factories.company("BETA", "Beta"), 8)
    assert "No month has been judged yet." in text(desk)


def test_who_may_not_see_the_bank_is_turned_away(ours: Company, signed_in: SignIn) -> None:
    wout = factories.person("Wout Baeyens")
    browser = signed_in(factories.grant(wout, Role.REPRESENTATIVE, within=ours))
    assert browser.get(URL).status_code == browser.get("/accuracy/").status_code == 403


def test_the_page_asks_the_database_few_questions(
    desk: Client, ours: Company, few_queries: FewQueries
) -> None:
    for month in range(1, 10):
        judged(ours, month)
    answers(ours, "better")
    text(desk)
    with few_queries():
        text(desk)


@pytest.mark.parametrize("url", ["/accuracy/", URL])
def test_each_tab_leads_to_the_other(desk: Client, url: str) -> None:
    page = desk.get(url).content.decode()
    assert f'href="{URL}"' in page
    assert 'href="/accuracy/"' in page
