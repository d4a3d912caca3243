"""What is known of a case on a day, as values: nothing here asks or decides.

Amounts are minor units of the currency that stands beside them. What belongs to no claim of
the case is not in it: no other invoice, no other customer, nothing from after `as_of`.
"""

from __future__ import annotations

from acquit.handover.dossier.file.claims import (
    Claim,
    Contested,
    Extra,
    Held,
    Lowered,
    Promised,
    Used,
)
from acquit.handover.dossier.file.messages import (
    Arrived,
    Called,
    Legal,
    Noted,
    Received,
    Report,
    Sent,
)
from acquit.handover.dossier.file.papers import Billed, Occurred, Paper, Source
from acquit.handover.dossier.file.parties import (
    Account,
    Contact,
    Debtor,
    Identity,
    Proceedings,
)
from acquit.handover.dossier.file.whole import File, Total, total

__all__ = [
    "Account",
    "Arrived",
    "Billed",
    "Called",
    "Claim",
    "Contact",
    "Contested",
    "Debtor",
    "Extra",
    "File",
    "Held",
    "Identity",
    "Legal",
    "Lowered",
    "Noted",
    "Occurred",
    "Paper",
    "Proceedings",
    "Promised",
    "Received",
    "Report",
    "Sent",
    "Source",
    "Total",
    "Used",
    "total",
]
