"""`acquit evaluate`: try what the program learns on past months of one's own books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def evaluate() -> None:
    """Try on past months what is predicted; needs no database."""


@evaluate.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="The invoices table, or a folder with it; customers beside it tell countries.",
)
@click.option("--cutoffs", required=True, multiple=True, type=_DAY, metavar="DAY...")
@click.argument("more", nargs=-1, type=_DAY, metavar="")
@click.option("--country", default="", help="Where payers are, if no table tells it.")
@running.as_json
def prediction(
    *,
    data: Path,
    cutoffs: tuple[datetime, ...],
    more: tuple[datetime, ...],
    country: str,
    as_json: bool,
) -> None:
    """Learn on each DAY from what was known, predict the next 31 days, and compare."""
    from acquit.scoring.prediction import files  # noqa: PLC0415 - numpy is heavy

    days = sorted({one.date() for one in (*cutoffs, *more)})
    result = files.evaluated(data, days, country=country.upper(), told=running.say)
    running.emit(result, as_json=as_json, text=_text(result))


@evaluate.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="The invoices table, or a folder with it.",
)
@click.option("--cutoffs", required=True, multiple=True, type=_DAY, metavar="DAY...")
@click.argument("more", nargs=-1, type=_DAY, metavar="")
@running.as_json
def score(
    *,
    data: Path,
    cutoffs: tuple[datetime, ...],
    more: tuple[datetime, ...],
    as_json: bool,
) -> None:
    """Score every customer on each DAY, and look who paid something more than 30 days late
    in the half year after it.
    """
    from acquit.scoring.prediction import scores  # noqa: PLC0415 - numpy is heavy

    days = sorted({one.date() for one in (*cutoffs, *more)})
    result = scores.evaluated(data, days)
    running.emit(result, as_json=as_json, text=_classes(result))


def _classes(result: dict[str, Any]) -> str:
    lines = [
        f"{result['customers']} customers, {result['late']} of them late; the score tells "
        f"one from another in {result['auc']:.1%} of the pairs"
    ]
    lines += [
        f"  {one['class']}: {one['customers']:>6} customers, {one['late']} late, "
        f"{one['stated']:.1f} stated"
        for one in result["classes"]
    ]
    return "\n".join(lines)


def _text(result: dict[str, Any]) -> str:
    issue, waiting, simple = result["at_issue"], result["open_book"], result["baselines"]
    return "\n".join(
        [
            _line("On the day of issue", issue),
            _line("  due date", simple["at_issue"]["due_date"]),
            _line("  customer median", simple["at_issue"]["customer_median"]),
            _line("All open, on Mondays", waiting),
            _line("  due date", simple["open_book"]["due_date"]),
            _line("  customer median", simple["open_book"]["customer_median"]),
            f"Late: AUC {issue['auc']:.3f}, Brier {issue['brier']:.3f}, calibration error "
            f"{issue['ece']:.3f}; 80 % interval covers {issue['cover80']:.1%} at "
            f"{issue['width80']:.1f} days",
        ]
    )


def _line(name: str, told: dict[str, Any]) -> str:
    return (
        f"{name:<24}{told['mae']:>7.2f} days off, {told['within3']:.1%} within 3, "
        f"{told['within7']:.1%} within 7"
    )
