"""A request for the difference of two functions: where it is largest, and a figure of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from ...errors import BadOption
from ..grammar.kinds import Choice, Number, Range, Switch, Text
from ..grammar.options import LABELS, LAST, option
from ..picture import Captioned
from ..request import remarks
from .curves import check_variables

if TYPE_CHECKING:
    from ...calculus.curves.differing import Apart
    from ...figures.differing import DifferenceFigure
    from ...figures.look import Look

USUAL = (-10.0, 10.0)


@dataclass(frozen=True)
class DiffRequest(Captioned):
    """Two functions above their difference."""

    command = "diff"
    sized_by = "command"
    usual_size: ClassVar[tuple[float, float]] = (7.46, 6.6)
    shape: ClassVar[float] = 0.9

    x_range: tuple[float, float] | None = option("--range", Range(), None, "Where they are compared. [default: -10 10]")
    y_range: tuple[float, float] | None = option(
        "--ylim", Range(), None, "Ends of the functions' vertical axis. [default: chosen by the functions]"
    )
    points: int = option("--points", Number(2, 100_000, whole=True), 1000, "Points per curve that is drawn.")
    x_label: str | None = option(
        "--xlabel", Text(), None, "Text at the horizontal axis. [default: the variable]", place=LABELS
    )
    axes: str = option(
        "--axes", Choice(("box", "origin")), "box", "Axes at the edge, or through the origin.", place=LABELS
    )
    legend: bool = option(
        "--legend", Switch(), False, "Name the functions in a legend, and not at their ends.", place=LAST
    )
    no_legend: bool = option("--no-legend", Switch(), False, "Leave out the names of the functions.", place=LAST)

    def validate(self) -> None:
        super().validate()
        if len(self.functions) != 2:
            names = ", ".join(map(str, self.functions))
            raise BadOption(
                f"diff compares two functions, such as gelu gelu_tanh, and got {len(self.functions)}: {names}"
            )
        if self.legend and self.no_legend:
            raise BadOption("--legend and --no-legend contradict each other. Give one of them.")
        check_variables(self.functions)

    def settle(self) -> None:
        super().settle()
        if self.x_range == USUAL:
            object.__setattr__(self, "x_range", None)  # the same picture has one canonical line

    def messages(self) -> tuple[str, ...]:
        return remarks(tuple(dict.fromkeys(self.functions)))

    @property
    def interval(self) -> tuple[float, float]:
        return self.x_range or USUAL

    @cached_property
    def apart(self) -> "Apart":
        """How the two differ."""
        from ...calculus.curves.differing import apart

        first, second = self.functions
        return apart(first, second, self.interval)

    @property
    def look(self) -> "Look":
        return replace(super().look, legend=not self.no_legend, keyed=self.legend)

    def content(self) -> "DifferenceFigure":
        from ...figures.differing import DifferenceFigure
        from .headings import words_of_difference
        from .panels import Curves, difference_panel, panels_beside

        curves = Curves(self.functions, (0,), self._seen, self.points)
        (upper,) = panels_beside(curves)
        look = self.with_words(self.look, words_of_difference(self.functions, upper, self.look))
        return DifferenceFigure(
            upper if look.purpose == "slide" else replace(upper, x_label=""), difference_panel(curves, self.apart), look
        )

    @property
    def _seen(self) -> tuple[float, float]:
        """The part of the interval on which one of the two is defined."""
        lows, highs = zip(*(function.domain for function in self.functions), strict=True)
        low, high = max(self.interval[0], float(min(lows))), min(self.interval[1], float(max(highs)))
        return (low, high) if low < high else self.interval
