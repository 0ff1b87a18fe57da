"""`actplot grid`: many functions, each with its derivative in a cell of its own."""

import click

from ...requests.figures.grid import GridRequest
from ..group import Command
from ..manners import stated_option
from ..options import request_options
from ..output import Output, output_options, show_pages, show_stated


@click.command("grid", cls=Command)
@request_options(GridRequest)
@stated_option
@output_options
def command(request: GridRequest, as_json: bool, output: Output) -> None:
    """Draw many functions, each with its derivative in a cell of its own.

    Those that are named come first, then those of the catalogue that all of --where, --kind, --family and --framework
    choose. What has no room on one page goes to the next: NAME-1.png, NAME-2.png.

    \b
    actplot grid sigmoid tanh relu leaky_relu elu swish --across 2
    actplot grid --family rectified --scales own
    actplot grid --kind loss --only value -o losses.svg
    actplot grid --where odd,bounded --for slide
    """
    if as_json:
        return show_stated(request, output)
    return show_pages(request, output)
