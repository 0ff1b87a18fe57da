"""What is checked of a function of one variable: its closed forms against the formula and finite differences."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of, written_out
from ...algebra.evaluating.effort import TooMuchWork, at_most
from ...algebra.evaluating.precision import derivatives, value
from ...algebra.limits.one_sided import limit
from ...algebra.term import Term
from ...catalogue.kinds.functions import METHODS, Function
from ...frozen import record
from ..curves.finite import CONVERGED, Estimate, finite_difference
from ..letters import formula_of
from .hidden_breaks import find_hidden_breaks
from .points import check_points, unusual_sizes
from .promises import promised
from .quantities import AGREED, DISAGREED, Held, Quantity, judged
from .stated_slopes import Stated

ORDERS = ("value", "f′", "f″")

_SMALLEST = 16 * 5e-324  # results that small have few digits
_FINITE_ERRORS, _FINITE_ABSOLUTE, _FINITE_RELATIVE = 10, 1e-11, 1e-9
_SHORTER_STEPS = (1e-6, 1e-3)
_SHORTEST = 1e-290  # of steps across which a function does not underflow
_EFFORT = 600_000  # nodes evaluated: some seconds
_GIVEN_UP = "the search for jumps between the points that are checked was given up: it would take too long"
_HIDDEN = "the value or the derivative jumps here, and no break is declared"


def quantities(function: Function) -> Iterator[Quantity]:
    """Value and derivatives against the formula, and derivatives against finite differences too.

    The grid covers bulk, tails, tiny arguments and both sides of each declared break; jumps of the
    value or derivative that are not declared are searched for between its points.

    Raises `FormulaError` where the formula cannot be read.
    """
    x = check_points(function)
    truths, stated, closed = _truths(function, x), Stated(function), function.together(x, (0, 1, 2))
    apart = stated.departures(x, truths[1].left, truths[1].right)
    for order, what in enumerate(ORDERS):
        hidden = _hidden(function) if order == 1 else ()
        away = ~apart if order else np.ones(x.shape, bool)
        numbers = _numbers(function, x[away], truths[order].of(away), closed[order][away], order)
        yield Quantity(what, (*numbers, *hidden))
        if order:
            yield Quantity(f"{what} as stated", tuple(_as_stated(function, stated, x[apart], order)), promised.STATED)
    if not function.may_round:
        special = np.isin(x, [*function.breaks, *function.domain])
        known = np.where(special | ~np.isfinite(truths[0].left), np.nan, truths[0].left)
        yield from promised.quantities(function, x, known)


def variants(function: Function) -> list[Function]:
    """The same entry with unusual values of its parameters, where it has any.

    First without those that would put another formula in place of its own, last of all. Where there are several, also
    with the first one below the others: the larger of two may be all that a formula takes.
    """
    usual = [p for p in function.declared if p.name not in function.formulas_given]
    changed = [{p.name: p.unusual(0.3) for p in usual}, {p.name: p.unusual(1.7) for p in function.declared}]
    if len(function.declared) > 1:
        changed.insert(1, {p.name: p.unusual(1.7 if place else 0.3) for place, p in enumerate(function.declared)})
    return [type(function).with_parameters(values) for values in changed if values]


# What the formula says


@record
class _Truth:
    """One order of the formula on the grid: both one-sided derivatives at breaks, equal elsewhere."""

    left: np.ndarray
    right: np.ndarray

    def of(self, chosen: np.ndarray) -> "_Truth":
        """At some of the points."""
        return _Truth(self.left[chosen], self.right[chosen])


def _truths(function: Function, x: np.ndarray) -> tuple[_Truth, _Truth, _Truth]:
    term = formula_of(function)
    rows = [_both_sides(function, term, float(at)) for at in x]
    left, right = (np.array([row[side] for row in rows]).T for side in (0, 1))
    return tuple(_Truth(left[order], right[order]) for order in range(3))


def _both_sides(function: Function, term: Term, x: float) -> tuple[Sequence[float], Sequence[float]]:
    if x in function.domain:
        side = 1 if x == function.domain[0] else -1  # of a pole there, limits from inside are among special values
        inward = (_from_one_side if function.may_round else _exact)(function, term, x, side)
        return inward, inward
    if x in function.breaks:
        left, right = _from_one_side(function, term, x, -1), _from_one_side(function, term, x, 1)
        settled = left != right or any(map(math.isnan, left))
        if function.decides_in_floats:
            return tuple(_exact(function, term, math.nextafter(x, side * math.inf), 0) for side in (-1, 1))
        return (left, right) if settled else _of_neighbours(function, term, x)
    central = _exact(function, term, x, 0)
    return central, central


def _from_one_side(function: Function, term: Term, x: float, side: int) -> Sequence[float]:
    """One-sided derivatives; where the value jumps on that side, those at the next float."""
    here = _exact(function, term, x, side)
    if function.may_round:
        return [here[0], *_of_limits(function, term, x, side, here)]
    if not any(map(math.isnan, here)):
        return here
    beside = _exact(function, term, math.nextafter(x, side * math.inf), 0)
    return [here[0], *(there if math.isnan(at) else at for at, there in zip(here[1:], beside[1:], strict=True))]


def _of_limits(function: Function, term: Term, x: float, side: int, here: Sequence[float]) -> Iterator[float]:
    """One-sided derivatives of a typed formula; nan where they come to no number towards a break."""
    place = function.behaviour.places.get(x, x)
    for at, of_order in zip(here[1:], derivatives_of(term, "x")[1:], strict=True):
        kind = limit(of_order, function.numbers, "x", place, side).kind
        yield math.nan if kind in ("infinite", "undefined") else at


def _of_neighbours(function: Function, term: Term, x: float) -> tuple[Sequence[float], Sequence[float]]:
    """The value, and the derivatives on both sides of a break that lies beside the float that stands for it."""
    here = _exact(function, term, x, 0)
    left, right = (_exact(function, term, math.nextafter(x, side * math.inf), 0) for side in (-1, 1))
    if function.may_round:  # which may take the float for the break: it is anything from one neighbour to the other
        around = np.array([left, here, right])
        return np.fmin.reduce(around).tolist(), np.fmax.reduce(around).tolist()
    return [here[0], *left[1:]], [here[0], *right[1:]]


def _exact(function: Function, term: Term, x: float, side: int) -> list[float]:
    environment = {**function.numbers, "x": x}
    found = [float(result) for result in derivatives(term, environment, "x", side)]
    if math.isinf(found[0]) and side == 0:  # no quotient of differences tells
        found[1:] = [float(value(one, environment)) for one in derivatives_of(term, "x")[1:3]]
    if function.may_round:
        found[0] = float(value(written_out(term), environment))  # with a bound of its error, however much cancels
    if function.may_round and any(map(math.isnan, found)):
        # What changes too fast for difference quotients, such as e^(e^x), has derivatives by the rules.
        by_rules = [float(value(one, environment)) for one in derivatives_of(term, "x")]
        return [other if math.isnan(one) else one for one, other in zip(found, by_rules, strict=True)]
    return found


# What is held against it


def _numbers(function: Function, x: np.ndarray, truth: _Truth, closed: np.ndarray, order: int) -> Iterator[Held]:
    """Every point of the grid, and what is known of it."""
    finite = finite_difference(function, x, of_derivative=order == 2) if order else None
    excused = np.isin(x, [*function.breaks, *function.domain])
    # Truths of a typed formula are differences themselves, in more digits.
    decided = function.may_round & (~np.isnan(truth.left) | ~np.isnan(truth.right))
    for index, at in enumerate(x):
        held = Held(
            at=(float(at),),
            closed=float(closed[index]),
            sides=(float(truth.left[index]), float(truth.right[index])),
            conventions=(0.0,) if order == 2 else (),  # at a kink there is no second derivative
            slack=_SMALLEST,
            differences=_differences(finite, index) if order and not decided[index] else None,
            excused=bool(excused[index]),
        )
        yield _looked_into(function, order, held)


def _as_stated(function: Function, stated: Stated, x: np.ndarray, order: int) -> Iterator[Held]:
    """Every point at which a convention says that f′ is not the slope, against what it says."""
    for at, closed in zip(x.tolist(), getattr(function, METHODS[order])(x).tolist(), strict=True):
        yield Held((at,), closed, (stated.at(at, order),), slack=_SMALLEST)


def _differences(finite: Estimate, index: int) -> tuple[float, float] | None:
    """A finite difference that converged, and how far it may be off."""
    if finite.status[index] != CONVERGED:
        return None
    estimate, error = float(finite.derivative[index]), float(finite.error[index])
    return estimate, _FINITE_ERRORS * error + _FINITE_ABSOLUTE + _FINITE_RELATIVE * abs(estimate)


def _looked_into(function: Function, order: int, held: Held) -> Held:
    """The same number, with a better difference or an excuse where it seems to disagree."""
    if held.contradicted and held.excess <= 1:
        held = replace(held, differences=_second_opinion(function, order, held.at[0]))
    verdict = judged(held).verdict
    return held if verdict == AGREED else replace(held, excuse=_excuse(function, order, held, verdict))


def _second_opinion(function: Function, order: int, x: float) -> tuple[float, float] | None:
    """The difference of shorter steps, if one converges: a function may be too steep for the usual ones.

    Where parameters make it far shorter than those, longer steps than that tell nothing.
    """
    short = min((size / 8 for size in unusual_sizes(function) if size < min(_SHORTER_STEPS)), default=None)
    if short is not None and short < max(_SHORTEST, math.ulp(x)):
        return None
    before = abs(float(getattr(function, METHODS[order - 1])(x)))
    for step in (abs(x) / 2, *_SHORTER_STEPS) if short is None else (short,):
        again = finite_difference(function, [x], of_derivative=order == 2, longest_step=step)
        if found := _differences(again, 0):
            estimate, error = found
            return estimate, error + math.ulp(before) / step
    return None


def _excuse(function: Function, order: int, held: Held, verdict: str) -> str:
    """Why a number that does not agree is no fault of the function."""
    if verdict == DISAGREED and order and function.framework and held.at[0] in function.breaks:
        return "what the framework returns at a break"
    return ""


# Breaks that are not declared


def _hidden(function: Function) -> list[Held]:
    try:
        with at_most(_EFFORT):
            found = [at for at in find_hidden_breaks(function) if not _is_noise(function, at)]
    except TooMuchWork:
        return [Held((0.0,), math.nan, (), excuse=_GIVEN_UP, remark=_GIVEN_UP)]
    return [Held((at,), float(function.derivative(at)), (), fault=_HIDDEN) for at in found]


def _is_noise(function: Function, x: float) -> bool:
    """Whether only the floats of a formula jump here, and not the formula."""
    if not function.may_round:
        return False
    if any(abs(x - at) <= 4 * math.ulp(at) for at in function.breaks):  # where a break lies is known to the float
        return True
    below, above = (_exact(function, formula_of(function), at, 0) for at in (math.nextafter(x, -math.inf), x))
    return all(
        abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0) for one, other in zip(below, above, strict=True)
    )
