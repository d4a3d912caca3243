"""What is said of a file is a sentence that can be told in any language: no room that reads
or books files hands on bare English.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[2] / "src" / "acquit"
FILES = sorted(
    path.relative_to(ROOMS)
    for room in ("formats", "intake")
    for path in (ROOMS / room).rglob("*.py")
    if "migrations" not in path.parts
)
# Who is told something, by keyword and by place.
PARTS = {"where", "saw", "wanted", "remedy"}
TOLD = {"Unfit", "remark", "refuse", "is_twice", "refused", "_refused"}


def told(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression that is given as a part of a problem, or to a remark."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg in PARTS)
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if name in TOLD:
                yield from node.args


def bare(node: ast.AST) -> bool:
    """Whether this is a text with letters that nobody can translate.

    A call is trusted: it is `say`, or gives back words of the file. So is a tuple: a key.
    """
    match node:
        case ast.Constant(value=str(text)):
            return any(letter.isalpha() for letter in text)
        case ast.JoinedStr(values=parts):
            return any(bare(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return bare(left) or bare(right)
        case ast.IfExp(body=body, orelse=other):
            return bare(body) or bare(other)
        case ast.BoolOp(values=choices):
            return any(bare(choice) for choice in choices)
        case _:
            return False


def untranslatable(code: str) -> list[str]:
    """The lines of the code that hand on bare English, directly or under a name."""
    tree = ast.parse(code)
    names = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and bare(node.value)
    }
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in told(tree)
        if bare(node) or (isinstance(node, ast.Name) and node.id in names)
    ]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_no_bare_english_is_said_of_a_file(file: Path) -> None:
    assert untranslatable((ROOMS / file).read_text()) == []


@pytest.mark.parametrize(
    "code",
    [
        'Problem(where=f"line {number}")',
        'context.refuse(where, saw="x" if one else other, wanted=a)',
        'raise Unfit(shown(raw), "text", REMEDY)',
        'remedy = "Write it."\nraise Unfit(saw, wanted, remedy)',
        'refused(where=where + ", totals")',
        'context.remark(f"{count} left")',
    ],
)
def test_bare_english_is_found(code: str) -> None:
    assert len(untranslatable(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        'Problem(where=say("line %(number)s", number=1), saw=shown(text))',
        'context.refuse(places.column(where, "amount"), saw=f"{amount} {currency}")',
        'context.is_twice(where, what, ("customer", code))',
        'LABEL = "CODA"\nread(LABEL)',
    ],
)
def test_sentences_and_words_of_the_file_are_left_alone(code: str) -> None:
    assert untranslatable(code) == []
