"""`actplot explore`: a page with sliders, on which a reader moves along functions."""

from typing import Any

import click

from ...errors import BadOption
from ...requests.figures.explore import ExploreRequest
from ..bars import working
from ..completing.of_files import ANY_FILE
from ..group import Command
from ..manners import STANDARD_OUTPUT, stated_option
from ..options import request_options
from ..output import page_target, say, write_text
from ..streams import answer, note, warn

OF_SLIDERS = ("name", "meaning", "value", "low", "high", "step", "allowed")


@click.command("explore", cls=Command)
@request_options(ExploreRequest)
@stated_option
@click.option(
    "-o",
    "--output",
    "place",
    type=ANY_FILE,
    metavar="FILE",
    help="A file (.html), a FOLDER/, or - for standard output.",
)
def command(request: ExploreRequest, as_json: bool, place: str | None) -> None:
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
    if as_json and place == STANDARD_OUTPUT:
        raise BadOption("explore: --json stands alone on standard output. Name a file with -o, or leave it out.")
    if place is not None or not as_json:
        _write(request, place, as_json)
    if as_json:
        from ...documents.jsonable import laid_out

        with working("computing"):
            text = laid_out(_stated(request))
        answer(f"{text}\n", "json")


def _write(request: ExploreRequest, place: str | None, as_json: bool) -> None:
    from ...site.pages import explore_page

    target = page_target(request, place)
    with working("drawing"):
        messages, page = list(request.messages()), explore_page(request)
    say(messages)
    write_text(page, target, warn if as_json else note)


def _stated(request: ExploreRequest) -> dict[str, Any]:
    """What the page shows at first, and what its reader may move."""
    from ...site.sliders import sliders_of

    sliders = [
        {"function": str(one), **{name: getattr(slider, name) for name in OF_SLIDERS}}
        for one in request.shown
        for slider in sliders_of(one)
    ]
    return {**request.still.facts, "x": request.place, "sliders": sliders}
