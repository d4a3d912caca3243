"""What a person says of a bundle."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acquit.web.forms import DayField, KitForm


class PostForm(KitForm):
    """The day on which it went to the post."""

    posted_on = DayField(label=_("Went to the post on"))
