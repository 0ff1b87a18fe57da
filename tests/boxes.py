"""The texts of a figure, which neither lie on each other nor leave the page."""

import itertools

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def texts_of(figure):
    """Every text that is drawn, with its box in pixels."""
    renderer = figure.canvas.get_renderer()
    figure.canvas.draw()
    beyond = {id(text) for axes in figure.findobj(Axes) for axis in (axes.xaxis, axes.yaxis) for text in _beyond(axis)}
    texts = {id(text): text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()}
    return [(text.get_text(), text.get_window_extent(renderer)) for key, text in texts.items() if key not in beyond]


def _beyond(axis):
    """The labels of ticks that are not in view, which matplotlib keeps without drawing them."""
    low, high = sorted(axis.get_view_interval())
    return [
        text
        for tick in axis.get_major_ticks()
        if not low <= tick.get_loc() <= high
        for text in (tick.label1, tick.label2)
    ]


def assert_apart(figure):
    """No text on another one, and none off the page."""
    FigureCanvasAgg(figure)
    texts = texts_of(figure)
    width, height = figure.bbox.size
    for text, box in texts:
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y1 <= height + 1, text
    for (one, box), (other, beside) in itertools.combinations(texts, 2):
        across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        up = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        assert across <= 1 or up <= 0.2 * min(box.height, beside.height), (one, other)
