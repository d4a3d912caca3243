"""typst itself: in this process for one letter, in one of its own for a bundle.

typst keeps what it has laid out for the next time, about 2 MB for each letter, for ten
documents. A single letter does not matter; after a bundle the memory would stay with a
process that lives for weeks, so a bundle is set by a child that ends with it:
`python -m acquit.channels.letter.press`, an Order as JSON on its standard input, and on its
standard output the last page of each letter as JSON in one line, then the document.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import Compiler

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
# An archive for ten years wants PDF/A.
STANDARD = "a-2b"

_one_at_a_time = Lock()


class NotSet(Exception):
    """The press stopped before the letters were set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to set. template: a file of this package, or the path of another. inputs: JSON
    by name. dated: the day that the document gives itself, so that the same order gives the
    same bytes. tags: for readers aloud; a bundle that is only printed would be four times
    as large. counted: no document is wanted.
    """

    template: str
    inputs: dict[str, str]
    dated: str
    tags: bool = True
    counted: bool = False


def document(order: Order) -> bytes:
    """The document as PDF. Raises NotSet."""
    with _one_at_a_time:
        return _pdf(order)


def pictures(order: Order, *, ppi: float) -> list[bytes]:
    """Each of its sheets as PNG."""
    with _one_at_a_time:
        drawn: Any = _compiler(order.template).compile(
            format="png", ppi=ppi, sys_inputs=order.inputs
        )
    return drawn if isinstance(drawn, list) else [drawn]


def bundle(order: Order) -> tuple[list[int], bytes]:
    """The last page of each letter, counted from 1, and the document; no document when the
    pages are only `counted`. Raises NotSet.
    """
    child = subprocess.run(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", __spec__.name],
        input=json.dumps(asdict(order)).encode(),
        capture_output=True,
        check=False,
    )
    if child.returncode != 0:
        raise NotSet(child.stderr.decode(errors="replace")[-500:])
    head, _, pdf = child.stdout.partition(b"\n")
    return json.loads(head), pdf


def _pdf(order: Order) -> bytes:
    import typst  # noqa: PLC0415  # 80 MB that a process without letters does not need

    try:
        return _compiled(order, [STANDARD])
    except typst.TypstError:
        # PDF/A refuses a character that the fonts do not have; a sheet with an empty box
        # is better than none at all, and a name from abroad may well have one.
        log.warning("letters_set_without_archive_form")
    try:
        return _compiled(order, [])
    except typst.TypstError as error:
        raise NotSet(str(error)[-500:]) from error


def _compiled(order: Order, standards: list[Any]) -> bytes:
    made: Any = _compiler(order.template).compile(
        format="pdf",
        sys_inputs=order.inputs,
        timestamp=datetime.fromisoformat(order.dated).replace(tzinfo=UTC),
        pdf_standards=standards,
        pdf_tags=order.tags,
    )
    return bytes(made)


@lru_cache
def _compiler(template: str) -> Compiler:
    """Kept: it reads its fonts and the template once."""
    import typst  # noqa: PLC0415  # see above

    path = FOLDER / template
    return typst.Compiler(input=str(path), root=str(path.parent), ignore_system_fonts=True)


def _ended(order: Order) -> list[int]:
    """The pages on which the letters end, in the order of the letters."""
    compiler = _compiler(order.template)
    if order.counted:
        # A query lays out with the inputs of the document before it.
        compiler.compile(format="svg", sys_inputs=order.inputs)
    found = json.loads(compiler.query("<ended>", field="value"))
    return [last for _, last in sorted(found)]


def main() -> None:
    """The child's whole life."""
    order = Order(**json.load(sys.stdin))
    pdf = b"" if order.counted else _pdf(order)
    sys.stdout.buffer.write(json.dumps(_ended(order)).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
