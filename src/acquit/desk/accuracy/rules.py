"""What a company lets be posted by itself: as it is shown, offered, and changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from acquit.core.matching import Rules
from acquit.organisation import rights
from acquit.organisation.rights import Act
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Link, Text
from acquit.web.forms import KitForm, PercentField
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.desk.following_words import Words
    from acquit.matching.queries.accuracy import Accuracy, Books
    from acquit.organisation.models import Company

# (what it is about, what is then done)
SWITCHES: dict[str, tuple[Words, Words]] = {
    "discounts": (
        gettext_lazy("Payments less the discount, in time"),
        gettext_lazy("post, and write the discount off"),
    ),
    "shorter": (
        gettext_lazy("Payments of less"),
        gettext_lazy("post as a part payment; the rest stays open and is asked for"),
    ),
    "over": (
        gettext_lazy("Payments of more"),
        gettext_lazy("post; the rest lies on account"),
    ),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One rule of a company, and what people did by hand so far."""

    words: str
    on: bool
    by_hand: str

    @property
    def mark(self) -> Badge:
        """Whether it is on."""
        if self.on:
            return Badge(pgettext("switched", "On"), "circle-check", "good")
        return Badge(_("Off"), "circle-minus", "neutral")


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules of one company. href: where they are changed; empty for who may not."""

    company: Company
    wanted: str
    switches: Sequence[Switch]
    href: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule that people follow by hand already. href: as `Standing` has it."""

    company: Company
    words: str
    href: str


class RulesForm(KitForm):
    """The share that must be right, and three switches."""

    wanted = PercentField(
        label=gettext_lazy("Of what is posted by itself, so much must be right (percent)"),
        help_text=gettext_lazy(
            "From 90 to 99.99. A kind of evidence of which the books disprove it is no "
            "longer posted; a person is asked instead."
        ),
    )
    discounts = forms.BooleanField(required=False)
    shorter = forms.BooleanField(required=False)
    over = forms.BooleanField(required=False)

    def __init__(self, books: Books, turn_on: str, *args: Any, **kwargs: Any) -> None:
        """turn_on: the rule that was offered, ticked already; it is still to be sent."""
        initial = {name: getattr(books.rules, name) for name in ("wanted", *SWITCHES)}
        if turn_on in books.offered:
            initial[turn_on] = True
        super().__init__(*args, initial=initial, **kwargs)
        for name in SWITCHES:
            self.fields[name].label = said(name)
            self.fields[name].help_text = by_hand(books, name)

    def rules(self) -> Rules:
        """What was said, once it is valid."""
        return Rules(**self.cleaned_data)


def standings(
    request: DeskRequest, books: Accuracy, companies: dict[int, Company]
) -> list[Standing]:
    """The rules of each company."""
    return [
        Standing(
            companies[one.company_id],
            reading.exact_percent(one.rules.wanted),
            [
                Switch(said(name), bool(getattr(one.rules, name)), by_hand(one, name))
                for name in SWITCHES
            ],
            _href(request, one.company_id),
        )
        for one in books.books
    ]


def table(standings: Sequence[Standing]) -> Lines:
    """The rules of several companies below each other."""
    heads = [Head(_("Company")), Head(_("Must be right"), numeric=True)]
    heads += [Head(about) for about, _then in SWITCHES.values()]
    return Lines(heads, [_row(one) for one in standings])


def _row(one: Standing) -> list[Cell]:
    name = one.company.name
    leads = Link(name, f"?scope=company:{one.company.pk}", row=True)
    return [leads, Text(one.wanted), *map(_marked, one.switches)]


def _marked(switch: Switch) -> Cell:
    return replace(switch.mark, under=switch.by_hand)


def offers(
    request: DeskRequest, books: Accuracy, companies: dict[int, Company]
) -> Iterator[Offer]:
    """What people do by hand so regularly that it may post by itself."""
    for one in books.books:
        for name in one.offered:
            href = _href(request, one.company_id)
            yield Offer(
                companies[one.company_id],
                _offered(one, name),
                href and f"{href}?turn_on={name}",
            )


def said(name: str) -> str:
    """What a rule is about, and what is then done."""
    about, then = SWITCHES[name]
    return _("%(about)s: %(then)s") % {"about": about, "then": then}


def by_hand(books: Books, name: str) -> str:
    """How often people did what the rule would do, and how often not."""
    done, otherwise = books.by_hand[name]
    if not done and not otherwise:
        return _("No person has decided on such a payment yet.")
    counts = {"done": reading.number(done), "otherwise": reading.number(otherwise)}
    if not otherwise:
        return _("By hand so far: %(done)s times, and never otherwise.") % counts
    return _("By hand so far: %(done)s times; otherwise: %(otherwise)s times.") % counts


def _offered(books: Books, name: str) -> str:
    done, _otherwise = books.by_hand[name]
    return _(
        "%(about)s: people posted them %(count)s times by hand, and never did otherwise. "
        "Post these by themselves?"
    ) % {"about": SWITCHES[name][0], "count": reading.number(done)}


def _href(request: DeskRequest, company_id: int) -> str:
    if not rights.scope(request.user, Act.SET_RULES).covers_company(company_id):
        return ""
    return reverse("desk:matching_rules", args=[company_id])
