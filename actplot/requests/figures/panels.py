"""Turns functions and the orders of their derivatives into panels of curves."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...calculus.curves.breaks import GAP, JUMP, OSCILLATION, POLE, TANGENT, UNDECIDED
from ...calculus.curves.tracing import Curve, trace
from ...calculus.subjects import catalogued, subject
from ...calculus.written_names import Label, labels, mathematical, named
from ...catalogue.kinds.functions import Function
from ...numbers import readable
from ...numerics.scales import Scales
from .axes.choices import Curves
from .axes.logarithms import check_values, with_scales

if TYPE_CHECKING:
    from ...calculus.curves.differing import Apart
    from ...calculus.curves.marks import Extremum
    from ...calculus.vectors.aimed import AimedLoss
    from ...figures.colours import Ramp
    from ...figures.curves.formulas import Formula
    from ...figures.curves.records import Panel, Trace

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
PRIMES = ("", "′", "″")
SHORT = 40  # letters of names in a note
LONGEST = 46  # letters of a text at an axis
SAID = {  # kinds of breaks without a derivative: at the … of f, where f …
    JUMP: ("jump", "jumps"),
    POLE: ("pole", "has a pole"),
    GAP: ("gap", "has a gap"),
    TANGENT: ("vertical tangent", "has a vertical tangent"),
    OSCILLATION: ("oscillation", "or its slope oscillates"),
    UNDECIDED: ("undecided limit", "has no limit that could be decided"),
}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
BANDED = "too fast to draw: the band is what it covers"
FINITE = "derivatives by finite differences"
SPARSE = 21  # finite differences per curve, where they are markers over the closed form


def heading(letter: str, order: int) -> str:
    """Such as f′(x)."""
    return mathematical(f"f{PRIMES[order]}({letter})")


def formula_in_letters(function: Any, letters: Sequence[str]) -> "tuple[Formula, ...]":
    """What a function is, with its values but for some parameters, which stay letters."""
    from ...calculus.letters import formula_in_numbers
    from ...figures.curves.formulas import Formula

    return (Formula(function.letter, *formula_in_numbers(function, letters)),)


def formulas(functions: Sequence[Function]) -> "tuple[Formula, ...]":
    """What each function is, in the letters of a reader and with its values; of several with their names."""
    from ...calculus.letters import formula_in_numbers
    from ...figures.curves.formulas import Formula

    told = labels(functions)
    alike = len({label.name for label in told}) < len(told)
    names = ["" if label.maths or len(told) == 1 else label.text if alike else label.name for label in told]
    return tuple(
        Formula(function.letter, *formula_in_numbers(function), name)
        for function, name in zip(functions, names, strict=True)
    )


def panels_beside(curves: Curves) -> "list[Panel]":
    """One panel per order, all functions in each."""
    named = labels(curves.functions)
    return [
        _panel(
            own,
            heading(curves.letter, order),
            [
                traced(own, function, order, label.primed(order))
                for function, label in zip(curves.functions, named, strict=True)
            ],
        )
        for order in curves.orders
        for own in [with_scales(curves, (order,))]
    ]


def with_values(panel: "Panel", ramp: "Ramp") -> "Panel":
    """A panel whose curves are named by the value that each of them has of one parameter."""
    named = [Label(f"{ramp.letter} = {value}") for value in ramp.values]
    traces = [replace(trace, label=label) for trace, label in zip(panel.traces, named, strict=True)]
    return replace(panel, traces=tuple(traces))


def crossed(panel: "Panel", ramp: "Ramp", letter: str, values: Sequence[float]) -> "tuple[Panel, ...]":
    """The panel's curves in a panel for each value of a second parameter, in which those of the first have colours."""
    count = len(ramp.values)
    return tuple(
        replace(
            with_values(replace(panel, traces=panel.traces[place * count : (place + 1) * count]), ramp),
            title=f"{panel.title}, {letter} = {readable(value, 4)}",
        )
        for place, value in enumerate(values)
    )


