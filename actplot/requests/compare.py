"""A request for functions in one panel and their derivatives in the next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figure import FigureRequest

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class CompareRequest(FigureRequest):
    """Functions side by side with their derivatives."""

    command = "compare"

    def draw(self) -> "Figure":
        from .tracing import draw_beside

        return draw_beside(self)
