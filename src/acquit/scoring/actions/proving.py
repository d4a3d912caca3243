"""How often the customers of each class paid far too late: what the class states."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.core.behaviour.figures import NOTHING_ELSE
from acquit.core.score_proof import HORIZON_DAYS, counted, judged, probabilities
from acquit.scoring.models import ClassRisk
from acquit.scoring.queries.facts import facts
from acquit.scoring.queries.lives import lives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from acquit.core.behaviour.figures import Deeds
    from acquit.core.score_proof import Life
    from acquit.organisation.models import Company

AT_ONCE = 1_000


@transaction.atomic
def prove(company: Company, customers: Sequence[int], *, on: date) -> list[ClassRisk]:
    """Score these customers of the company as half a year before that day, look what came
    of them, and write down what each class states from now on.
    """
    found = judged(_known(customers), on - timedelta(HORIZON_DAYS))
    counts = counted(found)
    stated = probabilities(counts)
    ClassRisk.objects.filter(company=company).delete()
    return ClassRisk.objects.bulk_create(
        ClassRisk(
            company=company,
            score_class=one,
            as_of=on,
            customers=counts[one][0],
            late=counts[one][1],
            probability=stated[one],
        )
        for one in stated
    )


def _known(customers: Sequence[int]) -> Iterator[tuple[Sequence[Life], Deeds]]:
    for start in range(0, len(customers), AT_ONCE):
        keys = customers[start : start + AT_ONCE]
        done = facts(keys)
        for key, theirs in lives(keys).items():
            deeds = done[key].deeds if key in done else NOTHING_ELSE
            yield theirs, deeds
