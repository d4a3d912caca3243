"""Words and papers of cases, of insolvencies and of what was written off.

Stages, costs and sums stay. What proves why something was written off, and why its VAT was
asked back, is of the books.
"""

from __future__ import annotations

from django.db.models import Q

from acquit.core.privacy import Group
from acquit.handover.models import (
    Case,
    CaseCost,
    CaseDossier,
    CaseStage,
    DossierPart,
    Insolvency,
    WriteOffWish,
)
from acquit.ledger.actions.forgetting import paper_words, papers
from acquit.ledger.actions.words import GONE, SAID, Words, of_customer

HELD: tuple[Words, ...] = (
    Words(
        group=Group.CASES,
        model=Case,
        whose=of_customer("customer"),
        put={"reference": SAID, "words": SAID, "conditions": [], "closing_words": SAID},
    ),
    Words(
        group=Group.CASES,
        model=CaseStage,
        whose=of_customer("case__customer"),
        put={"words": SAID},
    ),
    Words(
        group=Group.CASES,
        model=CaseCost,
        whose=of_customer("case__customer"),
        put={"words": SAID},
    ),
    # It tells all of it once more: `actions.dossiers.forget_dossiers` ends it as soon as
    # anything goes.
    Words(
        group=Group.SAID,
        model=DossierPart,
        whose=of_customer("dossier__case__customer"),
    ),
    Words(
        group=Group.CASES,
        model=CaseDossier,
        whose=of_customer("case__customer"),
        put={"why": GONE},
        only=Q(why__isnull=False),
    ),
    paper_words(
        Group.CASES,
        CUSTOMER=(papers(CaseStage, "case__customer"), papers(CaseCost, "case__customer")),
    ),
    Words(
        group=Group.BOOKS,
        model=Insolvency,
        whose=of_customer("customer"),
        put=dict.fromkeys(
            ("court", "reference", "administrator", "source", "filed_words"), SAID
        ),
    ),
    paper_words(Group.BOOKS, CUSTOMER=(papers(Insolvency, paper="proof"),)),
    Words(
        group=Group.BOOKS,
        model=WriteOffWish,
        whose=of_customer("receivable__customer"),
        put={"words": SAID, "settled_words": SAID},
    ),
)
