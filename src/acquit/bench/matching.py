"""How many payments find their invoices, and how often that is wrong.

Books and statements come from `bench.cash`, which knows nothing of the matcher; they are
taken in by the importers of every day, and what became of each line is compared with its
truth. docs/reference/benchmark-of-matching.md says what the classes are.
"""

from __future__ import annotations

import json
import resource
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import sqrt
from time import perf_counter
from typing import TYPE_CHECKING, Any

from acquit.audit.actions import Actor
from acquit.bank.models import Line
from acquit.bench.cash.companies import FIRST_DAY
from acquit.bench.cash.writing import write
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.ledger.models import Invoice, InvoiceKind
from acquit.matching.models import Match, MatchState
from acquit.organisation.actions import CompanyWords, open_company
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from acquit.bench.cash.writing import Written, WrittenCompany

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")
# So many of the proposals of a line are looked at.
FIRST = 3

# What a line settles: minor units by (number, instalment), credit notes negative.
Settles = dict[tuple[str, int], int]


@dataclass(slots=True)
class Told:
    """What the matcher said of a line: posted, or proposed in this order, and of what kind
    its evidence is.
    """

    posted: Settles = field(default_factory=dict)
    proposals: dict[int, Settles] = field(default_factory=lambda: defaultdict(dict))
    customers: set[str] = field(default_factory=set)
    kind: str = ""


@dataclass(slots=True)
class Count:
    """Of a class, a kind of evidence, or all."""

    lines: int = 0
    matchable: int = 0
    posted: int = 0
    right: int = 0
    wrong_customer: int = 0
    left: int = 0
    first: int = 0
    nobody: int = 0
    nobody_posted: int = 0
    nobody_unknown: int = 0


def run(  # noqa: PLR0913  # what is measured, and how it is told
    folder: Path,
    *,
    lines: int,
    seed: int,
    mix: str,
    family: str,
    progress: Callable[[str], None],
    examples: int = 0,
) -> dict[str, Any]:
    """Write, import, compare; examples: how many lines that are wrong, or were missed, to
    tell. Gives what `acquit bench matching --json` prints.
    """
    progress(f"Writing {lines} lines …")
    made = write(folder / "cash", seed=seed, lines=lines, mix=mix, family=family)
    seconds = 0.0
    for company in made.companies:
        progress(f"{company.code}: {company.lines} lines …")
        seconds += _take(company)
    told = {code: _told(code) for code in (company.code for company in made.companies)}
    about = {"seed": seed, "mix": mix, "family": family}
    return _report(made, told, seconds, examples) | about


def _take(company: WrittenCompany) -> float:
    """Import books and statements; the seconds that the statements took."""
    words = CompanyWords(
        code=company.code,
        name=company.name,
        country=company.country,
        currency=company.currency,
    )
    opened = open_company(words, actor=WHO, at=AT)
    for path in (company.customers, company.contacts, company.invoices):
        _import(path, opened)
    began = perf_counter()
    for path in company.statements:
        _import(path, opened)
    return perf_counter() - began


def _import(path: Path, company: Company) -> None:
    done = import_file(
        Source.of_path(path),
        company=company,
        partial=False,
        on=FIRST_DAY,
        actor=WHO,
        clock=lambda: AT,
    )
    if done.problems:
        raise RuntimeError(json.dumps(done.problems[0].in_english()))


def _told(code: str) -> dict[str, Told]:
    """What became of the lines of a company, by the bank's reference."""
    company = Company.objects.get(code=code)
    found: dict[str, Told] = defaultdict(Told)
    references = dict(
        Line.objects.filter(account__company=company, receipt__isnull=False).values_list(
            "receipt", "bank_reference"
        )
    )
    rows = Match.objects.filter(
        receipt__company=company, state__in=[MatchState.POSTED, MatchState.PROPOSED]
    ).values_list(
        *("receipt", "state", "rank", "kind", "amount_minor", "evidence__found"),
        *("evidence__note", "customer__code"),
        *("receivable__invoice__number", "receivable__instalment"),
    )
    notes = _numbers_of_notes(company)
    for receipt, state, rank, kind, minor, _found, note, customer, number, part in rows:
        told = found[references[receipt]]
        settles = told.posted if state == MatchState.POSTED else told.proposals[rank]
        settles[number, part] = settles.get((number, part), 0) + minor
        if note is not None:
            key = notes[note], 0
            settles[key] = settles.get(key, 0) - minor
        if rank == 1:
            told.kind = kind
            told.customers.add(customer)
    return found


