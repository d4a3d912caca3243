"""What to do with a file of which a part is wrong: the choice on every form for files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHOLE, PARTIAL = "whole", "partial"
CHOICES = [
    (WHOLE, _("Take nothing of that file")),
    (PARTIAL, _("Take what is right")),
]
