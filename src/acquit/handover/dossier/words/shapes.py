"""Which words there are. What stands in braces is filled in where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first sheet. kinds: by procedure, what the dossier is for."""

    title: str
    kinds: Mapping[str, str]
    as_of: str
    creditor: str
    debtor: str
    claimed: str
    principal: str
    noted: str
    interest_until: str
    fee: str
    total: str
    per_day: str
    per_day_unknown: str
    disputes_none: str
    disputes_open: str
    disputes_closed: str
    claims: str
    one_claim: str
    prepared: str
    advice: str
    index: str
    page: str
    parcel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who is who."""

    title: str
    account: str
    address: str
    country: str
    vat: str
    registration: str
    email: str
    phone: str
    language: str
    party: str
    parties: Mapping[str, str]
    taken_as: str
    insolvency: str
    proceedings: Mapping[str, str]
    opened: str
    contacts: str
    no_contacts: str
    name: str
    role: str
    roles: Mapping[str, str]
    handler: str
    pay_to: str
    iban: str
    currency: str
    reference: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is owed."""

    title: str
    intro: str
    number: str
    invoice: str
    issued: str
    due: str
    due_computed: str
    amount: str
    lowered: str
    open: str
    interest: str
    fee: str
    per_day: str
    total: str
    part: str
    order: str
    debit_note: str
    missing: str
    not_due: str
    contested: str
    terms: str
    references: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowering:
    """Payments and credits."""

    title: str
    none: str
    claim: str
    value_on: str
    booked_on: str
    what: str
    whats: Mapping[str, str]
    corrects: str
    source: str
    sources: Mapping[str, str]
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """The working, line by line."""

    title: str
    intro: str
    of_law: str
    agreed: str
    began: str
    first: str
    last: str
    days: str
    base: str
    rate: str
    amount: str
    source: str
    computed: str
    asked: str
    waived: str
    left: str
    per_day: str
    none: str
    unknown: str
    nothing: str
    not_due: str
    debit_note: str
    fee: str
    fee_none: str
    derived: str
    why: Mapping[str, str]
    unknowns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limitation."""

    title: str
    intro: str
    claim: str
    until: str
    since: str
    moved: str
    occurred: str
    occurrences: Mapping[str, str]
    from_due: str
    years: str
    source: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What was sent, and what came of it."""

    title: str
    intro: str
    none: str
    on: str
    how: str
    subject: str
    to: str
    sender: str
    became: str
    exhibit: str
    channels: Mapping[str, str]
    states: Mapping[str, str]
    waiting: str
    outbox: str
    deliveries: Mapping[str, str]
    legal: str
    legals: Mapping[str, str]
    sent_at: str
    written_at: str
    printed_at: str
    posted_on: str
    arrived: str
    outcomes: Mapping[str, str]
    tracking: str
    proof: str
    about: str
    key: str
    service: str
    answer: str
    reports: str
    no_reports: str
    enclosed: str
    text: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the debtor wrote."""

    title: str
    none: str
    on: str
    sender: str
    subject: str
    no_subject: str
    automatic: str
    files: str
    exhibit: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Disputes, promises, calls, holds, notes."""

    disputes: str
    no_disputes: str
    dispute_open: str
    dispute_closed: str
    reason: str
    reasons: Mapping[str, str]
    words: str
    amount: str
    whole: str
    status: str
    opened: str
    promises: str
    no_promises: str
    made_on: str
    promised_on: str
    promise_open: str
    kept: str
    broken: str
    withdrawn: str
    calls: str
    no_calls: str
    called_by: str
    outcome: str
    outcomes: Mapping[str, str]
    again: str
    holds: str
    no_holds: str
    held_from: str
    held_until: str
    whole_account: str
    hold_reasons: Mapping[str, str]
    notes: str
    when: str
    who: str
    text: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibits:
    """What stands behind, and what does not."""

    title: str
    word: str
    labelled: str
    statement: str
    invoice: str
    credit_note: str
    debit_note: str
    proof: str
    enclosure: str
    acknowledgement: str
    attachment: str
    einvoice: str
    apart: str
    flaws: Mapping[str, str]
    missing: str
    original: str
    add: str
    to_add: tuple[str, ...]
    none_missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What figures rest on."""

    title: str
    intro: str
    certainties: Mapping[str, str]
    certainty: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Of the procedure. sentences: English of `core.procedures` to these words."""

    title: str
    title_generic: str
    intro: str
    intro_generic: str
    condition: str
    seen: str
    state: str
    states: Mapping[str, str]
    needs: str
    needed: Mapping[str, tuple[str, ...]]
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All words of one language."""

    cover: Cover
    parties: Parties
    claims: Claims
    lowering: Lowering
    interest: Interest
    limits: Limits
    sending: Sending
    answers: Answers
    said: Said
    exhibits: Exhibits
    sources: Sources
    conditions: Conditions
