"""A company's own texts: tried with every customer, kept in versions, given up again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories as made
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.errors import Refusal
from acquit.dunning.actions.wordings import (
    TextFails,
    restore_original,
    save_wording,
    try_wording,
)
from acquit.dunning.models import Wording
from acquit.dunning.queries.wording import Wanted, WantedItem, prepare
from acquit.dunning.wording.checking import careful
from acquit.dunning.wording.facts import Text
from acquit.dunning.wording.writing import Key

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNA = Actor(None, "Anna Peeters")
FRENCH = Key("REMINDER_1", "EMAIL", "fr", "NEUTRAL")
OURS = Text(
    "Un mot : {{ about }}", "{{ salutation }}\n\nPensez à {{ to_pay }}.\n\n{{ closing }}"
)


def save(company, text=OURS, key=FRENCH) -> Wording:
    return save_wording(company, key, text, on=TODAY, actor=ANNA, at=AT)


def written(customer, owed, code="REMINDER_1", **more) -> str:
    items = [WantedItem(owed.pk, code, owed.open_minor)]
    return prepare([Wanted(1, customer.pk, code, items, **more)], on=TODAY)[1].write().body


@pytest.fixture
def company(db):
    return made.company()


def test_an_own_text_takes_the_place_of_ours_and_no_others(company):
    customer = made.customer(company)
    owed = made.receivable(customer)
    save(company)
    assert "Pensez à 1 200,00 EUR." in written(customer, owed)
    assert "Pensez à" in written(customer, owed, channel="LETTER")
    assert "Pensez à" not in written(customer, owed, tone="FIRM")
    assert "Pensez à" not in written(customer, owed, code="REMINDER_2")
    other = made.customer(made.company("BETA", "Beta"))
    assert "Pensez à" not in written(other, made.receivable(other))


def test_older_versions_are_kept_and_the_original_can_come_back(company):
    customer = made.customer(company)
    owed = made.receivable(customer)
    before = written(customer, owed)
    save(company)
    save(company, Text("Bis", "Encore : {{ to_pay }}"))
    restore_original(company, FRENCH, actor=ANNA, at=AT)
    assert written(customer, owed) == before
    kept = Wording.objects.order_by("version").values_list("version", "original", "subject")
    assert list(kept) == [(1, False, OURS.subject), (2, False, "Bis"), (3, True, "")]
    with pytest.raises(Refusal, match="original"):
        restore_original(company, FRENCH, actor=ANNA, at=AT)


def test_saving_the_same_again_changes_nothing(company):
    first = save(company)
    assert save(company, Text(OURS.subject, OURS.body.replace("\n", "\r\n"))) == first
    assert Wording.objects.count() == 1


def test_the_trail_tells_who_changed_which_text(company):
    save(company)
    restore_original(company, FRENCH, actor=ANNA, at=AT)
    told = Entry.objects.order_by("pk").values_list("event", "actor_name", "details")
    details = {
        "step": "REMINDER_1",
        "channel": "EMAIL",
        "language": "fr",
        "tone": "NEUTRAL",
    }
    assert list(told) == [
        ("wording_changed", "Anna Peeters", details | {"version": 1}),
        ("wording_restored", "Anna Peeters", details | {"version": 2}),
    ]


def test_an_unknown_variable_is_refused_with_its_line_and_what_was_meant(company):
    with pytest.raises(
        TextFails, match=r"Line 3: “to_pey” is not known; “to_pay” perhaps\?"
    ):
        save(company, Text("Rappel", "Bonjour,\n\n{{ to_pey }}"))
    with pytest.raises(TextFails, match="In the subject: “abuot” is not known"):
        save(company, Text("{{ abuot }}", "x"))
    assert not Wording.objects.exists()


def test_the_customers_are_named_for_whom_nothing_would_be_left_of_it(company):
    """Twelve with two invoices; the text speaks only to those with one."""
    for number in range(12):
        several = made.customer(company, f"C{number:02d}", f"Maison {number}")
        for invoice in range(2):
            made.receivable(several, number=f"F-{number}-{invoice}")
    text = Text("Rappel", "{% if one %}Bonjour, {{ to_pay }}{% endif %}")
    with pytest.raises(TextFails) as refused:
        save(company, text)
    said = str(refused.value)
    assert said.startswith(
        "This text cannot be written for 12 of the customers: C00 Maison 0, "
    )
    assert "C09 Maison 9" in said
    assert "C10" not in said
    assert "Nothing is left of the text." in said


def test_a_text_is_tried_with_what_customers_really_owe(company):
    """A loop with a long text: it is the customer with a thousand invoices that fails."""
    few, many = made.customer(company), made.customer(company, "C002", "Grande Maison")
    made.receivable(few)
    for number in range(60):
        made.receivable(many, number=f"F-{number}")
    body = "{% for row in items %}" + "x" * 9_000 + "{% endfor %}"
    with pytest.raises(TextFails, match=r"1 of the customers: C002 Grande Maison\."):
        save(company, Text("Rappel", body))


def test_a_text_is_tried_with_those_alone_who_could_get_it(company):
    german = made.customer(company, "C009", "Haus", language="de")
    for number in range(2):
        made.receivable(german, number=f"F-{number}")
    made.customer(company, "C001", "Maison")
    assert try_wording(company.pk, FRENCH, OURS, on=TODAY)
    consumer = made.customer(company, "C010", "Greta", party_type="CONSUMER")
    made.receivable(consumer, number="G-1")
    formal = Key("FORMAL_NOTICE", "EMAIL", "fr", "")
    only_business = Text("{% if customer.business %}Mise en demeure{% endif %}", "x")
    assert try_wording(company.pk, formal, only_business, on=TODAY)


def test_a_company_without_customers_may_write_as_well(company):
    """It is tried with invented customers."""
    assert save(company).version == 1
    with pytest.raises(TextFails, match="Nothing is left"):
        save(company, Text("Rappel", "{% if customer.business %}Bonjour{% endif %}"))


def test_all_customers_are_tried_in_few_questions(company, django_assert_max_num_queries):
    for number in range(40):
        customer = made.customer(company, f"C{number:02d}", f"Maison {number}")
        made.receivable(customer, number=f"F-{number}")
    with django_assert_max_num_queries(16):
        try_wording(company.pk, FRENCH, OURS, on=TODAY)


def test_words_of_law_in_a_text_that_consumers_get_are_pointed_out():
    text = Text("Rappel", "Sans paiement, un huissier et des frais s'ajoutent.")
    assert careful(text, FRENCH) == ["huissier", "frais"]
    assert not careful(text, FRENCH._replace(text="FORMAL_NOTICE"))
    assert not careful(OURS, FRENCH)


def test_an_own_text_for_calls_is_read_by_the_collector(company):
    luc = made.person("Luc Maes", language="nl")
    customer = made.customer(company, collector=luc)
    owed = made.receivable(customer)
    key = Key("CALL", "PHONE", "nl", "NEUTRAL")
    save(company, Text("Bel {{ customer.name }}", "Vraag {{ to_pay }}."), key)
    told = written(customer, owed, code="CALL_1", channel="PHONE")
    assert told == "Vraag 1.200,00 EUR.\n"


ASKS = Text("Rappel", "{{ the_items }}\n\nDes frais de rappel de 15 euros s'ajoutent.")


def test_a_text_that_asks_consumers_for_costs_is_refused(company):
    with pytest.raises(TextFails, match="frais"):
        save(company, ASKS)


def test_it_may_ask_businesses_between_conditions(company):
    asking = Text(
        "Rappel",
        "{{ the_items }}\n\n{% if customer.business %}Les frais suivent.{% endif %}",
    )
    assert save(company, asking).version == 1


def test_to_say_that_nothing_is_added_is_no_asking(company):
    assert save(company, Text("Rappel", "{{ the_items }}\n\nCeci est sans frais."))


def test_who_sells_to_businesses_alone_writes_as_businesses_do(company):
    company.sells_to = "BUSINESS"
    company.save()
    assert save(company, ASKS).version == 1
