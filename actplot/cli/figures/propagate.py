"""`actplot propagate`: activations, gradients and the correlation of two inputs through many layers."""

import click

from ...errors import BadOption
from ...requests.figures.propagate import PropagateRequest
from ..bars import working
from ..group import Command
from ..options import request_options
from ..output import STANDARD_OUTPUT, Output, output_options, save, say, show, single_target
from ..streams import answer, warn


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
    if output.alt or output.place == STANDARD_OUTPUT:
        raise BadOption("propagate: --json stands alone on standard output. Name a file with -o, or leave it out.")
    from ...documents.propagated import propagated_json

    target = single_target(request, output) if output.place else None
    with working("propagating"):
        text = propagated_json(request.found, request.gain, request.width)
    if target:
        save(request, target, warn)
    else:
        say(request.messages())
    return answer(text, "json")
