"""Predictions and expectations as lines of COPY: hundreds of thousands at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from acquit.core.behaviour.reasons import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.db.backends.utils import CursorWrapper

    from acquit.scoring.prediction.answers import Answers
    from acquit.scoring.prediction.arrays import Ints, Reals

_COLUMNS = (
    "receivable_id, customer_id, company_id, model_id, made_on, expected_on, median_on,"
    " low_on, high_on, late, late_30, within_7, evidence"
)
_BESIDE = f"""
    CREATE TEMPORARY TABLE predicted ON COMMIT DROP AS
    SELECT {_COLUMNS} FROM scoring_prediction WITH NO DATA
"""  # noqa: S608 - a constant
# What was settled in the meantime is left out.
_OVER = f"""
    INSERT INTO scoring_prediction ({_COLUMNS})
    SELECT p.* FROM predicted p JOIN ledger_receivable r ON r.id = p.receivable_id
     WHERE r.open_minor > 0 AND r.missing_on IS NULL
"""  # noqa: S608 - a constant
_WORDS = tuple(one.name for one in fields(Evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some predictions, column by column."""

    receivable: Ints
    customer: Ints
    answers: Answers
    evidence: list[Evidence]
    company_id: int
    model_id: int
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A row for each payer and currency. mean, variance: a column for each week, and the
    last one for the 30 days; minor units.
    """

    customer: Ints
    currency: list[str]
    opened: Ints
    mean: Reals
    variance: Reals
    company_id: int
    made_on: date


def write_predictions(cursor: CursorWrapper, texts: Iterable[str]) -> int:
    """Write what `lines` gave, in place of none; gives how many are open still."""
    cursor.execute(_BESIDE)
    with cursor.copy("COPY predicted FROM STDIN") as copy:
        for text in texts:
            copy.write(text)
    cursor.execute(_OVER)
    written = int(cursor.rowcount)
    cursor.execute("DROP TABLE predicted")
    return written


def write_expectations(cursor: CursorWrapper, expected: Expected) -> int:
    """Write them in place of none."""
    asked = (
        "COPY scoring_expectation (customer_id, company_id, currency, made_on, open_minor,"
        " weeks, variances, days_30, days_30_variance) FROM STDIN"
    )
    means = np.rint(expected.mean).astype(np.int64).tolist()
    variances = expected.variance.tolist()
    with cursor.copy(asked) as copy:
        for customer, currency, opened, mean, variance in zip(
            expected.customer.tolist(),
            expected.currency,
            expected.opened.tolist(),
            means,
            variances,
            strict=True,
        ):
            weeks, spread = ",".join(map(str, mean[:-1])), ",".join(map(str, variance[:-1]))
            copy.write(
                f"{customer}\t{expected.company_id}\t{currency}\t{expected.made_on}"
                f"\t{opened}\t{{{weeks}}}\t{{{spread}}}\t{mean[-1]}\t{variance[-1]}\n"
            )
    return len(expected.currency)


def lines(block: Block) -> str:
    """The lines of these predictions."""
    return "".join(_lines(block))


def _lines(block: Block) -> Iterator[str]:
    answers = block.answers
    same = f"{block.company_id}\t{block.model_id}\t{block.made_on}"
    days = (answers.expected, answers.median, answers.low, answers.high)
    chances = (answers.late, answers.much_later, answers.within_7)
    for receivable, customer, expected, median, low, high, *rest, evidence in zip(
        block.receivable.tolist(),
        block.customer.tolist(),
        *map(_days, days),
        *(np.round(one, 6).tolist() for one in chances),
        block.evidence,
        strict=True,
    ):
        late, much_later, within_7 = rest
        words = json.dumps({name: getattr(evidence, name) for name in _WORDS})
        yield (
            f"{receivable}\t{customer}\t{same}\t{expected}\t{median}\t{low}\t{high}"
            f"\t{late}\t{much_later}\t{within_7}\t{_escaped(words)}\n"
        )


def _days(numbers: Ints) -> list[str]:
    days: list[str] = np.datetime_as_string(numbers.astype("datetime64[D]")).tolist()
    return days


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")
