"""Taking files in, and looking after the sources from which they come."""

from __future__ import annotations

from acquit.intake.actions.imports import Imported, import_file
from acquit.intake.actions.layouts import layouts_of, retire_layout, save_layout
from acquit.intake.actions.pictures import Picture
from acquit.intake.actions.sources import (
    SourceWords,
    ask_about_quiet_sources,
    ask_for_try,
    begin_delivery,
    end_delivery,
    file_taken,
    make_token,
    note_failure,
    note_success,
    open_source,
    pause_source,
    resume_source,
    revoke_token,
)

__all__ = [
    "Imported",
    "Picture",
    "SourceWords",
    "ask_about_quiet_sources",
    "ask_for_try",
    "begin_delivery",
    "end_delivery",
    "file_taken",
    "import_file",
    "layouts_of",
    "make_token",
    "note_failure",
    "note_success",
    "open_source",
    "pause_source",
    "resume_source",
    "retire_layout",
    "revoke_token",
    "save_layout",
]
