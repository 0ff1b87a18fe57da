"""A request for one function at several values of a parameter, in colours in the order of the values."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...catalogue.entry import Entry
from ...errors import BadOption
from ...spec.sweeping import MOST, Sweep, has_range, read_sweep, sweep_of
from ..grammar.kinds import Number
from ..grammar.options import option
from ..request import Unused
from .curves import FigureRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...figures.colours import Ramp
    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel
    from ...figures.look import Look

MOST_NAMED = 7  # curves that have their values at their ends; of more a bar tells them


@dataclass(frozen=True)
class SweepRequest(FigureRequest):
    """One function at several values of one parameter, or of two."""

    command = "sweep"

    steps: int | None = option(
        "--steps", Number(2, MOST, whole=True), None, "How many values a range A..B of a parameter has. [default: 5]"
    )

    def named(self) -> Any:
        """The function at each of the values."""
        given = (self.functions,) if isinstance(self.functions, str | Entry) else tuple(self.functions)
        if not given:
            raise BadOption("sweep: name a function and values of a parameter, such as elu:alpha=0.5,1,2.")
        texts = [one for one in given if isinstance(one, str)]
        if not texts:
            return given
        if len(given) > 1:
            raise BadOption(f"sweep takes one function, and these are {len(given)}: {', '.join(map(str, given))}")
        if self.steps and not has_range(texts[0]):
            raise Unused("--steps", "sweep: --steps has no meaning without a range, such as alpha=0..2. Leave it out.")
        return read_sweep(texts[0], dict(self.param), self.var, self.steps).functions

    def settle(self) -> None:
        super().settle()
        object.__setattr__(self, "functions", self.sweep.functions)
        object.__setattr__(self, "steps", self.sweep.axes[0].steps)  # of a range that its text holds

    @cached_property
    def sweep(self) -> Sweep:
        """Which parameters have which values."""
        return sweep_of(self.functions)

    @property
    def specs(self) -> tuple[str, ...]:
        return (str(self.sweep),)

    @property
    def words(self) -> tuple[str, ...]:
        return self.specs

    @property
    def ramp(self) -> "Ramp":
        """What colours stand for."""
        from ...calculus.written_names import letter_in_figures
        from ...figures.colours import Ramp
        from ...numbers import readable

        axis = self.sweep.axes[0]
        letter = letter_in_figures(self.functions[0], axis.name)
        return Ramp(letter, tuple(readable(value, 3) for value in axis.values), len(axis.values) > MOST_NAMED)

    @property
    def look(self) -> "Look":
        look = replace(super().look, ramp=self.ramp)
        return replace(look, keyed=self.legend or (look.keyed and not self.ramp.barred))

    def panels(self) -> "list[Panel]":
        from .panels import panels_beside

        return panels_beside(self.curves)

    def figure_of(self, panels: "Sequence[Panel]") -> "CurveFigure":
        from ...figures.sweeps.swept import SweptFigure
        from .headings import words_of_sweep
        from .panels import with_values

        look = self.with_words(self.look, words_of_sweep(self.sweep, panels, self.look))
        inset = replace(self, x_range=self.zoom, zoom=None).panels()[0] if self.zoom else None
        short = tuple(with_values(panel, self.ramp) for panel in panels)
        return SweptFigure(short, look, (), inset, named=tuple(panels))
