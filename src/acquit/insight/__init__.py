"""The key figures, as of any day and within a scope: read from the ledger in SQL.

Vocabulary: a *position* is what is open in one currency, as *heaps* by place and due day; a
*snapshot* is the position of a past day, kept for the pictures that compare with it. Pages
ask `insight.queries`; nothing is written here but snapshots.
"""
