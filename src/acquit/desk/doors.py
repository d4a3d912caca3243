"""The door that every page has: who may come in, by which method, and how far they see.

`@door(Act.SEE)` answers GET; `@door(Act.PROMISE, "GET", "POST")` is a form. The act is
demanded of `organisation.rights`; what comes back, narrowed by the scope switch, stands on
the request as `request.granted`. Whatever a view asks the database goes through it.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone, translation

from acquit.audit.actions import Actor
from acquit.cycle.queries import last_cycle
from acquit.desk import navigation, scopes, words
from acquit.organisation import rights
from acquit.organisation.rights import Act, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_htmx.middleware import HtmxDetails

    from acquit.cycle.models import Cycle
    from acquit.organisation.models import Person

P = ParamSpec("P")
SESSION_SCOPE = "scope"
WRITTEN_IN = ("en", "fr")


class DeskRequest(HttpRequest):
    """What a view gets: somebody signed in, and what they may reach with this act."""

    user: Person
    htmx: HtmxDetails
    act: Act
    granted: Scope  # not `scope`: there an ASGI server keeps what it knows of the request
    desk: Desk


class Desk:
    """What the frame of every page shows; asked for only when a page is drawn."""

    def __init__(self, request: DeskRequest) -> None:
        self._request = request
        self.at: datetime = timezone.now()

    @cached_property
    def places(self) -> scopes.Places:
        """The companies and units of the scope switch."""
        return scopes.places(rights.scope(self._request.user, Act.SEE))

    @cached_property
    def choice(self) -> str:
        """The word of the scope switch, `""` for everything."""
        word = self._request.GET.get("scope", self._request.session.get(SESSION_SCOPE, ""))
        known = scopes.chosen(word, self.places, person_id=self._request.user.pk)
        return str(word) if known else ""

    @cached_property
    def choice_name(self) -> str:
        """What the switch says now; empty for everything and for one's own."""
        kind, _, key = self.choice.partition(":")
        known = self.places.companies if kind == "company" else self.places.units
        return next((one.name for one in known if str(one.pk) == key), "")

    @property
    def part_of_company(self) -> bool:
        """True when the switch names a unit, or one's own customers."""
        return self.choice == "mine" or self.choice.startswith("unit:")

    @property
    def shows_whole_companies(self) -> bool:
        """True when a list is about whole companies, though a part of one was chosen."""
        about_one = self._request.resolver_match and self._request.resolver_match.kwargs
        wide = self._request.act in rights.COMPANY_WIDE
        return wide and self.part_of_company and not about_one

    @cached_property
    def scope_menu(self) -> list[dict[str, Any]]:
        """Companies with their units, and which of them is chosen."""
        return [
            {
                "company": company,
                "here": self.choice == f"company:{company.pk}",
                "units": [
                    (unit, self.choice == f"unit:{unit.pk}")
                    for unit in self.places.units_of(company.pk)
                ],
            }
            for company in self.places.companies
        ]

    def narrowed(self, scope: Scope) -> Scope:
        """The scope with the switch applied."""
        choice = scopes.chosen(self.choice, self.places, person_id=self._request.user.pk)
        return scopes.meet(scope, choice) if choice else scope

    @cached_property
    def cycle(self) -> Cycle | None:
        """The last day that was walked; None before the first."""
        return last_cycle()

    @property
    def down(self) -> list[tuple[str, str]]:
        """The channels that are down, with what was said there."""
        found = self.cycle.down if self.cycle else {}
        return [(words.channel(code), said) for code, said in found.items()]

    @property
    def today(self) -> date:
        """The business day: what late and next are counted from."""
        return self.cycle.day if self.cycle else timezone.localdate()

    @cached_property
    def as_of(self) -> date:
        """The day of the books: the business day, unless `?as_of=` names an earlier one."""
        try:
            asked = date.fromisoformat(self._request.GET.get("as_of", ""))
        except ValueError:
            return self.today
        return min(asked, self.today)

    @property
    def in_the_past(self) -> bool:
        return self.as_of < self.today

    @cached_property
    def navigation(self) -> list[navigation.Group]:
        """The side navigation as this person may use it."""
        return navigation.groups(self._request.user, self._request.path)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages in which the pages are written."""
        return [(code, name) for code, name in settings.LANGUAGES if code in WRITTEN_IN]

    def may(self, act: Act) -> bool:
        return rights.may(self._request.user, act)

    @cached_property
    def may_do(self) -> dict[str, bool]:
        """For templates: `{% if request.desk.may_do.PROMISE %}`."""
        return {act.value: self.may(act) for act in Act}


def door(
    act: Act, *methods: str
) -> Callable[
    [Callable[Concatenate[DeskRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Demand this act, and answer these methods (GET when none is named)."""
    allowed = methods or ("GET",)

    def around(
        view: Callable[Concatenate[DeskRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if request.method not in {*allowed, *(["HEAD"] if "GET" in allowed else [])}:
                return HttpResponseNotAllowed(allowed)
            return _entered(request, act) or view(
                cast("DeskRequest", request), *args, **kwargs
            )

        guarded.act = act  # type: ignore[attr-defined]  # read by the house test
        guarded.methods = allowed  # type: ignore[attr-defined]  # read by the house test
        return guarded

    return around


def actor(request: DeskRequest) -> Actor:
    """Who writes."""
    return Actor.of(request.user)


def _entered(request: HttpRequest, act: Act) -> HttpResponse | None:
    """Put what is granted and the frame on the request; an answer when nobody may come in
    like this.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    known = cast("Any", request)
    if known.user.must_change_password:
        return redirect("account_change_password")
    _speak(request, known.user.language)
    _remember_choice(request)
    known.act = act
    known.desk = Desk(known)
    scope = rights.demand(known.user, act)
    if request.GET.get("export"):
        scope = scopes.meet(scope, rights.demand(known.user, Act.EXPORT))
    known.granted = known.desk.narrowed(scope)
    return None


def _speak(request: HttpRequest, language: str) -> None:
    """The person's own language, until another one is chosen on this device.

    Where the pages are not written in it, days and amounts are not either.
    """
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language if language in WRITTEN_IN else WRITTEN_IN[0])


def _remember_choice(request: HttpRequest) -> None:
    if (
        "scope" in request.GET
        and request.session.get(SESSION_SCOPE) != request.GET["scope"]
    ):
        request.session[SESSION_SCOPE] = request.GET["scope"]
