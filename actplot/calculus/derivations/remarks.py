"""What a derivation says beside its lines: joins of pieces, conventions, domain, constants."""

import math
import re
from collections.abc import Iterator, Sequence

from ...algebra.writing.line import to_line
from ...catalogue.kinds.functions import REALS, Function
from ...errors import BadParameter
from ...numbers import readable, told_apart
from ..curves.breaks import Break, breaks_of, nearest_breaks
from ..curves.telling import approaches, extension, places, together, without_limit
from ..letters import letter_of

MOST = 12  # breaks of which something is said


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
    joins, further = nearest_breaks(function, MOST)
    texts = [_join(join) for join in joins]
    for where, text in together(function.letter, joins, texts, further=further):
        yield f"{_with_values(function)}{where} {text}" if where else "There are further breaks."
    yield from _elsewhere(function, joins)
    if function.convention and any(function.known_range or join.is_corner for join in joins):
        yield f"Convention: {_in_letters(function, function.convention)}"


def _in_letters(function: Function, text: str) -> str:
    """A text in which parameters have the letters of the formula instead of their names: α for alpha."""
    letters = {parameter.name: to_line(letter_of(parameter)) for parameter in function.declared}
    return re.sub(r"\w+", lambda found: letters.get(found[0], found[0]), text)


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
            yield f"{_with_values(other)}{places(function.letter, [there])} {_join(there)}"


def _with_values(function: Function) -> str:
    """The parameters' values, on which a join may depend."""
    known = [p for p in function.declared if p.name in function.numbers]
    values = [f"{to_line(letter_of(p))} = {readable(function.numbers[p.name])}" for p in known]
    return f"With {', '.join(values)}: at " if values else "At "


def _join(join: Break) -> str:
    """What happens at a break, behind its place."""
    slopes = f"f′ {approaches(join, 1)}"
    match join.kind:
        case "jump" if join.left_value is None or join.right_value is None or join.left_value == join.right_value:
            return f"f jumps: f {approaches(join, 0)}, but is {readable(join.value)} there, so there is no derivative."
        case "jump":
            below, above = told_apart(join.left_value, join.right_value)
            return f"f jumps from {below} to {above}, so there is no derivative."
        case "pole":
            return f"f has a pole: f {approaches(join, 0)}."
        case "gap":
            return f"f has a gap: {extension(join)}."
        case "oscillation" if join.derivative is not None:
            return f"f′ is {readable(join.derivative)}, but beside it {without_limit(join)}."
        case "oscillation" | "undecided":
            return f"there is no derivative: {without_limit(join)}."
        case "isolated point":
            return "f is defined, but nowhere beside it, so there is no derivative."
        case "edge":
            return f"the domain ends: f {approaches(join, 0)}, {slopes}."
        case "vertical tangent":
            return f"f has a vertical tangent: {slopes}, so f has no derivative there."
        case "kink":
            left, right = readable(join.left_derivative), readable(join.right_derivative)
            slopes = f"f′ is {left} from the left and {right} from the right"
            return f"there is a kink: {slopes}, so f has no derivative there."
    return f"the pieces join smoothly: f′ is {readable(join.derivative)} from both sides."
