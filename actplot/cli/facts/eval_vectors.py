"""What `actplot eval` says of functions of vectors, random layers, and losses of a prediction and a target."""

from collections.abc import Sequence
from typing import Any

import click
import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA
from ...catalogue.kinds.losses import Loss
from ...catalogue.kinds.vector_losses import REDUCTIONS, TARGETS, VectorLoss
from ...errors import BadOption, quoted, suggestion
from .vector_input import read_vectors

OF_VECTORS = ("vector function", "random layer")


def vector_document(functions: Sequence[Entry], at: str | None, asked: dict[str, Any], form: str) -> str:
    """Inputs, outputs and Jacobians of functions of vectors, or what random layers make of vectors."""
    from ...calculus.tables import evaluate_vectors

    others = [function for function in functions if function.kind not in OF_VECTORS]
    if others:
        first = next(function for function in functions if function.kind in OF_VECTORS)
        raise BadOption(
            f"eval: {first} takes whole vectors, and {others[0]} single numbers. Ask for them one after the other."
        )
    for name, flag in (("ends", "--range"), ("num", "--num"), ("finite", "--finite")):
        if asked[name]:
            raise BadOption(f"{flag} belongs to functions of one variable, and {functions[0]} takes vectors.")
    if asked["order"] == "2":
        raise BadOption(f"--order 2: {functions[0]} has a Jacobian, which is --order 1, and no second derivative here.")
    if at is None:
        raise BadOption(f"eval: give a vector for {functions[0]}, such as --at 2,1,0.1 (@FILE.csv for one in each row)")
    vectors, _ = read_vectors("--at", at)
    order = int(asked["order"])
    return _written(form, [one for f in functions for one in evaluate_vectors(f, vectors, asked["dtype"], order)])


def loss_document(functions: Sequence[Entry], pair: tuple[str, str], asked: dict[str, Any], form: str) -> str:
    """Loss, gradient and parts of each example, that is a prediction and its target."""
    from ...calculus.tables import evaluate_loss

    reduction = _reduction(asked["reduction"])
    if pair == ("-", "-"):
        raise BadOption("--prediction and --target cannot both be read from standard input. Put one into a file.")
    for function in functions:
        if not isinstance(function, Loss | VectorLoss):
            kind = "formula" if function.kind == FORMULA else function.kind
            raise BadOption(
                f"eval: {function} is no loss but {'an' if kind[0] in 'aeiou' else 'a'} {kind}, which takes --at in "
                "place of --prediction and --target. See 'actplot list --kind loss'."
            )
    given = [read_vectors(flag, text) for flag, text in zip(("--prediction", "--target"), pair, strict=True)]
    evaluations = []
    for function in functions:
        prediction, target = (array.astype(asked["dtype"]) for array in _shaped(function, *given))
        _warn(function, prediction, target)
        evaluations += evaluate_loss(function, prediction, target, reduction)
    return _written(form, evaluations)


def _reduction(given: str | None) -> str:
    if given is None:
        return "none"
    if given not in REDUCTIONS:
        near = suggestion(given, REDUCTIONS)
        raise BadOption(f"--reduction: unknown {quoted(given)}.{near} Allowed: {', '.join(REDUCTIONS)}.")
    return given


def _shaped(
    function: Entry, given_prediction: tuple[np.ndarray, bool], given_target: tuple[np.ndarray, bool]
) -> tuple[np.ndarray, np.ndarray]:
    """Predictions and targets in the shapes that belong to what was written: one example, or a row for each."""
    (prediction, single), (target, written) = given_prediction, given_target
    axes = TARGETS[function.target_kind]
    prediction = prediction[0] if single else prediction
    if axes == 0:
        return prediction, target.reshape(()) if single and target.size == 1 else target.reshape(-1)
    if axes == 2:
        return prediction, target if single else _in_pairs(target)
    alone = len(target) == 1 and (single or (written and isinstance(function, Loss)))
    return prediction, target[0] if alone else target


def _in_pairs(target: np.ndarray) -> np.ndarray:
    """Rows that follow each other, as the two vectors of a target."""
    return target.reshape(-1, 2, target.shape[1]) if len(target) % 2 == 0 else target


def _warn(function: Entry, prediction: np.ndarray, target: np.ndarray) -> None:
    if doubt := function.doubt(target, prediction):
        click.echo(f"warning: {doubt}", err=True)


def _written(form: str, evaluations: list[Any]) -> str:
    from ...documents.vectors import vector_csv, vector_json, vector_tables

    return {"table": vector_tables, "csv": vector_csv, "json": vector_json}[form](evaluations)
