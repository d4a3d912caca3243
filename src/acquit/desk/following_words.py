"""What people read for the steps of the follow-up, and for the reasons against one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acquit.core.dunning import Reason, Step

Words = str | Promise

STEPS: dict[str, tuple[Words, str, str]] = {
    Step.INVOICE: (_("Invoice or debit note"), "file-invoice", "info"),
    Step.NOTICE: (_("Notice before the due day"), "mail", "info"),
    Step.REMINDER_1: (_("First reminder"), "mail", "info"),
    Step.REMINDER_2: (_("Second reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_3: (_("Third reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_4: (_("Fourth reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_5: (_("Fifth reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_6: (_("Sixth reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_7: (_("Seventh reminder"), "mail-exclamation", "warn"),
    Step.REMINDER_8: (_("Eighth reminder"), "mail-exclamation", "warn"),
    Step.CALL_1: (_("First call"), "phone", "info"),
    Step.CALL_2: (_("Second call"), "phone", "warn"),
    Step.CALL_3: (_("Third call"), "phone", "warn"),
    Step.CALL_4: (_("Fourth call"), "phone", "warn"),
    Step.CHASE_1: (_("Word to the sales representative"), "users", "info"),
    Step.CHASE_2: (_("Second word to the sales representative"), "users", "info"),
    Step.CHASE_3: (_("Third word to the sales representative"), "users", "info"),
    Step.CHASE_4: (_("Fourth word to the sales representative"), "users", "info"),
    Step.LAST_REMINDER: (_("Last reminder"), "mail-exclamation", "bad"),
    Step.FORMAL_NOTICE: (_("Formal notice"), "gavel", "bad"),
    Step.HANDOVER_NOTICE: (_("Notice of hand-over"), "gavel", "bad"),
    Step.THANK_YOU: (_("Thank-you"), "heart-handshake", "good"),
}

# (short words, icon, tone, why it is so and what ends it)
REASONS: dict[str, tuple[Words, str, str, Words]] = {
    Reason.UNCERTAIN: (
        _("Message uncertain"),
        "help-circle",
        "bad",
        _(
            "A message may or may not have left. "
            "Nothing more is sent until somebody says what became of it."
        ),
    ),
    Reason.PERHAPS_SETTLED: (
        _("Perhaps settled"),
        "file-unknown",
        "warn",
        _(
            "The accounting's last list of open items did not have it any more. "
            "A person says whether it was settled, on the page Missing items."
        ),
    ),
    Reason.HELD: (
        _("On hold"),
        "player-pause",
        "neutral",
        _(
            "Somebody stopped the reminders. "
            "They go on by themselves after the last day of the hold."
        ),
    ),
    Reason.HANDED_OVER: (
        _("Handed over"),
        "gavel",
        "info",
        _(
            "A lawyer, a bailiff or an agency has it in hand. "
            "Nothing is sent until the case is closed."
        ),
    ),
    Reason.INSOLVENT: (
        _("Insolvency"),
        "building-off",
        "bad",
        _(
            "Insolvency proceedings are open: the claim is filed there. "
            "Nothing is sent until they are over."
        ),
    ),
    Reason.DISPUTED: (
        _("Disputed"),
        "message-exclamation",
        "warn",
        _(
            "The customer contests the whole amount. "
            "Reminders go on once the dispute is closed."
        ),
    ),
    Reason.PROMISED: (
        _("Promised"),
        "calendar-check",
        "good",
        _("The customer promised to pay. Nothing is sent until the promised day is over."),
    ),
    Reason.DIRECT_DEBIT: (
        _("Direct debit"),
        "building-bank",
        "info",
        _(
            "The amount is collected by direct debit. Reminders start when the bank takes "
            "the payment back, or when the money has not come by that day."
        ),
    ),
    Reason.NO_ADDRESS: (
        _("No address"),
        "mail-off",
        "bad",
        _(
            "There is no address for the means by which the next step goes, or messages to "
            "it come back. Add one, and reminders go on."
        ),
    ),
    Reason.BANK_STALE: (
        _("Bank data too old"),
        "clock-exclamation",
        "warn",
        _(
            "The newest bank statement is older than allowed: the money may have come in "
            "already. Import the missing statements."
        ),
    ),
    Reason.UNALLOCATED_MONEY: (
        _("Money not allocated yet"),
        "coins",
        "warn",
        _("Money that may be this customer's waits on the Bank page. Allocate it first."),
    ),
    Reason.COVERED_BY_CREDIT: (
        _("Covered by credit"),
        "receipt-refund",
        "info",
        _(
            "Credit notes or money on account are worth at least what is due. "
            "Set them off first."
        ),
    ),
    Reason.BELOW_MINIMUM: (
        _("Below the minimum"),
        "arrow-bar-to-down",
        "neutral",
        _("All that is due together is less than the smallest amount worth a message."),
    ),
    Reason.MAY_NOT_ASK: (
        _("Text asks for too much"),
        "gavel",
        "bad",
        _(
            "The company's own text speaks of costs or interest to a consumer. "
            "Change it on the page Templates: what the law allows is said by itself."
        ),
    ),
    Reason.NOT_FOLLOWED: (
        _("Not followed up"),
        "bell-off",
        "neutral",
        _("The scenario of this customer sends nothing. Another can be chosen for it."),
    ),
    Reason.SCENARIO_ENDED: (
        _("Reminders are used up"),
        "flag",
        "bad",
        _("Every step has been taken. A person decides how to go on."),
    ),
}
