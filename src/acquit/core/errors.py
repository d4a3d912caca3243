"""What may be refused in the trade: expected failures, for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """Something that was asked cannot be done; the text is a finished sentence for a
    person.
    """
