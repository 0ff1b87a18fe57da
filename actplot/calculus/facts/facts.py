"""Collects everything there is to say about an entry in one record, whatever its kind."""

import math
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from ...algebra.term import Call, D, Sym, Term
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import Asymptote, Function, Interval
from ...catalogue.parameter import Parameter
from ...frozen import record
from ..curves.breaks import Break, nearest_breaks
from ..curves.extremes import Extreme, extreme_derivative, extreme_value
from ..curves.looking import seen_between
from ..identities.matches import Match
from ..letters import readable_formula
from .dialects import codes_of, said_in
from .fixed import FixedPoint, fixed_points
from .moments import Moments, moments_of
from .traits import smoothness, traits_of, zeros

if TYPE_CHECKING:
    from ..tables import Table

MOST_BREAKS = 24  # that a card looks at


@record
class Equation:
    """One line of mathematics on a card, in the letters of a reader."""

    label: str
    left: Term
    right: Term


@record
class Facts:
    """A fact card: what an entry declares, and what its closed forms say; what does not apply is left out.

    Of a function of one variable there is a domain, of others an example.
    """

    spec: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    family: str
    description: str
    note: str
    formula: str
    parameters: tuple[tuple[Parameter, Any], ...]
    convention: str
    spoken: tuple[str, str] | None  # a framework in whose words it was asked for, and what that says
    equivalents: tuple[tuple[str, str], ...]  # the title of a framework, and code for the entry in it
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    sources: tuple[str, ...]
    origin: str  # who added it; of actplot's own nothing
    told_by: str = ""  # of a user's function, what it is and where its derivatives come from
    typed: bool = False  # whether a user typed the formula, so that its range is not known
    equations: tuple[Equation, ...] = ()  # none where words have to do
    meanings: tuple[tuple[str, str], ...] = ()  # of symbols in them, where those are not plain
    in_words: str = ""  # what it computes, where no formula says it
    formulas: dict[str, str] = field(default_factory=dict)  # the sources, of a layer for its evaluation and moments

    variable: str = ""
    letter: str = "x"  # of the variable
    domain: tuple[float, float] | None = None  # from end to end
    domain_parts: tuple[Interval, ...] = ()
    domain_text: str = ""
    bounds: Interval | None = None  # None where they are not known
    asymptotes: tuple[tuple[float, float] | None, ...] = ()  # slope and intercept at -∞ and at +∞
    vertical_asymptotes: tuple[float, ...] = ()
    breaks: tuple[Break, ...] = ()  # the nearest to 0
    further_breaks: bool = False
    derivative_at_zero: float | None = None  # None outside the domain and at a jump
    hidden_at_zero: bool = False  # whether that is 0 only because it is nearer to it than every other float
    largest_derivative: Extreme | None = None
    smallest_derivative: Extreme | None = None
    minimum: Extreme | None = None
    maximum: Extreme | None = None
    zeros: tuple[float, ...] | None = None
    smoothness: str = ""
    traits: tuple[str, ...] = ()
    moments: Moments | None = None  # for standard normal inputs
    seen_between: tuple[float, float] | None = None  # of what oscillates, where all of the above was seen
    fixed_points: tuple[FixedPoint, ...] | None = None  # None of what is not applied again
    seen_on: tuple[float, float] | None = None  # of a user's function, where what is not proven was seen
    unproven: frozenset[str] = frozenset()  # the names of the facts that hold there alone
    traits_seen: tuple[str, ...] = ()  # and the traits

    takes: str = ""
    target: str = ""
    gives: str = ""
    drawn: str = ""  # what is random
    no_derivative: str = ""  # where there is none, in words
    first_derivatives: str = ""  # what they are called together
    slopes: tuple[str, ...] = ()  # what holds of them at every vector that was tried
    example: "tuple[Table, ...]" = ()  # none where the parameters do not suit it
    commands: tuple[str, ...] = ()  # that print and draw the example
    known: tuple[Match, ...] = ()  # the entries that a user's function is

    @property
    def lipschitz(self) -> float | None:
        """The largest |f′|, infinite where f jumps; None where it is not known."""
        if self.largest_derivative is None:
            return None
        jumps = any(point.leaps for point in self.breaks)
        return math.inf if jumps else max(self.largest_derivative.value, -self.smallest_derivative.value)


@record
class Seen:
    """What a card tells of the course of a function and every point of it may contradict, in the names of `Facts`."""

    breaks: tuple[Break, ...]
    derivative_at_zero: float | None
    largest_derivative: Extreme
    smallest_derivative: Extreme
    minimum: Extreme
    maximum: Extreme
    zeros: tuple[float, ...]
    traits: tuple[str, ...]


def declared_facts(entry: Entry) -> dict[str, Any]:
    """What every entry declares of itself, by the names of `Facts`."""
    return {
        "spec": str(entry),
        "name": entry.name,
        "aliases": entry.aliases,
        "kind": entry.named_kind,
        "family": entry.family,
        "description": entry.summary or (type(entry).__doc__ or "").strip(),
        "note": entry.note,
        "formula": _source(entry),
        "parameters": tuple(zip(entry.declared, entry.parameters.values(), strict=True)),
        "convention": entry.convention,
        "spoken": said_in(entry),
        "equivalents": codes_of(entry),
        "strengths": entry.strengths,
        "weaknesses": entry.weaknesses,
        "sources": entry.sources,
        "origin": entry.origin,
    }


