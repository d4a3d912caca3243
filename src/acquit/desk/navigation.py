"""The side navigation. A page is one line; it is shown to those who may do its act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from acquit.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Page:
    """One entry: `view` is the name of its address."""

    label: str | Promise
    icon: str
    view: str
    act: Act = Act.SEE


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is drawn."""

    label: str | Promise
    icon: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group has none."""

    label: str | Promise
    entries: Sequence[Entry]


PAGES: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (
        _("Receivables"),
        (
            Page(_("Cockpit"), "dashboard", "desk:home"),
            Page(_("Forecast"), "chart-histogram", "desk:forecast"),
            Page(_("Customers"), "users", "desk:customers"),
            Page(_("Invoices"), "file-invoice", "desk:invoices"),
        ),
    ),
    (
        _("Work"),
        (
            Page(_("To do"), "checkbox", "desk:tasks"),
            Page(_("Bank"), "building-bank", "desk:bank", Act.SEE_BANK),
            Page(_("Dunning today"), "send", "desk:dunning"),
            Page(_("Outbox"), "mail-forward", "desk:outbox"),
            Page(_("To claim"), "file-plus", "desk:to_claim"),
            Page(_("Hand-over"), "gavel", "desk:cases"),
            Page(_("Letters"), "mailbox", "desk:letters", Act.PRINT),
            Page(_("Imports"), "file-import", "desk:imports", Act.IMPORT),
            Page(_("Sources"), "plug-connected", "desk:sources", Act.IMPORT),
        ),
    ),
    (
        _("Oversight"),
        (
            Page(_("Accuracy"), "target-arrow", "desk:accuracy", Act.SEE_BANK),
            Page(_("Payers"), "scale", "desk:payers"),
            Page(_("Scenarios"), "route", "desk:scenarios"),
            Page(_("Templates"), "template", "desk:templates", Act.SET_RULES),
            Page(_("Law"), "gavel", "desk:law"),
            Page(_("Terms of interest"), "percentage", "desk:claim_terms"),
            Page(_("Limitation"), "hourglass", "desk:limitation"),
            Page(
                _("Personal data"), "user-shield", "desk:personal_data", Act.PERSONAL_DATA
            ),
            Page(_("Audit"), "clipboard-list", "desk:audit", Act.SEE_AUDIT),
        ),
    ),
)


def groups(person: Person, path: str) -> list[Group]:
    """What this person may open; groups with nothing in them are left out."""
    drawn = []
    for label, pages in PAGES:
        entries = [_entry(page, path) for page in pages if rights.may(person, page.act)]
        if entries:
            drawn.append(Group(label, entries))
    return drawn


def _entry(page: Page, path: str) -> Entry:
    href = reverse(page.view)
    here = path == href or (href != "/" and path.startswith(href))
    return Entry(page.label, page.icon, href, here)
