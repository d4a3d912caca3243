"""Say in docs/reference/formats.md how much of each public sample is understood.

    python tools/understood.py              # the samples of shared/data beside the checkout
    python tools/understood.py FOLDER       # those of another folder
    python tools/understood.py --check      # changes nothing; fails when the page is stale

Each sample is inspected as `acquit inspect` does it, and compared with the facts that its
manifest states of it, which were found by other means (tests/formats/facts.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the comparison belongs to the tests

from tests.formats import facts  # noqa: E402  # by the path above

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "reference" / "formats.md"
BEGIN, END = "<!-- understood: begin -->\n", "<!-- understood: end -->\n"
NAMES = {
    "camt": "CAMT",
    "coda": "CODA",
    "mt940": "MT940",
    "cfonb120": "CFONB 120",
    "ofx": "OFX",
    "fec": "FEC",
    "xaf": "XAF",
    "saft": "SAF-T",
    "ubl": "UBL",
    "cii": "CII",
    "facturx": "Factur-X, ZUGFeRD",
    "csv_bank": "tables of banks",
    "ar_aging": "lists of open items",
}
HEADER = (
    "| Format | Samples | Read, all facts as stated | Read as proposed | "
    "Read, facts differ | Refused |\n| --- | --- | --- | --- | --- | --- |\n"
)


def samples() -> Path | None:
    """The folder of the public samples, if it is there."""
    folders = (folder / "shared" / "data" for folder in ROOT.parents)
    return next((folder for folder in folders if folder.is_dir()), None)


def told(folder: Path) -> str:
    """The table of all kinds, and below it every sample that is not simply read."""
    rows, apart = [], []
    for kind in facts.KINDS:
        manifest = folder / kind / "manifest.json"
        if not manifest.is_file():
            continue
        found = {
            name: facts.understood(kind, manifest.parent / name, entry["facts"])
            for name, entry in sorted(json.loads(manifest.read_text("utf-8")).items())
        }
        rows.append(_row(kind, [*found.values()]))
        apart += list(_apart(found))
    return HEADER + "".join(rows) + "\n" + "".join(apart)


def _row(kind: str, found: list[facts.Understood]) -> str:
    counts = Counter(map(_column, found))
    cells = [str(counts[column] or "") for column in _COLUMNS]
    return f"| {NAMES[kind]} | {len(found)} | {' | '.join(cells)} |\n"


def _column(one: facts.Understood) -> str:
    if one.refused:
        return "refused"
    if one.differing:
        return "differing"
    return "proposed" if one.proposed else "read"


_COLUMNS = ("read", "proposed", "differing", "refused")


def _apart(found: dict[str, facts.Understood]) -> Iterator[str]:
    for name, one in found.items():
        if one.refused:
            yield f"- `{name}` is refused: {one.refused}.\n"
        elif one.differing:
            yield f"- `{name}` reads otherwise than stated: {', '.join(one.differing)}.\n"


def main() -> int:
    """1 when --check finds the page stale."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("samples", nargs="?", type=Path, default=samples())
    parser.add_argument("--check", action="store_true", help="change nothing")
    asked = parser.parse_args()
    if asked.samples is None:
        sys.stdout.write("the public samples are not beside this repository\n")
        return 0
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    fresh = before + BEGIN + "\n" + told(asked.samples) + "\n" + END + after
    if asked.check:
        return int(fresh != page)
    PAGE.write_text(fresh, "utf-8")
    sys.stdout.write(told(asked.samples))
    return 0


if __name__ == "__main__":
    sys.exit(main())
