"""Simple rules that others match payments by, to measure Acquit's own against.

Each reads the lines and the books that Acquit imported, keeps open items of its own, and
posts what it is sure of; it shares nothing with the matcher. What they are is said in
docs/reference/benchmark-of-matching.md.
"""
