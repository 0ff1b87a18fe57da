"""The loss of a linear model y = x·w + b on data, and its gradient by the chain rule: the loss's own times x."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...catalogue.kinds.losses import Loss
from ...catalogue.kinds.reductions import OF_MODELS
from ...errors import BadInput, BadOption, quoted, suggestion
from ...numbers import readable
from .rows import FEATURE, Data

BIAS = "b"
LONGEST_WEIGHT = 25  # letters of its name
LONGEST_EQUATION = 45  # letters
WHOLE_LINE = (-np.inf, np.inf)
BLOCK = 32_768  # of examples whose losses are computed at a time: numbers that stay in the processor's cache
Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Model:
    """A loss and the data of a linear model: the columns of x and one of ones, and targets as the loss takes them."""

    loss: Loss
    weights: tuple[str, ...]
    design: np.ndarray  # shape (n, number of weights)
    target: np.ndarray
    reduction: str = "mean"
    warnings: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Over how much the losses of the examples are divided."""
        return len(self.target) if self.reduction == "mean" else 1

    def at(self, values: Sequence[float]) -> tuple[float, np.ndarray]:
        """The loss and its derivative by each weight."""
        everything = Slice(self, ("", ""), self.design, np.zeros(len(self.target)))
        return everything.at(values)


@dataclass(frozen=True, eq=False)
class Slice:
    """A model of which two weights vary and the others stay where they are."""

    model: Model
    names: tuple[str, str]
    columns: np.ndarray  # of the design, shape (n, 2)
    offset: np.ndarray  # what the other weights add to each prediction
    fixed: tuple[tuple[str, float], ...] = ()

    def at(self, place: Sequence[float]) -> tuple[float, np.ndarray]:
        """The loss and its derivative by each of the two weights."""
        loss, place = self.model.loss, np.asarray(place, float)

        def of(columns: np.ndarray, offset: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, ...]:
            prediction = offset + columns @ place
            losses, slopes = loss.losses_and_slopes(prediction, target)
            return np.sum(losses), slopes @ columns

        total, slope = self._added(of)
        return float(total), slope

    def gradient(self, place: Sequence[float]) -> np.ndarray:
        """The derivative by each of the two weights alone."""
        loss, place = self.model.loss, np.asarray(place, float)
        if self.bowl is not None:
            return self.bowl.gradient(place)
        return self._added(lambda columns, offset, target: (loss.slopes(offset + columns @ place, target) @ columns,))[
            0
        ]

    def losses(self, places: np.ndarray) -> np.ndarray:
        """The loss at each of some places, shape (m, 2)."""
        loss = self.model.loss
        if self.bowl is not None:
            return self.bowl.losses(places)

        def of(columns: np.ndarray, offset: np.ndarray, target: np.ndarray) -> tuple[np.ndarray]:
            step = max(1, BLOCK // len(offset))
            some = (offset + places[start : start + step] @ columns.T for start in range(0, len(places), step))
            return (np.concatenate([np.sum(loss.losses(predictions, target), axis=1) for predictions in some]),)

        return self._added(of)[0]

    def _added(self, of: Callable) -> list[np.ndarray]:
        """The sums over all examples, or their means, of what a function makes of a block of them."""
        sums: list = []
        with np.errstate(all="ignore"):
            for start in range(0, len(self.offset), BLOCK):
                block = slice(start, start + BLOCK)
                parts = of(self.columns[block], self.offset[block], self.model.target[block])
                sums = [one + part for one, part in zip(sums, parts, strict=True)] if sums else list(parts)
            return [one / self.model.count for one in sums]

    @cached_property
    def rank(self) -> int:
        """How many directions of the two weights change any prediction."""
        squares = self.columns.T @ self.columns
        return int(np.linalg.matrix_rank(squares, hermitian=True)) if np.isfinite(squares).all() else 2

    @cached_property
    def bowl(self) -> "Bowl | None":
        """The slice's closed form where the loss is quadratic in the residual."""
        return _bowl(self) if self.model.loss.of_difference else None


@dataclass(frozen=True, eq=False)
class Bowl:
    """A quadratic loss of two weights: least + (v − lowest)·H/2·(v − lowest), without cancellation near its lowest."""

    lowest: np.ndarray
    least: float
    hessian: np.ndarray

    def losses(self, places: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            away = places - self.lowest
            return self.least + 0.5 * np.einsum("mi,ij,mj->m", away, self.hessian, away)

    def gradient(self, place: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self.hessian @ (place - self.lowest)

    @property
    def fastest(self) -> float:
        """The learning rate above which gradient descent without momentum diverges: 2 over the largest curvature."""
        steepest = float(np.linalg.eigvalsh(self.hessian)[-1])
        return 2 / steepest if steepest > 0 else np.inf


def _bowl(part: Slice) -> Bowl | None:
    loss, model = part.model.loss, part.model
    curvature = np.asarray(loss.second_derivative(np.linspace(-50.0, 50.0, 41)))
    if loss.breaks or np.ptp(curvature) > 1e-12 * abs(curvature[0]) or loss.derivative(0.0) != 0:
        return None
    wanted = model.target - part.offset
    if not np.isfinite(part.columns.T @ part.columns).all():
        return None
    lowest = np.linalg.lstsq(part.columns, wanted, rcond=None)[0]
    least, _ = part.at(lowest)
    return Bowl(lowest, least, curvature[0] * (part.columns.T @ part.columns) / model.count)


# From data


def over_examples(loss: Loss, reduction: str | None) -> str:
    """The reduction of a model's losses: the one given, or that which a framework's call names, or the mean.

    Raises `BadOption` for a call that asks for each loss, since a model's loss is one number.
    """
    named = loss.call.reduction
    if reduction is not None or named is None:
        return reduction or OF_MODELS[0]
    if named.how not in OF_MODELS:
        raise BadOption(
            f"{loss}: the loss of a model is one number, and reduction={named.how} asks for another. "
            f"Take {' or '.join(OF_MODELS)}, as --reduction does."
        )
    return named.how


def linear_model(loss: Loss, data: Data, reduction: str = "mean") -> Model:
    """The linear model of some data under a loss.

    Raises `BadOption` for a loss that a linear model cannot have, `BadInput` for targets that it does not take.
    """
    check_loss(loss)
    target, warnings = _targets(loss, data)
    ones = np.ones((len(data.y), 1))
    return Model(loss, weights_of(data), np.hstack([data.x, ones]), target, reduction, warnings)


def weights_of(data: Data) -> tuple[str, ...]:
    """What the weights are called: w for x, w1 for x1 and so on, w_TV for a column TV, and b."""
    plain = [_weight(name) for name in data.columns]
    counts = [plain[:at].count(name) for at, name in enumerate(plain)]  # of names that differ in their signs alone
    return (*(f"{name}_{count + 1}" if count else name for name, count in zip(plain, counts, strict=True)), BIAS)


def _weight(name: str) -> str:
    """What an option can call the weight of a column: letters, digits and underscores."""
    if FEATURE.fullmatch(name):
        return f"w{name.removeprefix('x')}"
    plain = re.sub(r"\W+", "_", name).strip("_")
    return f"w_{plain}"[:LONGEST_WEIGHT]


def equation(data: Data) -> str:
    """The model as a reader would write it, in a line that a heading has room for."""
    products = [f"{name}·{weight}" for name, weight in zip(data.columns, weights_of(data), strict=False)]
    ways = [products] if len(products) <= 3 else [[products[0], "…", products[-1]]]
    ways += [[products[0], "…"]] if len(products) > 1 else []
    lines = [" + ".join([*way, BIAS]) for way in ways]
    return next((line for line in lines if len(line) <= LONGEST_EQUATION), f"x·w + {BIAS}")


def check_loss(loss: Loss) -> None:
    """Raise `BadOption` for a loss that the output of a linear model is no argument of."""
    if loss.variable == "distance":
        raise BadOption(
            f"{loss.name} is a loss of a distance, which a linear model does not predict. See mse or hinge."
        )
    if loss.domain != WHOLE_LINE or not loss.takes_target:
        instead = " Take sigmoid_cross_entropy_with_logits, which takes any number." * (loss.variable == "probability")
        raise BadOption(
            f"{loss.name} is a loss of a {loss.variable}, and the model x·w + b predicts any number.{instead}"
        )
    for parameter in loss.declared:
        if parameter.name == "target" and loss.parameters["target"] != parameter.default:
            raise BadOption(f"{loss}: the targets are those of the data. Leave the target out.")


def _targets(loss: Loss, data: Data) -> tuple[np.ndarray, tuple[str, ...]]:
    """The targets as the loss takes them, and what a reader should know of them."""
    if loss.of_classes:
        signs = _signs(loss, data)
        target = loss.targets(signs)
        if np.ptp(signs) == 0:
            said = (
                f"{data.name}: every label is {readable(float(data.y[0]))}: data of one class say nothing of the other"
            )
            return target, (said,)
        return target, ()
    declared = next((parameter for parameter in loss.declared if parameter.name == "target"), None)
    if declared is not None:
        good = np.array([declared.accepts(value) for value in np.unique(data.y)])
        if not good.all():
            wrong = float(np.unique(data.y)[~good][0])
            row = int(np.flatnonzero(data.y == wrong)[0]) + 1
            place = f"{data.name}, row {row}, column {data.target}"
            raise BadInput(f"{place}: {loss.name} takes targets {declared.constraint}, got {wrong:g}")
    return data.y, ()


def _signs(loss: Loss, data: Data) -> np.ndarray:
    """Labels 0 and 1, or −1 and 1, as −1 and 1."""
    for low in (0.0, -1.0):
        if np.all((data.y == low) | (data.y == 1)):
            return np.where(data.y == 1, 1.0, -1.0)
    strange = (data.y != 0) & (data.y != 1)
    if np.isin(data.y, (-1.0, 0.0, 1.0)).all():
        raise BadInput(f"{data.name}: the labels are −1, 0 and 1. Write 0 and 1, or −1 and 1, for the two classes.")
    strange &= data.y != -1
    row = int(np.flatnonzero(strange)[0])
    place = f"{data.name}, row {row + 1}, column {data.target}"
    raise BadInput(f"{place}: {loss.name} takes labels 0 and 1, or −1 and 1, got {data.y[row]:g}")


# Weights by name


def all_weights(model: Model, given: Mapping[str, float], flag: str) -> np.ndarray:
    """The value of each weight, in the order of the model; `BadOption` for one that is missing or unknown."""
    check_weights(model, given, flag)
    missing = [name for name in model.weights if name not in given]
    if missing:
        usage = ",".join(f"{name}={given.get(name, 0):g}" for name in model.weights)
        raise BadOption(f"{flag} lacks {', '.join(missing)}. Write {flag} {usage}")
    return np.array([given[name] for name in model.weights])


def check_weights(model: Model, names: Sequence[str] | Mapping[str, float], flag: str) -> None:
    """Raise `BadOption` for a weight that the model does not have."""
    for name in names:
        if name not in model.weights:
            near = suggestion(name, model.weights)
            raise BadOption(f"{flag}: unknown weight {quoted(name)}.{near} Weights: {', '.join(model.weights)}.")


def sliced(model: Model, names: tuple[str, str], fixed: Mapping[str, float]) -> Slice:
    """The model with the two weights of these names free and all others fixed."""
    places = [model.weights.index(name) for name in names]
    others = [(name, fixed[name]) for name in model.weights if name in fixed]
    offset = np.zeros(len(model.target))
    for name, value in others:
        offset = offset + value * model.design[:, model.weights.index(name)]
    return Slice(model, names, np.ascontiguousarray(model.design[:, places]), offset, tuple(others))
