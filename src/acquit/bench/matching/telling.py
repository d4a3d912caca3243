"""The figures of a benchmark as a person reads them; `--json` holds all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HEAD = ("", "posted", "coverage", "precision", "at least", "wrong customer")
_FIGURES = ("posted", "coverage", "precision", "precision_low95", "wrong_customer")
_CLASS_HEAD = ("class", "lines", "posted", "coverage", "precision")


def as_text(result: Mapping[str, Any]) -> str:
    """Acquit's figures, the baselines under them, the classes, and what went wrong."""
    single = [
        f"{key}: {value}"
        for key, value in result.items()
        if not isinstance(value, dict | list)
    ]
    mistakes = [f"{what}: {count}" for what, count in result["mistakes"].items()]
    return "\n".join(
        [
            *single,
            "",
            *_table([_HEAD, *_rules(result)]),
            "",
            *_table([_CLASS_HEAD, *_classes(result["classes"])]),
            *(["", "Mistakes:", *mistakes] if mistakes else []),
        ]
    )


def _rules(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    own = {**result, "coverage": result["coverage_day_one"]}
    for name, row in {"Acquit": own, **result["baselines"]}.items():
        yield name, *(_cell(row[key]) for key in _FIGURES)


def _classes(classes: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for name, row in classes.items():
        yield name, *(_cell(row[key]) for key in _CLASS_HEAD[1:])


def _cell(value: float | None) -> str:
    """A share in percent, a count as it is."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{100 * value:.2f} %"


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    told = list(rows)
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    for first, *others in told:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"{first:<{widths[0]}}", *cells])
