"""How people get in, and make the password they were given their own."""

from __future__ import annotations

import factories
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from acquit.audit.actions import Actor
from acquit.organisation.actions import invite
from acquit.organisation.models import Person

OWN = "quiet-lanterns-42"


@pytest.fixture
def newcomer(db: None) -> tuple[Person, str]:
    """Somebody who was invited today, with the password that was handed over."""
    person, password = invite(
        email="new@example.org",
        name="New Comer",
        language="en",
        actor=Actor(None, "clerk"),
        at=factories.NOW,
    )
    factories.grant(person, within=factories.company())
    return person, password


def signed_in(person: Person, password: str) -> Client:
    browser = Client()
    answer = browser.post("/account/login/", {"login": person.email, "password": password})
    assert answer.status_code == 302
    return browser


def test_a_newcomer_chooses_a_password_and_comes_in(newcomer: tuple[Person, str]) -> None:
    person, given = newcomer
    browser = signed_in(person, given)
    assert browser.get("/customers/")["Location"] == "/account/password/change/"
    words = {"oldpassword": given, "password1": OWN, "password2": OWN}
    answer = browser.post("/account/password/change/", words)
    assert answer["Location"] == "/"
    assert browser.get("/customers/").status_code == 200
    assert signed_in(person, OWN).get("/customers/").status_code == 200


def test_a_wrong_old_password_changes_nothing(newcomer: tuple[Person, str]) -> None:
    person, given = newcomer
    browser = signed_in(person, given)
    words = {"oldpassword": "not-this-one", "password1": OWN, "password2": OWN}
    assert browser.post("/account/password/change/", words).status_code == 200
    person.refresh_from_db()
    assert person.must_change_password
    assert person.check_password(given)


@pytest.mark.parametrize(
    "name", ["signup", "email", "reset_password", "set_password", "reauthenticate"]
)
def test_what_has_no_page_of_ours_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"account_{name}")


@pytest.mark.parametrize("page", ["", "signup/", "email/", "password/reset/"])
def test_an_address_that_is_not_mounted_is_not_found(page: str, db: None) -> None:
    assert Client().get(f"/account/{page}").status_code == 404


def test_a_closed_account_is_told_so(newcomer: tuple[Person, str]) -> None:
    person, given = newcomer
    person.is_active = False
    person.save()
    browser = Client()
    words = {"login": person.email, "password": given}
    answer = browser.post("/account/login/", words, follow=True)
    assert answer.status_code == 200
    assert not browser.session.get("_auth_user_id")
