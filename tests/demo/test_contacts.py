"""The people at the debtors'."""

from __future__ import annotations

from datetime import date

from acquit.demo import files


def test_no_customer_has_two_contacts_of_one_name():
    plan = files.make_plan(seed=1, today=date(2026, 11, 22), customers=600, invoices=600)
    for customer in plan.customers:
        names = [contact.name for contact in customer.contacts]
        assert len(names) == len(set(names))
