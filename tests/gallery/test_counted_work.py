"""What is found once for a figure, or once for all figures of a gallery, is not found again: calls counted."""

import pytest

from actplot.calculus.curves import breaks, tracing
from actplot.catalogue.kinds import long_arrays
from actplot.figures import colours, look
from actplot.figures.alternative import alternatives
from actplot.figures.curves import lanes, panels
from actplot.figures.curves.ends import Ends
from actplot.figures.curves.strokes import Paper
from actplot.figures.styles import stylesheets
from actplot.gallery.drawing.render import render_figure
from actplot.requests import stating

TWO = "compare sigmoid tanh relu softplus elu:{alpha} --range -{reach} {reach}"
ONE = "plot elu:{alpha} --only value --size 6.4 4.8 --style actplot-pytorch --title 'ELU({alpha})'"
CURVES = 10  # of two panels with five functions each


@pytest.fixture
def counted(monkeypatch):
    """Counts calls of functions while a figure is drawn that another one like it goes before."""

    def count(draw, *functions):
        calls = dict.fromkeys((f"{home.__name__.rpartition('.')[2]}.{name}" for home, name in functions), 0)

        def counting(name, function):
            def call(*given, **named):
                calls[name] += 1
                return function(*given, **named)

            return call

        assert drawn(draw.format(alpha=0.51, reach=3.2)).images
        for key, (home, name) in zip(calls, functions, strict=True):
            monkeypatch.setattr(home, name, counting(key, getattr(home, name)))
        assert drawn(draw.format(alpha=0.52, reach=3.4)).images
        return calls

    return count


def drawn(line):
    found = render_figure("one", line, ("png",))
    assert found.error is None
    return found


def test_closed_forms_are_asked_for_samples_and_little_else(counted):
    calls = counted(TWO, (long_arrays, "evaluated"), (breaks, "_by_closed_form"))
    assert (
        calls["long_arrays.evaluated"] <= 4 * CURVES
    )  # samples, those between them, tops of peaks, and what is at kinks
    assert calls["breaks._by_closed_form"] == 1  # of the function that no figure had before


def test_curves_of_a_figure_share_their_grid(counted):
    before = tracing._grid.cache_info().misses
    counted(TWO)
    assert tracing._grid.cache_info().misses - before <= 2  # one for each figure


def test_where_curves_are_one_line_is_measured_pair_by_pair_once(counted):
    calls = counted(TWO, (lanes.np, "gradient"), (lanes.np, "intersect1d"))
    drawn_lanes = 3 * 8  # each moved aside, and narrower at both ends
    assert calls["numpy.gradient"] <= 2 + drawn_lanes  # once for each panel
    assert calls["numpy.intersect1d"] == 0


def test_what_a_panel_shows_is_found_once(counted):
    calls = counted(TWO, (panels, "y_limits"), (panels, "stretches"), (Ends, "of"), (Paper, "of"))
    assert calls["panels.y_limits"] == calls["panels.stretches"] == calls["Ends.of"] == 2
    assert calls["Paper.of"] <= 6  # for strokes, and where labels stand


def test_texts_say_how_curves_run_once(counted):
    assert counted(TWO, (alternatives, "course")) == {"alternatives.course": CURVES}


def test_facts_round_each_column_once(counted):
    calls = counted(ONE, (stating, "_rounded"))
    assert calls["stating._rounded"] <= 6  # both ends of both axes, bends, and x and y of the one piece


def test_a_page_is_planned_once_under_settings_that_are_found_once(counted):
    calls = counted(ONE, (panels, "_planned"), (look, "_in_force"), (stylesheets, "contents"))
    assert calls["panels._planned"] == 1
    assert calls["look._in_force"] <= 4
    assert calls["stylesheets.contents"] == 0  # of a style sheet that comes with us


def test_colours_are_held_against_their_page_once(counted):
    assert counted(TWO, (colours, "contrast")) == {"colours.contrast": 0}
