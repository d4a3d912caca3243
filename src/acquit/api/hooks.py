"""`/api/hooks/…`: services report what became of a message, and bring what debtors answer.

The secret of ACQUIT_HOOK_SECRET stands in each request, as the password of HTTP Basic or
as a bearer token; without that setting nobody is let in. Whoever is not understood is told
so, and what comes too early is to come again: services try again by themselves.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from acquit.api import knocking
from acquit.channels.reports import Received, Report
from acquit.channels.unreadable import Unreadable
from acquit.cycle import queries
from acquit.cycle.actions import answers
from acquit.cycle.actions.answers import Taken
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

SHORTEST_SECRET = 16
RETRY_AFTER_S = "60"

logger = logging.getLogger(__name__)


@csrf_exempt  # no session and no cookie is looked at: the secret is all that counts
def email_reports(request: HttpRequest, service: str) -> JsonResponse:
    """What became of e-mails that a service sent for us."""

    def read() -> Sequence[Report]:
        # The library is of some size, and most web processes never need it.
        from acquit.channels.email.hooked import reports  # noqa: PLC0415

        return reports(service, request)

    return _admitted(request, lambda: _take_reports(read()))


@csrf_exempt
def email_answers(request: HttpRequest, service: str) -> JsonResponse:
    """E-mails to us that a service received."""

    def read() -> Sequence[Received]:
        from acquit.channels.email.hooked import answers  # noqa: PLC0415 - as above

        return answers(service, request)

    return _admitted(request, lambda: _take_answers(read()))


@csrf_exempt
def sms_reports(request: HttpRequest) -> JsonResponse:
    """What became of text messages."""

    def read() -> Sequence[Report]:
        from acquit.channels.sms.hooked import reports  # noqa: PLC0415 - as above

        return reports(request)

    return _admitted(request, lambda: _take_reports(read()))


@csrf_exempt
def post_reports(request: HttpRequest) -> JsonResponse:
    """What became of letters that a service printed for us."""

    def read() -> Sequence[Report]:
        from acquit.channels.letter.post.hooked import reports  # noqa: PLC0415 - as above

        return reports(request)

    return _admitted(request, lambda: _take_reports(read()))


@csrf_exempt
def sms_answers(request: HttpRequest) -> JsonResponse:
    """Text messages to us."""

    def read() -> Sequence[Received]:
        from acquit.channels.sms.hooked import answers  # noqa: PLC0415 - as above

        return answers(request)

    return _admitted(request, lambda: _take_answers(read()))


def _admitted(request: HttpRequest, take: Callable[[], JsonResponse]) -> JsonResponse:
    """Let in whoever has the secret. A HEAD is a service that looks whether we are here."""
    if not _is_known(request):
        return _unknown(request)
    if request.method == "HEAD":
        return _answer({})
    try:
        return take()
    except Unreadable as error:
        logger.warning("hook_unreadable")
        return _refused(422, str(error))
    except (RequestDataTooBig, TooManyFilesSent):
        return _refused(413, "This is too much at once.")


def _unknown(request: HttpRequest) -> JsonResponse:
    """Nobody we know. Who has the secret is let in whoever else comes from his place."""
    if knocking.too_often(request):
        return _refused(429, "This is too often.", **{"Retry-After": RETRY_AFTER_S})
    knocking.count_wrong(request)
    logger.warning("hook_unknown")
    challenge = {"WWW-Authenticate": 'Basic realm="hooks"'}
    return _refused(401, "Send the secret of ACQUIT_HOOK_SECRET.", **challenge)


def _is_known(request: HttpRequest) -> bool:
    secret = settings.HOOK_SECRET
    if len(secret) < SHORTEST_SECRET:
        return False
    return constant_time_compare(_secret(request), secret)


def _secret(request: HttpRequest) -> str:
    """What stands in the header: a bearer token, or the password whatever the user."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    match kind.lower():
        case "bearer":
            return given.strip()
        case "basic":
            return _password(given)
        case _:
            return ""


def _password(given: str) -> str:
    try:
        return b64decode(given).decode().partition(":")[2]
    except (NotBase64, ValueError):
        return ""


def _take_reports(reports: Sequence[Report]) -> JsonResponse:
    on, at = _today(), timezone.now()
    taken = [answers.take_report(report, on=on, at=at) for report in reports]
    if Taken.STILL_LEAVING in taken:
        words = "One of these messages is still leaving. Send this again in a minute."
        return _refused(503, words, **{"Retry-After": RETRY_AFTER_S})
    return _answer({word.value: taken.count(word) for word in Taken if word in taken})


def _take_answers(received: Sequence[Received]) -> JsonResponse:
    on, at = _today(), timezone.now()
    taken = [answers.take_answer(one, on=on, at=at) for one in received]
    new = sum(one is not None for one in taken)
    return _answer({"new": new, "known": len(taken) - new})


def _today() -> date:
    company = Company.objects.order_by("pk").first()
    zone = ZoneInfo(company.timezone) if company else timezone.get_default_timezone()
    return queries.business_day(timezone.now().astimezone(zone).date())


def _answer(told: dict[str, int]) -> JsonResponse:
    answer = JsonResponse(told)
    answer["Cache-Control"] = "no-store"
    return answer


def _refused(status: int, words: str, **headers: str) -> JsonResponse:
    answer = JsonResponse({"error": words}, status=status)
    answer["Cache-Control"] = "no-store"
    for header, value in headers.items():
        answer[header] = value
    return answer
