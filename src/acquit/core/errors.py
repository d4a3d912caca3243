"""What may be refused in the trade: expected failures, for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """Something that was asked cannot be done.

    sentence: finished, in English, with named placeholders (`%(number)s`); words: what
    stands in their places. Pages translate the sentence, then put the words in.
    """

    def __init__(self, sentence: str, **words: object) -> None:
        super().__init__(sentence % words if words else sentence)
        self.sentence = sentence
        self.words = words
