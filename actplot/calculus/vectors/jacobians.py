"""A function of vectors at one vector: its output and Jacobian; and a random layer at one, seed by seed."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...algebra.writing.notation import lowered
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA, Function
from ...catalogue.kinds.vector_losses import RandomLayer, VectorFunction
from ...catalogue.registry import ELEMENTWISE

INDEXED = re.compile(r"\b([^\W\d_])_[ij]\b")  # such as z_i in a formula
LONE = re.compile(r"\b[xz]\b")


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
    output, slopes = np.asarray(function.value(x)), _slopes(function, x)
    shape = (1 if letters.single else output.shape[-1], x.size)
    return JacobianAt(function.label, letters, dtype, x, output.reshape(shape[0]), slopes.reshape(shape))


def _slopes(function: Entry, x: np.ndarray) -> np.ndarray:
    if isinstance(function, VectorFunction):
        return np.asarray(function.jacobian(x))
    slopes = np.zeros((x.size, x.size), x.dtype)  # not np.diag, which would give ±0 or nan beside infinite ones
    np.fill_diagonal(slopes, function.derivative(x))
    return slopes


def letters_of(function: Entry) -> Letters:
    """The letters that the function's formula has, for names of its inputs and outputs."""
    if isinstance(function, Function) or function.kind in (*ELEMENTWISE, FORMULA):
        return Letters("f", function.letter)
    left, _, right = function.formula.partition("=")
    single = bool(getattr(function, "gives_number", False))
    indexed, lone = INDEXED.findall(right), LONE.findall(right)
    named = INDEXED.match(left.strip())
    alone = left.strip() if len(left.strip()) == 1 else "f" if single else "y"
    output = named[1] if named else alone
    letter = next((one for one in [*indexed, *lone] if one in "xz" and one != output), "x")
    return Letters(output, letter, single)


def subscripted(name: str) -> str:
    """A name such as z_10 as z₁₀."""
    letter, _, index = name.partition("_")
    return f"{letter}{lowered(index) or ''}"


@dataclass(frozen=True)
class Draw:
    """What a random layer makes of a vector in training, with one seed."""

    seed: int
    output: np.ndarray
    dropped: np.ndarray  # which units no longer depend on their input; none of a layer that drops none


@dataclass(frozen=True)
class LayerAt:
    """A random layer at one vector, in training and in evaluation."""

    function: str
    drawn: str  # what is random, in words
    input: np.ndarray
    draws: tuple[Draw, ...]
    evaluation: np.ndarray
    mean: np.ndarray | None
    deviation: np.ndarray | None
    keep: float | None  # the probability of being kept; None of a layer that drops no units
    scale: float | None  # what a kept unit is multiplied by, where it is nothing but multiplied


def layer_at(function: RandomLayer, x: Any, seeds: int = 3) -> LayerAt:
    """A random layer at a vector of shape (n,), with its seed and the ones that follow."""
    x = np.asarray(x, np.float64)
    layers = [reseeded(function, offset) for offset in range(seeds)]
    keep = keep_probability(function)
    draws = tuple(_draw(layer, x, drops=keep is not None) for layer in layers)
    mean, variance = function.mean(x), function.variance(x)
    return LayerAt(
        function=function.label,
        drawn=function.drawn,
        input=x,
        draws=draws,
        evaluation=np.asarray(function.evaluate(x)),
        mean=None if mean is None else np.broadcast_to(mean, x.shape),
        deviation=None if variance is None else np.sqrt(np.broadcast_to(variance, x.shape)),
        keep=keep,
        scale=_scale(function, keep),
    )


def reseeded(function: RandomLayer, offset: int) -> RandomLayer:
    """The same layer with one of the seeds that follow its own."""
    return type(function).with_parameters({**function.parameters, "seed": int(function.seed) + offset})


def keep_probability(function: RandomLayer) -> float | None:
    """The probability of a unit being kept; None of a layer that drops no units."""
    rate = function.parameters.get("rate")
    return None if rate is None or not any(_dropped(function, np.ones(64))) else 1.0 - rate


def _draw(layer: RandomLayer, x: np.ndarray, *, drops: bool) -> Draw:
    dropped = _dropped(layer, x) if drops else np.zeros(x.shape, bool)
    return Draw(int(layer.seed), np.asarray(layer.train(x)), dropped)


def _dropped(layer: RandomLayer, x: np.ndarray) -> np.ndarray:
    """Which units do not follow their input, though equal seeds draw equal numbers."""
    ones = np.ones(x.shape)
    return np.asarray(layer.train(ones)) == np.asarray(layer.train(2 * ones))


def _scale(function: RandomLayer, keep: float | None) -> float | None:
    if not keep:
        return None
    ones = np.ones(64)
    made = np.asarray(function.train(ones))
    kept = made[~_dropped(function, ones)]
    return 1.0 / keep if kept.size and np.allclose(kept, 1.0 / keep, rtol=1e-12) else None
