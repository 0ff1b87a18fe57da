"""`actplot explore`: a page with sliders, on which a reader moves along functions."""

import click

from ...requests.figures.explore import ExploreRequest
from ..bars import working
from ..completing.of_files import ANY_FILE
from ..group import Command
from ..options import request_options
from ..output import page_target, say, write_text


@click.command("explore", cls=Command)
@request_options(ExploreRequest)
@click.option(
    "-o",
    "--output",
    "place",
    type=ANY_FILE,
    metavar="FILE",
    help="A file (.html), a FOLDER/, or - for standard output.",
)
def command(request: ExploreRequest, place: str | None) -> None:
    """Write a page on which a reader moves parameters and a point.

    One HTML file that needs no server and asks for nothing: sliders for parameters, f, f′ and the tangent at a point,
    which a pointer or the arrow keys move; its link holds the state, as in elu.html#alpha=0.5&x=1.2. Symbols of a
    formula without a value begin at 1.

    \b
    actplot explore elu -o elu.html
    actplot explore 'x*sigmoid(b*x)' --param b=1.5 -o own.html
    actplot explore gelu silu mish --range -4 4
    actplot explore huber --order 2 --title 'Huber loss'
    """
    from ...site.pages import explore_page

    target = page_target(request, place)
    with working("drawing"):
        messages, page = list(request.messages()), explore_page(request)
    say(messages)
    write_text(page, target)
