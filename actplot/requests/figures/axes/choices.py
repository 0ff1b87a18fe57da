"""Which curves panels show, on which axes, and what is pointed out on them."""

from typing import Any

from ....calculus.subjects import catalogued
from ....frozen import record
from ....numerics.scales import LINEAR, PLAIN, Scales

FEW = 3  # functions of a figure in which values are told unasked


@record
class Curves:
    """Which curves panels show, and what is pointed out on them."""

    functions: tuple[Any, ...]  # of one variable, or one of vectors
    orders: tuple[int, ...]  # of derivatives; 0 is the function itself
    interval: tuple[float, float]
    points: int
    derivative: str = "closed"
    marks: tuple[str, ...] = ()
    x_scale: str = LINEAR
    y_scale: str = LINEAR  # of values, and of all that shares their panel
    slope_scale: str = LINEAR  # of panels of derivatives alone
    scales: Scales = PLAIN  # of one of the panels
    called: str = ""  # the variable, where it is not what the functions call it
    by_default: bool = True  # whether marks that nobody asked for may be there

    @property
    def letter(self) -> str:
        """Of the variable."""
        return self.called or catalogued(self.functions)[0].letter

    @property
    def marked_by_default(self) -> bool:
        """Whether there are so few functions that what is worth telling is told unasked."""
        return self.by_default and "none" not in self.marks and len(self.functions) <= FEW
