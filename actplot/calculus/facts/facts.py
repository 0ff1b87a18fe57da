"""Collects everything there is to say about one function in a record."""

import math
from dataclasses import dataclass

from ...algebra.term import Term
from ...catalogue.kinds.functions import FORMULA, Function, Interval, Parameter
from ..curves.breaks import Break, breaks_of
from ..curves.extremes import Extreme, extreme_derivative, extreme_value
from ..letters import readable_formula
from .dialects import codes_of, said_in
from .traits import smoothness, traits_of, zeros


@dataclass(frozen=True)
class Facts:
    """A fact card: what the entry declares, and what its closed forms say about its derivative."""

    spec: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    family: str
    variable: str
    letter: str  # of the variable
    description: str
    note: str
    formula: str
    readable: Term  # the formula in the letters of a reader
    slope: Term | None  # the derivative of a formula that a user typed
    parameters: tuple[tuple[Parameter, float], ...]
    domain: tuple[float, float]
    bounds: Interval | None  # None where they are not known
    asymptotes: tuple[tuple[float, float] | None, ...]  # slope and intercept at -∞ and at +∞
    breaks: tuple[Break, ...]
    convention: str
    derivative_at_zero: float | None  # None outside the domain and at a jump
    largest_derivative: Extreme | None
    smallest_derivative: Extreme | None
    minimum: Extreme | None
    maximum: Extreme | None
    zeros: tuple[float, ...] | None
    smoothness: str
    traits: tuple[str, ...]
    spoken: tuple[str, str] | None  # a framework in whose words it was asked for, and what that says
    equivalents: tuple[tuple[str, str], ...]  # the title of a framework, and code for the function in it
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def lipschitz(self) -> float | None:
        """The largest |f′|, infinite where f jumps; None where it is not known."""
        if self.largest_derivative is None:
            return None
        jumps = any(point.kind == "jump" for point in self.breaks)
        return math.inf if jumps else max(self.largest_derivative.value, -self.smallest_derivative.value)


def facts_of(function: Function) -> Facts:
    """Everything known about a function at its parameters."""
    breaks = breaks_of(function)
    typed = function.kind == FORMULA
    return Facts(
        spec=str(function),
        name=function.name,
        aliases=function.aliases,
        kind=function.kind,
        family=function.family,
        variable=function.variable,
        letter=function.letter,
        description=(type(function).__doc__ or "").strip(),
        note=function.note,
        formula=function.formula,
        readable=readable_formula(function),
        slope=_slope(function) if typed else None,
        parameters=tuple(zip(function.declared, function.parameters.values(), strict=True)),
        domain=tuple(map(float, function.domain)),
        bounds=None if typed else function.bounds,
        asymptotes=tuple(line and (line.slope + 0.0, line.intercept + 0.0) for line in function.asymptotes),
        breaks=breaks,
        convention=function.convention,
        derivative_at_zero=_derivative_at_zero(function, breaks),
        largest_derivative=None if typed else extreme_derivative(function, breaks, 1),
        smallest_derivative=None if typed else extreme_derivative(function, breaks, -1),
        minimum=None if typed else extreme_value(function, breaks, -1),
        maximum=None if typed else extreme_value(function, breaks, 1),
        zeros=None if typed else zeros(function),
        smoothness="" if typed else smoothness(function),
        traits=() if typed else traits_of(function),
        spoken=None if typed else said_in(function),
        equivalents=codes_of(function),
        strengths=function.strengths,
        weaknesses=function.weaknesses,
        sources=function.sources,
    )


def _slope(function: Function) -> Term:
    from ..derivations.deriving import derive

    return derive(function).chains[-1].steps[-1].term


def _derivative_at_zero(function: Function, breaks: tuple[Break, ...]) -> float | None:
    jumps = any(point.x == 0 and point.kind == "jump" for point in breaks)
    inside = function.domain[0] <= 0 <= function.domain[1]
    return float(function.derivative(0.0)) if inside and not jumps else None
