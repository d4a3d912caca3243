"""From a decided action to the text that a debtor reads, in the debtor's language.

One template for each step and language under `templates/dunning/messages/`; its first line
is the subject. Everything that a template may use stands in `_context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.template import Context, Engine, Template

from acquit.core.dunning import Step
from acquit.core.money import exponent, to_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company

TEMPLATES = Path(__file__).parent / "templates" / "dunning" / "messages"
LANGUAGES = ("en", "fr", "nl", "de")
_LOCALES = {"en": "en_GB", "fr": "fr_FR", "nl": "nl_NL", "de": "de_DE"}
RULE = "-" * 64
DEADLINE_DAYS = 8
_PLAIN_SPACES = {0x202F: " ", 0xA0: " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """One receivable as a message names it. Amounts in minor units of its currency."""

    number: str
    instalment: int
    instalments: int
    issued_on: date
    due_on: date
    currency: str
    open_minor: int
    contested_minor: int
    amount_minor: int
    step: Step
    payment_reference: str


@dataclass(frozen=True, slots=True)
class Payment:
    """How to pay: account, and whose."""

    iban: str
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it will leave."""

    subject: str
    body: str
    language: str


def write(  # noqa: PLR0913  # a letter is all of these
    step: Step,
    *,
    company: Company,
    customer: Customer,
    items: Sequence[ItemWords],
    accounts: Sequence[Payment],
    credit_minor: dict[str, int],
    on: date,
    answer_to: str,
) -> Written:
    """The message for one customer over all its items."""
    language = customer.language if customer.language in LANGUAGES else "en"
    context = _context(company, customer, items, accounts, credit_minor, on, language)
    context["answer_to"] = answer_to
    text = _template(step, language).render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Written(" ".join(subject.split()), _tidy(body), language)


@lru_cache
def _template(step: Step, language: str) -> Template:
    engine = Engine(dirs=[str(TEMPLATES)], autoescape=False)
    return engine.get_template(f"{language}/{step.value.lower()}.txt")


def _context(  # noqa: PLR0913, PLR0917  # a letter is all of these
    company: Company,
    customer: Customer,
    items: Sequence[ItemWords],
    accounts: Sequence[Payment],
    credit_minor: dict[str, int],
    on: date,
    language: str,
) -> dict[str, Any]:
    rows = [_row(item, on, language) for item in items]
    return {
        "company": company,
        "customer": customer,
        "items": rows,
        "one": len(rows) == 1,
        "numbers": ", ".join(dict.fromkeys(row["number"] for row in rows)),
        "totals": _totals(items, language),
        # The due day itself is on time.
        "late": _totals([one for one in items if one.due_on < on], language),
        "soon": _totals([one for one in items if one.due_on >= on], language),
        "credits": [
            _amount(minor, currency, language) for currency, minor in credit_minor.items()
        ],
        "accounts": [{"iban": _spaced(one.iban), "name": one.name} for one in accounts],
        "today": _day(on, language),
        "deadline": _day(on + timedelta(days=DEADLINE_DAYS), language),
        "rule": RULE,
    }


def _row(item: ItemWords, on: date, language: str) -> dict[str, Any]:
    asked = item.open_minor - item.contested_minor
    return {
        "number": item.number,
        "part": f"{item.instalment}/{item.instalments}" if item.instalments > 1 else "",
        "issued": _day(item.issued_on, language),
        "due": _day(item.due_on, language),
        "days_late": (on - item.due_on).days,
        "step": item.step.value,
        "open": _amount(item.open_minor, item.currency, language),
        "contested": item.contested_minor
        and _amount(item.contested_minor, item.currency, language),
        "asked": _amount(asked, item.currency, language),
        "paid": _amount(item.amount_minor, item.currency, language),
        "reference": _reference(item.payment_reference),
    }


def _totals(items: Sequence[ItemWords], language: str) -> list[str]:
    sums: dict[str, int] = {}
    for item in items:
        asked = item.open_minor - item.contested_minor
        sums[item.currency] = sums.get(item.currency, 0) + asked
    return [_amount(minor, currency, language) for currency, minor in sums.items()]


def _amount(minor: int, currency: str, language: str) -> str:
    places = exponent(currency)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    text = format_decimal(to_decimal(minor, currency), pattern, locale=_LOCALES[language])
    # A plain space groups as well, and every mail reader and every search finds it.
    grouped = text.translate(_PLAIN_SPACES)
    return f"{grouped} {currency}"


def _day(day: date, language: str) -> str:
    text = format_date(day, "long", locale=_LOCALES[language])
    # Babel writes "1 mars"; French says "1er mars".
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def _spaced(iban: str) -> str:
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def _reference(reference: str) -> str:
    """A Belgian structured communication as people type it: +++ddd/dddd/ddddd+++."""
    if len(reference) == 12 and reference.isdigit():
        return f"+++{reference[:3]}/{reference[3:7]}/{reference[7:]}+++"
    return reference


def _tidy(text: str) -> str:
    """Without the blank lines that template tags leave behind."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
