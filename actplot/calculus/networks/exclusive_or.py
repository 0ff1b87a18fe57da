"""Solves exclusive or by a network of two hidden units, whose weights are worked out for a function."""

from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ...numbers import readable
from ...numerics.search import halved
from ..curves.breaks import breaks_of
from .network import Layer, Network

POINTS = ((0.0, 0.0, 0), (0.0, 1.0, 1), (1.0, 0.0, 1), (1.0, 1.0, 0))  # x₁, x₂ and the class
BOUNDARY = 0.5  # of the output, between the classes
# Thresholds of the two units on x₁ + x₂: those of Goodfellow et al. 2016, section 6.1, and for steps those between.
THRESHOLDS = ((0.0, 1.0), (0.5, 1.5))
SAMPLES = 4001  # sums between which the boundary is searched
LEAST = 1e-9  # of the determinant relative to the entries: below, the three equations have no solution


@dataclass(frozen=True, eq=False)
class Solution:
    """y = a·f(x₁ + x₂ − s) + c·f(x₁ + x₂ − t) + d, with the sums x₁ + x₂ at which a unit has a kink or a jump."""

    function: Function
    thresholds: tuple[float, float]
    factors: tuple[float, float]
    bias: float

    @property
    def network(self) -> Network:
        """The same as layers."""
        hidden = Layer(np.ones((2, 2)), -np.array(self.thresholds))
        return Network((hidden,), Layer(np.array([self.factors]), np.array([self.bias])))

    def folds(self, span: tuple[float, float]) -> tuple[float, ...]:
        """The sums x₁ + x₂ within twice a span at which the output is bent or jumps."""
        low, high = 2 * span[0], 2 * span[1]
        found = {
            point.x + threshold
            for threshold in self.thresholds
            for point in breaks_of(self.function, (low - threshold, high - threshold))
            if point.kind != "smooth"
        }
        return tuple(sorted(found))

    def outputs(self, sums: np.ndarray) -> np.ndarray:
        """The outputs where x₁ + x₂ is some sum, on which alone they depend."""
        return self.network.outputs(self.function, np.column_stack([sums, np.zeros(len(sums))]))

    def boundaries(self, span: tuple[float, float]) -> tuple[float, ...]:
        """The sums x₁ + x₂ within twice a span at which the output passes from one class to the other."""
        sums = np.linspace(2 * span[0], 2 * span[1], SAMPLES)
        above = self.outputs(sums) > BOUNDARY
        at = np.flatnonzero(above[:-1] != above[1:])
        low, high = sums[at], sums[at + 1]
        low, _ = halved(low, high, lambda _, x, __: np.where((self.outputs(x) > BOUNDARY) == above[at], 1, -1))
        return tuple(float(f"{one:.12g}") for one in low)

    def text(self, name: str) -> str:
        """The output as a formula of f, or of what the function is called."""
        parts = [
            _term(factor, f"{name}(𝑥₁ + 𝑥₂{_shift(threshold)})")
            for factor, threshold in zip(self.factors, self.thresholds, strict=True)
        ]
        bias = f" {'+' if self.bias > 0 else '−'} {readable(abs(self.bias), 4)}" if self.bias else ""
        first, second = parts
        first = first.removeprefix("+ ") if self.factors[0] > 0 else f"−{first.removeprefix('− ')}"
        return f"𝑦 = {first} {second}{bias}"


def _term(factor: float, unit: str) -> str:
    size = readable(abs(factor), 4)
    return f"{'+' if factor > 0 else '−'} {'' if size == '1' else f'{size} '}{unit}"


def _shift(threshold: float) -> str:
    return f" − {readable(threshold)}" if threshold else ""


def solve(function: Function) -> Solution:
    """The weights of the last layer with which the output is 0, 1, 1, 0 at the four points.

    x₁ + x₂ is 0, 1 or 2 there, which makes three equations for two factors and a bias. Raises `BadOption` where they
    have no solution: where two units of the function cannot solve exclusive or by thresholds on that sum.
    """
    for thresholds in THRESHOLDS:
        units = np.array([[float(function(total - threshold)) for threshold in thresholds] for total in (0, 1, 2)])
        if not np.isfinite(units).all() or _on_a_jump(function, thresholds):
            continue
        steps = np.diff(units, axis=0)  # what is added by the second and by the third sum: 1 and −1 of the output
        (a, b), (c, d) = steps.tolist()
        determinant = a * d - b * c
        if abs(determinant) <= LEAST * max(abs(a * d), abs(b * c), 1e-300):
            continue
        first, second = (d + b) / determinant, -(a + c) / determinant
        bias = -(first * float(units[0, 0]) + second * float(units[0, 1]))
        return Solution(function, thresholds, (_tidy(first), _tidy(second)), _tidy(bias))
    raise BadOption(
        f"landscape: two units of {function} do not solve XOR by thresholds on x₁ + x₂: no weights behind them give "
        "0, 1, 1 and 0. Take another function, such as relu or tanh."
    )


def _on_a_jump(function: Function, thresholds: tuple[float, float]) -> bool:
    """Whether a unit jumps at one of the points, where its value is a convention."""
    jumps = {point.x for point in breaks_of(function, (-2.0, 2.0)) if point.leaps}
    return any(total - threshold in jumps for total in (0, 1, 2) for threshold in thresholds)


def _tidy(number: float) -> float:
    """Without the rounding of a whole number."""
    whole = float(round(number))
    return whole if abs(number - whole) <= 1e-12 * max(1.0, abs(number)) else number + 0.0
