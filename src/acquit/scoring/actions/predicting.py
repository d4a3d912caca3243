"""When each open receivable will be paid, written down: in the worker and the commands.

A prediction on the morning of a day knows what was dated before it; which receivables there
are to predict is what is open when it is written.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db import connection, transaction

from acquit.scoring.actions import rows
from acquit.scoring.actions.locking import lock
from acquit.scoring.models import CompanyPast, Model
from acquit.scoring.prediction import cash, everybody, keeping, processes, reasons
from acquit.scoring.prediction.answers import WEEKS
from acquit.scoring.prediction.arrays import number_of
from acquit.scoring.prediction.calendar import calendar_of, pays_at_weekends
from acquit.scoring.prediction.mornings import Looks
from acquit.scoring.prediction.past import Past
from acquit.scoring.prediction.trained import LibraryMissing
from acquit.scoring.queries import books

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.scoring.prediction.answers import Predictor
    from acquit.scoring.prediction.arrays import Floats, Ints
    from acquit.scoring.prediction.past import Known
    from acquit.scoring.queries.books import Kept, Reminded


class NothingLearnt(Exception):
    """Nothing answers for this company yet, or what does cannot be read by this version of
    the program, or without the learning library: `learn` comes first.
    """


class Written(NamedTuple):
    """How many receivables were predicted, and of how many payers and currencies sums are
    expected.
    """

    predictions: int
    expectations: int


@transaction.atomic
def predict(company_id: int, *, on: date, reminded: Reminded | None = None) -> Written:
    """Predict all that is open in the company, in place of what was predicted before.

    Raises NothingLearnt.
    """
    lock(company_id, "predictions")
    model, predictor = _answering(company_id)
    told = books.kept(company_id, on, reminded=reminded)
    today = number_of(on)
    calendar = calendar_of(told.books, today)
    past = Past(told.books, calendar)
    weekends = pays_at_weekends(told.books, today)
    body = everybody.kept(past, told.terms, today, weekends=weekends)
    CompanyPast.objects.update_or_create(
        company_id=company_id, defaults={"made_on": on, "body": body}
    )
    with connection.cursor() as cursor:
        for table in ("scoring_prediction", "scoring_expectation"):
            cursor.execute(f"DELETE FROM {table} WHERE company_id = %s", [company_id])  # noqa: S608 - constants
    return _write(told, past, predictor, model, on)


@transaction.atomic
def predict_customer(
    customer_id: int, company_id: int, *, on: date, reminded: Reminded | None = None
) -> Written:
    """The same for one customer, by what all others had shown when all were predicted.

    Raises NothingLearnt when that has never been.
    """
    lock(company_id, "predictions")
    model, predictor = _answering(company_id)
    others = CompanyPast.objects.filter(company_id=company_id).first()
    if others is None:
        raise NothingLearnt
    theirs = (customer_id, customer_id)
    told = books.kept(company_id, on, customers=theirs, reminded=reminded)
    lasting = np.zeros(int(told.books.terms.max(initial=-1)) + 1, np.int64)
    lasting[told.books.terms] = told.terms
    past = everybody.restored(bytes(others.body)).past(told.books, lasting, on)
    with connection.cursor() as cursor:
        for table in ("scoring_prediction", "scoring_expectation"):
            cursor.execute(f"DELETE FROM {table} WHERE customer_id = %s", [customer_id])  # noqa: S608 - constants
    return _write(told, past, predictor, model, on)


def _answering(company_id: int) -> tuple[Model, Predictor]:
    model = Model.objects.filter(company_id=company_id).defer("body")
    newest = model.order_by("-version").first()
    if newest is None:
        raise NothingLearnt
    try:
        return newest, _predictor(newest.pk, newest.learnt_at)
    except (keeping.NotReadable, LibraryMissing) as error:
        raise NothingLearnt from error


@functools.lru_cache(maxsize=16)
def _predictor(model_id: int, learnt_at: datetime) -> Predictor:  # noqa: ARG001 - see below
    """What a version answers by. A version never changes, but where everything was emptied
    another one may get its key.
    """
    body = Model.objects.values_list("body", flat=True).get(pk=model_id)
    return keeping.restored(bytes(body))


def _write(told: Kept, past: Past, predictor: Predictor, model: Model, on: date) -> Written:
    asked = np.flatnonzero(told.asked)
    by = np.zeros((len(asked), WEEKS + 1), np.float32)
    texts = []
    for places, chances, text in _predicted(told, past, predictor, model, on, asked):
        by[places] = chances
        texts.append(text)
    with connection.cursor() as cursor:
        predictions = rows.write_predictions(cursor, texts)
        expectations = rows.write_expectations(
            cursor, _expected(told, past, model, on, asked, by)
        )
    return Written(predictions, expectations)


def _predicted(
    told: Kept, past: Past, predictor: Predictor, model: Model, on: date, asked: Ints
) -> list[tuple[Ints, Floats, str]]:
    """Blocks of rows that are asked about: their places, the probabilities to be paid until
    the end of each week and of the 30 days, and the lines to be written.
    """
    today = number_of(on)

    def answered(places: Ints, known: Known) -> tuple[Ints, Floats, str]:
        answers = predictor.answer(past, known)
        by = np.column_stack([answers.weeks.cumsum(axis=1), answers.days_30])
        block = rows.Block(
            receivable=told.receivable[known.rows],
            customer=told.customer[known.rows],
            answers=answers,
            evidence=reasons.evidence(past, known),
            company_id=model.company_id,
            model_id=model.pk,
            made_on=on,
        )
        return places, by.astype(np.float32), rows.lines(block)

    return processes.each(past, Looks(asked, np.full(len(asked), today)), answered)


def _expected(
    told: Kept, past: Past, model: Model, on: date, asked: Ints, by: Floats
) -> rows.Expected:
    """The sums of each payer and currency."""
    currencies = max(len(told.currencies), 1)
    pair = told.customer[asked] * currencies + past.books.currency[asked]
    pairs, payer = np.unique(pair, return_inverse=True)
    opened = told.open_minor[asked].astype(np.float64)
    none = by[:, :1] * 0
    start = np.concatenate([none, by[:, : WEEKS - 1], none], axis=1)
    sums = cash.sums(payer, opened, start, by, payers=len(pairs))
    spread = cash.Spread(together=model.verdict["together"])
    return rows.Expected(
        customer=pairs // currencies,
        currency=[told.currencies[one] for one in (pairs % currencies).tolist()],
        opened=np.bincount(payer, opened, len(pairs)).astype(np.int64),
        mean=sums.mean,
        variance=sums.variance(spread),
        company_id=model.company_id,
        made_on=on,
    )
