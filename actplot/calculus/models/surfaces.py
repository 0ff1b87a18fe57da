"""Samples the loss over two weights, or over prediction and target, with levels for contours."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.losses import Loss
from ...errors import BadInput, BadOption
from ...numerics.plain import few_digits
from ...numerics.search import halved
from .levels import Levels, levels_of
from .minima import Lowest, Search, find_lowest, improved, scales, thinned
from .model import Pair, Slice

FINEST, FINER, FINE, COARSE = 321, 161, 81, 41  # places along each axis
MANY = 300_000  # examples from which on the coarser grid is computed
DIRECT, MOST = 6_000_000, 25_000_000  # losses of single examples: without thought, and at most
CELLS, MOST_CELLS = 32_768, 4_000_000  # that outputs are sorted into
SOME = 10_000  # examples whose losses are computed everywhere in place of more
LEAST = 5  # places along each axis that are computed of any data
REACH = 1.7  # of the picture, in scales of the weights
UNLIKE = 6.0  # times that ranges may differ beyond the shape of a panel and still have equal units
FARTHEST = 1e100  # of the ends of a picture


@dataclass(frozen=True, eq=False)
class Surface:
    """Losses over a grid: `value[i, j]` belongs to `x[j]` and `y[i]`; nan where they overflow."""

    names: tuple[str, str]
    x: np.ndarray
    y: np.ndarray
    value: np.ndarray
    scale: Levels
    stairs: bool = False  # whether it is flat between steps
    lowest: Lowest | None = None
    remarks: tuple[str, ...] = ()
    valley: tuple[np.ndarray, np.ndarray] | None = None  # the lowest prediction for each target

    @property
    def levels(self) -> tuple[float, ...]:
        """Where the bands of the loss begin and end."""
        return self.scale.places

    @property
    def highest(self) -> float:
        """The largest loss that is no overflow."""
        return float(np.nanmax(self.value))


@few_digits()
def surface_of(
    part: Slice,
    x_range: Pair | None,
    y_range: Pair | None,
    *,
    starts: Sequence[Pair] = (),
    shape: float | None = None,
) -> Surface:
    """The loss over two weights around its lowest place, or over given ranges.

    With the height of a panel relative to its width, ranges that are not given fill it with equal units.
    """
    search = find_lowest(part)
    usual = view(part, search, starts)
    ranges = (x_range or usual[0], y_range or usual[1])
    if shape and alike(ranges, shape):
        ranges = _filling(ranges, (x_range, y_range), shape)
    count = _count(part)
    x, y = (np.linspace(*ends, count) for ends in ranges)
    value, remark = _sampled(part, x, y)
    places = np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)])
    search = improved(part, search, places, value.ravel())
    remarks = [search.reason, remark]
    lowest = search.lowest
    if lowest and not all(low <= at <= high for at, (low, high) in zip(lowest.place, ranges, strict=True)):
        remarks.append("the lowest place lies outside the picture")
    if not np.isfinite(value).all():
        remarks.append("blank where the loss is too large for a float")
    levels = levels_of(value, lowest.value if lowest else None)
    return Surface(part.names, x, y, value, levels, _stairs(part), lowest, tuple(filter(None, remarks)))


def _count(part: Slice) -> int:
    """How many places along each axis are sampled: more of a staircase, whose edges show the grid."""
    if part.bowl is None and len(part.offset) > MANY:
        return COARSE
    examples = 0 if part.bowl else len(part.offset)
    if _stairs(part) and FINEST**2 * examples <= MOST:
        return FINEST
    return FINER if FINER**2 * examples <= DIRECT else FINE


def _stairs(part: Slice) -> bool:
    """Whether the loss of an example has no slope anywhere."""
    return not np.any(part.model.loss.derivative(np.linspace(-9.7, 9.3, 60)))


def view(part: Slice, search: Search, starts: Sequence[Pair]) -> tuple[Pair, Pair]:
    """Ranges of both weights that hold the lowest place, its surroundings and the starts, with short ends."""
    centre = search.lowest.place if search.lowest else (0.0, 0.0)
    reach = REACH * scales(part)
    return tuple(
        _short_ends(middle - half, middle + half, [start[axis] for start in starts])
        for axis, (middle, half) in enumerate(zip(centre, reach, strict=True))
    )


def alike(ranges: tuple[Pair, Pair], shape: float) -> bool:
    """Whether equal units of both axes leave enough to see in a panel of some shape."""
    (left, right), (bottom, top) = ranges
    return 1 / UNLIKE < (top - bottom) / (right - left) / shape < UNLIKE


def _filling(ranges: tuple[Pair, Pair], given: tuple[Pair | None, Pair | None], shape: float) -> tuple[Pair, Pair]:
    """The ranges, the one that equal units make too short widened, where it was not given."""
    (left, right), (bottom, top) = ranges
    across, down = (top - bottom) / shape, (right - left) * shape
    if across > right - left and not given[0]:
        return _widened(left, right, across), ranges[1]
    if down > top - bottom and not given[1]:
        return ranges[0], _widened(bottom, top, down)
    return ranges


def _widened(low: float, high: float, length: float) -> Pair:
    room = (length - (high - low)) / 2
    return _short_ends(low - room, high + room, ())


def _short_ends(low: float, high: float, held: Sequence[float]) -> Pair:
    if not (abs(low) < FARTHEST and abs(high) < FARTHEST and low < high):
        raise BadInput("the numbers of the data are too large or too small to draw. Divide them by a common unit.")
    room = 0.06 * (max([high, *held]) - min([low, *held]))
    low, high = (min([low, *(one - room for one in held)]), max([high, *(one + room for one in held)]))
    step = 10 ** math.floor(math.log10((high - low) / 5))
    return tuple(float(f"{whole * step:.12g}") for whole in (math.floor(low / step), math.ceil(high / step)))


# Losses on a grid


def _sampled(part: Slice, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, str]:
    """The losses on a grid, by the cheapest way that is true for so many examples, and what a reader should know."""
    grid = np.column_stack([ends.ravel() for ends in np.meshgrid(x, y)])
    work = len(grid) * len(part.offset)
    if part.bowl is not None or work <= DIRECT:
        return _finite(part.losses(grid).reshape(y.size, x.size)), ""
    sorted_ = _by_outputs(part, x, y)
    if sorted_ is not None:
        return _finite(sorted_), ""
    count = min(x.size, max(LEAST, math.isqrt(MOST // len(part.offset))))
    if count == x.size:
        return _finite(part.losses(grid).reshape(y.size, x.size)), ""
    return _finite(
        _interpolated(part, x, y, count)
    ), f"losses of all examples at {count} × {count} places, of some between"


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def _interpolated(part: Slice, x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
    """The losses of some examples everywhere, and from a few places how far those of all examples differ.

    The difference is small and smooth, so that interpolating it costs far less truth than interpolating the loss.
    """
    from scipy.interpolate import RectBivariateSpline

    some = thinned(part, SOME)
    share = len(part.offset) / len(some.offset) if part.model.count == 1 else 1.0
    few_x, few_y = (np.linspace(ends[0], ends[-1], count) for ends in (x, y))
    fine, coarse = (np.column_stack([ends.ravel() for ends in np.meshgrid(*axes)]) for axes in ((x, y), (few_x, few_y)))
    with np.errstate(all="ignore"):
        difference = part.losses(coarse) - share * some.losses(coarse)
    values = share * some.losses(fine).reshape(y.size, x.size)
    if not np.isfinite(difference).all():
        return values
    return values + RectBivariateSpline(few_y, few_x, difference.reshape(count, count))(y, x)


def _by_outputs(part: Slice, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """Losses of very many examples where one weight, the bias, moves all outputs alike.

    For each value of the other weight the outputs are shared among fine cells, the loss is known at the
    cells, and a step of the bias is a whole number of cells. The error is of second order in the width
    of a cell. None where this cannot be.
    """
    moving = [axis for axis in (0, 1) if np.all(part.columns[:, axis] == 1)]
    groups = _groups(part)
    if not moving or not groups:
        return None
    bias, weight = (y, x) if moving[-1] == 1 else (x, y)
    other = part.columns[:, 1 - moving[-1]]
    total = 0.0
    for members, base, psi in groups:
        table = _group_losses(other[members], base, psi, weight, bias)
        if table is None:
            return None
        total = total + table
    total = total / part.model.count
    return total if moving[-1] == 1 else total.T


def _groups(part: Slice) -> list[tuple[np.ndarray, np.ndarray, Callable]]:
    """Examples whose losses are one function of the output: which, their outputs without weights, and the function."""
    loss, target = part.model.loss, part.model.target
    if loss.of_difference:
        return [(slice(None), part.offset - target, loss.value)]
    if not loss.of_classes:
        return []
    members = [(target == one, one) for one in np.unique(target)]
    return [(here, part.offset[here], lambda s, one=one: loss.losses(s, one)) for here, one in members]


def _group_losses(
    other: np.ndarray, base: np.ndarray, psi: Callable, weight: np.ndarray, bias: np.ndarray
) -> np.ndarray | None:
    ends = [base + other * one for one in (weight[0], weight[-1])]
    low, high = min(end.min() for end in ends), max(end.max() for end in ends)
    step = bias[1] - bias[0]
    per_step = max(1, math.ceil(step * CELLS / max(high - low, step)))
    width = step / per_step
    cells = int((high - low) / width) + 3
    if cells > MOST_CELLS:
        return None
    known = np.asarray(psi(low + bias[0] + width * np.arange(cells + per_step * (bias.size - 1))))
    shifted = np.lib.stride_tricks.sliding_window_view(known, cells)[::per_step]
    answer = np.empty((bias.size, weight.size))
    for column, one in enumerate(weight):
        outputs = (base + other * one - low) / width
        cell = outputs.astype(np.int64)
        share = outputs - cell
        counts = np.bincount(cell, 1 - share, cells) + np.bincount(cell + 1, share, cells)
        held = np.flatnonzero(counts)
        first, last = held[0], held[-1] + 1
        answer[:, column] = shifted[:, first:last] @ counts[first:last]
    return answer


# Without data


def check_plane(loss: Loss) -> None:
    """Raise `BadOption` for a loss that has no targets in between, so that no surface is true of it."""
    if loss.only_targets:
        raise BadOption(
            f"{loss.name} takes targets {loss.only_targets} and none between, so that no surface over (prediction, "
            f"target) is true. See 'actplot plot {loss.name}', or give data: --data threshold --weights w,b"
        )
    if not loss.takes_target:
        raise BadOption(f"{loss.name} takes no target. See 'actplot plot {loss.name}'.")


@few_digits()
def plane_of(loss: Loss, x_range: Pair | None, y_range: Pair | None) -> Surface:
    """The loss over prediction and target, with the lowest prediction for each target.

    Raises `BadOption` for targets or predictions outside what the loss takes.
    """
    check_plane(loss)
    ranges = zip((x_range, y_range), loss.usual_plane, strict=True)
    x, y = (np.linspace(*(given or usual), FINE * 2) for given, usual in ranges)
    _check_range(loss, y)
    if x[0] < loss.domain[0] or x[-1] > loss.domain[1]:
        low, high = loss.domain
        raise BadOption(f"--range: {loss.name} takes predictions from {low:g} to {high:g}, got {x[0]:g} to {x[-1]:g}")
    value = _finite(np.asarray(loss.losses(x[None, :], y[:, None])))
    return Surface(("prediction", "target"), x, y, value, levels_of(value), valley=_valley(loss, x, y))


def _check_range(loss: Loss, targets: np.ndarray) -> None:
    for parameter in loss.declared:
        if parameter.name == "target" and not parameter.accepts(targets):
            raise BadOption(
                f"--ylim: {loss.name} takes targets {parameter.constraint}, got {targets[0]:g} to {targets[-1]:g}"
            )


def _valley(loss: Loss, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """For each target the prediction at which the slope changes its sign, where that lies inside."""
    low, high = np.full(y.shape, x[0]), np.full(y.shape, x[-1])
    inside = (np.asarray(loss.slopes(low, y)) <= 0) & (np.asarray(loss.slopes(high, y)) >= 0)
    low, _ = halved(low, high, lambda _, x, __: np.where(np.asarray(loss.slopes(x, y)) < 0, 1, -1), times=60)
    if inside.sum() < 2:
        return None
    return low[inside], y[inside]
