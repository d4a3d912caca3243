"""What the commands about scenarios, rules and pins mean: as plain values, as
docs/reference/scenarios.md tells them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone

from acquit.cli import trade
from acquit.core.dunning.assigning import conditions_as_data, conditions_of_data
from acquit.core.dunning.reading import read
from acquit.core.dunning.written import of_data
from acquit.cycle.actions import scenarios as cycle
from acquit.dunning.actions import drafts, scenarios
from acquit.dunning.actions.scenarios import is_usual
from acquit.dunning.models import Following, Pin, Scenario
from acquit.dunning.queries.drawn import in_force, newest
from acquit.dunning.queries.touched import explained, rules_of

if TYPE_CHECKING:
    from datetime import date

    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company


def listed(books: Company) -> list[dict[str, Any]]:
    """Every scenario of the company with how many customers follow it."""
    rows = Scenario.objects.filter(company=books).order_by("code")
    counts = dict(
        Following.objects.filter(company_id=books.pk)
        .order_by()
        .values_list("version__scenario")
        .annotate(Count("pk"))
    )
    last = newest(one.pk for one in rows)
    return [
        {
            "scenario": one.code,
            "name": one.name,
            "version": last[one.pk].number if one.pk in last else None,
            "draft": one.draft is not None,
            "archived": one.archived_at is not None,
            "customers": counts.get(one.pk, 0),
            "days": list(of_data(last[one.pk].content).nominal) if one.pk in last else [],
        }
        for one in rows
    ]


def shown(books: Company, code: str, *, draft: bool) -> dict[str, Any]:
    """One of them in the form in which it can be published again: what is in force, or the
    draft.
    """
    found = trade.scenario(books, code)
    last = in_force(found)
    content = found.draft if draft or last is None else last.content
    return {
        "scenario": found.code,
        "name": found.name,
        "about": found.about,
        "version": None if last is None or content is found.draft else last.number,
        **(content or {"places": []}),
    }


def publish(
    books: Company,
    code: str,
    given: dict[str, Any] | None,
    *,
    note: str,
    moves: bool,
    on: date,
) -> dict[str, Any]:
    """Put in force what a file gives, or the draft. A code that is not known makes a new
    one, with the name and the words of the file.
    """
    at, actor = timezone.now(), trade.actor()
    if given is not None:
        told: dict[str, Any] = {
            name: given[name] for name in ("places", "thanks") if name in given
        }
        found = Scenario.objects.filter(company=books, code=code).first()
        if found is None:
            found = scenarios.create_scenario(
                books,
                name=str(given.get("name", code)),
                about=str(given.get("about", "")),
                code=code,
                content=read(told),
                actor=actor,
                at=at,
            )
        else:
            drafts.draw(found.pk, told, actor=actor, at=at)
    else:
        found = trade.scenario(books, code)
    version = cycle.publish_scenario(
        found.pk, note=note, moves=moves, on=on, actor=actor, at=at
    )
    cycle.follow_anew(books.pk, on=on, at=timezone.now())
    followers = Following.objects.filter(version=version).count()
    return {"scenario": found.code, "version": version.number, "customers": followers}


def ruled(books: Company) -> dict[str, Any]:
    """The rules in their order with how many customers each took, and the scenario of the
    others.
    """
    counts = dict(
        Following.objects.filter(company_id=books.pk)
        .order_by()
        .values_list("rule")
        .annotate(Count("pk"))
    )
    pinned = Pin.objects.filter(customer__company=books).count()
    usual = next(
        (s.code for s in Scenario.objects.filter(company=books) if is_usual(s)), None
    )
    return {
        "company": books.code,
        "rules": [
            {
                "place": one.place,
                "name": one.name,
                "conditions": conditions_as_data(conditions_of_data(one.conditions)),
                "scenario": one.scenario.code,
                "customers": counts.get(one.pk, 0),
            }
            for one in rules_of(books.pk)
        ],
        "others": {"scenario": usual, "customers": counts.get(None, 0) - pinned},
        "pinned": pinned,
    }


def of_customer(books: Company, code: str) -> dict[str, Any]:
    """What a customer gets, by which version, and each rule as it was looked at."""
    found = _customer(books, code)
    told = explained(found.pk, books.pk)
    if told is None:
        raise trade.Unknown(f"Company {books.code} has no scenarios yet.")
    following = Following.objects.select_related("version__scenario").filter(pk=found.pk)
    now = following.first()
    return {
        "customer": code,
        "scenario": Scenario.objects.values_list("code", flat=True).get(
            pk=told.scenario_id
        ),
        "version": now.version.number if now else None,
        "since": now.since_on.isoformat() if now else None,
        "pinned": told.pinned_id is not None,
        "rule": next(
            (one.rule.name for one in told.rules if one.rule.id == told.rule_id), None
        ),
        "traits": told.traits._asdict(),
        "rules": [{"name": one.rule.name, "fits": one.holds} for one in told.rules],
    }


def pin(books: Company, code: str, scenario: str, reason: str, on: date) -> dict[str, Any]:
    """Choose the scenario of a customer by hand."""
    found = _customer(books, code)
    chosen = trade.scenario(books, scenario)
    cycle.pin_customer(
        found.pk,
        scenario_id=chosen.pk,
        reason=reason,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return of_customer(books, code)


def unpin(books: Company, code: str, on: date) -> dict[str, Any]:
    """Let the rules choose again."""
    found = _customer(books, code)
    cycle.unpin_customer(found.pk, on=on, actor=trade.actor(), at=timezone.now())
    return of_customer(books, code)


def _customer(books: Company, code: str) -> Customer:
    found = trade.customer(books, code)
    if found is None:
        raise trade.Unknown(f"Company {books.code} has no customer {code}.")
    return found
