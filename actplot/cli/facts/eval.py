"""`actplot eval`: values and derivatives as numbers."""

from collections.abc import Sequence
from typing import Any

import click
import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA
from ...catalogue.registry import ELEMENTWISE, KINDS
from ...errors import BadOption
from ...requests.grammar.given import read_points
from ...requests.request import check_kind
from ..group import Command
from ..options import functions_argument
from ..output import text_target, warn, write_text

FORMATS = ("table", "csv", "json")
OF_CURVES = {"ends": "--range", "num": "--num", "finite": "--finite"}


@click.command("eval", cls=Command)
@functions_argument(*KINDS, FORMULA)
@click.option(
    "--at",
    metavar="A,B,C",
    help="Points, a vector (@FILE.csv has one in each row) or weights w=10,b=2; - reads standard input.",
)
@click.option("--range", "ends", nargs=2, metavar="LO HI", help="Ends of evenly spaced points.")
@click.option("--num", metavar="N", help="How many points --range has. [default: 11]")
@click.option("--prediction", metavar="A,B,C", help="What a loss is asked about: numbers, @FILE.csv or -.")
@click.option("--target", metavar="A,B,C", help="What --prediction should be, or the number of its class.")
@click.option("--data", metavar="FILE.csv", help="Columns x… and y, for the loss of a linear model.")
@click.option("--reduction", metavar="NAME", help="Of the losses of many examples: none, sum, mean or batchmean.")
@click.option("--dtype", type=click.Choice(["float32", "float64"]), default="float64", show_default=True)
@click.option("--order", type=click.Choice(["0", "1", "2"]), default="1", show_default=True, help="Highest derivative.")
@click.option("--finite", is_flag=True, help="Add finite differences, their error estimates and statuses.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: the file's suffix, else table]")
@click.option("-o", "--output", "place", metavar="FILE", help="A file (.txt, .csv, .json) instead of standard output.")
def command(functions: tuple[Entry, ...], place: str | None, form: str | None, **asked: Any) -> None:
    """Print values and derivatives as a table, CSV or JSON.

    \b
    actplot eval sigmoid --range -10 10 --num 10
    actplot eval relu elu --at -1,0,1/3,inf --order 2 --format csv
    actplot eval softmax --at 2,1,0.1
    actplot eval kl_divergence --prediction 0.5,0.3,0.2 --target 0.7,0.2,0.1
    """
    if not functions:
        raise BadOption("eval: name at least one function, such as sigmoid. See 'actplot list'.")
    target = text_target(place, form)
    write_text(_asked_for(functions, asked, target.format), target)


def _asked_for(functions: Sequence[Entry], asked: dict[str, Any], form: str) -> str:
    """The document that the options ask for: of a model, of a loss, of vectors or of points."""
    if asked["data"] is not None:
        return _of_model(functions, asked, form)
    if asked["prediction"] is not None or asked["target"] is not None:
        return _of_loss(functions, asked, form)
    if asked["reduction"] is not None:
        raise BadOption("--reduction belongs to --prediction and --target, or to --data. Give these, or leave it out.")
    for function in functions:
        check_kind("eval", function, (*ELEMENTWISE, FORMULA, "vector function", "random layer"))
    if any(function.kind in ("vector function", "random layer") for function in functions):
        from .eval_vectors import vector_document

        return vector_document(functions, asked["at"], asked, form)
    return _of_points(functions, asked, form)


def _of_model(functions: Sequence[Entry], asked: dict[str, Any], form: str) -> str:
    from .eval_models import evaluations

    _refuse(asked, "--data", {**OF_CURVES, "prediction": "--prediction", "target": "--target"})
    return _document(form, evaluations(functions, asked["data"], asked["at"], asked["reduction"]))


def _of_loss(functions: Sequence[Entry], asked: dict[str, Any], form: str) -> str:
    from .eval_vectors import loss_document

    _refuse(asked, "--prediction", {**OF_CURVES, "at": "--at"})
    pair = (asked["prediction"], asked["target"])
    if None in pair:
        missing, given = ("--target", "--prediction") if pair[1] is None else ("--prediction", "--target")
        raise BadOption(f"{given} needs {missing} too, such as --prediction 2,1,0.1 --target 1,0,0")
    return loss_document(functions, pair, asked, form)


def _refuse(asked: dict[str, Any], flag: str, others: dict[str, str]) -> None:
    """Raise `BadOption` for options that have no meaning beside another."""
    for name, other in others.items():
        if asked[name]:
            raise BadOption(f"{other} has no meaning beside {flag}. Leave one of them out.")
    if asked["order"] == "2":
        raise BadOption(f"--order 2 has no meaning beside {flag}, which gives gradients. Leave it out.")


def _of_points(functions: Sequence[Any], asked: dict[str, Any], form: str) -> str:
    x = read_points(asked["at"], asked["ends"], asked["num"])
    finite = x[np.isfinite(x)]
    warn(functions, (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0))
    return _document(form, [_evaluation(function, x, asked) for function in functions])


def _evaluation(function: Any, x: Any, asked: dict[str, Any]) -> Any:
    from ...calculus.evaluation import evaluate, with_finite_difference

    evaluation = evaluate(function, x, dtype=asked["dtype"], order=int(asked["order"]))
    return with_finite_difference(function, evaluation) if asked["finite"] else evaluation


def _document(form: str, evaluations: list[Any]) -> str:
    from ...documents.tables import csv_text, json_text, table_text

    return {"table": table_text, "csv": csv_text, "json": json_text}[form](evaluations)
