"""The shape of input, in the look of the kit. Amounts are read as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.utils.translation import gettext as _

from acquit.core.money import Money, TooPrecise
from acquit.formats.archive import is_litter
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[0-9]+(\.[0-9]{1,3})?")


class KitForm(forms.Form):
    """A form whose fields look like the kit's."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            looks = {"Select": "form-select", "CheckboxInput": "form-check-input"}
            kind = looks.get(type(field.widget).__name__, "form-control")
            field.widget.attrs.setdefault("class", kind)


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs["input_formats"] = ["%Y-%m-%d"]
        super().__init__(**kwargs)


class FilesField(forms.FileField):
    """One or several files, picked or dropped; cleaned, a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = _Files(attrs={"multiple": True})
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Raises ValidationError when there is none, or one is empty.

        What a computer adds to a folder by itself is left out.
        """
        sent = data if isinstance(data, list) else [data]
        given = [one for one in sent if one is None or not is_litter(one.name)]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class AmountField(forms.CharField):
    """An amount in the given currency; becomes Money. Nothing ambiguous is guessed."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.currency = currency
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Money as the reader writes it; what was typed stays as it was typed."""
        return reading.amount(value) if isinstance(value, Money) else value

    def clean(self, value: Any) -> Money | None:
        """Raises ValidationError for anything that is not plainly one positive amount."""
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            money = Money.of(_read(text), self.currency)
        except (NumberFormatError, ArithmeticError) as error:
            raise forms.ValidationError(
                _("“%(text)s” is not an amount such as %(example)s."),
                params={
                    "text": text,
                    "example": reading.amount(Money.of("1234.5", "EUR")),
                },
            ) from error
        except TooPrecise as error:
            raise forms.ValidationError(
                _("“%(text)s” has more decimals than %(currency)s knows."),
                params={"text": text, "currency": self.currency},
            ) from error
        if money.minor <= 0:
            raise forms.ValidationError(_("The amount must be more than zero."))
        return money


class PercentField(forms.CharField):
    """A percentage, with or without its sign; becomes a share, 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """A share as the reader writes it; what was typed stays as it was typed."""
        return reading.number(round(value * 100, 4)) if isinstance(value, float) else value

    def clean(self, value: Any) -> float:
        """Raises ValidationError for anything that is not plainly a share of a whole."""
        text = str(super().clean(value)).strip()
        try:
            percent = _read(text.removesuffix("%").strip())
        except (NumberFormatError, ArithmeticError):
            percent = Decimal(-1)
        if not 0 <= percent <= 100:
            raise forms.ValidationError(
                _("“%(text)s” is not a percentage such as %(example)s."),
                params={"text": text, "example": reading.number(99.9)},
            )
        return float(percent / 100)


def typed_amounts(text: str, currencies: Iterable[tuple[str]]) -> list[Money]:
    """What was typed as an amount of each of these currencies; empty when it is none."""
    found = []
    for (currency,) in currencies:
        try:
            money = AmountField(currency=currency, required=False).clean(text)
        except forms.ValidationError:
            continue
        if money is not None:
            found.append(money)
    return found


def _read(text: str) -> Decimal:
    bare = "".join(text.split())
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    spaced = re.sub(r"\s", reading.group_mark(), text) if text.strip() != bare else bare
    return Decimal(parse_decimal(spaced.strip(), locale=reading.locale(), strict=True))
