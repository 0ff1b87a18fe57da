"""What a layer is that draws random numbers in training."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar

import numpy as np

from ...numerics.arrays import floats
from ..entry import Entry
from .formula import Formula


def _of_arrays(method: Callable) -> Callable:
    """Put the contract of arrays round a closed form for float64 arrays of any shape, which may give None."""

    @wraps(method)
    def evaluate(self: "RandomLayer", x: Any) -> np.ndarray | None:
        values, dtype = floats(x)
        self.check_shape(values.shape)
        with np.errstate(all="ignore"):
            result = method(self, values)
        return None if result is None else np.asarray(result + 0.0, dtype)[()]  # + 0.0: no -0.0

    return evaluate


class RandomLayer(Entry):
    """A layer that draws random numbers in training and none in evaluation; equal seeds draw equal numbers.

    `train` and `evaluate` take arrays of any shape; `mean` and `variance` are those of `train` over all seeds.
    An entry has a parameter `seed`, and writes `draw`, `settled`, `mean` and `variance` for float64 arrays.
    """

    kind = "random layer"
    argument = "x"
    usually_in = ("torch", "keras", "tf", "flax")
    first_derivatives = "Jacobian"
    in_words: ClassVar[str] = ""  # what it computes in training
    formulas: ClassVar[Mapping[str, Formula]] = {}  # of what is not random: evaluation, mean, variance
    drawn: ClassVar[str] = ""  # what is random, in words
    seed: float
    example: ClassVar[tuple[float, ...]] = (1.0, 2.0, -1.0, 3.0)  # an input to show it with

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for method in ("mean", "variance"):
            if method in vars(cls):
                setattr(cls, method, _of_arrays(vars(cls)[method]))

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise `BadInput` for arrays of a shape that the layer does not take."""

    def train(self, x: Any) -> np.ndarray:
        """The output in training, where the numbers drawn are those of the seed."""
        values, dtype = floats(x)
        self.check_shape(values.shape)
        with np.errstate(all="ignore"):
            return np.asarray(self.draw(values, np.random.default_rng(int(self.seed))) + 0.0, dtype)[()]

    def evaluate(self, x: Any) -> np.ndarray:
        """The output in evaluation."""
        values, dtype = floats(x)
        self.check_shape(values.shape)
        with np.errstate(all="ignore"):
            return np.asarray(self.settled(values) + 0.0, dtype)[()]

    def draw(self, x: np.ndarray, random: np.random.Generator) -> np.ndarray:
        raise NotImplementedError

    def settled(self, x: np.ndarray) -> np.ndarray:
        """By default the input itself."""
        return x

    def mean(self, x: Any) -> np.ndarray | None:
        """The mean of the output in training, None where it has no closed form."""
        raise NotImplementedError

    def variance(self, x: Any) -> np.ndarray | None:
        """The variance of the output in training, None where it has no closed form."""
        raise NotImplementedError
