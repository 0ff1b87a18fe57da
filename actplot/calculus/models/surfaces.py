"""Samples the loss over two weights, or over prediction and target, with levels for contours."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.losses import Loss
from ...errors import BadInput, BadOption
from ...numerics.search import halved
from .minima import Lowest, Search, find_lowest, improved, scales, thinned
from .model import Pair, Slice

FINEST, FINE, COARSE = 321, 81, 41  # places along each axis
MANY = 300_000  # examples from which on the coarser grid is computed
DIRECT, MOST = 4_000_000, 25_000_000  # losses of single examples: without thought, and at most
CELLS, MOST_CELLS = 32_768, 4_000_000  # that outputs are sorted into
SOME = 10_000  # examples whose losses are computed everywhere in place of more
LEAST = 5  # places along each axis that are computed of any data
REACH = 1.7  # of the picture, in scales of the weights
LEVELS = 14
FARTHEST = 1e100  # of the ends of a picture
STEEP = 4.0  # power of the levels' spacing above which they are spaced by ratios


@dataclass(frozen=True, eq=False)
class Surface:
    """Losses over a grid: `value[i, j]` belongs to `x[j]` and `y[i]`; nan where they overflow."""

    names: Pair
    x: np.ndarray
    y: np.ndarray
    value: np.ndarray
    levels: tuple[float, ...]
    lowest: Lowest | None = None
    remarks: tuple[str, ...] = ()
    valley: tuple[np.ndarray, np.ndarray] | None = None  # the lowest prediction for each target


def surface_of(part: Slice, x_range: Pair | None, y_range: Pair | None, *, starts: Sequence[Pair] = ()) -> Surface:
    """The loss over two weights around its lowest place, or over given ranges."""
    search = find_lowest(part)
    usual = view(part, search, starts)
    ranges = (x_range or usual[0], y_range or usual[1])
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
    return Surface(part.names, x, y, value, levels, lowest, tuple(filter(None, remarks)))


def _count(part: Slice) -> int:
    """How many places along each axis are sampled: more of a staircase, whose edges show the grid."""
    if part.bowl is None and len(part.offset) > MANY:
        return COARSE
    stairs = not np.any(part.model.loss.derivative(np.linspace(-9.7, 9.3, 60)))
    return FINEST if stairs and FINEST**2 * len(part.offset) <= MOST else FINE


def view(part: Slice, search: Search, starts: Sequence[Pair]) -> tuple[Pair, Pair]:
    """Ranges of both weights that hold the lowest place, its surroundings and the starts, with short ends."""
    centre = search.lowest.place if search.lowest else (0.0, 0.0)
    reach = REACH * scales(part)
    return tuple(
        _short_ends(middle - half, middle + half, [start[axis] for start in starts])
        for axis, (middle, half) in enumerate(zip(centre, reach, strict=True))
    )


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


# Levels


def levels_of(values: np.ndarray, lowest: float | None = None) -> tuple[float, ...]:
    """Ascending levels whose bands have similar areas: evenly, by a power or by ratios, in short numbers."""
    seen = values[np.isfinite(values)]
    if not seen.size:
        raise BadOption("the loss overflows everywhere in these ranges. Give narrower ones with --range and --ylim.")
    low, high = float(seen.min()), float(seen.max())
    low = low if lowest is None else min(low, lowest)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        half = max(0.5, 4 * float(np.spacing(abs(low))))
        return (low - half, low + half)
    above = seen - low
    share = max(float(np.median(above)) / (high - low), 1e-300)
    power = max(1.0, math.log(share) / math.log(0.5))
    if power <= STEEP:
        wanted = low + (high - low) * (np.arange(1, LEVELS) / LEVELS) ** power
    else:
        wanted = low + np.geomspace(_first_step(above, high - low), high - low, LEVELS)[:-1]
    wanted = np.unique(wanted[(wanted > low) & (wanted < high)])
    gaps = np.diff(np.concatenate([[low], wanted, [high]]))
    short = [_short(level, min(before, after)) for level, before, after in zip(wanted, gaps, gaps[1:], strict=False)]
    inside = sorted({level for level in short if low < level < high})
    return (low, *inside, high)


def _first_step(above: np.ndarray, height: float) -> float:
    """From the lowest to the first level, where they are spaced by ratios: further where the lowest is a plain."""
    rising = above[above > 1e-9 * height]
    plain = rising.size < 0.95 * above.size
    return max(float(np.quantile(rising, 0.2)), 1e-3 * height) if plain else float(np.quantile(rising, 0.02))


def _short(level: float, gap: float) -> float:
    """A multiple of 1, 2 or 5 tens near a level, as coarse as its distance to the next one allows."""
    ten = 10.0 ** math.floor(math.log10(gap / 2))
    step = next(ten * one for one in (5, 2, 1) if ten * one <= gap / 2 * (1 + 1e-9))
    return float(f"{round(level / step) * step:.12g}")


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
    return Surface(("prediction", "target"), x, y, value, levels_of(value), None, (), _valley(loss, x, y))


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
