"""Writes the title and the caption of a figure of curves, from what it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...calculus.written_names import Label, begun, labels, letter_in_figures, mathematical, named, upright
from ...catalogue.kinds.functions import Function
from ...numbers import readable, span_text
from ..picture import Words
from .axes.logarithms import told_scales, told_scales_of_cells

if TYPE_CHECKING:
    from ...calculus.propagation.networks import Propagation
    from ...calculus.vectors.outputs import Outputs
    from ...figures.curves.grid import Cell
    from ...figures.curves.records import Panel, Trace
    from ...figures.look import Look
    from ...spec.sweeping import Axis, Sweep

COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NAMED = 3  # functions that a title names; of more it tells the number
MOST_NUMBERS = 12  # of a vector, in a caption
MOST_RANGES = 3  # of variables, that a caption tells
LONGEST = 46  # letters of these names
NOUNS = {"activation": "activations", "loss": "losses"}
KEYS = {  # what marks mean that do not say it themselves
    "saturation": "thin rule: slope below a tenth of its largest",
    "kinks": "diamonds: kinks",
    "extrema": "triangles: extrema",
    "envelope": "shade: range of the random values",
}
GAINS = {"he": "g = √2 (He)", "lecun": "g = 1 (LeCun)", "glorot": "g = 1 (Glorot)"}
BEHIND = {(0,): "", (0, 1): "and {} derivative{}", (0, 1, 2): "and {} first two derivatives"}


def words_of(
    functions: Sequence[Function], labels: Sequence[Label], panels: "Sequence[Panel]", look: "Look", form: str = ""
) -> Words:
    """The title and the line under it; `form` says over which variable losses are drawn."""
    return Words(_title(functions, labels, _orders(panels)), _caption(panels, look, form))


def words_of_cells(
    functions: Sequence[Function], cells: "Sequence[Cell]", look: "Look", part: str = "", *, form: str = ""
) -> Words:
    """Of functions in a cell each, of which a page may have a part."""
    panels, named = [cell.panel for cell in cells], labels(functions)
    title = _title(functions, named, _orders(panels))
    seen = [trace for cell in cells for trace in _seen(cell.panel, _with_limits(look, cell.limits))]
    told = form, _ranges(panels), *told_scales_of_cells(panels)
    return Words(f"{title} ({part})" if part else title, _captioned("; ".join(filter(None, told)), seen))


def _orders(panels: "Sequence[Panel]") -> tuple[int, ...]:
    return tuple(sorted({trace.curve.order for panel in panels for trace in panel.traces}))


def _with_limits(look: "Look", limits: tuple[float, float]) -> "Look":
    return replace(look, y_range=limits, slope_range=limits)


def _ranges(panels: "Sequence[Panel]") -> str:
    """Of all cells, where they have one; else those of each variable that has one."""
    ranges: dict[str, set[tuple[float, float]]] = {}
    for panel in panels:
        ranges.setdefault(panel.letter, set()).add(panel.interval)
    if len(ranges) > MOST_RANGES or any(len(ends) > 1 for ends in ranges.values()):
        return "each over a range of its own"
    return ", ".join(f"{mathematical(letter)} from {span_text(*ends.pop())}" for letter, ends in ranges.items())


def words_of_difference(functions: Sequence[Function], panel: "Panel", look: "Look") -> Words:
    """Of two functions above their difference."""
    one, other = labels(functions)
    first, second = upright(one.enclosed if one.maths else begun(one.enclosed)), upright(other.enclosed)
    where = "above" if look.stacked else "beside"
    return Words(f"{first} and {second} {where} their difference", _caption([panel], look))


def words_of_depth(found: "Sequence[Propagation]", gain: str | float, width: int) -> Words:
    """Of signals through many layers."""
    functions, network = [one.function for one in found], found[0].network
    names = _listed([upright(label.enclosed) for label in labels(functions)])
    what = names if len(functions) <= NAMED and len(names) <= LONGEST else _counted(functions)
    layers = f"{network.layers} {'residual ' * network.residual}layer{'s' * (network.layers > 1)}"
    seeds = len(found[0].simulation.deviation)
    told = [
        f"weights N(0, g²/width), {_gains(found, gain)}",
        "lines: mean field",
        f"dots, bands: median and range of {seeds} networks of width {width}"
        if seeds > 1
        else f"dots: a network of width {width}",
        _bounds([one for one in found if 0 < one.at_best < 1]),
        _endings(found),
    ]
    return Words(f"Signals and gradients through {layers} of {what}", "; ".join(filter(None, told)))


def _gains(found: "Sequence[Propagation]", asked: str | float) -> str:
    """Such as g = √2 (He)."""
    values = list(dict.fromkeys(readable(one.network.gain, 4) for one in found))
    if asked in GAINS:
        return GAINS[str(asked)]
    told = ["g", "1/√E[f(z)²]" if isinstance(asked, str) else "", values[0] if len(values) == 1 else ""]
    return " = ".join(filter(None, told))


def _bounds(best: "Sequence[Propagation]") -> str:
    """The most that n layers leave of gradients."""
    named = zip(best, labels([one.function for one in best]), strict=True) if best else ()
    told = [f"{readable(one.at_best, 3)}ⁿ for {label.enclosed}" for one, label in named]
    return f"dotted: at best {', '.join(told)}" if told else ""


def _endings(found: "Sequence[Propagation]") -> str:
    """What leaves the floats, and where."""
    from ...calculus.propagation.leaving_floats import endings

    named = zip(found, labels([one.function for one in found]), strict=True)
    return "; ".join(f"{label.enclosed}: {told}" for one, label in named for told in endings(one))


def words_of_sweep(sweep: "Sweep", panels: "Sequence[Panel]", look: "Look", form: str = "") -> Words:
    """Of one function at several values of parameters, such as focal loss, γ = 0 to 5."""
    orders = tuple(sorted({trace.curve.order for panel in panels for trace in panel.traces}))
    name = upright(_swept(sweep))
    if orders not in BEHIND:
        title = f"Derivative of {name}"
    else:
        behind = BEHIND[orders].format("its", "s" * (len(orders) > 2))
        title = ", ".join(filter(None, [begun(name), behind]))
    notes = dict.fromkeys(panel.note for panel in panels) if len(sweep.axes) > 1 else ()  # cells have no room for them
    return Words(title, "; ".join(filter(None, [form, _caption(panels, look), *notes])))


def words_of_outputs(sweep: "Sweep", outputs: "Outputs") -> Words:
    """Of a function of vectors at several values of a parameter."""
    numbers = ", ".join(readable(value, 4) for value in outputs.input[:MOST_NUMBERS].tolist())
    more = ", …" * (len(outputs.input) > MOST_NUMBERS)
    told = [f"{mathematical(outputs.letters.input)} = ({numbers}{more})", outputs.drawn]
    return Words(begun(upright(_swept(sweep))), "; ".join(filter(None, told)))


def _swept(sweep: "Sweep") -> str:
    """The function, and the ends of what its parameters are."""
    first = sweep.functions[0]
    spans = [f"{letter_in_figures(first, axis.name)} = {span_text(*_ends(axis))}" for axis in sweep.axes]
    return ", ".join([named(first, [axis.name for axis in sweep.axes]), *spans])


def _ends(axis: "Axis") -> tuple[float, float]:
    return axis.values[0], axis.values[-1]


def _title(functions: Sequence[Function], labels: Sequence[Label], orders: tuple[int, ...]) -> str:
    alike = upright(_alike(labels))  # titles are bold, and no face has bold slanted letters
    what = upright(_listed([label.enclosed for label in labels]))
    short = len(labels) <= NAMED and len(what) <= LONGEST
    several = len(functions) > 1 and not 0 < len(alike) <= LONGEST
    if several and not short:
        what = _counted(functions)
    elif not several:
        what = alike or what
    if orders not in BEHIND:
        return f"Derivative{'s' * several} of {what}"
    what = what if labels[0].maths and (short or not several) else begun(what)
    return f"{what} {BEHIND[orders].format('their' if several else 'its', 's' * several)}".strip()


def names_of(functions: Sequence[Function]) -> str:
    """Of a figure's functions in its title: their names, or of more than a few how many they are."""
    what = upright(_listed([label.enclosed for label in labels(functions)]))
    return what if len(functions) == 1 or (len(functions) <= NAMED and len(what) <= LONGEST) else _counted(functions)


