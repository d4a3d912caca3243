"""Who is a natural person, how long what is held of them is kept, and what may go."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core.party import Party
from acquit.core.privacy import (
    ACTIVITIES,
    Group,
    Kind,
    Nature,
    NoRetention,
    Standing,
    What,
    answer_by,
    nature,
    retention,
    verdicts,
)
from acquit.core.privacy.retention import table

TODAY = date(2026, 11, 23)
EVERYTHING = dict.fromkeys(Group, 3)


def said(group: Group, **standing: object):
    known = {"country": "BE", "open_claims": 0, "closed_on": date(2024, 5, 2)}
    found = verdicts(Standing(**(known | standing)), EVERYTHING, as_of=TODAY)
    return next(one for one in found if one.group is group)


def test_whoever_is_not_known_to_be_a_business_is_a_natural_person():
    assert nature(Party.CONSUMER) is Nature.PERSON
    assert nature(Party.UNKNOWN) is Nature.PERSON
    assert nature(Party.PUBLIC) is Nature.ORGANISATION


def test_of_a_business_nobody_can_tell_whether_it_is_a_sole_trader():
    assert nature(Party.BUSINESS) is Nature.CANNOT_TELL


@pytest.mark.parametrize(
    ("country", "until"),
    [
        *(("BE", 2036), ("FR", 2036), ("LU", 2036), ("IT", 2036), ("DE", 2036)),
        *(("NL", 2033), ("ES", 2032), ("GB", 2032)),
    ],
)
def test_books_are_kept_to_the_end_of_a_year(country, until):
    rule = retention(country, Kind.BOOKS, on=TODAY)
    assert rule.until(date(2026, 3, 5)) == date(until, 12, 31)


def test_the_file_is_kept_for_a_year_and_in_the_netherlands_for_two():
    settled = date(2026, 3, 5)
    assert retention("BE", Kind.FILE, on=TODAY).until(settled) == date(2027, 3, 5)
    assert retention("NL", Kind.FILE, on=TODAY).until(settled) == date(2028, 3, 5)


def test_how_long_books_are_kept_elsewhere_is_not_guessed():
    with pytest.raises(NoRetention, match="US"):
        retention("US", Kind.BOOKS, on=TODAY)
    stays = said(Group.BOOKS, country="US")
    assert (stays.what, stays.until) == (What.STAYS, None)


def test_every_rule_says_where_it_was_read():
    assert all(one.basis.source for one in table())


def test_once_nothing_is_owed_what_nobody_needs_goes_at_once():
    for group in (Group.REACH, Group.NOTES, Group.ANSWERS, Group.SCORES, Group.CONTACTS):
        assert said(group).what is What.GOES


def test_messages_go_when_their_time_is_over_and_not_before():
    assert said(Group.MESSAGES).what is What.GOES
    young = said(Group.MESSAGES, closed_on=date(2026, 5, 2))
    assert (young.what, young.until) == (What.STAYS, date(2027, 5, 2))


def test_the_law_keeps_the_books_with_the_name_on_them_and_says_until_when():
    for group in (Group.IDENTITY, Group.BOOKS):
        stays = said(group)
        assert (stays.what, stays.until) == (What.STAYS, date(2034, 12, 31))
        assert stays.rule is not None
        assert said(group, closed_on=date(2010, 5, 2)).what is What.GOES


CLOSED = st.none() | st.dates(date(1990, 1, 1), TODAY)


@given(group=st.sampled_from(Group), closed_on=CLOSED)
def test_as_long_as_something_is_open_nothing_of_the_debtor_goes(group, closed_on):
    assert said(group, open_claims=1, closed_on=closed_on).what is What.STAYS


def test_a_contact_person_who_left_owes_nothing():
    assert said(Group.CONTACTS, open_claims=1, debtor=False).what is What.GOES
    assert said(Group.MESSAGES, open_claims=1, debtor=False).what is What.STAYS


def test_the_trail_is_never_emptied():
    assert said(Group.TRAIL, closed_on=date(1990, 1, 1)).what is What.STAYS


def test_of_what_is_not_there_nothing_is_said_to_go():
    standing = Standing(country="BE", open_claims=0, closed_on=None)
    found = verdicts(standing, {}, as_of=TODAY)
    assert {one.what for one in found} == {What.NOTHING}


def test_words_of_cases_go_with_the_time_of_messages():
    assert said(Group.CASES).what is What.GOES
    young = said(Group.CASES, closed_on=date(2026, 5, 2))
    assert (young.what, young.until) == (What.STAYS, date(2027, 5, 2))


def test_a_request_stays_until_it_was_answered_and_a_year_longer():
    asking = said(Group.REQUESTS, asking=True, answered_on=date(2020, 5, 2))
    assert (asking.what, asking.until) == (What.STAYS, None)
    answered = said(Group.REQUESTS, open_claims=1, answered_on=date(2026, 5, 2))
    assert (answered.what, answered.until) == (What.STAYS, date(2027, 5, 2))
    assert said(Group.REQUESTS, answered_on=date(2025, 5, 2)).what is What.GOES


@given(
    rule=st.sampled_from(table()),
    day=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    as_of=st.dates(date(2000, 1, 1), date(2080, 12, 31)),
)
def test_what_is_before_the_first_day_kept_is_past_its_time(rule, day, as_of):
    if day < rule.first_kept(as_of):
        assert rule.until(day) < as_of


@given(
    rule=st.sampled_from([one for one in table() if one.years]),
    day=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    as_of=st.dates(date(2000, 1, 1), date(2080, 12, 31)),
)
def test_of_books_nothing_past_its_time_is_kept(rule, day, as_of):
    assert (day < rule.first_kept(as_of)) == (rule.until(day) < as_of)


def test_a_request_is_answered_within_a_month():
    assert answer_by(date(2026, 1, 31)) == date(2026, 2, 28)
    assert answer_by(date(2026, 12, 5)) == date(2027, 1, 5)


def test_each_activity_says_what_whose_why_and_how_long():
    for one in ACTIVITIES:
        assert all(str(part) for part in (one.what, one.whose, one.basis, one.kept))
