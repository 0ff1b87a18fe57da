"""What every figure can be asked for: the functions and the options that all figure commands share."""

from collections.abc import Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from ...calculus.subjects import catalogued
from ...calculus.written_names import labels
from ...catalogue.kinds.forms import LETTERS
from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text
from ...numerics.scales import LINEAR, LOG, NAMES
from ..grammar.kinds import FARTHEST, Choice, Digit, Names, Number, Range, Switch, Text
from ..grammar.options import LABELS, LAST, option
from ..picture import Captioned
from ..request import remarks
from .axes.logarithms import check_range, usual_above_zero

if TYPE_CHECKING:
    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel
    from ...figures.look import Look
    from ..picture import Content
    from .panels import Curves

_label = partial(option, place=LABELS)
_last = partial(option, place=LAST)
MARKS = ("kinks", "asymptotes", "saturation", "extrema", "envelope")
UNMARKED = "none"


@record(repr=False)
class FigureRequest(Captioned):
    """A figure of some functions; None leaves a choice to the command or to the variable."""

    sized_by = "command"
    usual_size: ClassVar[tuple[float, float]] = (10.74, 4.63)

    x_range: tuple[float, float] | None = option(
        "--range", Range(), None, "Ends of the horizontal axis. [default: -5 5 for most functions]"
    )
    y_range: tuple[float, float] | None = option(
        "--ylim", Range(), None, "Ends of the vertical axis of values. [default: chosen by the functions]"
    )
    slope_range: tuple[float, float] | None = option(
        "--ylim-derivative", Range(), None, "Ends of the vertical axis of derivatives in panels of their own."
    )
    x_scale: str = option("--xscale", Choice(NAMES), LINEAR, "Scale of the horizontal axis.")
    y_scale: str = option("--yscale", Choice(NAMES), LINEAR, "Scale of the vertical axis of values.")
    slope_scale: str = option(
        "--yscale-derivative",
        Choice(NAMES),
        LINEAR,
        "Scale of the vertical axis of derivatives in panels of their own.",
    )
    points: int = option(
        "--points",
        Number(2, 100_000, whole=True),
        1000,
        "Points per curve, and more where it needs them.",
        also=("--num",),
    )
    x_label: str | None = _label("--xlabel", Text(), None, "Text at the horizontal axis. [default: the variable]")
    y_label: str | None = _label("--ylabel", Text(), None, "Text at the vertical axis of values.")
    slope_label: str | None = _label("--ylabel-derivative", Text(), None, "Text at that of derivatives.")
    axes: str = _label("--axes", Choice(("box", "origin")), "box", "Axes at the edge, or through the origin.")
    derivative: str = _last(
        "--derivative", Choice(("closed", "finite", "both")), "closed", "Closed form, finite difference, or both."
    )
    mark: tuple[str, ...] = _last(
        "--mark",
        Names((*MARKS, UNMARKED), UNMARKED),
        (),
        f"What to point out as well: {', '.join(MARKS)}; or {UNMARKED}.",
    )
    legend: bool = _last("--legend", Switch(), False, "Name the curves in a legend, and not at their ends.")
    no_legend: bool = _last("--no-legend", Switch(), False, "Leave out the names of the curves.")
    over: str | None = _last(
        "--over",
        Choice(tuple(LETTERS)),
        None,
        "Draw losses as functions of this variable, so that those of different ones share axes.",
    )
    order: int = _last("--order", Digit((1, 2)), 1, "Highest derivative drawn.")
    formula: bool = _last("--formula", Switch(), False, "Write the formulas under the panels.")
    zoom: tuple[float, float] | None = _last(
        "--zoom", Range(), None, "Draw this part of the horizontal axis larger, in an inset of the first panel."
    )
    only: str | None = _last("--only", Choice(("value", "derivative")), None, "Draw functions or derivatives alone.")

    def validate(self) -> None:
        super().validate()
        if self.order == 2 and self.only:
            raise BadOption(f"--order 2 draws more than --only {self.only} allows. Give one of the two.")
        if self.legend and self.no_legend:
            raise BadOption("--legend and --no-legend contradict each other. Give one of them.")
        if UNMARKED in self.mark and len(self.mark) > 1:
            raise BadOption(
                f"--mark: {UNMARKED} stands alone, and other marks are asked for beside it. Leave one of them out."
            )
        self.check_variables()
        self._check_scales()
        self._check_zoom()

    def _check_scales(self) -> None:
        """Raise `BadOption` for ends that a logarithmic axis cannot show."""
        if self.x_scale == LOG:
            check_range("--range", "--xscale", self.interval)
        for ends, flag, scale in (
            (self.y_range, "--ylim", "y_scale"),
            (self.slope_range, "--ylim-derivative", "slope_scale"),
        ):
            if ends and getattr(self, scale) == LOG:
                check_range(flag, flag.replace("lim", "scale"), ends)

    def _check_zoom(self) -> None:
        if self.zoom is None:
            return
        low, high = self.interval
        if not low <= self.zoom[0] < self.zoom[1] <= high or self.zoom == self.interval:
            asked, whole = (" ".join(map(number_text, ends)) for ends in (self.zoom, self.interval))
            raise BadOption(f"--zoom shows a part of what is drawn, {whole}, and got {asked}. Give two ends within it.")

    def unused(self, name: str) -> str:
        if name == "derivative" and self.only == "value":
            return "beside --only value. Leave one of the two out."
        if name in ("slope_range", "slope_label", "slope_scale") and not self.slopes_apart:
            return "without a panel of derivatives alone. Leave it out."
        if name in ("y_range", "y_label", "y_scale") and self.only == "derivative":
            return "beside --only derivative: the axis of derivatives has options of its own. Add -derivative to it."
        return super().unused(name)

    @property
    def slopes_apart(self) -> bool:
        """Whether derivatives have a panel of their own."""
        return self.only != "value"

    @cached_property
    def shown(self) -> tuple[Any, ...]:
        """The functions that have a curve each."""
        if self.over is None:
            return self.functions
        from ...calculus.shared_axes import reexpressed

        losses = catalogued(self.functions)
        return tuple(reexpressed(one, self.over) if one in losses else one for one in self.functions)

    def settle(self) -> None:
        super().settle()
        usual = {usual_above_zero(ends) if self.x_scale == LOG else ends for ends in self.usual_intervals()}
        if self.x_range is not None and usual == {self.x_range}:
            object.__setattr__(self, "x_range", None)  # the same picture has one canonical line
        if self.place == "paper":  # whose figures have a legend
            object.__setattr__(self, "legend", False)

    def messages(self) -> tuple[str, ...]:
        return (*remarks(self.functions, self.interval), *self._content.unseen())

    def panels(self) -> "list[Panel]":
        """The panels of the figure; `BadOption` where it would be several figures."""
        raise NotImplementedError

    def content(self) -> "Content":
        return self.figure_of(self.panels())

    def figure_of(self, panels: "Sequence[Panel]") -> "CurveFigure":
        """Some panels with the look that was asked for, and with the formulas."""
        from ...figures.curves.panels import CurveFigure
        from .headings import words_of
        from .panels import formulas

        look = self.look
        look = self.with_words(look, words_of(self.shown, labels(self.shown), panels, look, self._form))
        inset = replace(self, x_range=self.zoom, zoom=None).panels()[0] if self.zoom else None
        return CurveFigure(tuple(panels), look, formulas(self.shown) if self.formula else (), inset)

    @property
    def _form(self) -> str:
        if self.over is None:
            return ""
        from ...calculus.shared_axes import forms_told

        return forms_told(self.shown)

    @property
    def panel_count(self) -> int:
        return len(self.orders)

    @property
    def look(self) -> "Look":
        return replace(super().look, legend=not self.no_legend, keyed=self.legend or self.place == "paper")

    def check_variables(self) -> None:
        """Raise `BadOption` where functions cannot share axes, since their variables differ."""
        check_variables(self.shown, advice=_shared_form(self.functions))

    def usual_intervals(self) -> set[tuple[float, float]]:
        """Where the single figures are drawn if the user does not say."""
        return {usual_interval(catalogued(self.shown))}

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the horizontal axis."""
        lows, highs = zip(*self.usual_intervals(), strict=True)
        usual = min(lows), max(highs)
        return self.x_range or (usual_above_zero(usual) if self.x_scale == LOG else usual)

    @property
    def orders(self) -> tuple[int, ...]:
        """Which derivatives are drawn; 0 is the function itself."""
        return tuple(range(self.order + 1)) if not self.only else (("value", "derivative").index(self.only),)

    @property
    def curves(self) -> "Curves":
        """What the panels show."""
        from .panels import Curves

        return Curves(
            self.shown,
            self.orders,
            self.interval,
            self.points,
            self.derivative,
            self.mark,
            self.x_scale,
            self.y_scale,
            self.slope_scale,
            called=self._variable,
        )

    @property
    def _variable(self) -> str:
        """The letter at the end of the horizontal text, as headings write it; empty where formulas have theirs."""
        named = "" if self.formula else (self.x_label or "").rpartition(" ")[2]
        return named if len(named) == 1 and named.isalpha() else ""


@record(repr=False)
class InWords(FigureRequest):
    """A figure whose labels keep the words in which functions were asked for."""

    asked: tuple[tuple[str, ...], ...] = field(default=(), init=False, repr=False)

    def settle(self) -> None:
        super().settle()
        object.__setattr__(self, "asked", tuple(function.all_words for function in self.functions))


def check_variables(functions: Sequence[Function], advice: str = "") -> None:
    """Raise `BadOption` where the variables of functions differ."""
    named = catalogued(functions)
    if len({function.variable for function in named}) > 1:
        raise BadOption(f"functions of different variables do not share axes: {_mixture(named)}{advice}.")


def _shared_form(functions: Sequence[Function]) -> str:
    """How to draw losses of different variables over one, where all have one in common."""
    forms = [function.forms for function in catalogued(functions)]
    shared = [over for over in forms[0] if all(over in others for others in forms)]
    return f", or over one variable with --over {shared[0]}" if shared else ""


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
    return f"{', '.join(mixed)}. Draw them in separate figures"
