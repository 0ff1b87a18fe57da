"""What a page computes of a function: JavaScript from its stabilised terms, held against its closed forms here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..algebra.evaluating.compiler import Compiled, compilable, compiled_numpy, derivatives_of
from ..algebra.reading.names import CONSTANTS
from ..algebra.reading.parser import reread
from ..algebra.term import Term, symbols
from ..algebra.writing.javascript import NoScript, to_javascript
from ..calculus.checks.stated_slopes import Stated
from ..calculus.subjects import subject
from ..catalogue.kinds.functions import METHODS, Function
from ..errors import ActplotError
from ..spec.formulas.edges import switches

POINTS = 1000
AGREED = 1e-9  # of the larger of a number and of a share of the height of what is seen
SHARE = 1e-6
CLEAR = 1e-6  # the same beside a place where the formula changes, whose convention is looked for
KEPT = 0.5  # of that, for the last places in which a browser's arithmetic differs from NumPy's
MOST_PLACES = 40  # switches of a formula that a page looks at
OWN, CONTINUED, LEFT, RIGHT, MIDDLE = "own", "continued", "left", "right", "middle"
SMALLER, LARGER, ZERO = "smaller", "larger", "zero"
CONVENTIONS = (
    OWN,
    CONTINUED,
    LEFT,
    RIGHT,
    MIDDLE,
    SMALLER,
    LARGER,
    ZERO,
)  # what a function takes at a place where its formula changes
Interval = tuple[float, float]


@dataclass(frozen=True)
class Program:
    """The functions of a page, as text: value and derivatives, and terms whose zeros are where they may change."""

    formula: Term
    orders: tuple[str, ...]
    places: tuple[str, ...]
    conventions: tuple[str, ...]  # of each order, at the places
    moving: tuple[str, ...]  # the names of the parameters that may change
    domain: Interval | None  # None where that is up to its parameters: where it has a value


def program_of(function: Function, interval: Interval, tried: Sequence[Function], most: int = 2) -> Program | None:
    """The program of a function over an interval, up to a derivative; None where none computes what the function does.

    `tried` are the same function with other parameters: where the program fails at one of them, none may change.
    """
    if function.by_values_alone:
        return None
    tried = list(filter(_is_somewhere, tried))
    best: Program | None = None
    for terms in _ways(function):
        try:
            found = _held(terms, interval, tried, most)
        except ActplotError:
            continue
        if best is None or (len(found.orders), len(found.moving)) > (len(best.orders), len(best.moving)):
            best = found
        if len(best.orders) > most and len(best.moving) == len(terms.moving):
            break
    return best


def _is_somewhere(function: Function) -> bool:
    """Whether it is defined anywhere with its parameters: where not, there is nothing to be right about."""
    try:
        return bool(function.domain)
    except ActplotError:
        return False


def _ways(function: Function) -> "Iterator[_Terms]":
    """What may be printed: its formulas with slopes by rules, then with the one with which its derivation ends."""
    texts = tuple(_texts(function))
    yield from (_Terms(function, text) for text in texts)
    slope = None if function.slope_stated else subject(function).slope()
    if slope is not None:
        yield from (_Terms(function, text, slope) for text in texts)


def _texts(function: Function) -> Iterator[str]:
    """Its formulas, those first that hold more of its parameters."""
    known = {"x", *CONSTANTS, *function.numbers}
    for text in type(function).formulas_given.values():
        if symbols(_read(function, text)) <= known:
            yield text
    yield function.formula


def _read(function: Function, text: str) -> Term:
    return reread(text, symbols=tuple(parameter.name for parameter in function.declared))


@dataclass(frozen=True)
class _Terms:
    """The terms of a function, of its first two derivatives, and what NumPy makes of them."""

    function: Function
    text: str
    slope: Term | None = None  # as its derivation ends

    @cached_property
    def formula(self) -> Term:
        return _read(self.function, self.text)

    @cached_property
    def orders(self) -> tuple[Term, ...]:
        value, *slopes = derivatives_of(self.formula, "x")
        if self.function.slope_stated:
            return value, *Stated(self.function).terms
        return value, *(derivatives_of(self.slope, "x")[:2] if self.slope is not None else slopes)

    @cached_property
    def compiled(self) -> tuple[Compiled, ...]:
        return tuple(compiled_numpy(term, "x") for term in self.orders)

    @cached_property
    def moving(self) -> tuple[str, ...]:
        found = symbols(self.formula)
        return tuple(p.name for p in self.function.declared if p.name in found and p.name in self.function.numbers)

    def scripts(self, most: int) -> tuple[str, ...]:
        """Those of value and derivatives; of a second derivative that has none the others."""
        first = tuple(map(self.script, self.orders[: min(most, 1) + 1]))
        try:
            return (*first, *map(self.script, self.orders[2 : most + 1]))
        except NoScript:
            return first

    def places(self) -> tuple[str, ...]:
        """Of the formula as it is written, whose own conditions are what a reader sees."""
        found = switches(derivatives_of(self.formula, "x")[0])[:MOST_PLACES]
        return tuple(map(self.script, found))

    def script(self, term: Term) -> str:
        return to_javascript(compilable(term, "x"), tuple(self.function.numbers))


def _held(terms: _Terms, interval: Interval, tried: Sequence[Function], most: int) -> Program:
    """The program as far as it computes what the function does. Raises `NoScript` where that is nothing."""
    function, scripts = terms.function, terms.scripts(most)
    most = len(scripts) - 1
    for some in ([function, *tried], [function]):
        domain = some[0].domain if len({one.domain for one in some}) == 1 else None
        cases = [_Case(terms, one, interval, domain) for one in some]
        conventions = [_convention(cases, order) for order in range(most + 1)]
        right = [
            named is not None and all(one.agrees(order, named) for one in cases)
            for order, named in enumerate(conventions)
        ]
        while most > 1 and right[1] and not right[most]:
            most -= 1
        if all(right[: most + 1]):
            moving = terms.moving if len(some) > 1 else ()
            told = tuple(map(str, conventions[: most + 1]))
            return Program(terms.formula, scripts[: most + 1], terms.places(), told, moving, domain)
    raise NoScript(f"{function} is not what its formula gives in floats")


@dataclass(frozen=True)
class _Case:
    """A function with some parameters, and what its closed forms say on a grid and where its formula may change."""

    terms: _Terms
    function: Function
    interval: Interval
    domain: Interval | None

    @cached_property
    def special(self) -> np.ndarray:
        """Where closed forms say what they take; a formula's places lie between floats, and it gives what it gives."""
        low, high = self.interval
        if self.function.may_round:
            return np.empty(0)
        ends = [end for end in self.function.domain if low <= end <= high]
        return np.unique([*self.function.special_points(low, high), *ends]).astype(float)

    @cached_property
    def grid(self) -> np.ndarray:
        return np.linspace(*self.interval, POINTS)

    def computed(self, order: int, x: np.ndarray) -> np.ndarray:
        found = self.terms.compiled[order](x, self.function.numbers)
        return np.where(self.inside(x), found, np.nan)

    def inside(self, x: np.ndarray) -> np.ndarray:
        """Where there is something to compute."""
        if self.domain is None:
            return ~np.isnan(self.terms.compiled[0](x, self.function.numbers))
        low, high = self.domain
        return (x >= low) & (x <= high)

    def true(self, order: int, x: np.ndarray) -> np.ndarray:
        return np.asarray(getattr(self.function, METHODS[order])(x), float)

    def taken(self, order: int) -> Mapping[str, np.ndarray]:
        """What each convention makes of the special points."""
        own, left, right = (
            self.computed(order, x)
            for x in (self.special, np.nextafter(self.special, -np.inf), np.nextafter(self.special, np.inf))
        )
        with np.errstate(all="ignore"):
            limits = {LEFT: left, RIGHT: right, MIDDLE: (left + right) / 2, ZERO: np.zeros_like(own)}
            limits[SMALLER] = np.where(np.abs(left) < np.abs(right), left, right)
            limits[LARGER] = np.where(np.abs(left) < np.abs(right), right, left)
        near = np.where(np.isnan(left), right, left)
        return {OWN: own, CONTINUED: np.where(np.isnan(own), near, own), **limits}

    def agrees(self, order: int, convention: str) -> bool:
        away = self.grid[~np.isin(self.grid, self.special)]
        return self.follows(order, convention) and bool(
            np.all(_near(self.computed(order, away), self.true(order, away)))
        )

    def follows(self, order: int, convention: str) -> bool:
        """Whether it is what closed forms take at special points; of poles a page tells that they are some."""
        right = self.true(order, self.special)
        near = _near(self.taken(order)[convention], right, self.true(order, self.grid), CLEAR)
        return bool(np.all(near | np.isinf(right)))


def _convention(cases: Sequence[_Case], order: int) -> str | None:
    return next((one for one in CONVENTIONS if all(case.follows(order, one) for case in cases)), None)


def _near(found: np.ndarray, right: np.ndarray, seen: np.ndarray | None = None, agreed: float = AGREED) -> np.ndarray:
    """Whether numbers are as near to the right ones as a page promises."""
    seen = right if seen is None else seen
    shown = seen[np.isfinite(seen)]
    height = float(np.ptp(np.quantile(shown, [0.01, 0.99]))) if shown.size else 0.0
    slack = KEPT * agreed * np.maximum(np.abs(right), SHARE * (height or 1.0))
    with np.errstate(all="ignore"):
        close = np.isfinite(right) & (np.abs(found - right) <= slack)
    return close | (found == right) | (~np.isfinite(found) & ~np.isfinite(right))  # a page tells no value at a pole
