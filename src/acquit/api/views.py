"""`/api/imports/`: a program sends files, and is told what became of each at once."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from acquit.api import knocking, uploads
from acquit.api.uploads import TooLarge
from acquit.cycle import actions, queries
from acquit.intake.models import RunState
from acquit.intake.queries import deliveries_since, token_of
from acquit.intake.sources import tokens
from acquit.intake.sources.upload import Upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.intake.actions import Imported
    from acquit.intake.models import SourceToken

METHODS = ("POST", "PUT")
A_MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 60
RETRY_AFTER_S = "60"

logger = logging.getLogger(__name__)


@csrf_exempt  # no session and no cookie is looked at: the token is all that counts
def imports(request: HttpRequest, name: str = "") -> JsonResponse:
    """Take the files in. 200 all of it, 207 in part, 422 nothing; else `error` says why."""
    if request.method not in METHODS:
        return _refused(405, "Send files with PUT or POST.", Allow=", ".join(METHODS))
    token = token_of(tokens.digest(_secret(request)))
    return _unknown(request) if token is None else _admitted(request, token, name)


def _unknown(request: HttpRequest) -> JsonResponse:
    """Nobody we know. Who does know a token is let in whoever else comes from his place."""
    if knocking.too_often(request):
        return _too_often()
    knocking.count_wrong(request)
    logger.warning("upload_unknown")
    words = "Send a valid token in the header Authorization: Bearer TOKEN."
    return _refused(401, words, **{"WWW-Authenticate": "Bearer"})


def _admitted(request: HttpRequest, token: SourceToken, name: str) -> JsonResponse:
    source = token.source
    since = timezone.now() - A_MINUTE
    if deliveries_since(source, since) >= MOST_A_MINUTE:
        return _too_often()
    try:
        with uploads.files_of(request, name or request.GET.get("name", "")) as files:
            if not files:
                return _refused(422, "Send at least one file that is not empty.")
            today = timezone.now().astimezone(ZoneInfo(source.company.timezone)).date()
            on = queries.business_day(today)
            look = actions.take_upload(token, Upload(files), on=on, clock=timezone.now)
    except (TooLarge, RequestDataTooBig, TooManyFilesSent):
        most = uploads.LARGEST // 1024 // 1024
        words = f"At most {most} MB and {uploads.MOST_FILES} files can be sent at once."
        return _refused(413, words)
    except actions.SourceIsPaused as refusal:
        return _refused(403, str(refusal))
    if look.trouble is not None:
        return _answer(500, look.files, error=str(look.trouble))
    return _answer(_status(look.files), look.files)


def _status(files: Sequence[Imported]) -> int:
    states = {one.run.state for one in files}
    if states == {RunState.TAKEN}:
        return 200
    return 422 if states == {RunState.REFUSED} else 207


def _answer(status: int, files: Sequence[Imported], **more: str) -> JsonResponse:
    told: dict[str, Any] = {"files": [one.as_json() for one in files], **more}
    return _unkept(JsonResponse(told, status=status))


def _refused(status: int, words: str, **headers: str) -> JsonResponse:
    answer = _unkept(JsonResponse({"error": words}, status=status))
    for header, value in headers.items():
        answer[header] = value
    return answer


def _too_often() -> JsonResponse:
    words = "This is too often. Wait a minute, and send several files as one ZIP."
    return _refused(429, words, **{"Retry-After": RETRY_AFTER_S})


def _unkept(answer: JsonResponse) -> JsonResponse:
    answer["Cache-Control"] = "no-store"
    return answer


def _secret(request: HttpRequest) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
