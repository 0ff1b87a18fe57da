"""How a loss's own variable follows from that of an axis over which it is drawn beside losses of another kind."""

from ...frozen import record

SAME, SIGMOID, LOGIT = "", "sigmoid", "logit"  # links between the two variables
LETTERS = {"margin": "m", "logit": "z", "probability": "p", "residual": "r"}  # of the axes that losses may share


@record
class Inner:
    """link(slope·x + shift), for a slope of −1 or 1."""

    slope: float = 1.0
    shift: float = 0.0
    link: str = SAME

    @property
    def text(self) -> str:
        """In the formula language."""
        line = self._line(self.slope, self.shift)
        if self.link == LOGIT:
            return f"log(({line})/({self._line(-self.slope, 1 - self.shift)}))"
        return f"sigmoid({line})" if self.link == SIGMOID else line

    @staticmethod
    def _line(slope: float, shift: float) -> str:
        if slope < 0:
            return f"{shift:g} - x" if shift else "-x"
        return f"x {'+' if shift > 0 else '-'} {abs(shift):g}" if shift else "x"
