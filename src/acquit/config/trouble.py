"""What can go wrong with the database before it is used, each with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class DatabaseTrouble(Exception):
    """The database cannot be used. remedy: a finished sentence."""

    def __init__(self, *, where: Path | str, saw: str, remedy: str) -> None:
        super().__init__(f"{where}: {saw}. {remedy}")
        self.where = where
        self.saw = saw
        self.remedy = remedy


class ProgramsMissing(DatabaseTrouble):
    """PostgreSQL's programs are not where the wheel should have put them, or do not run."""


class FolderRefused(DatabaseTrouble):
    """The data folder, or the folder of the socket, cannot be written or is not ours."""


class DiskFull(DatabaseTrouble):
    """No space is left for the database."""


class OtherVersion(DatabaseTrouble):
    """The cluster was made by another major version of PostgreSQL."""


class DidNotStart(DatabaseTrouble):
    """The server ended, or did not answer, while it was started."""


class InUse(DatabaseTrouble):
    """Another process holds the cluster and does not let go of it."""


class Unreachable(DatabaseTrouble):
    """Nothing answers at ACQUIT_DATABASE_URL, or it does not let us in."""
