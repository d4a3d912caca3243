"""Taking files in."""

from __future__ import annotations

from acquit.intake.actions.imports import Imported, import_file

__all__ = ["Imported", "import_file"]
