"""Files as they were imported, and what of them could not be taken: of many people at once.

Nobody can be taken out of a file. So it is kept as long as the books that it told of, and
goes by its own age; docs/decisions/0021.
"""

from __future__ import annotations

from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery
from django.db.models.lookups import GreaterThan

from acquit.core.privacy import Kind
from acquit.intake.models import Run, RunProblem
from acquit.ledger.actions.forgetting import PAPER, PAPER_ALSO
from acquit.ledger.actions.words import SAID, Aged
from acquit.ledger.models import Document, Invoice, Receivable

_this = Q(document=OuterRef("pk"))
_told = Invoice.objects.filter(_this).order_by().values("document")
_several = GreaterThan(
    Subquery(_told.annotate(one=Max("customer")).values("one")),
    Subquery(_told.annotate(one=Min("customer")).values("one")),
)
_open = Receivable.objects.filter(invoice__document=OuterRef("pk"), open_minor__gt=0)

AGED: tuple[Aged, ...] = (
    # The paper of one customer's invoices goes with the books of that customer.
    Aged(
        kind=Kind.BOOKS,
        model=Document,
        company="company",
        on="recorded_at__date",
        put=PAPER,
        also=PAPER_ALSO,
        only=Q(Exists(Run.objects.filter(_this)))
        & ~Q(Exists(_open))
        & (~Q(Exists(_told)) | Q(_several)),
    ),
    Aged(
        kind=Kind.BOOKS,
        model=Run,
        company="company",
        on="ended_at__date",
        put={"file_name": SAID, "remarks": []},
    ),
    # What was refused never came into the books.
    Aged(
        kind=Kind.FILE,
        model=RunProblem,
        company="run__company",
        on="run__ended_at__date",
        put={"where": SAID, "saw": SAID, "wanted": SAID, "remedy": SAID, "told": []},
    ),
)
