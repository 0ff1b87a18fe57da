"""`actplot check`: closed forms held against finite differences, formulas and definitions."""

from collections.abc import Sequence

import click

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA
from ...catalogue.registry import ELEMENTWISE, KINDS
from ...errors import BadOption
from ..group import Command
from ..options import functions_argument

SHARE = 0.02  # of the full grid of accuracy: some hundred points


@click.command("check", cls=Command)
@functions_argument(*KINDS, FORMULA)
@click.option("--all", "everything", is_flag=True, help="Check every function of the catalogue.")
@click.option("--accuracy", is_flag=True, help="Measure errors in units in the last place (ULP) instead.")
@click.option("--full", is_flag=True, help="With --accuracy: on the full grid, which takes a minute per function.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")
@click.pass_context
def command(
    context: click.Context, functions: tuple[Entry, ...], everything: bool, accuracy: bool, full: bool, as_json: bool
) -> None:
    """Hold closed forms against finite differences and formulas.

    Exits 1 if a point disagrees, or stays undecided away from breaks and edges of the domain.
    A function with default parameters is also checked with unusual ones, which are shown if they fail.
    Functions and losses of vectors are held against their definitions, and random layers against
    the mean and variance of many draws.

    \b
    actplot check gelu elu:0.5 'x*sigmoid(1.702*x)'
    actplot check softmax cross_entropy dropout:0.3
    actplot check --all --json
    actplot check --accuracy gelu
    """
    asked = _asked(functions, everything, ELEMENTWISE if accuracy else KINDS)
    if full and not accuracy:
        raise BadOption("--full belongs to --accuracy. Give both, or neither.")
    text, passed = _measured(asked, 1.0 if full else SHARE, as_json) if accuracy else _checked(asked, as_json)
    click.echo(text, nl=False)
    context.exit(0 if passed else 1)


def _checked(functions: Sequence[Entry], as_json: bool) -> tuple[str, bool]:
    from ...calculus.subjects import subject
    from ...documents.checks import agreement_json, agreement_text

    agreements = [agreement for function in functions for agreement in subject(function).agreements()]
    text = (agreement_json if as_json else agreement_text)(agreements)
    return text, all(agreement.passed for agreement in agreements)


def _measured(functions: Sequence[Entry], share: float, as_json: bool) -> tuple[str, bool]:
    for function in functions:
        if not _has_one_variable(function):
            raise BadOption(
                f"check --accuracy: {function} is a {function.kind}, and ULPs are measured of functions of one "
                f"variable. See 'actplot check {function}'."
            )
    from ...calculus.checks.accuracy import measure_accuracy
    from ...documents.checks import accuracy_json, accuracy_text

    orders = [order for function in functions for order in measure_accuracy(function, share)]
    return (accuracy_json if as_json else accuracy_text)(orders), all(order.passed for order in orders)


def _has_one_variable(function: Entry) -> bool:
    return function.kind in (*ELEMENTWISE, FORMULA)


def _asked(functions: tuple[Entry, ...], everything: bool, kinds: Sequence[str]) -> list[Entry]:
    """What was named, and before it, if everything is asked for, the catalogue's entries of some kinds."""
    from ...catalogue.registry import names
    from ...spec.specs import get

    if not functions and not everything:
        raise BadOption("check: name at least one function, such as sigmoid, or give --all. See 'actplot list'.")
    if everything:
        catalogue = [entry for entry in map(get, names()) if entry.kind in kinds]
        return [*catalogue, *(function for function in functions if function not in catalogue)]
    return list(functions)
