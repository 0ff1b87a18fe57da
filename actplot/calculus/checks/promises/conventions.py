"""Reads what a convention states in symbols: f′(−beta) = 0, f′(0) = f′(6) = 0, f″(±c) = 0."""

import re
from collections.abc import Iterator

from ....algebra.evaluating.precision import value
from ....algebra.reading.parser import parse
from ....catalogue.kinds.functions import Function
from ....errors import ActplotError
from ....frozen import record

_ORDERS = {"": 0, "′": 1, "″": 2}
_HEAD = r"f([′″]?)\(((?:[^()]|\([^()]*\))*)\)"
_CLAIM = re.compile(rf"((?:{_HEAD} = )+)(?!f[′″]?\()(.+?)(?=[,;:]|\.(?:\s|$)| (?:and|as|at|but|from|on|is|there) |$)")
_BEFORE = " In the catalogue: "  # what stands behind it is said of another entry
_SPELT = str.maketrans({"−": "-", "²": "^2", "·": "*", "α": "alpha", "β": "beta", "λ": "lambd", "ε": "epsilon"})
_SIGNS = "±"


@record
class Claim:
    """What a convention states of one derivative at one point, and by how much it is rounded there."""

    order: int
    x: float
    value: float
    rounding: float


def claims(function: Function) -> Iterator[Claim]:
    """Every statement in symbols that can be evaluated with the parameters at hand."""
    for statement in _CLAIM.finditer(function.convention.partition(_BEFORE)[0]):
        stated = statement[len(statement.groups())].strip()
        for mark, place in re.findall(_HEAD, statement[1]):
            for sign in "+-" if _SIGNS in place else "+":
                x, found = _number(function, place, sign), _number(function, stated, sign)
                if x is not None and found is not None:
                    yield Claim(_ORDERS[mark], x, found, _rounding(stated))


def _number(function: Function, text: str, sign: str) -> float | None:
    """What a text comes to; None where it is no formula of the parameters that are given."""
    plain = text.replace(_SIGNS, "" if sign == "+" else "-").translate(_SPELT)
    try:
        term = parse(plain, symbols=tuple(parameter.name for parameter in function.declared))
        return float(value(term, function.numbers))
    except ActplotError:
        return None


def _rounding(stated: str) -> float:
    """Half a unit of the last decimal that is written, of a number that may be rounded there."""
    digits = re.fullmatch(r"[±−-]?\d+\.(\d+)", stated)
    return 0.5 * 10.0 ** -len(digits[1]) if digits else 0.0
