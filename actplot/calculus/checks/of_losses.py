"""What is checked of predictions against targets: losses of one variable, and what reductions make of any loss."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...algebra.evaluating.precision import derivatives
from ...catalogue.kinds.losses import Loss
from ...catalogue.kinds.vector_losses import VectorLoss
from ...errors import BadInput
from ...frozen import record
from ..letters import formula_of
from .of_arrays import Asked, in_arrays
from .points import pairs
from .quantities import Held, Quantity
from .truths import truth_of_loss

DEFINITION = "definition"
REDUCED = ("sum", "mean", "batchmean")

_TARGETS = (1.0, 0.0, -1.0, 0.25, 2.5)
_INSIDE = (0.03, 0.31, 0.56, 0.77, 0.998)  # of a bounded domain
_PREDICTIONS = (-25.3, -2.71, -0.43, 0.37, 1.93, 6.4, 30.7)
_ROWS = 2  # of the array that is reduced
_BATCH = 6  # vectors, at most
_ORDINARY = 1e3  # predictions, in a batch
_SMALLEST = 64 * 5e-324
_ROUNDING = 4 * 2.0**-53  # of terms that cancel
_ROUNDED = 1e-12  # of the sizes that a sum is made of


# Losses of one variable


def quantities(loss: Loss) -> Iterator[Quantity]:
    """Loss and gradient of predictions against targets, and what reductions make of them."""
    loss = loss.alone()
    asked = [(prediction, target) for target in _targets(loss) for prediction in _predictions(loss, target)]
    known = [_truth(loss, *pair) for pair in asked]
    for order, (what, method) in enumerate((("loss", loss.evaluate), ("gradient", loss.gradient))):
        yield Quantity(what, tuple(_each(method, asked, [truth[order] for truth in known])))
    together = _together(loss)
    asked, known = zip(
        *((pair, truth) for pair, truth in zip(asked, known, strict=True) if pair[1] in together), strict=True
    )
    yield Quantity("reductions", tuple(_reduced_pairs(loss, asked, known)), DEFINITION)
    arrays = tuple(np.array([[pair[part]] for pair in asked[: len(asked) // 2 * 2]]) for part in (0, 1))
    twin = loss.in_float32()
    yield in_arrays(Asked(loss.evaluate, arrays, twin.evaluate), Asked(loss.gradient, arrays, twin.gradient))


def _targets(loss: Loss) -> list[float]:
    """Those of the usual targets that the loss takes."""
    if not any(parameter.name == "target" for parameter in loss.declared):
        return [target for target in _TARGETS if _takes(loss, target)]
    (declared,) = (parameter for parameter in loss.declared if parameter.name == "target")
    return [target for target in dict.fromkeys((*_TARGETS, declared.default)) if declared.accepts(target)]


def _together(loss: Loss) -> list[float]:
    """Targets that one array may hold: labels are 0 and 1, or −1 and 1."""
    found: list[float] = []
    for target in sorted(_targets(loss), key=abs, reverse=True):
        if _takes(loss, [*found, target]):
            found.append(target)
    return found


def _takes(loss: Loss, target: float | list[float]) -> bool:
    try:
        loss.evaluate(np.full(np.shape(target), 0.5), target)
    except BadInput:
        return False
    return True


def _predictions(loss: Loss, target: float) -> list[float]:
    """Inside the domain, and not where the loss has a kink."""
    low, high = map(float, loss.domain)
    found = [low + (high - low) * share for share in _INSIDE] if np.isfinite(high - low) else list(_PREDICTIONS)
    at_target = _aimed(loss, target)
    kinks = [float(at) for at in at_target.breaks]
    inside = [one for one in found if low < one < high]
    return [one for one in inside if _variable(loss, one, target)[0] not in kinks]


def _aimed(loss: Loss, target: float) -> Loss:
    """The same loss, with the target as its parameter where it is one."""
    if not any(parameter.name == "target" for parameter in loss.declared):
        return loss
    return type(loss).with_parameters({**loss.parameters, "target": target})


def _variable(loss: Loss, prediction: float, target: float) -> tuple[float, float, float]:
    """The natural variable, its derivative with respect to the prediction, and what multiplies the loss."""
    if loss.of_difference:
        return prediction - target, 1.0, 1.0
    if loss.target_kind == "labels":
        sign = float(loss.signs_of(np.asarray(target)))
        return prediction * sign, sign, 1.0
    weighted = not any(parameter.name == "target" for parameter in loss.declared)
    return prediction, 1.0, target if weighted else 1.0


def _truth(loss: Loss, prediction: float, target: float) -> tuple[float, float]:
    """Loss and gradient, as the formula of the natural variable and the chain rule say."""
    x, inner, weight = _variable(loss, prediction, target)
    aimed = _aimed(loss, target)
    value, slope, _ = derivatives(formula_of(aimed), {**aimed.numbers, "x": x}, "x")
    return float(weight * value), float(weight * slope * inner)


def _each(method: Callable, asked: Sequence[tuple[float, float]], exact: Sequence[float]) -> Iterator[Held]:
    for (prediction, target), truth in zip(asked, exact, strict=True):
        closed = float(method(prediction, target))
        yield Held((prediction,), closed, (truth,), (), (target,), slack=_SMALLEST)


def _reduced_pairs(loss: Loss, asked: Sequence, known: Sequence) -> Iterator[Held]:
    """An array of two rows, all of whose numbers are known."""
    finite = [number for number, truth in enumerate(known) if np.isfinite(truth).all()]
    chosen = finite[: len(finite) // _ROWS * _ROWS]
    predictions, targets = (np.reshape([asked[one][part] for one in chosen], (_ROWS, -1)) for part in (0, 1))
    losses, slopes = (np.reshape([known[one][order] for one in chosen], (_ROWS, -1)) for order in (0, 1))
    counts = {"sum": 1.0, "mean": float(losses.size), "batchmean": float(_ROWS)}
    yield from _reduced(loss, Example(predictions, targets, losses, slopes), counts)


# Losses of vectors


def of_batches(loss: VectorLoss) -> Iterator[Quantity]:
    """What reductions make of several vectors at once."""
    batch = _batch(loss)
    predictions, targets = (np.stack([pair[part] for pair in batch]) for part in (0, 1))
    truths = [truth_of_loss(loss, *pair) for pair in batch]
    losses, below, above = (
        np.array(found) for found in zip(*((one.value[0], one.below[0], one.above[0]) for one in truths), strict=True)
    )
    slopes = np.where(below == above, below, np.nan)
    shares = _shares(loss, targets)
    counts = {"sum": 1.0, "mean": float(np.sum(shares)), "batchmean": float(len(batch))}
    yield Quantity(
        "reductions", tuple(_reduced(loss, Example(predictions, targets, losses, slopes), counts)), DEFINITION
    )
    even = len(batch) // 2 * 2
    arrays = (predictions[:even], targets[:even])
    yield in_arrays(*(Asked(method, arrays) for method in (loss.evaluate, loss.gradient)))


def _batch(loss: VectorLoss) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of one length: that of which there are most, the longest of those."""
    found: dict[int, list] = {}
    for prediction, target in pairs(loss):
        if np.max(np.abs(prediction)) < _ORDINARY and np.isfinite(loss.evaluate(prediction, target)):
            found.setdefault(len(prediction), []).append((prediction, target))
    longest = max(found, key=lambda length: (min(len(found[length]), _BATCH), length))
    return found[longest][:_BATCH]


