"""`acquit to-claim`: of whom interest and flat sums may be claimed, and who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from datetime import datetime

REASONS = {
    "terms": "the company claims nothing",
    "held": "contested, given up or in other hands",
    "law": "the law gives nothing today",
    "unknown": "no rule or rate is known",
    "small": "less than the smallest debit note",
    "done": "claimed or waived",
}


@click.command("to-claim")
@click.option("--company", "code", required=True)
@click.option("--why", type=click.Choice(list(REASONS)), help="List those left out for it.")
@click.option("--limit", default=50, show_default=True, help="How many; 0: all.")
@click.option("--anew", is_flag=True, help="Sum up first, as of --as-of.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --anew: this day; default: the last day walked.",
)
@running.as_json
def to_claim(
    *,
    code: str,
    why: str | None,
    limit: int,
    anew: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Tell of whom debit notes may claim interest and flat sums, the most first, as summed
    up by the last cycle; and how many customers are left out, and why. Not legal advice.
    """
    if as_of is not None and not anew:
        raise click.UsageError("--as-of goes with --anew: else the last sums are told.")
    with running.with_database():
        from acquit.cli import owing, trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        if anew:
            owing.sum_up(books, as_of)
        told = owing.told(books, why or "", limit)
        running.emit(told, as_json=as_json, text=_text(told))


def _text(told: dict[str, Any]) -> str:
    if told["as_of"] is None:
        return "Nothing was summed up yet: run `acquit cycle`, or add --anew."
    lines = [f"{told['company']} as of {told['as_of']}"]
    lines += [_line(one) for one in told["customers"]]
    more = told["rows"] - len(told["customers"])
    lines += [f"… and {more} more: --limit 0 tells all."] if more else []
    lines += [
        f"{one['currency']}: left {one['left']}, customers: {one['customers']}"
        for one in told["sums"]
    ]
    lines += [
        f"left out: {count} ({REASONS[why]})" for why, count in told["left_out"].items()
    ]
    return "\n".join(lines)


def _line(one: dict[str, Any]) -> str:
    since = f"since {one['since']}" if one["since"] else f"({REASONS[one['why']]})"
    return (
        f"{one['customer']:<12} {one['name'][:28]:<28} {one['left']:>12} {one['currency']}"
        f"  computed {one['computed']:>12}  claimed {one['claimed']:>12}  waived "
        f"{one['waived']:>12}  {since}"
    )
