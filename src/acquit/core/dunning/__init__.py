"""Follow-up: scenarios, which step is due for a customer, and if none, why not.

Told with worked examples in docs/explanation/dunning.md. Pure: the file of a customer, its
scenario, the company's policy and the state of the bank data in; decisions out.
"""

from __future__ import annotations

from acquit.core.dunning.budget import at_a_good_hour, first_free_day
from acquit.core.dunning.deciding import decide, held
from acquit.core.dunning.file import CustomerFile, Decision, Item, Reason
from acquit.core.dunning.grouping import Consent, Due, actions
from acquit.core.dunning.guarding import Guard, guard
from acquit.core.dunning.scenario import (
    STANDARD,
    STANDARD_POLICY,
    Policy,
    Scenario,
)
from acquit.core.dunning.steps import (
    RANKS,
    REMINDED,
    Approval,
    Approver,
    Channel,
    Enclosed,
    ItemKind,
    Kind,
    Place,
    Role,
    Step,
    Tone,
)
from acquit.core.dunning.thanking import Settled, thanks, thanks_channel

__all__ = [
    "RANKS",
    "REMINDED",
    "STANDARD",
    "STANDARD_POLICY",
    "Approval",
    "Approver",
    "Channel",
    "Consent",
    "CustomerFile",
    "Decision",
    "Due",
    "Enclosed",
    "Guard",
    "Item",
    "ItemKind",
    "Kind",
    "Place",
    "Policy",
    "Reason",
    "Role",
    "Scenario",
    "Settled",
    "Step",
    "Tone",
    "actions",
    "at_a_good_hour",
    "decide",
    "first_free_day",
    "guard",
    "held",
    "thanks",
    "thanks_channel",
]
