"""Judges a claimed derivative, or the values of a user's function: where it is wrong, by how much, and in which way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function
from ..curves.breaks import breaks_of
from ..curves.finite import finite_difference

VALUE, DERIVATIVE = "value", "derivative"
FORMULA_SAYS, CLOSED_FORM, DIFFERENCES = "the formula", "the closed form", "finite differences"

_WITHIN = {"float64": 1e-9, "float32": 1e-5}  # relative error that is none
DTYPES = tuple(_WITHIN)
_NOISE = 64  # times the rounding of results of the size of 1, or of x, below which nothing is told from 0
_SMALLEST = {"float64": 1e-300, "float32": 1e-36}  # below which results may be lost
_ALIKE = 1e-3  # relative spread of factors that are one
_STEPS = (1e-6, 1e-3, 0.1)


@dataclass(frozen=True)
class Row:
    """How one quantity came out in one precision."""

    what: str
    dtype: str
    against: str
    points: int
    wrong: int
    undecided: int
    worst: "Worst | None"
    told: tuple[str, ...] = ()  # what fails nothing: kinks, tails, infinities

    @property
    def passed(self) -> bool:
        return not self.wrong


@dataclass(frozen=True)
class Worst:
    """The point at which a claim is worst, and one sentence on the kind of error."""

    x: float
    given: float
    right: float
    kind: str


@dataclass(frozen=True)
class Claim:
    """A function, what is said to be its derivative, and the formula that says what both should be."""

    function: Function
    derivative: Function | None = None
    formula: Function | None = None

    @property
    def truth(self) -> Function:
        return self.formula or self.function

    @property
    def has_exact_truth(self) -> bool:
        """Whether a formula or a closed form says what is right; else differences of values do."""
        return not self.truth.by_values_alone


def judged_claims(claim: Claim, dtypes: Sequence[str] = ("float64",)) -> tuple[Row, ...]:
    """Raises `SuppliedError` for a function that cannot be called."""
    x = points_of(claim.truth, claim.function)
    rows = []
    for dtype in dtypes:
        at = x.astype(dtype)
        if claim.formula is not None:
            rows.append(_row(claim, VALUE, claim.function.value(at), _values(claim.truth, at), dtype, at))
        if claim.derivative is None and not _differentiates(claim.function):
            continue  # differences against differences
        given = claim.derivative.value(at) if claim.derivative else claim.function.derivative(at)
        rows.append(_row(claim, DERIVATIVE, given, _slopes(claim, at), dtype, at))
    return tuple(rows)


def _differentiates(function: Function) -> bool:
    """Whether it has derivatives other than differences of its values."""
    return not function.by_values_alone or function.calls.has_slopes


def points_of(truth: Function, function: Function) -> np.ndarray:
    """Bulk, tails, tiny arguments, both sides of every break, and where exponentials overflow."""
    bulk = np.linspace(-8, 8, 641) + 1 / 512
    tails = np.array(
        [9.3, 12, 17, 25, 37, 50, 70, 88.6, 88.8, 95, 103.8, 104, 150, 300, 700, 709.7, 711, 746, 1e3, 1e4, 1e6]
    )
    tiny = 10.0 ** np.arange(-30.0, -1.0, 1.5)
    breaks = [float(one) for one in {*truth.breaks, *function.breaks} if math.isfinite(one)][:100]
    beside = [one + side * step * max(1.0, abs(one)) for one in breaks for side in (-1, 1) for step in _STEPS]
    nearest = [np.nextafter(one, side * np.inf) for one in breaks for side in (-1, 1)]
    x = np.unique(np.concatenate([bulk, tails, -tails, tiny, -tiny, [0.0], breaks, beside, nearest]))
    return x[truth.covers(x)]


@dataclass(frozen=True)
class _Right:
    """What is right at each point: between two sides where there is a kink, and within an error."""

    low: np.ndarray
    high: np.ndarray
    error: np.ndarray  # nan where nothing is known
    by: str


def _values(truth: Function, x: np.ndarray) -> _Right:
    right = truth.value(x.astype(np.float64))
    return _Right(right, right, np.zeros(x.shape), _by(truth))


def _by(truth: Function) -> str:
    return CLOSED_FORM if truth.known_range else FORMULA_SAYS


def _slopes(claim: Claim, x: np.ndarray) -> _Right:
    exact = x.astype(np.float64)
    if claim.has_exact_truth:
        right, error, by = claim.truth.derivative(exact), np.zeros(x.shape), _by(claim.truth)
    else:
        estimate = finite_difference(claim.truth, exact)
        right, error, by = estimate.derivative, estimate.error, DIFFERENCES
    low, high = right.copy(), right.copy()
    for point in breaks_of(claim.truth):
        at = np.flatnonzero(exact == point.x)
        sides = [side for side in (point.left_derivative, point.right_derivative) if side is not None]
        if at.size and point.is_corner and sides:
            low[at], high[at], error[at] = min(sides), max(sides), 1e-6
    return _Right(low, high, error, by)


def _row(claim: Claim, what: str, given: np.ndarray, right: _Right, dtype: str, x: np.ndarray) -> Row:
    given, at = np.asarray(given, np.float64), x.astype(np.float64)
    nearest = np.clip(given, right.low, right.high)
    nearest = np.where(np.isnan(given), right.low, nearest)
    with np.errstate(all="ignore"):
        apart = np.where(given == nearest, 0.0, np.abs(given - nearest))
        eps = np.finfo(dtype).eps
        noise = _NOISE * eps * np.maximum.reduce([np.ones_like(at), np.minimum(np.abs(at), 1e3)])
        allowed = _WITHIN[dtype] * np.abs(nearest) + noise + np.nan_to_num(right.error, nan=np.inf)
        known = ~np.isnan(right.error) & ~np.isnan(nearest)
        small = np.abs(nearest) < _SMALLEST[dtype]
        wrong = known & ~(apart <= allowed) & ~(small & (np.abs(given) <= _SMALLEST[dtype]))
        beyond = np.abs(nearest) > np.finfo(dtype).max
        wrong &= ~(beyond & np.isinf(given))
    undecided = int(np.count_nonzero(~known))
    told = tuple(_told(claim, what, given, right, at))
    if not np.any(wrong):
        return Row(what, dtype, right.by, x.size, 0, undecided, None, told)
    excess = np.where(wrong, np.nan_to_num(apart / (np.abs(nearest) + noise), nan=np.inf, posinf=np.inf), -1.0)
    finite = wrong & np.isfinite(given)
    worst = int(np.argmax(np.where(finite, excess, -1.0) if np.any(finite) else excess))
    kind = _kind(claim, what, given, nearest, wrong, at, dtype)
    return Row(
        what,
        dtype,
        right.by,
        x.size,
        int(wrong.sum()),
        undecided,
        Worst(float(at[worst]), float(given[worst]), float(nearest[worst]), kind),
        told,
    )


def _told(claim: Claim, what: str, given: np.ndarray, right: _Right, x: np.ndarray) -> list[str]:
    """What is taken at kinks."""
    if what != DERIVATIVE:
        return []
    told = []
    for index in np.flatnonzero(right.low != right.high):
        low, high, taken = right.low[index], right.high[index], given[index]
        if not math.isnan(low) and low <= taken <= high:
            told.append(f"kink at {x[index]:g}: {taken:g} is between the slopes {low:g} and {high:g}")
    return told[:6]


# In which way


def _kind(
    claim: Claim, what: str, given: np.ndarray, right: np.ndarray, wrong: np.ndarray, x: np.ndarray, dtype: str
) -> str:
    """One sentence that fits all points that are wrong, or most of them."""
    lost = wrong & ~np.isfinite(given)
    if np.array_equal(lost, wrong):
        return _lost(claim, given, wrong, x, dtype)
    bad = wrong & np.isfinite(given)
    ways = (_is_value, _is_factor, _is_constant, _is_power)
    said = next((text for way in ways if (text := way(claim, what, given, right, bad, x))), "")
    where = _where(wrong, x)
    return ", ".join(filter(None, [said, where])) or "wrong"


def _lost(claim: Claim, given: np.ndarray, wrong: np.ndarray, x: np.ndarray, dtype: str) -> str:
    word = "nan" if np.any(np.isnan(given[wrong])) else "infinite"
    ends = []
    for side, name in ((1, "from"), (-1, "below")):
        here = np.sort(np.abs(x[wrong & (np.sign(x) == side)]))
        if here.size:
            ends.append(f"{name} x = {side * here[0]:.4g}")
    return f"right in the bulk, {word} {' and '.join(ends) or 'at 0'} in {dtype}"


def _is_value(claim: Claim, what: str, given: np.ndarray, right: np.ndarray, bad: np.ndarray, x: np.ndarray) -> str:
    if what != DERIVATIVE:
        return ""
    values = claim.truth.value(x)
    same = np.isclose(given, values, rtol=1e-9, atol=1e-12)
    return "it is the function itself, not its derivative" if np.all(same[bad]) and np.count_nonzero(bad) > 20 else ""


def _is_factor(claim: Claim, what: str, given: np.ndarray, right: np.ndarray, bad: np.ndarray, x: np.ndarray) -> str:
    usable = bad & (right != 0)
    if not np.any(usable):
        return ""
    with np.errstate(all="ignore"):
        factors = given[usable] / right[usable]
    middle = float(np.median(factors))
    if not math.isfinite(middle) or np.mean(np.abs(factors - middle) <= max(_ALIKE * abs(middle), 1e-9)) < 0.9:
        return ""
    if abs(middle + 1) < _ALIKE:
        return "the sign"
    return f"a factor of {middle:.7g}" if middle else "0 in place of it"


def _is_constant(claim: Claim, what: str, given: np.ndarray, right: np.ndarray, bad: np.ndarray, x: np.ndarray) -> str:
    apart = given[bad] - right[bad]
    middle = float(np.median(apart))
    alike = np.mean(np.abs(apart - middle) <= _ALIKE * abs(middle)) >= 0.9
    return f"off by a constant, {middle:.6g}" if alike and middle else ""


def _is_power(claim: Claim, what: str, given: np.ndarray, right: np.ndarray, bad: np.ndarray, x: np.ndarray) -> str:
    """A lost or a doubled square, and a lost x."""
    with np.errstate(all="ignore"):
        for text, other in (
            ("its square is lost", np.sqrt(np.abs(right))),
            ("it is squared", right * right),
            ("a factor x is lost", right / x),
            ("a factor x is too many", right * x),
        ):
            if np.mean(np.isclose(given[bad], other[bad], rtol=1e-6, atol=1e-12)) > 0.9:
                return text
    return ""


def _where(wrong: np.ndarray, x: np.ndarray) -> str:
    """On which side of which point it is wrong, where that is one stretch."""
    at = x[wrong]
    right = x[~wrong]
    if not right.size:
        return "everywhere"
    low, high = float(at.min()), float(at.max())
    below, above = right[right < low], right[right > high]
    inside = right[(right > low) & (right < high)]
    if inside.size > 0.05 * at.size:
        return "at some points" if at.size < 6 else ""
    if low == high:
        return f"at x = {low:g} alone"
    if not below.size:
        return f"for x < {_edge(high, above)}"
    return f"for x > {_edge(low, below)}" if not above.size else f"between {low:.4g} and {high:.4g}"


def _edge(last: float, beyond: np.ndarray) -> str:
    nearest = float(beyond[np.argmin(np.abs(beyond - last))]) if beyond.size else last
    return "0" if min(last, nearest) <= 0 <= max(last, nearest) else f"{last:.3g}"
