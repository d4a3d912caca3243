"""Whose accounting it is: that of this company, as far as the file says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.core.text import reference_key
from acquit.formats.values import refused, shown
from acquit.intake.actions.parties import numbers_of, same_name

if TYPE_CHECKING:
    from acquit.core.sentences import Said
    from acquit.formats.ledgers.records import LedgerOpened
    from acquit.formats.records import Refused
    from acquit.intake.actions.booking import Context
    from acquit.organisation.models import Company

# Fewer digits are a code that somebody has given, not a number of a register.
_NUMBER = re.compile(r"(?:\D*\d){7,}\D*")


def check(opened: LedgerOpened, context: Context) -> None:
    """Raises Refused when the file names another company by its tax or register number.

    A number that one of both does not know decides nothing; then only the name is remarked.
    """
    company = context.company
    known = numbers_of(company.vat, company.registration)
    theirs = [
        number
        for number, ours in (
            (opened.tax_number, company.vat),
            (opened.register_number, company.registration),
        )
        if ours and _NUMBER.fullmatch(number)
    ]
    said = numbers_of(opened.tax_number, opened.register_number)
    if theirs and not _bare(known) & _bare(said):
        raise _of_another(opened, company)
    if not theirs and opened.name and not same_name(opened.name, company.name):
        context.remark(
            say(
                "The accounting file names %(name)s as its company; it was taken for "
                "%(company)s.",
                name=opened.name,
                company=company.name,
            )
        )


def _bare(numbers: set[str]) -> set[str]:
    """Without zeros in front, which programs lose."""
    return {reference_key(number).lstrip("0") for number in numbers}


def _of_another(opened: LedgerOpened, company: Company) -> Refused:
    return refused(
        where=opened.where,
        saw=_accounting_of(opened.name, opened.tax_number or opened.register_number),
        wanted=_accounting_of(company.name, company.vat or company.registration),
        remedy=say(
            "Import it for its own company; if that is this one, set its VAT number: "
            "acquit company CODE --vat NUMBER."
        ),
    )


def _accounting_of(name: str, number: str) -> Said:
    return say("the accounting of %(name)s (%(number)s)", name=shown(name), number=number)
