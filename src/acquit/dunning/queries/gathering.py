"""What messages are written from, gathered from the books for many at once: one question
for each kind of fact, never one for each message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from psycopg.rows import namedtuple_row

from acquit.claims import queries as claims
from acquit.core.party import Party, SellsTo, effective_party
from acquit.dunning.queries import beside, notices
from acquit.dunning.queries.addressing import Recipients, recipients
from acquit.dunning.wording import codes, on_delay
from acquit.dunning.wording.facts import (
    Account,
    Case,
    Credit,
    Creditor,
    Debtor,
    Item,
    Reader,
    Text,
    Tried,
    Written,
)
from acquit.dunning.wording.writing import Key, write
from acquit.ledger.rows import binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from acquit.claims.queries import CompanyTerms
    from acquit.organisation.models import Company

TRIED = 6
WHO = """
    SELECT c.id, c.code, c.name, c.language, c.party_type, c.vat, c.registration, c.country,
           c.payment_method, c.phone, p.id AS company_id, p.code AS company_code,
           p.name AS company_name, p.country AS company_country,
           p.language AS company_language, p.street, p.postcode, p.city,
           p.vat AS company_vat, p.registration AS company_registration, p.email,
           p.phone AS company_phone, p.sells_to,
           k.name AS collector, k.language AS collector_language,
           r.name AS representative, r.language AS representative_language
      FROM ledger_customer c
      JOIN organisation_company p ON p.id = c.company_id
      LEFT JOIN organisation_person k ON k.id = c.collector_id
      LEFT JOIN organisation_person r ON r.id = c.representative_id
     WHERE c.id = ANY(%s)
"""
DOCUMENTS = """
    SELECT r.id, i.number, r.instalment, i.issued_on, r.due_on, r.currency, r.amount_minor,
           i.payment_reference, i.kind = 'DEBIT_NOTE' AS debit_note,
           (SELECT count(*)::int FROM ledger_receivable o WHERE o.invoice_id = i.id)
             AS instalments
      FROM ledger_receivable r JOIN ledger_invoice i ON i.id = r.invoice_id
     WHERE r.id = ANY(%s)
"""
ACCOUNTS = """
    SELECT DISTINCT ON (a.company_id, a.number) a.company_id, a.number, p.name
      FROM bank_account a JOIN organisation_company p ON p.id = a.company_id
     WHERE a.company_id = ANY(%s)
     ORDER BY a.company_id, a.number
"""
# Credit notes and money on account that are still to be used.
CREDIT = """
    SELECT customer_id, currency, sum(notes)::bigint AS notes, sum(money)::bigint AS money
      FROM (SELECT customer_id, currency, available_minor AS notes, 0 AS money
              FROM ledger_invoice
             WHERE customer_id = ANY(%(ids)s) AND available_minor > 0
            UNION ALL
            SELECT customer_id, currency, 0, available_minor FROM ledger_receipt
             WHERE customer_id = ANY(%(ids)s) AND available_minor > 0 AND on_account) credit
     GROUP BY customer_id, currency
     ORDER BY customer_id, currency
"""
# What really left, the newest last.
SENT = """
    SELECT customer_id, kind, channel, business_day
      FROM (SELECT m.*, row_number() OVER (PARTITION BY m.customer_id
                                           ORDER BY m.business_day DESC, m.id DESC) AS place
              FROM channels_message m
             WHERE m.customer_id = ANY(%(ids)s) AND m.state = 'SENT'
               AND m.kind NOT IN ('THANK_YOU', 'CHASE') AND m.kind NOT LIKE 'CHASE\\_%%') m
     WHERE place <= %(most)s
     ORDER BY customer_id, business_day, id
"""
OWN = """
    SELECT DISTINCT ON (company_id, step, channel, language, tone)
           company_id, step, channel, language, tone, subject, text, original
      FROM dunning_wording
     WHERE company_id = ANY(%s)
     ORDER BY company_id, step, channel, language, tone, version DESC
