"""Numbers of invoices as companies give them, by family: dev and held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

BRANCHES = ("A", "B", "G", "L")


@dataclass(frozen=True, slots=True)
class Numbering:
    """pattern: with year, yy, mm, n and branch. first: the count begins there."""

    pattern: str
    first: int = 0

    @property
    def yearly(self) -> bool:
        """Whether the year stands in it."""
        return "{y" in self.pattern

    def number(self, serial: int, issued_on: date) -> str:
        """The number of the invoice with this place in the company's count."""
        return self.pattern.format(
            year=issued_on.year,
            yy=issued_on.year % 100,
            mm=issued_on.month,
            n=self.first + serial,
            branch=BRANCHES[serial % len(BRANCHES)],
        )


NUMBERINGS = {
    "dev": {
        "BE": (
            Numbering("{year}/{n:05}"),
            Numbering("F{yy:02}-{n:06}", 4700),
            Numbering("VF{yy:02}{n:05}", 100),
            Numbering("{n:05}/{branch}", 12000),
            Numbering("{n}", 4001),
        ),
        "FR": (
            Numbering("FA{yy:02}{mm:02}-{n:04}"),
            Numbering("{year}{n:05}", 1000),
            Numbering("FC{n:06}", 31000),
        ),
        "NL": (
            Numbering("{yy:02}VK{n:05}"),
            Numbering("{year}{n:05}", 200),
            Numbering("{n}", 1002345),
        ),
        "DE": (
            Numbering("RE-{year}-{n:05}"),
            Numbering("{n}", 1002345),
            Numbering("R{yy:02}{n:06}", 12),
        ),
        "LU": (Numbering("{year}/{n:04}-{branch}"), Numbering("LF{n:06}", 8000)),
        "GB": (Numbering("INV-{n:05}", 12345), Numbering("SI{n:06}", 400)),
    },
    "held_out": {
        "BE": (
            Numbering("VEN/{year}/{n:04}"),
            Numbering("AR{yy:02}{n:06}", 300),
            Numbering("{yy:02}.{n:05}", 700),
            Numbering("{n:06}-{yy:02}", 5000),
        ),
        "FR": (
            Numbering("FAC/{yy:02}/{n:05}"),
            Numbering("{branch}{yy:02}{n:05}", 40),
            Numbering("{n}", 218001),
        ),
        "NL": (
            Numbering("V{n:07}", 61000),
            Numbering("{year}-{n:06}"),
            Numbering("{n}", 70012),
        ),
        "DE": (
            Numbering("{n}/{yy:02}", 1100),
            Numbering("RG {n:06}", 90000),
            Numbering("AR-{n:07}", 52),
        ),
        "LU": (Numbering("{year}.{n:05}"), Numbering("FV{yy:02}/{n:05}", 10)),
        "GB": (Numbering("{n:07}", 30211), Numbering("GB{yy:02}-{n:05}")),
    },
}
