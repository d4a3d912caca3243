"""Renders texts by Jinja, in a sandbox that knows our variables and very little else.

A text may put variables in, choose (`if`), and walk through a list (`for`), one loop deep.
No arithmetic, no calls, no includes: whatever is not in `_ALLOWED` is refused when the text
is read, so nothing that runs for long or grows without end is ever begun. What is left is
bounded by the length of the text and of the list, and stopped at `LONGEST_RESULT`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from acquit.core.errors import Refusal
from acquit.core.sentences import Said, say
from acquit.dunning.wording.variables import FIELDS, LISTS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_TEXT = 20_000
LONGEST_RESULT = 400_000
# Tokens between one pair of braces; keeps the parser's recursion shallow.
LONGEST_EXPRESSION = 60
DEEPEST = 6
MOST_TESTS = 400

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.Keyword,
)
# Opens and closes a level.
_OPENING = {"if": 1, "for": 1, "endif": -1, "endfor": -1}
_LOOP = {"first", "last", "index", "length"}


class Unwritable(Refusal):
    """A text cannot be used: where in it, and why. Both are sentences."""

    def __init__(self, problem: Said, *, line: int = 0) -> None:
        self.problem = problem
        self.line = line
        if line:
            super().__init__("Line %(line)s: %(problem)s", line=line, problem=problem)
        else:
            super().__init__("%(problem)s", problem=problem)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


FILTERS: dict[str, Callable[..., str]] = {
    "capital": _capital,
    "upper": str.upper,
    "lower": str.lower,
    "otherwise": lambda text, instead: text or instead,
}


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text; pages escape what they show
        auto_reload=False,
        cache_size=0,
    )
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update(FILTERS)
    return made


_SANDBOX = _environment()


@lru_cache(maxsize=4096)
def compiled(source: str) -> Template:
    """The text, ready to render. Raises Unwritable when it uses what it may not."""
    if len(source) > LONGEST_TEXT:
        raise Unwritable(
            say("The text is longer than %(most)s characters.", most=LONGEST_TEXT)
        )
    try:
        _measure(source)
        tree = _SANDBOX.parse(source)
        _inspect(tree, {})
        return _SANDBOX.from_string(tree)
    except TemplateSyntaxError as error:
        problem = say("This cannot be read: %(what)s", what=error.message or "?")
        raise Unwritable(problem, line=error.lineno) from error
    except (RecursionError, ValueError, OverflowError, MemoryError) as error:
        raise Unwritable(say("This is too deeply nested, or too long.")) from error


def render(source: str, values: Mapping[str, Any]) -> str:
    """The text with the values in it. Raises Unwritable, also when it grows too long."""
    template = compiled(source)
    pieces, size = [], 0
    try:
        for piece in template.root_render_func(template.new_context(dict(values))):
            size += len(piece)
            if size > LONGEST_RESULT:
                raise Unwritable(say("With these items, the text grows too long."))
            pieces.append(piece)
    except (TemplateError, TypeError) as error:
        problem = say("This cannot be filled in: %(what)s", what=str(error)[:200])
        raise Unwritable(problem) from error
    return "".join(pieces)


def _measure(source: str) -> None:
    """Before anything is parsed: how long its expressions are, how deep its blocks."""
    depth = tokens = tests = 0
    for line, kind, value in _SANDBOX.lex(source):
        if kind in {"variable_begin", "block_begin"}:
            tokens = 0
            tests += 1
        elif kind not in {"data", "whitespace"}:
            tokens += 1
        if kind == "name" and tokens == 1:
            depth += _OPENING.get(value, 0)
        if tokens > LONGEST_EXPRESSION or depth > DEEPEST or tests > MOST_TESTS:
            raise Unwritable(say("This is too deeply nested, or too long."), line=line)


def _inspect(node: nodes.Node, known: Mapping[str, frozenset[str]]) -> None:
    """Refuse whatever is not allowed. known: the loop's own names, each with its fields."""
    if not isinstance(node, _ALLOWED):
        problem = say("“%(what)s” is not possible here.", what=_kind(node))
        raise Unwritable(problem, line=node.lineno)
    match node:
        case nodes.For():
            _inspect_loop(node, known)
            return
        case nodes.Name() if node.name not in known and node.name not in NAMES:
            raise _unknown(node.name, {*NAMES, *known}, node.lineno)
        case nodes.Getattr():
            _inspect_field(node, known)
        case nodes.Filter():
            _inspect_filter(node)
        case _:
            pass
    for child in node.iter_child_nodes():
        _inspect(child, known)


def _inspect_loop(node: nodes.For, known: Mapping[str, frozenset[str]]) -> None:
    if known or node.recursive or node.test is not None:
        problem = say(
            "A loop inside a loop, or one with a condition, is not possible here."
        )
        raise Unwritable(problem, line=node.lineno)
    if not (isinstance(node.iter, nodes.Name) and node.iter.name in LISTS):
        lists = ", ".join(LISTS)
        problem = say("Only these can be walked through: %(lists)s.", lists=lists)
        raise Unwritable(problem, line=node.lineno)
    if not isinstance(node.target, nodes.Name):
        raise Unwritable(say("A loop gives one name to each item."), line=node.lineno)
    inner = {node.target.name: LISTS[node.iter.name], "loop": frozenset(_LOOP)}
    for child in [*node.body, *node.else_]:
        _inspect(child, inner)


def _inspect_field(node: nodes.Getattr, known: Mapping[str, frozenset[str]]) -> None:
    """Only `name.field`, of a name that has such a field."""
    if not isinstance(node.node, nodes.Name):
        raise Unwritable(say("“%(what)s” is not possible here.", what=f".{node.attr}"))
    owner = node.node.name
    if owner not in known and owner not in NAMES:
        raise _unknown(owner, {*NAMES, *known}, node.lineno)
    fields = known.get(owner) or FIELDS.get(owner, frozenset())
    if node.attr not in fields:
        wanted = {f"{owner}.{field}" for field in fields}
        raise _unknown(f"{owner}.{node.attr}", wanted, node.lineno)


def _inspect_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        raise _unknown(f"|{node.name}", {f"|{name}" for name in FILTERS}, node.lineno)
    most = 1 if node.name == "otherwise" else 0
    if len(node.args) != most or node.kwargs or node.dyn_args or node.dyn_kwargs:
        problem = say("“%(what)s” is not possible here.", what=f"|{node.name}(…)")
        raise Unwritable(problem, line=node.lineno)


def _unknown(name: str, known: set[str], line: int) -> Unwritable:
    """Names what was meant, as far as it can be guessed."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        problem = say(
            "“%(name)s” is not known; “%(near)s” perhaps?", name=name, near=near[0]
        )
    else:
        problem = say("“%(name)s” is not known.", name=name)
    return Unwritable(problem, line=line)


def _kind(node: nodes.Node) -> str:
    """What somebody typed to get it, as near as can be said."""
    typed = {
        "Call": "(…)",
        "Getitem": "[…]",
        "Mul": "*",
        "Pow": "**",
        "Add": "+",
        "Sub": "-",
        "Div": "/",
        "FloorDiv": "//",
        "Mod": "%",
        "Assign": "set",
        "AssignBlock": "set",
        "Test": "is",
    }
    name = type(node).__name__
    return typed.get(name, name.lower())
