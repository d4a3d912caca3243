"""The key figures, as of any day and within a scope: read from the ledger in SQL.

Vocabulary: a *position* is what is open in one currency, as *heaps* by place and due day; a
*foresight* is what is expected of it, with what may go wrong. A *snapshot* is the position,
a *forecast* the foresight of a past day, kept for what compares with it. Pages ask
`insight.queries`; nothing is written here but what is kept or measured.
"""
