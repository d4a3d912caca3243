"""`python -m acquit` is the `acquit` command."""

from __future__ import annotations

from acquit.cli import main

main(prog_name="acquit")
