"""Draws one curve with its ends, its heads, and what is pointed out on it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb

from ...calculus.curves.sampling.refining import Band
from ...calculus.curves.tracing import Curve
from ..page.page import in_letters
from .lanes import Stretch, within
from .marks import (
    draw_asymptotes,
    draw_at_best,
    draw_envelope,
    draw_extrema,
    draw_kinks,
    draw_limits,
    draw_saturation,
    draw_verticals,
)
from .pens import Pen, add_line
from .records import Trace
from .strokes import Leaver, Paper, Run, add_heads, laid_aside, tapered, without_rings

THIN = 0.6  # of a curve's width, where it turns often
FILL, DARKER = 0.5, 0.9  # how a band is filled, and the colour of its outline, of the curve's


def draw_traces(axes: Axes, traces: Sequence[tuple[Trace, Pen, Sequence[Stretch], int]]) -> None:
    """Curves, each with the stretches in which it lies in a lane, and its place among the panel's; then their heads."""
    paper = Paper.of(axes)
    for trace, pen, shared, index in traces:
        _draw_trace(axes, paper, trace, pen, [(one, one.offset(index, pen.width)) for one in shared])
    add_heads(axes, paper, [Leaver(trace.curve, pen, shared, index) for trace, pen, shared, index in traces])


def _draw_trace(axes: Axes, paper: Paper, trace: Trace, pen: Pen, lanes: Sequence[tuple[Stretch, float]]) -> None:
    rings = [(dot.x, dot.y) for dot in trace.curve.dots if not dot.filled]
    draw_envelope(axes, trace.envelope, pen.colour)
    draw_asymptotes(axes, trace.asymptotes, pen.colour)
    draw_verticals(axes, trace.verticals, pen.colour)
    draw_saturation(axes, trace.saturation, pen.colour, pen.rank)
    for x, y in trace.curve.pieces:
        x, y = without_rings(paper, x, y, rings, _ring(pen) / 2)
        rest = y
        for stretch, offset in lanes:
            x_aside, y_aside, shares = laid_aside(paper, x, y, stretch, offset)
            _draw_lane(axes, Run(paper, x_aside, y_aside), shares, pen, stretch)
            rest = np.where((x >= stretch.low) & (x <= stretch.high), np.nan, rest)
        _draw_piece(axes, x, rest, trace.curve, pen)
    draw_bands(axes, trace.curve.bands, pen)
    if trace.estimates is not None:
        _draw_markers(axes, *trace.estimates, pen, "x", size=in_letters(4.5))
    if trace.simulated is not None:
        _draw_markers(axes, *_inside(axes, *trace.simulated), pen, "o", size=in_letters(2.6), filled=True)
    for segment in trace.at_best:
        draw_at_best(axes, segment, pen.colour)
    draw_dots(axes, trace, pen)
    draw_kinks(axes, trace.kinks, pen.colour)
    draw_extrema(axes, trace.extrema or (), pen.colour)
    draw_limits(axes, trace.limits, pen.colour)


