"""Which procedure a case would usually take."""

from __future__ import annotations

from acquit.core.procedures.shapes import Procedure


def by_country(creditor: str, debtor: str) -> Procedure:
    """Proposed from the countries of both parties; a person chooses."""
    if creditor == debtor == "BE":
        return Procedure.BE_IOS
    return Procedure.FR_INJONCTION if debtor == "FR" else Procedure.GENERIC
