"""`actplot diff`: where two functions differ, as text, as a figure, or as a check."""

import click

from ...errors import BadOption
from ...requests.figures.diff import DiffRequest
from ...requests.grammar.kinds import Number
from ...requests.request import Request
from ..bars import working
from ..group import Command
from ..manners import json_option
from ..options import accept_only, names_of, request_options
from ..output import STANDARD_OUTPUT, Output, output_options, print_alternatives, say, show
from ..streams import answer

IN_TEXT = {"x_range", "tolerance", "order", "as_json", *names_of(Request)}
LARGEST = 1e300


@click.command("diff", cls=Command)
@request_options(DiffRequest)
@click.option("--tolerance", metavar="NUMBER", help="Exit 1 if the values are farther apart than this.")
@click.option("--order", type=click.Choice(["0", "1"]), help="With --tolerance: 1 for the first derivatives too.")
@json_option
@output_options
def command(request: DiffRequest, tolerance: str | None, order: str | None, as_json: bool, output: Output) -> None:
    """Say where two functions differ, and draw it.

    The largest difference of values and of first derivatives and where they are, where the functions meet, and what
    becomes of the difference far out. With -o FILE both are drawn above their difference.

    \b
    actplot diff gelu gelu_tanh
    actplot diff gelu gelu_tanh -o diff.svg
    actplot diff relu gelu --xscale log --range 0.01 10 -o diff.svg
    actplot diff silu 'x/(1+exp(-x))' --tolerance 1e-12 --order 1
    """
    from ...documents.comparisons.differing import apart_json, apart_text, exceeded

    if order and tolerance is None:
        raise BadOption("diff: --order has no meaning without --tolerance. Add --tolerance, or leave it out.")
    allowed = None if tolerance is None else Number(0, LARGEST).check("--tolerance", tolerance)
    if output.alt and output.place is None:
        return print_alternatives([request])
    _draw(request, output, as_json)
    with working("comparing"):
        _ = request.apart
    if output.place != STANDARD_OUTPUT and not output.alt:
        answer(apart_json(request.apart) if as_json else apart_text(request.apart), "json" if as_json else "text")
    wrong = exceeded(request.apart, int(order or 0), allowed) if allowed is not None else []
    say(wrong)
    return click.get_current_context().exit(1 if wrong else 0)


def _draw(request: DiffRequest, output: Output, as_json: bool) -> None:
    """Write the figure, where one is asked for."""
    if output.place is None:
        accept_only(IN_TEXT, "without -o, which draws")
        say(request.messages())
    elif as_json and output.place == STANDARD_OUTPUT:
        raise BadOption("diff: --json and an image do not go to standard output together. Name a file with -o.")
    else:
        show([request], output)
