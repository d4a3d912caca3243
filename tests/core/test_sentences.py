"""A sentence is written once and told in any language."""

from __future__ import annotations

from acquit.core.sentences import Sentence, as_json, listed, of_json, say, told

FRENCH = {"line %(number)s": "ligne %(number)s", "%(where)s, total": "%(where)s, somme"}


def french(text: str) -> str:
    return FRENCH.get(text, text)


class TestASentence:
    def test_stands_in_english_by_itself(self) -> None:
        assert str(say("line %(number)s", number=7)) == "line 7"

    def test_is_told_in_another_language_with_the_sentences_within_it(self) -> None:
        within = say("%(where)s, total", where=say("line %(number)s", number=7))
        assert told(within, french) == "ligne 7, somme"

    def test_without_words_may_hold_a_per_cent_sign(self) -> None:
        assert str(say("100 % sure")) == "100 % sure"

    def test_a_word_with_a_per_cent_sign_is_left_as_it_is(self) -> None:
        assert str(say("line %(number)s", number="%(x)s %d")) == "line %(x)s %d"

    def test_a_word_of_the_file_is_never_translated(self) -> None:
        assert told("line %(number)s", french) == "line %(number)s"

    def test_several_are_listed(self) -> None:
        assert told(listed([say("line %(number)s", number=1), "x"]), french) == "ligne 1, x"
        assert listed([]) == Sentence("")

    def test_is_kept_as_plain_values(self) -> None:
        said = say("%(where)s, total", where=say("line %(number)s", number=7))
        assert of_json(as_json(said)) == said
        assert of_json(as_json("as it was")) == "as it was"
