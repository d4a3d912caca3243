"""The key figures, as of any day and within a scope: read live from the ledger in SQL.

Vocabulary: a *position* is what is open in one currency, cut into *heaps* by place,
lateness and week. Pages ask `insight.queries`; nothing is written here.
"""
