"""`actplot jacobian`: the derivatives of all outputs by all inputs at a vector, as a heat map or as numbers."""

from pathlib import Path

import click

from ...requests.figures.jacobian import JacobianRequest
from ...requests.request import Request
from ..group import Command
from ..options import accept_only, names_of, request_options
from ..output import IMAGES, TEXTS, Output, save, single_target, text_target, warn_of_reading, write_text

TABLES = ("table", "csv", "json")


@click.command("jacobian", cls=Command)
@request_options(JacobianRequest)
@click.option("--format", "form", type=click.Choice((*IMAGES, *TABLES)), help="[default: the file's suffix, else png]")
@click.option("-o", "--output", "place", metavar="FILE", help="A file (.png .svg .pdf .txt .csv .json), FOLDER/ or -.")
def command(request: JacobianRequest, form: str | None, place: str | None) -> None:
    """Draw the Jacobian of a function at a vector as a heat map.

    Row i, column j is the derivative of output i by input j. A function of one variable is applied to each number.

    \b
    actplot jacobian softmax --at 2,1,0.1
    actplot jacobian sparsemax --at 0.5,0.4,-1 -o jacobian.svg
    actplot jacobian softmax --at 2,1,0.1 --format csv
    """
    warn_of_reading(request.functions)
    suffix = Path(place or "").suffix.lower().removeprefix(".")
    if form in TABLES or (form is None and suffix in TEXTS):
        accept_only({"at", "form", "place", *names_of(Request)}, "for numbers")
        target = text_target(place, form)
        return write_text(_document(request, target.format), target)
    return save(request, single_target(request, Output(place, form)))


def _document(request: JacobianRequest, form: str) -> str:
    from ...calculus.tables import evaluated
    from ...documents.vectors import vector_csv, vector_json, vector_tables

    evaluation = evaluated(request.function, request.jacobian)
    return {"table": vector_tables, "csv": vector_csv, "json": vector_json}[form]([evaluation])
