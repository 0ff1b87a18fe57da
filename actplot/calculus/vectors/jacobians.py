"""A function of vectors at one vector: its output and Jacobian; and a random layer at one, seed by seed."""

from functools import cached_property
from typing import Any

import numpy as np

from ...algebra.writing.notation import lowered
from ...catalogue.entry import Entry
from ...frozen import record

ROUNDING = 64.0  # of numbers of size 1 in a sum
ASIDE, VISIBLE = 1e-9, 1e-4  # from a break, and of a slope: how far its sides must differ


@record
class Letters:
    """The letters of a function's output and input, and whether the output is one number."""

    output: str
    input: str
    single: bool = False

    def inputs(self, count: int) -> tuple[str, ...]:
        """Such as z_0, z_1."""
        return tuple(f"{self.input}_{i}" for i in range(count))

    def outputs(self, count: int) -> tuple[str, ...]:
        """Such as p_0, p_1; the letter alone of one number."""
        return (self.output,) if self.single else tuple(f"{self.output}_{i}" for i in range(count))


@record
class JacobianAt:
    """A function at one vector of n numbers: m outputs and their (m, n) derivatives."""

    function: str
    letters: Letters
    dtype: str
    input: np.ndarray
    output: np.ndarray
    slopes: np.ndarray
    conventions: tuple[int, ...] = ()  # numbers at which a function of one variable has no derivative

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return self.letters.inputs(self.input.size)

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return self.letters.outputs(self.output.size)

    @property
    def row_sums(self) -> np.ndarray:
        """Of each output's derivatives; what is rounding beside them is 0."""
        return _sums(self.slopes, 1)

    @property
    def column_sums(self) -> np.ndarray:
        """Of the derivatives by each input."""
        return _sums(self.slopes, 0)

    @property
    def sums_tell(self) -> bool:
        """Whether several outputs depend on several inputs, so that sums are more than a number itself."""
        rows, columns = self.slopes.shape
        mixed = self.slopes[~np.eye(rows, dtype=bool)] if rows == columns else self.slopes
        return rows > 1 and columns > 1 and bool(np.any(mixed)) and bool(np.isfinite(self.slopes).all())


def _sums(slopes: np.ndarray, axis: int) -> np.ndarray:
    sums, sizes = slopes.sum(axis), np.abs(slopes).sum(axis)
    return np.where(np.abs(sums) <= ROUNDING * np.finfo(slopes.dtype).eps * sizes, 0.0, sums)


def jacobian_at(function: Entry, x: Any, dtype: str = "float64") -> JacobianAt:
    """A function of vectors, or of one variable that is applied to each number, at a vector of shape (n,).

    Raises `BadInput` for a vector that the function does not take.
    """
    with np.errstate(over="ignore"):
        x = np.asarray(x, np.float64).astype(dtype)
    letters = letters_of(function)
    output, slopes = np.asarray(function.value(x)), np.asarray(function.jacobian(x))
    shape = (1 if letters.single else output.shape[-1], x.size)
    conventions = _conventions(function, x) if function.has_curve else ()
    return JacobianAt(function.label, letters, dtype, x, output.reshape(shape[0]), slopes.reshape(shape), conventions)


def _conventions(function: Entry, x: np.ndarray) -> tuple[int, ...]:
    """At which numbers the slopes of both sides differ, so that the derivative there is a convention."""
    at = np.flatnonzero(np.isin(x, list(function.breaks)))
    if not at.size:
        return ()
    places = x[at].astype(float)
    step = ASIDE * np.maximum(1.0, np.abs(places))
    left, right = (np.asarray(function.derivative(places + side), float) for side in (-step, step))
    return tuple(at[np.abs(right - left) > VISIBLE * np.maximum(np.abs(left), np.abs(right))].tolist())


def letters_of(function: Entry) -> Letters:
    """The letters that the function's formula has, for names of its inputs and outputs."""
    if isinstance(own := getattr(function, "letters", None), Letters):
        return own
    if function.has_curve:
        return Letters("f", function.letter)
    text = function.formula.text if function.formula else function.in_words
    return Letters(text[0], "z", bool(getattr(function, "gives_number", False)))


def subscripted(name: str) -> str:
    """A name such as z_10 as z₁₀."""
    letter, _, index = name.partition("_")
    return f"{letter}{lowered(index) or ''}"
