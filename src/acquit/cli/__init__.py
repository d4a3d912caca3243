"""The `acquit` command: a file for each noun, which only turns words into one action."""

from __future__ import annotations

import importlib

import click

from acquit import __version__

# The word that is typed -> where its command lies. Only the one that is typed is loaded.
COMMANDS = {
    "bench": "acquit.cli.bench:bench",
    "demo": "acquit.cli.demo:demo",
    "setup": "acquit.cli.setup:setup",
    "company": "acquit.cli.company:company",
    "inspect": "acquit.cli.inspect:inspect",
    "import": "acquit.cli.imports:import_",
    "source": "acquit.cli.source:source",
    "export": "acquit.cli.export:export",
    "cycle": "acquit.cli.cycle:cycle",
    "replies": "acquit.cli.replies:replies",
    "dunning": "acquit.cli.dunning:dunning",
    "receivables": "acquit.cli.receivables:receivables",
    "matches": "acquit.cli.matches:matches",
    "accuracy": "acquit.cli.accuracy:accuracy",
    "payers": "acquit.cli.payers:payers",
    "override": "acquit.cli.payers:override",
    "forecast": "acquit.cli.forecast:forecast",
    "interest": "acquit.cli.interest:interest",
    "charges": "acquit.cli.charges:charges",
    "to-claim": "acquit.cli.outstanding:to_claim",
    "debit-note": "acquit.cli.charges:debit_note",
    "waive": "acquit.cli.charges:waive",
    "terms": "acquit.cli.charges:terms",
    "limitation": "acquit.cli.limitation:limitation",
    "privacy": "acquit.cli.privacy:privacy",
    "predict": "acquit.cli.predict:predict",
    "predictions": "acquit.cli.predictions:predictions",
    "evaluate": "acquit.cli.evaluate:evaluate",
    "templates": "acquit.cli.templates:templates",
    "scenario": "acquit.cli.scenario:scenario",
    "rules": "acquit.cli.scenario:rules",
    "pin": "acquit.cli.scenario:pin",
    "rates": "acquit.cli.rates:rates",
    "promise": "acquit.cli.facts:promise",
    "dispute": "acquit.cli.facts:dispute",
    "hold": "acquit.cli.facts:hold",
    "call": "acquit.cli.call:call",
    "handover": "acquit.cli.case:handover",
    "case": "acquit.cli.case:case",
    "partner": "acquit.cli.case:partner",
    "insolvency": "acquit.cli.insolvency:insolvency",
    "write-off": "acquit.cli.insolvency:write_off",
    "letters": "acquit.cli.letters:letters",
    "arrival": "acquit.cli.arrival:arrival",
    "statement": "acquit.cli.statement:statement",
    "dossier": "acquit.cli.dossier:dossier",
    "serve": "acquit.cli.serve:serve",
    "worker": "acquit.cli.worker:worker",
    "migrate": "acquit.cli.migrate:migrate",
    "doctor": "acquit.cli.doctor:doctor",
}


class Commands(click.Group):
    """Loads a command when it is asked for, and puts expected failures into a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The words, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command behind the word."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an exception of our own is for the user, any other is a bug."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if _expected(error):
                raise click.ClickException(str(error)) from error
            raise


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="acquit")
def main() -> None:
    """Acquit: from the invoice to the money, on time."""


def _expected(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] == "acquit"
