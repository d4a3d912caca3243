"""What people read for each kind of personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from acquit.core.privacy import Group

if TYPE_CHECKING:
    from acquit.desk.following_words import Words

GROUPS: dict[Group, Words] = {
    Group.IDENTITY: gettext_lazy("Name and address"),
    Group.REACH: gettext_lazy("E-mail, phone, accounts"),
    Group.CONTACTS: gettext_lazy("Contact persons"),
    Group.BOOKS: gettext_lazy("Invoices and payments"),
    Group.MESSAGES: gettext_lazy("Messages"),
    Group.ANSWERS: gettext_lazy("Answers"),
    Group.NOTES: gettext_lazy("Notes"),
    Group.SAID: gettext_lazy("Words of disputes, holds and choices"),
    Group.SCORES: gettext_lazy("Profile, score, predictions"),
    Group.CASES: gettext_lazy("Words and papers of cases"),
    Group.REQUESTS: gettext_lazy("Requests about their data"),
    Group.TRAIL: gettext_lazy("Audit trail"),
}
