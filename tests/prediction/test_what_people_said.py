"""A promise, a dispute, a direct debit and a reminder change what is predicted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from invented import Line, books, company, talk

from acquit.core.behaviour.reasons import reason
from acquit.scoring.prediction import experience, mornings, reasons
from acquit.scoring.prediction.answers import Answers, Predictor
from acquit.scoring.prediction.arrays import OPEN, day_of, number_of
from acquit.scoring.prediction.calendar import calendar_of
from acquit.scoring.prediction.conditions import START
from acquit.scoring.prediction.past import Past
from acquit.scoring.prediction.told import Debits, Disputes, Promises, Reminders, Told

TUESDAY = date(2025, 6, 3)
MORNING = number_of(TUESDAY)
PAYERS = ("ALPHA", "BETA")


def usual(*, due: date, after: int = 9) -> list[Line]:
    """Two payers that paid forty invoices so many days after due, and owe one each."""
    days = [date(2024, 5, 7) + timedelta(7 * week) for week in range(40)]
    paid = [
        Line(f"{who}{day}", who, day - timedelta(30), day, 500, day + timedelta(after))
        for who in PAYERS
        for day in days
    ]
    owed = [Line(f"{who} OWES", who, due - timedelta(30), due, 500, None) for who in PAYERS]
    return [*paid, *owed]


def rows(told, *names: str) -> np.ndarray:
    by_number = [name.partition("\n")[0] for name in told.name]
    return np.array([by_number.index(one) for one in names], np.int64)


def days(*some: date) -> np.ndarray:
    return np.array([number_of(one) for one in some], np.int64)


def predicted(
    told, said: Told, predictor: Predictor | None = None
) -> tuple[Answers, list[str]]:
    """Of both that owe, on the morning of TUESDAY."""
    told = replace(told, told=said)
    past = Past(told, calendar_of(told, MORNING))
    looks = mornings.open_on(told, np.array([MORNING]))
    answers = (predictor or Predictor()).answers(past, looks)
    ((_, known),) = past.known(*looks)
    return answers, [str(reason(one)) for one in reasons.evidence(past, known)]


def promise(told, on: date, *names: str, said: date = TUESDAY) -> Promises:
    row = rows(told, *(names or ("ALPHA OWES",)))
    of_all = np.ones(len(row), np.int64)
    return Promises(
        day=of_all * number_of(said),
        row=row,
        promised=of_all * number_of(on),
        ended=of_all * OPEN,
    )


def test_what_is_promised_is_expected_on_the_promised_day():
    told = books(usual(due=TUESDAY - timedelta(5)))
    friday = TUESDAY + timedelta(17)
    answers, said = predicted(told, Told(promises=promise(told, friday)))
    assert [day_of(one) == friday for one in answers.expected] == [True, False]
    assert answers.weeks[0, 2] == pytest.approx(START.kept)
    assert answers.weeks[0, :2].sum() == 0
    assert said[0].endswith(
        "Promised for Friday 20 June; no earlier promise of this customer has fallen due."
    )
    assert "Promised" not in said[1]


def test_a_promise_for_a_sunday_is_paid_on_monday():
    told = books(usual(due=TUESDAY - timedelta(5)))
    sunday = TUESDAY + timedelta(5)
    answers, _ = predicted(told, Told(promises=promise(told, sunday)))
    assert day_of(answers.expected[0]) == sunday + timedelta(1)


def test_who_broke_its_promises_is_believed_less():
    told = books(usual(due=TUESDAY - timedelta(5)))
    paid = [name.partition("\n")[0] for name in told.name[:4] if name.startswith("ALPHA")]
    row = rows(told, *paid)
    day = told.due[row]
    broken = Promises(day=day, row=row, promised=day + 1, ended=day * 0 + OPEN)
    kept = replace(broken, promised=day + 14)
    new = promise(told, TUESDAY + timedelta(3))
    chances = [
        predicted(told, Told(promises=joined(one, new)))[0].weeks[0, 0]
        for one in (broken, kept)
    ]
    assert chances[0] < START.kept < chances[1]
    _, said = predicted(told, Told(promises=joined(broken, new)))
    assert f"of earlier promises this customer kept 0 of {len(row)}." in said[0]


def joined(one: Promises, other: Promises) -> Promises:
    return Promises(
        **{
            name: np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("day", "row", "promised", "ended")
        }
    )


@pytest.mark.parametrize(
    "passed",
    [
        {"promised": days(TUESDAY - timedelta(1))},
        {"ended": days(TUESDAY)},
        {"day": days(TUESDAY + timedelta(1))},
    ],
    ids=["broken", "taken back", "not made yet"],
)
def test_a_promise_that_does_not_hold_changes_nothing(passed):
    told = books(usual(due=TUESDAY - timedelta(5)))
    holds = promise(told, TUESDAY + timedelta(10), said=TUESDAY - timedelta(3))
    answers, _ = predicted(told, Told(promises=replace(holds, **passed)))
    usually, _ = predicted(told, Told())
    assert (answers.expected == usually.expected).all()
    assert answers.weeks == pytest.approx(usually.weeks)


def dispute(told, share: float) -> Told:
    return Told(
        disputes=Disputes(
            day=days(TUESDAY - timedelta(7)),
            row=rows(told, "ALPHA OWES"),
            ended=np.array([OPEN]),
            share=np.array([share]),
        )
    )


def test_what_is_contested_waits_until_that_has_ended():
    told = books(usual(due=TUESDAY - timedelta(5)))
    answers, said = predicted(told, dispute(told, 1.0))
    assert answers.expected[0] > answers.expected[1] + 7
    assert answers.high[0] > MORNING + START.dispute_days
    assert answers.weeks[0, 0] < 0.3 * answers.weeks[1, 0]
    assert said[0].endswith("It has been contested since Tuesday 27 May.")


def test_of_what_is_contested_in_part_the_rest_is_paid_as_usual():
    told = books(usual(due=TUESDAY - timedelta(5)))
    whole, half = (predicted(told, dispute(told, share)) for share in (1.0, 0.5))
    usually = half[0].weeks[1]
    assert half[0].weeks[0] == pytest.approx((whole[0].weeks[0] + usually) / 2)
    assert "A part of it has been contested" in half[1][0]


def test_what_is_promised_after_it_was_contested_counts():
    told = books(usual(due=TUESDAY - timedelta(5)))
    friday = TUESDAY + timedelta(3)
    both = replace(dispute(told, 1.0), promises=promise(told, friday))
    answers, said = predicted(told, both)
    assert day_of(answers.expected[0]) == friday
    assert "contested" not in said[0]


def test_a_direct_debit_comes_on_the_first_working_day_from_due():
    sunday = TUESDAY + timedelta(12)
    told = books(usual(due=sunday))
    debits = Debits(day=np.zeros(1, np.int64), customer=np.array([0]))
    answers, said = predicted(told, Told(debits=debits))
    assert told.customers[0] == "ALPHA"
    assert day_of(answers.expected[0]) == sunday + timedelta(1)
    assert answers.low[0] == answers.high[0] == answers.expected[0]
    assert day_of(answers.expected[1]) > sunday + timedelta(5)
    assert said[0].endswith("By direct debit on Monday 16 June.")


def test_a_debit_that_did_not_come_is_an_overdue_receivable():
    told = books(usual(due=TUESDAY - timedelta(5)))
    debits = Debits(day=np.zeros(1, np.int64), customer=np.array([0]))
    answers, said = predicted(told, Told(debits=debits))
    usually, _ = predicted(told, Told())
    assert (answers.expected == usually.expected).all()
    assert "debit" not in said[0]


def reminded(told, day: date) -> Told:
    return Told(reminders=Reminders(day=days(day), row=rows(told, "ALPHA OWES")))


def test_a_reminder_makes_the_next_ten_days_likelier():
    told = books(usual(due=TUESDAY - timedelta(20)))
    helpful = Predictor(experience=replace(START, reminded=2.0))
    fresh, said = predicted(told, reminded(told, TUESDAY - timedelta(1)), helpful)
    old, _ = predicted(told, reminded(told, TUESDAY - timedelta(11)), helpful)
    assert fresh.weeks[0, 0] > 1.3 * fresh.weeks[1, 0]
    assert old.weeks[0] == pytest.approx(old.weeks[1])
    assert "Reminder number 1 was sent on Monday 2 June." in said[0]


def learnt(told):
    return experience.learnt(Past(told, calendar_of(told, MORNING)), Predictor(), MORNING)


def test_books_that_tell_nothing_teach_nothing():
    assert learnt(books(usual(due=TUESDAY))) == START


def test_that_reminders_help_is_seen_where_they_do():
    """Three of four are paid within ten weeks, any day; the fourth is reminded on the tenth
    day after due and paid within a week.
    """
    lines, asked = [], []
    for number in range(400):
        due = date(2024, 6, 4) + timedelta(7 * (number % 40))
        helped = number % 4 == 1
        after = 11 + number % 7 if helped else number * 7 % 70
        one = Line(
            f"N{number}", "SLOW", due - timedelta(30), due, 9, due + timedelta(after)
        )
        lines.append(one)
        asked += [one.number] if helped else []
    told = books(lines)
    row = rows(told, *asked)
    said = Told(reminders=Reminders(day=told.due[row] + 10, row=row))
    assert learnt(replace(told, told=said)).reminded > 1.3
    assert learnt(told).reminded == 1.0


def test_debits_that_are_booked_a_day_later_are_not_expected_on_their_day():
    told = books(usual(due=TUESDAY, after=1))
    debits = Debits(day=np.zeros(2, np.int64), customer=np.arange(2))
    assert learnt(replace(told, told=Told(debits=debits))).collected < 0.5


def test_disputes_last_as_long_as_they_lasted_here():
    told = books(company(300))
    row = np.arange(60)
    day = told.issued[row]
    short = Disputes(day=day, row=row, ended=day + 4, share=np.ones(60))
    found = learnt(replace(told, told=Told(disputes=short)))
    assert 4 < found.dispute_days < 10


def test_no_probability_leaves_its_bounds_whatever_was_said():
    quiet = books(company(600))
    told = replace(quiet, told=talk(quiet))
    looks = mornings.open_on(told, np.arange(told.issued[0] + 30, told.issued[-1], 13))
    helpful = Predictor(experience=replace(START, reminded=3.0))
    said = helpful.answers(Past(told, calendar_of(told, MORNING)), looks)
    for chance in (said.late, said.much_later, said.within_7, said.days_30):
        assert ((chance >= 0) & (chance <= 1)).all()
    assert (said.weeks >= -1e-12).all()
    assert (said.weeks.sum(axis=1) <= 1 + 1e-9).all()
    assert (said.low >= looks.mornings).all()
