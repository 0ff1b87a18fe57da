"""A function of vectors at one vector: its output and Jacobian; and a random layer at one, seed by seed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...algebra.writing.notation import lowered
from ...catalogue.entry import Entry


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class JacobianAt:
    """A function at one vector of n numbers: m outputs and their (m, n) derivatives."""

    function: str
    letters: Letters
    dtype: str
    input: np.ndarray
    output: np.ndarray
    slopes: np.ndarray

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return self.letters.inputs(self.input.size)

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return self.letters.outputs(self.output.size)


def jacobian_at(function: Entry, x: Any, dtype: str = "float64") -> JacobianAt:
    """A function of vectors, or of one variable that is applied to each number, at a vector of shape (n,).

    Raises `BadInput` for a vector that the function does not take.
    """
    with np.errstate(over="ignore"):
        x = np.asarray(x, np.float64).astype(dtype)
    letters = letters_of(function)
    output, slopes = np.asarray(function.value(x)), np.asarray(function.jacobian(x))
    shape = (1 if letters.single else output.shape[-1], x.size)
    return JacobianAt(function.label, letters, dtype, x, output.reshape(shape[0]), slopes.reshape(shape))


def letters_of(function: Entry) -> Letters:
    """The letters that the function's formula has, for names of its inputs and outputs."""
    if function.has_curve:
        return Letters("f", function.letter)
    text = function.formula.text if function.formula else function.in_words
    return Letters(text[0], "z", bool(getattr(function, "gives_number", False)))


def subscripted(name: str) -> str:
    """A name such as z_10 as z₁₀."""
    letter, _, index = name.partition("_")
    return f"{letter}{lowered(index) or ''}"
