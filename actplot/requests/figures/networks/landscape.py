"""A request for the output of a small network over the plane, with one function after the other."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from ....calculus.written_names import labels, upright
from ....catalogue.kinds.functions import USERS
from ....errors import BadOption
from ....frozen import record
from ....numbers import readable, span_text
from ...grammar.kinds import Number, Range, Switch
from ...grammar.options import LAST, option
from ...picture import Captioned, Words
from ...request import remarks
from ..headings import names_of

if TYPE_CHECKING:
    from ....figures.look import Look
    from ....figures.surfaces.landscape import LandscapeFigure, Panel

USUAL, UNIT_SQUARE = (-5.0, 5.0), (-0.5, 1.5)  # of random networks, and round the four points of exclusive or
FARTHEST = 1e6  # of a range
MOST = 24  # panels
OF_RANDOM = ("layers", "width", "seed")


@record(repr=False)
class LandscapeRequest(Captioned):
    """One panel for each function, of networks with the same weights."""

    command_name = "landscape"
    sized_by = "panels"
    shape: ClassVar[float] = 0.8
    kinds: ClassVar[tuple[str, ...]] = ("activation", *USERS)

    layers: int = option("--layers", Number(1, 20, whole=True), 5, "Hidden layers.")
    width: int = option("--width", Number(1, 128, whole=True), 16, "Units of each hidden layer.")
    seed: int = option("--seed", Number(0, 2**32 - 1, whole=True), 0, "Of the random weights.")
    x_range: tuple[float, float] | None = option(
        "--range", Range(-FARTHEST, FARTHEST), None, "Ends of both inputs. [default: -5 5, with --xor -0.5 1.5]"
    )
    xor: bool = option("--xor", Switch(), False, "Solve exclusive or by two units, with weights worked out by hand.")
    no_legend: bool = option("--no-legend", Switch(), False, "Leave out the key of points and lines.", place=LAST)

    def validate(self) -> None:
        super().validate()
        if len(self.functions) > MOST:
            raise BadOption(f"landscape draws at most {MOST} functions in one figure, got {len(self.functions)}")

    def unused(self, name: str) -> str:
        if self.xor and name in OF_RANDOM:
            return "beside --xor, whose weights are not random. Leave one of the two out."
        if name == "no_legend" and not self.xor:
            return "without --xor: there is no legend. Leave it out."
        return super().unused(name)

    def settle(self) -> None:
        super().settle()
        if self.x_range == self._usual:
            object.__setattr__(self, "x_range", None)  # the same picture has one canonical line

    @property
    def _usual(self) -> tuple[float, float]:
        return UNIT_SQUARE if self.xor else USUAL

    @property
    def interval(self) -> tuple[float, float]:
        return self.x_range or self._usual

    @property
    def look(self) -> "Look":
        return replace(super().look, legend=not self.no_legend)

    @cached_property
    def _panels(self) -> "tuple[Panel, ...]":
        from ....calculus.networks.landscapes import scales_of
        from ....figures.surfaces.landscape import Panel

        names = [label.text for label in labels(self.functions)]
        if self.xor:
            return tuple(self._solved(names))
        from ....calculus.networks.landscapes import landscape_of
        from ....calculus.networks.network import random_network
        from ....progress import counted

        network = random_network(self.layers, self.width, self.seed)
        landscapes = [landscape_of(function, network, self.interval) for function in counted(self.functions)]
        scales = scales_of(landscapes)
        return tuple(Panel(*one) for one in zip(landscapes, names, scales, strict=True))

    def _solved(self, names: list[str]) -> "list[Panel]":
        from ....calculus.networks.exclusive_or import solve
        from ....calculus.networks.landscapes import landscape_of, scales_of
        from ....figures.surfaces.landscape import Panel

        solutions = [solve(function) for function in self.functions]
        landscapes = [landscape_of(one.function, one.network, self.interval) for one in solutions]
        scales = scales_of(landscapes)
        lines = [(one.folds(self.interval), one.boundaries(self.interval)) for one in solutions]
        formulas = [one.text(_short(name)) for one, name in zip(solutions, names, strict=True)]
        known = zip(landscapes, names, scales, lines, formulas, strict=True)
        return [
            Panel(landscape, name, levels, *both, formula=formula) for landscape, name, levels, both, formula in known
        ]

    def content(self) -> "LandscapeFigure":
        from ....figures.surfaces.landscape import LandscapeFigure

        figure = LandscapeFigure(self._panels, self.look, self._network, self.xor)
        return replace(figure, look=self.with_words(self.look, self._words(figure)))

    @property
    def _network(self) -> str:
        if self.xor:
            return "two hidden units that solve XOR"
        layers = f"{self.layers} hidden layer{'s' * (self.layers > 1)} of {self.width} unit{'s' * (self.width > 1)}"
        return f"{layers}, weights from N(0, 2/inputs), biases from N(0, 1), seed {self.seed}"

    def _words(self, figure: "LandscapeFigure") -> Words:
        single = len(self.functions) == 1
        what = f"with {names_of(self.functions)}"
        if self.xor:
            title = f"XOR by two hidden units {what}"
            first = self._panels[0].formula if single else "weights worked out for each function"
        else:
            title = f"Output of a random network {what}"
            first = self._network
        scale = "" if single else "one scale of colours" if figure.shared else "a scale of colours for each"
        ends = f"𝑥₁ and 𝑥₂ from {span_text(*self.interval)}"
        areas = "levels of equal areas" if any(panel.levels.rule == "of equal areas" for panel in self._panels) else ""
        return Words(title, "; ".join(filter(None, [first, ends, scale, areas, self._blank()])))

    def _blank(self) -> str:
        return "blank: no finite output" if any(panel.landscape.share_blank for panel in self._panels) else ""

    def messages(self) -> tuple[str, ...]:
        """What a reader should know of the picture, for standard error."""
        said = list(remarks(self.functions))
        for panel in self._panels:
            if panel.formula:
                said.append(f"note: {upright(panel.formula)}")
            if share := panel.landscape.share_blank:
                percent = readable(100 * share, 2)
                said.append(f"note: {upright(panel.name)}: blank over {percent} % of the plane, without finite output")
        return tuple(said)


def _short(name: str) -> str:
    """What a function is called in a formula."""
    return "𝑓" if " " in name or "=" in name else name