def _counted(functions: Sequence[Function]) -> str:
    """Such as five losses."""
    kinds = {function.named_kind for function in functions}
    noun = NOUNS.get(kinds.pop(), "functions") if len(kinds) == 1 else "functions"
    count = COUNTED[len(functions)] if len(functions) < len(COUNTED) else str(len(functions))
    return f"{count} {noun}"


def _alike(labels: Sequence[Label]) -> str:
    """Of one function for several values of one parameter: its name with all of them, behind the others it has."""
    if len({(label.name, len(label.values)) for label in labels}) > 1 or len(labels) < 2:
        return ""
    places = list(zip(*(label.values for label in labels), strict=True))
    shared = [place[0] for place in places if len(set(place)) == 1]
    values = [value.partition(" = ") for place in places if len(set(place)) > 1 for value in place]
    if len(values) != len(labels) or len({letter for letter, _, _ in values}) > 1:
        return ""
    varied = f"{values[0][0]} = {_listed([value for _, _, value in values])}"
    return f"{labels[0].name} ({', '.join([*shared, varied])})"


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _caption(panels: "Sequence[Panel]", look: "Look", form: str = "") -> str:
    """The range, and what dots and rings mean where there are any."""
    range_ = f"{mathematical(panels[0].letter)} from {span_text(*panels[0].interval)}"
    seen = [trace for panel in panels for trace in _seen(panel, look)]
    told = form, range_, *told_scales(panels), _touching(seen, mathematical(panels[0].letter))
    inputs = panels[0].behind.described if panels[0].behind else ""
    return "; ".join(filter(None, [_captioned("; ".join(filter(None, told)), seen), inputs]))


