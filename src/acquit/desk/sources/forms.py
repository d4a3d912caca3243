"""What is said of a source when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acquit.desk.keeping import CHOICES, PARTIAL, WHOLE
from acquit.intake.actions import SourceWords
from acquit.intake.models import SourceKind
from acquit.organisation import rights
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.models import Company

LONGEST_QUIET = 366


class SourceForm(KitForm):
    """An upload: a program brings its files itself."""

    kind = SourceKind.UPLOAD
    name = forms.CharField(label=_("Name"), max_length=100)
    company = forms.ChoiceField(label=_("For the company"))
    keep = forms.ChoiceField(
        label=_("When something in a file is wrong"), choices=CHOICES, initial=WHOLE
    )
    quiet_days = forms.IntegerField(
        label=_("Tell us when nothing has come for so many days"),
        required=False,
        min_value=1,
        max_value=LONGEST_QUIET,
    )

    def __init__(self, companies: Sequence[Company], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = {str(one.pk): one for one in companies}
        choice = self.fields["company"]
        choice.choices = [(key, one.name) for key, one in self.companies.items()]  # type: ignore[attr-defined]  # a choice field
        if len(companies) == 1:
            choice.initial = companies[0].pk
            choice.widget = choice.hidden_widget()

    def words(self) -> SourceWords:
        """What was said, once it is valid."""
        said = self.cleaned_data
        return SourceWords(
            name=said["name"],
            kind=self.kind,
            folder=said.get("folder", ""),
            partial=said["keep"] == PARTIAL,
            quiet_days=said["quiet_days"],
        )


class FolderForm(SourceForm):
    """A watched folder."""

    kind = SourceKind.FOLDER
    folder = forms.CharField(
        label=_("Folder"),
        max_length=200,
        help_text=_(
            "Its name below the folder that your administrator set (ACQUIT_WATCH); words "
            "with / between them. It is made if it is not there."
        ),
    )
    field_order = ("name", "company", "folder")


def companies_to_set_up(request: DeskRequest) -> list[Company]:
    """Those of which this person may open sources, within the scope switch."""
    mine = rights.scope(request.user, Act.ADMINISTER)
    within = {reach.company_id for reach in request.granted.reaches}
    return [
        one
        for one in request.desk.places.companies
        if mine.covers_company(one.pk) and within & {None, one.pk}
    ]
