"""What an entry of the trail keeps beside its name, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from acquit.desk.audit.said import agreed, cases, changes, claims, messages, money, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.audit.models import Entry

# The doors by which Acquit itself acts.
DOORS = {
    "daily cycle": gettext_lazy("Daily cycle"),
    "command line": gettext_lazy("Command line"),
}


def who(entry: Entry) -> str:
    """Who acted: a person, or a door of Acquit's in the reader's language."""
    if entry.actor_id is not None:
        return entry.actor_name
    return str(DOORS.get(entry.actor_name, entry.actor_name))


def said(entry: Entry, currency: str = "") -> str:
    """currency: of what the entry is about, for the amounts in it."""
    tell = _TOLD.get(entry.event)
    return tell(entry, currency) if tell else entry.reason


_TOLD: dict[str, Callable[[Entry, str], str]] = {
    "invoice_corrected": changes.corrected,
    "customer_corrected": changes.corrected,
    "company_changed": changes.changed,
    "prices_changed": changes.changed,
    "policy_changed": changes.policy,
    "rate_entered": changes.rate,
    "claim_terms_set": claims.terms,
    "debit_note_issued": claims.issued,
    "debit_notes_asked": claims.asked,
    "debit_note_withdrawn": claims.withdrawn,
    "claim_waived": claims.waived,
    "waiver_ended": claims.waived,
    "scenario_created": messages.scenario,
    "scenario_drawn": messages.scenario,
    "scenario_discarded": messages.scenario,
    "scenario_published": messages.scenario,
    "scenario_renamed": messages.scenario,
    "scenario_archived": messages.scenario,
    "scenario_restored": messages.scenario,
    "rule_added": messages.scenario,
    "rule_changed": messages.scenario,
    "rule_moved": messages.scenario,
    "rule_removed": messages.scenario,
    "customer_pinned": messages.scenario,
    "customer_unpinned": messages.scenario,
    "customer_moved": messages.scenario,
    "matching_rules_changed": changes.rules,
    "thresholds_changed": changes.thresholds,
    "score_overridden": agreed.overridden,
    "line_parked": money.parked,
    "line_assigned": money.assigned,
    "promise_recorded": agreed.promise,
    "dispute_opened": agreed.dispute,
    "hold_placed": agreed.hold,
    "personal_data_erased": agreed.erased,
    "personal_data_asked": agreed.asked,
    "personal_data_answered": agreed.asked,
    "limitation_recorded": agreed.limitation,
    "limitation_withdrawn": agreed.limitation,
    "receipt_allocated": money.shares,
    "credit_note_allocated": money.shares,
    "payment_returned": money.returned,
    "return_undone": money.returned,
    "message_settled": messages.settled,
    "call_made": messages.call,
    "role_granted": people.role,
    "letters_printed": messages.bundle,
    "letters_posted": messages.bundle,
    "arrival_recorded": messages.arrival,
    "arrival_corrected": messages.arrival,
    "missing_settled": money.missing,
    "missing_kept": money.missing,
    **dict.fromkeys(
        ("message_sent", "message_uncertain", "message_refused", "message_not_sent"),
        messages.step,
    ),
    **dict.fromkeys(("action_approved", "action_declined"), messages.step),
    **dict.fromkeys(("message_bounced", "message_complained"), messages.step),
    **dict.fromkeys(("company_opened", "unit_opened", "account_opened"), people.named),
    **dict.fromkeys(("person_invited", "person_enrolled", "password_chosen"), people.named),
    **dict.fromkeys(("layout_saved", "layout_retired"), people.named),
    **dict.fromkeys(("wording_changed", "wording_restored"), messages.worded),
    **dict.fromkeys(("source_opened", "source_paused", "source_resumed"), people.named),
    **dict.fromkeys(("token_made", "token_revoked"), people.named),
    **dict.fromkeys(
        ("case_opened", "case_stage_told", "case_reference_told", "case_closed"), cases.case
    ),
    "dossier_made": cases.dossier,
    **dict.fromkeys(("case_cost_added", "case_cost_taken_back"), cases.cost),
    **dict.fromkeys(("partner_added", "partner_closed"), cases.partner),
    **dict.fromkeys(
        ("insolvency_recorded", "claim_filed", "insolvency_ended"), cases.insolvency
    ),
    **dict.fromkeys(
        (
            *("written_off", "write_off_taken_back", "write_off_proposed"),
            *("write_off_approved", "write_off_declined"),
        ),
        cases.write_off,
    ),
}
