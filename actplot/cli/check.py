"""`actplot check`: closed forms held against finite differences and formulas."""

import click

from ..errors import BadOption
from ..function import Function
from .group import Command
from .options import functions_argument


@click.command("check", cls=Command)
@functions_argument
@click.option("--all", "everything", is_flag=True, help="Check every function of the catalogue.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")
@click.pass_context
def command(context: click.Context, functions: tuple[Function, ...], everything: bool, as_json: bool) -> None:
    """Hold closed forms against finite differences and formulas.

    Exits 1 if a point disagrees, or stays undecided away from breaks and edges of the domain.
    A function with default parameters is also checked with unusual ones, which are shown if they fail.

    \b
    actplot check gelu elu:0.5 'x*sigmoid(1.702*x)'
    actplot check --all --json
    """
    from ..calculus.agreement import check_entry
    from ..documents.agreement import agreement_json, agreement_text

    agreements = [agreement for function in _asked(functions, everything) for agreement in check_entry(function)]
    click.echo((agreement_json if as_json else agreement_text)(agreements), nl=False)
    context.exit(0 if all(agreement.passed for agreement in agreements) else 1)


def _asked(functions: tuple[Function, ...], everything: bool) -> list[Function]:
    from ..registry import names
    from ..spec import get

    if not functions and not everything:
        raise BadOption("check: name at least one function, such as sigmoid, or give --all. See 'actplot list'.")
    if everything:
        return [*map(get, names()), *(function for function in functions if function not in map(get, names()))]
    return list(functions)