def _inside(axes: Axes, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of some points that are within the panel."""
    low, high = axes.get_ylim()
    seen = (y >= low) & (y <= high)
    return x[seen], y[seen]


def draw_dots(axes: Axes, trace: Trace, pen: Pen) -> None:
    """The ends of its pieces at jumps."""
    low, high = axes.get_ylim()
    for dot in trace.curve.dots:
        if low <= dot.y <= high:
            _draw_markers(axes, [dot.x], [dot.y], pen, "o", size=_ring(pen), filled=dot.filled)


def draw_covered_rings(axes: Axes, traces: Sequence[Trace], pens: Sequence[Pen]) -> None:
    """Rings that a dot of another curve covers, once more around it."""
    low, high = axes.get_ylim()
    dots = {
        (dot.x, dot.y): pen for trace, pen in zip(traces, pens, strict=True) for dot in trace.curve.dots if dot.filled
    }
    for trace, pen in zip(traces, pens, strict=True):
        for dot in trace.curve.dots:
            inner = dots.get((dot.x, dot.y))
            if not dot.filled and low <= dot.y <= high and inner is not None and inner.colour != pen.colour:
                _draw_markers(axes, [dot.x], [dot.y], pen, "o", size=_ring(inner) + 2.4 * pen.width)


def _ring(pen: Pen) -> float:
    """The diameter of dots and rings, in points."""
    return 2.2 * pen.width + in_letters(1.5)


def _draw_lane(axes: Axes, run: Run, shares: np.ndarray, pen: Pen, stretch: Stretch) -> None:
    """A line that becomes narrower as it leaves the middle of its stroke."""
    x, y = run.x, run.y
    if not x.size:
        return
    whole = np.flatnonzero(shares >= 1)
    if whole.size > 1:
        inner = slice(whole[0], whole[-1] + 1)
        _draw_line(axes, x[inner], y[inner], pen, "-", 1.08 * stretch.lane * pen.width)
    width = (1 - shares * (1 - 1.08 * stretch.lane)) * pen.width
    easing = _easing(x + y + shares, shares)
    outlines = [tapered(Run(run.paper, x[span], y[span]), width[span]) for span in easing]
    if outlines:
        parts = PolyCollection(outlines, facecolors=pen.colour, linewidths=0, zorder=3 + pen.rank / 1000)
        parts.set_snap(False)
        axes.add_collection(parts, autolim=False)


def _easing(there: np.ndarray, shares: np.ndarray) -> list[slice]:
    """The parts of a lane, without gaps, in which it leaves the middle of its stroke."""
    both = np.isfinite(there[1:]) & np.isfinite(there[:-1])
    steps = np.flatnonzero(both & (np.fmin(shares[1:], shares[:-1]) < 1))
    runs = np.split(steps, np.flatnonzero(np.diff(steps) > 1) + 1)
    return [slice(run[0], run[-1] + 2) for run in runs if run.size]


def _draw_piece(axes: Axes, x: np.ndarray, y: np.ndarray, curve: Curve, pen: Pen) -> None:
    """A line, thin and without gaps where it turns often, and none where it is a band."""
    if curve.bands:
        y = np.where(within(x, [band.ends for band in curve.bands]), np.nan, y)
    if not curve.fast:
        _draw_line(axes, x, y, pen, pen.dashes, pen.width)
        return
    fast = within(x, curve.fast)
    slow = ~fast | np.append(~fast[1:], False) | np.append(False, ~fast[:-1])  # both reach the sample between them
    _draw_line(axes, x, np.where(slow, y, np.nan), pen, pen.dashes, pen.width)
    _draw_line(axes, x, np.where(fast, y, np.nan), pen, "-", THIN * pen.width)


def draw_bands(axes: Axes, bands: Sequence[Band], pen: Pen) -> None:
    """What a curve covers, in its colour, with a darker outline."""
    dark = to_hex([DARKER * part for part in to_rgb(pen.colour)])
    for band in bands:
        axes.fill_between(
            band.x, band.low, band.high, color=pen.colour, alpha=FILL, linewidth=0, zorder=2.9 + pen.rank / 1000
        )
        for edge in (band.low, band.high):
            _draw_line(axes, band.x, edge, replace(pen, colour=dark), "-", THIN * pen.width)


def _draw_line(axes: Axes, x: np.ndarray, y: np.ndarray, pen: Pen, dashes: object, width: float) -> None:
    # Unsnapped, so that curves that lie on each other do so to the pixel.
    look = {"color": pen.colour, "linestyle": dashes, "linewidth": width}
    add_line(axes, x, y, **look, zorder=3 + pen.rank / 1000, snap=False)


def _draw_markers(axes: Axes, x, y, pen: Pen, marker: str, *, size: float, filled: bool = False) -> None:
    add_line(
        axes, x, y, linestyle="none", marker=marker, markersize=size, color=pen.colour, clip_on=False,
        markerfacecolor=pen.colour if filled else "none", markeredgewidth=0.6 * pen.width,
        zorder=5 + pen.rank / 1000 + (0.5 if filled else 0),
    )  # fmt: skip
