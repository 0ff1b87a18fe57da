"""A request for functions in one panel and their derivatives in the next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .curves import FigureRequest

if TYPE_CHECKING:
    from ...figures.curves.records import Panel


@dataclass(frozen=True)
class CompareRequest(FigureRequest):
    """Functions side by side with their derivatives."""

    command = "compare"

    def panels(self) -> "list[Panel]":
        from .panels import panels_beside

        return panels_beside(self.curves)
