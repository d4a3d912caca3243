"""From decisions to actions: one message for a customer, contact and channel."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.dunning.scenario import STANDARD_POLICY
from acquit.core.dunning.steps import Approval, Approver, Channel, Kind, Place, Role, Step
from acquit.core.law import is_formal
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.core.dunning.file import CustomerFile, Decision
    from acquit.core.dunning.scenario import Policy

    # The channel, whom it is for, and whether it waits for a person.
    _Key = tuple[Channel, Role, bool]


class Ground(StrEnum):
    """Why a person has to agree: one of the largest debtors; a sum from the company's limit
    on; the place always asks; it asks from a sum on.
    """

    STRATEGIC = "STRATEGIC"
    LIMIT = "LIMIT"
    ALWAYS = "ALWAYS"
    ABOVE = "ABOVE"


class Consent(NamedTuple):
    """That of a person, without which nothing leaves. from_minor: of a ground that is a
    sum, from which one on.
    """

    approver: Approver
    ground: Ground
    from_minor: int | None = None


class Due(NamedTuple):
    """One action: the steps that are due today for one customer by one channel, most
    pressing first.

    consent: what it waits for, None = it leaves by itself.
    """

    step: Step
    channel: Channel
    role: Role
    consent: Consent | None
    decisions: tuple[Decision, ...]

    @property
    def approver(self) -> Approver | None:
        """Who has to agree, None = nobody."""
        return self.consent.approver if self.consent else None

    @property
    def needs_approval(self) -> bool:
        """True when it waits for a person."""
        return self.consent is not None

    @property
    def place(self) -> Place:
        """Where its most pressing step stands: it gives the tone and what is enclosed."""
        place = self.decisions[0].place
        if place is None:
            raise ValueError("an action is made of steps that are due")
        return place


def actions(
    decisions: Iterable[Decision], file: CustomerFile, policy: Policy = STANDARD_POLICY
) -> list[Due]:
    """Group what is due today, the most pressing first; one for each channel, contact and
    kind of approval.

    What always waits for a person is kept apart: it must not make the rest wait with it.
    """
    # What waits for another reason goes with what always waits.
    joined: dict[_Key, list[_Members]] = {}
    for (channel, role, _), some in _groups(decisions, file).items():
        some.sort(key=_pressing)
        consent = _consent(some, file, policy)
        key = channel, role, consent is not None
        joined.setdefault(key, []).append(_Members(some, consent))
    found = [_due(key, groups, file, policy) for key, groups in joined.items()]
    return sorted(found, key=lambda due: _pressing(due.decisions[0]))


class _Members(NamedTuple):
    """What leaves together, most pressing first, and who has to agree."""

    decisions: list[Decision]
    consent: Consent | None


def _groups(
    decisions: Iterable[Decision], file: CustomerFile
) -> dict[_Key, list[Decision]]:
    """What is due, by what tells one message from another: asked once for each step."""
    steps: dict[tuple[Channel | None, int, Step | None], list[Decision]] = {}
    for one in decisions:
        if one.due:
            steps.setdefault((one.channel, one.rank, one.step), []).append(one)
    groups: dict[_Key, list[Decision]] = {}
    for some in steps.values():
        groups.setdefault(apart(some[0], file), []).extend(some)
    return groups


def apart(decision: Decision, file: CustomerFile) -> _Key:
    """What tells one message from another: the channel, whom it is for, and whether it
    always waits for a person.
    """
    if decision.place is None or decision.channel is None:
        raise ValueError("only steps that are due are grouped")
    return decision.channel, _role(decision.place), _always(decision, file)


def _pressing(decision: Decision) -> tuple[int, date]:
    return -decision.rank, decision.item.due_on


def _role(place: Place) -> Role:
    return Role.OURS if place.kind is Kind.CHASE else place.role


def _due(key: _Key, groups: list[_Members], file: CustomerFile, policy: Policy) -> Due:
    channel, role, _ = key
    members, consent = groups[0] if len(groups) == 1 else _together(groups, file, policy)
    first = members[0]
    if first.step is None:
        raise ValueError("only steps that are due are grouped")
    return Due(first.step, channel, role, consent, tuple(members))


def _together(groups: list[_Members], file: CustomerFile, policy: Policy) -> _Members:
    members = sorted((one for group in groups for one in group.decisions), key=_pressing)
    return _Members(members, _consent(members, file, policy))


def _consent(members: list[Decision], file: CustomerFile, policy: Policy) -> Consent | None:
    """Who has to agree to these, by the strictest of all reasons; None = nobody.

    The company's own reasons ask who decides on credit, whatever the place says.
    """
    place = members[0].place
    if place is None:
        raise ValueError("only steps that are due are grouped")
    speaks = place.kind not in {Kind.CALL, Kind.CHASE}
    if speaks and file.strategic:
        return Consent(Approver.CREDIT_MANAGER, Ground.STRATEGIC)
    if speaks and policy.approval_minor and _most(members) >= policy.approval_minor:
        return Consent(Approver.CREDIT_MANAGER, Ground.LIMIT, policy.approval_minor)
    asked = [
        Consent(one.place.approver, Ground.ALWAYS)
        for one in members
        if one.place and _always(one, file)
    ]
    if place.approval is Approval.ABOVE and _most(members) >= place.approval_minor:
        asked.append(Consent(place.approver, Ground.ABOVE, place.approval_minor))
    return min(asked, key=_lenient, default=None)


def _lenient(consent: Consent) -> bool:
    """What the customer's collector may agree to."""
    return consent.approver is Approver.COLLECTOR


def _most(members: list[Decision]) -> int:
    """The largest sum of one currency."""
    sums: dict[str, int] = {}
    for one in members:
        currency = one.item.currency
        sums[currency] = sums.get(currency, 0) + one.item.asked_minor
    return max(sums.values())


def _always(decision: Decision, file: CustomerFile) -> bool:
    """A last reminder, in the place of a formal notice, is a reminder as any other; a step
    of the law towards a person never leaves by itself.
    """
    place = decision.place
    return _legal(decision, file) or (
        place is not None
        and place.approval is Approval.ALWAYS
        and decision.step is not Step.LAST_REMINDER
    )


def _legal(decision: Decision, file: CustomerFile) -> bool:
    """A notice of hand-over to a consumer, and a last reminder that the law of the country
    makes a formal notice.
    """
    if file.party in {Party.BUSINESS, Party.PUBLIC} or decision.on is None:
        return False
    if decision.step is Step.LAST_REMINDER:
        return is_formal(file.country, decision.on)
    return decision.step is Step.HANDOVER_NOTICE
