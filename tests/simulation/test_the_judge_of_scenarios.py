"""The judge can condemn whatever a scenario forbids: one planted fault for each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from simulation.arrivals import Arrived, Refused
from simulation.events import (
    Account,
    Approved,
    Banked,
    CameBack,
    Claim,
    Cleared,
    Company,
    Credited,
    Customer,
    Disputed,
    Founded,
    Freed,
    Held,
    Issued,
    Known,
    Payment,
    Pinned,
    Policed,
    Published,
    Ruled,
    SaidArrived,
    Unruled,
)
from simulation.judge import AFTERNOON, MORNING, Judge

if TYPE_CHECKING:
    from simulation.events import Event

MONDAY = date(2025, 3, 3)
TUESDAY = MONDAY + timedelta(days=1)
NORD = Company(
    code="NORD",
    name="Nord",
    country="BE",
    language="nl",
    email="books@nord.example",
    accounts=(Account("BE71"),),
)
SUD = replace(NORD, code="SUD", name="Sud", email="books@sud.example")
ANNA = Customer(
    company="NORD",
    code="K1",
    name="Anna",
    party="business",
    vat="BE0123",
    email="anna@x.example",
    manager="chief@x.example",
    phone="+32475000001",
    mobile=True,
    street="Dorpsstraat 1",
    city="Gent",
    spoken_for=True,
)
TWIN = replace(ANNA, company="SUD", code="S1", street="Dorpsstraat 2", phone="+32475000002")
CLAIM = Claim(
    company="NORD",
    customer="K1",
    number="2025/1",
    issued_on=MONDAY - timedelta(days=30),
    due_on=MONDAY - timedelta(days=3),
    minor=123_456,
)
LATER = replace(CLAIM, number="2025/2", minor=50_000)
OF_TWIN = replace(CLAIM, company="SUD", customer="S1")
KEY = CLAIM.key


def place(step: str = "REMINDER_1", days: int = 3, **more: Any) -> dict[str, Any]:
    return {"step": step, "days": days, **more}


def form(*places: dict[str, Any]) -> dict[str, Any]:
    """These steps, and thanks by e-mail."""
    return {"places": [*places], "thanks": place("THANK_YOU", 0)}


SUBJECTS = {
    "reminder_1": "Reminder: invoice",
    "reminder_2": "Second reminder: invoice",
    "reminder_4": "Fourth reminder: invoice",
    "handover_notice": "We are about to hand this over: invoice",
    "formal_notice": "Formal notice: invoice",
    "chase_1": "Anna: 1,234.56 EUR",
}
TO = {
    "EMAIL": ANNA.email,
    "SMS": ANNA.phone,
    "LETTER": "Anna, Dorpsstraat 1, Gent",
    "WEBHOOK": ANNA.code,
    "PHONE": ANNA.phone,
}


def told(
    kind: str = "reminder_1", channel: str = "EMAIL", *claims: Claim, **more: Any
) -> Arrived:
    """A message to Anna, by default about her first invoice."""
    lines = []
    for one in claims or (CLAIM,):
        amount = f"{one.minor // 100:,}.{one.minor % 100:02} EUR"
        lines += [f"Invoice {one.number} of 1 February 2025", f"  Open: {amount}", ""]
    usual = {
        "key": f"{kind} {channel}",
        "sender": "Nord" if channel == "SMS" else NORD.email,
        "to": TO[channel],
        "kind": "" if channel == "SMS" else kind,
        "language": "" if channel == "SMS" else "en",
        "subject": SUBJECTS.get(kind, ""),
        "text": "\n".join(lines),
    }
    given = {**usual, **more}
    return Arrived(channel=channel, shown_to=given["to"], **given)


def judge_of(*events: Event, scenario: dict[str, Any] | None = None) -> Judge:
    """On the Monday on which the first reminder is due by this scenario."""
    judge = Judge()
    usual = scenario or form(place())
    banks = (Banked(one.code, one.accounts, MONDAY) for one in (NORD, SUD))
    begin: tuple[Event, ...] = (
        *(Founded(one) for one in (NORD, SUD)),
        *(Published(one.code, "standard", usual) for one in (NORD, SUD)),
        Known((ANNA, TWIN)),
        Issued((CLAIM,)),
        *banks,
    )
    for event in (*begin, *events):
        judge.hear(MONDAY, event)
    return judge


def verdict(
    judge: Judge, day: date, *arrived: Arrived | Refused, at: time = MORNING
) -> str:
    judge.faults.clear()
    judge.counts.clear()
    judge.watch(day, arrived, at=at)
    return " | ".join(judge.faults)


def told_on(judge: Judge, day: date) -> None:
    for one in (NORD, SUD):
        judge.hear(day, Banked(one.code, one.accounts, day))


def test_the_step_of_the_scenario_is_right() -> None:
    assert verdict(judge_of(), MONDAY, told()) == ""


@pytest.mark.parametrize(
    ("wanted", "arrived", "sentence"),
    [
        (place(days=4), told(), "is not due: reminder_1"),
        (place(floor_minor=200_000), told(), "scenario ended"),
        (place(ceiling_minor=100_000), told(), "scenario ended"),
        (place(kinds=["INSTALMENT"]), told(), "scenario ended"),
        (place(weekdays=[1]), told(), "on 2025-03-04"),
        (place(hours=[13, 18]), told(), "at 9 o'clock"),
        (place(role="MANAGEMENT"), told(), "not at chief@x.example"),
        (place(channels=["LETTER"]), told(), "what is due by [('LETTER'"),
        (place(channels=["EMAIL"]), told(channel="LETTER"), "by LETTER what is due by"),
        (place(approval="ALWAYS"), told(), "nobody approved"),
        (place(approval="ABOVE", approval_minor=123_456), told(), "nobody approved"),
        (place(), told("reminder_2"), "reminder_1 is next in order"),
        (place(), told("handover_notice"), "reminder_1 is next in order"),
        (place(), told("reminder_4"), "reminder_1 is next in order"),
        (place("CALL_1", channels=["PHONE"]), told(), "what is due by [('PHONE'"),
    ],
)
def test_what_is_outside_of_the_scenario_is_condemned(wanted, arrived, sentence):
    judge = judge_of(scenario=form(wanted))
    assert sentence in verdict(judge, MONDAY, arrived)
    assert judge.counts["wrong"]


@pytest.mark.parametrize(
    ("wanted", "arrived"),
    [
        (place(floor_minor=123_456), told()),
        (place(ceiling_minor=123_456), told()),
        (place(hours=[9, 10]), told()),
        (place(role="MANAGEMENT"), told(to=ANNA.manager)),
        (place(role="PURCHASING"), told()),
        (place(channels=["LETTER", "EMAIL"]), told(channel="LETTER")),
        (place(channels=["WEBHOOK"]), told(channel="WEBHOOK")),
        (place(channels=["SMS"]), told(channel="SMS", text="Nord: 1,234.56 EUR is late.")),
        (place(approval="ABOVE", approval_minor=123_457), told()),
        (
            place("CALL_1", channels=["PHONE"]),
            told("call_1", "PHONE", named=[(KEY, "call_1")]),
        ),
        (
            place("CHASE_1"),
            told(
                "chase_1",
                to="rita@ours.example",
                text="Anna (K1)\n- Invoice 2025/1 of 1 May 2025: 1,234.56 EUR, due soon",
            ),
        ),
    ],
)
def test_what_the_scenario_says_is_right_and_silence_is_not(wanted, arrived):
    assert verdict(judge_of(scenario=form(wanted)), MONDAY, arrived) == ""
    silent = judge_of(scenario=form(wanted))
    assert "neglected" in verdict(silent, MONDAY)
    assert silent.counts == {"loss": 1}


def test_what_waits_for_another_hour_is_no_loss_and_leaves_in_the_afternoon():
    judge = judge_of(scenario=form(place(hours=[13, 18])))
    assert verdict(judge, MONDAY) == ""
    assert "neglected" in verdict(judge, MONDAY, at=AFTERNOON)
    assert verdict(judge, MONDAY, told(), at=AFTERNOON) == ""


def test_a_claim_left_out_of_its_message_is_a_loss():
    judge = judge_of(Issued((LATER,)))
    assert "is due and not in the message" in verdict(judge, MONDAY, told())
    assert judge.counts == {"loss": 1}


def test_the_same_step_of_the_same_claim_twice_is_a_double():
    judge = judge_of(Policed("NORD", {"per_day": 9, "per_week": 9}))
    verdict(judge, MONDAY, told())
    again = told(key="another")
    assert "scenario ended" in verdict(judge, MONDAY, again)
    assert judge.counts == {"double": 1}


def test_another_program_that_is_told_twice_is_told_a_double():
    judge = judge_of(scenario=form(place(channels=["WEBHOOK"]), place("REMINDER_2", 9)))
    first = told(channel="WEBHOOK")
    verdict(judge, MONDAY, first)
    assert verdict(judge, TUESDAY, replace(first, key="another"))
    assert judge.counts["double"]


def test_one_debtor_at_two_companies_is_spoken_to_once_a_day():
    judge = judge_of(Issued((OF_TWIN,)))
    to_twin = told("reminder_1", "LETTER", key="twin", to="Anna, Dorpsstraat 2, Gent")
    to_twin = replace(to_twin, sender=SUD.email)
    both = form(place(channels=["LETTER"]))
    for one in (NORD, SUD):
        judge.hear(MONDAY, Published(one.code, "standard", both))
    said = verdict(judge, MONDAY, told(channel="LETTER"), to_twin)
    assert "not the first mail of the day" in said
    silent = judge_of(Issued((OF_TWIN,)))
    assert verdict(silent, MONDAY, told()) == ""
    assert silent.seen["(enough for now)"]


def test_a_hold_of_the_whole_group_holds_at_the_other_company():
    held = Held(TWIN.key, None, TUESDAY, group=True)
    judge = judge_of()
    assert verdict(judge, MONDAY, told()) == ""
    judge = judge_of()
    judge.watch(MONDAY - timedelta(days=3), [])  # a walk finds out who is the same
    judge.hear(MONDAY, held)
    assert "held" in verdict(judge, MONDAY, told())


def test_a_hold_that_ended_before_its_day_holds_nothing():
    judge = judge_of(Held(ANNA.key, None, TUESDAY), Freed(ANNA.key))
    assert "neglected" in verdict(judge, MONDAY)


def test_a_direct_debit_is_waited_for_until_it_comes_back():
    judge = judge_of(Known((replace(ANNA, debit=True),)))
    assert "direct debit" in verdict(judge, MONDAY, told())
    payment = Payment(tag="T1", minor=CLAIM.minor, iban="BE9", names=("2025/1",))
    back = (payment, replace(payment, back=True))
    judge = judge_of(Known((replace(ANNA, debit=True),)))
    for one in back:
        judge.hear(MONDAY, Banked("NORD", NORD.accounts, MONDAY, (one,)))
    assert "neglected" in verdict(judge, MONDAY)


def test_a_rule_and_a_pin_choose_the_scenario_the_pin_first():
    late = Published("NORD", "late", form(place(days=9)))
    rule = Ruled("NORD", "Here", ({"trait": "COUNTRY", "values": ["be"]},), "late")
    assert verdict(judge_of(late, rule), MONDAY) == ""
    assert "neglected" in verdict(judge_of(late, rule, Unruled("NORD", "Here")), MONDAY)
    pinned = judge_of(late, rule, Pinned(ANNA.key, "standard"))
    assert "neglected" in verdict(pinned, MONDAY)
    freed = judge_of(late, rule, Pinned(ANNA.key, "standard"), Pinned(ANNA.key, ""))
    assert verdict(freed, MONDAY) == ""
    large = ({"trait": "SHARE", "at_least": 50},)
    assert verdict(judge_of(late, Ruled("NORD", "Large", large, "late")), MONDAY) == ""


@pytest.mark.parametrize(
    ("moves", "faults"), [(True, "neglected: reminder_2"), (False, "")]
)
def test_who_is_under_way_stays_in_the_older_version_or_moves(moves, faults):
    judge = judge_of(scenario=form(place(), place("REMINDER_2", 9)))
    verdict(judge, MONDAY, told())
    sooner = form(place(), place("REMINDER_2", 4))
    judge.hear(MONDAY, Published("NORD", "standard", sooner, moves=moves))
    assert faults in verdict(judge, TUESDAY)
    assert bool(judge.faults) == bool(faults)


def test_the_largest_debtors_are_written_to_when_a_person_agrees():
    many = [replace(ANNA, code=f"M{n}", vat="", email=f"m{n}@x.example") for n in range(20)]
    judge = judge_of(Known(tuple(many)))
    far = MONDAY + timedelta(days=300)
    small = [
        replace(CLAIM, customer=one.code, number=one.code, minor=100, due_on=far)
        for one in many
    ]
    judge.hear(MONDAY, Issued(tuple(small)))
    assert "nobody approved" in verdict(judge, MONDAY, told())


def test_an_approval_lapses_when_another_claim_joins():
    judge = judge_of(scenario=form(place(approval="ALWAYS")))
    verdict(judge, MONDAY)
    judge.hear(MONDAY, Approved(ANNA.key))
    judge.hear(MONDAY, Issued((LATER,)))
    both = told("reminder_1", "EMAIL", CLAIM, LATER)
    assert "nobody approved" in verdict(judge, MONDAY, both)


def test_an_approval_outlasts_a_message_that_needed_none():
    """Both by the same channel, and for the same contact."""
    both = form(place(), place("REMINDER_2", 9, approval="ALWAYS"))
    judge = judge_of(Policed("NORD", {"per_day": 9, "per_week": 9}), scenario=both)
    verdict(judge, MONDAY, told())
    later = MONDAY + timedelta(days=7)
    told_on(judge, later)
    assert verdict(judge, later) == ""
    judge.hear(later, Approved(ANNA.key))
    judge.hear(later, Issued((replace(LATER, due_on=later - timedelta(days=3)),)))
    first = told("reminder_1", "EMAIL", LATER, key="first")
    assert verdict(judge, later, first, told("reminder_2")) == ""


def test_an_approval_is_used_up_by_the_message_that_it_let_go():
    judge = judge_of(scenario=form(place(approval="ALWAYS"), place("REMINDER_2", 9)))
    judge.hear(MONDAY, Policed("NORD", {"per_day": 9, "per_week": 9}))
    verdict(judge, MONDAY)
    judge.hear(MONDAY, Approved(ANNA.key))
    assert verdict(judge, MONDAY, told()) == ""
    far = replace(LATER, due_on=MONDAY - timedelta(days=12))
    judge.hear(MONDAY, Issued((far,)))
    assert "nobody approved" in verdict(judge, MONDAY, told("reminder_1", "EMAIL", far))


def test_what_was_approved_and_does_not_leave_is_a_loss():
    judge = judge_of(scenario=form(place(approval="ALWAYS")))
    assert verdict(judge, MONDAY) == ""
    judge.hear(TUESDAY, Approved(ANNA.key))
    assert "neglected" in verdict(judge, TUESDAY)


def test_what_was_approved_and_may_have_lapsed_since_is_none():
    """The walk may have asked for it anew; it may leave on the old word as well."""
    judge = judge_of(scenario=form(place(approval="ALWAYS")))
    verdict(judge, MONDAY)
    for one in (Approved(ANNA.key), Disputed(CLAIM.key, None), Cleared(CLAIM.key)):
        judge.hear(MONDAY, one)
    assert verdict(judge, TUESDAY) == ""
    assert verdict(judge, TUESDAY) == ""
    assert verdict(judge, TUESDAY, told()) == ""


@pytest.mark.parametrize("text", ["Nord: 1,234.57 EUR is late.", "Nord: please pay."])
def test_a_text_message_of_another_sum_is_condemned(text):
    judge = judge_of(scenario=form(place(channels=["SMS"])))
    assert "got a text message of" in verdict(judge, MONDAY, told(channel="SMS", text=text))


def test_a_text_message_deducts_credit_and_tells_a_consumer_no_sum():
    text = "Nord: 1,000.00 EUR is late."
    judge = judge_of(
        Credited(ANNA.key, "C1", 23_456), scenario=form(place(channels=["SMS"]))
    )
    assert verdict(judge, MONDAY, told(channel="SMS", text=text)) == ""
    judge = judge_of(scenario=form(place(channels=["SMS"])))
    judge.hear(MONDAY, Known((replace(ANNA, party="consumer"),)))
    assert "got a text message of" in verdict(judge, MONDAY, told(channel="SMS", text=text))


def test_a_text_message_when_nothing_is_due_is_condemned():
    judge = judge_of(scenario=form(place(channels=["SMS"], days=9)))
    assert "nothing is due" in verdict(judge, MONDAY, told(channel="SMS", text="Nord: 1"))


def test_what_is_uncertain_is_not_sent_again_until_a_person_says():
    judge = judge_of(Policed("NORD", {"per_day": 9, "per_week": 9}))
    verdict(judge, MONDAY, told(unsure=True))
    assert "uncertain" in verdict(judge, MONDAY, told(key="again"))
    judge = judge_of()
    lost = told(unsure=True)
    verdict(judge, MONDAY, lost)
    judge.hear(MONDAY, SaidArrived(lost.key, arrived=False))
    assert "neglected" in verdict(judge, MONDAY)
    assert verdict(judge, MONDAY, told(key="again")) == ""


@pytest.mark.parametrize(("reason", "unnamed"), [("uncertain", 0), ("held", 1), (None, 1)])
def test_what_is_uncertain_and_not_named_so_is_condemned(reason, unnamed):
    judge = judge_of()
    verdict(judge, MONDAY, told(unsure=True))
    row = {
        "invoice": "2025/1",
        "instalment": 1,
        "open": "1234.56",
        "next_action": None if reason else "reminder_2",
        "next_on": None,
        "reason": reason,
    }
    judge.rows(MONDAY, "NORD", [row])
    assert judge.counts["unnamed"] == unnamed
    assert judge.uncertain_named == 1 - unnamed


def test_a_step_that_came_back_is_due_again_and_not_at_the_dead_address():
    judge = judge_of()
    first = told()
    verdict(judge, MONDAY, first)
    judge.hear(TUESDAY, CameBack(first.key, dead=True))
    assert "neglected" in verdict(judge, TUESDAY)
    assert "not at chief@x.example" in verdict(judge, TUESDAY, told(key="again"))


def test_an_address_that_is_dead_is_not_tried_again():
    judge = judge_of()
    dead = Refused("EMAIL", NORD.email, ANNA.email, for_good=True)
    assert verdict(judge, MONDAY, dead) == ""
    told_on(judge, TUESDAY)
    assert "which is dead" in verdict(judge, TUESDAY, dead)


def test_what_was_leaving_when_another_channel_turned_out_to_be_dead_left_rightly():
    """The second reminder by text was refused; the first one of a later claim by e-mail was
    decided before. From the next run on both go by e-mail, together.
    """
    places = place(channels=["EMAIL"]), place("REMINDER_2", 9, channels=["SMS", "EMAIL"])
    judge = judge_of(Policed("NORD", {"per_day": 9, "per_week": 9}), scenario=form(*places))
    verdict(judge, MONDAY, told())
    later = MONDAY + timedelta(days=7)
    told_on(judge, later)
    judge.hear(later, Issued((replace(LATER, due_on=later - timedelta(days=3)),)))
    dead = Refused("SMS", NORD.name, ANNA.phone, for_good=True)
    first = told("reminder_1", "EMAIL", LATER, key="first")
    assert verdict(judge, later, dead, first) == ""
    assert "neglected" in verdict(judge, later)
    assert verdict(judge, later, told("reminder_2", key="second")) == ""


def test_thanks_by_another_channel_than_the_scenario_says_are_condemned():
    judge = judge_of()
    verdict(judge, MONDAY, told())
    paid = Payment(tag="T1", minor=CLAIM.minor, iban="BE9", names=("2025/1",))
    judge.hear(MONDAY, Banked("NORD", NORD.accounts, MONDAY, (paid,)))
    thanks = told("thank_you", "WEBHOOK", subject="Thank you", key="thanks")
    assert "is thanked by WEBHOOK, not by EMAIL" in verdict(judge, TUESDAY, thanks)
