"""What belongs to every page: the choice of language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from acquit.desk.doors import DeskRequest, door
from acquit.organisation.rights import Act

A_YEAR_S = 365 * 24 * 3600


@door(Act.SEE, "POST")
def choose_language(request: DeskRequest) -> HttpResponse:
    """Keep the language on this device, and go back to the same page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = redirect(back)
    code = request.POST.get("language", "")
    if code in dict(request.desk.languages):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=A_YEAR_S,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return answer
