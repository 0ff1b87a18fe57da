"""What a framework takes for f′ where that is not the slope of f: a formula of its own, and what is held against it."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.precision import value
from ...algebra.reading.parser import reread
from ...algebra.term import Term
from ...catalogue.kinds.functions import Function
from .quantities import RELATIVE


class Stated:
    """The formula of a function's f′, and of the slope of that."""

    def __init__(self, function: Function):
        self.function = function

    @cached_property
    def terms(self) -> Sequence[Term]:
        """Of f′ and f″."""
        symbols = tuple(parameter.name for parameter in self.function.declared)
        return derivatives_of(reread(self.function.slope_stated, symbols=symbols), "x")[:2]

    def at(self, x: float, order: int) -> float:
        return float(value(self.terms[order - 1], {**self.function.numbers, "x": x}))

    def departs(self, x: float, sides: tuple[float, float]) -> bool:
        """Whether f′ as it is stated is no slope of f there; `sides` are those from the left and from the right."""
        if not self.function.slope_stated:
            return False
        stated, low, high = self.at(x, 1), min(sides), max(sides)
        return not low - RELATIVE * abs(low) <= stated <= high + RELATIVE * abs(high)

    def departures(self, x: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """The same of many points."""
        sides = zip(x.tolist(), left.tolist(), right.tolist(), strict=True)
        return np.array([self.departs(at, (one, other)) for at, one, other in sides], bool)
