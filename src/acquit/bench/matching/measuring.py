"""A benchmark from its first line to its figures."""

from __future__ import annotations

import json
import resource
from datetime import UTC, date, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from acquit.audit.actions import Actor
from acquit.bench.baselines.rules import RULES
from acquit.bench.cash.companies import FIRST_DAY
from acquit.bench.cash.writing import write
from acquit.bench.matching import outcomes, scoring
from acquit.bench.matching.taught import ALONE, Lessons, forget_everything
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.organisation.actions import CompanyWords, open_company
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from acquit.bench.cash.writing import Written, WrittenCompany
    from acquit.bench.matching.scoring import Outcome, Truth

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")


def run(  # noqa: PLR0913  # what is measured, and how it is told
    folder: Path,
    *,
    lines: int,
    seed: int,
    mix: str,
    family: str,
    progress: Callable[[str], None],
    examples: int = 0,
    confirmations: int = 500,
) -> dict[str, Any]:
    """Write, import, compare; examples: how many lines that are wrong, or were missed, to
    tell; confirmations: how much a person teaches each company, 0 = nothing is measured
    after learning. Gives what `acquit bench matching --json` prints.
    """
    progress(f"Writing {lines} lines …")
    made = write(folder / "cash", seed=seed, lines=lines, mix=mix, family=family)
    seconds = 0.0
    for company in made.companies:
        progress(f"{company.code}: {company.lines} lines …")
        seconds += _take(company)
    # Before anything is read for the comparison: the memory is the product's.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    truths = list(_truths(made))
    companies = [Company.objects.get(code=company.code) for company in made.companies]
    told = {company.code: outcomes.of_product(company) for company in companies}
    progress("Baselines …")
    baselines = _baselines(companies, truths)
    learned = _learned(made, truths, told, confirmations, examples, progress)
    return {
        **scoring.figures(truths, told, examples=examples),
        **learned,
        "seconds": round(seconds, 2),
        "peak_mb": peak,
        "baselines": baselines,
        "seed": seed,
        "mix": mix,
        "family": family,
    }


def _learned(  # what is measured, and how it is told
    made: Written,
    truths: Sequence[Truth],
    alone: Mapping[str, Mapping[str, Outcome]],
    confirmations: int,
    examples: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """What learning from a person changes in the last months: the figures with it, and
    without it (`alone`).
    """
    late = [one for one in truths if date.fromisoformat(one["booked_on"]) >= ALONE]
    if not confirmations or not late:
        return {"coverage_learned": None, "learned": None}
    forget_everything()
    told, said = {}, 0
    for written in made.companies:
        progress(f"{written.code}, with a teacher …")
        theirs = {
            one["bank_reference"]: one for one in truths if one["company"] == written.code
        }
        lessons = Lessons(_open(written), theirs, left=confirmations)
        for path in written.statements:
            _import(path, lessons.company)
            lessons.end_of(path.stem)
        told[written.code] = outcomes.of_product(lessons.company)
        said += lessons.said
    after, before = (scoring.figures(late, one) for one in (told, alone))
    # What was taught cannot be told from luck: whatever is the answer is right.
    known = [one | {"learnable": bool(one["answers"])} for one in late]
    posted = scoring.figures(known, told, examples=examples)
    return {
        "coverage_learned": after["coverage_learnable"],
        "learned": {
            "confirmations": said,
            "lines": after["lines"],
            "coverage_before": before["coverage_learnable"],
            **{name: posted[name] for name in _AFTER},
        },
    }


_AFTER = (
    *("precision", "precision_low95", "wrong_customer", "unmatched_right", "posted"),
    *("mistakes", "examples"),
)


def _take(company: WrittenCompany) -> float:
    """Import books and statements; the seconds that the statements took."""
    opened = _open(company)
    began = perf_counter()
    for path in company.statements:
        _import(path, opened)
    return perf_counter() - began


def _open(company: WrittenCompany) -> Company:
    """Open the company and import its books."""
    words = CompanyWords(
        code=company.code,
        name=company.name,
        country=company.country,
        currency=company.currency,
    )
    opened = open_company(words, actor=WHO, at=AT)
    for path in (company.customers, company.contacts, company.invoices):
        _import(path, opened)
    return opened


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


def _truths(made: Written) -> Iterator[Truth]:
    """Of money in."""
    with made.truth.open(encoding="utf-8") as stream:
        for line in stream:
            truth = json.loads(line)
            if truth["minor"] > 0:
                yield truth


def _baselines(companies: list[Company], truths: list[Truth]) -> dict[str, Any]:
    told = {company.code: outcomes.of_baselines(company) for company in companies}
    return {
        rule: scoring.short_figures(
            truths, {code: by_rule[rule] for code, by_rule in told.items()}
        )
        for rule in RULES
    }
