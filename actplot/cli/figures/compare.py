"""`actplot compare`: functions in one panel, their derivatives in the next."""

import click

from ...requests.figures.compare import CompareRequest
from ..group import Command
from ..manners import stated_option
from ..options import request_options
from ..output import Output, output_options, show, show_stated


@click.command("compare", cls=Command)
@request_options(CompareRequest)
@stated_option
@output_options
def command(request: CompareRequest, as_json: bool, output: Output) -> None:
    """Draw functions in one panel and their derivatives in the next.

    \b
    actplot compare sigmoid tanh relu
    actplot compare gelu 'quick gelu = x*sigmoid(a*x)' --param a=1.702
    actplot compare sigmoid softplus --yscale log --layout stacked
    actplot compare hinge soft_margin zero_one mse --over margin
    actplot compare sigmoid tanh relu --behind activations.csv:layer1
    actplot compare elu elu:0.5 --range -3 3 --axes origin -o elu.svg
    """
    if as_json:
        return show_stated(request, output)
    return show([request], output)
