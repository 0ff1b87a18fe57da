"""A request for each function alone, with its derivative in the same axes."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .figure import FigureRequest

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class PlotRequest(FigureRequest):
    """One figure per function; `split` gives the single ones, which are what can be drawn."""

    command = "plot"
    default_size = (6.86, 5.13)

    def check_variables(self) -> None:
        """Separate figures share no axes."""

    def split(self) -> tuple["PlotRequest", ...]:
        """One request per function."""
        return tuple(replace(self, functions=(function,)) for function in self.functions)

    def draw(self) -> "Figure":
        from .tracing import draw_together

        return draw_together(self)
