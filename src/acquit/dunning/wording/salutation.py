"""How somebody is greeted: by name where a name is surely a person's, else so that nobody
is wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from acquit.core.text import fold
from acquit.dunning.wording.words import words

# "M. Dupont" may be Marie: an initial is no title.
_MR = {"mr", "monsieur", "dhr", "heer", "meneer", "herr", "hr"}
_MS = {"mrs", "ms", "miss", "mme", "mlle", "madame", "mevr", "mevrouw", "mw", "frau"}
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-]+[^\W\d_]+)*\.?")  # noqa: RUF001 - typed so
# A department that answers is no person.
_NO_PERSON = re.compile(
    r"account|billing|finance|invoice|payable|office|service|department|team|info|desk"
    r"|compta|factur|fournisseur|direction|gestion|secretariat"
    r"|boekhoud|crediteur|administrat|dienst|afdeling|financ|inkoop|achats|purchas"
    r"|buchhalt|rechnung|kreditor|abteilung|einkauf|sekretariat|verwaltung"
    r"|\b(sa|sprl|srl|bv|nv|gmbh|ag|ltd|llc|sarl|sas|inc|plc|bvba|ug|kg)\b"
)


class Person(NamedTuple):
    """title: "mr", "ms" or ""; name: what follows it."""

    title: str
    name: str


@lru_cache(maxsize=8192)
def person(contact: str) -> Person | None:
    """Who the name of a contact names; None when it may be a department, or is half a name.

    A title makes a surname alone enough; without one two to four words are asked for.
    """
    parts = contact.split()
    title = ""
    while parts and (known := _title(parts[0])):
        title, parts = title or known, parts[1:]
    name = " ".join(parts)
    if not (1 if title else 2) <= len(parts) <= 4 or _NO_PERSON.search(fold(contact)):
        return None
    if name.isupper() or name.islower() or not all(_NAME.fullmatch(one) for one in parts):
        return None
    return Person(title, name)


def _title(word: str) -> str:
    plain = fold(word).strip(" .")
    if plain in {"de", "het"}:
        return ""
    return "mr" if plain in _MR else "ms" if plain in _MS else ""


def salutation(contact: str, language: str, *, warm: bool, neutral: bool) -> str:
    """The first line. neutral: whoever opens it, by no name."""
    said = words(language)
    known = None if neutral else person(contact)
    if known is None:
        return said.hello if warm else said.dear
    form = {
        ("", True): said.hello_name,
        ("mr", True): said.hello_mr,
        ("ms", True): said.hello_ms,
        ("", False): said.dear_name,
        ("mr", False): said.dear_mr,
        ("ms", False): said.dear_ms,
    }[known.title, warm]
    return form.format(name=known.name)
