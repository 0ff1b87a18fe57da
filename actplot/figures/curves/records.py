"""What the panels of a figure of curves are given."""

from ...calculus.curves.marks import Extremum, Limit, Region, Segment, Told
from ...calculus.curves.tangents import Tangent
from ...calculus.curves.tracing import Curve, Points
from ...calculus.inputs import Behind
from ...calculus.written_names import Label
from ...frozen import record
from ...numerics.scales import PLAIN, Scales


@record
class Trace:
    """A curve and what is pointed out on it."""

    curve: Curve
    label: Label
    estimates: Points | None = None  # finite differences, drawn as markers
    asymptotes: tuple[Segment, ...] = ()
    verticals: tuple[float, ...] = ()  # vertical asymptotes
    extrema: tuple[Extremum, ...] | None = ()  # None where there are more than can be told
    saturation: tuple[Points, ...] = ()
    kinks: tuple[tuple[float, float], ...] = ()
    envelope: tuple[Region, ...] = ()
    told: tuple[Told, ...] = ()  # whose values stand beside them
    limits: tuple[Limit, ...] = ()
    simulated: Points | None = None  # what random networks do, drawn as dots
    at_best: tuple[Segment, ...] = ()  # what nothing can be above
    tangents: tuple[Tangent, ...] = ()
    slopes: tuple[tuple[float, float], ...] = ()  # of such tangents, as points of the derivative


@record
class Panel:
    """One pair of axes and the curves in it, in the order of the legend."""

    title: str
    x_label: str
    interval: tuple[float, float]
    traces: tuple[Trace, ...]
    note: str = ""
    letter: str = "x"  # of the variable
    scales: Scales = PLAIN
    limits: tuple[float, float] | None = None  # ends of the vertical axis, where they do not follow from the curves
    decades: bool = False  # whether heights are powers of ten, over whole numbers
    behind: Behind | None = None  # where inputs fall

    @property
    def of_slopes(self) -> bool:
        """Whether it shows derivatives alone."""
        return all(trace.curve.order for trace in self.traces)
