"""The first sheet: who claims what from whom."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from acquit.channels.letter.envelope import envelope
from acquit.channels.letter.said import name_of_language
from acquit.handover.dossier.telling import blocks

if TYPE_CHECKING:
    from acquit.core.procedures import Procedure
    from acquit.handover.dossier.file import File, Identity, Total
    from acquit.handover.dossier.telling.blocks import Teller


def cover(teller: Teller, procedure: Procedure) -> dict[str, Any]:
    """What the first sheet says, above the contents."""
    told, file = teller.words.cover, teller.file
    day = teller.day(file.as_of)
    titles = teller.words.said.disputes, teller.words.sources.title
    return {
        "title": told.title,
        "kind": told.kinds[procedure.value],
        "as_of": told.as_of.format(day=day),
        "parties": [
            [told.creditor, _party(teller, file.creditor)],
            [told.debtor, _party(teller, file.debtor.identity)],
        ],
        "claims": _claims(teller),
        "claimed": [_total(teller, one) for one in file.totals],
        "disputes": _disputes(teller, titles[0]),
        "prepared": told.prepared.format(name=file.creditor.name, day=day),
        "advice": told.advice.format(title=titles[1]),
        "index": told.index,
        "page": told.page,
        "running": f"{told.title} · {file.creditor.name} / {file.debtor.identity.name}",
        "day": teller.short(file.as_of),
    }


def address(one: Identity, home: str) -> list[str]:
    """As on an envelope; where the street is not known, what is."""
    lines = envelope(
        name=one.name,
        contact="",
        street=one.street,
        postcode=one.postcode,
        city=one.city,
        country=one.country,
        home=home,
    )
    rest = f"{one.postcode} {one.city}".strip()
    return list(lines[1:]) or [line for line in (one.street, rest) if line]


def _party(teller: Teller, one: Identity) -> list[str]:
    told = teller.words.parties
    numbers = [
        f"{label} {value}"
        for label, value in ((told.vat, one.vat), (told.registration, one.registration))
        if value
    ]
    home = teller.file.creditor.country
    return [blocks.clean(line) for line in (one.name, *address(one, home), *numbers)]


def _claims(teller: Teller) -> str:
    told, claims = teller.words.cover, teller.file.claims
    first = teller.day(min(one.due_on for one in claims))
    last = teller.day(max(one.due_on for one in claims))
    invoices = len({one.invoice_id for one in claims})
    said = told.one_claim if len(claims) == 1 else told.claims
    return said.format(count=invoices, first=first, last=last)


def _total(teller: Teller, one: Total) -> dict[str, Any]:
    told = teller.words.cover
    until = told.interest_until.format(day=teller.day(teller.file.as_of))
    rows = [
        [told.principal, teller.amount(one.principal_minor, one.currency)],
        *_noted(teller, one),
        [until, teller.amount(one.interest_minor, one.currency)],
        [told.fee, teller.amount(one.fee_minor, one.currency)],
    ]
    day = ""
    if one.per_day is not None:
        fine = teller.fine(Fraction(one.per_day), one.currency)
        day = f"{told.per_day} {fine}\u00a0{one.currency}."
    elif one.interest_minor:
        day = told.per_day_unknown
    return {
        "title": f"{told.claimed} ({one.currency})",
        "rows": rows,
        "total": [told.total, teller.amount(one.minor, one.currency)],
        "day": day,
    }


def _noted(teller: Teller, one: Total) -> list[list[str]]:
    if not one.noted_minor:
        return []
    return [[teller.words.cover.noted, teller.amount(one.noted_minor, one.currency)]]


def _disputes(teller: Teller, title: str) -> str:
    told, file = teller.words.cover, teller.file
    contested = [
        teller.amount(one.contested_minor, one.currency)
        for one in file.totals
        if one.contested_minor
    ]
    if contested:
        return told.disputes_open.format(amounts=", ".join(contested), title=title)
    if file.disputes:
        return told.disputes_closed.format(title=title)
    return told.disputes_none


def parties(teller: Teller, file: File) -> list[blocks.Block]:
    """The page of both."""
    told, debtor = teller.words.parties, file.debtor
    handler = file.handler
    rest = [] if handler is None else [(told.handler, _person(handler.name, handler.email))]
    return [
        blocks.heading(teller.words.cover.creditor),
        blocks.facts([*_identity(teller, file.creditor), *rest]),
        *_accounts(teller),
        blocks.heading(teller.words.cover.debtor),
        blocks.facts(
            [
                *_identity(teller, debtor.identity),
                (told.account, debtor.identity.code),
                (told.party, _kind(teller)),
                (told.language, _language(teller, debtor.identity.language)),
                (told.insolvency, _insolvency(teller)),
            ]
        ),
        blocks.heading(told.contacts),
        *_contacts(teller),
    ]


def _person(name: str, email: str) -> str:
    return f"{name}, {email}" if email else name


def _identity(teller: Teller, one: Identity) -> list[tuple[str, str]]:
    told = teller.words.parties
    home = teller.file.creditor.country
    return [
        (told.name, one.name),
        (told.address, "\n".join(address(one, home)) or told.unknown),
        (told.country, teller.country(one.country)),
        (told.vat, one.vat or told.unknown),
        (told.registration, one.registration or told.unknown),
        (told.email, one.email),
        (told.phone, one.phone),
    ]


def _language(teller: Teller, code: str) -> str:
    return name_of_language(code, teller.language) if code else ""


def _kind(teller: Teller) -> str:
    told, debtor = teller.words.parties, teller.file.debtor
    if debtor.said is debtor.party:
        return told.parties[debtor.party.value]
    said, party = told.parties[debtor.said.value], told.parties[debtor.party.value]
    return told.taken_as.format(said=said, party=party)


def _insolvency(teller: Teller) -> str:
    told, one = teller.words.parties, teller.file.insolvency
    if one is None:
        return ""
    opened = told.opened.format(
        what=told.proceedings.get(one.kind, one.kind), day=teller.day(one.opened_on)
    )
    return "\n".join(filter(None, (opened, one.court, one.reference, one.administrator)))


def _accounts(teller: Teller) -> list[blocks.Block]:
    told = teller.words.parties
    if not teller.file.accounts:
        return []
    rows = [
        [blocks.cell(_by_four(one.number)), blocks.cell(one.currency)]
        for one in teller.file.accounts
    ]
    return [blocks.heading(told.pay_to), blocks.table((told.iban, told.currency), rows)]


def _by_four(number: str) -> str:
    """An IBAN in groups; another number as it is."""
    if not number[:2].isalpha():
        return number
    return "\u00a0".join(number[at : at + 4] for at in range(0, len(number), 4))


def _contacts(teller: Teller) -> list[blocks.Block]:
    told, contacts = teller.words.parties, teller.file.debtor.contacts
    if not contacts:
        return [blocks.small(told.no_contacts)]
    rows = [
        [
            blocks.cell(one.name),
            blocks.cell(told.roles.get(one.role, "")),
            blocks.cell(one.email),
            blocks.cell(one.phone),
            blocks.cell(_language(teller, one.language)),
        ]
        for one in contacts
    ]
    heads = (told.name, told.role, told.email, told.phone, told.language)
    return [blocks.table(heads, rows, wide=(0, 2))]
