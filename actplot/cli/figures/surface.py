"""`actplot surface`: the loss of a linear model over two of its weights."""

import click

from ...requests.figures.surface import SurfaceRequest
from ..group import Command
from ..manners import json_option
from ..options import request_options
from ..output import Output, output_options, show, show_facts


@click.command("surface", cls=Command)
@request_options(SurfaceRequest)
@json_option
@output_options
def command(request: SurfaceRequest, as_json: bool, output: Output) -> None:
    """Draw a loss over two weights of a linear model on data.

    The model is x·w + b. Without --data it is the loss over prediction and target. Built-in sets: line,
    outliers, sine, threshold, blobs, moons, xor, each with n=, seed= and noise=.

    \b
    actplot surface mse --data line --weights w,b --descend --start -3,6 --learning-rate 0.02,0.3,0.7
    actplot surface soft_margin --data blobs --descend --learning-rate 0.5 --beside loss,fit
    actplot surface hinge --data moons:n=200,seed=1 --weights w1,w2 --view 3d
    """
    if not as_json:
        return show([request], output)
    return show_facts(request, output, request.numbers)
