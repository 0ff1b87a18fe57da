"""Figures kept for the next drawing of the same shape, since axes and ticks cost more than curves."""

from collections.abc import Hashable

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .layout import Layout
from .look import Look

MOST = 8  # figures kept at a time


class Sheets:
    """Hands out figures with empty axes: new ones, or wiped ones that are drawn on again.

    What is drawn on a wiped figure gives the same bytes as on a new one. A figure belongs to whoever
    asked last for its shape, so encode it before drawing the next. Not for use by several threads.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, Figure] = {}

    def figure(self, layout: Layout, look: Look) -> Figure:
        """A figure with one pair of axes for each panel of a layout."""
        settings = tuple(map(str, mpl.rcParams.values()))  # and not the style's name: its file may have changed
        key = (layout.size, layout.panels, settings, look.axes)
        figure = self._kept.pop(key, None)
        if figure is None:
            figure = blank(layout, look)
        else:
            _wipe(figure, look)
        self._kept[key] = figure  # last in line to be dropped
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return figure


def blank(layout: Layout, look: Look) -> Figure:
    """A new figure with one pair of axes for each panel of a layout."""
    figure = Figure(figsize=layout.size, dpi=look.dpi)
    for place in layout.panels:
        figure.add_axes(place)
    return figure


def _wipe(figure: Figure, look: Look) -> None:
    """Remove everything but the axes, their ticks and their labels, which each drawing sets anew."""
    figure.set_dpi(look.dpi)
    for artist in [*figure.texts, *figure.legends]:
        artist.remove()
    for axes in figure.axes:
        _wipe_axes(axes)


def _wipe_axes(axes: Axes) -> None:
    for artist in [*axes.lines, *axes.texts, *axes.collections]:
        artist.remove()
    axes.set_xlabel("")
    axes.set_ylabel("")
