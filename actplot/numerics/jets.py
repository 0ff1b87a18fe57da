"""Values with their first two derivatives, carried through a composition by the chain rule.

The numbers are double-double with a wide exponent, so a closed form written in its stable shape comes out
correct to the last place or two, in value and derivatives, as far as floats reach.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

import numpy as np

from . import angles, normal, plain, wide
from .plain import Plain
from .wide import Operand, Wide

constant = wide.constant
_STEP = 2.0**-20  # of x, over which a result that is so many times smaller than its change is close to a zero:
_STEEP = 2.0**8
_SURE = 2.0**50  # the same, beyond which not even the sign is sure: of its own hundred digits in base 2 half are left
_UNBOUNDED = 1e9  # what stands for infinity grows beyond this even through a logarithm

Term = Wide | None  # None is exactly 0


class Jet:
    """A function of one variable at a point: its value and as many derivatives as are asked for."""

    __slots__ = ("point", "terms")
    __array_ufunc__ = None

    def __init__(self, point: np.ndarray, terms: tuple[Term, ...]) -> None:
        self.point, self.terms = point, terms

    @property
    def value(self) -> Wide:
        return self.terms[0]

    def __neg__(self) -> "Jet":
        return Jet(self.point, tuple(term and -term for term in self.terms))

    def __add__(self, other: "Jet | Operand") -> "Jet":
        pairs = zip(self.terms, self._terms_of(other), strict=True)
        return Jet(self.point, tuple(_sum(one, two) for one, two in pairs))

    def __sub__(self, other: "Jet | Operand") -> "Jet":
        return self + -other

    def __mul__(self, other: "Jet | Operand") -> "Jet":
        if isinstance(other, float) and abs(math.frexp(other)[0]) == 0.5:  # a power of two needs no product
            terms = (term and term.scaled(math.frexp(other)[1] - 1) for term in self.terms)
            return Jet(self.point, tuple(term if other > 0 else term and -term for term in terms))
        a, b = self.terms, self._terms_of(other)
        return Jet(self.point, tuple(_leibniz(a, b, order) for order in range(len(a))))

    def __truediv__(self, other: "Jet | Operand") -> "Jet":
        a, b = self.terms, self._terms_of(other)
        quotient: list[Term] = []
        for order in range(len(a)):
            rest = _leibniz([*quotient, None], b, order)
            quotient.append(_over(_sum(a[order], rest and -rest), b[0]))
        return Jet(self.point, tuple(quotient))

    def __radd__(self, other: Operand) -> "Jet":
        return self + other

    def __rmul__(self, other: Operand) -> "Jet":
        return self * other

    def __rsub__(self, other: Operand) -> "Jet":
        return -self + other

    def __rtruediv__(self, other: Operand) -> "Jet":
        return Jet(self.point, self._terms_of(other)) / self

    def _terms_of(self, other: "Jet | Operand") -> tuple[Term, ...]:
        return other.terms if isinstance(other, Jet) else (wide.widened(other), None, None)[: len(self.terms)]

    def chained(self, value: Wide, *slopes: Callable[[], Wide]) -> "Jet":
        """g of this jet, from g's value and derivatives here; those not asked for are not computed."""
        terms: list[Term] = [value]
        if len(self.terms) > 1:
            slope = slopes[0]()
            terms.append(_times(slope, self.terms[1]))
        if len(self.terms) > 2:
            bent = _times(slopes[1](), _times(self.terms[1], self.terms[1]))
            terms.append(_sum(bent, _times(slope, self.terms[2])))
        return Jet(self.point, tuple(terms))


def evaluate(compose: Callable[[Jet], Jet], x: np.ndarray, order: int) -> np.ndarray:
    """The derivative of this order of a composition, as float64 of the shape of x.

    At ±∞ it is what the composition tends to, infinite where it grows without bound.
    """
    return _with_ends(_rounded(compose, Wide.at(x), x, (order,))[0], x)


def _with_ends(result: np.ndarray, x: np.ndarray) -> np.ndarray:
    endless = np.isinf(x) & (np.abs(result) > _UNBOUNDED)
    return np.where(endless, np.sign(result) * np.inf, result)


def evaluate_watched(compose: Callable[[Jet], Jet], x: np.ndarray, *orders: int) -> tuple[list[np.ndarray], np.ndarray]:
    """The same of several orders, and where most digits of something cancelled on the way."""
    cancelled = np.zeros(np.shape(x), bool)
    with wide.watching(cancelled):
        results = [_with_ends(result, x) for result in _rounded(compose, Wide.at(x), x, orders)]
    return results, cancelled & np.isfinite(x)


