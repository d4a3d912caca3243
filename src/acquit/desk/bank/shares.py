"""What a person says of a payment: how much of it for which invoice, less which credit
notes, and what becomes of the rest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.ledger.actions import Share
from acquit.ledger.models import WriteOffReason
from acquit.web import reading
from acquit.web.forms import AmountField, KitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from acquit.bank.models import Line
    from acquit.ledger.models import Receipt, Receivable
    from acquit.matching.models import Match

STAYS_OPEN = ("", _("stays open"))
# A debit note is withdrawn on its own page.
GONE_FOR = [one for one in WriteOffReason.choices if one[0] != WriteOffReason.WITHDRAWN]
BY_A_PERSON = {"how": "person"}


@dataclass(slots=True)
class Offer:
    """What is proposed for one receivable: of the money, of credit notes, of nobody."""

    paid: list[Match] = field(default_factory=list)
    notes: list[Match] = field(default_factory=list)
    gone: Match | None = None

    @property
    def paid_minor(self) -> int:
        return sum(one.amount_minor for one in self.paid)


def offers(matches: Iterable[Match]) -> dict[int, Offer]:
    """The rows of one answer, by receivable."""
    found: dict[int, Offer] = defaultdict(Offer)
    for match in matches:
        offer = found[match.receivable_id]
        if match.written_off:
            offer.gone = match
        elif match.credit_note_id is not None:
            offer.notes.append(match)
        else:
            offer.paid.append(match)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One receivable in the form. notes: each with its box."""

    receivable: Receivable
    amount: forms.BoundField
    gone: forms.BoundField
    notes: Sequence[tuple[Match, forms.BoundField]]
    proposed: bool
    missing_minor: int

    @property
    def missing_words(self) -> str:
        """What is missing, before anything is typed."""
        return reading.amount(Money(self.missing_minor, self.receivable.currency))

    @property
    def says_missing(self) -> bool:
        """Whether something of it is paid and something is not."""
        used = self.receivable.open_minor - self.missing_minor
        return self.missing_minor > 0 and used > 0


