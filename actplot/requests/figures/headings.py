"""Writes the title and the caption of a figure of curves, from what it shows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...calculus.written_names import Label, begun, labels, mathematical, upright
from ...catalogue.kinds.functions import Function
from ...numbers import readable
from ..picture import Words

if TYPE_CHECKING:
    from ...figures.curves.records import Panel

COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NAMED = 3  # functions that a title names; of more it tells the number
LONGEST = 46  # letters of these names
NOUNS = {"activation": "activations", "loss": "losses"}
KEYS = {  # what marks mean that do not say it themselves
    "asymptotes": "dotted: asymptotes",
    "saturation": "thin rule: slope below a tenth of its largest",
    "kinks": "diamonds: kinks",
    "extrema": "triangles: extrema",
    "envelope": "shade: range of the random values",
}
BEHIND = {(0,): "", (0, 1): "and {} derivative{}", (0, 1, 2): "and {} first two derivatives"}


def words_of(functions: Sequence[Function], labels: Sequence[Label], panels: "Sequence[Panel]") -> Words:
    """The title and the line under it."""
    orders = tuple(sorted({trace.curve.order for panel in panels for trace in panel.traces}))
    return Words(_title(functions, labels, orders), _caption(panels))


def words_of_difference(functions: Sequence[Function], panel: "Panel") -> Words:
    """Of two functions above their difference."""
    one, other = labels(functions)
    first, second = upright(one.text if one.maths else begun(one.text)), upright(other.text)
    comma = "," * ("," in second)
    return Words(f"{first} and {second}{comma} above their difference", _caption([panel]))


def _title(functions: Sequence[Function], labels: Sequence[Label], orders: tuple[int, ...]) -> str:
    several = len(functions) > 1
    what = upright(_listed([label.text for label in labels]))  # titles are bold, and no face has bold slanted letters
    if len(labels) > NAMED or len(what) > LONGEST:
        kinds = {function.named_kind for function in functions}
        noun = NOUNS.get(kinds.pop(), "functions") if len(kinds) == 1 else "functions"
        count = COUNTED[len(functions)] if len(functions) < len(COUNTED) else str(len(functions))
        what = f"{count} {noun}" if several else what
        what = what[0].upper() + what[1:] if several and orders in BEHIND else what
    if orders not in BEHIND:
        return f"Derivative{'s' * several} of {what}"
    what = begun(what) if not labels[0].maths else what
    return f"{what} {BEHIND[orders].format('their' if several else 'its', 's' * several)}".strip()


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _caption(panels: "Sequence[Panel]") -> str:
    """The range, and what dots and rings mean where there are any."""
    low, high = panels[0].interval
    traces = [trace for panel in panels for trace in panel.traces]
    dots = [dot for trace in traces for dot in trace.curve.dots]
    slopes = [dot for trace in traces if trace.curve.order for dot in trace.curve.dots]
    told = [
        f"{mathematical(panels[0].letter)} from {readable(low)} to {readable(high)}",
        "ring: a limit that is not taken" if any(not dot.filled for dot in dots) else "",
        _dotted(any(dot.filled for dot in dots), any(dot.filled for dot in slopes)),
        "crosses: finite differences" if any(trace.estimates is not None for trace in traces) else "",
        *(text for mark, text in KEYS.items() if any(getattr(trace, mark) for trace in traces)),
    ]
    return "; ".join(filter(None, told))


def _dotted(any_filled: bool, by_convention: bool) -> str:
    if not any_filled:
        return ""
    return "dot: the value that is taken" + (", of a derivative by convention" if by_convention else "")
