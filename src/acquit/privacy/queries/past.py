"""Natural persons of whom something is held longer than need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.limitation_watch import months_before
from acquit.core.party import SellsTo
from acquit.core.privacy import Group, Kind, retention
from acquit.core.privacy.retention import NoRetention
from acquit.ledger.rows import ask, binary_cursor
from acquit.organisation.models import Company
from acquit.privacy.models import Past

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

# Those that owe nothing and whose last movement is older than a day: what tells of them.
FOUND = """
    WITH them AS (
        SELECT c.id, c.email <> '' OR c.phone <> '' AS reach
          FROM ledger_customer c
         WHERE c.company_id = %s
           AND (c.party_type = 'CONSUMER' OR %s AND c.party_type = 'UNKNOWN'
                AND c.vat = '' AND c.registration = '')
           AND NOT EXISTS (SELECT 1 FROM ledger_receivable r
                            WHERE r.customer_id = c.id AND r.open_minor > 0)
           AND NOT EXISTS (SELECT 1 FROM ledger_receipt p
                            WHERE p.customer_id = c.id AND p.available_minor > 0)),
    closed AS (
        SELECT t.id, t.reach,
               greatest((SELECT max(settled_on) FROM ledger_receivable r
                          WHERE r.customer_id = t.id),
                        (SELECT max(issued_on) FROM ledger_invoice i
                          WHERE i.customer_id = t.id),
                        (SELECT max(received_on) FROM ledger_receipt p
                          WHERE p.customer_id = t.id)) AS closed_on
          FROM them t)
    SELECT id, closed_on, reach,
           EXISTS (SELECT 1 FROM ledger_contact o WHERE o.customer_id = closed.id),
           EXISTS (SELECT 1 FROM channels_message m
                    WHERE m.customer_id = closed.id AND NOT (m."to" = '' AND m.body = '')),
           EXISTS (SELECT 1 FROM channels_incoming n
                    WHERE n.customer_id = closed.id
                      AND NOT (n.sender = '' AND n.body = '')),
           EXISTS (SELECT 1 FROM agenda_note a
                    WHERE a.customer_id = closed.id AND a.text <> '')
      FROM closed WHERE closed_on < %s ORDER BY closed_on, id
"""
GROUPS = (Group.REACH, Group.CONTACTS, Group.MESSAGES, Group.ANSWERS, Group.NOTES)


def past(*, as_of: date) -> Iterator[Past]:
    """Not written yet; by company, those that should have gone first before the others."""
    for company in Company.objects.order_by("pk"):
        yield from _of(company, as_of)


def company_ids() -> list[int]:
    """All of them."""
    return list(Company.objects.order_by("pk").values_list("pk", flat=True))


def _of(company: Company, as_of: date) -> Iterator[Past]:
    try:
        rule = retention(company.country, Kind.FILE, on=as_of)
    except NoRetention:
        return
    before = months_before(as_of, rule.months)
    unknown = company.sells_to != SellsTo.BUSINESS
    with binary_cursor() as cursor:
        rows = ask(cursor, FOUND, company.pk, unknown, before)
    for customer_id, closed_on, *seen in rows:
        groups = [one.value for one, there in zip(GROUPS, seen, strict=True) if there]
        if groups:
            yield Past(
                customer_id=customer_id,
                company_id=company.pk,
                closed_on=closed_on,
                since=rule.until(closed_on),
                groups=groups,
            )
