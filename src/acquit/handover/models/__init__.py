"""Partners, cases with their facts and dossiers, insolvencies, and write-offs that wait for
a word.
"""

from __future__ import annotations

from acquit.handover.models.cases import (
    PROCEDURES,
    STAGES,
    Bearer,
    Case,
    CaseCost,
    CaseReceivable,
    CaseStage,
    CostKind,
    Outcome,
)
from acquit.handover.models.dossiers import (
    CaseDossier,
    DossierFile,
    DossierPart,
    DossierState,
)
from acquit.handover.models.insolvencies import (
    Insolvency,
    InsolvencyKind,
)
from acquit.handover.models.partners import (
    DataRole,
    Partner,
    PartnerKind,
)
from acquit.handover.models.write_offs import (
    Wish,
    WriteOffWish,
)

__all__ = [
    "PROCEDURES",
    "STAGES",
    "Bearer",
    "Case",
    "CaseCost",
    "CaseDossier",
    "CaseReceivable",
    "CaseStage",
    "CostKind",
    "DataRole",
    "DossierFile",
    "DossierPart",
    "DossierState",
    "Insolvency",
    "InsolvencyKind",
    "Outcome",
    "Partner",
    "PartnerKind",
    "Wish",
    "WriteOffWish",
]
