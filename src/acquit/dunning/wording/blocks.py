"""The blocks of a message: paragraphs, lists, items, how to pay, the closing.

A rendered text is cut into them; each can be written as plain text, and put on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acquit.dunning.wording.values import HARD_SPACE, MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Shorter than a line on a phone: a rule that is broken over two lines looks like a fault.
RULE = "-" * 32
_PARTS = re.compile(f"{MARK}(\\w+){MARK}")
# French sets a space before these, which must not begin a line.
_FRENCH = re.compile(r" (?=[?!:;»])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together."""

    lines: Sequence[str]

    def plain(self) -> str:
        return "\n".join(self.lines)

    def page(self) -> dict[str, Any]:
        return {"text": "\n".join(self.lines)}


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    points: Sequence[str]

    def plain(self) -> str:
        return "\n".join(f"- {point}" for point in self.points)

    def page(self) -> dict[str, Any]:
        return {"list": [*self.points]}


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the program puts together: its plain text, and its blocks on a page."""

    text: str
    blocks: Sequence[dict[str, Any]]


Block = Paragraph | Bullets | Part


def cut(text: str, parts: dict[str, Part], language: str) -> list[Block]:
    """The blocks of a rendered text, in order; what is empty leaves no trace."""
    if language == "fr":
        text = _FRENCH.sub(HARD_SPACE, text)
    blocks: list[Block] = []
    for place, piece in enumerate(_PARTS.split(text)):
        if place % 2:
            blocks.append(parts[piece])
        else:
            blocks.extend(_written(piece))
    return _joined(block for block in blocks if not isinstance(block, Part) or block.text)


def names(text: str) -> set[str]:
    """The parts that a rendered text asks for."""
    return set(_PARTS.findall(text))


def plain(blocks: Iterable[Block]) -> str:
    """The message as plain text. A paragraph is one line: whoever shows it, on a phone or
    on a wide screen, breaks it where it has to be broken.
    """
    texts = [one.text if isinstance(one, Part) else one.plain() for one in blocks]
    return "\n\n".join(texts).replace(HARD_SPACE, " ") + "\n"


def page(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The same blocks as a page has them."""
    found: list[dict[str, Any]] = []
    for one in blocks:
        found.extend(one.blocks if isinstance(one, Part) else [one.page()])
    return found


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Lists that follow each other are one: a loop leaves empty lines between points."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Bullets) and isinstance(last, Bullets):
            found[-1] = Bullets([*last.points, *block.points])
        else:
            found.append(block)
    return found


def _written(text: str) -> list[Block]:
    """Paragraphs and lists, as empty lines part them."""
    found: list[Block] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        told = " ".join(part for part in line.split(" ") if part).strip("\t\r")
        if told and (not lines or _point(told) == _point(lines[0])):
            lines.append(told)
        elif lines:
            found.append(_block(lines))
            lines = [told] if told else []
        elif told:
            lines = [told]
    if lines:
        found.append(_block(lines))
    return found


def _point(line: str) -> bool:
    return line.startswith("- ")


def _block(lines: list[str]) -> Block:
    if _point(lines[0]):
        return Bullets([line[2:] for line in lines])
    return Paragraph(lines)
