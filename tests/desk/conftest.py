"""Who knocks at the doors of the desk, and how many questions a page asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acquit.organisation.models import Company, Person

MOST_QUERIES = 15


@pytest.fixture
def ours(db: None) -> Company:
    """The company of most stories."""
    return factories.company()


@pytest.fixture
def collector(ours: Company) -> Person:
    """Somebody who may do a collector's work in our company."""
    return factories.grant(factories.person(), within=ours)


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(
            person, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


@pytest.fixture
def desk(signed_in: Callable[[Person], Client], collector: Person) -> Client:
    """The collector's browser."""
    return signed_in(collector)


@pytest.fixture
def few_queries() -> Callable[[], AbstractContextManager[Any]]:
    """No page asks the database more than MOST_QUERIES questions."""

    @contextmanager
    def count() -> Iterator[None]:
        with CaptureQueriesContext(connection) as asked:
            yield
        listed = "\n".join(one["sql"][:120] for one in asked.captured_queries)
        assert len(asked) <= MOST_QUERIES, f"{len(asked)} queries:\n{listed}"

    return count
