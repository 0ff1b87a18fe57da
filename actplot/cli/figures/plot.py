"""`actplot plot`: each function alone, with its derivative in the same axes."""

import click

from ...requests.figures.plot import PlotRequest
from ..group import Command
from ..manners import stated_option
from ..options import request_options
from ..output import Output, output_options, show, show_stated


@click.command("plot", cls=Command)
@request_options(PlotRequest)
@stated_option
@output_options
def command(request: PlotRequest, as_json: bool, output: Output) -> None:
    """Draw each function alone, with its derivative in the same axes.

    One file per function: several need a folder, or go to the current one. Of a function or loss of vectors one number
    moves and all outputs are drawn; of a random layer, what it does to a vector. A loss whose target is a class has a
    curve for both, unless it is given one.

    \b
    actplot plot gelu --mark kinks,extrema
    actplot plot sigmoid --tangent 0
    actplot plot softmax --vary 0 --at 0,1,2
    actplot plot cross_entropy --vary 0 --at 2,1,0.1 --target 0
    actplot plot sparsemax --simplex --at 1,0.6,-0.3
    actplot plot dropout:0.3 --at 1,2,3,4
    actplot plot binary_cross_entropy
    actplot plot sigmoid --behind normal
    actplot plot relu elu selu -o pictures/ --format svg
    """
    if as_json:
        return show_stated(request, output)
    return show(request.split(), output)
