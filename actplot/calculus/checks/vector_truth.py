"""Values and derivatives of functions of vectors from their definitions, at as much precision as their digits need."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from mpmath import mp, mpf

# Bits of precision and the size of a step as a power of two, relative to the number that moves.
_LADDER = ((240, -60), (500, -100), (1700, -180), (3400, -300))
_SURE = 1700  # bits: below this a zero may be an artefact
_AGREED = mpf(2) ** -60
_NOTHING = mpf(2) ** -1140  # far below the smallest float
_VANISHING = mpf(2) ** -50  # a quotient shrinks by more from step to step where the derivative is 0

Definition = Callable[[list[mpf]], Sequence[mpf]]


@dataclass(frozen=True)
class Truth:
    """m outputs and their derivatives with respect to n inputs, from below and above; nan where there is none."""

    value: np.ndarray  # of shape (m,)
    below: np.ndarray  # of shape (m, n)
    above: np.ndarray

    @property
    def size(self) -> np.ndarray:
        """The larger of the two derivatives without sign, 0 where there is none."""
        return np.nan_to_num(np.fmax(np.abs(self.below), np.abs(self.above)), nan=0.0, posinf=0.0)


def truth(definition: Definition, x: Sequence[float]) -> Truth | None:
    """Evaluate a definition, and its difference quotients from both sides; None where it cannot be evaluated.

    Precision grows until two results agree to 18 digits, and to 500 digits before a zero is believed.
    """
    settled: dict[int, float] = {}
    previous: list[mpf] = []
    for precision, step in _LADDER:
        with mp.workprec(precision):
            current = _quotients(definition, [mpf(float(number)) for number in x], step)
            if current is None:
                return None
            for place, result in enumerate(current):
                known = settled.get(place, _settled(previous[place] if previous else mp.nan, result, precision))
                if known is not None:
                    settled[place] = known
        previous = current
        if len(settled) == len(current):
            break
    numbers = np.array([settled.get(place, math.nan) for place in range(len(previous))])
    outputs = len(numbers) // (1 + 2 * len(x))
    below, above = (part.reshape(len(x), outputs).T for part in np.split(numbers[outputs:], 2))
    return Truth(numbers[:outputs], below, above)


def _quotients(definition: Definition, x: list[mpf], step: int) -> list[mpf] | None:
    """The outputs, then the derivatives from below and those from above, input by input."""
    here = _outputs(definition, x)
    if here is None:
        return None
    sides: dict[int, list[mpf]] = {-1: [], 1: []}
    for place, number in enumerate(x):
        size = mp.ldexp(abs(number) or mpf(1), step)
        for side, found in sides.items():
            near, far = (
                _outputs(definition, [*x[:place], number + side * times * size, *x[place + 1 :]]) for times in (1, 2)
            )
            found += _slopes(here, near, far, side * size)
    return [*here, *sides[-1], *sides[1]]


def _slopes(here: list[mpf], near: list[mpf] | None, far: list[mpf] | None, step: mpf) -> list[mpf]:
    """One-sided quotients of second order in the step."""
    if near is None or far is None:
        return [mp.nan] * len(here)
    return [(4 * (n - h) - (f - h)) / (2 * step) for h, n, f in zip(here, near, far, strict=True)]


def _outputs(definition: Definition, x: list[mpf]) -> list[mpf] | None:
    try:
        outputs = list(definition(x))
    except (ValueError, ArithmeticError, TypeError):  # outside the domain; complex numbers cannot be compared
        return None
    return [output if isinstance(output, mpf) else _real(output) for output in outputs]


def _real(output: object) -> mpf:
    return mpf(output) if isinstance(output, int | float) else mp.nan


def _settled(previous: mpf, current: mpf, precision: int) -> float | None:
    """The result, if it may be believed."""
    if mp.isinf(current) or mp.isinf(previous):
        return float(current) if previous == current else None
    if precision >= _SURE and abs(current) < _NOTHING:
        return 0.0
    if precision == _LADDER[-1][0] and abs(current) <= _VANISHING * abs(previous):
        return 0.0
    return float(current) if current and abs(current - previous) <= _AGREED * abs(current) else None
