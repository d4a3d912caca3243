"""`acquit company`: change what is known of a company, and how it follows up."""

from __future__ import annotations

from typing import Any

import click

from acquit.cli import running
from acquit.core.matching.judging import SWITCHES


@click.command()
@click.argument("code")
@click.option("--vat", help="VAT number: invoices of another seller are refused.")
@click.option("--email", help="Address that debtors may answer to.")
@click.option(
    "--minimum", help="Less than this per customer is not asked for, such as 10.00."
)
@click.option("--freshness-days", type=click.IntRange(1, 30), help="Working days.")
@click.option("--thanks-days", type=int, help="A thank-you follows the money so soon.")
@click.option("--per-day", type=int, help="Messages that one debtor gets at most a day.")
@click.option("--per-week", type=int, help="And within seven days.")
@click.option(
    "--contact-hours", metavar="FROM-UNTIL", help="The debtor's full hours, such as 8-19."
)
@click.option("--debit-days", type=int, help="So long a direct debit is waited for.")
@click.option(
    "--strategic", type=int, help="So many of the largest debtors need an approval."
)
@click.option(
    "--approve-from",
    help="From this sum on who decides on credit agrees, such as 5000.00; 0: no limit.",
)
@click.option("--scenario", help="The code of the one for customers that no rule takes.")
@click.option(
    "--write-off-limit",
    "write_off_limits",
    multiple=True,
    metavar="ROLE=AMOUNT",
    help="The most that a role may write off of one invoice, such as collector=10.00.",
)
@click.option(
    "--wanted",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="So much of what is posted by itself must be right, such as 99.9.",
)
@click.option(
    "--posts",
    multiple=True,
    type=click.Choice(SWITCHES),
    help="Let payments post that are less by a discount in time, shorter, or over.",
)
@click.option(
    "--asks",
    multiple=True,
    type=click.Choice(SWITCHES),
    help="Ask a person about such payments.",
)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="NAME=VALUE",
    help="From where on a payer is called what, such as prompt_days=5.",
)
@running.as_json
def company(*, code: str, as_json: bool, **words: Any) -> None:
    """Change company CODE; what is not given stays. Without options: show it."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        running.emit(trade.change_company(code, words), as_json=as_json)
