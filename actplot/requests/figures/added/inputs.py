"""What stands behind the curves of a figure: where the inputs of its functions fall."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....calculus.inputs import Normal, Sample, behind, percent
from ....calculus.written_names import labels, upright
from ....errors import BadOption, quoted, suggestion
from ....files import local
from ....frozen import record
from ....numbers import number_text, real
from ...grammar.kinds import Text
from ...grammar.options import LAST, option
from ...grammar.picked import BETWEEN, divided
from ..curves import FigureRequest

if TYPE_CHECKING:
    from ....figures.curves.panels import CurveFigure
    from ....figures.curves.records import Panel

NORMAL = "normal"
FAR, NARROW = 1e6, 1e-6  # of the numbers of a distribution
USAGE = f"Give {NORMAL}, {NORMAL}:MEAN,DEVIATION, or a file of numbers as FILE or FILE:COLUMN."


@record(repr=False)
class OverInputs(FigureRequest):
    """A figure of curves that may have the density of their inputs behind them."""

    behind: str | None = option(
        "--behind",
        Text(),
        None,
        "Where inputs fall, as a pale density: normal, normal:MEAN,DEVIATION, or a file of numbers.",
        place=LAST,
    )

    def validate(self) -> None:
        super().validate()
        if self.behind is not None and normal_of(self.behind) is None:
            check_path(self.behind)

    def settle(self) -> None:
        super().settle()
        if self.behind is not None:
            object.__setattr__(self, "behind", canonical(self.behind))

    @property
    def files(self) -> tuple[str, ...]:
        """The files whose content the picture shows, as a gallery needs to know."""
        return () if self.behind is None or normal_of(self.behind) else (divided(self.behind)[0],)

    @cached_property
    def inputs(self) -> Normal | Sample:
        """Those that the option names."""
        assert self.behind is not None
        return normal_of(self.behind) or _sample(self.behind)

    def figure_of(self, panels: "Sequence[Panel]") -> "CurveFigure":
        return super().figure_of(panels if self.behind is None else self._with_inputs(panels))

    def _with_inputs(self, panels: "Sequence[Panel]") -> "list[Panel]":
        names = [label.enclosed for label in labels(self.shown)]
        found = behind(self.inputs, self.shown, names, self.interval)
        return [replace(panel, behind=found) for panel in panels]

    def messages(self) -> tuple[str, ...]:
        return (*super().messages(), *self._shares)

    @property
    def _shares(self) -> list[str]:
        """The share for each function, and what of a file was left out."""
        if self.behind is None:
            return []
        inputs, names = self.inputs, [upright(label.enclosed) for label in labels(self.shown)]
        shares = [percent(inputs.share(function)) for function in self.shown]
        told = [
            f"note: {name} has |f′| < 0.1 for {share} of inputs from {inputs}"
            for name, share in zip(names, shares, strict=True)
        ]
        if isinstance(inputs, Sample) and inputs.left_out:
            told.append(f"note: {inputs.left_out} of the inputs from {inputs} are not finite, and left out")
        return told


def normal_of(text: str) -> Normal | None:
    """The distribution that a text names; None where it is the path of a file. Raises `BadOption` for bad numbers."""
    name, colon, rest = text.partition(":")
    if name.strip() != NORMAL:
        return None
    if not colon:
        return Normal()
    words = rest.split(",")
    try:
        mean, deviation = map(real, words)
    except ValueError:
        raise BadOption(f"--behind {quoted(text)}: write two numbers, as {NORMAL}:0,2. {USAGE}") from None
    if not (math.isfinite(mean) and abs(mean) <= FAR and NARROW <= deviation <= FAR):
        allowed = f"a mean from {-FAR:g} to {FAR:g} and a deviation from {NARROW:g} to {FAR:g}"
        raise BadOption(f"--behind {quoted(text)}: allowed are {allowed}")
    return Normal(mean + 0.0, deviation)


def check_path(text: str) -> None:
    """Raise `BadOption` for a word that is neither a distribution nor looks like a file."""
    path = divided(text)[0]
    if not any(sign in path for sign in "./\\") and not Path(path).exists():
        raise BadOption(
            f"--behind: there is no file and no distribution {quoted(text)}.{suggestion(text, [NORMAL])} {USAGE}"
        )


def canonical(text: str) -> str:
    """The one way to say it; paths relative to the current folder."""
    found = normal_of(text)
    if found is not None:
        usual = found == Normal()
        return NORMAL if usual else f"{NORMAL}:{number_text(found.mean)},{number_text(found.deviation)}"
    path, column = divided(text)
    return local(path) + (f"{BETWEEN}{column}" if column else "")


def _sample(text: str) -> Sample:
    """The finite numbers of a file."""
    import numpy as np

    from ...grammar.given import read_numbers

    numbers: Any = read_numbers("--behind", text)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        raise BadOption(f"--behind: {quoted(text)} holds no finite number, but {numbers.size} of nan or ±∞")
    return Sample(text, finite, int(numbers.size - finite.size))
