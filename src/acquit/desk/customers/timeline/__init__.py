"""The story of one customer, newest first: what was sent, said, invoiced and paid.

One query for a page: every kind of fact is told in the same columns, and they are united.
"""
