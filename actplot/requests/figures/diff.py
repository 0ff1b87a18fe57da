"""A request for the difference of two functions: where it is largest, and a figure of it."""

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ...errors import BadOption
from ...frozen import record
from ...numerics.scales import LINEAR, LOG, NAMES
from ..grammar.kinds import Choice, Number, Range, Switch, Text
from ..grammar.options import LABELS, LAST, option
from ..picture import Captioned
from ..purposes import STACKED
from ..request import remarks
from ..showing import HTML, Bundle
from .axes.layouts import BESIDE, layout_option
from .axes.logarithms import check_range, usual_above_zero
from .curves import check_variables

if TYPE_CHECKING:
    from ...calculus.curves.differing import Apart
    from ...figures.differing import DifferenceFigure
    from ...figures.look import Look

USUAL = (-10.0, 10.0)
SHAPE = 0.9  # height relative to the width, of panels above each other


@record(repr=False)
class DiffRequest(Captioned):
    """Two functions above their difference."""

    command_name = "diff"
    sized_by = "command"
    usual_size: ClassVar[tuple[float, float]] = (7.46, 6.6)

    x_range: tuple[float, float] | None = option("--range", Range(), None, "Where they are compared. [default: -10 10]")
    y_range: tuple[float, float] | None = option(
        "--ylim", Range(), None, "Ends of the functions' vertical axis. [default: chosen by the functions]"
    )
    x_scale: str = option("--xscale", Choice(NAMES), LINEAR, "Scale of the horizontal axis.")
    y_scale: str = option("--yscale", Choice(NAMES), LINEAR, "Scale of the functions' vertical axis.")
    points: int = option(
        "--points", Number(2, 100_000, whole=True), 1000, "Points per curve that is drawn.", also=("--num",)
    )
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

    layout: str | None = layout_option((STACKED, BESIDE))

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
        if self.x_scale == LOG:
            check_range("--range", "--xscale", self.interval)
        if self.y_range and self.y_scale == LOG:
            check_range("--ylim", "--yscale", self.y_range)

    def settle(self) -> None:
        super().settle()
        if self.x_range == self._usual_range:
            object.__setattr__(self, "x_range", None)  # the same picture has one canonical line
        if self.layout == self._usual_layout:
            object.__setattr__(self, "layout", None)

    @property
    def _usual_layout(self) -> str:
        """Above each other; on a slide, which has no height for large letters above each other, side by side."""
        return BESIDE if self.place == "slide" else STACKED

    @property
    def arranged(self) -> str:
        return self.layout or self._usual_layout

    @property
    def panel_count(self) -> int:
        return 2

    @property
    def shape(self) -> float | None:  # type: ignore[override]  # it depends on how the panels stand
        return SHAPE if self.arranged == STACKED else None

    def messages(self) -> tuple[str, ...]:
        return remarks(tuple(dict.fromkeys(self.functions)))

    @property
    def interval(self) -> tuple[float, float]:
        return self.x_range or self._usual_range

    @property
    def _usual_range(self) -> tuple[float, float]:
        return usual_above_zero(USUAL) if self.x_scale == LOG else USUAL

    @cached_property
    def apart(self) -> "Apart":
        """How the two differ."""
        from ...calculus.curves.differing import apart

        first, second = self.functions
        return apart(first, second, self.interval)

    def text(self) -> str:
        """Where they differ and how much, as the command prints it."""
        from ...documents.comparisons.differing import apart_text

        return apart_text(self.apart)

    def html(self) -> str:
        """The same as a piece of a page."""
        from ...documents.comparisons.differing import apart_html

        return apart_html(self.apart)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> Bundle:
        """What a notebook shows: the picture, and below it where they differ and how much."""
        from ...documents.pages.card_page import in_a_notebook

        data, said = super()._repr_mimebundle_(include, exclude)
        page = {HTML: f"{data[HTML]}\n{in_a_notebook(self.html())}"} if HTML in data else {}
        return {**data, **page}, said

    def to_dict(self) -> dict[str, Any]:
        """What the command prints with --json."""
        from json import loads

        from ...documents.comparisons.differing import apart_json

        return dict(loads(apart_json(self.apart)))

    @property
    def look(self) -> "Look":
        return replace(super().look, legend=not self.no_legend, keyed=self.legend)

    def content(self) -> "DifferenceFigure":
        from ...figures.differing import DifferenceFigure
        from .headings import words_of_difference
        from .panels import Curves, difference_panel, panels_beside

        curves = Curves(self.functions, (0,), self._seen, self.points, x_scale=self.x_scale, y_scale=self.y_scale)
        (upper,) = panels_beside(curves)
        look = self.with_words(self.look, words_of_difference(self.functions, upper, self.look))
        return DifferenceFigure(
            replace(upper, x_label="") if look.stacked else upper, difference_panel(curves, self.apart), look
        )

    @property
    def _seen(self) -> tuple[float, float]:
        """The part of the interval on which one of the two is defined."""
        lows, highs = zip(*(function.domain for function in self.functions), strict=True)
        low, high = max(self.interval[0], float(min(lows))), min(self.interval[1], float(max(highs)))
        return (low, high) if low < high else self.interval
