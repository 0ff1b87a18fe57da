"""`actplot jacobian`: the derivatives of all outputs by all inputs at a vector, as a heat map or as numbers."""

import click

from ...documents.tables import FORMATS
from ...requests.destinations import DRAWINGS
from ...requests.figures.jacobian import JacobianRequest
from ...requests.request import Request
from ..completing.of_files import ANY_FILE
from ..group import Command
from ..manners import format_asked, json_option
from ..options import accept_only, names_of, request_options
from ..output import TEXTS, Output, alt_option, say, show, suffix_of, text_target, write_text

WRITTEN = (*DRAWINGS, *FORMATS)
PLACE = "A file (.png .svg .pdf .tex .txt .csv .json), FOLDER/ or -."


@click.command("jacobian", cls=Command)
@request_options(JacobianRequest)
@click.option("--format", "form", type=click.Choice(WRITTEN), help="[default: the file's suffix, else png]")
@click.option("-o", "--output", "place", type=ANY_FILE, metavar="FILE", help=PLACE)
@json_option
@alt_option
def command(request: JacobianRequest, form: str | None, as_json: bool, place: str | None, alt: bool) -> None:
    """Draw the Jacobian of a function at a vector as a heat map.

    Row i, column j is the derivative of output i by input j. A function of one variable is applied to each number.

    \b
    actplot jacobian softmax --at 2,1,0.1
    actplot jacobian sparsemax --at 0.5,0.4,-1 -o jacobian.svg
    actplot jacobian softmax --at 2,1,0.1 --format csv
    """
    form = format_asked(form, as_json)
    if form in FORMATS or (form is None and suffix_of(place) in TEXTS):
        accept_only({"at", "form", "as_json", "place", *names_of(Request)}, "for numbers")
        target = text_target(place, form)
        say(request.messages())
        return write_text(FORMATS[target.format]([request.table]), target)
    return show([request], Output(place, form, alt))
