"""Personal data: the register, requests, one person's page, and who may open them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import factories
import pytest
from django.urls import reverse

from acquit.agenda.models import Task
from acquit.audit.models import Entry
from acquit.cycle.actions.scenarios import follow_anew
from acquit.cycle.models import Cycle
from acquit.dunning.actions import found_scenarios
from acquit.dunning.models import AssignmentRule, Scenario
from acquit.ledger.models import Contact, Customer
from acquit.organisation.models import Role
from acquit.privacy import actions
from acquit.privacy.models import Request
from acquit.scoring.models import Objection


@pytest.fixture(autouse=True)
def the_day(db):
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def manager(signed_in, ours):
    person = factories.person("Mia Manager")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, ours))


@pytest.fixture
def lea(ours) -> Customer:
    lea = factories.customer(
        ours, "P1", "Léa Martin", party_type="CONSUMER", email="lea@post.example"
    )
    factories.receivable(lea, due_on=date(2025, 3, 2), open_minor=0)
    return lea


def text(answer) -> str:
    page = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())


def test_the_register_says_what_is_done_why_and_how_long(manager, few_queries):
    with few_queries():
        page = text(manager.get(reverse("desk:personal_data")))
    assert "Legitimate interest, art. 6(1)(f)" in page
    assert "10 years, to the end of the year" in page
    assert "Code de commerce L123-22" in page


def test_the_page_of_a_person_says_what_may_go_and_what_stays(manager, lea, few_queries):
    with few_queries():
        page = text(manager.get(reverse("desk:customer_data", args=[lea.pk])))
    assert "A natural person" in page
    assert "May go now" in page
    assert "31 Dec 2035" in page
    assert "VAT Code art. 60" in page


def test_of_a_business_it_asks_whether_it_is_a_sole_trader(manager, ours):
    shop = factories.customer(ours)
    page = text(manager.get(reverse("desk:customer_data", args=[shop.pk])))
    assert "It is a sole trader" in page
    where = reverse("desk:export_customer_data", args=[shop.pk])
    assert manager.post(where).status_code == 302
    assert manager.post(where, {"sole_trader": "on"}).status_code == 200


def test_the_file_is_handed_out_and_the_log_says_so(manager, lea):
    answer = manager.post(reverse("desk:export_customer_data", args=[lea.pk]))
    assert "Martin" not in answer["Content-Disposition"]
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "Léa Martin" in packed.read("personal-data.html").decode()
    log = text(manager.get(reverse("desk:data_log")))
    assert "Personal data handed out" in log
    assert "Mia Manager" in log


def test_erasing_is_asked_for_first_and_then_done(manager, lea):
    where = reverse("desk:erase_customer_data", args=[lea.pk])
    assert "E-mail, phone, accounts (1)" in text(manager.get(where))
    assert Customer.objects.get(pk=lea.pk).email
    assert manager.post(where).status_code == 302
    assert not Customer.objects.get(pk=lea.pk).email
    assert Entry.objects.filter(event="personal_data_erased").exists()
    assert "Nothing of it may go now." in text(manager.get(where))


def test_a_request_stands_in_the_list_with_its_day_and_a_task(manager, lea, few_queries):
    said = {"company": lea.company_id, "who": "P1", "kind": "ACCESS"}
    said |= {"received_on": "2026-11-02", "words": "By letter"}
    assert manager.post(reverse("desk:new_request"), said).status_code == 302
    with few_queries():
        page = text(manager.get(reverse("desk:data_requests")))
    assert "Wants to see what is held" in page
    assert "2 Dec" in page
    assert "Léa Martin" in text(manager.get(reverse("desk:tasks")))
    asked = Request.objects.get()
    where = reverse("desk:answer_request", args=[asked.pk])
    assert manager.post(where, {"outcome": "Sent by letter"}).status_code == 302
    assert Task.objects.get().done_at is not None


def test_a_request_of_nobody_is_refused(manager, ours):
    said = {"company": ours.pk, "who": "P9", "kind": "ACCESS", "received_on": "2026-11-02"}
    answer = manager.post(reverse("desk:new_request"), said)
    assert answer.status_code == 422
    assert "There is no customer P9" in text(answer)


def test_an_objection_is_shown_and_ended_for_a_reason(manager, lea):
    said = {"company": lea.company_id, "who": "P1", "kind": "OBJECTION"}
    said |= {"received_on": "2026-11-02", "words": "No scores, please"}
    manager.post(reverse("desk:new_request"), said)
    page = text(manager.get(reverse("desk:customer_data", args=[lea.pk])))
    assert "profile and score decide nothing" in page
    where = reverse("desk:end_customer_objection", args=[lea.pk])
    assert manager.post(where, {"words": "Taken back by phone"}).status_code == 302
    assert Objection.objects.get().ended_words == "Taken back by phone"


def test_the_file_of_a_consumer_says_what_is_proposed_and_why(desk, lea, few_queries):
    found_scenarios(lea.company, at=factories.NOW)
    AssignmentRule.objects.filter(scenario__code="private").delete()
    factories.assessment(lea, profile="CHRONICALLY_LATE")
    follow_anew(lea.company_id, on=factories.TODAY, at=factories.NOW)
    with few_queries():
        page = text(desk.get(reverse("desk:customer", args=[lea.pk])))
    assert "Proposed: Late payers." in page
    assert "Profile and score decide nothing here by themselves" in page
    sheet = desk.get(reverse("desk:pin_customer", args=[lea.pk])).content.decode()
    close = Scenario.objects.get(company=lea.company, code="close")
    assert f'value="{close.pk}" selected' in sheet


def test_a_contact_person_is_found_by_the_address(manager, ours):
    shop = factories.customer(ours)
    Contact.objects.create(customer=shop, name="Ben Maes", email="ben@bakker.example")
    found = reverse("desk:contact_data") + "?email=Ben@bakker.example"
    page = text(manager.get(found))
    assert "Ben Maes" in page
    about = f"?email=ben%40bakker.example&company={ours.pk}"
    packed = manager.post(reverse("desk:export_contact_data") + about)
    assert packed["Content-Type"] == "application/zip"
    assert manager.post(reverse("desk:erase_contact_data") + about).status_code == 302
    assert not Contact.objects.exists()


def test_a_contact_of_another_company_is_not_found(signed_in, ours):
    Contact.objects.create(
        customer=factories.customer(ours), name="Ben Maes", email="ben@bakker.example"
    )
    other = factories.company("BETA", "Beta Services")
    chief = factories.grant(factories.person("Bert Other"), Role.ADMINISTRATOR, other)
    browser = signed_in(chief)
    found = reverse("desk:contact_data") + "?email=ben@bakker.example"
    assert "Ben Maes" not in text(browser.get(found))
    about = f"?email=ben@bakker.example&company={ours.pk}"
    assert browser.post(reverse("desk:export_contact_data") + about).status_code == 404
    assert browser.post(reverse("desk:erase_contact_data") + about).status_code == 404
    said = {"company": ours.pk, "who": "C001", "kind": "ACCESS"}
    said |= {"received_on": "2026-11-02"}
    assert browser.post(reverse("desk:new_request"), said).status_code == 422


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.REPRESENTATIVE, Role.READ_ONLY])
def test_who_collects_or_sells_does_not_hand_out_nor_erase(signed_in, lea, ours, role):
    browser = signed_in(factories.grant(factories.person("Anna Peeters"), role, ours))
    for name in ("customer_data", "export_customer_data", "erase_customer_data"):
        where = reverse(f"desk:{name}", args=[lea.pk])
        assert browser.post(where).status_code in {403, 405}
    assert browser.get(reverse("desk:personal_data")).status_code == 403
    assert "Personal data" not in browser.get(reverse("desk:law")).content.decode()


def test_tasks_about_personal_data_are_on_nobody_elses_list(desk, manager, lea):
    factories.customer(lea.company, "P2", "Eva", party_type="CONSUMER")
    actions.look_for_past(as_of=factories.TODAY, at=factories.NOW)
    said = {"company": lea.company_id, "who": "P1", "kind": "ACCESS"}
    manager.post(reverse("desk:new_request"), said | {"received_on": "2026-11-02"})
    assert "longer than need be" in text(manager.get(reverse("desk:tasks")))
    collectors = text(desk.get(reverse("desk:tasks")))
    assert "longer than need be" not in collectors
    assert "Wants to see what is held" not in collectors


def test_whose_data_are_past_their_time_is_listed_with_what_is_held(
    manager, lea, few_queries
):
    actions.look_for_past(as_of=factories.TODAY, at=factories.NOW)
    with few_queries():
        page = text(manager.get(reverse("desk:data_past")))
    assert "Léa Martin" in page
    assert "E-mail, phone, accounts" in page
