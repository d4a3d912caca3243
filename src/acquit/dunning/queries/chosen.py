"""Which scenario somebody means, and who it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from acquit.core.dunning import STANDARD
from acquit.core.dunning.reading import read
from acquit.core.dunning.written import of_data
from acquit.core.errors import Refusal
from acquit.dunning.library import STANDARD_CODE
from acquit.dunning.models import Following, Scenario, Version
from acquit.ledger.models import Customer

if TYPE_CHECKING:
    from typing import Any

    from acquit.core.dunning import Scenario as Drawn

IN_FORCE = "in-force"
DRAFT = "@draft"


class NoSuchScenario(Refusal):
    """The company has none with this code."""

    def __init__(self, code: str, known: str) -> None:
        super().__init__(
            "There is no scenario %(code)s. There are: %(known)s.", code=code, known=known
        )


class NothingDrawn(Refusal):
    """The scenario has no draft, or no version that is in force."""

    def __init__(self, name: str) -> None:
        super().__init__("“%(name)s” has no draft that could be tried.", name=name)


class Chosen(NamedTuple):
    """A scenario to be tried. scenario None = each customer by its own; row None = it is
    none of the company's.
    """

    label: str
    scenario: Drawn | None
    row: Scenario | None = None
    draft: bool = False


def chosen(company_id: int, word: str) -> Chosen:
    """`code`, `code@draft`, `standard`, or `in-force`. Raises NoSuchScenario,
    NothingDrawn.
    """
    if word == IN_FORCE:
        return Chosen(word, None)
    code = word.removesuffix(DRAFT)
    rows = Scenario.objects.filter(company=company_id)
    row = rows.filter(code=code).first()
    if row is not None:
        return chosen_of(row, draft=word.endswith(DRAFT))
    if word == STANDARD_CODE:
        return Chosen(word, STANDARD)
    known = [IN_FORCE, STANDARD_CODE, *rows.order_by("code").values_list("code", flat=True)]
    raise NoSuchScenario(code, ", ".join(dict.fromkeys(known)))


def chosen_of(row: Scenario, *, draft: bool) -> Chosen:
    """A scenario of the company, as it is drawn or as it is in force. Raises
    NothingDrawn.
    """
    if draft:
        if row.draft is None:
            raise NothingDrawn(row.name)
        return Chosen(f"{row.code}{DRAFT}", of_data(row.draft), row, draft=True)
    newest = Version.objects.filter(scenario=row).order_by("-number").first()
    if newest is None:
        raise NothingDrawn(row.name)
    return Chosen(row.code, of_data(newest.content, version=newest.pk), row)


def from_file(name: str, kept: Any) -> Chosen:
    """A scenario from outside, as plain values. Raises what `reading.read` raises."""
    return Chosen(name, read(kept))


def customers_of(company_id: int, one: Chosen, *, everybody: bool) -> list[int]:
    """Those who are followed up by it now, by id; everybody where nobody is, or when that
    is wanted.
    """
    if one.row is not None and not everybody:
        rows = Following.objects.filter(company_id=company_id, version__scenario=one.row)
        if found := list(rows.order_by("pk").values_list("pk", flat=True)):
            return found
    every = Customer.objects.filter(company=company_id).order_by("pk")
    return list(every.values_list("pk", flat=True))
