"""`actplot eval`: values and derivatives as numbers."""

from typing import Any

import click
import numpy as np

from ..errors import BadOption
from ..function import FORMULA, Function
from ..registry import ELEMENTWISE
from .group import Command
from .options import functions_argument
from .output import text_target, warn, write_text
from .points import read_points

FORMATS = ("table", "csv", "json")


@click.command("eval", cls=Command)
@functions_argument(*ELEMENTWISE, FORMULA)
@click.option("--at", metavar="A,B,C", help="Points; - reads them from standard input.")
@click.option("--range", "ends", nargs=2, metavar="LO HI", help="Ends of evenly spaced points.")
@click.option("--num", metavar="N", help="How many points --range has. [default: 11]")
@click.option("--dtype", type=click.Choice(["float32", "float64"]), default="float64", show_default=True)
@click.option("--order", type=click.Choice(["0", "1", "2"]), default="1", show_default=True, help="Highest derivative.")
@click.option("--finite", is_flag=True, help="Add finite differences, their error estimates and statuses.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: the file's suffix, else table]")
@click.option("-o", "--output", "place", metavar="FILE", help="A file (.txt, .csv, .json) instead of standard output.")
def command(functions: tuple[Function, ...], at: str | None, place: str | None, form: str | None, **asked: Any) -> None:
    """Print values and derivatives as a table, CSV or JSON.

    \b
    actplot eval sigmoid --range -10 10 --num 10
    actplot eval relu elu --at -1,0,1/3,inf --order 2 --format csv
    """
    if not functions:
        raise BadOption("eval: name at least one function, such as sigmoid. See 'actplot list'.")
    target = text_target(place, form)
    x = read_points(at, asked["ends"], asked["num"])
    finite = x[np.isfinite(x)]
    warn(functions, (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0))
    write_text(_document(target.format, [_evaluation(function, x, asked) for function in functions]), target)


def _evaluation(function: Function, x: Any, asked: dict[str, Any]) -> Any:
    from ..calculus.evaluation import evaluate, with_finite_difference

    evaluation = evaluate(function, x, dtype=asked["dtype"], order=int(asked["order"]))
    return with_finite_difference(function, evaluation) if asked["finite"] else evaluation


def _document(form: str, evaluations: list[Any]) -> str:
    from ..documents.tables import csv_text, json_text, table_text

    return {"table": table_text, "csv": csv_text, "json": json_text}[form](evaluations)
