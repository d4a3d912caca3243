"""What is said of cases, insolvencies and write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.core.money import Money
from acquit.handover.actions.write_offs import REASONS
from acquit.handover.models import (
    PROCEDURES,
    STAGES,
    Bearer,
    CostKind,
    DataRole,
    InsolvencyKind,
    Outcome,
    PartnerKind,
)
from acquit.ledger.models import WriteOffReason
from acquit.organisation.models import LANGUAGES
from acquit.web import reading
from acquit.web.forms import AmountField, DayField, KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.handover.models import Partner
    from acquit.ledger.models import Receivable

CONTROL = {"class": "form-control"}
_PAPER = _("A PDF, a picture, a message: up to 20 MB.")


def _text(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _paper(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=_PAPER)


class HandOverForm(KitForm):
    """Which invoices go to whom, and by which procedure."""

    receivables = forms.MultipleChoiceField(
        label=_("What is handed over"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose at least one invoice.")},
    )
    partner = forms.ChoiceField(label=_("To whom"))
    procedure = forms.ChoiceField(label=_("Procedure"), choices=PROCEDURES)
    words = forms.CharField(
        label=_("What they should know"), required=False, widget=_text()
    )

    def __init__(
        self,
        rows: Sequence[Receivable],
        partners: Sequence[Partner],
        *args: Any,
        natural: bool,
        **more: Any,
    ) -> None:
        """natural: the debtor is, or may be, a natural person."""
        super().__init__(*args, **more)
        self._fill("receivables", [(str(row.pk), _named(row)) for row in rows])
        self._fill("partner", [(str(one.pk), _who(one)) for one in partners])
        if natural:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("I have looked at this file and decide it myself"),
                help_text=_(
                    "The debtor is, or may be, a natural person: no score and no rule "
                    "decides a legal step."
                ),
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def _fill(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _named(row: Receivable) -> str:
    amount = reading.amount_and_currency(Money(row.open_minor, row.currency))
    part = f"/{row.instalment}" if row.instalment > 1 else ""
    day = reading.short_day(row.due_on)
    return _("%(number)s, due %(day)s: %(amount)s") % {
        "number": row.invoice.number + part,
        "day": day,
        "amount": amount,
    }


def _who(partner: Partner) -> str:
    return f"{partner.name} ({partner.get_kind_display()})"


class PartnerForm(KitForm):
    """Who takes cases on."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Small letters and digits, as in maes: commands know it by this."),
        widget=forms.TextInput(),
    )
    kind = forms.ChoiceField(label=_("What they are"), choices=PartnerKind.choices)
    data_role = forms.ChoiceField(
        label=_("In the law of personal data"),
        choices=DataRole.choices,
        help_text=_("Lawyers and bailiffs are controllers by their own duties."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class StageForm(KitForm):
    """What the partner told."""

    stage = forms.ChoiceField(label=_("What happened"), choices=STAGES)
    on = DayField(label=_("Day"))
    told_until = DayField(
        label=_("Next day to watch"),
        required=False,
        help_text=_("Only where the partner named one: the clocks of the procedure run."),
    )
    words = forms.CharField(label=_("What they said"), required=False, widget=_text())
    paper = _paper(_("Proof"))


class CorrectionForm(StageForm):
    """The fact as it was, or that it never was."""

    withdrawn = forms.BooleanField(
        label=_("It never happened"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class CostForm(KitForm):
    """What it cost, and who bears it."""

    kind = forms.ChoiceField(label=_("What for"), choices=CostKind.choices)
    borne_by = forms.ChoiceField(label=_("Who bears it"), choices=Bearer.choices)
    on = DayField(label=_("Day"))
    words = forms.CharField(label=_("Explanation"), max_length=300, required=False)
    paper = _paper(_("The bill"))

    def __init__(self, currency: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            widget=forms.TextInput(attrs=dict(CONTROL)),
        )
        self.order_fields(["kind", "amount", "borne_by", "on", "words", "paper"])


class ReferenceForm(KitForm):
    """The partner's own number."""

    reference = forms.CharField(label=_("Their reference"), max_length=80)


class CloseForm(KitForm):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    words = forms.CharField(label=_("Explanation"), required=False, widget=_text())


class InsolvencyForm(KitForm):
    """What the notice says."""

    kind = forms.ChoiceField(label=_("What was opened"), choices=InsolvencyKind.choices)
    opened_on = DayField(label=_("Opened on"))
    published_on = DayField(
        label=_("Published on"),
        required=False,
        help_text=_("In the official journal: in France the BODACC."),
    )
    deadline_on = DayField(
        label=_("Claims are filed until"),
        required=False,
        help_text=_(
            "As the judgment or the notice says it. Empty: by the rule of the country, "
            "where one is known."
        ),
    )
    court = forms.CharField(label=_("Court"), max_length=200, required=False)
    reference = forms.CharField(label=_("Its number"), max_length=120, required=False)
    administrator = forms.CharField(
        label=_("Administrator, with the address"), max_length=300, required=False
    )
    source = forms.CharField(label=_("Where it was read"), max_length=300, required=False)


class FiledForm(KitForm):
    """That the claim was filed, and what proves it."""

    on = DayField(label=_("Filed on"))
    words = forms.CharField(
        label=_("Reference of the receipt, or how it was filed"),
        max_length=300,
        required=False,
    )
    paper = _paper(_("The receipt"))


class WriteOffForm(KitForm):
    """How much is given up, and why."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(one.value, WriteOffReason(one).label) for one in REASONS],
    )
    words = forms.CharField(label=_("Explanation"), required=False, widget=_text())

    def __init__(self, receivable: Receivable, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        currency = receivable.currency
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            initial=Money(receivable.open_minor, currency),
            widget=forms.TextInput(attrs=dict(CONTROL)),
        )
        self.order_fields(["amount", "reason", "words"])


class WishForm(KitForm):
    """Yes or no."""

    YES, NO = "yes", "no"
    answer = forms.ChoiceField(
        label=_("Decision"), choices=[(YES, _("Write it off")), (NO, _("Decline"))]
    )
    words = forms.CharField(label=_("Explanation"), required=False, widget=_text())
