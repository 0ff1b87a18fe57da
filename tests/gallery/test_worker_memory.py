"""What a worker keeps does not grow with the figures that it draws."""

import gc

from matplotlib.figure import Figure

from actplot.figures.page.sheets import MOST
from actplot.gallery.drawing.render import LET_GO, render_figure


def drawn(first: int, last: int) -> int:
    """How many figures are there when some of as many sizes have been drawn, of which none fits the next one."""
    for number in range(first, last):
        line = f"plot relu --points 20 --only value --no-legend --dpi 30 --size {4 + number / 10} 3.5"
        assert not render_figure("one", line, ("png",)).error
    return sum(isinstance(one, Figure) for one in gc.get_objects())


def test_figures_of_many_sizes_are_let_go():
    """Without the search of Python's own, which counts objects, and not the pixels that a figure holds."""
    gc.collect()
    before = sum(isinstance(one, Figure) for one in gc.get_objects())
    gc.disable()
    try:
        few, many = drawn(0, 2 * MOST), drawn(2 * MOST, 4 * MOST)
    finally:
        gc.enable()
    assert max(few, many) - before <= MOST + LET_GO + 1


def test_garbage_is_not_searched_for_where_figures_are_drawn_on_again(monkeypatch):
    drawn(0, 1)
    searches = []
    monkeypatch.setattr(gc, "collect", lambda: searches.append(1))
    for number in range(2 * LET_GO):
        line = f"plot elu:{1 + number / 10} --points 20 --only value --no-legend --dpi 30 --size 4 3.5"
        assert not render_figure("one", line, ("png",)).error
    assert len(searches) <= 1
