"""What can be done about a receivable: steps, the means and the tone, and the ladder.

The *ladder* gives every step a rank that means the same in every scenario: a customer that
moves from one scenario to another goes on from where it stands. Steps between two messages
(a call, a word to the sales representative) stand on the rungs between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

RUNG = 10


class Kind(StrEnum):
    """What a step is."""

    INVOICE = "INVOICE"
    NOTICE = "NOTICE"
    REMINDER = "REMINDER"
    CALL = "CALL"
    CHASE = "CHASE"
    FORMAL_NOTICE = "FORMAL_NOTICE"
    HANDOVER_NOTICE = "HANDOVER_NOTICE"
    THANK_YOU = "THANK_YOU"


class Step(StrEnum):
    """A step with its number: what a message, an action and an item are told apart by.

    LAST_REMINDER stands in the place of FORMAL_NOTICE where no legal wording may be used.
    """

    INVOICE = "INVOICE"
    NOTICE = "NOTICE"
    REMINDER_1 = "REMINDER_1"
    REMINDER_2 = "REMINDER_2"
    REMINDER_3 = "REMINDER_3"
    REMINDER_4 = "REMINDER_4"
    REMINDER_5 = "REMINDER_5"
    REMINDER_6 = "REMINDER_6"
    REMINDER_7 = "REMINDER_7"
    REMINDER_8 = "REMINDER_8"
    CALL_1 = "CALL_1"
    CALL_2 = "CALL_2"
    CALL_3 = "CALL_3"
    CALL_4 = "CALL_4"
    CHASE_1 = "CHASE_1"
    CHASE_2 = "CHASE_2"
    CHASE_3 = "CHASE_3"
    CHASE_4 = "CHASE_4"
    LAST_REMINDER = "LAST_REMINDER"
    FORMAL_NOTICE = "FORMAL_NOTICE"
    HANDOVER_NOTICE = "HANDOVER_NOTICE"
    THANK_YOU = "THANK_YOU"

    @property
    def kind(self) -> Kind:
        """What it is, without its number."""
        return _KINDS[self]

    @property
    def number(self) -> int:
        """Which of its kind it is, from 1."""
        last = self.value.rpartition("_")[2]
        return int(last) if last.isdigit() else 1

    @property
    def rank(self) -> int:
        """Its place on the ladder; a thank-you has none: -1. A call or a chase stands where
        its scenario puts it: here, before everything.
        """
        return RANKS[self]


def _kind(step: Step) -> Kind:
    if step is Step.LAST_REMINDER:
        return Kind.FORMAL_NOTICE
    name, _, last = step.value.rpartition("_")
    return Kind(name if last.isdigit() else step.value)


_KINDS = {step: _kind(step) for step in Step}
FIXED = {
    Kind.THANK_YOU: -1,
    Kind.CALL: 0,
    Kind.CHASE: 0,
    Kind.INVOICE: 10,
    Kind.NOTICE: 50,
    Kind.FORMAL_NOTICE: 900,
    Kind.HANDOVER_NOTICE: 950,
}
RANKS = {step: FIXED.get(step.kind, 100 * step.number) for step in Step}
REMINDED = RANKS[Step.REMINDER_1]  # From this rank on a debtor was asked to pay.
LAST_RANK = 1000  # Above every step.


class Channel(StrEnum):
    """By what means. WEBHOOK: another program is told, the debtor is not."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    LETTER = "LETTER"
    PHONE = "PHONE"
    WEBHOOK = "WEBHOOK"


class Tone(StrEnum):
    """How it is said."""

    FRIENDLY = "FRIENDLY"
    NEUTRAL = "NEUTRAL"
    FIRM = "FIRM"


class Approval(StrEnum):
    """When a person has to agree: never, from an amount on, always."""

    NEVER = "NEVER"
    ABOVE = "ABOVE"
    ALWAYS = "ALWAYS"


class Approver(StrEnum):
    """Who may agree: the customer's own collector, or only who decides on credit."""

    COLLECTOR = "COLLECTOR"
    CREDIT_MANAGER = "CREDIT_MANAGER"


class Role(StrEnum):
    """Whom at the debtor's it is for; ANYONE: the usual address; OURS: our own sales
    representative.
    """

    ANYONE = ""
    ACCOUNTING = "ACCOUNTING"
    MANAGEMENT = "MANAGEMENT"
    PURCHASING = "PURCHASING"
    OURS = "OURS"


class Enclosed(StrEnum):
    """What goes with the message."""

    INVOICES = "INVOICES"
    STATEMENT = "STATEMENT"


class ItemKind(StrEnum):
    """What is owed: a whole invoice, one instalment of several, or interest and flat sums
    that a debit note of ours claims.
    """

    INVOICE = "INVOICE"
    INSTALMENT = "INSTALMENT"
    DEBIT_NOTE = "DEBIT_NOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a scenario: which step, when, by what means, on what conditions.

    days: calendar days from the due day (negative = before it), or, when `follows`, from
    the place before. channels: the first by which the debtor can be reached is taken.
    floor_minor, ceiling_minor: of all that is past due in the currency, and the item
    itself; outside of them the place is passed over. weekdays: 0 = Monday; empty = any
    working day. hours: from, until (full hours of the debtor's day); None = those of the
    company. approval_minor: for ABOVE, from this sum on.
    """

    step: Step
    days: int
    follows: bool = False
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    tone: Tone = Tone.NEUTRAL
    role: Role = Role.ANYONE
    floor_minor: int | None = None
    ceiling_minor: int | None = None
    kinds: frozenset[ItemKind] = frozenset()
    weekdays: frozenset[int] = frozenset()
    hours: tuple[int, int] | None = None
    approval: Approval = Approval.NEVER
    approval_minor: int = 0
    approver: Approver = Approver.CREDIT_MANAGER
    enclose: frozenset[Enclosed] = frozenset()
    # Of the step and the conditions, put down once: they are asked for every receivable.
    kind: Kind = field(init=False, compare=False, repr=False)
    conditional: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """kind: what the step is. conditional: something about the item, beside its days
        and its last step, can pass the place over.
        """
        kind = self.step.kind
        object.__setattr__(self, "kind", kind)
        conditional = (
            self.floor_minor is not None
            or self.ceiling_minor is not None
            or bool(self.kinds)
            or kind is Kind.INVOICE
        )
        object.__setattr__(self, "conditional", conditional)
