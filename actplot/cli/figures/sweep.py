"""`actplot sweep`: one function at several values of a parameter."""

import click

from ...requests.figures.sweep import SweepRequest
from ..group import Command
from ..manners import stated_option
from ..options import request_options
from ..output import Output, output_options, show, show_stated


@click.command("sweep", cls=Command)
@request_options(SweepRequest)
@stated_option
@output_options
def command(request: SweepRequest, as_json: bool, output: Output) -> None:
    """Draw one function at several values of a parameter.

    Colours are in the order of the values. FUNCTION is NAME:PARAMETER=A,B,C, or NAME:PARAMETER=A..B for evenly
    spaced values.

    \b
    actplot sweep elu:alpha=0.5,1,2
    actplot sweep sigmoid_focal:gamma=0,0.5,1,2,5 -o focal.svg
    actplot sweep barron:alpha=-2..2 --steps 9 --range -4 4
    """
    if as_json:
        return show_stated(request, output)
    return show([request], output)
