"""`actplot list`: the functions of the catalogue."""

import click

from ..calculus.entries import select_entries
from ..documents.listing import listing_json, listing_text
from ..registry import KINDS
from .group import Command
from .options import text_width


@click.command("list", cls=Command)
@click.argument("word", default="")
@click.option("--kind", type=click.Choice(KINDS), help="Only functions of this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of name, kind, family and aliases.")
def command(word: str, kind: str | None, as_json: bool) -> None:
    """List the functions, by kind and family.

    With a WORD, only those with it in their name, in an alias or in the family.

    \b
    actplot list
    actplot list relu --kind activation
    """
    found = select_entries(kind, word)
    click.echo(listing_json(found) if as_json else listing_text(found, text_width()), nl=False)