def evaluate_plainly(compose: Callable[[Jet], Jet], x: np.ndarray, *orders: int) -> list[np.ndarray]:
    """The same in plain floats; where they have too few digits for what is needed is marked for who watches."""
    with wide.computing_with(Plain), plain.noticing() as small:
        results = _rounded(compose, Plain(x), x, orders)
    for result in results:
        wide.watch(~np.isfinite(result))
        if plain.needed() == plain.SINGLE:
            wide.watch(plain.unsettled(result, small))
    return results


_steep: ContextVar[float] = ContextVar("steep", default=_STEEP)


@contextmanager
def signs_alone() -> Iterator[None]:
    """Lets double-double numbers do meanwhile as close to a zero as they still tell on which side it is."""
    before = _steep.set(_SURE)
    try:
        yield
    finally:
        _steep.reset(before)


def beside_a_zero(form: Callable, order: int, parameters: Any, x: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Whether x is so close to a zero of form(parameters, jet) that double-double numbers have too few digits.

    `here` is what they give at x.
    """
    factors = np.reshape([1.0 - _STEP, 1.0 + _STEP], (2, *np.ones(np.ndim(x), int)))
    around = evaluate(partial(form, parameters), x * factors, order)
    return np.any([np.abs(there - here) > _steep.get() * np.abs(here) for there in around], axis=0)


def evaluate_long(form: Callable, order: int, parameters: Any, x: np.ndarray) -> np.ndarray:
    """The derivative of form(parameters, jet) for finite x, in decimal numbers of many digits, one after the other."""
    from .long import Long, many_digits

    with many_digits():
        return _rounded(partial(form, parameters), Long.of(x), x, (order,))[0]


def _rounded(compose: Callable[[Jet], Jet], number: Any, x: np.ndarray, orders: Sequence[int]) -> list[np.ndarray]:
    variable = Jet(x, (number, wide.widened(1.0), None)[: max(orders) + 1])
    terms = compose(variable).terms
    return [_floats(terms[order], x) for order in orders]


def _floats(term: Term, x: np.ndarray) -> np.ndarray:
    return np.zeros_like(x) if term is None else np.broadcast_to(term.rounded(), np.shape(x))


def _sum(one: Term, two: Term) -> Term:
    return two if one is None else one if two is None else one + two


def _times(one: Term, two: Term) -> Term:
    return None if one is None or two is None else one * two


def _over(one: Term, two: Wide) -> Term:
    return one and one / two


def _leibniz(a: Any, b: Any, order: int) -> Term:
    """The derivative of this order of a product."""
    if order < 2:
        return _times(a[0], b[0]) if order == 0 else _sum(_times(a[1], b[0]), _times(a[0], b[1]))
    middle = _times(a[1], b[1])
    return _sum(_sum(_times(a[2], b[0]), middle and middle.scaled(1)), _times(a[0], b[2]))


def where(condition: np.ndarray, first: "Jet | Operand", second: "Jet | Operand") -> Jet:
    """The first jet where the condition holds, else the second; one of them may be a constant."""
    jet = first if isinstance(first, Jet) else second
    pairs = zip(jet._terms_of(first), jet._terms_of(second), strict=True)
    return Jet(jet.point, tuple(_chosen(condition, one, two) for one, two in pairs))


def _chosen(condition: np.ndarray, one: Term, two: Term) -> Term:
    if one is None and two is None:
        return None
    return wide.where(condition, 0.0 if one is None else one, 0.0 if two is None else two)


def absolute(u: Jet) -> Jet:
    """|u|, with slope 0 at 0."""
    sign = wide.widened(np.sign(u.value.high))
    return Jet(u.point, tuple(_times(term, sign) for term in u.terms))


def square(u: Jet) -> Jet:
    return u * u


def exp(u: Jet) -> Jet:
    value = wide.exp(u.value)
    return u.chained(value, lambda: value, lambda: value)


def expm1(u: Jet) -> Jet:
    """exp(u) − 1, precise near 0."""
    grown, value = wide.exp_and_expm1(u.value)
    return u.chained(value, lambda: grown, lambda: grown)


def log(u: Jet) -> Jet:
    """The natural logarithm, precise near 1."""
    return u.chained(wide.log(u.value), lambda: 1.0 / u.value, lambda: -1.0 / (u.value * u.value))


def log1p(u: Jet) -> Jet:
    """log(1 + u), precise near 0."""
    whole = 1.0 + u.value
    return u.chained(wide.log1p(u.value), lambda: 1.0 / whole, lambda: -1.0 / (whole * whole))


def sqrt(u: Jet) -> Jet:
    root = wide.sqrt(u.value)
    return u.chained(root, lambda: 0.5 / root, lambda: -0.25 / (root * u.value))


def power(u: Jet, exponent: Operand) -> Jet:
    """u^exponent, for u of at least 0 and a constant exponent."""
    exponent = wide.widened(exponent)

    def raised(lowered: int) -> Wide:
        """The derivative of this order, where a factor 0 wins over any power."""
        factor = [wide.widened(1.0), exponent, exponent * (exponent - 1.0)][lowered]
        left = exponent - float(lowered)
        positive = wide.exp(wide.log(wide.where(u.value.high > 0, u.value, 1.0)) * left)
        at_zero = np.where(left.high == 0, 1.0, np.where(left.high > 0, 0.0, np.inf))
        result = wide.where(u.value.high > 0, positive, np.where(u.value.high == 0, at_zero, np.nan)) * factor
        return wide.where(factor.high == 0, 0.0, result)

    return u.chained(raised(0), lambda: raised(1), lambda: raised(2))


def sigmoid(u: Jet) -> Jet:
    return u.chained(*_gate(u.value, wide.exp(-wide.size(u.value))))


def softplus(u: Jet) -> Jet:
    """log(1 + exp(u))."""
    decay = wide.exp(-wide.size(u.value))
    value = wide.where(u.value.high > 0, u.value, 0.0) + wide.log1p(decay)
    gate, slope, _ = _gate(u.value, decay)
    return u.chained(value, lambda: gate, slope)


def _gate(u: Wide, decay: Wide) -> tuple[Wide, Callable[[], Wide], Callable[[], Wide]]:
    """σ(u) and its derivatives, from exp(−|u|)."""
    whole = 1.0 + decay

    @cache
    def slope() -> Wide:
        return decay / (whole * whole)

    def bend() -> Wide:  # σ′·(1 − 2σ), without cancellation near 0
        return slope() * wide.signed(wide.expm1(-wide.size(u)) / whole, u.high)

    return wide.where(u.high >= 0, 1.0, decay) / whole, slope, bend


def tanh(u: Jet) -> Jet:
    decay, fall = wide.exp_and_expm1(-wide.size(u.value).scaled(1))
    whole = 1.0 + decay
    value = wide.signed(-fall / whole, u.value.high)

    @cache
    def slope() -> Wide:
        return decay.scaled(2) / (whole * whole)

    return u.chained(value, slope, lambda: -(value * slope()).scaled(1))


def sin(u: Jet) -> Jet:
    sine, cosine = angles.sine_and_cosine(u.value)
    return u.chained(sine, lambda: cosine, lambda: -sine)


def cos(u: Jet) -> Jet:
    sine, cosine = angles.sine_and_cosine(u.value)
    return u.chained(cosine, lambda: -sine, lambda: -cosine)


def atan(u: Jet) -> Jet:
    whole = 1.0 + u.value * u.value
    return u.chained(angles.arctangent(u.value), lambda: 1.0 / whole, lambda: -u.value.scaled(1) / (whole * whole))


def asinh(u: Jet) -> Jet:
    size = wide.size(u.value)
    whole = 1.0 + size * size
    root = wide.sqrt(whole)
    grown = wide.log1p(size + size * (size / (1.0 + root)))
    value = wide.signed(grown, u.value.high)
    return u.chained(value, lambda: 1.0 / root, lambda: -u.value / (root * whole))


def erf(u: Jet) -> Jet:
    root = constant("1.41421356237309504880168872420969807856967187537694807317667973799")
    argument = u.value * root
    density = normal.density(argument)
    slope = density * root.scaled(1)
    return u.chained(normal.centred(argument, density).scaled(1), lambda: slope, lambda: -(u.value * slope).scaled(1))


def Phi(u: Jet) -> Jet:
    """The standard normal distribution function."""
    density = normal.density(u.value)
    tail = density * normal.mills(wide.size(u.value))
    value = wide.where(u.value.high < 0, tail, 1.0 - tail)
    return u.chained(value, lambda: density, lambda: -u.value * density)


def log_Phi(u: Jet) -> Jet:
    """log(Φ(u)), precise in both tails."""
    t, left, half = wide.size(u.value), u.value.high < 0, (u.value * u.value).scaled(-1)
    density, ratio = normal.density(u.value), normal.mills(t)
    tail = density * ratio
    falling = wide.log(ratio) - half - constant("0.918938533204672741780329736405617639861397473637783412817")
    excess = normal.excess(t, ratio)
    slope = wide.where(left, t + excess, density / (1.0 - tail))
    value = wide.where(left, falling, wide.log1p(-tail))
    return u.chained(value, lambda: slope, lambda: -slope * wide.where(left, excess, t + slope))
