"""The words for what became of a letter at the door."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acquit.channels.models import ArrivalOutcome
from acquit.web.cells import Badge

BADGES = {
    ArrivalOutcome.RECEIVED.value: ("circle-check", "good"),
    ArrivalOutcome.REFUSED.value: ("hand-stop", "warn"),
    ArrivalOutcome.UNCLAIMED.value: ("mailbox", "warn"),
    ArrivalOutcome.RETURNED.value: ("mail-x", "bad"),
    ArrivalOutcome.UNKNOWN.value: ("help-circle", "neutral"),
}
# Behind a colon, after the name of the letter.
ARRIVED = {
    ArrivalOutcome.RECEIVED.value: _("received"),
    ArrivalOutcome.REFUSED.value: _("refused"),
    ArrivalOutcome.UNCLAIMED.value: _("not collected"),
    ArrivalOutcome.RETURNED.value: _("came back"),
    ArrivalOutcome.UNKNOWN.value: _("not known after all"),
}


def badge(outcome: str) -> Badge:
    """What became of it, as an icon and words."""
    return Badge(str(ArrivalOutcome(outcome).label), *BADGES[outcome])
