"""A watched folder: what lies in it whole is taken once, and nothing else is ever read."""

from __future__ import annotations

import fcntl
import os
from datetime import date
from pathlib import Path

import pytest

from acquit.core.sentences import say
from acquit.formats.records import Problem
from acquit.formats.source import Source as File
from acquit.intake.models import RunState
from acquit.intake.sources import folder
from acquit.intake.sources.connector import Outcome, OutOfReach
from acquit.intake.sources.folder import Folder, NoSuchFolder

TODAY = date(2026, 11, 22)
TAKEN = Outcome([RunState.TAKEN])
WRONG = Problem(
    where=say("line 2"), saw="x", wanted="an amount", remedy=say("Write the three letters.")
)
REFUSED = Outcome([RunState.REFUSED], [("invoices.csv", WRONG)])


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The folder that the administrator set; `erp` in it is watched."""
    (tmp_path / "watch" / "erp").mkdir(parents=True)
    return tmp_path / "watch"


@pytest.fixture
def erp(base: Path) -> Path:
    return base / "erp"


def look(base: Path, meanwhile=lambda: None, name: str = "erp") -> Folder:
    """One look; meanwhile: what happens while it waits whether files still change."""
    return Folder(base, name, "en", TODAY, pause=lambda _s: meanwhile())


def drop(place: Path, name: str, text: str = "customer_code,name\nC1,One\n") -> Path:
    path = place / name
    path.write_text(text)
    return path


def names(found: Folder) -> list[str]:
    return [file.name for file in found.fetch()]


def listed(place: Path) -> list[str]:
    return sorted(str(one.relative_to(place)) for one in place.rglob("*") if one.is_file())


def test_a_whole_file_is_fetched_with_its_content(base, erp):
    drop(erp, "a.csv", "hello")
    [file] = look(base).fetch()
    with file.open() as stream:
        assert (file.name, file.size, file.head, stream.read()) == (
            *("a.csv", 5, b"hello"),
            b"hello",
        )


def test_an_empty_folder_is_no_trouble_and_takes_no_time(base):
    def waited() -> None:
        pytest.fail("there is nothing to wait for")

    assert names(look(base, waited)) == []


def test_a_file_that_still_grows_is_left(base, erp):
    growing = drop(erp, "b.csv", "half")
    drop(erp, "a.csv")
    found = look(base, lambda: growing.write_text("half and more"))
    assert names(found) == ["a.csv"]
    assert names(look(base)) == ["a.csv", "b.csv"]


def test_a_file_that_is_written_anew_with_the_same_length_is_left(base, erp):
    growing = drop(erp, "a.csv", "one")
    os.utime(growing, ns=(1, 1))
    assert names(look(base, lambda: growing.write_text("two"))) == []


def test_a_file_that_appears_during_the_look_waits_for_the_next(base, erp):
    drop(erp, "a.csv")
    assert names(look(base, lambda: drop(erp, "b.csv"))) == ["a.csv"]


@pytest.mark.parametrize("lock", [fcntl.flock, fcntl.lockf])
def test_a_file_that_another_program_locks_is_left(base, erp, lock):
    path = drop(erp, "a.csv")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:  # POSIX locks are between processes: this one holds the file
        with path.open("r+") as held:
            lock(held, fcntl.LOCK_EX)
            os.write(writer, b"x")
            os.read(reader, 0)
            import time

            time.sleep(30)
        os._exit(0)
    try:
        assert os.read(reader, 1) == b"x"
        assert names(look(base)) == []
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert names(look(base)) == ["a.csv"]


def test_an_empty_file_is_left_for_a_minute(base, erp):
    path = drop(erp, "a.csv", "")
    assert names(look(base)) == []
    os.utime(path, (0, path.stat().st_mtime - folder.EMPTY_S))
    assert names(look(base)) == ["a.csv"]


@pytest.mark.parametrize(
    "name",
    [".hidden.csv", "a.csv.part", "a.csv~", "a.tmp", "a.csv.problems.txt", "Thumbs.db"],
)
def test_what_is_hidden_or_unfinished_by_its_name_is_left(base, erp, name):
    drop(erp, name)
    assert names(look(base)) == []
    assert listed(erp) == [name]


def test_folders_within_are_not_looked_into(base, erp):
    (erp / "done").mkdir()
    drop(erp / "done", "old.csv")
    assert names(look(base)) == []


def test_a_taken_file_goes_to_done_under_the_day(base, erp):
    drop(erp, "a.csv")
    found = look(base)
    [file] = found.fetch()
    found.settled(file, TAKEN)
    assert listed(erp) == ["done/2026-11-22/a.csv"]


def test_a_refused_file_goes_aside_with_what_to_do_beside_it(base, erp):
    drop(erp, "a.zip")
    found = Folder(base, "erp", "fr", TODAY, pause=lambda _s: None)
    [file] = found.fetch()
    found.settled(file, REFUSED)
    assert listed(erp) == ["refused/a.zip", "refused/a.zip.problems.txt"]
    words = (erp / "refused" / "a.zip.problems.txt").read_text()
    assert words.startswith("invoices.csv: ")
    assert "Write the three letters." not in words  # the company reads French


def test_a_file_that_is_taken_in_part_is_done_and_its_problems_lie_beside_it(base, erp):
    drop(erp, "a.csv")
    found = look(base)
    [file] = found.fetch()
    found.settled(file, Outcome([RunState.PARTLY], REFUSED.problems))
    assert listed(erp) == [
        "done/2026-11-22/a.csv",
        "done/2026-11-22/a.csv.problems.txt",
    ]


def test_an_archive_of_which_one_file_is_refused_is_refused(base, erp):
    drop(erp, "all.zip")
    found = look(base)
    [file] = found.fetch()
    found.settled(file, Outcome([RunState.TAKEN, RunState.REFUSED], REFUSED.problems))
    assert listed(erp) == ["refused/all.zip", "refused/all.zip.problems.txt"]


def test_the_same_name_twice_a_day_loses_neither(base, erp):
    for text in ("first", "second", "third"):
        drop(erp, "a.csv", text)
        found = look(base)
        [file] = found.fetch()
        found.settled(file, TAKEN)
    aside = erp / "done" / "2026-11-22"
    assert [(aside / name).read_text() for name in ("a.csv", "a.2.csv", "a.3.csv")] == [
        *("first", "second", "third")
    ]


def test_a_file_that_is_written_anew_after_it_was_read_stays_for_the_next_look(base, erp):
    path = drop(erp, "a.csv", "old")
    found = look(base)
    [file] = found.fetch()
    path.write_text("new and not read")
    found.settled(file, TAKEN)
    assert listed(erp) == ["a.csv"]


def test_a_file_that_somebody_takes_away_is_no_trouble(base, erp):
    path = drop(erp, "a.csv")
    found = look(base)
    [file] = found.fetch()
    path.unlink()
    found.settled(file, TAKEN)


def test_a_long_name_and_a_name_of_strange_bytes_are_settled_too(base, erp):
    drop(erp, "é" * 125 + ".csv")
    os.close(os.open(os.fsencode(erp) + b"/a\xff\n.csv", os.O_CREAT | os.O_WRONLY))
    os.utime(os.fsencode(erp) + b"/a\xff\n.csv", (0, 0))
    found = look(base)
    fetched = list(found.fetch())
    assert {file.name for file in fetched} == {"é" * 125 + ".csv", "a��.csv"}
    for file in fetched:
        found.settled(file, REFUSED)
    assert len(listed(erp / "refused")) == 4


# What may never be read


@pytest.mark.parametrize(
    "name",
    ["", "/", "..", "../etc", "a/../..", "/etc/..", "a//b", "./a", "a\0b", "a\\b", ".ssh"],
)
def test_a_name_that_leads_elsewhere_is_no_folder(name):
    with pytest.raises(NoSuchFolder):
        folder.checked(name)


@pytest.mark.parametrize("name", ["done", "erp/refused", "erp/done/2026-11-22"])
def test_what_was_put_aside_is_not_watched_again(name):
    with pytest.raises(NoSuchFolder):
        folder.checked(name)


def test_a_name_is_kept_without_its_slashes():
    assert folder.checked(" /erp/Factures clients/ ") == "erp/Factures clients"


def test_the_folder_is_made_the_first_time_and_missed_later(base):
    (base / "erp").rmdir()
    first = Folder(base, "erp/new", "en", TODAY, make=True)
    assert names(first) == []
    assert (base / "erp" / "new").is_dir()
    (base / "erp" / "new").rmdir()
    with pytest.raises(OutOfReach, match="cannot be opened"):
        names(look(base, name="erp/new"))


def test_a_folder_that_is_a_link_is_not_entered(base, tmp_path):
    drop(tmp_path, "secret.csv")
    (base / "link").symlink_to(tmp_path)
    with pytest.raises(OutOfReach, match="cannot be opened"):
        names(look(base, name="link"))
    (base / "erp" / "sub").symlink_to(tmp_path)
    with pytest.raises(OutOfReach, match="cannot be opened"):
        names(look(base, name="erp/sub"))


def test_a_link_to_a_file_is_put_aside_and_never_read(base, erp, tmp_path):
    secret = drop(tmp_path, "secret.csv")
    (erp / "a.csv").symlink_to(secret)
    assert names(look(base)) == []
    assert (erp / "refused" / "a.csv").is_symlink()
    assert "a link to another place" in (erp / "refused/a.csv.problems.txt").read_text()
    assert secret.exists()


def test_a_file_that_is_swapped_for_a_link_while_it_is_looked_at_is_not_read(
    base, erp, tmp_path
):
    path, secret = drop(erp, "a.csv"), drop(tmp_path, "secret.csv", "secret")
    found = look(base)
    [file] = found.fetch()
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        file.open()


def test_a_place_to_put_aside_that_is_a_link_is_not_written_to(base, erp, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (erp / "done").symlink_to(tmp_path / "elsewhere")
    drop(erp, "a.csv")
    found = look(base)
    [file] = found.fetch()
    with pytest.raises(OutOfReach, match="cannot be moved aside"):
        found.settled(file, TAKEN)
    assert listed(tmp_path / "elsewhere") == []
    assert (erp / "a.csv").exists()


def test_a_pipe_in_the_folder_holds_nobody_up(base, erp):
    os.mkfifo(erp / "a.csv")
    assert names(look(base)) == []


def test_a_folder_that_is_gone_is_said(base, erp):
    erp.rmdir()
    with pytest.raises(OutOfReach, match="it is not there"):
        names(look(base))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_said_after_the_others_were_given(base, erp):
    drop(erp, "a.csv").chmod(0)
    drop(erp, "b.csv")
    found: list[File] = []
    with pytest.raises(OutOfReach, match="“a"):
        found.extend(look(base).fetch())
    assert [file.name for file in found] == ["b.csv"]
