"""What is claimed of a function, and how each quantity of it came out."""

from functools import cached_property

import numpy as np

from ....catalogue.kinds.functions import Function
from ....frozen import record
from ...curves.breaks import Break, breaks_of
from ..accuracy import OrderAccuracy

VALUE, DERIVATIVE = "value", "derivative"
FORMULA_SAYS, CLOSED_FORM, DIFFERENCES, ITSELF = "the formula", "the closed form", "finite differences", "itself"
DTYPES = ("float64", "float32")


@record
class Claim:
    """A function, what is said to be its derivative, and the formula that says what both should be."""

    function: Function
    derivative: Function | None = None
    formula: Function | None = None
    notes: tuple[str, ...] = ()  # how it was read

    @property
    def truth(self) -> Function:
        return self.formula or self.function

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Those of the truth, looked at from both sides."""
        return breaks_of(self.truth)

    @property
    def has_exact_truth(self) -> bool:
        """Whether a formula or a closed form says what is right; else differences of values do."""
        return not self.truth.by_values_alone

    @property
    def has_slopes(self) -> bool:
        """Whether there are slopes to judge: claimed, by a framework, or by a closed form that a formula judges."""
        if self.derivative is not None:
            return True
        return self.function.calls.has_slopes if self.function.by_values_alone else self.formula is not None

    def value(self, x: np.ndarray, dtype: str) -> np.ndarray:
        """The values that are judged, computed in this precision."""
        return _asked(self.function, "value", x, dtype)

    def slope(self, x: np.ndarray, dtype: str) -> np.ndarray:
        """The slopes that are judged, computed in this precision."""
        if self.derivative is not None:
            return _asked(self.derivative, "value", x, dtype)
        return _asked(self.function, "derivative", x, dtype)


def _asked(function: Function, method: str, x: np.ndarray, dtype: str) -> np.ndarray:
    function = function.in_float32() if dtype == "float32" else function
    return np.asarray(getattr(function, method)(x.astype(dtype)), np.float64)


@record
class Worst:
    """The point at which a claim is worst, and one sentence on the kind of error."""

    x: float
    given: float
    right: float
    kind: str


@record
class Row:
    """How one quantity came out in one precision."""

    what: str
    dtype: str
    against: str
    points: int
    wrong: int
    undecided: int
    worst: Worst | None
    told: tuple[str, ...] = ()  # what fails nothing: kinks, tails, infinities

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong, and at least half of the points were decided."""
        return not self.wrong and 2 * self.undecided <= self.points


@record
class Judgement:
    """All that is said of one claim."""

    claim: Claim
    rows: tuple[Row, ...]
    accuracy: tuple[OrderAccuracy, ...] = ()  # with a formula: in units in the last place
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return all(row.passed for row in self.rows)
