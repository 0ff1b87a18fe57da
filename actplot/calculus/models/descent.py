"""Follows gradient descent over two weights of a model, as far as it stays finite and inside the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...numbers import readable
from ...numerics.plain import few_digits
from ...progress import counted
from .model import Pair, Slice

MOST_WORK = 16_000_000  # steps times examples of all paths together: some seconds
_STEP_WORK, _BOWL_WORK = 400, 16  # of a step beside its examples, in examples; of one in a closed form
_FAINT = 2.0**-63  # of the width of a picture: below the rounding of weights, by a thousand times
LATE = 3 / 4  # of a path, where a loss that diverges is already on its way up


@dataclass(frozen=True, eq=False)
class Path:
    """The places of a descent that can be drawn, their losses, and in words what became of it."""

    start: Pair
    rate: float
    places: np.ndarray  # shape (m, 2), up to where it stands still; the last one may lie on the edge of the picture
    losses: np.ndarray
    text: str
    diverges: bool = False
    leaves: bool = False  # whether the last place is where it leaves the picture
    every: np.ndarray | None = None  # the places of all steps that have a loss, in the picture or not
    course: np.ndarray | None = None  # and their losses


@dataclass(frozen=True)
class Stride:
    """How a descent steps: with momentum M, v becomes M·v + gradient and the place moves by −rate·v."""

    rate: float
    steps: int
    momentum: float = 0.0
    asked: int | None = None  # for more steps than can be taken

    @classmethod
    def within_reach(cls, part: Slice, rate: float, momentum: float, *, steps: int, paths: int) -> "Stride":
        """So many steps that several paths together do not take more than some seconds."""
        each = _BOWL_WORK if part.bowl else _STEP_WORK + len(part.offset)
        most = max(1, MOST_WORK // (each * paths))
        return cls(rate, min(steps, most), momentum, asked=steps if steps > most else None)


@few_digits()
def descend(part: Slice, start: Pair, stride: Stride, ends: tuple[Pair, Pair]) -> Path:
    """The path of gradient descent from a start, cut where it diverges and leaves the picture."""
    places, stands = (np.array([start]), True) if _is_faint(part, stride, ends) else _followed(part, start, stride)
    losses = part.losses(places)
    finite = len(places) if np.isfinite(losses).all() else int(np.argmin(np.isfinite(losses)))
    stopped = finite < (len(places) if stands else stride.steps + 1)
    diverges = stopped or (not stands and _grows(part, stride, losses))
    outside = np.flatnonzero(~_inside(places[:finite], ends))
    leaves = outside.size > 0 and outside[0] > 0 and (diverges or outside[-1] == finite - 1)
    text = _text(losses, diverges, (outside[0] if leaves else None, finite if stopped else None))
    if outside.size > 0 and not leaves and not diverges:
        text += f", {_absent(outside)}"
    if stride.asked and not stands and not stopped:
        text += f"; cut short, as {stride.asked} would take too long"
    if stands and not diverges:
        why = _standing(part, places[-1])
        text = f"does not move: {why}" if len(places) == 1 else f"{text}, then it stands still: {why}"
    shown = max(finite, 1)
    every, course = places[:shown], losses[:shown]
    if leaves:
        shown = max(int(outside[0]), 1)
        places = np.vstack([places[:shown], _edge(places[shown - 1], places[min(shown, finite - 1)], ends)])
        losses = np.append(losses[:shown], part.losses(places[-1:]))
    else:
        places, losses = places[:shown], losses[:shown]
    return Path(start, stride.rate, places, losses, text, diverges, leaves, every, course)


def limit_of_rates(part: Slice, momentum: float) -> float | None:
    """The learning rate above which a descent diverges, where the loss is quadratic; else None.

    2·(1 + momentum) over the largest curvature: Polyak 1964, doi:10.1016/0041-5553(64)90137-5.
    """
    return None if part.bowl is None else part.bowl.fastest * (1 + momentum)


def _is_faint(part: Slice, stride: Stride, ends: tuple[Pair, Pair]) -> bool:
    """Whether all steps together move no weight, were every slope as steep as at the corners of the picture."""
    low, high = np.array(ends).T
    corners = [np.array([x, y]) for x in ends[0] for y in ends[1]]
    with np.errstate(all="ignore"):
        steepest = np.max([np.abs(part.gradient(corner)) for corner in corners], axis=0)
        reach = stride.rate * stride.steps / (1 - stride.momentum) * steepest
        return bool(np.all(reach <= _FAINT * (high - low)))


def _followed(part: Slice, start: Pair, stride: Stride) -> tuple[np.ndarray, bool]:
    """Every place of the descent up to the first that is not finite, and whether it stands still at the last one."""
    place, velocity = np.array(start), np.zeros(2)
    places = [place]
    with np.errstate(all="ignore"):
        for _ in counted(range(stride.steps)):
            gradient = part.gradient(place)
            velocity = stride.momentum * velocity + gradient
            before, place = place, place - stride.rate * velocity
            if not np.isfinite(place).all():
                break
            # Where it stands, velocity only tends to this limit: between two that move nothing, none moves anything.
            limit = gradient / (1 - stride.momentum)
            if np.array_equal(before, place) and np.array_equal(place - stride.rate * limit, place):
                return np.array(places), True
            places.append(place)
    return np.array(places), False


def _grows(part: Slice, stride: Stride, losses: np.ndarray) -> bool:
    """Whether a finite path is on its way to infinity."""
    limit = limit_of_rates(part, stride.momentum)
    if limit is not None:
        moves = losses[0] > part.bowl.least * (1 + 1e-12)
        return bool(moves and stride.rate > limit * (1 + 1e-9))
    late = losses[int(LATE * (len(losses) - 1))]
    return bool(len(losses) > 3 and losses[-1] > 1.001 * late and losses[-1] > losses[0])


def _inside(places: np.ndarray, ends: Sequence[Pair]) -> np.ndarray:
    low, high = np.array(ends).T
    return np.all((places >= low) & (places <= high), axis=1)


def _edge(inside: np.ndarray, outside: np.ndarray, ends: Sequence[Pair]) -> np.ndarray:
    """Where the way from one place to another leaves the picture."""
    low, high = np.array(ends).T
    with np.errstate(all="ignore"):
        step = outside - inside
        shares = np.where(step > 0, (high - inside) / step, np.where(step < 0, (low - inside) / step, np.inf))
    return np.clip(inside + min(1.0, float(shares.min())) * step, low, high)


def _text(losses: np.ndarray, diverges: bool, ends: tuple) -> str:
    left, overflows = ends
    steps = len(losses) - 1
    where = f", outside the picture from step {left}" if left is not None else ""
    if diverges:
        where += f", too large for a float from step {overflows}" if overflows is not None else ""
        return f"diverges{where}"
    return f"loss {readable(float(losses[-1]), 4)} after {steps} step{'s' * (steps != 1)}{where}"


def _absent(outside: np.ndarray) -> str:
    """When a path that comes back is outside the picture."""
    first, last = int(outside[0]), int(outside[-1])
    steps = f"at step {first}" if first == last else f"at times from step {first} to {last}"
    return f"outside the picture {steps}"


def _standing(part: Slice, place: np.ndarray) -> str:
    """Why no step moves a place."""
    if np.any(part.gradient(place)):
        return "a step is less than the rounding of a weight"
    return "the slope is 0"
