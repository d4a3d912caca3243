"""The books: customers, contacts, receivables, receipts, allocations, promises, disputes,
holds, documents.

Facts carry the day they happened and the instant they were recorded; they are corrected by
a further fact. Any room above may read; only `ledger.actions` writes.
"""
