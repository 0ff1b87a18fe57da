"""What every figure can be asked for: the functions and the options that all figure commands share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ...catalogue.kinds.functions import FORMULA, Function
from ...errors import BadOption
from ..grammar.kinds import FARTHEST, Choice, Digit, Names, Number, Range, Switch, Text
from ..grammar.options import option
from ..picture import Picture, check_pixels, dpi_option, size_option, style_option, theme_option, title_option

if TYPE_CHECKING:
    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel

MARKS = ("kinks", "asymptotes", "saturation", "extrema", "envelope")


@dataclass(frozen=True)
class FigureRequest(Picture):
    """A figure of some functions; None leaves a choice to the command or to the variable."""

    default_size: ClassVar[tuple[float, float]] = (10.74, 4.63)

    x_range: tuple[float, float] | None = option(
        "--range", Range(), None, "Ends of the horizontal axis. [default: -5 5 for most functions]"
    )
    y_range: tuple[float, float] | None = option(
        "--ylim", Range(), None, "Ends of the vertical axis. [default: chosen by the functions]"
    )
    points: int = option("--points", Number(2, 100_000, whole=True), 1000, "Points per curve.")
    size: tuple[float, float] | None = size_option("command")
    dpi: float = dpi_option()
    title: str | None = title_option()
    x_label: str | None = option("--xlabel", Text(), None, "Text at the horizontal axis. [default: the variable]")
    y_label: str | None = option("--ylabel", Text(), None, "Text at the vertical axis.")
    axes: str = option("--axes", Choice(("box", "origin")), "box", "Axes at the edge, or through the origin.")
    theme: str = theme_option()
    style: tuple[str, ...] = style_option()
    derivative: str = option(
        "--derivative", Choice(("closed", "finite", "both")), "closed", "Closed form, finite difference, or both."
    )
    mark: tuple[str, ...] = option("--mark", Names(MARKS), (), f"What to point out: {', '.join(MARKS)}.")
    no_legend: bool = option("--no-legend", Switch(), False, "Leave out the legend.")
    order: int = option("--order", Digit((1, 2)), 1, "Highest derivative drawn.")
    formula: bool = option("--formula", Switch(), False, "Write the formulas under the panels.")
    only: str | None = option("--only", Choice(("value", "derivative")), None, "Draw functions or derivatives alone.")

    def validate(self) -> None:
        if self.order == 2 and self.only:
            raise BadOption(f"--order 2 draws more than --only {self.only} allows. Give one of the two.")
        self.keep_styles_local()
        check_pixels(self.size or self.default_size, self.dpi)
        self.check_variables()
        if self.x_range is not None and self.usual_intervals() == {self.x_range}:
            object.__setattr__(self, "x_range", None)  # the same picture has one canonical line

    def panels(self) -> "list[Panel]":
        """The panels of the figure; `BadOption` where it would be several figures."""
        raise NotImplementedError

    def content(self) -> "CurveFigure":
        from ...figures.curves.panels import CurveFigure
        from .panels import formulas, look

        return CurveFigure(tuple(self.panels()), look(self), formulas(self) if self.formula else ())

    def check_variables(self) -> None:
        """Raise `BadOption` where functions cannot share axes, since their variables differ."""
        if len({function.variable for function in self.entries}) > 1:
            raise BadOption(f"functions of different variables do not share axes: {_mixture(self.entries)}")

    def usual_intervals(self) -> set[tuple[float, float]]:
        """Where the single figures are drawn if the user does not say."""
        return {usual_interval(self.entries)}

    @property
    def entries(self) -> tuple[Function, ...]:
        """The catalogue's functions, whose variable formulas beside them take; the formulas where there are none."""
        return tuple(function for function in self.functions if function.kind != FORMULA) or self.functions

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the horizontal axis."""
        return self.x_range or usual_interval(self.entries)


def usual_interval(functions: Sequence[Function]) -> tuple[float, float]:
    """Where functions are drawn if the user does not say: wide enough for each of them."""
    intervals = [_within_floats(*function.interval) for function in functions]
    return min(low for low, _ in intervals), max(high for _, high in intervals)


def _within_floats(low: float, high: float) -> tuple[float, float]:
    """An interval that depends on parameters, in a range that can be drawn."""
    try:
        return Range().check("--range", (max(low, -FARTHEST), min(high, FARTHEST)))
    except BadOption:  # of next to no width
        return Function.interval


def _mixture(functions: Sequence[Function]) -> str:
    """Which function is of which variable, each variable once."""
    firsts: dict[str, Function] = {}
    for function in functions:
        firsts.setdefault(function.variable, function)
    first, *others = firsts.items()
    mixed = [f"{first[1]} is a function of {first[0]}", *(f"{function} of {variable}" for variable, function in others)]
    return f"{', '.join(mixed)}. Draw them in separate figures."
