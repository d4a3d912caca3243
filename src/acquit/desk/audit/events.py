"""What people read for each event of the audit trail. A test finds a missing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquit.web.cells import Badge

if TYPE_CHECKING:
    from django.utils.functional import Promise

MONEY, PEOPLE, MESSAGES, BOOKS, SETUP = "money", "said", "messages", "books", "setup"
KINDS: tuple[tuple[str, Promise], ...] = (
    (MONEY, _("Payments and matches")),
    (PEOPLE, _("Promises, disputes, holds, notes, assessments")),
    (MESSAGES, _("Reminders and messages")),
    (BOOKS, _("Corrections and missing items")),
    (SETUP, _("Companies, people, settings")),
)


@dataclass(frozen=True, slots=True)
class Event:
    """How an event is shown. kind: one of KINDS."""

    label: Promise
    icon: str
    tone: str
    kind: str


EVENTS: dict[str, Event] = {
    "receipt_allocated": Event(_("Payment used"), "link", "good", MONEY),
    "credit_note_allocated": Event(_("Credit note used"), "receipt-refund", "info", MONEY),
    "allocation_reversed": Event(_("Payment taken back"), "arrow-back-up", "warn", MONEY),
    "payment_returned": Event(_("Payment returned"), "arrow-back-up", "bad", MONEY),
    "return_undone": Event(_("Payment counts again"), "arrow-forward-up", "info", MONEY),
    "written_off": Event(_("Written off"), "eraser", "warn", MONEY),
    "write_off_taken_back": Event(
        _("Write-off taken back"), "arrow-back-up", "info", MONEY
    ),
    "write_off_proposed": Event(_("Write-off proposed"), "eraser", "info", MONEY),
    "write_off_approved": Event(_("Write-off approved"), "check", "warn", MONEY),
    "write_off_declined": Event(_("Write-off declined"), "x", "neutral", MONEY),
    "receipt_put_on_account": Event(_("Put on account"), "wallet", "info", MONEY),
    "receipt_disowned": Event(_("Not from a customer"), "building-off", "neutral", MONEY),
    "match_declined": Event(_("Proposal declined"), "x", "neutral", MONEY),
    "line_parked": Event(_("Bank line parked"), "player-pause", "neutral", MONEY),
    "line_looked_at_again": Event(
        _("Bank line is looked at again"), "arrow-back-up", "neutral", MONEY
    ),
    "line_unparked": Event(_("Bank line waits again"), "player-play", "neutral", MONEY),
    "line_assigned": Event(_("Bank line assigned"), "user-check", "neutral", MONEY),
    "promise_recorded": Event(_("Promise recorded"), "calendar-check", "info", PEOPLE),
    "promise_withdrawn": Event(_("Promise withdrawn"), "calendar-off", "neutral", PEOPLE),
    "promise_kept": Event(_("Promise kept"), "circle-check", "good", PEOPLE),
    "promise_broken": Event(_("Promise not kept"), "calendar-x", "bad", PEOPLE),
    "dispute_opened": Event(_("Dispute opened"), "message-exclamation", "warn", PEOPLE),
    "dispute_closed": Event(_("Dispute closed"), "message-check", "good", PEOPLE),
    "hold_placed": Event(_("Put on hold"), "player-pause", "neutral", PEOPLE),
    "hold_ended": Event(_("Hold ended"), "player-play", "neutral", PEOPLE),
    "limitation_recorded": Event(
        _("Limitation: something happened"), "hourglass", "info", PEOPLE
    ),
    "limitation_withdrawn": Event(
        _("Limitation: taken back"), "hourglass-off", "warn", PEOPLE
    ),
    "case_opened": Event(_("Handed over"), "gavel", "warn", PEOPLE),
    "dossier_made": Event(_("Dossier made"), "folder", "info", PEOPLE),
    "case_stage_told": Event(_("Case: a further stage"), "gavel", "info", PEOPLE),
    "case_reference_told": Event(_("Case: the partner's number"), "hash", "info", PEOPLE),
    "case_cost_added": Event(_("Case: a cost"), "coin", "info", PEOPLE),
    "case_cost_taken_back": Event(
        _("Case: a cost taken back"), "arrow-back-up", "neutral", PEOPLE
    ),
    "case_closed": Event(_("Case closed"), "circle-check", "info", PEOPLE),
    "insolvency_recorded": Event(_("Insolvency"), "building-off", "bad", PEOPLE),
    "claim_filed": Event(_("Claim filed in the insolvency"), "file-check", "good", PEOPLE),
    "insolvency_ended": Event(_("Insolvency is over"), "player-play", "neutral", PEOPLE),
    "personal_data_exported": Event(
        _("Personal data handed out"), "download", "warn", PEOPLE
    ),
    "personal_data_erased": Event(_("Personal data erased"), "trash", "warn", PEOPLE),
    "old_data_erased": Event(
        _("What belongs to nobody known was past its time"), "trash", "neutral", PEOPLE
    ),
    "personal_data_asked": Event(
        _("Request about personal data"), "user-shield", "info", PEOPLE
    ),
    "personal_data_answered": Event(
        _("Request about personal data answered"), "user-check", "good", PEOPLE
    ),
    "note_written": Event(_("Note written"), "note", "neutral", PEOPLE),
    "score_overridden": Event(
        _("Assessed otherwise than computed"), "user-edit", "warn", PEOPLE
    ),
    "scoring_objected": Event(_("Objected to being scored"), "hand-stop", "warn", PEOPLE),
    "scoring_objection_ended": Event(
        _("Scoring decides again"), "arrow-back-up", "neutral", PEOPLE
    ),
    "score_override_ended": Event(
        _("Assessed as computed again"), "arrow-back-up", "neutral", PEOPLE
    ),
    "customer_pinned": Event(_("Scenario chosen by hand"), "pin", "info", PEOPLE),
    "customer_unpinned": Event(
        _("Scenario left to the rules"), "pinned-off", "neutral", PEOPLE
    ),
    "customer_moved": Event(
        _("Moved to the newest version"), "arrow-up-right", "neutral", PEOPLE
    ),
    "task_finished": Event(_("Task done"), "checkbox", "good", PEOPLE),
    "action_approved": Event(_("Approved"), "check", "good", MESSAGES),
    "action_declined": Event(_("Declined"), "x", "neutral", MESSAGES),
    "message_sent": Event(_("Message sent"), "send", "good", MESSAGES),
    "message_uncertain": Event(_("Message uncertain"), "help-circle", "bad", MESSAGES),
    "message_refused": Event(_("Message refused"), "mail-off", "bad", MESSAGES),
    "message_not_sent": Event(_("Message not sent"), "mail-x", "bad", MESSAGES),
    "message_bounced": Event(_("Message came back"), "mail-x", "bad", MESSAGES),
    "message_complained": Event(_("Message reported as unwanted"), "flag", "bad", MESSAGES),
    "answer_assigned": Event(_("Answer put to a customer"), "user-check", "info", MESSAGES),
    "answer_done": Event(_("Answer dealt with"), "message-check", "good", MESSAGES),
    "message_settled": Event(_("Message settled"), "mail-check", "info", MESSAGES),
    "call_made": Event(_("Call made"), "phone-call", "info", MESSAGES),
    "debit_note_issued": Event(_("Debit note issued"), "file-plus", "info", MONEY),
    "debit_notes_asked": Event(
        _("Debit notes asked for in one go"), "file-plus", "info", MONEY
    ),
    "debit_note_withdrawn": Event(_("Debit note withdrawn"), "file-minus", "warn", MONEY),
    "claim_waived": Event(_("Interest or flat sum waived"), "gift", "warn", MONEY),
    "waiver_ended": Event(_("Waiver taken back"), "arrow-back-up", "info", MONEY),
    "letters_printed": Event(_("Letters printed"), "printer", "good", MESSAGES),
    "letters_posted": Event(_("Letters posted"), "mail-forward", "good", MESSAGES),
    "arrival_recorded": Event(_("What became of a letter"), "mailbox", "info", MESSAGES),
    "arrival_corrected": Event(
        _("What became of a letter: corrected"), "pencil", "warn", MESSAGES
    ),
    "invoice_corrected": Event(_("Corrected by an import"), "pencil", "warn", BOOKS),
    "customer_corrected": Event(
        _("Customer corrected by an import"), "user-check", "warn", BOOKS
    ),
    "missing_settled": Event(_("Missing item settled"), "file-check", "info", BOOKS),
    "missing_kept": Event(_("Missing item kept open"), "file-search", "neutral", BOOKS),
    "company_opened": Event(_("Company opened"), "building-plus", "info", SETUP),
    "company_changed": Event(_("Company changed"), "pencil", "warn", SETUP),
    "unit_opened": Event(_("Unit opened"), "sitemap", "info", SETUP),
    "account_opened": Event(_("Bank account opened"), "credit-card", "info", SETUP),
    "policy_changed": Event(_("Follow-up rules changed"), "settings", "warn", SETUP),
    "partner_added": Event(_("Partner added"), "gavel", "info", SETUP),
    "partner_closed": Event(_("Partner takes no new cases"), "gavel", "neutral", SETUP),
    "rate_entered": Event(_("Rate of interest entered"), "percentage", "warn", SETUP),
    "claim_terms_set": Event(_("Terms of interest set"), "percentage", "warn", SETUP),
    "prices_changed": Event(_("Prices of messages changed"), "coin", "info", SETUP),
    "scenario_created": Event(_("Scenario begun"), "route", "info", SETUP),
    "scenario_drawn": Event(_("Scenario drawn"), "pencil", "neutral", SETUP),
    "scenario_discarded": Event(_("Draft thrown away"), "trash", "neutral", SETUP),
    "scenario_published": Event(_("Scenario published"), "rocket", "warn", SETUP),
    "scenario_renamed": Event(_("Scenario renamed"), "pencil", "neutral", SETUP),
    "scenario_archived": Event(_("Scenario archived"), "archive", "warn", SETUP),
    "scenario_restored": Event(_("Scenario taken back"), "archive-off", "info", SETUP),
    "rule_added": Event(_("Rule added"), "plus", "warn", SETUP),
    "rule_changed": Event(_("Rule changed"), "pencil", "warn", SETUP),
    "rule_moved": Event(_("Rule moved"), "arrows-sort", "warn", SETUP),
    "rule_removed": Event(_("Rule removed"), "trash", "warn", SETUP),
    "thresholds_changed": Event(
        _("Thresholds of profiles changed"), "scale", "warn", SETUP
    ),
    "matching_rules_changed": Event(
        _("What posts by itself changed"), "adjustments", "warn", SETUP
    ),
    "person_invited": Event(_("Person invited"), "user-plus", "info", SETUP),
    "person_enrolled": Event(_("Person enrolled"), "user-plus", "info", SETUP),
    "password_chosen": Event(_("Password chosen"), "key", "neutral", SETUP),
    "role_granted": Event(_("Role given"), "shield-check", "warn", SETUP),
    "wording_changed": Event(_("Text of a message changed"), "template", "warn", SETUP),
    "wording_restored": Event(
        _("Original text of a message restored"), "arrow-back-up", "info", SETUP
    ),
    "layout_saved": Event(_("Columns of a table learned"), "table", "info", SETUP),
    "layout_retired": Event(_("Columns of a table given up"), "table-off", "warn", SETUP),
    "source_opened": Event(_("Source opened"), "plug-connected", "info", SETUP),
    "source_paused": Event(
        pgettext_lazy("audit", "Source paused"), "player-pause", "warn", SETUP
    ),
    "source_resumed": Event(
        pgettext_lazy("audit", "Source resumed"), "player-play", "good", SETUP
    ),
    "token_made": Event(_("Access token made"), "key", "warn", SETUP),
    "token_revoked": Event(_("Access token revoked"), "key-off", "warn", SETUP),
}


def badge(code: str) -> Badge:
    """The event as an icon and words; the code itself where it is not one of ours."""
    event = EVENTS.get(code)
    return (
        Badge(str(event.label), event.icon, event.tone) if event else Badge(code, "point")
    )


def of_kind(kind: str) -> list[str]:
    """The codes of the events of a kind."""
    return [code for code, event in EVENTS.items() if event.kind == kind]
