"""Tables of numbers: what an entry makes of points, of vectors, or of predictions and their targets."""

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..catalogue.call import EACH, Reduction
from ..catalogue.entry import Entry
from ..catalogue.kinds.functions import METHODS, Function
from ..catalogue.kinds.random_layers import RandomLayer
from ..catalogue.kinds.vector_functions import VectorFunction
from ..catalogue.kinds.vector_losses import TARGETS
from ..frozen import record
from .vectors.jacobians import JacobianAt, jacobian_at

if TYPE_CHECKING:
    from .models.model import Model


@record
class Table:
    """Numbers that stand for the whole table, such as the loss, and its columns by name."""

    function: str
    dtype: str
    of: str = ""  # which vector it is about, where several have names or places of their own
    shared: dict[str, np.ndarray] = field(default_factory=dict)  # of all tables of a function, in the first of them
    whole: dict[str, np.ndarray] = field(default_factory=dict)  # each a single number
    columns: dict[str, np.ndarray] = field(default_factory=dict)  # some may end before others
    matrix: dict[str, np.ndarray] = field(default_factory=dict)  # the columns of a Jacobian, a row for each output
    index: bool = False  # whether rows are the components of one vector, and numbered
    names: tuple[str, ...] = ()  # of these, where the file that they come from says them

    @property
    def all_columns(self) -> dict[str, np.ndarray]:
        """By name, those of the Jacobian last."""
        return {**self.columns, **self.matrix}

    @property
    def length(self) -> int:
        """How many rows there are."""
        return max(map(len, self.all_columns.values()))

    @property
    def jacobian(self) -> np.ndarray:
        """The Jacobian, whose rows belong to the outputs."""
        return np.stack(list(self.matrix.values()), axis=-1)


@record
class Asked:
    """What numbers are asked for: at points or vectors, or of a prediction and a target."""

    at: Any = ()  # points of shape (n,), or vectors of shape (k, n)
    pair: tuple[Any, Any] | None = None  # a prediction of shape (n,) or (k, n), and a target
    dtype: str = "float64"
    order: int = 1  # of the highest derivative
    finite: bool = False  # whether finite differences are added
    reduction: Reduction = EACH  # of the losses of many predictions
    names: tuple[str, ...] = ()  # of the numbers of each vector or prediction; of points the one of their column
    vectors: tuple[str, ...] = ()  # what each of them is called, where it has a name or a place of its own

    def vector(self, number: int) -> str:
        """What the vector with this number is called."""
        return self.vectors[number] if self.vectors else ""

    def of(self, numbers: Any) -> np.ndarray:
        """As an array of the dtype, rounded once."""
        with np.errstate(over="ignore"):
            return np.asarray(numbers, dtype=np.float64).astype(self.dtype)


def table_of_points(function: Function, asked: Asked, letter: str = "x") -> Table:
    """Value and derivatives at points, and their finite differences with error estimate and status.

    The points are headed by their own name, or by the letter.
    """
    points = asked.of(asked.at)
    columns = {
        next(iter(asked.names), letter): points,
        **{method: getattr(function, method)(points) for method in METHODS[: asked.order + 1]},
    }
    return Table(str(function), asked.dtype, columns=columns | (_finite(function, points) if asked.finite else {}))


def _finite(function: Function, points: np.ndarray) -> dict[str, np.ndarray]:
    from .curves.finite import finite_difference

    found = finite_difference(function, points)
    return {"finite_difference": found.derivative, "finite_error": found.error, "finite_status": found.status}


def tables_of_vectors(function: VectorFunction, asked: Asked) -> list[Table]:
    """Input and output of each vector, and the Jacobian.

    Raises `BadInput` for vectors that the function does not take.
    """
    vectors = asked.of(asked.at)
    if asked.order:
        found = [table_of_jacobian(function, jacobian_at(function, x, asked.dtype), asked.names) for x in vectors]
        return [replace(table, of=asked.vector(number)) for number, table in enumerate(found)]
    columns = [{"input": x, "output": np.atleast_1d(function.value(x))} for x in vectors]
    alike: dict[str, Any] = {"function": str(function), "dtype": asked.dtype, "index": True, "names": asked.names}
    return [Table(**alike, of=asked.vector(number), columns=one) for number, one in enumerate(columns)]


