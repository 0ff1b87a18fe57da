"""`actplot show`: the fact card of a function."""

import click

from ..function import Function
from .group import Command
from .options import function_argument, text_width


@click.command("show", cls=Command)
@function_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")
def command(function: Function, as_json: bool) -> None:
    """Print the fact card of a function.

    Formula, parameters, range, asymptotes, breaks, derivatives, equivalents in frameworks and sources.

    \b
    actplot show gelu
    actplot show leaky_relu:0.2 --json
    """
    from ..calculus.facts import facts_of
    from ..documents.card import card_json, card_text

    known = facts_of(function)
    click.echo(card_json(known) if as_json else card_text(known, text_width()), nl=False)
