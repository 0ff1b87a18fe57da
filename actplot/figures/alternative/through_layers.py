"""Writes the text that stands for a picture of signals in deep networks."""

from collections.abc import Sequence

from ...numbers import readable
from ..curves.records import Panel, Trace
from ..look import Look
from .alternatives import in_words

_STEADY = 0.01  # of a power of ten, within which a curve is level


def of_depths(panels: Sequence[Panel], look: Look) -> str:
    """Of each panel, from where to where each curve goes."""
    told = [f"{panel.title}: {'; '.join(_course(trace, panel) for trace in panel.traces)}" for panel in panels]
    return in_words(look, look.caption, *told)


def _course(trace: Trace, panel: Panel) -> str:
    if not trace.curve.pieces:
        return f"{trace.label.name} has {trace.label.values[-1] if trace.label.values else 'none'}"
    ((x, y),) = trace.curve.pieces
    first, last = (_power(float(end)) for end in (y[0], y[-1]))
    where = "" if x[-1] == panel.interval[1] else f", where it leaves the floats ({panel.x_label}: {x[-1]:g})"
    if first == last and float(y[1:].max() - y[1:].min()) > _STEADY:
        return f"{trace.label.name} is {first} at both ends{where}"
    if float(y.max() - y.min()) <= _STEADY:
        return f"{trace.label.name} stays at {last}{where}"
    verb = "rises" if y[-1] > y[0] + _STEADY else "falls" if y[-1] < y[0] - _STEADY else "goes"
    return f"{trace.label.name} {verb} from {first} to {last}{where}"


def _power(exponent: float) -> str:
    """A number from its power of ten."""
    return readable(float(f"{10.0**exponent:.3g}"))