def table_of_jacobian(function: Entry, at: JacobianAt, names: tuple[str, ...] = ()) -> Table:
    """A Jacobian at a vector, whose numbers may have names of their own."""
    columns = {"input": at.input, "output": at.output}
    matrix = {f"d/d{name}": column for name, column in zip(names or at.inputs, at.slopes.T, strict=True)}
    return Table(str(function), at.dtype, columns=columns, matrix=matrix, index=True, names=names)


def tables_of_layer(layer: RandomLayer, asked: Asked) -> list[Table]:
    """What a random layer makes of each vector, and its moments."""
    vectors = asked.of(asked.at)
    trained = np.asarray(layer.train(vectors))  # at once, so that no two vectors get equal numbers
    found = [_of_layer(layer, x, made, asked.names) for x, made in zip(vectors, trained, strict=True)]
    return [replace(table, of=asked.vector(number)) for number, table in enumerate(found)]


def _of_layer(layer: RandomLayer, x: np.ndarray, trained: np.ndarray, names: tuple[str, ...]) -> Table:
    columns = {"input": x, "training": trained, "evaluation": np.asarray(layer.evaluate(x))}
    moments = {"mean": layer.mean(x), "variance": layer.variance(x)}
    known = {name: np.broadcast_to(values, x.shape) for name, values in moments.items() if values is not None}
    return Table(str(layer), str(x.dtype), columns=columns | known, index=True, names=names)


def tables_of_pairs(loss: Any, asked: Asked) -> list[Table]:
    """Loss and gradient of each example; with a reduction the reduced loss, and its gradient by each prediction.

    Raises `BadInput` for shapes that do not match and targets that are not allowed.
    """
    (prediction, target), reduction = map(asked.of, asked.pair or ()), asked.reduction
    losses, slopes = loss.evaluate(prediction, target, EACH), loss.gradient(prediction, target, reduction)
    reduced = _reduced(loss, prediction, target, reduction)
    parts = loss.parts(prediction, target)
    if TARGETS[loss.target_kind] == 1:
        prediction, target = np.broadcast_arrays(prediction, target)  # as losses of single numbers do
    named = {"prediction": prediction, **_targets(target, prediction.ndim), "loss": losses, **reduced[0]}
    named |= {"gradient": slopes, **parts}
    if loss.has_curve and prediction.shape[1:] == (1,):  # a number in each row: one column of examples
        named = {key: array[..., 0] if np.ndim(array) == 2 else array for key, array in named.items()}
        prediction = prediction[..., 0]
    count = len(np.atleast_2d(prediction))
    columns = {key: np.atleast_2d(array) for key, array in named.items() if np.ndim(array) == prediction.ndim}
    whole = {key: np.broadcast_to(array, count) for key, array in named.items() if key not in columns}
    names = asked.names if len(asked.names) == prediction.shape[-1] else ()
    alike = {"function": str(loss), "dtype": str(prediction.dtype), "index": True, "names": names}
    rows = [{"whole": _row(whole, i), "columns": _row(columns, i)} for i in range(count)]
    return [Table(**alike, **row, of=asked.vector(i), shared={} if i else reduced[1]) for i, row in enumerate(rows)]


def _reduced(loss: Any, prediction: np.ndarray, target: np.ndarray, how: Reduction) -> tuple[dict, dict]:
    """What a reduction makes of the losses, by its name: of each row, and of all."""
    if how.label == EACH.label:
        return {}, {}
    found = {how.label: loss.evaluate(prediction, target, how)}
    return (found, {}) if how.how == EACH.how else ({}, found)


def _targets(target: np.ndarray, axes: int) -> dict[str, np.ndarray]:
    """The target; where each is a pair of vectors, both of them."""
    if target.ndim <= axes:
        return {"target": target}
    return {f"target_{at}": target[..., at, :] for at in range(target.shape[-2])}


def _row(arrays: dict[str, np.ndarray], at: int) -> dict[str, np.ndarray]:
    return {name: array[at] for name, array in arrays.items()}


def table_of_model(model: "Model", values: np.ndarray) -> Table:
    """The loss of a linear model at some weights, and its derivative by each of them."""
    loss, slopes = model.at(values.tolist())
    named = {f"dL/d{name}": np.array([slope]) for name, slope in zip(model.weights, slopes, strict=True)}
    return Table(str(model.loss), "float64", columns={"loss": np.array([loss]), **named})
