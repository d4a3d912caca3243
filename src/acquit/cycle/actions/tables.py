"""Foreign tables: somebody said what their columns are, and they are taken in by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import acquit.intake.actions as intake
from acquit.cycle.actions.facts import decide_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.source import Source
    from acquit.intake.actions import Imported, Picture
    from acquit.organisation.models import Company


def import_table(  # noqa: PLR0913  # the file, its layout, and who takes it in, when and how
    source: Source,
    layout: Layout,
    *,
    company: Company,
    partial: bool,
    on: date,
    actor: Actor,
    clock: Callable[[], datetime],
    picture: Picture | None = None,
) -> Imported:
    """Take a table in under the layout, which is kept for the next file of the kind unless
    nothing could be read by it.
    """
    with transaction.atomic():
        done = intake.import_file(
            source,
            company=company,
            partial=partial,
            on=on,
            actor=actor,
            clock=clock,
            layout=layout,
            picture=picture,
        )
        if done.run.created or done.run.updated or done.run.unchanged:
            intake.save_layout(layout, company=company, actor=actor, at=clock())
    decide_for(done.customer_ids, as_of=on, at=clock())
    return done
