"""The pages on which a company reads its texts, and writes its own."""

from __future__ import annotations

import re
from datetime import date

import factories
import pytest
from django.urls import reverse

from acquit.dunning.models import Wording
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
LIST = reverse("desk:templates")


@pytest.fixture
def manager(client, ours: Company):
    person = factories.person("Mia Chief", language="en")
    client.force_login(factories.grant(person, Role.CREDIT_MANAGER, within=ours))
    return client


@pytest.fixture
def dupont(ours: Company):
    customer = factories.customer(ours)
    factories.receivable(customer, due_on=date(2026, 10, 10))
    return customer


def address(company: Company, view: str = "template", **asked: str) -> str:
    known = {"step": "REMINDER_2", "channel": "EMAIL", "language": "fr", "tone": "NEUTRAL"}
    said = "&".join(f"{name}={value}" for name, value in (known | asked).items())
    return f"{reverse(f'desk:{view}', args=[company.pk])}?{said}"


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_text_stands_in_four_languages(manager, ours):
    page = words(manager.get(LIST))
    assert page.count("Original</span>") == 40
    for step in ("Invoice or debit note", "Third reminder and later ones", "Formal notice"):
        assert step in page
    calls = words(manager.get(f"{LIST}?channel=PHONE"))
    assert calls.count("Original</span>") == 4


def test_a_text_of_our_own_is_marked_as_such(manager, ours, dupont):
    manager.post(address(ours), {"subject": "Mot", "text": "Payez {{ to_pay }}."})
    page = words(manager.get(LIST))
    assert page.count("Our own") == 1
    assert page.count("Original</span>") == 39
    assert "Our own" not in words(manager.get(f"{LIST}?tone=FIRM"))


def test_the_editor_shows_the_text_and_a_real_customers_message(manager, ours, dupont):
    page = words(manager.get(address(ours)))
    assert "Deuxième rappel : {{ about }}" in page
    assert "Deuxième rappel : facture 2026-001" in page
    assert "1 200,00 EUR" in page
    assert "Boulangerie Dupont (C001)" in page


def test_what_is_typed_is_shown_at_once(manager, ours, dupont):
    typed = {"subject": "Mot", "text": "Pensez à {{ to_pay }}.", "customer": dupont.pk}
    page = words(manager.post(address(ours, "template_preview"), typed))
    assert "Pensez à 1 200,00 EUR." in page
    assert not Wording.objects.exists()


def test_a_letter_is_shown_as_it_is_printed(manager, ours, dupont):
    typed = {"subject": "Mot", "text": "Pensez à {{ to_pay }}.", "show": "paper"}
    page = words(manager.post(address(ours, "template_preview"), typed))
    assert 'src="data:image/png;base64,' in page


def test_an_sms_tells_how_long_it_is(manager, ours, dupont):
    typed = {"text": "Pensez à {{ to_pay }}."}
    where = address(ours, "template_preview", channel="SMS", step="REMINDER_1")
    page = words(manager.post(where, typed))
    assert "22 characters, sent as 1 SMS" in page


def test_a_mistake_is_told_while_one_types_and_when_one_saves(manager, ours, dupont):
    typed = {"subject": "Mot", "text": "Bonjour,\n\n{{ to_pey }}"}
    shown = words(manager.post(address(ours, "template_preview"), typed))
    assert "Line 3: “to_pey” is not known; “to_pay” perhaps?" in shown
    answer = manager.post(address(ours), typed)
    assert answer.status_code == 422
    assert "“to_pay” perhaps?" in words(answer)
    assert "{{ to_pey }}" in words(answer)
    assert not Wording.objects.exists()


def test_a_hostile_text_is_refused_by_the_page(manager, ours, dupont):
    typed = {"subject": "Mot", "text": "{% for a in range(10**9) %}x{% endfor %}"}
    assert "Only these can be walked through" in words(
        manager.post(address(ours, "template_preview"), typed)
    )
    assert manager.post(address(ours), typed).status_code == 422


def test_markup_in_a_text_is_shown_and_not_obeyed(manager, ours, dupont):
    typed = {"subject": "<b>x</b>", "text": "<script>alert(1)</script>"}
    page = words(manager.post(address(ours, "template_preview"), typed))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_words_of_law_to_consumers_are_pointed_out(manager, ours, dupont):
    typed = {"subject": "Mot", "text": "Un huissier passera."}
    page = words(manager.post(address(ours, "template_preview"), typed))
    assert "<b>huissier</b>" in page


def test_a_customer_is_found_by_name(manager, ours, dupont):
    factories.customer(ours, "C002", "Maison Roy")
    typed = {"subject": "Mot", "text": "{{ customer.name }}", "find": "roy"}
    page = words(manager.post(address(ours, "template_preview"), typed))
    assert "Maison Roy (C002)" in page
    assert "Boulangerie Dupont" not in page


def test_the_original_can_come_back(manager, ours, dupont):
    manager.post(address(ours), {"subject": "Mot", "text": "Payez {{ to_pay }}."})
    assert "Back to the original" in words(manager.get(address(ours)))
    manager.post(address(ours, "template_original"))
    page = words(manager.get(address(ours)))
    assert "Deuxième rappel : {{ about }}" in page
    assert [one.version for one in Wording.objects.order_by("version")] == [1, 2]


def test_the_trail_names_the_text(manager, ours, dupont):
    manager.post(address(ours), {"subject": "Mot", "text": "Payez {{ to_pay }}."})
    page = words(manager.get(reverse("desk:audit")))
    assert "Text of a message changed" in page
    assert "Second reminder · E-mail and letter · Français · Neutral" in page


def test_a_collector_does_not_write_texts(desk, ours):
    assert desk.get(LIST).status_code == 403
    assert desk.post(address(ours), {"subject": "x", "text": "y"}).status_code == 403


def test_the_pages_ask_few_questions(manager, ours, dupont, few_queries):
    with few_queries():
        manager.get(LIST)
