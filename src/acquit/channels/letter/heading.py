"""The head of a page: who writes, where and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Sender(Protocol):
    """Whoever writes letters: a company, or what is known of it. Empty text = not known."""

    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def vat(self) -> str: ...
    @property
    def registration(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...


FIELDS = (
    *("name", "street", "postcode", "city", "country", "vat", "registration", "email"),
    "phone",
)


def heading(
    of: Sender, to: Iterable[str], *, language: str, on: date, said: str
) -> dict[str, Any]:
    """What every page begins with (docs/reference/letters.md).

    to: the lines of the address; said: the day in words.
    """
    return {
        "language": language,
        "country": of.country,
        "sender": {name: getattr(of, name) for name in FIELDS},
        "address": [*to],
        "place": of.city,
        "date": on.isoformat(),
        "date_said": said,
    }
