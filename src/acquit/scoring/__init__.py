"""How customers pay, and when each receivable will be paid.

Owns the word *prediction*: for one receivable and one day, a distribution over payment
days, with all that is read from it. Reads facts that were known before that day only.
"""
