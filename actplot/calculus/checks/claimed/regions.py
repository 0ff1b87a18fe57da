"""In words where something is wrong: everywhere, on one side of a point, between two, or at some points."""

import math
from collections.abc import Sequence

import numpy as np

from ....frozen import record
from ....numbers import readable

_STRAY = 0.04  # share of points that a region may get wrong
_NEAR = 0.03  # within which of a break the error may be too small to be seen
_SMALLEST = 1e-300  # nearer to 0 a place is told as 0
_FEW = 4  # points that are named one by one


@record
class Region:
    """A stretch of x, in words, and whether it ends at a break."""

    text: str  # empty for everywhere
    at_break: bool = False
    edges: frozenset[float] = frozenset()


def region_of(wrong: np.ndarray, seen: np.ndarray, x: np.ndarray, breaks: Sequence[float]) -> Region:
    """Where `wrong` is true, judged by the points at which an error of this kind would be seen."""
    at, flags = x[seen | wrong], wrong[seen | wrong]
    bad, good = at[flags], at[~flags]
    places = np.unique(bad + 0.0)
    if places.size <= _FEW and good.size > 10 * places.size:
        return Region(f"at x = {', '.join(map(short, places))}" + (" alone" if places.size == 1 else ""))
    shapes = [("", np.ones(at.shape, bool), ()), *_halves(at, flags), *_intervals(bad, at, good)]
    strays = [np.count_nonzero(inside != flags) for _, inside, _ in shapes]
    best = int(np.argmin(strays))
    if strays[0] <= _STRAY * bad.size:
        best = 0
    if strays[best] > max(1, _STRAY * bad.size):
        return Region("at some points" if bad.size < 0.2 * at.size else "")
    pattern, _, edges = shapes[best]
    ends = [_edge(*edge, breaks) for edge in edges]
    return Region(
        pattern.format(*(short(one) for one, _ in ends)),
        any(known for _, known in ends),
        frozenset(one for one, _ in ends),
    )


def _halves(at: np.ndarray, flags: np.ndarray) -> list[tuple]:
    """Below or above the point that tells most apart."""
    order = np.argsort(at, kind="stable")
    x, bad = at[order], flags[order].astype(int)
    if x.size < 2:
        return []
    below = np.concatenate([[0], np.cumsum(bad)])  # wrong ones among the first k
    total, count = below[-1], np.arange(x.size + 1)
    found = []
    for pattern, strays in (
        ("for x < {}", (count - below) + (total - below)),
        ("for x > {}", below + (x.size - count) - (total - below)),
    ):
        cut = 1 + int(np.argmin(strays[1:-1])) if x.size > 1 else 1
        low, high = float(x[cut - 1]), float(x[cut])
        inside = at <= low if "<" in pattern else at >= high
        found.append((pattern, inside, ((low, high) if "<" in pattern else (high, low),)))
    return found


def _intervals(bad: np.ndarray, at: np.ndarray, good: np.ndarray) -> list[tuple]:
    """Between the outermost wrong points, and outside of the innermost ones."""
    low, high, size = float(bad.min()), float(bad.max()), np.abs(bad)
    found = [
        (
            "between {} and {}",
            (at >= low) & (at <= high),
            ((low, _beside(good, low, -1)), (high, _beside(good, high, 1))),
        )
    ]
    if np.any(bad < 0) and np.any(bad > 0):
        near, far = float(size.min()), float(size.max())
        found.append(("for |x| > {}", np.abs(at) >= near, ((near, _beside(np.abs(good), near, -1)),)))
        found.append(("for |x| < {}", np.abs(at) <= far, ((far, _beside(np.abs(good), far, 1)),)))
    return found


def _beside(good: np.ndarray, edge: float, side: int) -> float:
    """The next point on that side that is not wrong."""
    beyond = good[side * (good - edge) > 0]
    return float(beyond[np.argmin(np.abs(beyond - edge))]) if beyond.size else edge


def _edge(last: float, next_one: float, breaks: Sequence[float]) -> tuple[float, bool]:
    """What lies between the last wrong point and the next one: a break, 0, or nothing that is known."""
    low, high = min(last, next_one), max(last, next_one)
    known = [one for one in breaks if low - _NEAR <= one <= high + _NEAR]
    if known:
        return min(known, key=lambda one: abs(one - last)), True
    return (0.0, False) if low - _NEAR <= 0 <= high + _NEAR else (last, False)


def lost_text(given: np.ndarray, x: np.ndarray) -> str:
    """Where results are nan or infinite: from which point on, below which one, or at which."""
    kinds = (("nan", np.isnan(given)), ("infinite", np.isinf(given)))
    return " and ".join(f"{word} {' and '.join(where)}" for word, here in kinds if (where := _stretches(here, x)))


def _stretches(here: np.ndarray, x: np.ndarray) -> list[str]:
    if here.all():
        return ["everywhere"]
    right, left = _tail(here, x, 1), _tail(here, x, -1)
    tails = [] if right is None else [f"from x = {short(right)}"]
    tails += [] if left is None else [f"below x = {short(left)}"]
    at = x[here]
    rest = at[(at < (math.inf if right is None else right)) & (at > (-math.inf if left is None else left))]
    places = np.unique(rest + 0.0)
    if places.size:
        more = " and further ones" if places.size > _FEW else ""
        tails.append(f"at x = {', '.join(map(short, places[:_FEW]))}{more}")
    return tails


def _tail(here: np.ndarray, x: np.ndarray, side: int) -> float | None:
    """Where a run of points that reaches the outermost one begins."""
    order = np.argsort(side * x, kind="stable")[::-1]  # from far out inwards
    run = here[order]
    if not run[0]:
        return None
    length = int(np.argmin(run)) if not run.all() else run.size
    return float(x[order[length - 1]])


def short(number: float) -> str:
    return readable(0.0 if abs(number) < _SMALLEST else float(number), 7)
