"""Evaluates functions of vectors, random layers and losses of vectors at some vectors, for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np

from ..catalogue.entry import Entry
from ..catalogue.kinds.losses import Loss
from ..catalogue.kinds.random_layers import RandomLayer
from ..catalogue.kinds.vector_functions import VectorFunction
from .vectors.jacobians import JacobianAt, jacobian_at

Cell = float | None


@dataclass(frozen=True)
class VectorEvaluation:
    """One vector: numbers that stand for the whole of it, and a row for each of its components, by column."""

    function: str
    dtype: str
    whole: dict[str, np.ndarray]  # such as the loss, each a single number
    columns: dict[str, np.ndarray]  # of different lengths where a function gives more or fewer numbers than it takes
    matrix: np.ndarray | None = None  # the Jacobian, whose rows belong to the outputs
    inputs: tuple[str, ...] = ()  # the names of its columns

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Components by row, None where a column has ended."""
        slopes = [] if self.matrix is None else list(self.matrix.T)
        return list(zip_longest(*self.columns.values(), *slopes))

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns of the rows."""
        return (*self.columns, *self.inputs)


def evaluate_vectors(function: Entry, vectors: np.ndarray, dtype: str, order: int) -> list[VectorEvaluation]:
    """Input and output of each vector of an array of shape (k, n), and for order 1 the Jacobian.

    Raises `BadInput` for vectors that the function does not take.
    """
    with np.errstate(over="ignore"):
        vectors = vectors.astype(dtype)
    if isinstance(function, RandomLayer):
        trained = np.asarray(function.train(vectors))  # at once, so that no two vectors get equal numbers
        return [_layer(function, x, made) for x, made in zip(vectors, trained, strict=True)]
    return [_function(function, x, order) for x in vectors]


def _function(function: VectorFunction, x: np.ndarray, order: int) -> VectorEvaluation:
    if order == 0:
        output = np.atleast_1d(function.value(x))
        return VectorEvaluation(str(function), str(x.dtype), {}, {"input": x, "output": output})
    return evaluated(function, jacobian_at(function, x, str(x.dtype)))


def evaluated(function: Entry, at: JacobianAt) -> VectorEvaluation:
    """A Jacobian at a vector as a table."""
    names = tuple(f"d/d{name}" for name in at.inputs)
    columns = {"input": at.input, "output": at.output}
    return VectorEvaluation(str(function), at.dtype, {}, columns, at.slopes, names)


def _layer(layer: RandomLayer, x: np.ndarray, trained: np.ndarray) -> VectorEvaluation:
    columns = {"input": x, "training": trained, "evaluation": np.asarray(layer.evaluate(x))}
    moments = {"mean": layer.mean(x), "variance": layer.variance(x)}
    known = {name: np.broadcast_to(values, x.shape) for name, values in moments.items() if values is not None}
    return VectorEvaluation(str(layer), str(x.dtype), {}, {**columns, **known})


def evaluate_loss(loss: Entry, prediction: np.ndarray, target: np.ndarray, reduction: str) -> list[VectorEvaluation]:
    """Loss and gradient of each example; with a reduction the reduced loss, and its gradient by each prediction.

    Raises `BadInput` for shapes that do not match and targets that are not allowed.
    """
    losses = np.asarray(loss.evaluate(prediction, target, reduction))
    slopes = np.asarray(loss.gradient(prediction, target, reduction))
    parts = loss.parts(prediction, target)
    if isinstance(loss, Loss):
        prediction, target = np.broadcast_arrays(prediction, target)
    prediction, slopes = np.atleast_2d(prediction), np.atleast_2d(slopes)
    count = len(prediction)
    targets = np.asarray(target).reshape(count, -1)
    each = [_part(values, count, prediction.shape) for values in parts.values()]
    return [
        _of_example(
            loss,
            _whole_name(loss, reduction, losses, i),
            (prediction[i], targets[i], slopes[i]),
            {name: part[i] for name, part in zip(parts, each, strict=True)},
        )
        for i in range(count)
    ]


def _part(values: np.ndarray, count: int, shape: tuple[int, ...]) -> np.ndarray:
    """A part as one row, or one number, for each example."""
    return np.asarray(values).reshape(count, -1) if np.size(values) == np.prod(shape) else np.reshape(values, (count,))


def _whole_name(loss: Any, reduction: str, losses: np.ndarray, at: int) -> dict[str, np.ndarray]:
    """The loss of an example by its name, or the reduced one of all; nothing of a loss of every number."""
    if reduction != "none":
        return {f"loss ({reduction})": np.asarray(losses)}
    if isinstance(loss, Loss):
        return {"losses": np.atleast_2d(losses)[at]}
    return {"loss": np.atleast_1d(losses)[at]}


def _of_example(
    loss: Entry, whole: dict[str, np.ndarray], arrays: Sequence[np.ndarray], parts: dict[str, np.ndarray]
) -> VectorEvaluation:
    prediction, target, slope = arrays
    columns = {"prediction": prediction}
    if target.size == prediction.size and loss.target_kind not in ("class", "label"):
        columns["target"] = target
    elif target.size == 1:
        whole = {"target": target[0], **whole}
    else:
        columns |= {f"target_{at}": row for at, row in enumerate(target.reshape(-1, prediction.size))}
    if "losses" in whole:
        columns["loss"] = whole.pop("losses")
    columns["gradient"] = slope
    for name, values in parts.items():
        if np.ndim(values) and np.size(values) == prediction.size:
            columns[name] = np.atleast_1d(values)
        else:
            whole = {**whole, name: np.asarray(values).reshape(())}
    return VectorEvaluation(str(loss), str(prediction.dtype), whole, columns)
