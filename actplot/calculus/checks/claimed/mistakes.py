"""In which way results are wrong: one sentence that fits all points that are, or nearly all."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .claims import DERIVATIVE
from .regions import Region, lost_text, region_of

_SHARE = 0.92  # of the wrong points that a sentence must fit
_SPREAD = 0.05  # of what a factor differs from 1, or a constant from 0
_CANCELLED = 0.05  # about a point, within which digits cancel


@dataclass(frozen=True)
class Results:
    """What was given, what is right, where that is wrong, and what else may be there in its place."""

    what: str
    dtype: str
    x: np.ndarray
    given: np.ndarray
    right: np.ndarray
    allowed: np.ndarray
    wrong: np.ndarray
    breaks: Sequence[float] = ()  # of what is right
    own_breaks: Sequence[float] = ()  # of what was given
    others: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = ()  # what may stand in place of what is right

    @property
    def lost(self) -> np.ndarray:
        return self.wrong & ~np.isfinite(self.given)

    @property
    def bad(self) -> np.ndarray:
        return self.wrong & np.isfinite(self.given) & np.isfinite(self.right)


def kind_of(results: Results) -> str:
    """Such as "the sign for x > 3", "a factor of 2 too large", "right in the bulk, nan from x = 88.8 in float32"."""
    with np.errstate(all="ignore"):
        parts = [_of_finite(results)] if np.any(results.bad) else []
        if np.any(results.lost):
            parts.append(_of_lost(results))
    return "; ".join(filter(None, parts)) or "wrong"


def _of_lost(results: Results) -> str:
    text = f"{lost_text(results.lost, results.given, results.x)} in {results.dtype}"
    bulk = np.abs(results.x) <= 8
    return text if np.mean(results.wrong[bulk]) > 0.1 or np.any(results.bad) else f"right in the bulk, {text}"


def _of_finite(results: Results) -> str:
    region = region_of(results.bad, _seen(results), results.x, (*results.breaks, *results.own_breaks))
    law = next((text for way in _WAYS for text in way(results)), "")
    if _is_branch(results, region, law):
        return f"wrong branch {region.text}" + (f": {law}" if law else "")
    return " ".join(filter(None, [law or _cancelled(results), region.text])) or "another function"


def _seen(results: Results) -> np.ndarray:
    """Where an error of this relative size would be seen."""
    bad = results.bad
    sizes = np.abs(results.given - results.right)[bad] / np.maximum(np.abs(results.right[bad]), 1e-300)
    relative = min(float(np.median(sizes)), 1.0)
    decided = np.isfinite(results.allowed) & np.isfinite(results.given) & np.isfinite(results.right)
    return decided & (2 * results.allowed < relative * np.maximum(np.abs(results.right), _level(results)))


def _level(results: Results) -> float:
    """Below which what is right is as good as 0, so that what is added to it is seen."""
    near = np.abs(results.right[np.isfinite(results.right) & (np.abs(results.x) <= 8)])
    return 0.0 if not near.size or np.any(results.right[results.bad] != 0) else float(near.max())


def _is_branch(results: Results, region: Region, law: str) -> bool:
    """Whether it is wrong between breaks: of what is right, or of what is given where nothing else explains it."""
    if not region.at_break or not region.text or region.text.endswith("alone"):
        return False
    own = any(f"{one:g}" in region.text for one in ()) or not set(results.breaks)
    return not own or not law


# Sentences


def _is_another(results: Results) -> Iterator[str]:
    """What it is instead of what is right."""
    bad = results.bad
    if np.unique(results.given[bad]).size < 5:
        return
    for text, other in results.others:
        if _fits(results, other(results.x)):
            yield text


def _is_factor(results: Results) -> Iterator[str]:
    usable = results.bad & (results.right != 0) & (results.allowed < np.abs(results.given - results.right) / 10)
    usable = usable if np.any(usable) else results.bad & (results.right != 0)
    if np.count_nonzero(usable) < max(3, 0.5 * np.count_nonzero(results.bad & (results.right != 0))):
        return
    factors = results.given[usable] / results.right[usable]
    middle = float(np.median(factors))
    if not math.isfinite(middle) or _share(np.abs(factors - middle) <= _SPREAD * abs(middle - 1)) < _SHARE:
        return
    if np.mean(results.right[results.bad] != 0) < 0.5:
        return
    if np.ptp(results.right[usable]) == 0 and np.unique(results.right[results.bad]).size > 1:
        return
    if middle == 0:
        yield "0 in place of it"
    elif abs(middle + 1) < 1e-3:
        yield "the sign is wrong"
    else:
        sign = "the sign, and " if middle < 0 else ""
        size = abs(middle)
        yield f"{sign}a factor of {max(size, 1 / size):.7g} too {'large' if size > 1 else 'small'}"


def _is_constant(results: Results) -> Iterator[str]:
    apart = results.given[results.bad] - results.right[results.bad]
    middle = float(np.median(apart))
    if middle and apart.size > 4 and _share(np.abs(apart - middle) <= 0.01 * abs(middle)) >= _SHARE:
        yield f"off by a constant, {middle:.6g}".replace("-", "−")


def _is_power(results: Results) -> Iterator[str]:
    """A lost or a doubled square, and a lost or doubled x."""
    right, x = results.right, results.x
    for text, other in (
        ("a lost square: it is the root of what is right", np.sqrt(np.abs(right))),
        ("a lost square and the sign", -np.sqrt(np.abs(right))),
        ("squared once too often", right * right),
        ("the absolute value of what is right", np.abs(right)),
        ("a factor x is lost", right / x),
        ("a factor x too many", right * x),
        ("the reciprocal of what is right", 1 / right),
        ("1 minus what is right", 1 - right),
    ):
        if _fits(results, other):
            yield text


def _is_level(results: Results) -> Iterator[str]:
    """One number wherever it is wrong."""
    given = results.given[results.bad]
    if given.size > 4 and np.ptp(given) == 0:
        yield f"always {given[0]:g}".replace("-", "−")


_WAYS = (_is_factor, _is_another, _is_constant, _is_power, _is_level)


def _fits(results: Results, other: np.ndarray) -> bool:
    """Whether what was given is something else wherever it is wrong, and this is no rounding."""
    bad = results.bad & np.isfinite(other)
    if np.count_nonzero(bad) < max(5, 0.5 * np.count_nonzero(results.bad)):
        return False
    tolerance = 1e-6 if results.dtype == "float64" else 1e-3
    apart = np.abs(results.given - other)[bad]
    near = tolerance * np.abs(other[bad]) + results.allowed[bad]
    seen = np.abs(results.right - other)[bad] > near
    return _share(apart <= near) >= _SHARE and _share(seen) >= 0.5


def _share(flags: np.ndarray) -> float:
    return float(np.mean(flags)) if flags.size else 0.0


def _cancelled(results: Results) -> str:
    """Whether it is right but close to a point, where terms cancel."""
    at = results.x[results.bad]
    middle = float(np.median(at))
    centre = 0.0 if abs(middle) < _CANCELLED else middle
    if np.all(np.abs(at - centre) <= _CANCELLED * max(1.0, abs(centre))) and np.unique(np.abs(at)).size > 3:
        return "digits cancel"
    return ""


def may_stand_for(what: str, values: Callable, slopes: Callable, bends: Callable | None) -> tuple:
    """What people take for a derivative, or for the values."""
    if what != DERIVATIVE:
        return (("it is the derivative, not the value", slopes),)
    named = [
        ("the derivative is the value itself", values),
        ("it is the derivative at −x", lambda x: slopes(-x)),
        ("a lost square of the value", lambda x: _unsquared(values(x), slopes(x))),
    ]
    return tuple(named + ([("it is the second derivative", bends)] if bends else []))


def _unsquared(value: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """1 − f where 1 − f² is right."""
    with np.errstate(all="ignore"):
        return np.where(np.isclose(slope, 1 - value * value, rtol=1e-6, atol=1e-9), 1 - value, np.nan)
