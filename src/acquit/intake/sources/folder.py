"""A folder of this machine: what lies in it whole is taken, then moved aside.

Only folders below the one that the administrator set (ACQUIT_WATCH) are looked into, and
no link is ever followed: who names a folder on a page cannot read the server's disk, nor
can who may put files into it. Every step goes through the folder that was opened, so that
a link that is put in its place in between leads nowhere either.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from django.utils import translation
from django.utils.translation import gettext

from acquit.core import sentences
from acquit.core.errors import Refusal
from acquit.core.sentences import say
from acquit.formats.archive import is_litter
from acquit.formats.places import THE_FILE
from acquit.formats.records import Problem
from acquit.formats.source import HEAD_BYTES
from acquit.formats.source import Source as File
from acquit.intake.models import RunState
from acquit.intake.sources.connector import Outcome, OutOfReach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from acquit.core.sentences import Said

# A file that has not changed for so long is whole; one without content waits longer, since
# some programs make it first and fill it then.
SETTLED_S = 3.0
EMPTY_S = 60.0
DONE, REFUSED = "done", "refused"
PROBLEMS = ".problems.txt"
MOST_FILES = 1000
MOST_PROBLEMS = 1000

_LONGEST_NAME = 255 - len(PROBLEMS) - 1  # bytes, with the point of a draft before them

# What programs call a file that they are still writing, and what is ours.
_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".lock", "~")
_NOT_MEANT = (*_UNFINISHED, PROBLEMS)
_OURS = frozenset({DONE, REFUSED})
_PART = re.compile(r"[^./\\\x00-\x1f][^/\\\x00-\x1f]*")
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


_WHY = {
    errno.ENOENT: say("it is not there"),
    errno.EACCES: say("this is not allowed"),
    errno.EPERM: say("this is not allowed"),
    errno.ENOTDIR: say("it is a link, or no folder"),
    errno.ELOOP: say("it is a link, or no folder"),
    errno.ENOSPC: say("the disk is full"),
    errno.EROFS: say("nothing may be written on this disk"),
}


class NoSuchFolder(Refusal):
    """What was named can be no folder to watch."""


class _Stamp(NamedTuple):
    """By which a file is the same as before. name: as the file system knows it."""

    name: str
    inode: int
    size: int
    changed_ns: int


def checked(name: str) -> str:
    """The name of a folder below the base: plain words with `/` between them.

    Raises NoSuchFolder for one that leads elsewhere, or into what Acquit puts aside.
    """
    parts = name.strip().strip("/").split("/")
    if not all(_PART.fullmatch(part) for part in parts):
        raise NoSuchFolder(
            "“%(name)s” is no name of a folder: words with / between them are, none of "
            "which begins with a point.",
            name=name,
        )
    if _OURS & set(parts):
        raise NoSuchFolder(
            "“%(name)s” is where Acquit puts files aside. Choose another folder.", name=name
        )
    return "/".join(parts)


@dataclass(slots=True)
class Folder:
    """One look. language: of what is written beside a refused file; today: the folder
    within `done`. make: make the folder if it is not there; once it was, its absence says
    that something is wrong.
    """

    base: Path
    name: str
    language: str
    today: date
    make: bool = False
    pause: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _fetched: dict[str, _Stamp] = field(default_factory=dict)

    def fetch(self) -> Iterator[File]:
        """The files that are whole, by name; see Connector."""
        first = self._stamps()
        if not first:
            return
        self.pause(SETTLED_S)
        unreadable = ""
        for name, stamp in sorted(self._stamps().items()):
            if first.get(name) != stamp or self._is_fresh_and_empty(stamp):
                continue
            try:
                head = self._head(stamp.name)
            except OSError:
                unreadable = unreadable or name
                continue
            if head is not None:
                self._fetched[name] = stamp
                yield File(name, stamp.size, head, partial(self._open, stamp.name))
        if unreadable:
            raise OutOfReach(
                "“%(file)s” cannot be read. Give the user of Acquit the right to read and "
                "move the files of this folder.",
                file=unreadable,
            )

    def settled(self, file: File, outcome: Outcome) -> None:
        """Move the file to `done`, under the day, or to `refused`; see Connector.

        One that was written anew meanwhile stays: it comes with the next look.
        """
        path = [REFUSED] if outcome.has_refused else [DONE, self.today.isoformat()]
        with _moving(file.name):
            self._put_aside(self._fetched[file.name], path, outcome)

    # Looking

    def _stamps(self) -> dict[str, _Stamp]:
        """The plain files of the folder that are meant for us, at most MOST_FILES."""
        found: dict[str, _Stamp] = {}
        with self._entered() as folder:
            for name in sorted(_names(folder) - _OURS):
                if is_litter(name) or name.endswith(_NOT_MEANT):
                    continue
                stamp, mode = _looked_at(name, folder)
                if stat.S_ISLNK(mode):
                    self._refuse_link(name)
                elif stat.S_ISREG(mode) and len(found) < MOST_FILES:
                    found[_readable(name)] = stamp
        return found

    def _is_fresh_and_empty(self, stamp: _Stamp) -> bool:
        return not stamp.size and self.now() - stamp.changed_ns / 1e9 < EMPTY_S

    def _head(self, name: str) -> bytes | None:
        """The first bytes; None when another program has locked the file."""
        with self._open(name) as stream:
            return None if _is_locked(stream) else stream.read(HEAD_BYTES)

    def _open(self, name: str) -> BinaryIO:
        with self._entered() as folder:
            return cast("BinaryIO", os.fdopen(os.open(name, _READ, dir_fd=folder), "rb"))

    @contextmanager
    def _entered(self, *below: str, make: bool = False) -> Iterator[int]:
        """The folder, or one below it, opened step by step; raises OutOfReach."""
        opened: list[int] = []
        try:
            if self.make:
                self.base.mkdir(parents=True, exist_ok=True)
            opened.append(os.open(self.base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for part in self.name.split("/"):
                opened.append(_step(part, opened[-1], make=self.make))
        except OSError as error:
            _close(opened)
            raise OutOfReach(
                "The folder “%(folder)s” cannot be opened (%(why)s). It has "
                "to lie below ACQUIT_WATCH, as a folder and not as a link, and the user of "
                "Acquit must be able to read and write in it.",
                folder=self.name,
                why=_why(error),
            ) from error
        try:
            for part in below:
                opened.append(_step(part, opened[-1], make=make))
            yield opened[-1]
        finally:
            _close(opened)

    # Putting aside

    def _put_aside(self, stamp: _Stamp, path: list[str], outcome: Outcome) -> None:
        with self._entered() as folder, self._entered(*path, make=True) as aside:
            if _looked_at(stamp.name, folder)[0] != stamp:
                return
            free = _free_name(stamp.name, aside)
            if outcome.problems:
                _write(free, self._words(outcome), aside)
            os.rename(stamp.name, free, src_dir_fd=folder, dst_dir_fd=aside)

    def _refuse_link(self, name: str) -> None:
        """A link is moved as it is, and what it leads to is never looked at."""
        problem = Problem(
            where=THE_FILE,
            saw=say("a link to another place"),
            wanted=say("a file"),
            remedy=say("Copy the file itself into the folder."),
        )
        words = self._words(Outcome([RunState.REFUSED], [(_readable(name), problem)]))
        with (
            _moving(_readable(name)),
            self._entered() as folder,
            self._entered(REFUSED, make=True) as aside,
        ):
            free = _free_name(name, aside)
            _write(free, words, aside)
            os.rename(name, free, src_dir_fd=folder, dst_dir_fd=aside)

    def _words(self, outcome: Outcome) -> str:
        """The problems as they stand beside the file."""
        with translation.override(self.language):
            lines = [
                f"{name}: {sentences.told(problem.said, gettext)}"
                for name, problem in outcome.problems[:MOST_PROBLEMS]
            ]
        return "\n".join(lines) + "\n"


def _step(name: str, folder: int, *, make: bool) -> int:
    """One folder further down; a link is no folder."""
    if make:
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)
    return os.open(name, _ENTER, dir_fd=folder)


@contextmanager
def _moving(name: str) -> Iterator[None]:
    """Raises OutOfReach when the file cannot be moved; one that somebody took away does not
    come again either.
    """
    try:
        yield
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutOfReach(
            "“%(file)s” cannot be moved aside (%(why)s). Give the user of Acquit the right "
            "to write in the folder, and leave no link in it.",
            file=name,
            why=_why(error),
        ) from error


def _why(error: OSError) -> Said:
    """In the reader's language where it is a usual reason."""
    return _WHY.get(error.errno or 0, error.strerror or str(error))