def cells(curves: Curves, intervals: Sequence[tuple[float, float]]) -> "list[Panel]":
    """A panel for each function on its interval, with its derivatives in the same axes."""
    alone = [
        replace(curves, functions=(function,), interval=interval, by_default=False)
        for function, interval in zip(curves.functions, intervals, strict=True)
    ]
    return [
        replace(panel, title=label.text)
        for one, label in zip(alone, labels(curves.functions), strict=True)
        for panel in panel_together(one)
    ]


def panel_together(curves: Curves) -> "list[Panel]":
    """One panel, all orders of the one function in it."""
    (function,) = curves.functions
    curves = with_scales(curves, curves.orders)
    headings = [heading(curves.letter, order) for order in curves.orders]
    traces = [
        traced(curves, function, order, Label(text, maths=True))
        for order, text in zip(curves.orders, headings, strict=True)
    ]
    return [_panel(curves, "", traces, heading(curves.letter, 0))]


def panels_by_target(curves: Curves) -> "list[Panel]":
    """One panel per order, a curve for each target of the one loss in it."""
    return [
        _panel(
            own,
            heading(curves.letter, order),
            [
                traced(own, function, order, _of_target(label, heading(curves.letter, order)))
                for function, label in zip(curves.functions, labels(curves.functions), strict=True)
            ],
        )
        for order in curves.orders
        for own in [with_scales(curves, (order,))]
    ]


def _of_target(label: Label, heading: str) -> Label:
    """What a curve is called beside others that differ from it in their targets alone."""
    target = next(value for value in label.values if value.startswith("target"))
    return Label(target, spoken=f"{heading} for {target}")


def panels_apart(curves: Curves) -> "list[Panel]":
    """A panel for each order of the one function, with scales of their own."""
    panels = [panel for order in curves.orders for panel in panel_together(replace(curves, orders=(order,)))]
    return [replace(panel, title=panel.traces[0].label.text) for panel in panels]


def panels_varied(curves: Curves, at: Sequence[float], index: int, aimed: "AimedLoss | None" = None) -> "list[Panel]":
    """One panel per order, all outputs of the one function of vectors in it, by the number that moves.

    Of a loss it is given with its target.
    """
    from ...calculus.vectors.jacobians import letters_of, subscripted
    from ...calculus.vectors.varying import vary
    from ...figures.curves.records import Panel, Trace

    (function,) = curves.functions
    moved: Any = aimed or function.of_single()
    names = [mathematical(subscripted(name)) for name in letters_of(moved).inputs(len(at))]
    numbers = [names[i] if i == index else readable(number) for i, number in enumerate(at)]
    vector = f"({', '.join(numbers)})"
    if aimed:  # whose name stands above the panels
        letter = mathematical(aimed.letters.output)
        titles = (f"{letter} of {vector}, {aimed.told}", f"∂{letter}/∂{names[index]}")
    else:
        titles = (f"{named(function)} of {vector}", f"∂/∂{names[index]} {named(function)} of {vector}")
    outputs = vary(moved, at, index, curves.interval, curves.points)
    return [
        Panel(
            title=titles[order],
            x_label=_moving(names, at, index),
            interval=curves.interval,
            letter=names[index],
            traces=tuple(
                Trace(curve, _output(curve, names[index]), kinks=curve.kinks if "kinks" in curves.marks else ())
                for curve in outputs[order]
            ),
        )
        for order in curves.orders
    ]


def _output(curve: Curve, moved: str) -> Label:
    """What an output of a function of vectors is called, or its derivative by the number that moves."""
    return Label(mathematical(f"∂{curve.label}/∂{moved}" if curve.order else curve.label), maths=True)


