"""CAMT.052, .053 and .054 of ISO 20022, versions 1 to 13: reports, statements, notices.

Here stands the message; `statements` reads the head and the balances of each statement in
it, `entries` what was booked, `payments` the transactions below an entry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup
from acquit.formats.camt.statements import STATEMENTS, TAGS, Statement
from acquit.formats.places import THE_BEGINNING
from acquit.formats.records import Problem
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Record
    from acquit.formats.source import Source

LABEL = "CAMT"
LAST_VERSION = 13

_NAMESPACE = re.compile(r"camt\.05[234]\.001\.[0-9]{2}")
_MESSAGES = {
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
_ENVELOPE_TAGS = 60  # a message may come in an envelope with a header before it


def recognises(source: Source) -> str:
    """`camt.053.001.02` and the like; `camt.053` without a version where none is stated."""
    if not markup.looks_like_xml(source.head):
        return ""
    for tag in markup.first_tags(source, _ENVELOPE_TAGS):
        namespace, _, name = tag.rpartition("}")
        if found := _NAMESPACE.search(namespace):
            return found[0]
        for start, code in _MESSAGES.items():
            if name.startswith(start):
                return code
    return ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its booked lines and its end; raises Refused.

    Entries that are announced but not booked are counted, not yielded.
    """
    _check_version(recognises(source))
    statement: Statement | None = None
    count = 0
    for event, node in markup.events(source, TAGS):
        name = markup.local(node)
        if event == "start":
            if name in STATEMENTS and statement is None:
                count += 1
                statement = Statement.begun(node, count)
        elif statement is not None:
            yield from statement.take(name, node)
            if name in STATEMENTS:
                statement = None
    if not count:
        yield Problem(
            where=say("the message"),
            saw=say("no statement"),
            wanted=say("at least one statement"),
            remedy=say(
                "There is nothing to import; ask the bank whether a page is missing."
            ),
        )


def _check_version(code: str) -> None:
    version = code.rpartition(".")[2]
    if code.count(".") == 3 and not 1 <= int(version) <= LAST_VERSION:
        raise refused(
            where=THE_BEGINNING,
            saw=say("the message %(code)s", code=code),
            wanted=say("a version from 01 to %(last)s", last=LAST_VERSION),
            remedy=say("Ask the bank for an older version of the same message."),
        )
