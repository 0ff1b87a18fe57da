"""Figures kept for the next drawing of the same shape, since axes and ticks cost more than curves."""

from collections.abc import Hashable

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..look import Look
from .layout import Layout
from .numbering import RULES, scales_of
from .pixels.glyphs import Canvas
from .pixels.painting import Ground, painted, shown_across
from .pixels.plainly import draw

MOST = 8  # figures kept at a time
ALIKE = 2  # of them, that differ in nothing but where their panels stand
CURVES = 3.0  # layer from which artists differ between figures that share a background


class Sheets:
    """Hands out figures with empty axes: new ones, or wiped ones that are drawn on again.

    What is drawn on a wiped figure gives the same bytes as on a new one. A figure belongs to whoever
    asked last for its shape, so encode it before drawing the next. Not for use by several threads.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, Sheet] = {}
        self.reused = 0  # how often a figure was one that was there

    def figure(self, layout: Layout, look: Look) -> Figure:
        """A figure with one pair of axes for each panel of a layout."""
        settings = tuple(map(_frozen, dict.values(mpl.rcParams)))  # and not the style's name: its file may have changed
        kind = (len(layout.panels), settings, look.bare)
        key = (kind, layout.size, layout.panels)
        alike = [other for other in self._kept if other[0] == kind]
        figure = self._kept.pop(key, None)
        self.reused += figure is not None or len(alike) >= ALIKE
        if figure is not None:
            _wipe(figure, look)
        elif len(alike) >= ALIKE:
            figure = self._kept.pop(alike[0])
            _wipe(figure, look)
            _move(figure, layout)
        else:
            figure = blank(layout, look, Sheet)
        self._kept[key] = figure  # last in line to be dropped
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return figure


def _frozen(setting: object) -> Hashable:
    return setting if type(setting) in _FROZEN else str(setting)


_FROZEN = (str, float, bool, int, type(None))


class Sheet(Figure):
    """A figure that remembers the pixels of its axes, ticks and labels for as long as they stay the same.

    What belongs to the horizontal axes often does where the vertical ones do not.
    """

    _known: Hashable = None  # what the last background depended on
    _background: tuple[Canvas, object] | None = None  # kept once it was needed twice
    _known_across: Hashable = None  # the same of a background with x-axes alone
    _ground: Ground | None = None

    def painted(self) -> Canvas:
        """A canvas with the figure's pixels, the same as without a memory."""
        if any(_beside(self)):
            return painted(self)
        key = self._key()
        if key is None or key != self._known:
            self._known, self._background = key, None
            return self._painted_on_ground()
        if self._background is None:
            self._background = self._painted_background()
        canvas, pixels = self._background
        canvas.restore_region(pixels)
        for artist in self._foreground():
            draw(artist, canvas.get_renderer())
        return canvas

    def _painted_on_ground(self) -> Canvas:
        """Where the x-axes are those of the last figure, all but these."""
        across = [shown_across(axes) for axes in self.axes]
        key = None if None in across else (self.dpi, *self.get_size_inches(), *across)
        if key is None or key != self._known_across:
            self._known_across, self._ground = key, None
            return painted(self)
        if self._ground is None:
            self._ground = Ground.of(self)
        return self._ground.completed(self) or painted(self)

    def _key(self) -> Hashable:
        """What the background depends on; None where something lies below it that is not always there."""
        if any(child.zorder < CURVES and child.get_label() != RULES for child in self._drawn()):
            return None
        return (self.dpi, *self.get_size_inches(), *(_surroundings(axes) for axes in self.axes))

    def _drawn(self) -> list[Artist]:
        return [child for axes in self.axes for child in _contents(axes)]

    def _foreground(self) -> list[Artist]:
        """What differs between figures of one background, in the order in which matplotlib draws it."""
        inside = [
            artist
            for axes in self.axes
            for artist in sorted(axes.get_children(), key=lambda artist: artist.zorder)
            if artist.zorder >= CURVES
        ]
        return [*inside, *self.texts, *self.legends]

    def _painted_background(self) -> tuple[Canvas, object]:
        foreground = [artist for artist in self._foreground() if artist.get_visible()]
        for artist in foreground:
            artist.set_visible(False)
        canvas = painted(self)
        for artist in foreground:
            artist.set_visible(True)
        return canvas, canvas.copy_from_bbox(self.bbox)


def _surroundings(axes: Axes) -> Hashable:
    labels = (axes.get_xlabel(), axes.get_ylabel())
    return (
        scales_of(axes),
        axes.get_position().bounds,
        axes.get_xlim(),
        axes.get_ylim(),
        labels,
        tuple(axes.get_xticks()),
        tuple(axes.get_yticks()),
    )


def blank(layout: Layout, look: Look, kind: type[Figure] = Figure) -> Figure:
    """A new figure with one pair of axes for each panel of a layout."""
    figure = kind(figsize=layout.size, dpi=look.dpi)
    for place in layout.panels:
        figure.add_axes(place)
    return figure


def _wipe(figure: Figure, look: Look) -> None:
    """Remove everything but the axes, their ticks and their labels, which each drawing sets anew."""
    figure.set_dpi(look.dpi)
    for artist in [*figure.texts, *figure.legends, *_beside(figure)]:
        artist.remove()
    for axes in figure.axes:
        _wipe_axes(axes)


def _move(figure: Figure, layout: Layout) -> None:
    """Put the page and its panels where a layout has them."""
    figure.set_size_inches(layout.size)
    for axes, place in zip(figure.axes, layout.panels, strict=True):
        axes.set_position(place)


def _wipe_axes(axes: Axes) -> None:
    for artist in _contents(axes):
        artist.remove()
    axes.set_xlabel("")
    axes.set_ylabel("")


def _contents(axes: Axes) -> list[Artist]:
    """All that is drawn into a panel, and panels inside it."""
    shapes = (*axes.lines, *axes.patches, *axes.collections, *axes.images, *axes.artists)
    return [*shapes, *axes.texts, *axes.tables, *axes.child_axes]


def _beside(figure: Figure) -> list[Artist]:
    """What is drawn onto a page outside its panels, but for texts and legends."""
    return [*figure.lines, *figure.patches, *figure.artists, *figure.images]
