"""Services that send e-mail for us, as ACQUIT_EMAIL_URL names them.

    mailgun://KEY@mail.example.com        mailgun+eu://… for its servers in Europe
    postmark://TOKEN@                     postmark://TOKEN@?stream=outbound
    brevo://KEY@                          (in Europe)
    mailjet://KEY:SECRET@                 (in Europe)

Special characters in keys are percent-encoded. `?api=https://…` asks another address.
Reading this file loads nothing: django-anymail is loaded by whoever sends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


class ServiceUnclear(ValueError):
    """The address of a service lacks a part; it is not repeated, for it holds a key."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"ACQUIT_EMAIL_URL: {problem}. Expected an address such as "
            "mailgun+eu://KEY@mail.example.com, postmark://TOKEN@, brevo://KEY@ or "
            "mailjet://KEY:SECRET@."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service and how it lets us in. `module`: its name in django-anymail.

    options: what its backend wants, by the names of django-anymail. keeps_id: headers that
    make it keep our Message-ID; None = it gives its own. refused: words in its answer that
    mean that it refuses this recipient, whatever we send.
    """

    name: str
    module: str
    api: str
    options: Mapping[str, str] = field(repr=False)
    keeps_id: Mapping[str, str] | None = None
    refused: tuple[str, ...] = ()

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.module}.EmailBackend"

    @property
    def settings(self) -> dict[str, str]:
        """What django-anymail reads of Django's settings, for mail that Django sends."""
        given = {**self.options, "api_url": self.api}
        return {f"{self.module}_{key}".upper(): value for key, value in given.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A service, before anybody's keys. user, password, host, query: which option the part
    of the address is.
    """

    module: str
    api: str
    user: str
    password: str = ""
    host: str = ""
    query: tuple[tuple[str, str], ...] = ()
    keeps_id: tuple[tuple[str, str], ...] | None = None
    refused: tuple[str, ...] = ()


_MAILGUN = _Known(
    module="mailgun",
    api="https://api.mailgun.net/v3",
    user="api_key",
    host="sender_domain",
    keeps_id=(),
    refused=("to parameter is not a valid address",),
)
KNOWN = {
    "mailgun": _MAILGUN,
    "mailgun+eu": _Known(
        module="mailgun",
        api="https://api.eu.mailgun.net/v3",
        user="api_key",
        host="sender_domain",
        keeps_id=(),
        refused=_MAILGUN.refused,
    ),
    "postmark": _Known(
        module="postmark",
        api="https://api.postmarkapp.com/",
        user="server_token",
        query=(("stream", "message_stream"),),
        keeps_id=(("X-PM-KeepID", "true"),),
    ),
    "brevo": _Known(
        module="brevo",
        api="https://api.brevo.com/v3/",
        user="api_key",
        refused=("email is not valid in to",),
    ),
    "mailjet": _Known(
        module="mailjet",
        api="https://api.mailjet.com/v3.1/",
        user="api_key",
        password="secret_key",  # noqa: S106 - the name of an option
        refused=('"To[0].Email"', "To[0].Email"),
    ),
}
SCHEMES = tuple(KNOWN)


def service(url: str) -> Service | None:
    """The service that is named; None where none is. Raises ServiceUnclear."""
    parts = urlsplit(url)
    known = KNOWN.get(parts.scheme)
    if known is None:
        return None
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options = {
        known.user: unquote(parts.username or ""),
        known.password: unquote(parts.password or ""),
        known.host: parts.hostname or "",
    }
    options.pop("", None)
    missing = [name for name, value in options.items() if not value]
    if missing:
        raise ServiceUnclear(f"{parts.scheme} needs its {missing[0].replace('_', ' ')}")
    options |= {name: asked[key] for key, name in known.query if key in asked}
    return Service(
        name=parts.scheme,
        module=known.module,
        api=asked.get("api", known.api),
        options=options,
        keeps_id=None if known.keeps_id is None else dict(known.keeps_id),
        refused=known.refused,
    )
