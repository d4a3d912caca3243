"""Books and payments to measure cash application on, made without knowing the matcher.

`writing.write` makes a folder: open items as Acquit's own tables, statements of banks, and
beside them the truth, line by line. Nothing here imports a rule of matching, and nothing of
matching imports this. `docs/reference/benchmark-of-matching.md` says what each class is.
"""
