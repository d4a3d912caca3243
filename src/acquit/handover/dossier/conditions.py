"""What a procedure asks for, looked at in the file of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core import procedures
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.procedures import CaseFacts, Claimed

if TYPE_CHECKING:
    from acquit.core.procedures import Condition, Procedure
    from acquit.handover.dossier.file import Claim, File, Identity


def checked(file: File, procedure: Procedure) -> tuple[Condition, ...]:
    """Every condition with what was seen; none of the generic procedure."""
    return procedures.check(procedure, case_facts(file))


def case_facts(file: File) -> CaseFacts:
    """The file as the rules of procedures look at it."""
    originals = {one.invoice_id for one in file.billed if one.paper is not None}
    asked = [one.on for one in file.sent if one.state == "SENT"]
    return CaseFacts(
        creditor=_identity(file.creditor),
        debtor=_identity(file.debtor.identity),
        party=file.debtor.party,
        claims=[
            claimed(one, documented=one.invoice_id in originals) for one in file.claims
        ],
        on=file.as_of,
        demanded_on=max(asked, default=None),
        insolvent=file.insolvency is not None,
    )


def _identity(one: Identity) -> procedures.Identity:
    return procedures.Identity(
        country=one.country, vat=one.vat, registration=one.registration
    )


def claimed(one: Claim, *, documented: bool) -> Claimed:
    """One claim as the rules of procedures look at it. A debit note asks for interest and
    costs: it is an extra itself.
    """
    lapses_on = None if isinstance(one.limitation, Refusal) else one.limitation.until
    principal = 0 if one.is_debit_note else one.open_minor
    extras = one.open_minor if one.is_debit_note else _extras(one)
    return Claimed(
        number=f"{one.number} {one.part}".rstrip(),
        owed=Money(principal, one.currency),
        due_on=one.due_on,
        contested_minor=one.contested_minor,
        extras_minor=extras,
        documented=documented,
        missing=one.missing,
        lapses_on=lapses_on,
    )


def _extras(one: Claim) -> int | None:
    """Interest and flat sum; None where they are not known, or of different currencies."""
    if isinstance(one.extra.interest, Refusal) or isinstance(one.extra.fee, Refusal):
        return None
    fee = one.extra.of_fee
    if fee is None or not fee.left.minor:
        return one.interest_minor
    if fee.left.currency != one.currency:
        return None
    return one.interest_minor + fee.left.minor