def _shares(loss: VectorLoss, targets: np.ndarray) -> np.ndarray:
    """What each vector counts in a mean: nothing if it is ignored; the weight of its class where that is declared."""
    ignored = getattr(loss, "ignore_index", None)
    shares = np.ones(len(targets)) if ignored is None else np.where(targets == ignored, 0.0, 1.0)
    if loss.weight is None or not loss.mean_of_weights:
        return shares
    return shares * np.array(loss.weight)[np.where(shares == 0, 0, targets).astype(int)]


# Both


@record
class Example:
    """An array of predictions against targets, and the losses and gradients of all of them."""

    predictions: np.ndarray
    targets: np.ndarray
    losses: np.ndarray
    slopes: np.ndarray


def _reduced(loss: Loss | VectorLoss, example: Example, counts: dict[str, float]) -> Iterator[Held]:
    """Sums and means of losses, and their gradients, from what is known of each."""
    at, target = tuple(example.predictions.ravel().tolist()), tuple(example.targets.ravel().tolist())
    size, whole = _sum(np.abs(example.losses)), _sum(example.losses)
    for place, reduction in enumerate(REDUCED):
        count = counts[reduction]
        if count == 0:
            continue
        closed = float(loss.evaluate(example.predictions, example.targets, reduction))
        yield Held(at, closed, (whole / count,), (place,), target, slack=_ROUNDED * size / count)
        slopes = np.ravel(loss.gradient(example.predictions, example.targets, reduction))
        for inner, (one, exact) in enumerate(zip(slopes.tolist(), np.ravel(example.slopes / count), strict=True)):
            slack = _SMALLEST + _ROUNDING * getattr(loss, "cancels", 0.0)
            yield Held(at, one, (float(exact),), (place, inner), target, slack=slack, excused=True)


def _sum(numbers: np.ndarray) -> float:
    """Infinite where it exceeds every float."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sum(numbers))
