"""What may be refused in the trade: expected failures, for the person who asked."""

from __future__ import annotations

from acquit.core.sentences import say


class Refusal(Exception):
    """Something that was asked cannot be done; `said` is why, as a finished sentence.

    sentence: English, with named places (`%(number)s`); words: what stands in them.
    """

    def __init__(self, sentence: str, **words: object) -> None:
        self.said = say(sentence, **words)
        super().__init__(str(self.said))
