"""`actplot propagate`: activations, gradients and the correlation of two inputs through many layers."""

import click

from ...requests.figures.propagate import PropagateRequest
from ..group import Command
from ..options import request_options
from ..output import Output, output_options, show, show_facts


@click.command("propagate", cls=Command)
@request_options(PropagateRequest)
@click.option("--json", "as_json", is_flag=True, help="Print q*, χ₁, depth scales and all layers; draw only with -o.")
@output_options
def command(request: PropagateRequest, as_json: bool, output: Output) -> None:
    """Draw what many layers make of activations and gradients.

    And of two inputs: how far they are from being alike. Lines are the mean field of endlessly wide layers, dots and
    bands are random networks. Gradients begin at the last layer, where their standard deviation is 1.

    \b
    actplot propagate sigmoid tanh relu --gain glorot
    actplot propagate relu --gain 1.4 --layers 100 --width 256 -o depth.svg
    actplot propagate tanh --residual --json
    """
    if not as_json:
        return show([request], output)
    from ...documents.answers.propagated import propagated_json

    return show_facts(request, output, lambda: propagated_json(request.found, request.gain, request.width))
