"""The demo: writes the files of an invented group, as its bank and its accounting would.

Words: a *cast* (companies, their people), *customers* with a hidden *habit* of paying,
*payments* with a *clue* (what the payer wrote) and a *deal* (how the amount differs), a
*plan* (all of it, and the truth). `files.write` may be called by commands and tests. This
room knows no reader and no matcher, so that what they find here they did not put here.
"""