def _looked_at(name: str, folder: int) -> tuple[_Stamp, int]:
    """The file itself, be it a link, and what kind it is."""
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    stamp = _Stamp(name, found.st_ino, found.st_size, found.st_mtime_ns)
    return stamp, found.st_mode


def _names(folder: int) -> set[str]:
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries}


def _readable(name: str) -> str:
    """The name as people can read it, whatever bytes it is made of."""
    text = os.fsencode(name).decode("utf-8", errors="replace")
    return "".join(c if c.isprintable() else "�" for c in text)


def _is_locked(stream: BinaryIO) -> bool:
    """Whether another program holds it, by either kind of lock that there is."""
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            continue  # a file system without locks: nobody can hold one
    return False


def _free_name(name: str, folder: int) -> str:
    """The name, with a number behind it when the folder has one like it."""
    taken = _names(folder)
    stem, point, ending = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}.{number}{point}{ending}" if stem else f"{name}.{number}"
    return free


def _write(beside: str, text: str, folder: int) -> None:
    """All or nothing: nobody reads half of it."""
    name = os.fsdecode(os.fsencode(beside)[:_LONGEST_NAME]) + PROBLEMS
    draft = f".{name}"
    made = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(
        os.open(draft, made, 0o660, dir_fd=folder), "w", encoding="utf-8"
    ) as out:
        out.write(text)
    os.rename(draft, name, src_dir_fd=folder, dst_dir_fd=folder)


def _close(opened: list[int]) -> None:
    for number in opened:
        os.close(number)
