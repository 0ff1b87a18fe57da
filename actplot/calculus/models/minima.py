"""Finds the lowest loss of two weights of a model, or the reason why there is none."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ...catalogue.kinds.losses import Loss
from ...numbers import readable
from ...numerics.plain import few_digits
from .model import Model, Pair, Slice

FEW = 5_000  # examples up to which a search may evaluate the loss hundreds of times
CALLS = 6  # of a search among more examples than that, which starts from what some of them say
FAR = 1e6  # of the data's own scale: a search that runs so far away has not found a minimum
ROUND = np.linspace(0, 2 * np.pi, 16, endpoint=False)
SAME = 1e-12


@dataclass(frozen=True)
class Lowest:
    """The lowest loss that was found, and in words what it is."""

    place: Pair
    value: float
    text: str


@dataclass(frozen=True)
class Search:
    """What a search came to: the lowest place, or none and the reason."""

    lowest: Lowest | None
    reason: str = ""


def find_lowest(part: Slice) -> Search:
    """The minimum over the two weights: in closed form where the loss is quadratic, else by search."""
    endless = _endless(part)
    if endless:
        return Search(None, endless)
    if part.bowl is not None:
        return Search(_told(part, part.bowl.lowest, part.bowl.least))
    place, value = _searched(part, _starts(part))
    if not np.isfinite([*place, value]).all() or np.any(np.abs(place) > FAR * scales(part)):
        return Search(None, "no minimum in sight: the loss keeps falling far outside the picture")
    return Search(_told(part, place, value))


def improved(part: Slice, search: Search, places: np.ndarray, values: np.ndarray) -> Search:
    """The search with a lower place, where the surface itself has one that the search missed."""
    lowest = search.lowest
    if lowest is None or not np.isfinite(values).any():
        return search
    best = int(np.nanargmin(values))
    if values[best] >= lowest.value - 1e-9 * max(1.0, abs(lowest.value)):
        return search
    place, value = _searched(part, [places[best]])
    exact, _ = part.at(places[best])  # what is drawn may be interpolated
    if exact < value:
        place, value = places[best], exact
    return Search(_told(part, place, value)) if value < lowest.value else search


@few_digits()
def others_at_best(model: Model, free: Iterable[str], fixed: dict[str, float]) -> tuple[dict[str, float], str]:
    """Values for the weights that neither vary nor are fixed, where all weights together are best; and how they came.

    They are 0 where there is no best.
    """
    varying = [name for name in model.weights if name not in fixed]
    held = [name for name in varying if name not in free]
    if not held:
        return {}, ""
    places = [model.weights.index(name) for name in varying]
    offset = sum((value * model.design[:, model.weights.index(name)] for name, value in fixed.items()), 0.0)
    whole = Slice(model, ("", ""), np.ascontiguousarray(model.design[:, places]), offset + np.zeros(len(model.target)))
    found, value = (whole.bowl.lowest, whole.bowl.least) if whole.bowl else _searched(whole, [np.zeros(len(varying))])
    slope = np.abs(whole.gradient(found)) if np.isfinite(found).all() else np.inf
    separated = model.loss.falls_for_ever and value / len(model.target) * model.count < 1e-6
    if separated or not np.isfinite(value) or np.any(np.abs(found) > 1e3 * scales(whole)) or np.any(np.isnan(slope)):
        return dict.fromkeys(held, 0.0), "at 0: all weights together have no minimum"
    return {name: float(found[varying.index(name)]) for name in held}, "where the loss of all weights is lowest"


def scales(part: Slice) -> np.ndarray:
    """How far each weight has to move to change predictions by about as much as targets differ."""
    with np.errstate(all="ignore"):
        sizes = np.sqrt(np.mean(part.columns**2, axis=0))
        if part.model.loss.of_difference:
            wanted = part.model.target - part.offset
            spread = float(np.std(wanted)) or float(np.abs(wanted).max()) or 1.0
        else:
            spread = 2.5
        return np.where(sizes > 0, spread / np.where(sizes > 0, sizes, 1), 1.0)


# The search


def _starts(part: Slice) -> list[np.ndarray]:
    """Where to look first: at the least squares, and for a loss with several valleys around them."""
    target = part.model.target
    wanted = part.model.loss.suitable(target) - part.offset
    first = np.linalg.lstsq(part.columns, wanted, rcond=None)[0]
    if not np.isfinite(first).all():
        first = np.zeros(2)
    if is_convex(part.model.loss) or len(target) > FEW:
        return [first]
    sides = scales(part)[:, None] * np.array([[1, 1, -1, -1, 0], [1, -1, 1, -1, 0]])
    return [first, np.zeros(2), *(first + side for side in sides.T)]


def _searched(part: Slice, starts: list[np.ndarray]) -> tuple[np.ndarray, float]:
    """The lowest place that descents from some starts come to."""
    if len(part.model.target) > FEW:
        near, _ = _searched(thinned(part, FEW), starts)
        place = _descended(part, near, {"maxfun": CALLS, "ftol": 1e-13, "gtol": 1e-8}, "L-BFGS-B")
        return place, part.at(place)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # steps beyond the range of floats are turned back by the line search
        found = [_descended(part, start, {"gtol": 1e-9, "maxiter": 100}, "BFGS") for start in starts]
        place = min(found, key=lambda one: _order(part, one))
        if part.model.loss.breaks:
            place = _nearest(part, _settled(part, place))
    return place, part.at(place)[0]


def _order(part: Slice, place: np.ndarray) -> tuple[bool, float]:
    value, _ = part.at(place)
    return not np.isfinite(value), value


def thinned(part: Slice, most: int) -> Slice:
    """The slice with so many of its examples, drawn with a fixed seed: every n-th could all be of one class."""
    drawn = np.sort(np.random.RandomState(0).randint(0, len(part.model.target), most))
    model = replace(part.model, design=part.model.design[drawn], target=part.model.target[drawn])
    return Slice(model, part.names, part.columns[drawn], part.offset[drawn])


def _descended(part: Slice, start: np.ndarray, options: dict, method: str) -> np.ndarray:
    from scipy.optimize import minimize

    per_example = part.model.count / len(part.model.target)  # tolerances are for means

    def mean(place: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = part.at(place)
        return value * per_example, slope * per_example

    with np.errstate(all="ignore"):
        return minimize(mean, start, jac=True, method=method, options=options).x


def _settled(part: Slice, place: np.ndarray) -> np.ndarray:
    """A place that no simplex around it improves on: what a gradient misses at a kink."""
    from scipy.optimize import minimize

    for size in (0.1, 0.02):
        corners = np.vstack([place, place + size * np.maximum(1, np.abs(place)) * np.eye(len(place))])
        options = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 150 * len(place), "initial_simplex": corners}
        place = minimize(lambda at: part.losses(at[None])[0], place, method="Nelder-Mead", options=options).x
    return place


def _nearest(part: Slice, place: np.ndarray) -> np.ndarray:
    """The place on the way to the origin that is nearest to it and no higher."""
    highest = part.losses(place[None])[0]
    shares = np.concatenate([[0.0], np.linspace(0.2, 1, 41)])
    low = part.losses(shares[:, None] * place) <= highest + SAME * abs(highest)
    return place * shares[int(np.argmax(low))]


def is_convex(loss: Loss) -> bool:
    """Whether a loss is convex in the prediction, as far as values on a grid tell."""
    points = np.linspace(-30.0, 30.0, 2401)
    values = [np.asarray(loss.losses(points, target)) for target in (1.0, loss.other_target)]
    bends = np.array([np.diff(value, 2) for value in values])
    return bool(np.all(bends >= -1e-9 * np.nanmax(np.abs(values))))


# What it is


def _told(part: Slice, place: np.ndarray, value: float) -> Lowest:
    at = ", ".join(f"{name} = {readable(one, 4)}" for name, one in zip(part.names, place, strict=True))
    shown = readable(value if abs(value) > SAME else 0.0, 4)
    if part.rank < 2:
        text = f"lowest loss {shown} along a whole line, such as at {at}"
    elif _is_flat(part, place, value):
        text = f"lowest loss {shown} in a whole region, such as at {at}"
    elif part.bowl is not None or is_convex(part.model.loss):
        text = f"minimum {shown} at {at}"
    else:
        text = f"lowest loss found {shown} at {at}"
    return Lowest((float(place[0]) + 0.0, float(place[1]) + 0.0), float(value), text)


def _is_flat(part: Slice, place: np.ndarray, value: float) -> bool:
    """Whether neighbours in more than two directions are as low."""
    if part.bowl is not None:
        return False
    circle = place + 1e-3 * scales(part) * np.column_stack([np.cos(ROUND), np.sin(ROUND)])
    near = circle if len(part.model.target) <= FEW else circle[::4]
    return int(np.sum(part.losses(near) <= value + SAME * (1 + abs(value)))) > 2


def _endless(part: Slice) -> str:
    """Why there is no minimum, where the loss falls for ever as two weights grow; else nothing."""
    loss, target = part.model.loss, part.model.target
    if not loss.falls_for_ever:
        return ""
    signs = np.where(target == 1, 1.0, -1.0)
    direction = _separating(signs[:, None] * part.columns)
    if direction is None:
        return ""
    if np.ptp(signs) == 0:
        return "no minimum: all labels are the same, and the loss falls for ever the larger the weights get"
    return "no minimum: these two weights separate the classes, and the loss falls for ever the larger they get"


def _separating(arrows: np.ndarray) -> np.ndarray | None:
    """A direction that no arrow points against, and some point along; None where there is none."""
    lengths = np.hypot(*arrows.T)
    arrows = arrows[lengths > 0] / lengths[lengths > 0][:, None]
    if not len(arrows):
        return None
    angles = np.sort(np.arctan2(arrows[:, 1], arrows[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi)
    widest = int(np.argmax(gaps))
    if gaps[widest] < np.pi - 1e-9:
        return None
    middle = angles[widest] + gaps[widest] / 2 + np.pi
    direction = np.array([np.cos(middle), np.sin(middle)])
    along = arrows @ direction
    return direction if along.min() > -1e-9 and along.max() > 1e-6 else None
