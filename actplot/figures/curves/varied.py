"""Names the panels in which one number of a vector moves and the others stay."""

from collections.abc import Sequence

from ...calculus.curves.tracing import Curve
from ...numbers import readable
from .records import Trace

LONGEST = 46  # letters at an axis


def heading(label: str, names: Sequence[str], at: Sequence[float], index: int, order: int) -> str:
    """Such as softmax of (z₀, 1, 2), and for the derivatives: by z₀."""
    numbers = [names[i] if i == index else readable(number) for i, number in enumerate(at)]
    vector = f"({', '.join(numbers)})"
    return f"∂/∂{names[index]} {label} of {vector}" if order else f"{label} of {vector}"


def moving(names: Sequence[str], at: Sequence[float], index: int) -> str:
    """Which number moves and, where that fits, what the others are."""
    others = [f"{names[i]} = {readable(number)}" for i, number in enumerate(at) if i != index]
    text = f"{names[index]} moves; {', '.join(others)}"
    return text if others and len(text) <= LONGEST else names[index]


def traces(curves: Sequence[Curve], *, kinks: bool) -> tuple[Trace, ...]:
    return tuple(Trace(curve, kinks=curve.kinks if kinks else ()) for curve in curves)
