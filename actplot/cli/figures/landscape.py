"""`actplot landscape`: the output of a small network over the plane, with one function after the other."""

import click

from ...requests.figures.networks.landscape import LandscapeRequest
from ..group import Command
from ..manners import stated_option
from ..options import request_options
from ..output import Output, output_options, show, show_stated


@click.command("landscape", cls=Command)
@request_options(LandscapeRequest)
@stated_option
@output_options
def command(request: LandscapeRequest, as_json: bool, output: Output) -> None:
    """Draw the output of a small random network over the plane.

    There is a panel for each function. All have the same weights, from N(0, 2/inputs), and biases from N(0, 1).
    With --xor, two units whose weights are worked out for the function solve exclusive or.

    \b
    actplot landscape relu silu mish
    actplot landscape relu tanh step --layers 3 --width 32 --seed 7 --range -3 3
    actplot landscape relu --xor -o xor.svg
    """
    if as_json:
        return show_stated(request, output)
    return show([request], output)
