"""Draws a part of a panel larger, in axes of its own where the panel is free."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...numerics.scales import LOG
from ..lettering import Halo
from ..page.legend import text_widths
from ..page.numbering import centred, set_limits
from ..page.ticks import Window, behind_last, letters_of
from ..page.uneven.decades import numbers_of
from .lanes import stretches
from .nearness import near_curves
from .pens import Pen
from .records import Panel
from .strokes import in_points
from .traces import draw_traces

SIZES = ((0.44, 0.42), (0.38, 0.36), (0.32, 0.32), (0.28, 0.26))  # shares of the panel, the largest first
PAD = 2.0  # points between an inset and its numbers
TEXT = 20  # what weighs a place on a text, of which none is to be covered, against one on a curve
HALO = 2.5  # points around its numbers that lines leave free
STEPS = 9  # places that are tried in each direction
MARGIN = 0.12  # of the height of what is seen
THINNER = 0.8
LETTERS = 0.82
Span = tuple[float, float]


def inset_limits(panel: Panel, whole: tuple[Panel, Span]) -> Span:
    """Ends of the vertical axis of an inset: of those curves that are near to others, where there are some."""
    near = {index for one in near_curves([whole]) for index in one.members} or {*range(len(panel.traces))}
    scale = panel.scales.y
    placed = [scale.place(y) for index in near for _, y in panel.traces[index].curve.pieces]
    values = [y[np.isfinite(y)] for y in placed if np.isfinite(y).any()]  # a logarithm of 0 has no place
    low, high = (min(float(y.min()) for y in values), max(float(y.max()) for y in values)) if values else (0.0, 1.0)
    margin = MARGIN * ((high - low) or abs(high) or 1.0)
    first, last = scale.value([low - margin, high + margin]).tolist()
    return (max(first, float(np.finfo(float).tiny)), last) if scale.name == LOG else (first, last)


def add_inset(axes: Axes, panel: Panel, limits: Span, pens: Sequence[Pen]) -> None:
    """Draw a panel, which is a part of that of the axes, where no curve of the axes lies."""
    left, bottom, width, height = _place(axes, panel, limits)
    inset = axes.inset_axes((left, bottom, width, height), zorder=6)
    set_limits(inset, panel.interval, limits, scales=panel.scales)
    size = tuple((axes.get_position().size * axes.figure.get_size_inches() * (width, height)).tolist())
    shared = stretches([trace.curve for trace in panel.traces], panel.interval, limits, size, panel.scales)
    lanes = [[one for one in shared if i in one.members and not one.everywhere] for i in range(len(panel.traces))]
    thin = [replace(pen, width=THINNER * pen.width) for pen in pens]
    inner = [replace(trace, limits=()) for trace in panel.traces]  # which lie beyond the axes alone
    draw_traces(inset, list(zip(inner, thin, lanes, range(len(lanes)), strict=True)))
    muted = mpl.rcParams["axes.labelcolor"]
    for spine in inset.spines.values():
        spine.set(visible=True, color=muted, linewidth=0.8 * mpl.rcParams["axes.linewidth"])
    inset.tick_params(labelsize=_letters(), pad=PAD)
    halo = [Halo(HALO, axes.get_facecolor())]
    for text in (*inset.get_xticklabels(), *inset.get_yticklabels()):
        text.set_path_effects(halo)
    axes.indicate_inset_zoom(inset, edgecolor=muted, alpha=0.9, linewidth=0.8 * mpl.rcParams["axes.linewidth"])


def _place(axes: Axes, panel: Panel, limits: Span) -> tuple[float, float, float, float]:
    """Left, bottom, width and height in shares of the panel: the largest that covers nothing, or what covers least."""
    part = panel.interval
    page = 72 * axes.get_position().size * axes.figure.get_size_inches()
    taken, weights = _taken(axes, part, limits)
    taken = taken / page
    best, fewest = (0.0, 0.0, *SIZES[-1]), np.inf
    for width, height in SIZES:
        inches = width * page[0] / 72, height * page[1] / 72
        (beside, below), (behind, above) = np.array(_numbers(panel, limits, inches)) / page
        lefts = np.linspace(beside + 0.01, 0.995 - behind - width, STEPS)
        bottoms = np.linspace(0.995 - above - height, below + 0.01, STEPS)
        for left, bottom in itertools.product(lefts.tolist(), bottoms.tolist()):
            across = (taken[:, 0] > left - beside) & (taken[:, 0] < left + width + behind)
            up = (taken[:, 1] > bottom - below) & (taken[:, 1] < bottom + height + above)
            covered = int(weights[across & up].sum())
            if covered < fewest:
                best, fewest = (left, bottom, width, height), covered
        if fewest == 0:
            break
    return best


def _numbers(panel: Panel, limits: Span, size: tuple[float, float]) -> tuple[Span, Span]:
    """What the numbers of an inset of some size in inches take left of it and below, right and above, in points."""
    window = Window(panel.interval, limits, scales=panel.scales)
    ticks = [
        numbers_of(window, index, (size[index], letters_of(axis)), ends=axis == "x" and not centred())
        for index, axis in enumerate("xy")
    ]
    below, beside = 1.3 * _letters() + PAD, 72 * ticks[1].width(_letters()) + 2 * PAD
    behind, above = 72 * behind_last(ticks[0], _letters()), (2.0 if ticks[1].common else 0.5) * _letters()
    if ticks[0].common:
        behind += 72 * text_widths([ticks[0].common], letters_of("x"))[0]
    return (beside, below), (behind, above)


def _letters() -> float:
    return LETTERS * float(mpl.rcParams["font.size"])


def _taken(axes: Axes, part: Span, limits: Span) -> tuple[np.ndarray, np.ndarray]:
    """Places in points on which something lies, curves, marks, texts and the part that is shown larger, and weights."""
    places = [np.stack(in_points(axes, *map(np.asarray, line.get_data())), axis=1) for line in _lines(axes)]
    corners = np.stack(in_points(axes, np.linspace(*part, 9), np.linspace(*limits, 9)), axis=1)
    lines = np.concatenate([*(_dense(some) for some in places if len(some)), corners])
    texts = _written(axes)
    return np.concatenate([lines, texts]), np.repeat([1, TEXT], [len(lines), len(texts)])


def _written(axes: Axes) -> np.ndarray:
    """Places in points on which texts of the panel lie."""
    figure = axes.figure
    scale, corner = 72 / figure.dpi, 72 * axes.get_position().p0 * figure.get_size_inches()
    grids = [np.empty((0, 2))]
    for text in axes.texts:
        box = text.get_window_extent()
        across, up = np.meshgrid(np.linspace(box.x0, box.x1, 9), np.linspace(box.y0, box.y1, 3))
        grids.append(np.stack([across.ravel(), up.ravel()], axis=1) * scale - corner)
    return np.concatenate(grids)


def _lines(axes: Axes) -> list[Line2D]:
    return [line for line in axes.lines if all(line.get_transform().contains_branch_seperately(axes.transData))]


def _dense(places: np.ndarray) -> np.ndarray:
    """The places of a line with some between those that are far apart."""
    if len(places) < 2:
        return places
    lengths = np.concatenate([[0.0], np.cumsum(np.nan_to_num(np.hypot(*np.diff(places, axis=0).T)))])
    at = np.linspace(0, lengths[-1], 400)
    return np.stack([np.interp(at, lengths, places[:, axis]) for axis in (0, 1)], axis=1)
