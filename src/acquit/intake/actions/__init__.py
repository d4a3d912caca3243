"""Taking files in."""

from __future__ import annotations

from acquit.intake.actions.imports import Imported, import_file
from acquit.intake.actions.layouts import layouts_of, retire_layout, save_layout

__all__ = ["Imported", "import_file", "layouts_of", "retire_layout", "save_layout"]
