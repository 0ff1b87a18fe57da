"""A request for each function alone, with its derivative in the same axes."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import BadOption
from .figure import FigureRequest, usual_interval

if TYPE_CHECKING:
    from ..figures.panels import Panel


@dataclass(frozen=True)
class PlotRequest(FigureRequest):
    """One figure per function; `split` gives the single ones, which are what can be drawn."""

    command = "plot"
    default_size = (6.86, 5.13)

    def check_variables(self) -> None:
        """Separate figures share no axes."""

    def usual_intervals(self) -> set[tuple[float, float]]:
        return {usual_interval((function,)) for function in self.functions}

    def split(self) -> tuple["PlotRequest", ...]:
        """One request per function."""
        return tuple(replace(self, functions=(function,)) for function in self.functions)

    def panels(self) -> "list[Panel]":
        from .tracing import panel_together

        if len(self.functions) > 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"plot makes one figure for each function, and these are {len(self.functions)}: {names}")
        return panel_together(self)
