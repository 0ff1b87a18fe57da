"""Along which axis of an array its vectors lie: the last one, but where a framework's call says another."""

from typing import Any, ClassVar, Self

import numpy as np

from ...errors import BadInput
from ..entry import Entry

LAST = -1
ROWS = 1  # the axis along which the rows of a matrix lie
ALL, LAST_OF_TWO, LAST_OF_ANY = "all", "last of two", "last"  # what no axis means in a framework


class Along(Entry):
    """What takes arrays of vectors, in a call of a framework along an axis of the caller's choice.

    A call that may say one declares a parameter with the attribute `axis`.
    """

    axis: float | None = LAST
    without_axis: ClassVar[str] = LAST_OF_ANY  # PyTorch takes the last of up to two axes, but the first of three
    stays_last: bool = False  # whether arrays have been laid out already, whatever the axis

    def along_last(self) -> Self:
        if self._lies_last:
            return self
        return self.altered(stays_last=True)

    def laid(self, array: np.ndarray) -> np.ndarray:
        """An array with its vectors along the last axis; all of it as one vector where that is meant.

        Raises `BadInput` for an axis that the array does not have.
        """
        if self._lies_last or array.ndim == 0:
            return array
        place = self._place(array.ndim)
        return array.reshape(-1) if place is None else np.moveaxis(array, place, LAST)

    def laid_back(self, array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """The reverse, of what was made of an array of a shape; one number for each vector stays as it is."""
        if self._lies_last or array.ndim < len(shape):
            same = array.ndim == 1 and len(shape) != 1 and array.size == np.prod(shape, dtype=int)
            return array.reshape(shape) if same and self._place(len(shape)) is None else array
        place = self._place(len(shape))
        return array if place is None else np.moveaxis(array, LAST, place)

    @property
    def _lies_last(self) -> bool:
        return self.stays_last or self.axis == LAST

    def _place(self, count: int) -> int | None:
        """The axis among so many; None for all of them."""
        if self._lies_last:
            return LAST
        if self.axis is None:
            return {ALL: None, LAST_OF_TWO: 0 if count == 3 else min(count, 2) - 1}.get(self.without_axis, LAST)
        if not -count <= self.axis < count:
            if self.axis == self._usual:
                return LAST  # nobody asked for it
            axes = "one axis" if count == 1 else f"{count} axes"
            raise BadInput(
                f"{self.name}: {self.axis_name} {self.axis:g} is out of range: the array has {axes}, allowed are "
                f"{-count} to {count - 1}."
            )
        return int(self.axis)

    def of_single(self) -> Self:
        if self.axis != ROWS:
            self._place(1)
        return self.along_last()

    @property
    def single_note(self) -> str:
        if self.axis != ROWS or self.axis == self._usual:
            return ""
        return f"note: {self}: a single vector has no second axis, and is taken as the one row of a matrix"

    @property
    def down_columns(self) -> bool:
        return not self._lies_last and self._place(2) in (0, -2)

    @property
    def _usual(self) -> float | None:
        return next((p.default for p in self.declared if p.attribute == "axis"), LAST)

    @property
    def in_arrays(self) -> str:
        """Where its vectors are in an array, in words."""
        if self.axis == 0:
            return "along the first axis of an array, which is down the columns of a matrix"
        if self.axis is None and self.without_axis == ALL:
            return "made of all numbers of an array"
        return "along the last axis of an array" if lies_usually(self) else f"along axis {self.axis:g} of an array"

    @property
    def axis_name(self) -> str:
        """What the framework calls it."""
        return next((p.name for p in self.declared if p.attribute == "axis"), "axis")

    @property
    def axis_text(self) -> str:
        """As it is written, such as dim=0."""
        return f"{self.axis_name}={'none' if self.axis is None else f'{self.axis:g}'}"


def lies_usually(entry: Any) -> bool:
    """Whether vectors and the rows of a matrix are taken as the catalogue takes them."""
    axis = getattr(entry, "axis", LAST)
    return axis == LAST or (axis is None and entry.without_axis != ALL)
