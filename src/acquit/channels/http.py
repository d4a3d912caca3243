"""What a request by HTTP came to, told honestly: not begun, refused, taken, or unknown.

The line runs where the first byte of the request may have left. Before it an error is a
plain no; after it, silence is not a no, and neither is an answer that speaks of a fault on
the other side (5xx): it may have taken the message before it stumbled.
"""

from __future__ import annotations

import ssl
import traceback
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import requests
from urllib3.exceptions import (
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
)

from acquit.channels.carrying import LONGEST_ANSWER, NotHandedOver, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT_S = 30.0
LONGEST_READ = 64 * 1024
_CHUNK = 8 * 1024
# The key is wrong, the account is empty, or this is too much at once: all would be refused.
ALL_REFUSED = frozenset({401, 402, 403, 404, 405, 410, 429})
_NEVER_BEGAN = (
    NewConnectionError,
    NameResolutionError,
    ProxyError,
    ssl.SSLCertVerificationError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said, yes or no; `refusal` tells which."""

    status: int
    text: str

    @property
    def line(self) -> str:
        """Both, as they are kept with the message."""
        return f"{self.status} {' '.join(self.text.split())}".strip()[:LONGEST_ANSWER]


def ask(
    session: requests.Session, method: str, url: str, **given: Any
) -> Answer | NotHandedOver | Unknown:
    """Send one request, never twice, and follow no redirection: the second address would
    be another one.
    """
    try:
        with session.request(
            method, url, timeout=TIMEOUT_S, allow_redirects=False, stream=True, **given
        ) as response:
            return Answer(response.status_code, _text(response))
    except requests.RequestException as error:
        return judged(error)


def judged(error: requests.RequestException) -> NotHandedOver | Unknown:
    """What an error of the line means: whether anything can have left before it."""
    # Without what was asked for: an address can hold a secret.
    said = type(error).__name__
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return NotHandedOver(said, down=True)
    if isinstance(error, _MADE_WRONG):
        return NotHandedOver(said, down=True)
    causes = list(_causes(error))
    if any(isinstance(one, _NEVER_BEGAN) or _in_handshake(one) for one in causes):
        return NotHandedOver(f"{said}: no connection", down=True)
    return Unknown(f"{said}: no answer")


def _in_handshake(error: BaseException) -> bool:
    """True when it was raised while the line was being encrypted, before any request."""
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code is ssl.SSLSocket.do_handshake.__code__ for frame, _ in frames)


_MADE_WRONG = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
)


def refusal(status: int, text: str) -> NotHandedOver | Unknown | None:
    """What a status says; None = taken."""
    if 200 <= status < 300:
        return None
    said = f"{status} {_phrase(status)}: {text}"[:LONGEST_ANSWER]
    # 408: it did not get the whole request, as far as it knows.
    if status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT:
        return Unknown(said)
    return NotHandedOver(said, down=status in ALL_REFUSED or status < 400)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "?"


def _text(response: requests.Response) -> str:
    """The beginning of the answer; what comes after it is of no use. The status has been
    heard already: a line that breaks now changes nothing.
    """
    said = bytearray()
    with suppress(requests.RequestException):
        for chunk in response.iter_content(_CHUNK):
            said += chunk
            if len(said) >= LONGEST_READ:
                break
    return said.decode("utf-8", "replace")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised for, and the reason that urllib3 wraps."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        waiting += [arg for arg in one.args if isinstance(arg, BaseException)]
        if isinstance(one, MaxRetryError):
            waiting.append(one.reason)
