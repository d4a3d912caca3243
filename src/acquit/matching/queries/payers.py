"""Who may have paid: by account, customer number, VAT number and name."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from django.db import connection

from acquit.core.matching import Payer, Who
from acquit.core.matching.names import (
    is_to_the_letter,
    likely,
    same,
    spellings,
    standing_in,
    tellings,
)
from acquit.core.text import name_key
from acquit.ledger.models import Customer, CustomerIban
from acquit.matching.queries import lessons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from acquit.matching.incoming import Incoming

# An account that more customers pay from is that of a bank, a factor or a card company.
MOST_SHARING = 200
# So many customers are compared with one name.
MOST_NAMED = 30
# So many words of a text may be those of a name.
MOST_WORDS = 6
SHORTEST_CODE = 4
_VAT = re.compile(
    r"\b(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"[ .]?([0-9A-Z]{0,2}(?:[ .]?[0-9]){7,12}(?:B[0-9]{2})?)\b"
)
_WORD = re.compile(r"[0-9A-Za-z]+(?:[./_\-][0-9A-Za-z]+)*")


def likely_payers(company_id: int, incoming: Sequence[Incoming]) -> dict[int, list[Payer]]:
    """Who may have paid each payment of the bank, the surest first, by its receipt."""
    owners = payers(company_id, [one.payer_iban for one in incoming])
    codes = _by_code(company_id, incoming)
    named = _by_name(company_id, {one.payer_name for one in incoming})
    taught = lessons.names(company_id, [one.payer_name for one in incoming])
    unknown = [one for one in incoming if len(owners.get(one.payer_iban, ())) != 1]
    nameless = [one for one in unknown if not named.get(one.payer_name)]
    contacts = _by_contact(company_id, {one.payer_name for one in nameless})
    unsure = [one for one in unknown if not _is_told(named.get(one.payer_name, ()))]
    texts = _in_text(company_id, unsure)
    found: dict[int, list[Payer]] = {}
    for one in incoming:
        by_account = sorted(owners.get(one.payer_iban, ()))
        who = Who.IBAN if len(by_account) == 1 else Who.SHARED
        told = [Payer(customer_id, who) for customer_id in by_account[:MOST_SHARING]]
        told += [payer for word in _words(one) if (payer := codes.get(word))]
        told += named.get(one.payer_name, ()) or contacts.get(one.payer_name, ())
        told += texts.get(one.payment.text, ())
        told += _as_taught(one.payer_name, taught) if not told else ()
        found[one.receipt_id] = sorted(told, key=lambda payer: _ORDER.index(payer.who))
    groups = _groups({payer.customer_id for told in found.values() for payer in told})
    return {key: _described(told, groups) for key, told in found.items()}


def _is_told(named: Sequence[Payer]) -> bool:
    """Whether the name is that of one customer."""
    return len(named) == 1 and named[0].who is Who.NAME


def _described(told: Sequence[Payer], groups: Mapping[int, frozenset[int]]) -> list[Payer]:
    """Each customer once, with its group and whether its name was told as well."""
    named_too = {payer.customer_id for payer in told if payer.who in _BY_NAME}
    return [
        payer._replace(
            group=groups.get(payer.customer_id, frozenset()),
            named=payer.customer_id in named_too,
        )
        for payer in _each_once(told)
    ]


_BY_NAME = frozenset({Who.NAME, Who.TEXT, Who.CLOSE, Who.CODE, Who.VAT})
_ORDER = list(Who)


def _each_once(told: Iterable[Payer]) -> list[Payer]:
    return list({payer.customer_id: payer for payer in reversed(list(told))}.values())[::-1]


def payers(company_id: int, ibans: Collection[str]) -> dict[str, set[int]]:
    """Which customers of the company pay from these accounts, as its books say and as
    people taught.
    """
    owners: dict[str, set[int]] = defaultdict(set, lessons.accounts(company_id, ibans))
    rows = CustomerIban.objects.filter(
        iban__among={iban for iban in ibans if iban}, customer__company=company_id
    )
    for iban, customer_id in rows.values_list("iban", "customer_id"):
        owners[iban].add(customer_id)
    return owners


def _as_taught(name: str, taught: Mapping[str, set[int]]) -> list[Payer]:
    """Who pays under this name, though it is another; several are no more than a hint."""
    customers = sorted(taught.get(name_key(name), ()))
    who = Who.NAME if len(customers) == 1 else Who.SHARED
    return [Payer(customer_id, who, name) for customer_id in customers[:MOST_SHARING]]


def _words(one: Incoming) -> list[str]:
    """What in the text may be the number of a customer, or a VAT number."""
    text = one.payment.text
    found = [
        word
        for word in _WORD.findall(text)
        if len(word) >= SHORTEST_CODE and not word.isalpha()
    ]
    vats = _VAT.findall(text.upper())
    return [*found, *(country + re.sub("[ .]", "", number) for country, number in vats)]


def _by_code(company_id: int, incoming: Sequence[Incoming]) -> dict[str, Payer]:
    words = {word for one in incoming for word in _words(one)}
    if not words:
        return {}
    rows = Customer.objects.filter(company=company_id)
    by_vat = rows.filter(vat__among=words).exclude(vat="").values_list("vat", "pk")
    found: dict[str, set[int]] = defaultdict(set)
    for vat, customer_id in by_vat:
        found[vat].add(customer_id)
    told = {
        vat: Payer(ids.pop(), Who.VAT, vat) for vat, ids in found.items() if len(ids) == 1
    }
    by_code = rows.filter(code__among=words).values_list("code", "pk")
    return told | {
        code: Payer(customer_id, Who.CODE, code) for code, customer_id in by_code
    }


def _by_name(company_id: int, names: Collection[str]) -> dict[str, list[Payer]]:
    """Customers of a name like these. The text index of the database finds those with the
    two longest words; where none of them will do, those with two others, for a bank adds a
    city; else those whose name begins as the longest word, for a bank cuts names off.
    """
    asked = {name: told for name in names if (told := tellings(name, MOST_WORDS))}
    both = {name: " & ".join(map(_either, told[:2])) for name, told in asked.items()}
    found = _likely(_having(CUSTOMERS, company_id, both))
    rest = {name: told for name, told in asked.items() if not found.get(name)}
    found |= _likely(_having_some(CUSTOMERS, company_id, rest))
    cut = {name: f"{told[0]}:*" for name, told in rest.items() if not found.get(name)}
    return found | _likely(_having(CUSTOMERS, company_id, cut))


def _likely(having: Mapping[str, list[tuple[int, str, str]]]) -> dict[str, list[Payer]]:
    return {name: likely(name, customers) for name, customers in having.items()}


def _either(word: str) -> str:
    return f"({' | '.join(spellings(word))})"


def _by_contact(company_id: int, names: Collection[str]) -> dict[str, list[Payer]]:
    """Customers of whom a contact has exactly this name."""
    asked = {name: told for name in names if len(told := tellings(name, MOST_WORDS)) > 1}
    both = {name: " & ".join(map(_either, told)) for name, told in asked.items()}
    found = {}
    for name, contacts in _having(CONTACTS, company_id, both).items():
        alike = [one for one in contacts if same(name, one[1])]
        exact = [one for one in alike if is_to_the_letter(name, one[1])]
        theirs = {key for key, _, _ in exact or alike}
        if len(theirs) == 1:
            found[name] = [Payer(theirs.pop(), Who.CONTACT, name)]
    return found


def _in_text(company_id: int, incoming: Sequence[Incoming]) -> dict[str, list[Payer]]:
    """The customer whose whole name stands in the text, else the one whose contact's does:
    not every bank tells a name apart from the text.
    """
    asked = {
        one.payment.text: told
        for one in incoming
        if (told := tellings(one.payment.text, MOST_WORDS))
    }
    found = _standing_in(_having_some(CUSTOMERS, company_id, asked), Who.TEXT)
    rest = {text: words for text, words in asked.items() if text not in found}
    return found | _standing_in(_having_some(CONTACTS, company_id, rest), Who.CONTACT)


def _having_some(
    where: str, company_id: int, asked: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[int, str, str]]]:
    """Customers whose name has one of the words of a text, by text; of words that many
    have, at least two.
    """
    words = {word: _either(word) for told in asked.values() for word in told}
    by_word = _having(where, company_id, words)
    common = {word for word, found in by_word.items() if len(found) == MOST_NAMED}
    pairs = {
        text: list(combinations([word for word in told if word in common], 2))
        for text, told in asked.items()
    }
    both = {
        f"{_either(one)} & {_either(two)}" for told in pairs.values() for one, two in told
    }
    by_pair = _having(where, company_id, {pair: pair for pair in both})
    found = {}
    for text, told in asked.items():
        rare = [one for word in told if word not in common for one in by_word.get(word, ())]
        keys = [f"{_either(one)} & {_either(two)}" for one, two in pairs[text]]
        found[text] = list({*rare, *(one for key in keys for one in by_pair.get(key, ()))})
    return found


def _standing_in(
    having: dict[str, list[tuple[int, str, str]]], who: Who
) -> dict[str, list[Payer]]:
    found = {}
    for text, customers in having.items():
        names = {key: name for key, name, _ in standing_in(text, customers)}
        if names:
            sure = who if len(names) == 1 else Who.SHARED
            found[text] = [Payer(key, sure, name) for key, name in names.items()]
    return found


# To the letter as in the indexes of these words, or none of them is used.
CUSTOMERS = (
    "SELECT id, name, city FROM ledger_customer WHERE company_id = %s"
    " AND to_tsvector('simple', COALESCE(search_key, ''))"
    " @@ to_tsquery('simple', a.words)"
)
CONTACTS = (
    "SELECT c.id, k.name, c.city FROM ledger_contact k"
    " JOIN ledger_customer c ON c.id = k.customer_id WHERE c.company_id = %s"
    " AND to_tsvector('simple', COALESCE(k.search_key, ''))"
    " @@ to_tsquery('simple', a.words)"
)


def _having(
    where: str, company_id: int, asked: dict[str, str]
) -> dict[str, list[tuple[int, str, str]]]:
    """Customers, with name and city, whose name has these words, by what was asked for."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.name, c.id, c.name, c.city"  # noqa: S608  # with one of two constants
            " FROM unnest(%s::text[], %s::text[]) AS a (name, words)"
            # Apart, or the database reads every customer in the hope of some soon.
            f" CROSS JOIN LATERAL (WITH found AS MATERIALIZED ({where})"
            "  SELECT * FROM found LIMIT %s) AS c (id, name, city)",
            [list(asked), list(asked.values()), company_id, MOST_NAMED],
        )
        for name, *customer in cursor.fetchall():
            found[name].append(tuple(customer))
    return found


def _groups(customer_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The other customers of the same group: parent and children of one parent."""
    if not customer_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS (SELECT id, COALESCE(parent_id, id) AS head FROM ledger_customer"
            "  WHERE id = ANY(%s))"
            " SELECT asked.id, c.id FROM asked JOIN ledger_customer c"
            " ON (c.parent_id = asked.head OR c.id = asked.head) AND c.id <> asked.id",
            [list(customer_ids)],
        )
        found: dict[int, set[int]] = defaultdict(set)
        for customer_id, other_id in cursor.fetchall():
            found[customer_id].add(other_id)
    return {key: frozenset(others) for key, others in found.items()}