class SharesForm(KitForm):
    """For each receivable an amount, a box for each credit note beside it, and what becomes
    of what is missing then; an empty amount means that it is not paid by this.
    """

    def __init__(
        self,
        receipt: Receipt,
        receivables: Sequence[Receivable],
        proposals: Iterable[Match],
        *args: Any,
        beside: Sequence[Line] = (),
    ) -> None:
        super().__init__(*args)
        self.receipt = receipt
        self.beside = beside
        self.receivables = receivables
        self.offers = offers(proposals)
        for one in receivables:
            self.fields[f"use-{one.pk}"] = self._amount_field(one)
            for match in self._notes(one):
                self.fields[self._note_name(match)] = self._note_field(match)
            self.fields[f"gone-{one.pk}"] = self._gone_field(one)
        for line in beside:
            self.fields[f"with-{line.pk}"] = self._beside_field(line)

    def _offer(self, one: Receivable) -> Offer:
        return self.offers.get(one.pk) or Offer()

    def _notes(self, one: Receivable) -> list[Match]:
        return self._offer(one).notes

    @staticmethod
    def _note_name(match: Match) -> str:
        return f"note-{match.receivable_id}-{match.credit_note_id}"

    def _amount_field(self, one: Receivable) -> AmountField:
        label = _("Of this payment for %(number)s") % {"number": one.invoice.number}
        looks = {"class": "form-control", "data-share": "", "aria-label": label}
        looks |= {"data-key": "e"} if one == self.receivables[0] else {}
        return AmountField(
            currency=one.currency,
            required=False,
            label=label,
            initial=self._proposed(one),
            widget=forms.TextInput(attrs=looks),
        )

    def _beside_field(self, line: Line) -> forms.BooleanField:
        left = line.receipt.available_minor if line.receipt else 0
        looks = {"class": "form-check-input", "data-together": left}
        looks |= {"data-key": "t"} if line == self.beside[0] else {}
        return forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs=looks))

    @staticmethod
    def _note_field(match: Match) -> forms.BooleanField:
        looks = {"class": "form-check-input", "data-note": match.amount_minor}
        return forms.BooleanField(
            required=False, initial=True, widget=forms.CheckboxInput(attrs=looks)
        )

    def _gone_field(self, one: Receivable) -> forms.ChoiceField:
        label = _("What is missing of %(number)s") % {"number": one.invoice.number}
        gone = self._offer(one).gone
        return forms.ChoiceField(
            required=False,
            label=label,
            choices=[STAYS_OPEN, *GONE_FOR],
            initial=gone.written_off if gone is not None else "",
            widget=forms.Select(attrs={"class": "form-select", "aria-label": label}),
        )

    def _proposed(self, one: Receivable) -> Money | None:
        """What was proposed; where nothing was, all of it when that is just the amount."""
        offer = self.offers.get(one.pk)
        if offer is not None:
            minor = min(offer.paid_minor, one.open_minor)
            return Money(minor, one.currency) if minor else None
        return Money(one.open_minor, one.currency) if one == self.exactly else None

    @property
    def exactly(self) -> Receivable | None:
        """The only one of which just this amount is open, where nothing was proposed."""
        left = self.receipt.available_minor
        alone = [one for one in self.receivables if one.open_minor == left]
        return alone[0] if len(alone) == 1 and not self.offers else None

    @property
    def filled(self) -> bool:
        """Whether Enter accepts something as the form is first shown."""
        return any(self._proposed(one) for one in self.receivables)

    @property
    def rows(self) -> Iterator[Row]:
        """What the page draws a line for."""
        for one in self.receivables:
            notes = [(note, self[self._note_name(note)]) for note in self._notes(one)]
            yield Row(
                one,
                self[f"use-{one.pk}"],
                self[f"gone-{one.pk}"],
                notes,
                one.pk in self.offers,
                self._missing_at_first(one),
            )

    @property
    def together(self) -> Iterator[tuple[Line, Money, forms.BoundField]]:
        """Other lines whose money can be used as well, with what is left of them."""
        for line in self.beside:
            left = line.receipt.available_minor if line.receipt else 0
            yield line, Money(left, line.currency), self[f"with-{line.pk}"]

    def receipt_ids(self) -> list[int]:
        """The payment, and those that are used together with it."""
        ticked = [one for one in self.beside if self.cleaned_data.get(f"with-{one.pk}")]
        return [self.receipt.pk, *(one.receipt_id for one in ticked if one.receipt_id)]

    @property
    def available_minor(self) -> int:
        """What can be used, with what is ticked."""
        others = {one.receipt_id: one.receipt for one in self.beside}
        ticked = [others[key] for key in self.receipt_ids()[1:]]
        return self.receipt.available_minor + sum(
            one.available_minor for one in ticked if one
        )

    def _missing_at_first(self, one: Receivable) -> int:
        """As the form is shown: by what was sent, else by what was proposed."""
        if self.is_bound:
            money = self.cleaned_data.get(f"use-{one.pk}")
        else:
            money = self._proposed(one)
        ticked = [
            note
            for note in self._notes(one)
            if not self.is_bound or self.cleaned_data.get(self._note_name(note))
        ]
        notes = sum(note.amount_minor for note in ticked)
        return one.open_minor - notes - (money.minor if money else 0)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for more than is open, more than came in, or nothing."""
        for one in self.receivables:
            self._check_open(one)
        if self.errors:
            return self.cleaned_data
        used = sum(share.amount_minor for share in self.shares() if share.is_paid)
        if not used:
            raise forms.ValidationError(
                _("Write an amount beside at least one invoice that this payment settles.")
            )
        if used > self.available_minor:
            left = Money(self.available_minor, self.receipt.currency)
            over = Money(used - left.minor, left.currency)
            raise forms.ValidationError(
                _("Only %(left)s can be used: that is %(over)s too much.")
                % {
                    "left": reading.amount_and_currency(left),
                    "over": reading.amount_and_currency(over),
                }
            )
        return self.cleaned_data

    def _check_open(self, one: Receivable) -> None:
        """More than is open, with what the ticked credit notes take off it."""
        money = self.cleaned_data.get(f"use-{one.pk}")
        left = one.open_minor - sum(note.amount_minor for note in self._ticked(one))
        if money is None or money.minor <= left:
            return
        still = reading.amount_and_currency(Money(max(left, 0), one.currency))
        self.add_error(f"use-{one.pk}", _("Only %(amount)s is open.") % {"amount": still})

    def _ticked(self, one: Receivable) -> list[Match]:
        """The credit notes beside the payment, or that take the receivable whole."""
        ticked = [
            note
            for note in self._notes(one)
            if self.cleaned_data.get(self._note_name(note))
        ]
        whole = sum(note.amount_minor for note in ticked) >= one.open_minor
        return ticked if whole or self.cleaned_data.get(f"use-{one.pk}") else []

    def shares(self) -> list[Share]:
        """What was said, with the evidence of what had been proposed."""
        return [share for one in self.receivables for share in self._shares(one)]

    def _shares(self, one: Receivable) -> Iterator[Share]:
        money = self.cleaned_data.get(f"use-{one.pk}")
        missing = one.open_minor
        if money:
            paid = self._offer(one).paid
            evidence = dict(paid[0].evidence) if paid else BY_A_PERSON
            yield Share(one.pk, money.minor, evidence)
            missing -= money.minor
        for note in self._ticked(one):
            yield Share(
                one.pk,
                note.amount_minor,
                dict(note.evidence),
                credit_note_id=note.credit_note_id,
            )
            missing -= note.amount_minor
        reason = self.cleaned_data.get(f"gone-{one.pk}", "")
        if reason and 0 < missing < one.open_minor:
            yield self._written_off(one, missing, reason)

    def _written_off(self, one: Receivable, minor: int, reason: str) -> Share:
        """As it was proposed, or as the person judges."""
        gone = self._offer(one).gone
        as_proposed = gone and (gone.amount_minor, gone.written_off) == (minor, reason)
        evidence = dict(gone.evidence) if gone and as_proposed else BY_A_PERSON
        return Share(one.pk, minor, evidence, written_off=reason)
