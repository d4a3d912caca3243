"""The pages as an ASGI server asks for them: it keeps things of its own on the request."""

from __future__ import annotations

import urllib.request

import factories
from django.test import Client

from acquit.organisation.models import Role


def test_a_page_knows_by_which_scheme_it_was_asked_for(server_url):
    ours = factories.company()
    source = factories.source(ours, folder="")
    chief = factories.grant(factories.person(), Role.ADMINISTRATOR, within=ours)
    client = Client()
    client.force_login(chief, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = urllib.request.Request(  # noqa: S310 - our own server
        f"{server_url}/sources/{source.pk}/",
        headers={
            "Cookie": f"sessionid={client.session.session_key}",
            "X-Forwarded-Proto": "https",
        },
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
        assert f"https{server_url.removeprefix('http')}/api/" in answer.read().decode()
