"""Where in a file: the places that records and problems name, one way of saying each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.sentences import say

if TYPE_CHECKING:
    from acquit.core.sentences import Said, Sentence

THE_FILE = say("the file")
THE_BEGINNING = say("the beginning")


def line(number: int) -> Sentence:
    """A line of a text, from 1."""
    return say("line %(number)s", number=number)


def row(number: int) -> Sentence:
    """A row of a spreadsheet, from 1."""
    return say("row %(number)s", number=number)


def column(where: Said, name: str) -> Sentence:
    """One cell of a line or a row. name: as the file or the table calls the column."""
    return say("%(where)s, column %(column)s", where=where, column=name)


def line_within(where: Said, number: int) -> Sentence:
    """Something that is known by another place, and by the line on which it begins."""
    return say("%(where)s, line %(number)s", where=where, number=number)
