"""The dossier as a person reads it, page by page: `golden/<language>.txt`.

After a change of words run this file with `UPDATE_GOLDEN=1`, then read what git shows.
"""

from __future__ import annotations

import ast
import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from acquit.channels.letter.binding import Flaw
from acquit.channels.models import Channel, Delivery
from acquit.core.law import Certainty, Event, Why
from acquit.core.party import Party
from acquit.core.procedures import Procedure, State, checking
from acquit.dunning.models import CallOutcome, NoticeKind
from acquit.handover.dossier import making
from acquit.handover.dossier.exhibits import Numbered
from acquit.handover.dossier.file import Used
from acquit.handover.dossier.reading import read
from acquit.handover.dossier.reading.claims import SORTS
from acquit.handover.dossier.telling.blocks import BREAK_HERE, Teller
from acquit.handover.dossier.telling.page import Bound, page
from acquit.handover.dossier.words import LANGUAGES, words
from acquit.handover.models import InsolvencyKind
from acquit.ledger.models import AllocationKind, Contact, DisputeReason, HoldReason, Source
from dossier.world import AS_OF, World, world

GOLDEN = Path(__file__).parent / "golden"
PROCEDURES = {
    "en": Procedure.GENERIC,
    "fr": Procedure.FR_INJONCTION,
    "nl": Procedure.BE_IOS,
    "de": Procedure.BE_IOS,
}


@pytest.fixture
def case(db: None) -> World:
    return world()


def said(block: dict[str, Any]) -> str:
    match block["kind"]:
        case "facts":
            rows = [f"{label}: {value}" for label, value in block["rows"]]
            return "\n".join(rows).replace("\n", "\n  ")
        case "list":
            return "\n".join(f"- {one}" for one in block["points"])
        case "raw":
            return "\n".join(f"| {line}" for line in block["lines"])
        case "table":
            heads = " | ".join(one["head"] for one in block["columns"])
            rows = [row_said(one) for one in block["rows"]]
            totals = [cells_said(one) for one in block["totals"]]
            return "\n".join([heads, *rows, *totals])
        case _:
            return str(block["words"])


def row_said(row: dict[str, Any]) -> str:
    if "group" in row:
        return cells_said([row["group"]])
    if "sum" in row:
        return f"{row['sum']['said']} = {row['sum']['amount']}"
    return cells_said(row["cells"])


def cells_said(cells: list[dict[str, Any]]) -> str:
    return " | ".join(" / ".join([one["text"], *one["under"]]) for one in cells)


def told(case: World, language: str) -> str:
    file = read(case.customer, as_of=AS_OF)
    teller = Teller(file, words(language), language)
    exhibits = Numbered(file, teller.words, teller.short)
    bound = {one.number: Bound(pages=1) for one in exhibits.all if one.paper}
    bound[4] = Bound(why="NO_PDF")
    found = page(teller, PROCEDURES[language], exhibits, bound)
    cover = found["cover"]
    parts = [cover["title"], cover["kind"], cover["as_of"]]
    parts += ["\n".join([label, *lines]) for label, lines in cover["parties"]]
    for one in cover["claimed"]:
        rows = [f"{label} = {amount}" for label, amount in [*one["rows"], one["total"]]]
        parts.append("\n".join([one["title"], *rows, one["day"]]))
    parts += [cover["claims"], cover["disputes"], cover["prepared"], cover["advice"]]
    parts += [f"{one['said']} {one['title']} {one['on']}" for one in found["exhibits"]]
    for one in [*found["sections"], *found["sheets"]]:
        parts += [f"== {one['title']}", *map(said, one["blocks"])]
    text = "\n\n".join(parts).replace(BREAK_HERE, "") + "\n"
    for number, message in enumerate((case.mail, case.letter), start=1):
        text = text.replace(str(message.key), f"<key {number}>")
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dossier_reads_as_it_was_read_last(case: World, language: str) -> None:
    path, text = GOLDEN / f"{language}.txt", told(case, language)
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    has = words(language)
    for codes, known in (
        (Party, has.parties.parties),
        ([code for code, _ in Contact.ROLES], has.parties.roles),
        (InsolvencyKind.values, has.parties.proceedings),
        ([one.name for one in Used], has.lowering.whats),
        ([SORTS[one].name for one in AllocationKind], has.lowering.whats),
        (Source.values, has.lowering.sources),
        (Why, has.interest.why),
        (Event, has.limits.occurrences),
        (Channel.values, has.sending.channels),
        (Delivery.values, has.sending.deliveries),
        (NoticeKind.values, has.sending.legals),
        (DisputeReason.values, has.said.reasons),
        (HoldReason.values, has.said.hold_reasons),
        (CallOutcome.values, has.said.outcomes),
        ([*(flaw.value for flaw in Flaw), "TOO_LARGE"], has.exhibits.flaws),
        (Certainty, has.sources.certainties),
        (State, has.conditions.states),
        (Procedure, has.cover.kinds),
    ):
        assert set(codes) == set(known), codes


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_sentence_of_the_procedures_is_translated(language: str) -> None:
    tree = ast.parse(Path(checking.__file__).read_text(encoding="utf-8"))
    sentences = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and isinstance(node.args[0], ast.Constant)
    }
    known = words(language).conditions.sentences
    assert sentences == set(known)
    for english, other in known.items():
        assert sorted(places(english)) == sorted(places(other)), english


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    mine, english = flat(words(language)), flat(words("en"))
    for name, text in english.items():
        assert sorted(braces(text)) == sorted(braces(mine[name])), name


def places(text: str) -> list[str]:
    return re.findall(r"%\((\w+)\)s", text)


def braces(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)


def flat(known: Any, path: str = "") -> dict[str, str]:
    match known:
        case str():
            return {path: known}
        case dict():
            pairs = known.items()
        case tuple():
            pairs = enumerate(known)
        case _:
            pairs = [(one.name, getattr(known, one.name)) for one in fields(known)]
    found: dict[str, str] = {}
    for name, one in pairs:
        if name != "sentences":
            found |= flat(one, f"{path}.{name}")
    return found


def test_the_template_lies_beside_the_code() -> None:
    assert Path(making.TEMPLATE).exists()
