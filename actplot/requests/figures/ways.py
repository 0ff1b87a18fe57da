"""How `plot` draws the entries of each kind: the one place of this layer that knows the kinds."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from ...calculus.subjects import Drawn, OfPairs, OfVectors, OneVariable, subject
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import Function
from ...catalogue.kinds.random_layers import RandomLayer
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import TARGETS, VectorLoss
from ...errors import BadOption
from ...frozen import record
from ...numerics.scales import LINEAR
from ..grammar.aims import Target, as_target
from ..grammar.kinds import LONGEST_VECTOR, Number, Places, Switch, Vector
from ..grammar.options import LAST, option, options_of
from ..picture import Captioned, Picture
from ..purposes import STACKED
from ..request import Unused, not_shown
from .added.inputs import OverInputs
from .axes.layouts import BESIDE, TOGETHER, layout_option
from .curves import UNMARKED, usual_interval

if TYPE_CHECKING:
    from ...calculus.vectors.aimed import AimedLoss
    from ...calculus.vectors.simplices import OnSimplex
    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel
    from ...figures.layers import LayerFigure
    from ...figures.surfaces.simplex import SimplexFigure

MOST_OUTPUTS = 20  # more curves cannot be told apart
MOST_UNITS = 32
MOST_TANGENTS = 4  # more triangles lie on each other
SPANS = {"probabilities": (0.0, 1.0), "log-probabilities": (-5.0, 0.0)}  # of what a loss takes, where it is bounded


@record(repr=False)
class EachAlone(OverInputs):
    """One figure per function; of functions of vectors, and of random layers, at a vector."""

    vary: int | None = option(
        "--vary",
        Number(0, LONGEST_VECTOR, whole=True),
        None,
        "Which number of --at moves over --range, counted from 0.",
        place=LAST,
    )
    at: tuple[float, ...] | None = option(
        "--at", Vector(), None, "A vector, for functions and losses of vectors and random layers.", place=LAST
    )
    target: tuple[tuple[float, ...], ...] | None = option(
        "--target",
        Target(),
        None,
        "What --at should be, or its class, for losses of vectors.",
        place=LAST,
    )
    layout: str | None = layout_option((TOGETHER, BESIDE, STACKED))
    tangent: tuple[float, ...] = option(
        "--tangent",
        Places(MOST_TANGENTS),
        (),
        "Where to draw the tangent, its slope triangle and its slope.",
        place=LAST,
    )
    simplex: bool = option(
        "--simplex", Switch(), False, "Shares of three classes in a triangle, as the temperature falls.", place=LAST
    )

    @property
    def divided(self) -> bool:
        """Whether a panel for each derivative is asked for."""
        return False


def _names(cls: type[Picture]) -> frozenset[str]:
    return frozenset(option.name for option in options_of(cls))


class Way(ABC):
    """How functions of one kind are drawn, each alone."""

    of: ClassVar[str]  # these functions, in words
    takes: ClassVar[frozenset[str]]  # the names of the options that say something; all others are refused

    def check(self, request: EachAlone, function: Any) -> None:  # noqa: B027
        """Raise `BadOption` for what cannot be asked of a function, and `BadInput` for a vector it does not take."""

    def shown(self, function: Any) -> tuple[Any, ...]:
        """What of a function has a curve each."""
        return (function,)

    def usual_interval(self, function: Any) -> tuple[float, float]:
        """Where a function is drawn if the user does not say."""
        return Function.interval

    @abstractmethod
    def content(self, request: EachAlone) -> "CurveFigure | LayerFigure | SimplexFigure":
        """What the figure of the one function shows."""


class InPanels(Way):
    """In panels with curves, of which a part can be drawn again."""

    @abstractmethod
    def panels(self, request: EachAlone) -> "list[Panel]":
        """Those of the one function, on the interval of the request."""

    def content(self, request: EachAlone) -> "CurveFigure":
        return request.figure_of(self.panels(request))


class Curve(InPanels):
    """A function of one variable and its derivatives in the same axes, or in axes each for several targets."""

    of = "functions of one variable"
    takes = _names(OverInputs) | {"tangent", "layout"}

    def shown(self, function: Function) -> tuple[Function, ...]:
        return function.by_target()

    def usual_interval(self, function: Function) -> tuple[float, float]:
        return usual_interval((function,))

    def panels(self, request: EachAlone) -> "list[Panel]":
        from .panels import panel_together, panels_apart, panels_by_target

        curves = request.curves
        uneven = {curves.x_scale, curves.y_scale, curves.slope_scale} != {LINEAR}
        if len(request.shown) > 1:
            panels = panels_by_target(curves)
        else:
            panels = panels_apart(curves) if uneven and request.divided else panel_together(curves)
        if not request.tangent:
            return panels
        from .added.touching import with_tangents

        return [with_tangents(panel, request.shown[0], request.tangent, request.look) for panel in panels]


class Varied(InPanels):
    """The outputs of a function of vectors, and their derivatives, by the one number that moves."""

    of = "functions of vectors"
    takes = _names(EachAlone) - {
        *("order", "derivative", "formula", "over", "tangent", "behind", "simplex"),
        *("x_scale", "y_scale", "slope_scale", "target"),
    }

    def check(self, request: EachAlone, function: Any) -> None:
        self.check_moving(request, function)
        assert request.at is not None
        count = function.of_single().value(request.at).size
        if count > MOST_OUTPUTS:
            raise BadOption(f"plot: {function} has {count} outputs there, allowed are {MOST_OUTPUTS}. Shorten --at.")

    def check_moving(self, request: EachAlone, function: Entry) -> None:
        """Raise `BadOption` where no number moves, and for what no such figure shows."""
        if request.vary is None:
            raise not_shown("plot", function)
        if request.at is None:
            example = self.example_of(function)
            raise BadOption(f"plot: --vary {request.vary} needs the whole vector. Add it, such as {example}.")
        if request.vary >= len(request.at):
            last = len(request.at) - 1
            counted = "there is number 0 alone" if not last else f"its numbers are counted from 0 to {last}"
            raise BadOption(f"--vary {request.vary}: --at holds {len(request.at)} numbers; {counted}.")
        if request.layout == TOGETHER:
            raise BadOption(f"--layout: outputs of {function} and their derivatives have a panel each. Leave it out.")
        if set(request.mark) - {"kinks", UNMARKED}:
            raise BadOption(f"--mark: on outputs of {function} only kinks are marked. Leave the others out.")

    def example_of(self, function: Entry) -> str:
        """The options that say at which vector."""
        return "--at 0,1,2"

    def panels(self, request: EachAlone) -> "list[Panel]":
        from .panels import panels_varied

        assert request.at is not None
        assert request.vary is not None
        return panels_varied(request.curves, request.at, request.vary)


class Aimed(Varied):
    """A loss of vectors and its derivative, by the one number of the prediction that moves."""

    of = "losses of vectors"
    takes = Varied.takes | {"target"}

    def check(self, request: EachAlone, function: Any) -> None:
        self.check_moving(request, function)
        if request.target is None:
            raise BadOption(
                f"plot: {function} compares --at with a target. Add it, such as {subject(function).moving()}."
            )
        if UNMARKED in request.mark:
            raise Unused("--mark", f"--mark {UNMARKED}: on {function} nothing is marked unasked. Leave it out.")
        assert request.at is not None
        self._aimed(request, function).check(request.at)

    def example_of(self, function: Entry) -> str:
        return subject(function).moving()

    def usual_interval(self, function: Any) -> tuple[float, float]:
        return SPANS.get(function.takes, super().usual_interval(function))

    def _aimed(self, request: EachAlone, function: VectorLoss) -> "AimedLoss":
        from ...calculus.vectors.aimed import AimedLoss

        assert request.target is not None
        return AimedLoss(function.of_single(), as_target(request.target, TARGETS[function.target_kind]))

    def panels(self, request: EachAlone) -> "list[Panel]":
        from .panels import panels_varied

        assert request.at is not None
        assert request.vary is not None
        aimed = self._aimed(request, request.functions[0])
        return panels_varied(request.curves, request.at, request.vary, aimed)


class Layer(Way):
    """What a random layer makes of a vector."""

    of = "random layers"
    takes = _names(Captioned) | {"at", "no_legend"}

    def check(self, request: EachAlone, function: RandomLayer) -> None:
        if request.at is None:
            raise not_shown("plot", function)
        if len(request.at) > MOST_UNITS:
            raise BadOption(f"plot: --at holds {len(request.at)} numbers, allowed for {function} are {MOST_UNITS}")
        _check_size(function.of_single(), request.at)

    def content(self, request: EachAlone) -> "LayerFigure":
        from ...calculus.vectors.layers import layer_at
        from ...figures.layers import LayerFigure, note_of
        from .captions import words_of_layer

        assert request.at is not None
        function = request.functions[0]
        layer = layer_at(function.of_single(), request.at)
        return LayerFigure(layer, request.with_words(request.look, words_of_layer(function, layer, note_of(layer))))


class Simplex(Way):
    """The shares of three classes in a triangle."""

    of = "functions in a triangle"
    takes = _names(Captioned) | {"at", "simplex"}

    def check(self, request: EachAlone, function: Any) -> None:
        self._path(request, function)

    def _path(self, request: EachAlone, function: Any) -> "OnSimplex":
        from ...calculus.vectors.simplices import on_simplex

        scores = getattr(function, "example", VectorFunction.example) if request.at is None else request.at
        return on_simplex(function.of_single(), tuple(scores))

    def content(self, request: EachAlone) -> "SimplexFigure":
        from ...figures.surfaces.simplex import SimplexFigure
        from .captions import words_of_simplex

        path = self._path(request, request.functions[0])
        return SimplexFigure(path, request.with_words(request.look, words_of_simplex(request.functions[0], path)))


IN_A_TRIANGLE = Simplex()
WAYS = {OneVariable: Curve(), OfVectors: Varied(), OfPairs: Aimed(), Drawn: Layer()}


def way_of(function: Entry) -> Way:
    """How a function is drawn, by the kind of its subject."""
    return next(WAYS[cls] for cls in type(subject(function)).__mro__ if cls in WAYS)


def _check_size(layer: RandomLayer, x: tuple[float, ...]) -> None:
    """Raise `BadOption` for numbers whose mean or variance is none or overflows, so that no bar can be drawn."""
    import numpy as np

    shown = [layer.evaluate(x), layer.mean(x), layer.variance(x)]
    if not all(np.all(np.isfinite(values)) for values in shown if values is not None):
        raise BadOption(f"plot: the mean or the variance of {layer} overflows there. Divide the numbers of --at.")