def facts_of(function: Function) -> Facts:
    """Everything known about a function of one variable at its parameters.

    Raises `BadParameter` where a symbol of a formula has no value.
    """
    breaks, further = nearest_breaks(function, MOST_BREAKS)
    lines = _lines_seen(function) if function.by_values_alone else function.asymptotes
    return Facts(
        **declared_facts(function),
        told_by=f"{function.told_by}." if function.by_values_alone else "",
        typed=not function.known_range and not function.by_values_alone,
        equations=tuple(_equations(function)),
        variable=function.variable,
        letter=function.letter,
        domain=tuple(map(float, function.domain)),
        domain_parts=function.domain_parts,
        domain_text=function.domain_text,
        asymptotes=tuple(map(_told_of, lines)),
        vertical_asymptotes=_vertical_asymptotes(function, breaks),
        breaks=breaks,
        further_breaks=further,
        derivative_at_zero=(slope := _derivative_at_zero(function, breaks)),
        hidden_at_zero=slope == 0 and _may_be_hidden(function) and _is_hidden_at_zero(function),
        moments=moments_of(function),
        **(_course(function, breaks) if function.known_range else course_of_user(function)),
    )


def seen_of(function: Function) -> Seen:
    """Of a function all of which can be looked at: that part of its card, without the rest of the work."""
    breaks, _ = nearest_breaks(function, MOST_BREAKS)
    return Seen(breaks=breaks, derivative_at_zero=_derivative_at_zero(function, breaks), **_seen(function, breaks))


def _equations(function: Function) -> Iterator[Equation]:
    """The formula, if there is one, and the derivative of one that a user typed."""
    if function.by_values_alone:
        return
    value = Call("f", (Sym(function.letter),))
    yield Equation("formula", value, readable_formula(function))
    if not function.known_range:
        yield Equation("derivative", D(value, function.letter), _slope(function))


def _source(entry: Entry) -> str:
    """The text of the formula; nothing where words have to do."""
    formula = getattr(entry, "formula", None)
    return str(getattr(formula, "source", formula or ""))


def _course(function: Function, breaks: tuple[Break, ...]) -> dict[str, Any]:
    """What can be said where all of a function can be looked at."""
    return {
        **_seen(function, breaks),
        "bounds": function.bounds,
        "smoothness": smoothness(function),
        "seen_between": seen_between(function),
        "fixed_points": fixed_points(function, breaks, function.domain) if function.of_normal else None,
    }


def _seen(function: Function, breaks: tuple[Break, ...]) -> dict[str, Any]:
    """What points of the function may contradict."""
    return {
        "largest_derivative": extreme_derivative(function, breaks, 1),
        "smallest_derivative": extreme_derivative(function, breaks, -1),
        "minimum": extreme_value(function, breaks, -1),
        "maximum": extreme_value(function, breaks, 1),
        "zeros": zeros(function),
        "traits": traits_of(function),
    }


def course_of_user(function: Function) -> dict[str, Any]:
    """What can be said of a function that a user brought."""
    if function.by_values_alone:
        from .by_values import course_of_values

        return course_of_values(function)
    from .windows import course_of_formula

    return course_of_formula(function)


def _lines_seen(function: Function) -> tuple[Asymptote | None, Asymptote | None]:
    from .by_values import lines_by_values

    return lines_by_values(function)


def _slope(function: Function) -> Term:
    from ..derivations.deriving import derive

    return derive(function).chains[-1].steps[-1].term


def _told_of(line: Asymptote | None) -> tuple[float, float] | None:
    """Slope and intercept; nothing of a line that no floats describe."""
    if line is None or not (math.isfinite(line.slope) and math.isfinite(line.intercept)):
        return None
    return line.slope + 0.0, line.intercept + 0.0


def _vertical_asymptotes(function: Function, breaks: tuple[Break, ...]) -> tuple[float, ...]:
    """Where the values grow without bound: ends of the domain and breaks, in ascending order."""
    ends = {float(end) for part in function.domain_parts for end in (part.low, part.high) if math.isfinite(end)}
    found = {end for end in ends if math.isinf(function.value(end))}
    sides = {point.x: (point.left_value, point.right_value) for point in breaks if point.is_pole}
    found |= {x for x, limits in sides.items() if any(limit is not None and math.isinf(limit) for limit in limits)}
    return tuple(sorted(found))


def _may_be_hidden(function: Function) -> bool:
    return not function.known_range and not function.by_values_alone


def _is_hidden_at_zero(function: Function) -> bool:
    from ..checks.trust import first_hidden  # loads mpmath, which a card of the catalogue does not need

    return first_hidden(function, np.zeros(1), 1) is not None


def _derivative_at_zero(function: Function, breaks: tuple[Break, ...]) -> float | None:
    at_zero = [point for point in breaks if point.x == 0]
    if at_zero:
        slope = at_zero[0].derivative
        return None if at_zero[0].kind == "jump" or slope is None or math.isnan(slope) else slope
    return float(function.derivative(0.0)) if function.covers(np.zeros(1))[0] else None
