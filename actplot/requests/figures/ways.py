"""What `plot` makes of functions of vectors and of random layers."""

from typing import TYPE_CHECKING

from ...catalogue.kinds.functions import FORMULA
from ...catalogue.kinds.random_layers import RandomLayer
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ..picture import check_pixels
from ..request import check_kind
from .curves import FigureRequest
from .panels import look, orders

if TYPE_CHECKING:
    from ...calculus.curves.tracing import Curve
    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel
    from ...figures.layers import LayerFigure
    from .plot import PlotRequest

USUAL = (-5.0, 5.0)
MOST_OUTPUTS = 20  # more curves cannot be told apart
MOST_UNITS = 32


def is_of_vectors(request: "PlotRequest") -> bool:
    """Whether some function of the request takes whole vectors."""
    return any(isinstance(function, VectorFunction | RandomLayer) for function in request.functions)


def check_vectors(request: "PlotRequest") -> None:
    """Raise `BadOption` for what cannot be asked of these functions, and `BadInput` for vectors they do not take."""
    check_pixels(request.size or request.default_size, request.dpi)
    request.keep_styles_local()
    for function in request.functions:
        if isinstance(function, RandomLayer):
            _check_layer(request, function)
        elif isinstance(function, VectorFunction):
            _check_varied(request, function)
        else:
            raise BadOption(
                f"--at and --vary belong to functions of vectors, and {function} is none. Ask for it alone."
            )


def _check_varied(request: "PlotRequest", function: VectorFunction) -> None:
    if request.vary is None or request.at is None:
        if request.vary is not None:
            raise BadOption(f"plot: --vary {request.vary} needs the whole vector. Add it, such as --at 0,1,2.")
        check_kind("plot", function, (*ELEMENTWISE, FORMULA))
    if request.vary >= len(request.at):
        last = len(request.at) - 1
        counted = "there is number 0 alone" if not last else f"its numbers are counted from 0 to {last}"
        raise BadOption(f"--vary {request.vary}: --at holds {len(request.at)} numbers; {counted}.")
    _refuse(request, function, {"order": "--order 2", "formula": "--formula"})
    if request.derivative != "closed":
        raise BadOption(f"--derivative {request.derivative}: outputs of {function} are drawn with closed forms alone.")
    if set(request.mark) - {"kinks"}:
        raise BadOption(f"--mark: on outputs of {function} only kinks are marked. Leave the others out.")
    outputs = function.value(request.at)
    if outputs.size > MOST_OUTPUTS:
        raise BadOption(f"plot: {function} has {outputs.size} outputs there, allowed are {MOST_OUTPUTS}. Shorten --at.")
    if request.x_range == USUAL:
        object.__setattr__(request, "x_range", None)  # the same picture has one canonical line


def _check_layer(request: "PlotRequest", layer: RandomLayer) -> None:
    if request.vary is not None:
        raise BadOption(f"--vary belongs to functions of vectors such as softmax, and {layer} draws random numbers.")
    if request.at is None:
        check_kind("plot", layer, (*ELEMENTWISE, FORMULA))
    flags = {
        "derivative": "--derivative", "mark": "--mark", "order": "--order", "formula": "--formula", "only": "--only",
        "x_label": "--xlabel", "y_label": "--ylabel", "y_range": "--ylim",
    }  # fmt: skip
    _refuse(request, layer, flags)
    if len(request.at) > MOST_UNITS:
        raise BadOption(f"plot: --at holds {len(request.at)} numbers, allowed for {layer} are {MOST_UNITS}")
    _check_size(layer, request.at)
    for name in ("x_range", "points", "axes"):  # which a gallery may ask of all its figures
        object.__setattr__(request, name, type(request).__dataclass_fields__[name].default)


def _check_size(layer: RandomLayer, x: tuple[float, ...]) -> None:
    """Raise `BadOption` for numbers whose mean or variance is none or overflows, so that no bar can be drawn."""
    import numpy as np

    shown = [layer.evaluate(x), layer.mean(x), layer.variance(x)]
    if not all(np.all(np.isfinite(values)) for values in shown if values is not None):
        raise BadOption(f"plot: the mean or the variance of {layer} overflows there. Divide the numbers of --at.")


def _refuse(request: "PlotRequest", function: object, flags: dict[str, str]) -> None:
    """Raise `BadOption` for options that say nothing about a figure of this function."""
    defaults = {name: type(request).__dataclass_fields__[name].default for name in flags}
    for name, flag in flags.items():
        if getattr(request, name) != defaults[name]:
            raise BadOption(f"{flag} belongs to curves of one variable, and says nothing of {function}. Leave it out.")


def varied(request: FigureRequest) -> "CurveFigure":
    """Panels of all outputs and of their derivatives, by the number that moves."""
    from ...calculus.vectors.varying import vary
    from ...figures.curves.panels import CurveFigure

    (function,) = request.functions
    curves = vary(function, request.at, request.vary, request.interval, request.points)
    panels = [_panel(request, order, curves[order]) for order in orders(request)]
    return CurveFigure(tuple(panels), look(request))


def _panel(request: "PlotRequest", order: int, curves: "list[Curve]") -> "Panel":
    from ...calculus.vectors.jacobians import letters_of, subscripted
    from ...figures.curves.records import Panel
    from ...figures.curves.varied import heading, moving, traces

    (function,) = request.functions
    names = [subscripted(name) for name in letters_of(function).inputs(len(request.at))]
    return Panel(
        title=heading(function.label, names, request.at, request.vary, order),
        x_label=moving(names, request.at, request.vary),
        interval=request.interval,
        traces=traces(curves, kinks="kinks" in request.mark),
    )


def layer(request: "PlotRequest") -> "LayerFigure":
    """What the one random layer makes of the vector."""
    from ...calculus.vectors.layers import layer_at
    from ...figures.layers import LayerFigure

    return LayerFigure(layer_at(request.functions[0], request.at), look(request))
