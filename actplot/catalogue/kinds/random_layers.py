"""What a layer is that draws random numbers in training."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar

import numpy as np

from ...numerics.arrays import floats
from .array_axes import Along
from .formula import Formula


def _of_arrays(method: Callable) -> Callable:
    """Put the contract of arrays round a closed form for float64 arrays of any shape, which may give None."""

    @wraps(method)
    def evaluate(self: "RandomLayer", x: Any) -> np.ndarray | None:
        values, dtype = floats(x, self.call.dtype)
        laid = self.laid(values)
        self.check_shape(laid.shape)
        with np.errstate(all="ignore"):
            result = method(self.along_last(), laid)
        if result is None:
            return None
        result = np.asarray(result + 0.0, dtype)  # + 0.0: no -0.0
        return (self.laid_back(result, values.shape) if result.shape == laid.shape else result)[()]

    return evaluate


class RandomLayer(Along):
    """A layer that draws random numbers in training and none in evaluation; equal seeds draw equal numbers.

    `train` and `evaluate` take arrays of any shape and give arrays of numpy of that shape, or a scalar of it for a
    single number; float32 is kept, all other real numbers become float64. `mean` and `variance` are those of `train`
    over all seeds, of the same shape. `BadInput` is raised for what is not a real number.
    An entry has a parameter `seed`, and writes `draw`, `settled`, `mean` and `variance` for float64 arrays.
    """

    topics = ("regularisation",)

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
        return self._of_laid(x, lambda layer, laid: layer.draw(laid, np.random.default_rng(int(self.seed))))

    def evaluate(self, x: Any) -> np.ndarray:
        """The output in evaluation."""
        return self._of_laid(x, lambda layer, laid: layer.settled(laid))

    def _of_laid(self, x: Any, made: Callable) -> np.ndarray:
        """What is made of an array with its vectors along the last axis, laid back."""
        values, dtype = floats(x, self.call.dtype)
        laid = self.laid(values)
        self.check_shape(laid.shape)
        with np.errstate(all="ignore"):
            return np.asarray(self.laid_back(made(self.along_last(), laid) + 0.0, values.shape), dtype)[()]

    def draw(self, x: np.ndarray, random: "np.random.Generator") -> np.ndarray:
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