def _captioned(range_: str, traces: "Sequence[Trace]") -> str:
    values, slopes = (
        [dot for trace in traces if bool(trace.curve.order) is slope for dot in trace.curve.dots]
        for slope in (False, True)
    )
    dots = [*values, *slopes]
    told = [
        range_,
        "ring: limit not taken" if any(not dot.filled for dot in dots) else "",
        _dotted([dot.filled for dot in values], [dot.filled for dot in slopes]),
        "edge tick: limit at infinity" if any(trace.limits for trace in traces) else "",
        "dotted: asymptotes" if any(trace.asymptotes or trace.verticals for trace in traces) else "",
        "crosses: finite differences" if any(trace.estimates is not None for trace in traces) else "",
        *(text for mark, text in KEYS.items() if any(getattr(trace, mark) for trace in traces)),
    ]
    return "; ".join(filter(None, told))


def _touching(traces: "Sequence[Trace]", letter: str) -> str:
    """Where tangents are, and which slope they have: of one, or of several if those are all that is new."""
    from ...figures.curves.labels import slope_text

    tangents = [one for trace in traces for one in trace.tangents]
    if not tangents:
        return ""
    places = _listed([readable(one.x) for one in tangents])
    if len(tangents) == 1:
        return f"tangent at {letter} = {places}, slope {slope_text(tangents[0].slope)}"
    return f"tangents at {letter} = {places}"


def _seen(panel: "Panel", look: "Look") -> "Iterator[Trace]":
    """The curves of a panel with those of their marks that lie within it."""
    if not any(trace.limits or trace.extrema or trace.curve.dots for trace in panel.traces):
        yield from panel.traces
        return
    from ...figures.curves.panels import limits_of

    low, high = limits_of(panel, look)
    for trace in panel.traces:
        yield replace(
            trace,
            curve=replace(trace.curve, dots=tuple(dot for dot in trace.curve.dots if low <= dot.y <= high)),
            limits=tuple(limit for limit in trace.limits if low <= limit.y <= high),
            extrema=tuple(extremum for extremum in trace.extrema or () if low <= extremum.y <= high),
        )


def _dotted(of_values: Sequence[bool], of_slopes: Sequence[bool]) -> str:
    """What dots say: values that functions have, or values that derivatives are given."""
    if not any(of_slopes):
        return "dot: value taken" if any(of_values) else ""
    return "dot: value taken, of a derivative by convention" if any(of_values) else "dot: value by convention"
