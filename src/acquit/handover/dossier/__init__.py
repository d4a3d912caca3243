"""The dossier: what a lawyer, a bailiff or an agency is given, and nothing of anybody else.

`reading.read` asks the books once and gives a `file.File`, frozen; `paper` tells it as a
page for the press, `tables` as CSV, `parcel` packs all of it; `making.make` does the whole.
What it holds: docs/reference/dossier.md. No import here: the binder (`binding`) is a child
that needs no framework.
"""
