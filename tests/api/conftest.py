"""A company with a source for uploads, and a program that knocks at its door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import factories
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

import acquit.intake.actions as intake
from acquit.audit.actions import Actor
from acquit.intake.models import Source, SourceKind
from acquit.organisation.models import Company

ANNA = Actor(None, "Anna Peeters")
Knock = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def nobody_knocked_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def ours(db: None) -> Company:
    return factories.company()


def opened(company: Company, name: str = "The ERP", **more: Any) -> Source:
    words = intake.SourceWords(name=name, kind=SourceKind.UPLOAD, **more)
    return intake.open_source(words, company=company, actor=ANNA, at=factories.NOW)


def secret_of(source: Source) -> str:
    return intake.make_token(source, actor=ANNA, at=factories.NOW)[1]


@pytest.fixture
def source(ours: Company) -> Source:
    return opened(ours)


@pytest.fixture
def secret(source: Source) -> str:
    return secret_of(source)


@pytest.fixture
def knock() -> Knock:
    """Sends a body as a program does, without a cookie, with checks against forgery on."""
    client = Client(enforce_csrf_checks=True)

    def send(
        body: bytes, secret: str = "", name: str = "customers.csv", **more: Any
    ) -> HttpResponse:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        known = {"method": "PUT", "path": f"/api/imports/{name}"}
        how = known | {"content_type": "text/csv", "headers": headers} | more
        return client.generic(how.pop("method"), how.pop("path"), body, **how)

    return send