"""


class WantedItem(NamedTuple):
    """One receivable of a prepared action, with its own step."""

    receivable_id: int
    step: str
    open_minor: int
    contested_minor: int = 0


class Wanted(NamedTuple):
    """One prepared action: its step, its customer, its items, most pressing first.

    key: whatever tells it apart for who asks.
    """

    key: int
    customer_id: int
    code: str
    items: Sequence[WantedItem]
    channel: str = "EMAIL"
    tone: str = "NEUTRAL"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One message, ready to be written: nothing more is asked of the books."""

    wanted: Wanted
    case: Case
    recipients: Recipients
    own: Mapping[Key, Text]

    def write(self) -> Written:
        """The message, as `wording.writing.write` has it."""
        return write(
            self.wanted.code,
            self.case,
            channel=self.wanted.channel,
            tone=self.wanted.tone,
            own=self.own,
        )


def prepare(wanted: Sequence[Wanted], *, on: date) -> dict[int, Prepared]:
    """What each of these messages is written from, by its key."""
    customers = sorted({one.customer_id for one in wanted})
    who = {row.id: row for row in _ask(WHO, customers)}
    creditors = {row.company_id: _creditor(row) for row in _one_of_each(who.values())}
    companies = sorted(creditors)
    receivables = [item.receivable_id for one in wanted for item in one.items]
    documents = {row.id: row for row in _ask(DOCUMENTS, receivables)}
    accounts: dict[int, list[Account]] = defaultdict(list)
    for row in _ask(ACCOUNTS, companies):
        accounts[row.company_id].append(Account(row.number, row.name))
    credit = _credit(customers)
    tried = _tried(one.customer_id for one in wanted if _internal(one.code))
    own = own_texts(companies)
    told = _told(wanted, on)
    agreed = _clauses(who.values())
    late = beside.told(_speaking(wanted, who), on=on)
    to = {
        role: recipients({w.customer_id for w in wanted if w.role == role}, role=role)
        for role in {one.role for one in wanted}
    }
    found = {}
    for one in wanted:
        row = who[one.customer_id]
        reached = to[one.role][one.customer_id]
        found[one.key] = Prepared(
            one,
            Case(
                creditor=creditors[row.company_id],
                debtor=_debtor(row, reached, channel=one.channel),
                items=[
                    _item(
                        item, documents[item.receivable_id], told, agreed[one.customer_id]
                    )
                    for item in one.items
                ],
                on=on,
                accounts=accounts[row.company_id],
                credit=credit[one.customer_id],
                answer_to=row.email or settings.EMAIL_FROM,
                tried=tried[one.customer_id],
                reader=_reader(row, one.code),
                beside={
                    place: late[item.receivable_id]
                    for place, item in enumerate(one.items)
                    if item.receivable_id in late
                },
            ),
            reached,
            own.get(row.company_id, {}),
        )
    return found


def creditor_of(company: Company) -> Creditor:
    """A company as its messages name it."""
    return Creditor(
        code=company.code,
        name=company.name,
        country=company.country,
        language=company.language,
        street=company.street,
        postcode=company.postcode,
        city=company.city,
        vat=company.vat,
        registration=company.registration,
        email=company.email,
        phone=company.phone,
    )


def own_texts(company_ids: Iterable[int]) -> dict[int, dict[Key, Text]]:
    """The texts that companies have written themselves, in their newest version."""
    found: dict[int, dict[Key, Text]] = defaultdict(dict)
    for row in _ask(OWN, sorted(set(company_ids))):
        if not row.original:
            key = Key(row.step, row.channel, row.language, row.tone)
            found[row.company_id][key] = Text(row.subject, row.text)
    return found


def _ask(question: str, keys: Iterable[int]) -> list[Any]:
    """The rows of the answer, by name; none where nothing is asked about."""
    asked = list(keys)
    if not asked:
        return []
    with binary_cursor() as cursor:
        cursor.row_factory = namedtuple_row
        return cursor.execute(question, [asked], binary=True).fetchall()


def _credit(customers: Sequence[int]) -> dict[int, list[Credit]]:
    found: dict[int, list[Credit]] = defaultdict(list)
    with binary_cursor() as cursor:
        rows = cursor.execute(CREDIT, {"ids": customers}, binary=True).fetchall()
    for customer_id, currency, notes, money in rows:
        found[customer_id].append(Credit(currency, notes, money))
    return found


