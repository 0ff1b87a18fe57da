"""What a check holds closed forms against, as records that know no kinds of entries, and the one judge of them all."""

import math
from collections.abc import Iterable
from functools import cached_property

from ...frozen import record

AGREED, DISAGREED, UNDECIDED = "agreed", "disagreed", "undecided"
RELATIVE = 1e-12  # of a closed form against its formula; the catalogue's own are within some units of 1e-16
SIGMAS = 5.0  # a sample that is further from a mean contradicts it
SIGMA = "σ"
SMALLEST = 5e-324  # between neighbouring floats nothing can be told
CONTRADICTED = "the finite difference disagrees"


@record
class Held:
    """One number of a closed form, and what it is held against: one result, or those from both sides."""

    at: tuple[float, ...]  # the point, or the vector
    closed: float
    sides: tuple[float, ...]  # nan, or nothing, where there is no result
    index: tuple[int, ...] = ()  # in the output, or (output, input) in a Jacobian
    target: tuple[float, ...] | None = None  # of a loss of vectors
    conventions: tuple[float, ...] = ()  # what is right too where the sides differ
    slack: float = 0.0  # an absolute error that counts as none
    deviation: float | None = None  # the standard error of a sample that it is held against
    differences: tuple[float, float] | None = None  # a finite difference, and how far it may be off
    excused: bool = False  # whether it may stay undecided, such as a break or an edge of the domain
    excuse: str = ""  # why it may disagree
    fault: str = ""  # why it is wrong whatever the numbers say
    remark: str = ""  # what a reader should know though nothing is wrong
    undefined: bool = False  # whether nan is right

    @property
    def nearest(self) -> float:
        """Of the known sides the one that is nearest to the closed form; nan where none is known."""
        return min(
            self._known, key=lambda side: 0.0 if side == self.closed else abs(self.closed - side), default=math.nan
        )

    @cached_property
    def excess(self) -> float:
        """The error in units of what is allowed; nan where nothing is known."""
        if self.undefined:
            return 0.0 if math.isnan(self.closed) else math.inf
        if not self._known:
            return math.nan
        low, high = min(self._known), max(self._known)
        if low <= self.closed <= high or (low != high and self.closed in self.conventions):
            return 0.0
        if not (math.isfinite(self.closed) and math.isfinite(self.nearest)):
            return math.inf
        apart = abs(self.closed - self.nearest)
        if apart <= SMALLEST:
            return 0.0
        if self.deviation is None:
            return _share(apart, RELATIVE * abs(self.nearest) + self.slack)
        return _share(max(0.0, apart - self.slack), SIGMAS * self.deviation)

    @property
    def contradicted(self) -> bool:
        """Whether the finite difference is too far away."""
        return self.differences is not None and not abs(self.closed - self.differences[0]) <= self.differences[1]

    @cached_property
    def _known(self) -> list[float]:
        return [side for side in self.sides if not math.isnan(side)]


@record
class Quantity:
    """All numbers of one kind that an entry has: values, derivatives, or what many draws make."""

    what: str
    numbers: tuple[Held, ...]
    against: str = "formula"  # the name of what they are held against
    unit: str = ""  # of errors: σ where numbers are drawn, else a share of the result


@record
class Verdict:
    """What became of one number; the error is relative, or in standard errors where numbers are drawn."""

    held: Held
    verdict: str
    error: float  # an absolute error within the slack is one within the tolerance
    excused: bool
    note: str = ""


@record
class Row:
    """How all numbers of one quantity came out."""

    function: str
    what: str
    against: str
    unit: str
    agreed: int
    disagreed: int
    undecided: int
    worst: Verdict
    passed: bool  # nothing disagreed, and nothing stayed undecided without an excuse
    remarks: tuple[str, ...] = ()


@record
class Agreement:
    """The quantities of one entry."""

    function: str
    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        return all(row.passed for row in self.rows)


def judged(held: Held) -> Verdict:
    """Agreed between both sides and close to the nearer one; undecided where neither side nor difference is known."""
    excess, note, excused = held.excess, held.fault, held.excused
    verdict = DISAGREED if held.fault or excess > 1 else UNDECIDED if math.isnan(excess) else AGREED
    if held.differences and verdict != DISAGREED:
        verdict, note = (DISAGREED, CONTRADICTED) if held.contradicted else (AGREED, "")
    if verdict != AGREED and held.excuse:
        verdict, note, excused = UNDECIDED, held.excuse, True
    return Verdict(held, verdict, _error(held, excess), excused, note)


def agreement_of(function: str, quantities: Iterable[Quantity]) -> Agreement:
    """The rows of the quantities that have numbers."""
    return Agreement(function, tuple(_row(function, quantity) for quantity in quantities if quantity.numbers))


def _row(function: str, quantity: Quantity) -> Row:
    verdicts = list(map(judged, quantity.numbers))
    counts = [sum(one.verdict == kind for one in verdicts) for kind in (AGREED, DISAGREED, UNDECIDED)]
    passed = all(one.verdict == AGREED or (one.verdict == UNDECIDED and one.excused) for one in verdicts)
    worst = max(verdicts, key=_badness)
    remarks = tuple(dict.fromkeys(held.remark for held in quantity.numbers if held.remark))
    return Row(function, quantity.what, quantity.against, quantity.unit, *counts, worst, passed, remarks)


def _badness(one: Verdict) -> tuple[int, float, float]:
    """Disagreement first, then what stays undecided without excuse, then the largest error, nearest to 0."""
    grave = {DISAGREED: 2, UNDECIDED: 0 if one.excused else 1, AGREED: 0}[one.verdict]
    excess = math.inf if one.held.fault else one.held.excess
    return grave, -1.0 if math.isnan(excess) else excess, -max(map(abs, one.held.at), default=0.0)


def _error(held: Held, excess: float) -> float:
    if not math.isnan(excess):
        return excess * (RELATIVE if held.deviation is None else SIGMAS)
    if held.differences is None:
        return math.nan
    return _share(abs(held.closed - held.differences[0]), abs(held.differences[0]))


def _share(part: float, whole: float) -> float:
    return 0.0 if part == 0 else part / whole if whole else math.inf
