"""What the command about texts means. Imported once the database is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.cli import trade
from acquit.dunning.actions.wordings import TextFails, try_wording
from acquit.dunning.queries.wording import own_texts
from acquit.dunning.wording.codes import ONE_TONE
from acquit.dunning.wording.facts import LANGUAGES, TONES
from acquit.dunning.wording.originals import written_for
from acquit.dunning.wording.writing import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def listed(code: str, *, check: bool) -> list[dict[str, Any]]:
    """A row for each text there is; `tried`: how many cases an own one was written for."""
    company = trade.company(code)
    own = own_texts([company.pk]).get(company.pk, {})
    rows = []
    for key in _keys():
        row: dict[str, Any] = key._asdict() | {"own": key in own}
        if check and key in own:
            try:
                on = trade.today(company)
                row["tried"] = try_wording(company.pk, key, own[key], on=on)
            except TextFails as fails:
                row["problem"] = str(fails)
        rows.append(row)
    return rows


def told(rows: Sequence[dict[str, Any]]) -> str:
    """The own texts in words; those of ours are counted."""
    own = [row for row in rows if row["own"]]
    lines = [f"{len(rows)} texts, {len(own)} of them the company's own"]
    for row in own:
        place = " ".join(row[name] for name in ("text", "channel", "language", "tone"))
        said = row.get("problem") or (
            f"written for {row['tried']} cases" if "tried" in row else ""
        )
        lines.append(f"{place.strip()}: {said}" if said else place.strip())
    return "\n".join(lines)


def _keys() -> Iterator[Key]:
    for channel in ("EMAIL", "SMS", "PHONE"):
        for text in written_for(channel):
            for language in LANGUAGES:
                for tone in ("",) if text in ONE_TONE else TONES:
                    yield Key(text, channel, language, tone)
