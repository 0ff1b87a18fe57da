"""Random formulas from poles, roots, logarithms, pieces and names of the catalogue, each with its meaning in mpmath."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st
from mpmath import isfinite, mp, mpc, mpf

Meaning = Callable[[mpf], mpf]

LADDER = (700, 1400, 2800, 5600)  # bits


class Undefined(Exception):
    """There is no value."""


@dataclass(frozen=True)
class Formula:
    """A text that actplot reads, and what it means at a number of any precision."""

    text: str
    meaning: Meaning

    def at(self, x: Callable[[], mpf]) -> mpf | None:
        """The value to 60 digits: precision rises until two agree; None where there is none.

        Raises `ArithmeticError` where they never do.
        """
        results = []
        for bits in LADDER:
            with mp.workprec(bits):
                results.append(_number(self.meaning, x()))
                if len(results) > 1 and _same(*results[-2:]):
                    return results[-1]
        raise ArithmeticError(self.text)


def _number(meaning: Meaning, x: mpf) -> mpf | None:
    try:
        value = meaning(x)
    except (Undefined, ZeroDivisionError):
        return None
    return value if isfinite(value) and not isinstance(value, mpc) else None


def _same(one: mpf | None, other: mpf | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= abs(other) * mpf(10) ** -60


def _log(x: mpf) -> mpf:
    return mp.log(x) if x > 0 else _undefined()


def _root(x: mpf) -> mpf:
    return mp.sqrt(x) if x >= 0 else _undefined()


def _undefined() -> mpf:
    raise Undefined


def _power(x: mpf, exponent: Fraction) -> mpf:
    if (x == 0 and exponent < 0) or (x < 0 and exponent.denominator != 1):
        raise Undefined
    return mp.power(x, mpf(exponent.numerator) / exponent.denominator)


def _softplus(x: mpf) -> mpf:
    return mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x))


def _sigmoid(x: mpf) -> mpf:
    return 1 / (1 + mp.exp(-x))


FUNCTIONS: dict[str, Meaning] = {
    "exp": mp.exp,
    "log": _log,
    "log1p": lambda x: _log(1 + x),
    "sqrt": _root,
    "abs": abs,
    "sign": lambda x: mpf(mp.sign(x)),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "atan": mp.atan,
    "tanh": mp.tanh,
    "relu": lambda x: max(x, mpf(0)),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "silu": lambda x: x * _sigmoid(x),
    "elu": lambda x: x if x > 0 else mp.expm1(x),
    "hard_tanh": lambda x: max(mpf(-1), min(mpf(1), x)),
    "softsign": lambda x: x / (1 + abs(x)),
    "mish": lambda x: x * mp.tanh(_softplus(x)),
    "leaky_relu": lambda x: x if x > 0 else x / 100,
}
OPERATIONS: dict[str, Callable[[mpf, mpf], mpf]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "max": max,
    "min": min,
}
EXPONENTS = [Fraction(text) for text in ("2", "3", "-1", "-2", "1/2", "2/3", "3/2", "-1/2")]
CONSTANTS = [Fraction(text) for text in ("1", "2", "3", "1/2", "1/10", "1/3", "4")]


def _constant(value: Fraction) -> Formula:
    return Formula(
        f"({value})" if value.denominator > 1 else str(value), lambda x: mpf(value.numerator) / value.denominator
    )


def _applied(name: str, inner: Formula) -> Formula:
    return Formula(f"{name}({inner.text})", lambda x: FUNCTIONS[name](inner.meaning(x)))


def _joined(name: str, one: Formula, other: Formula) -> Formula:
    text = f"{name}({one.text}, {other.text})" if name.isalpha() else f"({one.text} {name} {other.text})"
    return Formula(text, lambda x: OPERATIONS[name](one.meaning(x), other.meaning(x)))


def _raised(inner: Formula, exponent: Fraction) -> Formula:
    return Formula(f"({inner.text})^({exponent})", lambda x: _power(inner.meaning(x), exponent))


def _pieces(condition: Formula, edge: Fraction, then: Formula, otherwise: Formula) -> Formula:
    def meaning(x: mpf) -> mpf:
        below = condition.meaning(x) < mpf(edge.numerator) / edge.denominator
        return (then if below else otherwise).meaning(x)

    return Formula(f"where({condition.text} < {edge}, {then.text}, {otherwise.text})", meaning)


_VARIABLE = st.just(Formula("x", lambda x: x))
_LEAVES = st.one_of(_VARIABLE, _VARIABLE, st.builds(_constant, st.sampled_from(CONSTANTS)))


def _grown(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.one_of(
        st.builds(_applied, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds(_joined, st.sampled_from(sorted(OPERATIONS)), inner, inner),
        st.builds(_raised, inner, st.sampled_from(EXPONENTS)),
        st.builds(_pieces, inner, st.sampled_from(CONSTANTS), inner, inner),
    )


def _depends(formula: Formula) -> bool:
    return "x" in formula.text.replace("exp", "").replace("max", "")


FORMULAS = st.recursive(_LEAVES, _grown, max_leaves=5).filter(_depends)
