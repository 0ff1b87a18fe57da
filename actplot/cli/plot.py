"""`actplot plot`: each function alone, with its derivative in the same axes."""

import click

from ..requests.plot import PlotRequest
from .group import Command
from .options import request_options
from .output import Output, folder_targets, output_options, save, single_target


@click.command("plot", cls=Command)
@request_options(PlotRequest)
@output_options
def command(request: PlotRequest, output: Output) -> None:
    """Draw each function alone, with its derivative in the same axes.

    One file per function: several need a folder, or go to the current one.

    \b
    actplot plot gelu --mark kinks,extrema
    actplot plot relu elu selu -o pictures/ --format svg
    """
    single = request.split()
    targets = [single_target(single[0], output)] if len(single) == 1 else folder_targets(single, output)
    for one, target in zip(single, targets, strict=True):
        save(one, target)
