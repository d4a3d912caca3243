"""Compares what became of lines with their truths: the figures of a benchmark.

Acquit and the baselines are counted by the same functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from acquit.core.shares import interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# So many of the proposals of a line are looked at.
FIRST = 3

# What a line settles: minor units by (number, instalment), credit notes negative.
Settles = dict[tuple[str, int], int]
# A line of truth.jsonl.
Truth = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What was made of a line: posted, or proposed in this order, and of what kind the
    evidence is. customers: whose items the posting, or the first proposal, settles.
    """

    posted: Settles = field(default_factory=dict)
    proposals: dict[int, Settles] = field(default_factory=lambda: defaultdict(dict))
    customers: set[str] = field(default_factory=set)
    kind: str = ""


@dataclass(slots=True)
class Count:
    """Of a class, a kind of evidence, or all. covered: right and matchable. learnable: or
    so for somebody who remembers; learned: right of these.
    """

    lines: int = 0
    matchable: int = 0
    posted: int = 0
    right: int = 0
    covered: int = 0
    learnable: int = 0
    learned: int = 0
    wrong_customer: int = 0
    left: int = 0
    first: int = 0
    nobody: int = 0
    nobody_posted: int = 0
    nobody_unknown: int = 0


def figures(
    truths: Iterable[Truth],
    told: Mapping[str, Mapping[str, Outcome]],
    *,
    examples: int = 0,
) -> dict[str, Any]:
    """All figures; examples: how many lines that are wrong, or were missed, to tell."""
    whole = Count()
    classes: dict[str, Count] = defaultdict(Count)
    kinds: dict[str, Count] = defaultdict(Count)
    mistakes: Counter[str] = Counter()
    shown: list[Truth] = []
    missed: list[Truth] = []
    for truth in truths:
        said = _of_line(truth, told)
        for count in (whole, classes[truth["class"]], kinds[said.kind or "unknown"]):
            _count(count, truth, said)
        if said.posted and not _is_right(said.posted, truth):
            mistakes[f"{truth['class']} by {said.kind}"] += 1
            shown.append(truth | {"posted": _plain(said.posted), "kind": said.kind})
        elif truth["postable"] and not said.posted:
            missed.append(truth | {"kind": said.kind})
    return {
        "lines": whole.lines,
        "coverage_day_one": _share(whole.covered, whole.matchable),
        "coverage_learnable": _share(whole.learned, whole.learnable),
        "precision": _share(whole.right, whole.posted),
        "precision_low95": at_least(whole.right, whole.posted),
        "wrong_customer": _share(whole.wrong_customer, whole.posted),
        "unmatched_right": _share(whole.nobody - whole.nobody_posted, whole.nobody),
        "nobody_unknown": _share(whole.nobody_unknown, whole.nobody),
        "top3": _share(whole.first, whole.left),
        "posted": whole.posted,
        "classes": {name: _row(count) for name, count in sorted(classes.items())},
        "kinds": {name: _row(count) for name, count in sorted(kinds.items())},
        "mistakes": dict(mistakes.most_common()),
        "examples": shown[:examples],
        "missed": missed[:examples],
    }


def short_figures(
    truths: Iterable[Truth], told: Mapping[str, Mapping[str, Outcome]]
) -> dict[str, Any]:
    """The figures of a baseline, counted as those of Acquit."""
    whole = Count()
    for truth in truths:
        _count(whole, truth, _of_line(truth, told))
    return {
        "coverage": _share(whole.covered, whole.matchable),
        "precision": _share(whole.right, whole.posted),
        "precision_low95": at_least(whole.right, whole.posted),
        "wrong_customer": _share(whole.wrong_customer, whole.posted),
        "posted": whole.posted,
    }


def at_least(right: int, count: int) -> float | None:
    """The lower end of the 95 % interval of a share."""
    return round(interval(right, count)[0], 5) if count else None


def _of_line(truth: Truth, told: Mapping[str, Mapping[str, Outcome]]) -> Outcome:
    return told[truth["company"]].get(truth["bank_reference"], Outcome())


def _count(count: Count, truth: Truth, said: Outcome) -> None:
    count.lines += 1
    count.matchable += truth["postable"]
    learnable = truth["postable"] or truth["learnable"]
    count.learnable += learnable
    if truth["nobody"]:
        count.nobody += 1
        count.nobody_posted += bool(said.posted)
        count.nobody_unknown += not said.posted and not said.proposals
    if said.posted:
        right = _is_right(said.posted, truth)
        count.posted += 1
        count.right += right
        count.covered += right and truth["postable"]
        count.learned += right and learnable
        count.wrong_customer += not said.customers <= set(truth["customers"])
    elif any(answer["settles"] for answer in truth["answers"]):
        count.left += 1
        ranked = sorted(said.proposals)[:FIRST]
        count.first += any(_is_answer(said.proposals[rank], truth) for rank in ranked)


def _is_right(settles: Settles, truth: Truth) -> bool:
    """Whether a careful accountant would have booked it, and so."""
    return (truth["postable"] or truth["learnable"]) and _is_answer(settles, truth)


def _is_answer(settles: Settles, truth: Truth) -> bool:
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


def _plain(settles: Settles) -> list[list[Any]]:
    return [[*key, minor] for key, minor in settles.items()]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 5) if whole else None


def _row(count: Count) -> dict[str, Any]:
    return {
        "lines": count.lines,
        "matchable": count.matchable,
        "posted": count.posted,
        "right": count.right,
        "coverage": _share(count.covered, count.matchable),
        "precision": _share(count.right, count.posted),
        "low95": at_least(count.right, count.posted),
        "top3": _share(count.first, count.left),
    }
