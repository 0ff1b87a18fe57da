"""What a user's object is to be called with: NumPy arrays or single numbers; those of frameworks stand beside."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

PROBES = (-2.0, -0.5, 0.25, 1.0, 3.0)  # at some of which a function must have a value
_APART = np.array([-2.3, -0.7, 0.3, 0.9, 2.7])  # at which values say whether a function is constant in pieces
_ASIDE = 1e-3  # relative, to places beside them


class Unfit(Exception):
    """What a callable returned is no array of numbers of the shape asked."""


class Elsewhere(Exception):
    """It is no callable of this kind: what it returned belongs elsewhere."""


class Refused(Unfit):
    """What it does is wrong however it is called."""


@dataclass(frozen=True)
class Called(ABC):
    """A callable, and how it is called and differentiated."""

    call: Callable
    remarks: dict[str, str] = field(default_factory=dict, compare=False, kw_only=True)  # what to tell of it, by subject
    kind: ClassVar[str]
    slopes_by: ClassVar[str] = ""  # what differentiates it, where a framework does
    asked_for: ClassVar[str] = "arrays"  # what it is called with: arrays, numbers, or tensors of one number

    @abstractmethod
    def values(self, x: np.ndarray) -> np.ndarray:
        """At an array of shape (n,), float32 or float64, which a callable gets a copy of."""

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        """The derivative of this order by the framework itself."""
        raise NotImplementedError

    @property
    def advice(self) -> str:
        """What to do where its values are not what one number gives each time."""
        return ""

    def remark(self, about: str, text: str) -> None:
        """Have something told of it, behind its name."""
        self.remarks.setdefault(about, text)

    def note_dtype(self, returned: Any, given: np.dtype) -> None:
        if str(returned) != str(given):
            self.remark("dtype", f"returns {returned} where it was given {given}")


@dataclass(frozen=True)
class OfArrays(Called):
    """Takes a NumPy array, and returns one of its shape."""

    kind = "a NumPy function"
    rounds: bool = False  # whether it takes float32 alone

    def values(self, x: np.ndarray) -> np.ndarray:
        given = x.astype(np.float32) if self.rounds else x.copy()
        kept = given.copy()
        result = self.call(given)
        if not np.array_equal(given, kept, equal_nan=True):
            raise Refused("it changes the array that it is given in place. Let it return a new one.")
        found = checked(result, x)
        if self.rounds:
            self.remark("dtype", "takes float32 alone, and is computed in it")
        else:
            self.note_dtype(getattr(result, "dtype", x.dtype), x.dtype)
        return found


class OfNumbers(Called):
    """Takes one float, and returns one."""

    kind = "a function of one number"
    asked_for = "numbers"

    def values(self, x: np.ndarray) -> np.ndarray:
        return np.array([_number(self.call(one)) for one in x.tolist()], x.dtype)


def told_cut_off(called: Called, x: np.ndarray, order: int, framework: str, cause: str) -> np.ndarray:
    """The derivative of what a framework has no gradient of: 0 where that of this order is constant in pieces.

    Else the chain from the result to its argument is cut, which is told, and the derivative is no number.
    """
    here, beside = (called.slopes(at, order) if order else called.values(at) for at in (_APART, _APART * (1 + _ASIDE)))
    if np.mean(here != beside) < 0.5:
        if order == 0 and np.ptp(here) > 0:
            called.remark("gradient", f"has no gradient in {framework}, being constant in pieces: 0 is taken")
        return np.zeros_like(x)
    what = "its result" if order == 0 else "its derivative"
    called.remark("gradient", f"has no gradient in {framework}: {what} is cut off from the argument, as by {cause}")
    return np.full_like(x, np.nan)


def checked(result: Any, x: np.ndarray) -> np.ndarray:
    """The result as an array of the shape and type of x. Raises `Unfit` in words for what is none."""
    if isinstance(result, str | bytes | dict | set) or result is None or inspect.isgenerator(result):
        raise Unfit(f"it returns {described(result)}, not numbers")
    found = _array(result)
    if found.dtype.kind == "O":
        found = _from_objects(found)
    if found.dtype.kind not in "fiub":
        raise Unfit(f"it returns {_kind_of(found)}, not real numbers")
    if found.shape != x.shape:
        if found.ndim == 0:
            raise Single(f"for {x.size} numbers it returns only one. Is it a loss that is reduced, or a constant?")
        raise Unfit(f"for an array of shape {x.shape} it returns one of shape {found.shape}")
    return found.astype(x.dtype)


class Single(Unfit):
    """For several numbers one was returned."""


_KINDS = {"c": "complex numbers", "U": "texts", "S": "bytes", "O": "objects", "M": "dates", "m": "times"}


def _kind_of(found: np.ndarray) -> str:
    return _KINDS.get(found.dtype.kind, found.dtype.name)


def _array(result: Any) -> np.ndarray:
    try:
        return np.asarray(np.ma.filled(result.astype(float), np.nan) if np.ma.isMaskedArray(result) else result)
    except (ValueError, TypeError) as error:
        raise Unfit(f"it returns {described(result)} that is no array of numbers: {error}") from None


def _from_objects(found: np.ndarray) -> np.ndarray:
    """Numbers that Python has objects for, such as fractions, as floats; unchanged where some are none."""
    try:
        return np.array([_number(one) for one in found.ravel()]).reshape(found.shape)
    except Unfit:
        return found


_USUAL = (float, int, np.floating, np.integer, np.bool_)


def _number(result: Any) -> float:
    if isinstance(result, _USUAL):  # in which no time is lost: some functions are asked for millions
        return float(result)
    single = np.ndim(result) == 0 if hasattr(result, "__array__") else True
    number = hasattr(result, "__float__") and not isinstance(result, str | bytes | complex | np.complexfloating)
    if single and number and not np.iscomplexobj(result):
        return float(result)
    raise Unfit(f"it returns {described(result)}, not a number")


def described(value: Any) -> str:
    """What a value is: its type, with an article."""
    if value is None:
        return "None"
    name = {"ndarray": "array", "str": "text", "type": "class"}.get(type(value).__name__, type(value).__name__)
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
