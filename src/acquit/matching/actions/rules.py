"""What a company lets be posted by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.matching import queries
from acquit.matching.models import Rules

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.core.matching import Rules as CoreRules
    from acquit.organisation.models import Company

# Less is not worth posting by itself, and more nobody can promise.
LEAST_WANTED, MOST_WANTED = 0.9, 0.9999


@transaction.atomic
def set_rules(company: Company, rules: CoreRules, *, actor: Actor, at: datetime) -> None:
    """Take these rules from now on; what is posted stays. Raises Refusal."""
    if not LEAST_WANTED <= rules.wanted <= MOST_WANTED:
        raise Refusal(
            "%(wanted)s right cannot be promised: say 90 %% to 99.99 %%.",
            wanted=f"{rules.wanted * 100:.2f} %",
        )
    before, after = asdict(queries.rules_of(company.pk)), asdict(rules)
    changed = {
        name: {"from": before[name], "to": new}
        for name, new in after.items()
        if new != before[name]
    }
    if not changed:
        return
    row, _ = Rules.objects.update_or_create(company=company, defaults=after)
    fact = Fact(
        event="matching_rules_changed",
        subject=row,
        company_id=company.pk,
        details=changed,
    )
    record(fact, actor=actor, at=at)
