"""How people get in: nobody signs up by themselves, and a password is one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from acquit.organisation import actions as organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

    from acquit.organisation.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """allauth's ways, without its open door."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - its signature
        """Accounts are made by an administrator."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """What the person chose on the page."""
        organisation.choose_password(user, password, at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - its signature
        """To work, instead of the form once more."""
        return "/"
