"""A text that somebody types must neither hang the server nor reach what is none of its
business; an honest mistake is told where it is.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.dunning.wording.engine import LONGEST_TEXT, Unwritable, compiled, render
from acquit.dunning.wording.facts import Case
from acquit.dunning.wording.values import seen
from acquit.dunning.wording.variables import ALL

from .cases import case, item


def values_of(known: Case) -> dict[str, object]:
    return seen(known, "REMINDER_2", channel="EMAIL", tone="NEUTRAL", language="en").values


HOSTILE = [
    "{% for a in range(10**9) %}x{% endfor %}",
    "{% for a in items %}{% for b in items %}{{ b.number }}{% endfor %}{% endfor %}",
    "{% for a in items recursive %}{{ loop(items) }}{% endfor %}",
    "{% for a in 'xxxxxxxx' %}x{% endfor %}",
    "{% for a in items if a.part %}x{% endfor %}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a' * 10 ** 9 }}",
    "{{ 'a' % 1 }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ '%0999999999d'|format(1) }}",
    "{{ today|center(999999999) }}",
    "{{ today|replace('2', 'x') }}",
    "{{ today.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ company.__init__ }}",
    "{{ company['__class__'] }}",
    "{{ items[0] }}",
    "{{ items|map(attribute='__class__') }}",
    "{{ today.format(company) }}",
    "{{ self }}",
    "{{ config }}",
    "{{ cycler }}",
    "{{ namespace() }}",
    "{{ lipsum(n=10**6) }}",
    "{% set x = 1 %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% raw %}" + "{% if one %}" * 2_000 + "{% endraw %}" + "{% if one %}" * 900,
    "{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}",
    "{{ " + "not " * 3_000 + "one }}",
    "{{ " + "-" * 3_000 + "1 }}",
    "{{ today" + "|upper" * 3_000 + " }}",
    "{{ today" + " ~ today" * 3_000 + " }}",
    "{{ " + "9" * 10_000 + " }}",
    "{% if one %}" * 500 + "x" + "{% endif %}" * 500,
    "{% for a in items %}" * 50 + "{% endfor %}" * 50,
    "{% if one %}",
    "{{ today",
    "{{ }}",
    "{% filter upper %}x{% endfilter %}",
    "{% with %}{% endwith %}",
    "{% do 1 %}",
    "{% call x() %}{% endcall %}",
    "{{ one is defined }}",
    "{{ one is divisibleby(0) }}",
    "{{ [1, 2, 3] }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ items[:2] }}",
    "{{ 1 / 0 }}",
    "x" * (LONGEST_TEXT + 1),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_refused_before_it_runs(text):
    with pytest.raises(Unwritable):
        compiled(text)


def test_a_text_that_grows_with_the_items_is_stopped():
    many = case("en", *(item(number=f"F-{n}") for n in range(2_000)))
    values = values_of(many)
    with pytest.raises(Unwritable, match="too long"):
        render("{% for a in items %}" + "x" * 15_000 + "{% endfor %}", values)


def test_the_longest_text_that_is_taken_is_rendered():
    """Three hundred items, and every test that fits: the worst that can be asked for."""
    many = case("en", *(item(number=f"F-{n}") for n in range(300)))
    values = values_of(many)
    inner = (
        "{% if a.days_late > 0 and a.number ~ a.due ~ a.said == 'x' %}y{% endif %}" * 190
    )
    assert not render("{% for a in items %}" + inner + "{% endfor %}", values)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("{{", "}}", "{%", "%}", "{#", "#}", "if", "for", "in", "endif", "endfor"),
                *("else", "elif", "not", "and", "or", "(", ")", "[", "]", "|", ".", "~"),
                *("today", "items", "row", "company", "name", "upper", "loop", "index"),
                *("1", "'a'", "**", "*", "\n", " ", "set", "range", "__class__", "is"),
            ]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_whatever_is_typed_is_either_written_or_refused(text):
    values = values_of(case())
    with suppress(Unwritable):
        assert isinstance(render(text, values), str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello,\n\n{{ to_pey }}", "Line 3: “to_pey” is not known; “to_pay” perhaps?"),
        ("{{ invoice.nmber }}", "“invoice.nmber” is not known; “invoice.number” perhaps?"),
        ("{{ custmer.name }}", "“custmer” is not known; “customer” perhaps?"),
        ("{{ today|uper }}", "“|uper” is not known; “|upper” perhaps?"),
        ("{{ today.year }}", "“today.year” is not known."),
        ("{% for r in items %}{{ r.numbr }}{% endfor %}", "“r.number” perhaps?"),
        ("{% for r in invoices %}{% endfor %}", "Only these can be walked through"),
        ("{% if one %}x", "This cannot be read"),
        ("{{ zzzzzzzzzz }}", "“zzzzzzzzzz” is not known."),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_was_meant(text, told):
    with pytest.raises(Unwritable) as refused:
        compiled(text)
    assert told in str(refused.value)


def test_an_unknown_field_after_a_loop_is_refused_as_well():
    with pytest.raises(Unwritable):
        compiled("{% for row in items %}{{ row.number }}{% endfor %}{{ row.number }}")


@pytest.mark.parametrize("variable", ALL, ids=lambda one: one.name)
def test_every_variable_of_the_list_can_be_used(variable):
    values = values_of(case())
    assert render("{{ " + variable.name + " }}", values) is not None


def test_no_value_is_missing_from_the_list():
    values = values_of(case())
    told = {one.name.partition(".")[0] for one in ALL} | {"items"}
    assert set(values) == told


def test_nothing_is_called_late_that_is_not():
    values = values_of(case("en", item(due_on=date(2026, 4, 6))))
    assert (values["late"], values["days_late"], values["overdue"]) == ("", 0, "")
    assert values["soon"]
