"""A request for one page on which a reader moves the point and the parameters of functions."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from ...calculus.subjects import catalogued
from ...calculus.written_names import begun, labels, upright
from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text
from ..grammar.kinds import FARTHEST, Choice, Digit, Number, Range, Text
from ..grammar.options import PAGE, THEME, option
from ..picture import AUTO, THEMES
from ..purposes import STACKED
from ..request import Request, remarks
from .compare import MOST, CompareRequest
from .curves import check_variables, usual_interval

USUAL_VALUE = 1.0  # of a formula's symbol that has a slider and no value


@record
class ExploreRequest(Request):
    """Functions of one variable on a page of their own."""

    command_name = "explore"

    x_range: tuple[float, float] | None = option(
        "--range", Range(), None, "Ends of the horizontal axis. [default: -5 5 for most functions]"
    )
    at: float | None = option(
        "--at", Number(-FARTHEST, FARTHEST), None, "Where the point begins. [default: a little left of the middle]"
    )
    order: int = option("--order", Digit((1, 2)), 1, "Highest derivative shown at first.")
    title: str | None = option("--title", Text(), None, "Text above the plot. [default: the functions]", place=PAGE)
    theme: str = option(
        "--theme", Choice((AUTO, *THEMES)), AUTO, "Light, dark, or what the reader prefers.", place=THEME
    )

    def validate(self) -> None:
        super().validate()
        check_variables(self.functions)
        if len(self.functions) > MOST:
            raise BadOption(
                f"explore shows {MOST} functions at most, got {len(self.functions)}. Leave some of them out."
            )
        low, high = self.interval
        if self.at is not None and not low <= self.at <= high:
            ends = f"{number_text(low)} to {number_text(high)}"
            raise BadOption(
                f"--at {number_text(self.at)}: the plot goes from {ends}. Give a place within, or a --range."
            )

    def settle(self) -> None:
        super().settle()
        if self.x_range == usual_interval(catalogued(self.shown)):
            object.__setattr__(self, "x_range", None)  # the same page has one canonical line
        if self.at == self.usual_place:
            object.__setattr__(self, "at", None)

    @cached_property
    def shown(self) -> tuple[Any, ...]:
        """The functions, with a value for every symbol, since a slider needs one to begin with."""
        return tuple(map(valued, self.functions))

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the horizontal axis."""
        return self.x_range or usual_interval(catalogued(self.shown))

    @property
    def usual_place(self) -> float:
        """Where the point begins if nobody says: at a short number."""
        low, high = self.interval
        ends = [function.domain for function in self.shown]
        low, high = max(low, *(end for end, _ in ends)), min(high, *(end for _, end in ends))
        if not low < high:
            return self.interval[0]
        return float(f"{low + 0.4 * (high - low):.2g}")

    @property
    def place(self) -> float:
        low, high = self.interval
        return min(max(self.usual_place if self.at is None else self.at, low), high)

    @cached_property
    def still(self) -> CompareRequest:
        """The picture for readers whose browser runs no script."""
        return CompareRequest(
            self.shown, x_range=self.interval, order=self.order, theme=self.theme, layout=STACKED, no_caption=True
        )

    @property
    def light_still(self) -> CompareRequest:
        """The same for a light page, where nothing else can be."""
        return replace(self.still, theme=THEMES[0])

    @property
    def heading(self) -> str:
        """What stands above the plot: the parameters of functions are told beside it."""
        told = labels(self.shown)
        names = dict.fromkeys(upright(begun(label.name) if not label.maths else label.name) for label in told)
        *others, last = names
        return self.title or (f"{', '.join(others)} and {last}" if others else last)

    def messages(self) -> tuple[str, ...]:
        return remarks(self.shown, self.interval)


def valued(function: Function) -> Function:
    """It with a value for every symbol that has none."""
    missing = getattr(function, "unknown", ())
    return function.with_parameters(dict.fromkeys(missing, USUAL_VALUE)) if missing else function