def difference_panel(curves: Curves, found: "Apart") -> "Panel":
    """The difference of two functions, divided by a power of ten that its heading states."""
    from ...figures.curves.panels import limits_of
    from ...figures.curves.records import Panel, Trace
    from ...figures.look import Look

    scales = Scales(with_scales(curves, (0,)).scales.x)
    curve = trace(found.between, 0, curves.interval, curves.points, scales)
    first = catalogued(curves.functions)[0]
    plain = Panel("", _x_label(first), curves.interval, (Trace(curve, Label("")),), scales=scales)
    power = _power(max(map(abs, limits_of(plain, Look()))))
    scaled = replace(curve, **_divided(curve, 10.0**power))
    marked = Trace(scaled, Label(""), verticals=curve.poles, extrema=_largest_marked(found, 10.0**power))
    name = " − ".join(map(_enclosed, labels(curves.functions)))
    heading = name if len(name) <= LONGEST else found.between.label
    heading += f", ×10{str(power).translate(RAISED)}" if power else ""
    return replace(
        plain, title=heading, traces=(marked,), note="; ".join(filter(None, [_largest_told(found), _banded([marked])]))
    )


def _power(largest: float) -> int:
    """The power of ten that tick labels leave out; 0 where they are short without."""
    power = math.floor(math.log10(largest))
    return 0 if -2 <= power <= 3 else power


def _divided(curve: Curve, unit: float) -> dict[str, Any]:
    """The parts of a curve that its heights are in."""
    return {
        "pieces": tuple((x, y / unit) for x, y in curve.pieces),
        "dots": tuple(replace(dot, y=dot.y / unit) for dot in curve.dots),
        **{name: tuple((x, y / unit) for x, y in getattr(curve, name)) for name in ("kinks", "tops")},
        "bands": tuple(replace(band, low=band.low / unit, high=band.high / unit) for band in curve.bands),
    }


def _largest_marked(found: "Apart", unit: float) -> "tuple[Extremum, ...]":
    """Where the difference is farthest from 0; of a stretch, its middle."""
    from ...calculus.curves.marks import Extremum

    largest, width = found.largest[0], found.interval[1] - found.interval[0]
    if not 0 < largest.difference < math.inf:
        return ()
    marks = []
    for place in largest.places:
        x = place.low if place.low == place.high else (place.low + place.high) / 2
        positive = bool(found.between.value(x + place.approach * 1e-9 * width) > 0)
        marks.append(Extremum(x, (1 if positive else -1) * largest.difference / unit, positive))
    return tuple(dict.fromkeys(marks))


def _largest_told(found: "Apart") -> str:
    from ...documents.comparisons.differing import largest_in_short

    return largest_in_short(found)


def _enclosed(label: Label) -> str:
    """It, in parentheses where it is a sum or a difference itself or has values."""
    text, depth = label.text, 0
    for letter in text if label.maths else "":
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and letter in "+-−":
            return f"({text})"
    return f"({text})" if label.values else text


def _moving(names: Sequence[str], at: Sequence[float], index: int) -> str:
    """Which number moves and, where that fits, what the others are."""
    others = [f"{names[i]} = {readable(number)}" for i, number in enumerate(at) if i != index]
    text = f"{names[index]} moves; {', '.join(others)}"
    return text if others and len(text) <= LONGEST else names[index]


def traced(curves: Curves, function: Function, order: int, label: Label) -> "Trace":
    """A curve of the function, by the derivative asked for, with the marks asked for."""
    from ...calculus.curves import marks
    from ...figures.curves.records import Trace

    curve, wanted = trace(function, order, curves.interval, curves.points, curves.scales), curves.marks
    marked = "asymptotes" in wanted
    estimates = None
    if order and curves.derivative != "closed" and curve.pieces:
        from ...calculus.curves.estimates import estimated, sampled

        curve = estimated(function, curve) if curves.derivative == "finite" else curve
        estimates = sampled(function, curve, SPARSE) if curves.derivative == "both" else None
    return Trace(
        curve=replace(curve, label=label.text),
        label=label,
        estimates=estimates,
        asymptotes=marks.asymptotes(function, order, curves.interval) if marked else (),
        verticals=marks.vertical_asymptotes(function, curve, curves.interval)
        if "asymptotes" in wanted
        else curve.poles,
        extrema=marks.extrema(function, curve) if "extrema" in wanted else (),
        saturation=marks.saturation(function, curve) if "saturation" in wanted else (),
        kinks=curve.kinks if "kinks" in wanted else (),
        envelope=marks.envelope(function, curve) if "envelope" in wanted else (),
        told=marks.told(function, curve) if curves.marked_by_default else (),
        limits=marks.limits(function, order, curves.interval) if curves.marked_by_default else (),
    )


