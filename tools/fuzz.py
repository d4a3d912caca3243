"""Damage files of a format until its reader answers with anything but its own words.

    python tools/fuzz.py coda --minutes 3
    python tools/fuzz.py coda --again build/fuzzed/coda-….bin   # one found file once more

FORMAT is the name of a module of `formats/registry`, or `layouts`: tables of others, read
under the layout of the bank and under each that is proposed. Seeds are the golden files
that it recognises, and the public samples (shared/data beside the repository) where they
are there.
A file must be read or refused within 5 seconds (for each 20 MB of it) and 500 MB; `--stop`
ends at the first find. Minutes and seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import multiprocessing
import random
import re
import resource
import sys
import time
import traceback
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

from acquit.formats import grid, registry
from acquit.formats.inspect import inspect
from acquit.formats.layouts import guess, reading, sample
from acquit.formats.layouts.layout import Kind
from acquit.formats.records import Refused
from acquit.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "formats" / "golden"
SECONDS, MEGABYTES = 5, 500
LARGE = 20_000_000
LAYOUTS = "layouts"
LARGEST_SEED = 400_000
MOST_KEPT = 50

FORKS = multiprocessing.get_context("fork")

# What has broken readers before: signs, sizes, days, encodings, markup, our own `%(name)s`.
NASTY = [
    *(b"", b"0", b"-1", b"+", b"-", b"1.", b".5", b"1,5", b"1e999", b"NaN", b"9" * 40),
    *(b"2026-02-30", b"0000-00-00", b"9999-12-31", b"310226", b"000000", b"20260230"),
    *(b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1a", b"\r", b"\n\n", b"\t"),
    *("\u00b2".encode(), "\u0661\u0662".encode(), "\u2028".encode(), "\U0001d7d9".encode()),
    *(b"%", b"%s", b"%(saw)s", b"{}", b"{0}", b"\\", b"'", b'"', b";", b"|", b"/", b"?"),
    *(b"<", b">", b"&", b"&#0;", b"<!---->", b"<![CDATA[x]]>", b"<?x?>", b"<x/>", b"</x>"),
    *(b"XXX", b"EUR", b"JPY", b"TND", b"true", b"DBIT", b"A" * 300, b" " * 300),
]
_FIELD = re.compile(rb"[0-9]{2,}|>[^<>\n]{1,80}<|[^;,|\t\r\n<>]{1,80}")
_ELEMENT = re.compile(rb"<([A-Za-z0-9_.:]+)(?: [^<>]*)?>[^<]*</\1>|</?[A-Za-z0-9_.:]+>")


@dataclass(frozen=True)
class Find:
    """What came out that should not: name of the exception, where, and all of it."""

    name: str
    place: str
    told: str


def seeds(format_name: str) -> list[bytes]:
    """The files from which the damage starts; ends the program when there are none."""
    folders = [GOLDEN]
    folders += [
        folder / "shared" / "data"
        for folder in ROOT.parents
        if (folder / "shared" / "data").is_dir()
    ]
    names = [*(_name(reader) for reader, _ in registry.READERS), LAYOUTS]
    if format_name not in names:
        sys.exit(f"{format_name} is no format; there are: {', '.join(names)}")
    found = {
        content: None
        for folder in folders
        for path in sorted(folder.rglob("*.*"))
        if path.suffix != ".json" and path.stat().st_size <= LARGEST_SEED
        if _reader_of(content := path.read_bytes()) == format_name
    }
    return list(found) or sys.exit(f"there is no golden file of {format_name}")


def _reader_of(content: bytes) -> str:
    source = Source.of_bytes(content)
    with suppress(Refused):
        for reader, _ in registry.READERS:
            if reader.recognises(source):
                return _name(reader)
        return LAYOUTS if grid.is_table(source) else ""
    return ""


def _name(reader: object) -> str:
    """Of the module or package that reads a format: the last part of its name."""
    return str(vars(reader)["__name__"]).rpartition(".")[2]


def damaged(chance: random.Random, all_seeds: Sequence[bytes]) -> bytes:
    """One seed with one to six pieces of damage; in an archive, within one of its parts."""
    content = chance.choice(all_seeds)
    if content.startswith(b"PK") and chance.random() < 0.8:
        with suppress(zipfile.BadZipFile, ValueError, NotImplementedError):
            return _damaged_part(chance, content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        kind = chance.choice(DAMAGES)
        content = kind(chance, content, all_seeds) or b"x"
    return content


def _damaged_part(chance: random.Random, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = damaged(chance, [parts[name], *parts.values()][:1])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, text in parts.items():
            archive.writestr(one, text)
    return out.getvalue()


def _bytes(chance: random.Random, content: bytes, _seeds: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(content))
    length = chance.choice((0, 1, 1, 1, 2, 8, 40))
    new = chance.choice((chance.randbytes(1), chance.randbytes(3), chance.choice(NASTY)))
    return content[:at] + new + content[at + length :]


def _field(chance: random.Random, content: bytes, _seeds: Sequence[bytes]) -> bytes:
    """Another value in the place of a number, a text or a cell, often of the same width."""
    found = _FIELD.search(content, chance.randrange(len(content)))
    if found is None:
        return content
    start, end = found.span()
    if content[start : start + 1] == b">":
        start, end = start + 1, end - 1
    width = end - start
    new = chance.choice(NASTY)
    if chance.random() < 0.5:
        digit = chance.choice(b"019 -.A").to_bytes(1, "big")
        new = chance.choice(
            (new.ljust(width)[:width], digit * width, content[end - 1 : end])
        )
    return content[:start] + new + content[end:]


def _line(chance: random.Random, content: bytes, _seeds: Sequence[bytes]) -> bytes:
    lines = content.splitlines(keepends=True)
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        case 4:
            lines[at] = lines[at].rstrip(b"\r\n") + b" " * chance.randrange(200) + b"\n"
        case _:
            lines[at] *= chance.choice((2, 50))
    return b"".join(lines)


def _element(chance: random.Random, content: bytes, _seeds: Sequence[bytes]) -> bytes:
    """An element of XML that is gone, there twice, empty, or somewhere else."""
    found = _ELEMENT.search(content, chance.randrange(len(content)))
    if found is None:
        return _line(chance, content, _seeds)
    start, end = found.span()
    without = content[:start] + content[end:]
    match chance.randrange(4):
        case 0:
            return without
        case 1:
            return content[:end] + found[0] * chance.choice((1, 20)) + content[end:]
        case 2:
            return content[:start] + re.sub(rb">[^<]*<", b"><", found[0]) + content[end:]
        case _:
            places = [one.start() for one in _ELEMENT.finditer(without)] or [0]
            at = chance.choice(places)
            return without[:at] + found[0] + without[at:]


def _splice(chance: random.Random, content: bytes, all_seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(all_seeds)
    at, there = chance.randrange(len(content)), chance.randrange(len(other))
    match chance.randrange(4):
        case 0:
            return content[:at] + other[there:]
        case 1:
            return content[:at] + other[there : there + 500] + content[at:]
        case 2:
            return content[:at]
        case _:
            return content + other


DAMAGES: tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...] = (
    _bytes,
    _field,
    _field,
    _line,
    _element,
    _splice,
)


def read(content: bytes) -> Find | None:
    """Read the file to its end; None when only records, problems and refusals came out."""
    try:
        source = Source.of_bytes(content)
        inspect(source)
        _read_as_proposed(source)
    except Exception as trouble:  # noqa: BLE001  # whatever it is, that is what is looked for
        frames = traceback.extract_tb(trouble.__traceback__)
        ours = [frame for frame in frames if "/acquit/" in frame.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return Find(type(trouble).__name__, place, traceback.format_exc())
    return None


def _read_as_proposed(source: Source) -> None:
    """Read a table as somebody would who takes each kind of rows as it is proposed."""
    with suppress(Refused):
        if not grid.is_table(source):
            return
        taken = sample.take(source)
        for kind in Kind:
            layout = guess.propose(taken, kind)
            if not layout.missing():
                with suppress(Refused):
                    for _ in reading.read(source, layout):
                        pass


class Worker:
    """A process of its own that reads damaged files, so that it can be stopped."""

    def __init__(self, all_seeds: Sequence[bytes], seed: int, current: Path) -> None:
        self.started_at = FORKS.Value("d", time.process_time())
        self.count = FORKS.Value("q", 0)
        self.finds: multiprocessing.Queue[Find | None] = FORKS.Queue()
        self.goes_on = FORKS.Event()
        self.process = FORKS.Process(
            target=self._work, args=(all_seeds, seed, current), daemon=True
        )
        self.process.start()
        self._current = current
        self._clock, self._spent = psutil.Process(self.process.pid), 0.0

    def _work(self, all_seeds: Sequence[bytes], seed: int, current: Path) -> None:
        used = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = used * resource.getpagesize() + MEGABYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        chance = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
        while True:
            content = damaged(chance, all_seeds)
            current.write_bytes(content)
            self.started_at.value = time.process_time()
            find = read(content)
            self.count.value += 1
            if find is not None:
                self.goes_on.clear()
                self.finds.put(find)
                self.goes_on.wait()

    def find(self) -> Find | None:
        """What it has found, None for nothing yet; whoever got it says `goes_on.set()`."""
        with suppress(Exception):  # the queue's Empty has no name of its own here
            return self.finds.get(timeout=0.2)
        if not self.process.is_alive():
            return Find("Crash", f"exit{self.process.exitcode}", "The process died.")
        if self.worked() - self.started_at.value > self.allowed():
            return Find("TooSlow", "reading", f"Not read within {SECONDS} seconds.")
        return None

    def allowed(self) -> float:
        """Seconds for the file in hand: of a large one, so many for each part of it."""
        size = self._current.stat().st_size if self._current.exists() else 0
        return SECONDS * max(1.0, size / LARGE)

    def worked(self) -> float:
        """Its seconds of processor time: what else the machine does makes no file slow."""
        with suppress(psutil.NoSuchProcess):
            spent = self._clock.cpu_times()
            self._spent = spent.user + spent.system
        return self._spent

    def stop(self) -> int:
        """End it; gives how many files it has read."""
        self.process.kill()
        self.process.join()
        return int(self.count.value)


def hunt(
    all_seeds: Sequence[bytes], *, seconds: float, seed: int, keep: Path, stop: bool
) -> Iterator[tuple[Find, bytes]]:
    """Read damaged files for so long; each kind of find once, with its file."""
    keep.mkdir(parents=True, exist_ok=True)
    current = keep / ".current"
    worked_before, read_before = 0.0, 0
    known: set[tuple[str, str]] = set()
    worker = Worker(all_seeds, seed, current)
    try:
        while worked_before + worker.worked() < seconds and len(known) < MOST_KEPT:
            find = worker.find()
            if find is None:
                continue
            if (find.name, find.place) not in known:
                known.add((find.name, find.place))
                yield find, current.read_bytes()
                if stop:
                    break
            if find.name in {"Crash", "TooSlow"}:
                worked_before += worker.worked()
                read_before += worker.stop()
                seed += 1
                worker = Worker(all_seeds, seed, current)
            else:
                worker.goes_on.set()
    finally:
        read_before += worker.stop()
        current.unlink(missing_ok=True)
        sys.stdout.write(f"{read_before} files read, {len(known)} finds\n")


def main() -> int:
    """1 when something foreign came out."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("format", metavar="FORMAT")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep", type=Path, default=Path("build/fuzzed"), help="folder for finds"
    )
    parser.add_argument("--again", type=Path, help="read this file, and nothing else")
    parser.add_argument("--stop", action="store_true", help="end at the first find")
    asked = parser.parse_args()
    if asked.again:
        again = read(asked.again.read_bytes())
        sys.stdout.write(again.told if again else "read or refused in its own words\n")
        return 1 if again else 0
    found = 0
    all_seeds = seeds(asked.format)
    sys.stdout.write(f"{len(all_seeds)} seeds of {asked.format}\n")
    for find, content in hunt(
        all_seeds,
        seconds=asked.minutes * 60,
        seed=asked.seed,
        keep=asked.keep,
        stop=asked.stop,
    ):
        found += 1
        digest = hashlib.sha256(content).hexdigest()[:12]
        path = asked.keep / f"{asked.format}-{find.name}-{digest}.bin"
        path.write_bytes(content)
        sys.stdout.write(f"{path}: {find.name} at {find.place}\n{find.told}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
