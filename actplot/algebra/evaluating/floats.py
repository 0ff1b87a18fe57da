"""The right floats of a formula and its derivatives: compiled, and where their error is large with more digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..rewriting.neat import depends
from ..term import Call, Div, Num, Pow, Term, walk
from .adaptive import adaptive_floats, is_plain
from .bounds import UNIT, bounded_numpy, few_digits
from .compiler import compilable, compiled_numpy, derivatives_of

MOST_ADAPTIVE = 10_000  # points of one call that are computed with more digits
MANY, MOST_SIGNS = 1000, 200  # points of one call, of so many of which signs alone are wanted

# Functions that have a value for every argument.
_TOTAL = {
    *("floor", "ceil", "trunc", "round", "cbrt"),
    *("exp", "expm1", "abs", "sign", "sin", "cos", "sinh", "cosh", "tanh", "asinh", "atan", "erf", "erfc"),
    *("sigmoid", "softplus", "Phi", "phi", "relu6", "heaviside", "max", "min", "clip"),
}


@dataclass(frozen=True)
class Found:
    """Numbers in the shape of the points, nan where there is none, and which may have fewer than 12 right digits."""

    numbers: np.ndarray
    unsure: np.ndarray


class Order:
    """The value of a formula, or one of its derivatives, which exist where the value does alone."""

    def __init__(self, term: Term, variable: str, value: "Order | None" = None):
        self.variable, self.value, function = variable, value, value.function if value else term
        self.function = function
        self.term = compilable(term, variable)
        self.plain = is_plain(self.term)
        hinged = term != function and _partial(function, variable)
        self.domain = compilable(function, variable) if hinged else None
        self.plain_floats = compiled_numpy(term, variable)
        self.compiled = bounded_numpy([term, function] if hinged else [term], variable)

    def signed(self, x: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """Floats whose signs are right, with few right digits perhaps; nan where a sign is not known.

        Of very many points it is not looked for at all that are in doubt.
        """
        x = np.asarray(x, dtype=float)
        return self._signed(x.ravel(), values).reshape(x.shape)

    def _signed(self, x: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        (numbers, errors), *domain = self.compiled(x, values)
        for _, beside in domain:
            numbers[np.isnan(beside)] = np.nan
        vague = few_digits(numbers, errors) & ~(np.abs(numbers) > UNIT * errors) & np.isfinite(x)
        places = np.flatnonzero(vague)
        chosen = places
        if x.size > MANY and places.size > MOST_SIGNS:
            chosen = places[np.linspace(0, len(places) - 1, MOST_SIGNS).astype(int)]
        numbers[places] = np.nan
        numbers[chosen] = self.found(x[chosen], values).numbers
        return numbers

    def found(self, x: np.ndarray, values: Mapping[str, float]) -> Found:
        """The floats at points of any shape."""
        points = np.asarray(x, dtype=float)
        flat = points.ravel()
        (numbers, errors), *domain = self.compiled(flat, values)
        unsure = few_digits(numbers, errors)
        for _, beside in domain:
            numbers[np.isnan(beside)] = np.nan
            unsure = (unsure | np.isinf(beside)) & ~np.isnan(beside)
        unsure &= np.isfinite(flat)
        self._computed(flat, values, numbers, unsure)
        if self.value:
            self._steepened(flat, values, numbers)
        return Found(numbers.reshape(points.shape), unsure.reshape(points.shape))

    def _computed(self, x: np.ndarray, values: Mapping[str, float], numbers: np.ndarray, unsure: np.ndarray) -> None:
        """Compute the numbers that are not sure with as many digits as they take."""
        places = np.flatnonzero(unsure)[:MOST_ADAPTIVE] if self.plain else np.array([], int)
        if places.size:
            right, settled = adaptive_floats(self.term, self.domain, self.variable, x[places], values)
            numbers[places[settled]] = right[settled]
            unsure[places[settled]] = False

    def _steepened(self, x: np.ndarray, values: Mapping[str, float], numbers: np.ndarray) -> None:
        """Give derivatives their infinity at vertical tangents, where the value exists and both sides do not differ."""
        places = np.flatnonzero(np.isnan(numbers) & np.isfinite(x))
        if places.size:
            places = places[np.isfinite(self.value.found(x[places], values).numbers)]
        if places.size:
            places = places[np.isinf(self.plain_floats(x[places], values))]
        if places.size:
            left, right = (
                np.sign(self.found(np.nextafter(x[places], end), values).numbers) for end in (-np.inf, np.inf)
            )
            same = (left == right) | np.isnan(left) | np.isnan(right)
            numbers[places[same]] = np.where(np.isnan(left), right, left)[same] * np.inf


@lru_cache(maxsize=256)
def right_orders(term: Term, variable: str) -> tuple[Order, Order, Order]:
    """Value, first and second derivative of a formula."""
    function, *slopes = derivatives_of(term, variable)
    value = Order(function, variable)
    return (value, *(Order(one, variable, value) for one in slopes))


def _partial(term: Term, variable: str) -> bool:
    """Whether a term may have no value somewhere."""
    return any(_may_fail(node, variable) for node in walk(term))


def _may_fail(node: Term, variable: str) -> bool:
    match node:
        case Call(name, _, _):
            return name not in _TOTAL
        case Div(_, denominator):
            return depends(denominator, variable)
        case Pow(_, Num(value, _)):
            return value.denominator != 1
        case Pow(base, exponent):
            return depends(base, variable) or depends(exponent, variable)
    return False
