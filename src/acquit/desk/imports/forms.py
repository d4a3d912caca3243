"""Which files, for which company, and what happens when a part of one is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from acquit.desk import words
from acquit.desk.keeping import CHOICES, WHOLE, PictureForm
from acquit.formats import registry
from acquit.intake.actions.imports import LARGEST_KEPT
from acquit.organisation import rights
from acquit.organisation.rights import Act
from acquit.web.forms import FilesField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.models import Company

# More than this takes longer than a page may: a job reads it.
AT_ONCE = 5 * 1024**2
FILES_AT_ONCE = 20
MOST_FILES = 500
# An archive is as much work as what is in it.
UNPACKED = 10


class UploadForm(PictureForm):
    """Files as the bank or the accounting wrote them."""

    file = FilesField(label=_("Files"))
    company = forms.ChoiceField(label=_("For the company"))
    keep = forms.ChoiceField(
        label=_("When something in a file is wrong"),
        choices=CHOICES,
        initial=WHOLE,
    )

    def __init__(self, companies: Sequence[Company], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = {str(one.pk): one for one in companies}
        choice = self.fields["company"]
        choice.choices = [(key, one.name) for key, one in self.companies.items()]  # type: ignore[attr-defined]  # a choice field
        if len(companies) == 1:
            choice.initial = companies[0].pk
            choice.widget = choice.hidden_widget()

    @property
    def readable(self) -> str:
        """All formats that may be dropped."""
        return words.told(registry.readable())

    @property
    def statements(self) -> str:
        """The formats of bank statements."""
        return registry.labels("statement")

    def is_for_a_job(self) -> bool:
        """Whether reading all of it takes longer than a page may, once it is valid."""
        files = self.cleaned_data["file"]
        work = sum(
            file.size * (UNPACKED if file.name.lower().endswith(".zip") else 1)
            for file in files
        )
        return len(files) > FILES_AT_ONCE or work > AT_ONCE

    def clean_file(self) -> list[Any]:
        """Raises ValidationError for too many files, or one too large to be kept."""
        files: list[Any] = self.cleaned_data["file"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(most)d files at once."), params={"most": MOST_FILES}
            )
        for file in files:
            if file.size > LARGEST_KEPT:
                raise forms.ValidationError(
                    _(
                        "“%(name)s” has %(size)s; up to %(most)s can be sent here. "
                        "Ask your administrator to run “acquit import” on the server."
                    ),
                    params={
                        "name": file.name,
                        "size": filesizeformat(file.size),
                        "most": filesizeformat(LARGEST_KEPT),
                    },
                )
        return files


def companies_to_import(request: DeskRequest) -> list[Company]:
    """Those for which this person may import, within the scope switch."""
    mine = rights.scope(request.user, Act.IMPORT)
    chosen = request.desk.narrowed(mine)
    within = {reach.company_id for reach in chosen.reaches}
    return [
        one
        for one in request.desk.places.companies
        if mine.covers_company(one.pk) and within & {None, one.pk}
    ]


def upload_form(request: DeskRequest) -> UploadForm | None:
    """The form, as it is first shown; None for who may not import."""
    companies = companies_to_import(request)
    return UploadForm(companies) if companies else None
