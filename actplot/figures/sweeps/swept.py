"""A figure of one function at several values of a parameter, whose curves are named by their values alone."""

from ...frozen import record
from ..curves.panels import CurveFigure
from ..curves.records import Panel


@record
class SweptFigure(CurveFigure):
    """Panels beside each other, and the same with whole names for those who cannot see them."""

    named: tuple[Panel, ...] = ()

    def described(self) -> str:
        from ..alternative.alternatives import of_sweep

        return of_sweep(self.named, self.look)
