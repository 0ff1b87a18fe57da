"""Holds closed forms against finite differences and against the formula at adaptive precision."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.precision import derivatives, value
from ...algebra.reading.parser import parse
from ...algebra.term import Term
from ...catalogue.kinds.functions import FORMULA, METHODS, Function
from ..curves.finite import BREAK, CONVERGED, Estimate, finite_difference
from .hidden_breaks import find_hidden_breaks
from .points import check_points

AGREED, DISAGREED, UNDECIDED = "agreed", "disagreed", "undecided"

_RELATIVE = 1e-12  # of a closed form against its formula; the catalogue's own are within some units of 1e-16
_ABSOLUTE = 4 * 2.0**-53  # times max(1, |x|), within 1 of a zero of the result
_SMALLEST_ARGUMENT = 1e-8
_SMALLEST = 16 * 5e-324  # results that small have few digits
_FINITE_ERRORS, _FINITE_ABSOLUTE, _FINITE_RELATIVE = 10, 1e-11, 1e-9
_SHORTER_STEPS = (1e-6, 1e-3)


@dataclass(frozen=True)
class Point:
    """One order of the function at one point, from three sources; nan where a source gives nothing."""

    x: float
    closed: float
    finite: float
    formula: float
    verdict: str
    excused: bool  # a break or an edge of the domain, which may stay undecided
    note: str = ""
    excess: float = 0.0  # the error in units of the tolerance, by which points are ranked

    @property
    def error(self) -> float:
        """Absolute difference from the formula, or from the finite difference where there is no formula."""
        truth = self.finite if math.isnan(self.formula) else self.formula
        if math.isnan(truth):  # at a kink a convention may agree with both sides and equal neither
            return 0.0 if self.verdict == AGREED else math.nan
        return 0.0 if self.closed == truth else abs(self.closed - truth)


@dataclass(frozen=True)
class OrderAgreement:
    """How the points of one order of a function came out; order 0 is the value."""

    function: str
    order: int
    agreed: int
    disagreed: int
    undecided: int
    worst: Point
    passed: bool  # nothing disagreed, and nothing stayed undecided away from breaks and edges


@dataclass(frozen=True)
class Agreement:
    """The orders 1 and 2 of a function, and order 0 where values and formula disagree."""

    function: str
    orders: tuple[OrderAgreement, ...]

    @property
    def passed(self) -> bool:
        return all(order.passed for order in self.orders)


def check(function: Function) -> Agreement:
    """Compare value and derivatives of a function with its formula, and derivatives with finite differences.

    The grid covers bulk, tails, tiny arguments and both sides of each declared break; jumps of the
    value or derivative that are not declared are searched for between its points.

    Raises `FormulaError` where the formula cannot be read.
    """
    x = check_points(function)
    if function.kind == FORMULA:  # whose floats may underflow at tiny arguments
        x = x[(np.abs(x) >= _SMALLEST_ARGUMENT) | (x == 0)]
    truths = _truths(function, x)
    value, first, second = (_judged(function, x, truths[order], order) for order in range(3))
    first += [_undeclared(function, at) for at in find_hidden_breaks(function) if not _is_noise(function, at)]
    orders = [_summary(function, 1, first), _summary(function, 2, second)]
    summary = _summary(function, 0, value)
    return Agreement(str(function), tuple(orders if summary.passed else [summary, *orders]))


def check_entry(function: Function) -> list[Agreement]:
    """The check of a function and, if its parameters are the defaults, of each failing variant of it.

    A parameter that a closed form or the formula uses wrongly may not show at a default of 1.
    """
    agreements = [check(function)]
    if function.has_defaults:
        agreements += [result for variant in variants(function) if not (result := check(variant)).passed]
    return agreements


def variants(function: Function) -> list[Function]:
    """The same entry with unusual values of its parameters, where it has any.

    First without those that would put another formula in place of its own, then of all.
    """
    usual = [p for p in function.declared if p.name not in function.formulas_given]
    changed = [{p.name: p.unusual(0.3) for p in usual}, {p.name: p.unusual(1.7) for p in function.declared}]
    return [type(function).with_parameters(values) for values in changed if values]


@dataclass(frozen=True)
class _Truth:
    """One order of the formula on the grid: both one-sided derivatives at breaks, equal elsewhere."""

    left: np.ndarray
    right: np.ndarray

    @property
    def middle(self) -> np.ndarray:
        return np.where(self.left == self.right, self.left, np.nan)


def _truths(function: Function, x: np.ndarray) -> tuple[_Truth, _Truth, _Truth]:
    term = parse(function.formula, symbols=tuple(function.parameters))
    rows = [_both_sides(function, term, float(at)) for at in x]
    left, right = (np.array([row[side] for row in rows]).T for side in (0, 1))
    return tuple(_Truth(left[order], right[order]) for order in range(3))


def _both_sides(function: Function, term: Term, x: float) -> tuple[Sequence[float], Sequence[float]]:
    if x in function.domain:
        inward = _exact(function, term, x, 1 if x == function.domain[0] else -1)
        return inward, inward
    if x in function.breaks:
        return _from_one_side(function, term, x, -1), _from_one_side(function, term, x, 1)
    central = _exact(function, term, x, 0)
    return central, central


def _from_one_side(function: Function, term: Term, x: float, side: int) -> Sequence[float]:
    """One-sided derivatives; where the value jumps on that side, those at the next float."""
    here = _exact(function, term, x, side)
    if not any(map(math.isnan, here)):
        return here
    beside = _exact(function, term, math.nextafter(x, side * math.inf), 0)
    return [here[0], *(there if math.isnan(at) else at for at, there in zip(here[1:], beside[1:], strict=True))]


def _exact(function: Function, term: Term, x: float, side: int) -> list[float]:
    return [float(result) for result in derivatives(term, {**function.numbers, "x": x}, "x", side)]


def _judged(function: Function, x: np.ndarray, truth: _Truth, order: int) -> list[Point]:
    """The verdict on every point of the grid."""
    closed = getattr(function, METHODS[order])(x)
    finite = finite_difference(function, x, of_derivative=order == 2) if order else None
    slack = np.where(_near_zero(x, truth.middle), _ABSOLUTE * np.maximum(1.0, np.abs(x)), 0.0) + _SMALLEST
    excused = np.isin(x, [*function.breaks, *function.domain])
    points = []
    for index, at in enumerate(x):
        comparison = _Comparison(
            float(at),
            order,
            float(closed[index]),
            float(truth.left[index]),
            float(truth.right[index]),
            float(slack[index]),
        )
        points.append(comparison.point(function, finite, index, bool(excused[index])))
    return points


def _near_zero(x: np.ndarray, result: np.ndarray) -> np.ndarray:
    """Whether a point lies within 1 of a change of the true result's sign, as far as the grid tells.

    Not of any other zero: a tail that underflows, or a flat piece, leaves no digits to lose.
    """
    seen = np.flatnonzero(np.nan_to_num(result))
    signs = np.sign(result[seen])
    changes = np.flatnonzero(signs[:-1] != signs[1:])
    starts, stops = x[seen[changes]] - 1, x[seen[changes + 1]] + 1
    return np.any((x[:, None] >= starts) & (x[:, None] <= stops), axis=1)


@dataclass(frozen=True)
class _Comparison:
    """A closed form at a point and what it is held against."""

    x: float
    order: int
    closed: float
    left: float
    right: float
    slack: float

    def point(self, function: Function, finite: Estimate | None, index: int, excused: bool) -> Point:
        estimate = float(finite.derivative[index]) if finite else math.nan
        status = str(finite.status[index]) if finite else BREAK
        excess, note = self.excess(), ""
        verdict = UNDECIDED if math.isnan(excess) else AGREED if excess <= 1 else DISAGREED
        if status == CONVERGED and verdict != DISAGREED and not self.agrees(estimate, float(finite.error[index])):
            if verdict == UNDECIDED or not self.second_opinion(function):
                verdict, note = DISAGREED, "the finite difference disagrees"
        elif status == CONVERGED and verdict == UNDECIDED:
            verdict = AGREED
        if verdict == DISAGREED and function.kind == FORMULA and self.right_but_rounded(function):
            verdict, note, excused = UNDECIDED, "floating point loses digits here", True
        if verdict != AGREED and function.kind == FORMULA and not math.isfinite(self.closed):
            verdict, note, excused = UNDECIDED, "no finite float here", True
        if verdict == DISAGREED and self.order and self.x in function.breaks and function.framework:
            verdict, note, excused = UNDECIDED, "what the framework returns at a break", True
        formula = math.nan if verdict == AGREED and self.left != self.right else self.nearest()
        return Point(self.x, self.closed, estimate, formula, verdict, excused, note, excess)

    def right_but_rounded(self, function: Function) -> bool:
        """Whether what was compiled is right at adaptive precision, and only its floats are not."""
        term = derivatives_of(parse(function.formula, symbols=tuple(function.parameters)), "x")[self.order]
        exact, truth = float(value(term, {**function.numbers, "x": self.x})), self.nearest()
        if math.isnan(exact):  # a point without a value, beside which there are limits
            return math.isnan(self.closed)
        return abs(exact - truth) <= _RELATIVE * abs(truth) + self.slack

    def nearest(self) -> float:
        """Of the two one-sided results the one that is nearer to the closed form."""
        return min((self.left, self.right), key=lambda side: (math.isnan(side), abs(self.closed - side)))

    def excess(self) -> float:
        """The error in units of the tolerance; nan where the formula has no result."""
        known = [side for side in (self.left, self.right) if not math.isnan(side)]
        if not known:
            return math.nan
        low, high = min(known), max(known)
        kink = self.order == 2 and low != high  # there is no second derivative, and 0 is the convention
        if low <= self.closed <= high or (kink and self.closed == 0):
            return 0.0
        truth = self.nearest()
        if not (math.isfinite(self.closed) and math.isfinite(truth)):
            return math.inf
        return abs(self.closed - truth) / (_RELATIVE * abs(truth) + self.slack)

    def agrees(self, estimate: float, error: float) -> bool:
        slack = _FINITE_ERRORS * error + _FINITE_ABSOLUTE + _FINITE_RELATIVE * abs(estimate)
        return abs(self.closed - estimate) <= slack

    def second_opinion(self, function: Function) -> bool:
        """Whether shorter steps do not contradict: a function may be too steep for the usual ones."""
        for step in (abs(self.x) / 2, *_SHORTER_STEPS):
            again = finite_difference(function, [self.x], of_derivative=self.order == 2, longest_step=step)
            if again.converged[0]:
                return self.agrees(float(again.derivative[0]), float(again.error[0]))
        return True


def _is_noise(function: Function, x: float) -> bool:
    """Whether only the floats of a formula jump here, and not the formula."""
    if function.kind != FORMULA:
        return False
    if any(abs(x - at) <= 4 * math.ulp(at) for at in function.breaks):  # where a break lies is known to the float
        return True
    term = parse(function.formula, symbols=tuple(function.parameters))
    below, above = (_exact(function, term, at, 0) for at in (math.nextafter(x, -math.inf), x))
    return all(
        abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0) for one, other in zip(below, above, strict=True)
    )


def _undeclared(function: Function, x: float) -> Point:
    closed = float(function.derivative(x))
    note = "the value or the derivative jumps here, and no break is declared"
    return Point(x, closed, math.nan, math.nan, DISAGREED, False, note, math.inf)


def _summary(function: Function, order: int, points: Sequence[Point]) -> OrderAgreement:
    counts = {verdict: sum(point.verdict == verdict for point in points) for verdict in (AGREED, DISAGREED, UNDECIDED)}
    open_questions = [point for point in points if point.verdict == UNDECIDED and not point.excused]
    return OrderAgreement(
        function=str(function),
        order=order,
        agreed=counts[AGREED],
        disagreed=counts[DISAGREED],
        undecided=counts[UNDECIDED],
        worst=max(points, key=_badness),
        passed=not counts[DISAGREED] and not open_questions,
    )


def _badness(point: Point) -> tuple[int, float, float]:
    """Disagreement first, then what stays undecided without excuse, then the largest error, nearest to 0."""
    grave = {DISAGREED: 2, UNDECIDED: 0 if point.excused else 1, AGREED: 0}[point.verdict]
    return grave, -1.0 if math.isnan(point.excess) else point.excess, -abs(point.x)
