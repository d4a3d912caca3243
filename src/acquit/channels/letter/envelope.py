"""Where a letter goes: the lines of its envelope."""

from __future__ import annotations

from acquit.channels.letter import said


def envelope(  # noqa: PLR0913 - an address is all of these
    *,
    name: str,
    contact: str,
    street: str,
    postcode: str,
    city: str,
    country: str,
    home: str,
) -> tuple[str, ...]:
    """The lines, in the order of that country; empty when street or city is not known.

    home: the country of the sender, whose post reads the last line: the country's name in
    capitals, in the words of where it leaves.
    """
    if not street or not city:
        return ()
    if country in {"GB", "IE"}:
        place = [city, postcode]
    elif country in {"US", "CA", "AU"}:
        place = [f"{city} {postcode}".strip()]
    else:
        place = [f"{postcode} {city}".strip()]
    lines = [name, contact if contact != name else "", street, *place]
    if country != home:
        lines.append(said.country(country, _LANGUAGES.get(home, "fr")).upper())
    return tuple(line for line in lines if line)


# Where it is not said here, French is the language of the post (Universal Postal Union).
_LANGUAGES = {"GB": "en", "IE": "en", "US": "en", "NL": "nl", "DE": "de", "AT": "de"}
