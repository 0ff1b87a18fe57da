"""Collects everything there is to say about one function in a record."""

from dataclasses import dataclass

from ..function import Function, Interval, Parameter, number_text
from .breaks import Break, breaks_of
from .extremes import Extreme, extreme_derivative

FRAMEWORKS = ("PyTorch", "TensorFlow", "Keras", "JAX", "Optax")


@dataclass(frozen=True)
class Facts:
    """A fact card: what the entry declares, and what its closed forms say about its derivative."""

    spec: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    family: str
    variable: str
    description: str
    note: str
    formula: str
    parameters: tuple[tuple[Parameter, float], ...]
    domain: tuple[float, float]
    bounds: Interval
    asymptotes: tuple[tuple[float, float] | None, ...]  # slope and intercept at -∞ and at +∞
    breaks: tuple[Break, ...]
    convention: str
    derivative_at_zero: float | None  # None outside the domain and at a jump
    largest_derivative: Extreme
    smallest_derivative: Extreme
    equivalents: tuple[tuple[str, str], ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    sources: tuple[str, ...]


def facts_of(function: Function) -> Facts:
    """Everything known about a function at its parameters."""
    breaks = breaks_of(function)
    return Facts(
        spec=str(function),
        name=function.name,
        aliases=function.aliases,
        kind=function.kind,
        family=function.family,
        variable=function.variable,
        description=(type(function).__doc__ or "").strip(),
        note=function.note,
        formula=function.formula,
        parameters=tuple(zip(function.declared, function.parameters.values(), strict=True)),
        domain=tuple(map(float, function.domain)),
        bounds=function.bounds,
        asymptotes=tuple(line and (line.slope + 0.0, line.intercept + 0.0) for line in function.asymptotes),
        breaks=breaks,
        convention=function.convention,
        derivative_at_zero=_derivative_at_zero(function, breaks),
        largest_derivative=extreme_derivative(function, breaks, 1),
        smallest_derivative=extreme_derivative(function, breaks, -1),
        equivalents=_equivalents(function),
        strengths=function.strengths,
        weaknesses=function.weaknesses,
        sources=function.sources,
    )


def _derivative_at_zero(function: Function, breaks: tuple[Break, ...]) -> float | None:
    jumps = any(point.x == 0 and point.kind == "jump" for point in breaks)
    inside = function.domain[0] <= 0 <= function.domain[1]
    return float(function.derivative(0.0)) if inside and not jumps else None


def _equivalents(function: Function) -> tuple[tuple[str, str], ...]:
    """What each framework calls the function, with the parameters filled in."""
    values = {name: number_text(value) for name, value in function.parameters.items()}
    texts = {**function.equivalents, **(function.equivalents_of_defaults if function.has_defaults else {})}
    return tuple((name, texts[name].format(**values)) for name in FRAMEWORKS if name in texts)
