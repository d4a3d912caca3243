"""Every address of the desk has its door: the right act, and nobody else's customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import factories
import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from acquit.desk.urls import urlpatterns
from acquit.dunning.actions import found_scenarios
from acquit.dunning.models import AssignmentRule, Version
from acquit.ledger.models import Customer, Dispute, Document, Hold, Promise, Receivable
from acquit.organisation.models import Company, Person, Role
from acquit.organisation.rights import RIGHTS, Act

SignIn = Callable[[Person], Client]


@dataclass(frozen=True)
class World:
    """One of everything that an address can name."""

    pks: dict[str, int | str]


@pytest.fixture
def world(ours: Company) -> World:
    """A customer with everything that can be named in an address."""
    customer = factories.customer(ours)
    open_one = factories.receivable(customer)
    said = {"customer": customer, "recorded_at": factories.NOW}
    promise = Promise.objects.create(
        receivable=open_one,
        amount_minor=1000,
        made_on=factories.TODAY,
        promised_on=factories.TODAY,
        **said,
    )
    dispute = Dispute.objects.create(
        receivable=open_one, reason="PRICE", opened_on=factories.TODAY, **said
    )
    until_on = factories.TODAY + timedelta(days=3)
    hold = Hold.objects.create(
        reason="OTHER", from_on=factories.TODAY, until_on=until_on, **said
    )
    open_one.invoice.document = Document.objects.create(
        company=ours,
        name="a.xml",
        media_type="application/xml",
        sha256="0" * 64,
        size=1,
        content=b"<",
        recorded_at=factories.NOW,
    )
    open_one.invoice.save()
    keys = {"promises": promise.pk, "disputes": dispute.pk, "holds": hold.pk}
    keys["overrides"] = factories.override(customer).pk
    keys |= {"customers": customer.pk, "receivables": open_one.pk}
    keys |= _day_of(open_one)
    keys["companies"] = ours.pk
    factories.claim_terms(ours)
    keys |= {"waivers": factories.waiver(open_one).pk, "charge": "interest"}
    keys |= {"debit-notes": factories.debit_note(open_one).pk, "currency": "EUR"}
    keys["to-claim"] = factories.claim_run(customer).pk
    keys |= _scenarios_of(ours)
    keys |= _handed_over(customer, open_one.invoice.document)
    return World(keys | {"invoices": open_one.invoice_id})


def _handed_over(customer: Customer, paper: Document) -> dict[str, int]:
    """A case with a stage and a cost, an insolvency, a write-off, and one that waits."""
    case = factories.case(customer, factories.receivable(customer, "2026-077"))
    gone = factories.written_off(factories.receivable(customer, "2026-078"))
    free = factories.receivable(customer, "2026-079")
    broke = factories.customer(customer.company, "C077", "Librairie du Port")
    return {
        "cases": case.pk,
        "dossiers": factories.dossier(case, "READY").pk,
        "stages": factories.stage(case, document=paper).pk,
        "costs": factories.cost(case, document=paper).pk,
        "insolvencies": factories.insolvency(broke, proof=paper).pk,
        "write-offs": gone.pk,
        "wishes": factories.write_off_wish(free).pk,
    }


def _scenarios_of(ours: Company) -> dict[str, int]:
    """Those that a company begins with; the number and the place are those of a first."""
    found_scenarios(ours, at=factories.NOW)
    rule = AssignmentRule.objects.get(company=ours, place=1)
    standard = Version.objects.get(scenario__company=ours, scenario__code="standard")
    return {
        "scenarios": standard.scenario_id,
        "versions": standard.pk,
        "rules": rule.pk,
        "number": 1,
        "place": 1,
    }


def _day_of(open_one: Receivable) -> dict[str, int]:
    """What a day brings: a bank line, a notice to approve, a message, a file, a task."""
    line = factories.line(factories.account(open_one.company))
    kept = factories.document(open_one.company, b"Date,Amount\n2026-03-20,1.00\n")
    return {
        "bank": line.pk,
        "paid": line.pk,
        "accounts": line.account_id,
        "dunning": factories.prepared(open_one).pk,
        "calls": factories.call(open_one).pk,
        "outbox": factories.sent(open_one, on=factories.TODAY).pk,
        "arrivals": factories.arrival(open_one).pk,
        "answers": factories.answer(open_one.customer).pk,
        "received": factories.received_file(
            factories.answer(open_one.customer, key="<with a file>")
        ).pk,
        "bundles": factories.bundle(open_one.company).pk,
        "prints": factories.print_run(open_one.company).pk,
        "requests": factories.request_about_data(open_one.customer).pk,
        "occurrences": factories.occurrence(open_one).pk,
        "enclosures": factories.enclosed(open_one).pk,
        "imports": factories.run(open_one.company, document=kept).pk,
        "layouts": factories.table_layout(open_one.company).pk,
        "tasks": factories.task(open_one.customer).pk,
        "trials": factories.trial(open_one.company).pk,
        "reference": "ECB_MRO",
        "sources": factories.source(open_one.company).pk,
        "tokens": factories.token(
            factories.source(open_one.company, "The shop", folder="")
        ).pk,
    }


def addresses() -> list[URLPattern]:
    return [one for one in urlpatterns if isinstance(one, URLPattern)]


def names() -> list[str]:
    return [str(one.name) for one in addresses()]


def methods(name: str) -> tuple[str, ...]:
    view = next(one.callback for one in addresses() if one.name == name)
    found: tuple[str, ...] = view.methods  # type: ignore[attr-defined]  # set by the door
    return found


def address(name: str, world: World) -> str:
    """The address, with the key of what its first word names, or the parameter itself."""
    pattern = next(one for one in addresses() if one.name == name)
    first = str(pattern.pattern).split("/")[0]
    named = {key: first if key == "pk" else key for key in pattern.pattern.converters}
    keys = {key: world.pks[word] for key, word in named.items()}
    return reverse(f"desk:{name}", kwargs=keys)


@pytest.mark.parametrize("one", addresses(), ids=names())
def test_every_address_declares_its_act(one: URLPattern) -> None:
    assert isinstance(getattr(one.callback, "act", None), Act)


@pytest.mark.parametrize("name", names())
def test_a_stranger_is_asked_to_sign_in(name: str, world: World) -> None:
    where = address(name, world)
    answer = Client().generic(methods(name)[0], where)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", names())
def test_somebody_without_a_grant_is_refused(
    name: str, world: World, signed_in: SignIn
) -> None:
    nobody = signed_in(factories.person("No Body"))
    assert nobody.generic(methods(name)[0], address(name, world)).status_code == 403


@pytest.mark.parametrize("name", [n for n in names() if "GET" in methods(n)])
def test_an_administrator_comes_in(name: str, world: World, signed_in: SignIn) -> None:
    chief = signed_in(factories.grant(factories.person("Ada Chief"), Role.ADMINISTRATOR))
    answer = chief.get(address(name, world), follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name", [str(one.name) for one in addresses() if one.pattern.converters]
)
def test_a_colleague_of_another_company_finds_nothing(
    name: str, world: World, signed_in: SignIn
) -> None:
    other = factories.company("BETA", "Beta Services")
    colleague = factories.grant(
        factories.person("Bert Other"), Role.ADMINISTRATOR, within=other
    )
    browser = signed_in(colleague)
    where = address(name, world)
    answers = {browser.generic(method, where).status_code for method in methods(name)}
    assert answers == {404}


@pytest.mark.parametrize("name", names())
def test_a_role_without_the_act_is_refused(
    name: str, world: World, signed_in: SignIn, ours: Company
) -> None:
    view = next(one.callback for one in addresses() if one.name == name)
    act = view.act  # type: ignore[attr-defined]  # set by the door
    without = [role for role, acts in RIGHTS.items() if act not in acts]
    for role in without:
        person = factories.grant(factories.person(f"Role {role}"), role, within=ours)
        answer = signed_in(person).generic(methods(name)[0], address(name, world))
        assert answer.status_code == 403, role


@pytest.mark.parametrize("name", names())
def test_only_the_declared_methods_are_answered(
    name: str, world: World, desk: Client
) -> None:
    undeclared = {"GET", "POST", "PUT", "DELETE"} - set(methods(name))
    found = {desk.generic(one, address(name, world)).status_code for one in undeclared}
    assert found == {405}


def test_who_got_a_password_from_somebody_else_changes_it_first(
    world: World, signed_in: SignIn, ours: Company
) -> None:
    fresh = factories.person("New Comer", must_change_password=True)
    browser = signed_in(factories.grant(fresh, within=ours))
    answer = browser.get("/customers/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/password/change/"


def test_an_export_needs_its_own_right(
    world: World, signed_in: SignIn, ours: Company
) -> None:
    seller = factories.grant(
        factories.person("Sam Sales"), Role.REPRESENTATIVE, within=ours
    )
    assert signed_in(seller).get("/customers/").status_code == 200
    assert signed_in(seller).get("/customers/?export=csv").status_code == 403
