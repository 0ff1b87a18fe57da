"""A figure of what depth makes of activations, gradients and the distance of two inputs."""

from ...calculus.propagation.networks import Propagation
from ...frozen import record
from ..curves.panels import CurveFigure


@record
class DepthFigure(CurveFigure):
    """Panels of curves, and what they were made of."""

    found: tuple[Propagation, ...] = ()

    def unseen(self) -> tuple[str, ...]:
        """Nothing: panels show all but what floats cannot tell."""
        return ()

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from ..alternative.through_layers import of_depths

        return of_depths(self.panels, self.look)
