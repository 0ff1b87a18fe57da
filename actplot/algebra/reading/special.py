"""Calls that libraries write in more ways than a template says: bounds by name, conditions, conversions."""

from collections.abc import Callable

from ..term import Add, Call, Term, number
from .arguments import ArgumentReader, Arguments, Callee, Given, constant
from .conditions import Logical, all_of, any_of, chosen, is_logical
from .library import CLIPPING, FILLED, FIRST, HIGH, LOW, SAME, SECOND, Literal


def _where(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    found = reader.bound(callee, arguments, (("condition",), ("x", "input", "a"), ("y", "other", "b")), required=3)
    condition, then, otherwise = found
    assert condition
    assert then
    assert otherwise
    if not is_logical(condition.value):
        raise reader.error("expected a condition, such as x > 0", condition.start)
    return chosen(condition.value, reader.number_of(then), reader.number_of(otherwise))


def _clip(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    ends = {"clamp_min": (LOW,), "clamp_max": (HIGH,)}.get(callee.name, (LOW, HIGH))
    argument, *bounds = reader.bound(callee, arguments, (FIRST, *ends), required=1)
    bounds = [None] * (callee.name == "clamp_max") + bounds + [None] * (callee.name == "clamp_min")
    low, high = (None if _is_none(one) else reader.no_literal(one) for one in bounds)
    term = reader.no_literal(argument)
    if low is None and high is None:
        raise reader.error(f"{callee.name} needs a bound, e.g. {callee.name}(x, 0, 1)", callee.token)
    if low is None or high is None:
        return Call("min", (term, high)) if low is None else Call("max", (term, low))
    return Call("clip", (term, low, high))


def _is_none(given: Given | None) -> bool:
    return given is None or given.value == Literal("None")


def _logaddexp(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    found = map(reader.no_literal, reader.bound(callee, arguments, (FIRST, SECOND), required=2))
    grown = (number("1") if constant(one) == 0 else Call("exp", (one,)) for one in found)
    return Call("log", (Add(tuple(grown)),))


def _round(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    argument, places = reader.bound(callee, arguments, (FIRST, ("decimals", "ndigits")), required=1)
    if not _is_none(places) and constant(reader.no_literal(places)) != 0:
        raise reader.error("rounding to decimals is written round(10*x)/10", callee.token)
    return Call("round", (reader.no_literal(argument),))


def _heaviside(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    found = reader.bound(callee, arguments, (FIRST, (*SECOND, "h0")), required=1)
    return Call("heaviside", reader.scalars([one for one in found if one is not None]))


def _same(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    """A conversion: its first argument."""
    if not arguments.positional:
        raise reader.needs_argument(callee.token)
    return reader.counted_as_number(reader.no_literal(arguments.positional[0]))


def _filled(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    return number(FILLED[callee.name])


def _full(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    _, value = reader.bound(callee, arguments, (FIRST, ("fill_value",)), required=2)
    return reader.no_literal(value)


def _both(reader: ArgumentReader, callee: Callee, arguments: Arguments) -> Term:
    found = reader.bound(callee, arguments, (FIRST, SECOND), required=2)
    one, other = (given.value for given in found if given)
    if not (is_logical(one) and is_logical(other)):
        raise reader.error(f"{callee.name} joins two conditions, such as x > 0", callee.token)
    return reader.joined(all_of if callee.name == "logical_and" else any_of, one, other)


SPECIAL: dict[str, Callable[[ArgumentReader, Callee, Arguments], Term | Logical]] = {
    "where": _where,
    **dict.fromkeys(CLIPPING, _clip),
    "logaddexp": _logaddexp,
    "round": _round,
    "heaviside": _heaviside,
    **dict.fromkeys(SAME, _same),
    **dict.fromkeys(FILLED, _filled),
    **dict.fromkeys(("full_like", "full"), _full),
    **dict.fromkeys(("logical_and", "logical_or"), _both),
}