def _panel(curves: Curves, title: str, traces: "Sequence[Trace]", function: str | None = None) -> "Panel":
    """A panel of curves, or of one function, named, and its derivatives."""
    from ...figures.curves.records import Panel

    panel = Panel(
        title=title,
        x_label=_x_label(catalogued(curves.functions)[0]),
        scales=curves.scales,
        interval=curves.interval,
        letter=curves.letter,
        traces=tuple(traces),
        note="; ".join(
            filter(
                None,
                [
                    _differences(curves, traces),
                    _note([one.curve for one in traces], _names(curves, traces), function),
                    _banded(traces),
                    _crowded(traces),
                ],
            )
        ),
    )
    return check_values(panel, curves)


def _differences(curves: Curves, traces: "Sequence[Trace]") -> str:
    """Says of derivatives that they are no closed form."""
    return FINITE if curves.derivative == "finite" and any(one.curve.order for one in traces) else ""


def _banded(traces: "Sequence[Trace]") -> str:
    """Says that a band stands for a curve."""
    return BANDED if any(one.curve.bands for one in traces) else ""


def _crowded(traces: "Sequence[Trace]") -> str:
    """Says of which curves no extremum is pointed out, since there are too many."""
    names = " and ".join(one.curve.label for one in traces if one.extrema is None)
    return f"{names} turns too often to mark where" if names else ""


def _x_label(function: Function) -> str:
    return mathematical(function.letter if subject(function).typed else VARIABLES[function.variable])


def _names(curves: Curves, traces: "Sequence[Trace]") -> list[str]:
    """What the function of each trace is called, and not its derivative: a step jumps, and its slope does not."""
    named = [label.text for label in labels(curves.functions)]
    return named if len(named) == len(traces) else [one.label.text for one in traces]


def _note(curves: Sequence[Curve], names: Sequence[str], function: str | None) -> str:
    """Says where a derivative does not exist although a line is drawn on both sides, and what has no limit."""
    lacking = [[kind for _, kind in curve.missing if curve.order > 1 or kind in SAID] for curve in curves]
    gaps = [(name, kinds) for name, kinds in zip(names, lacking, strict=True) if kinds]
    if not gaps:
        return ""
    dotted = any(kind not in (POLE, TANGENT) for _, kinds in gaps for kind in kinds)
    if dotted and max(curve.order for curve, kinds in zip(curves, lacking, strict=True) if kinds) > 1:
        return "open dots: no second derivative there"
    return _without_derivative(gaps, function, others=len(curves) > 1)


def _without_derivative(gaps: Sequence[tuple[str, list[str]]], function: str | None, *, others: bool) -> str:
    kinds = list(dict.fromkeys(kind for _, some in gaps for kind in some))
    if function is not None:
        verbs = " and ".join(SAID[kind][1] for kind in kinds)
        return f"no derivative where {function} {verbs}"
    names = " and ".join(name for name, _ in gaps)
    if len(kinds) == 1 and len(gaps) <= 2 and others and len(names) <= SHORT:
        return f"no derivative at the {SAID[kinds[0]][0]} of {names}"
    *first, last = kinds
    which = f"{', '.join(first)} or {last}" if first else last
    where = f"no derivative at {'an' if which[0] in 'aeiou' else 'a'} {which}"
    return f"open dots: {where}" if kinds == [JUMP] else where
