"""What the readers of accounting files share: their records, and what is kept of each line.

A **ledger** is the customers' part of an accounting over some months; an **item** is one of
its lines: a debit or a credit of one customer. Items that the accounting has **lettered**
together form a **group**. docs/explanation/accounting-files.md tells what becomes of them.
"""
