"""The shape of a text that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.dunning.wording.engine import LONGEST_TEXT
from acquit.dunning.wording.facts import Text
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from acquit.dunning.wording.writing import Key


class TextForm(KitForm):
    """Subject and text. An SMS has no subject."""

    subject = forms.CharField(label=_("Subject"), max_length=1_000, strip=True)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
    )

    def __init__(self, key: Key, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("subject", "text"):
            self.fields[name].widget.attrs |= {"lang": key.language, "data-insert-here": ""}
        if key.channel == "SMS":
            del self.fields["subject"]
            self.fields["text"].widget.attrs["rows"] = 7

    def written(self) -> Text:
        """What was typed, be it right or not."""
        return Text(
            str(self.data.get("subject", "")).replace("\r\n", " ").strip(),
            str(self.data.get("text", "")).replace("\r\n", "\n").strip(),
        )
