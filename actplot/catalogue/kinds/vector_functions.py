"""What a function of whole vectors is; vectors lie along the last axis of an array."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

import numpy as np

from ...errors import BadInput
from ...numerics.arrays import floats
from .array_axes import Along
from .formula import Formula


def _of_vectors(method: Callable) -> Callable:
    """Put the contract of arrays round a closed form that is written for float64 arrays of vectors."""

    @wraps(method)
    def evaluate(self: "VectorFunction", x: Any) -> np.ndarray:
        values, dtype = floats(x, self.call.dtype)
        laid = self.laid(values)
        self.check_shape(laid.shape)
        with np.errstate(all="ignore"):
            result = method(self.along_last(), laid) + 0.0  # no -0.0
        back = result if method.__name__ == "jacobian" else self.laid_back(result, values.shape)
        return np.asarray(back, dtype)[()]

    return evaluate


class VectorFunction(Along):
    """An immutable function of a vector, with its Jacobian in closed form.

    `value` takes an array of shape (…, n) and gives (…, m), or (…) where the result is one number; `jacobian` gives
    (…, m, n), whose element [i, j] is ∂output_i/∂input_j, or (…, n). Where the axis is not the last, `value` takes and
    gives vectors along it, and the Jacobians stand in the order of the others. The answer is an array of numpy, or a
    scalar of it where it is one number; float32 is kept, all other real numbers become float64. `BadInput` is raised
    for what is no vector of real numbers, has places that are masked, or is of a length that is not allowed.
    """

    kind = "vector function"
    argument = "x"
    usually_in = ("torch", "keras", "tf", "jax")
    first_derivatives = "Jacobian"
    formula: ClassVar[Formula | None] = None  # such as p_i = exp(z_i)/S; an instance may choose among several
    gives_number: ClassVar[bool] = False  # such as logsumexp
    example: ClassVar[tuple[float, ...]] = (2.0, 1.0, 0.1)  # a vector to show it with
    reach: ClassVar[float] = 1.9  # of the numbers at which derivations are checked: where nothing is at rest
    breaks: ClassVar[str] = ""  # where it has no derivative, in words

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for method in ("value", "jacobian"):
            if method in vars(cls):
                setattr(cls, method, _of_vectors(vars(cls)[method]))

    @property
    def formulas(self) -> dict[str, Formula]:
        """What a card shows, by its label."""
        return {"formula": self.formula} if self.formula else {}

    def __call__(self, x: Any) -> np.ndarray:
        return self.value(x)

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise `BadInput` for what is not made of vectors of a length that the function takes."""
        if not shape:
            raise BadInput(f"{self.name} takes vectors, got one number. Give several, such as 2,1,0.1.")
        if shape[-1] == 0:
            raise BadInput(f"{self.name} takes vectors of at least one number, got an empty one")
        self.check_length(shape[-1])

    def check_length(self, length: int) -> None:
        """Raise `BadInput` for a length that the function does not take."""

    def answer(self, example: tuple) -> np.ndarray:
        return self.along_last().value(example)

    def value(self, x: Any) -> np.ndarray:
        raise NotImplementedError

    def jacobian(self, x: Any) -> np.ndarray:
        raise NotImplementedError

    def truth(self, x: list[Any]) -> list[Any]:
        """The output for numbers of mpmath, straight from its definition; only of a function that has no formula."""
        raise NotImplementedError
