"""Turns a figure request into the panels that it asks for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...calculus.curves.tracing import Curve, trace
from ...catalogue.kinds.functions import FORMULA, Function
from .curves import FigureRequest

if TYPE_CHECKING:
    from ...figures.curves.formulas import Formula
    from ...figures.curves.records import Panel, Trace
    from ...figures.look import Look

VARIABLES = {  # text at the axis
    "x": "x",
    "residual": "residual r = prediction − target",
    "margin": "margin m = target · score",
    "logit": "logit z",
    "probability": "probability p",
    "prediction": "prediction p",
    "rate": "predicted rate p",
    "log rate": "predicted log rate z",
    "distance": "distance d",
}
PRIMES = ("", "\u2009′", "\u2009″")  # a thin space keeps the prime off the slanted f
SHORT = 40  # letters of names in a note
SPARSE = 21  # finite differences per curve, where they are markers over the closed form


def orders(request: FigureRequest) -> list[int]:
    """Which derivatives a request draws; 0 is the function itself."""
    if request.only:
        return [("value", "derivative").index(request.only)]
    return list(range(request.order + 1))


def heading(function: Function, order: int) -> str:
    """Such as f′(x)."""
    return f"f{PRIMES[order]}({function.letter})"


def look(request: FigureRequest) -> "Look":
    """The options of a request that are about looks alone."""
    from ...figures.look import Look

    return Look(
        size=request.size,
        dpi=request.dpi,
        y_range=request.y_range,
        title=request.title,
        x_label=request.x_label,
        y_label=request.y_label,
        axes=request.axes,
        theme=request.theme,
        style=request.style,
        legend=not request.no_legend,
    )


def formulas(request: FigureRequest) -> "tuple[Formula, ...]":
    """What each function is, in the letters of a reader."""
    from ...calculus.letters import readable_formula
    from ...figures.curves.formulas import Formula

    return tuple(Formula(function.letter, readable_formula(function)) for function in request.functions)


def panels_beside(request: FigureRequest) -> "list[Panel]":
    """One panel per order, all functions in each."""
    first = request.entries[0]
    return [
        _panel(request, heading(first, order), [traced(request, function, order) for function in request.functions])
        for order in orders(request)
    ]


def panel_together(request: FigureRequest) -> "list[Panel]":
    """One panel, all orders of the one function in it."""
    (function,) = request.functions
    traces = [traced(request, function, order) for order in orders(request)]
    named = [replace(one, curve=replace(one.curve, label=heading(function, one.curve.order))) for one in traces]
    return [_panel(request, function.label, named, heading(function, 0))]


def traced(request: FigureRequest, function: Function, order: int) -> "Trace":
    """A curve of the function, by the derivative asked for, with the marks asked for."""
    from ...calculus.curves import marks
    from ...figures.curves.records import Trace

    curve, wanted = trace(function, order, request.interval, request.points), request.mark
    estimates = None
    if order and request.derivative != "closed" and curve.pieces:
        from ...calculus.curves.estimates import estimated, sampled

        curve = estimated(function, curve) if request.derivative == "finite" else curve
        estimates = sampled(function, curve, SPARSE) if request.derivative == "both" else None
    return Trace(
        curve=curve,
        estimates=estimates,
        asymptotes=marks.asymptotes(function, order, request.interval) if "asymptotes" in wanted else (),
        extrema=marks.extrema(function, curve) if "extrema" in wanted else (),
        saturation=marks.saturation(function, curve) if "saturation" in wanted else (),
        kinks=curve.kinks if "kinks" in wanted else (),
        envelope=marks.envelope(function, curve) if "envelope" in wanted else (),
    )


def _panel(request: FigureRequest, title: str, traces: "Sequence[Trace]", function: str | None = None) -> "Panel":
    """A panel of curves, or of one function, named, and its derivatives."""
    from ...figures.curves.records import Panel

    return Panel(
        title=title,
        x_label=_x_label(request.entries[0]),
        interval=request.interval,
        traces=tuple(traces),
        note=_note([one.curve for one in traces], function),
    )


def _x_label(function: Function) -> str:
    return function.letter if function.kind == FORMULA else VARIABLES[function.variable]


def _note(curves: Sequence[Curve], function: str | None) -> str:
    """Says where a derivative does not exist although a line is drawn on both sides."""
    gaps = [curve for curve in curves if curve.missing]
    if not gaps:
        return ""
    if max(curve.order for curve in gaps) > 1:
        return "open dots: no second derivative there"
    if function is not None:
        return f"no derivative where {function} jumps"
    names = " and ".join(curve.label for curve in gaps)
    if len(gaps) <= 2 and len(curves) > 1 and len(names) <= SHORT:
        return f"no derivative at the jump of {names}"
    return "open dots: no derivative at a jump"
