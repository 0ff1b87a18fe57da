"""What `actplot eval` says of a linear model on data: its loss, and the derivative by each weight."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ...catalogue.kinds.losses import Loss
from ...errors import BadOption
from ...requests.grammar.kinds import Assignments

if TYPE_CHECKING:
    from ...calculus.evaluation import Evaluation
    from ...catalogue.entry import Entry

_AT = Assignments()


def evaluations(functions: "Sequence[Entry]", data: str, at: str | None, reduction: str | None) -> "list[Evaluation]":
    """The loss and its gradient at the weights that `--at w=10,b=2` names, one row for each loss.

    Raises `BadOption` for functions that are no losses, `BadInput` for what the file should not hold.
    """
    import numpy as np

    from ...calculus.evaluation import Evaluation
    from ...calculus.models.datasets import load
    from ...calculus.models.model import REDUCTIONS, all_weights, linear_model

    if at is None:
        raise BadOption("--data needs the weights too, such as --at w=10,b=2")
    given = dict(_AT.check("--at", _AT.read("--at", [at])))
    reduction = reduction or "mean"
    if reduction not in REDUCTIONS:
        raise BadOption(f"--reduction must be {' or '.join(REDUCTIONS)}, got {reduction!r}")
    for function in functions:
        if not isinstance(function, Loss):
            compares = "compares whole vectors" if function.kind == "vector loss" else "is no loss"
            raise BadOption(
                f"--data: {function} {compares}, and the model x·w + b predicts one number for each example. "
                "Name a loss such as mse."
            )
    examples, answer = load(data), []
    for function in functions:
        model = linear_model(function, examples, reduction)
        loss, slopes = model.at(all_weights(model, given, "--at"))
        for warning in model.warnings:
            click.echo(f"warning: {warning}", err=True)
        named = {f"dL/d{name}": np.array([slope]) for name, slope in zip(model.weights, slopes, strict=True)}
        answer.append(Evaluation(str(function), "float64", {"loss": np.array([loss]), **named}))
    return answer
