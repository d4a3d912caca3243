"""The service that ACQUIT_POST_URL names, how it lets us in, and how it shall print.

    letterxpress://USER:KEY@?mode=test          Germany; mode=live really sends
    pingen://CLIENT:SECRET@ORGANISATION         Switzerland and its neighbours
    https://USER:PASSWORD@host/path#id=data.id  any other: the PDF and JSON as a form

Special characters are percent-encoded. After `?`, or `#` for any other service, stand
`registered`, `colour`, `duplex` (yes or no), `envelope` (the country whose window the
service uses) and what a service has of its own: docs/reference/letters.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

NO, YES = frozenset({"", "no", "0", "false"}), frozenset({"yes", "1", "true"})
LETTERXPRESS, PINGEN, ANY = "letterxpress", "pingen", "post"
# The country whose envelopes a service prints for.
ENVELOPES = {LETTERXPRESS: "DE", PINGEN: "DE"}
APIS = {
    LETTERXPRESS: "https://api.letterxpress.de/v3",
    PINGEN: "https://api.pingen.com",
}
PINGEN_IDENTITY = "https://identity.pingen.com/auth/access-tokens"
OWN = {
    LETTERXPRESS: frozenset({"mode", "api"}),
    PINGEN: frozenset({"product", "api", "identity"}),
    ANY: frozenset({"id", "file", "options"}),
}
COMMON = frozenset({"registered", "colour", "duplex", "envelope"})


class PostUnclear(ValueError):
    """The settings name no service; the address is not repeated, for it holds a key."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"ACQUIT_POST_URL: {problem}. Expected an address such as "
            "letterxpress://USER:KEY@?mode=test, pingen://CLIENT:SECRET@ORGANISATION or "
            "https://USER:PASSWORD@host/path#id=id."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service with our keys and wishes. url: of its interface. place: the organisation.

    envelope: the country of its envelopes, "" = that of the sender. own: its own options.
    """

    name: str
    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    place: str = ""
    registered: bool = False
    colour: bool = False
    duplex: bool = True
    envelope: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


def service(url: str) -> Service:
    """Raises PostUnclear."""
    parts = urlsplit(url)
    known = parts.scheme in APIS
    if not known and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise PostUnclear("the service is not known")
    name = parts.scheme if known else ANY
    told = parts.query if known else parts.fragment
    asked = {word: values[-1] for word, values in parse_qs(told).items()}
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    place = parts.hostname or ""
    if known and not (user and password):
        raise PostUnclear(f"{name} needs a user and a key")
    if name == PINGEN and not place:
        raise PostUnclear("pingen needs the organisation")
    if name == LETTERXPRESS and asked.get("mode") not in {"test", "live"}:
        # Neither is a good guess: one sends nothing, the other everything.
        raise PostUnclear("letterxpress needs mode=test or mode=live")
    strange = asked.keys() - COMMON - OWN[name]
    if strange:
        raise PostUnclear(f"{name} knows no {min(strange)}")
    host = parts.netloc.rpartition("@")[2]
    bare = parts._replace(netloc=host, fragment="").geturl()
    return Service(
        name=name,
        url=asked.get("api", APIS[name]) if known else bare,
        user=user,
        password=password,
        place=place,
        registered=_wanted(asked, "registered", usual=False),
        colour=_wanted(asked, "colour", usual=False),
        duplex=_wanted(asked, "duplex", usual=True),
        envelope=asked.get("envelope", ENVELOPES.get(name, "")).upper(),
        own={word: asked[word] for word in asked.keys() & OWN[name]},
    )


def _wanted(asked: Mapping[str, str], word: str, *, usual: bool) -> bool:
    said = asked.get(word)
    if said is None:
        return usual
    if said.lower() not in NO | YES:
        raise PostUnclear(f"{word} is yes or no")
    return said.lower() in YES
