"""How an e-mail is shown in the desk: as it is seen, and where it can do nothing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import factories
import pytest
from django.test import Client
from django.urls import reverse

from acquit.desk.mails import POLICY
from acquit.organisation.models import Company, Person, Role

SignIn = Callable[[Person], Client]
EMAIL = {"step": "REMINDER_1", "channel": "EMAIL", "language": "nl", "tone": "FIRM"}


@pytest.fixture
def manager(signed_in: SignIn, ours: Company) -> Client:
    return signed_in(factories.grant(factories.person(), Role.CREDIT_MANAGER, within=ours))


def href(name: str, company: Company, asked: dict[str, str]) -> str:
    return f"{reverse(f'desk:{name}', args=[company.pk])}?{urlencode(asked)}"


def test_what_is_being_typed_is_seen_as_a_mail(manager, ours):
    typed = {
        "subject": "Factuur",
        "text": "<b>Dag</b>\n\n{{ the_items }}",
        "customer": "one",
    }
    answer = manager.post(href("template_preview", ours, EMAIL), typed)
    src = answer.context["mail"]
    assert f'src="{src}"' in answer.content.decode()
    mail = manager.get(src)
    told = mail.content.decode()
    assert "&lt;b&gt;Dag&lt;/b&gt;" in told
    assert "Vervaldag" in told
    assert mail["Content-Security-Policy"] == POLICY
    assert "script" not in POLICY
    assert mail["X-Frame-Options"] == "SAMEORIGIN"


def test_a_text_that_is_typed_further_has_another_address(manager, ours):
    first, second = (
        manager.post(
            href("template_preview", ours, EMAIL),
            {"subject": "Factuur", "text": text, "customer": "one"},
        ).context["mail"]
        for text in ("Een", "Twee")
    )
    assert first != second
    assert "Twee" in manager.get(second).content.decode()


def test_a_preview_is_seen_by_nobody_else(manager, ours, signed_in):
    typed = {"subject": "Factuur", "text": "Geheim", "customer": "one"}
    src = manager.post(href("template_preview", ours, EMAIL), typed).context["mail"]
    jan = factories.person("Jan Smit")
    other = signed_in(factories.grant(jan, Role.CREDIT_MANAGER, within=ours))
    assert other.get(src).content == b""


def test_what_is_no_mail_has_no_frame(manager, ours):
    sms = EMAIL | {"channel": "SMS"}
    answer = manager.post(
        href("template_preview", ours, sms), {"text": "Dag", "customer": "one"}
    )
    assert answer.context["mail"] == ""
    assert "<iframe" not in answer.content.decode()


def test_the_pages_around_it_allow_no_style_of_a_tag(manager, ours):
    page = manager.get(href("template", ours, EMAIL))
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    assert "frame-src 'self'" in page["Content-Security-Policy"]
