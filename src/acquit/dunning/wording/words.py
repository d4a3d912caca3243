"""The short words around the texts: one file for each language, one shape for all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in `texts/<language>/words.toml`, by the same names."""

    hello: str
    hello_name: str
    hello_mr: str
    hello_ms: str
    dear: str
    dear_name: str
    dear_mr: str
    dear_ms: str
    closing: str
    closing_letter: str
    closing_formal: str
    vat: str
    registration: str
    about_one: str
    about_debit_note: str
    about_many: str
    part: str
    customer_number: str
    as_of: str
    invoice: str
    debit_note: str
    charges: str
    due: str
    due_label: str
    late_one: str
    late_many: str
    open: str
    contested: str
    asked: str
    reference: str
    total: str
    total_to_pay: str
    total_late: str
    falls_soon: str
    notes: str
    money: str
    after_credit: str
    now: str
    later: str
    left: str
    wait: str
    transfer: str
    account: str
    holder: str
    pay_reference: str
    no_account: str
    quote: str
    reach_both: str
    reach_mail: str
    reach_phone: str
    reach_answer: str
    reach_letter: str
    questions: list[str]
    questions_formal: list[str]
    ordinals: list[str]
    tried: str
    steps: dict[str, str]
    channels: dict[str, str]
    law: dict[str, str]
    laws: dict[str, str]
    beside: dict[str, str]
    sources: dict[str, str]
    claim: dict[str, str]
    claim_boxes: list[str]
    claim_means: list[str]

    def late(self, days: int) -> str:
        """ "32 days late"."""
        return self.late_one if days == 1 else self.late_many.format(days=days)

    def ordinal(self, number: int) -> str:
        """ "second"; past the eighth, the number itself."""
        known = 1 <= number <= len(self.ordinals)
        return self.ordinals[number - 1] if known else f"{number}."


@lru_cache
def words(language: str) -> Words:
    """The words of a language that we write."""
    with (FOLDER / language / "words.toml").open("rb") as file:
        return Words(**tomllib.load(file))