def _numbers_of_notes(company: Company) -> dict[int, str]:
    rows = Invoice.objects.filter(company=company, kind=InvoiceKind.CREDIT_NOTE)
    return dict(rows.values_list("pk", "number"))


def _report(
    made: Written,
    told: Mapping[str, Mapping[str, Told]],
    seconds: float,
    examples: int,
) -> dict[str, Any]:
    whole = Count()
    classes: dict[str, Count] = defaultdict(Count)
    kinds: dict[str, Count] = defaultdict(Count)
    mistakes: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    missed: list[dict[str, Any]] = []
    for truth in _truths(made):
        if truth["minor"] <= 0:
            continue
        said = told[truth["company"]].get(truth["bank_reference"], Told())
        for count in (whole, classes[truth["class"]], kinds[said.kind or "unknown"]):
            _count(count, truth, said)
        if said.posted and not _is_right(said.posted, truth):
            mistakes[f"{truth['class']} by {said.kind}"] += 1
            shown.append(truth | {"posted": _plain(said.posted), "kind": said.kind})
        elif truth["postable"] and not said.posted:
            missed.append(truth | {"kind": said.kind})
    return {
        "lines": whole.lines,
        "coverage_day_one": _share(whole.right, whole.matchable),
        "precision": _share(whole.right, whole.posted),
        "precision_low95": wilson(whole.right, whole.posted),
        "wrong_customer": _share(whole.wrong_customer, whole.posted),
        "unmatched_right": _share(whole.nobody - whole.nobody_posted, whole.nobody),
        "nobody_unknown": _share(whole.nobody_unknown, whole.nobody),
        "top3": _share(whole.first, whole.left),
        "posted": whole.posted,
        "seconds": round(seconds, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "classes": {name: _row(count) for name, count in sorted(classes.items())},
        "kinds": {name: _row(count) for name, count in sorted(kinds.items())},
        "mistakes": dict(mistakes.most_common()),
        "examples": shown[:examples],
        "missed": missed[:examples],
    }


def _plain(settles: Settles) -> list[list[Any]]:
    return [[*key, minor] for key, minor in settles.items()]


def _truths(made: Written) -> Iterator[dict[str, Any]]:
    with made.truth.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _count(count: Count, truth: dict[str, Any], said: Told) -> None:
    count.lines += 1
    count.matchable += truth["postable"]
    if truth["nobody"]:
        count.nobody += 1
        count.nobody_posted += bool(said.posted)
        count.nobody_unknown += not said.posted and not said.proposals
    if said.posted:
        count.posted += 1
        count.right += _is_right(said.posted, truth)
        count.wrong_customer += not said.customers <= set(truth["customers"])
    elif any(answer["settles"] for answer in truth["answers"]):
        count.left += 1
        ranked = sorted(said.proposals)[:FIRST]
        count.first += any(_is_answer(said.proposals[rank], truth) for rank in ranked)


def _is_right(settles: Settles, truth: dict[str, Any]) -> bool:
    """Whether a careful accountant would have booked it, and so."""
    return (truth["postable"] or truth["learnable"]) and _is_answer(settles, truth)


def _is_answer(settles: Settles, truth: dict[str, Any]) -> bool:
    return any(_agree(settles, answer["settles"]) for answer in truth["answers"])


def _agree(settles: Settles, answer: Iterable[Sequence[Any]]) -> bool:
    left = dict(settles)
    for number, instalment, minor in answer:
        keys = [
            key
            for key in left
            if key[0] == number and instalment in {0, key[1], key[1] or 0}
        ]
        if not keys or sum(left.pop(key) for key in keys) != minor:
            return False
    return not any(left.values())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 5) if whole else None


def wilson(right: int, count: int, z: float = 1.96) -> float | None:
    """The lower end of the 95 % interval of a share (Wilson 1927)."""
    if not count:
        return None
    share = right / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return round((middle - spread) / (1 + z * z / count), 5)


def _row(count: Count) -> dict[str, Any]:
    return {
        "lines": count.lines,
        "matchable": count.matchable,
        "posted": count.posted,
        "right": count.right,
        "coverage": _share(count.right, count.matchable),
        "precision": _share(count.right, count.posted),
        "low95": wilson(count.right, count.posted),
        "top3": _share(count.first, count.left),
    }
