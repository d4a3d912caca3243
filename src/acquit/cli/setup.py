"""`acquit setup`: a company in an empty workspace, and the first administrator."""

from __future__ import annotations

import click

from acquit.cli import running


@click.command()
@click.option("--company", "code", required=True, help="Short code, used by all commands.")
@click.option("--name", required=True, help="Legal name, as on the invoices.")
@click.option("--country", required=True, help="Two letters: BE, FR, NL …")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--iban", "ibans", multiple=True, help="A bank account; may be repeated.")
@click.option(
    "--vat", default="", help="VAT number: invoices of another seller are refused."
)
@click.option("--email", default="", help="Address that debtors may answer to.")
@click.option("--language", type=click.Choice(["en", "fr", "nl", "de"]), default=None)
@click.option(
    "--sells-to", type=click.Choice(["business", "consumer", "both"]), default="both"
)
@click.option("--admin", "admin", default="", help="E-mail address of the administrator.")
@running.as_json
def setup(
    *, code: str, admin: str, ibans: tuple[str, ...], as_json: bool, **words: str
) -> None:
    """Make a company, its accounts and an administrator; prints a one-time password."""
    with running.with_database():
        result = _set_up(code, admin, ibans, words)
        lines = [f"Company {code} is ready."]
        if result["password"]:
            lines.append(
                f"Sign in as {result['admin']} with the password {result['password']}"
            )
            lines.append("It is shown only now, and must be changed at the first sign-in.")
        running.emit(result, as_json=as_json, text="\n".join(lines))


def _set_up(
    code: str, admin: str, ibans: tuple[str, ...], words: dict[str, str]
) -> dict[str, object]:
    from django.db import transaction  # noqa: PLC0415 - see running.setup
    from django.utils import timezone  # noqa: PLC0415

    from acquit.bank.actions import open_account  # noqa: PLC0415
    from acquit.cli import trade  # noqa: PLC0415
    from acquit.core.party import SellsTo  # noqa: PLC0415
    from acquit.dunning.actions import found_scenarios  # noqa: PLC0415
    from acquit.organisation import actions  # noqa: PLC0415
    from acquit.organisation.models import Person, Role  # noqa: PLC0415

    actor, at = trade.actor(), timezone.now()
    with transaction.atomic():
        company = actions.open_company(
            actions.CompanyWords(
                code=code,
                name=words["name"],
                country=words["country"].upper(),
                currency=words["currency"].upper(),
                language=words["language"] or "",
                sells_to=SellsTo(words["sells_to"].upper()),
                vat=words["vat"].replace(" ", "").replace(".", "").upper(),
                email=words["email"],
            ),
            actor=actor,
            at=at,
        )
        found_scenarios(company, at=at)
        for iban in ibans:
            number = iban.replace(" ", "").upper()
            open_account(company, number, company.currency, actor=actor, at=at)
        address = admin.lower() or f"admin@{code.lower()}.localhost"
        password = ""
        if not Person.objects.filter(email=address).exists():
            person, password = actions.invite(
                email=address,
                name="Administrator",
                language=company.language,
                actor=actor,
                at=at,
            )
            actions.grant(person, Role.ADMINISTRATOR, actor=actor, at=at)
    return {
        "company": code,
        "accounts": list(ibans),
        "admin": address if password else "",
        "password": password,
    }