def _tried(customers: Iterable[int]) -> dict[int, list[Tried]]:
    """What left before, for those who are about to speak of it."""
    found: dict[int, list[Tried]] = defaultdict(list)
    asked = {"ids": sorted(set(customers)), "most": TRIED}
    if asked["ids"]:
        with binary_cursor() as cursor:
            rows = cursor.execute(SENT, asked, binary=True).fetchall()
        for customer_id, kind, channel, day in rows:
            found[customer_id].append(Tried(kind, channel, day))
    return found


def _speaking(wanted: Iterable[Wanted], who: Mapping[int, Any]) -> dict[int, list[int]]:
    """The receivables of messages that may speak of interest, by company."""
    found: dict[int, list[int]] = defaultdict(list)
    for one in wanted:
        row = who[one.customer_id]
        if on_delay.tells(one.code) and _party(row) is Party.BUSINESS:
            found[row.company_id] += [item.receivable_id for item in one.items]
    return found


def _told(wanted: Iterable[Wanted], on: date) -> frozenset[int]:
    """The receivables of these messages whose letter of the law has left."""
    asked = [
        item.receivable_id
        for one in wanted
        if not _internal(one.code)
        for item in one.items
    ]
    return notices.told(asked, as_of=on) if asked else frozenset()


def _internal(code: str) -> bool:
    return codes.parsed(code).kind in codes.INTERNAL


def _one_of_each(rows: Iterable[Any]) -> Iterable[Any]:
    """A row of each company."""
    return {row.company_id: row for row in rows}.values()


def _creditor(row: Any) -> Creditor:
    return Creditor(
        code=row.company_code,
        name=row.company_name,
        country=row.company_country,
        language=row.company_language,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        vat=row.company_vat,
        registration=row.company_registration,
        email=row.email,
        phone=row.company_phone,
    )


def _debtor(row: Any, reached: Recipients, *, channel: str) -> Debtor:
    party = _party(row)
    return Debtor(
        code=row.code,
        name=row.name,
        language=row.language,
        business=party is Party.BUSINESS,
        public=party is Party.PUBLIC,
        direct_debit=row.payment_method == "DIRECT_DEBIT",
        contact=reached.contact(channel),
        country=row.country,
        phone=reached.phone or row.phone,
        address=reached.address,
    )


def _party(row: Any) -> Party:
    return effective_party(
        Party(row.party_type),
        vat=row.vat,
        registration=row.registration,
        sells_to=SellsTo(row.sells_to),
    )


_Clause = Callable[["date"], "Decimal | None"]


def _clauses(who: Iterable[Any]) -> dict[int, _Clause]:
    """For each customer the rate that a consumer agreed to, by the day of the invoice."""
    rows = list(who)
    private = {r.company_id for r in rows if _party(r) is Party.CONSUMER}
    terms = claims.books(private) if private else {}

    def clause(row: Any) -> _Clause:
        if _party(row) is not Party.CONSUMER:
            return lambda _: None
        return lambda day: _agreed(terms[row.company_id].on(day))

    return {row.id: clause(row) for row in rows}


def _agreed(terms: CompanyTerms) -> Decimal | None:
    return terms.percent if terms.clause_agreed else None


def _item(item: WantedItem, row: Any, told: frozenset[int], agreed: _Clause) -> Item:
    return Item(
        number=row.number,
        instalment=row.instalment,
        instalments=row.instalments,
        issued_on=row.issued_on,
        due_on=row.due_on,
        currency=row.currency,
        open_minor=item.open_minor,
        contested_minor=item.contested_minor,
        amount_minor=row.amount_minor,
        step=item.step,
        payment_reference=row.payment_reference,
        told=item.receivable_id in told,
        clause_percent=agreed(row.issued_on),
        debit_note=row.debit_note,
    )


def _reader(row: Any, code: str) -> Reader | None:
    """The collector reads a script, the sales representative a question to him."""
    match codes.parsed(code).kind:
        case "CALL" if row.collector:
            return Reader(row.collector, row.collector_language)
        case "CHASE" if row.representative:
            return Reader(row.representative, row.representative_language)
        case _:
            return None
