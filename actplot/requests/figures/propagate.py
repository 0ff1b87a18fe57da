"""A request for what happens to activations and gradients through many layers."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ...calculus.subjects import subject
from ...errors import BadOption
from ...frozen import record
from ..grammar.gains import Gain
from ..grammar.kinds import Number, Switch
from ..grammar.options import LAST, option
from ..picture import Captioned
from ..request import remarks
from .compare import MOST

if TYPE_CHECKING:
    from ...calculus.propagation.networks import Network, Propagation
    from ...figures.look import Look
    from ...figures.propagation.depths import DepthFigure

DEEPEST, WIDEST, RUNS = 1000, 4096, 100
WORK = 1_500_000_000  # random weights of all layers and seeds


@record(repr=False)
class PropagateRequest(Captioned):
    """Activations, gradients and the correlation of two inputs, layer by layer."""

    command_name = "propagate"
    sized_by = "command"
    usual_size: ClassVar[tuple[float, float]] = (15.4, 4.63)

    layers: int = option("--layers", Number(1, DEEPEST, whole=True), 50, "How many layers there are.")
    gain: str | float = option(
        "--gain", Gain(("auto", "he", "lecun", "glorot")), "auto", "g of the weights, drawn from N(0, g²/width)."
    )
    residual: bool = option("--residual", Switch(), False, "Add what goes into a layer to what comes out.")
    width: int = option("--width", Number(2, WIDEST, whole=True), 512, "Units of each simulated layer.")
    seeds: int = option("--seeds", Number(1, RUNS, whole=True), 5, "How many networks are simulated.")
    legend: bool = option(
        "--legend", Switch(), False, "Name the functions in a legend, and not at their ends.", place=LAST
    )
    no_legend: bool = option("--no-legend", Switch(), False, "Leave out the names of the functions.", place=LAST)

    def validate(self) -> None:
        super().validate()
        if self.legend and self.no_legend:
            raise BadOption("--legend and --no-legend contradict each other. Give one of them.")
        if len(self.functions) > MOST:
            raise BadOption(f"propagate draws up to {MOST} functions, and got {len(self.functions)}. Name fewer.")
        for function in self.functions:
            if subject(function).is_loss:
                raise BadOption(
                    f"propagate: {function} is a loss, which stands behind the last layer and not between layers. "
                    f"Name an activation, such as relu, or see 'actplot plot {function}'."
                )
        self._check_work()
        if all(function.loaded for function in self.functions):
            self._check_inputs()

    def _check_work(self) -> None:
        weights = self.layers * self.width**2 * self.seeds
        if weights > WORK:
            raise BadOption(
                f"propagate: {self.layers} layers of {self.width} units in {self.seeds} networks have {weights:.2g} "
                f"weights, allowed are {WORK:.2g}. Give a smaller --width, or fewer --seeds or --layers."
            )

    def _check_inputs(self) -> None:
        from ...calculus.propagation.gains import check_inputs

        for function, network in zip(self.functions, self.networks, strict=True):
            check_inputs(function, network.gain)

    @property
    def networks(self) -> "list[Network]":
        """The network of each function."""
        from ...calculus.propagation.gains import gain_of
        from ...calculus.propagation.networks import Network

        return [Network(self.layers, gain_of(function, self.gain), self.residual) for function in self.functions]

    @cached_property
    def found(self) -> "tuple[Propagation, ...]":
        """What theory and simulation say of each function."""
        from ...calculus.propagation.propagating import propagations

        return propagations(self.functions, self.networks, self.width, self.seeds)

    @property
    def panel_count(self) -> int:
        return 3

    def to_dict(self) -> dict[str, Any]:
        """What the command prints with --json."""
        from json import loads

        from ...documents.answers.propagated import propagated_json

        return dict(loads(propagated_json(self.found, self.gain, self.width)))

    def messages(self) -> tuple[str, ...]:
        from ...calculus.propagation.leaving_floats import endings

        told = (f"note: {one.function}: {text}" for one in self.found for text in endings(one))
        return (*remarks(self.functions), *told)

    def settle(self) -> None:
        super().settle()
        if self.place == "paper":  # whose figures have a legend
            object.__setattr__(self, "legend", False)

    @property
    def look(self) -> "Look":
        return replace(super().look, legend=not self.no_legend, keyed=self.legend or self.place == "paper")

    def content(self) -> "DepthFigure":
        from ...calculus.written_names import labels
        from ...figures.propagation.depths import DepthFigure
        from ...figures.propagation.signals import panels_of
        from .headings import words_of_depth

        panels = panels_of(self.found, labels(self.functions))
        look = self.with_words(self.look, words_of_depth(self.found, self.gain, self.width))
        return DepthFigure(tuple(panels), look, found=self.found)
