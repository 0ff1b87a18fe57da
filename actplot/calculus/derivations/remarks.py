"""What a derivation says beside its lines: joins of pieces, conventions, domain, constants."""

import math
from collections.abc import Iterator, Sequence

from ...algebra.writing.line import to_line
from ...catalogue.kinds.functions import REALS, Function
from ...errors import BadParameter
from ...numbers import equal_sign, readable, told_apart
from ..curves.breaks import Break, breaks_of
from ..letters import letter_of


def remarks_on(function: Function) -> tuple[str, ...]:
    """Sentences on a function at its parameters; about joins only where every parameter has a value."""
    return tuple(_remarks(function))


def _remarks(function: Function) -> Iterator[str]:
    if function.constants:
        yield f"treated as constants: {', '.join(function.constants)}"
    unknown = [name for name, value in function.numbers.items() if math.isnan(value)]
    if function.domain_parts != (REALS,):
        yield f"Defined for {domain_text(function)}."
    if unknown:
        return
    joins = breaks_of(function)
    for join in joins:
        yield _with_values(function) + _join(join, function.letter)
    yield from _elsewhere(function, joins)
    if joins and function.convention:
        yield f"Convention: {function.convention}"


def domain_text(function: Function) -> str:
    """Such as x > 0, with ≥ where the edge has a value; of several intervals all."""
    letter = function.letter
    if len(function.domain_parts) > 1 or function.domain_parts[0].low == function.domain_parts[0].high:
        return f"{letter} in {function.domain_text}"
    (only,) = function.domain_parts
    low, high = only.low, only.high
    below, above = (" ≤ " if end in "[]" else " < " for end in only.ends)
    if math.isinf(high):
        return f"{letter}{below.replace('≤', '≥').replace('<', '>')}{readable(low)}"
    if math.isinf(low):
        return f"{letter}{above}{readable(high)}"
    return f"{readable(low)}{below}{letter}{above}{readable(high)}"


def _elsewhere(function: Function, joins: Sequence[Break]) -> Iterator[str]:
    """Joins that are of another kind for other parameters, such as the kink of an elu whose alpha is not 1."""
    changed = {name: value + 0.5 for name, value in function.numbers.items()}
    try:
        other = function.with_parameters(changed)
    except BadParameter:
        return
    for join, there in zip(joins, breaks_of(other), strict=False):
        if there.kind != join.kind:
            yield _with_values(other) + _join(there, function.letter)


def _with_values(function: Function) -> str:
    """The parameters' values, on which a join may depend."""
    known = [p for p in function.declared if p.name in function.numbers]
    values = [f"{to_line(letter_of(p))} = {readable(function.numbers[p.name])}" for p in known]
    return f"With {', '.join(values)}: at " if values else "At "


def _join(join: Break, letter: str) -> str:
    where = f"{letter} {equal_sign(join.x)} {readable(join.x)}"
    left, right = join.left_derivative, join.right_derivative
    if left is None or right is None:
        return f"{where} the domain ends."
    if join.kind == "jump":
        below, above = told_apart(join.left_value, join.right_value)
        return f"{where} f jumps from {below} to {above}, so there is no derivative."
    slopes = f"f′ is {readable(left)} from the left and {readable(right)} from the right"
    if join.kind == "kink":
        return f"{where} there is a kink: {slopes}, so f has no derivative there."
    return f"{where} the pieces join smoothly: f′ is {readable(join.derivative)} from both sides."
