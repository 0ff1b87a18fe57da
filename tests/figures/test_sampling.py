"""Polylines are within a pixel of their curves, and bands stand for what turns faster than pixels can show."""

import numpy as np
import pytest

import actplot
from actplot.calculus.curves.sampling.refining import COLUMNS, ROWS
from actplot.calculus.curves.tracing import trace
from actplot.figures.curves.lanes import stretches
from actplot.figures.curves.panels import limits_of
from actplot.figures.look import Look
from actplot.gallery.statements.statements import facts_of
from actplot.requests.reading import parse

BANDED = "too fast to draw: the band is what it covers"
FAST = [
    ("sin", (-3000, 3000), (-1.0, 1.0)),
    ("sin", (-1e6, 1e6), (-1.0, 1.0)),
    ("cos", (0, 50_000), (-1.0, 1.0)),
    ("gcu", (-2000, 2000), (-2000.0, 2000.0)),
    ("sin(1000*x)+x", (-4, 4), (-5.0, 5.0)),
]


def curve_of(spec, interval, order=0, points=1000):
    return trace(actplot.get(spec), order, interval, points)


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(("spec", "interval", "bounds"), FAST)
def test_what_turns_too_fast_is_the_band_that_it_covers(spec, interval, bounds):
    curve = curve_of(spec, interval)
    width = interval[1] - interval[0]
    covered = sum(band.ends[1] - band.ends[0] for band in curve.bands)
    assert covered > 0.95 * width
    low, high = min(band.low.min() for band in curve.bands), max(band.high.max() for band in curve.bands)
    assert (low, high) == pytest.approx(bounds, rel=0.02)
    x = np.random.default_rng(7).uniform(*interval, 20_000)
    (band,) = curve.bands
    inside = (x > band.ends[0]) & (x < band.ends[1])
    y, slack = actplot.get(spec).value(x[inside]), 0.02 * (high - low)
    assert (y >= np.interp(x[inside], band.x, band.low) - slack).all()
    assert (y <= np.interp(x[inside], band.x, band.high) + slack).all()


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize(
    ("spec", "interval", "points"),
    [
        ("sin", (-300, 300), 1000), ("sin(x^2)", (-30, 30), 1000), ("snake", (-100, 100), 1000), ("gelu", (-7, 7), 20),
        ("where(x>0,1,0)*sin(20*x)", (-5, 5), 1000), ("sin(300*x)*exp(-x^2)", (-3, 3), 1000),
        ("sigmoid", (-9e4, 9e4), 50),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [0, 1])
def test_a_polyline_is_within_a_pixel_where_there_is_no_band(spec, interval, points, order):
    curve, function = curve_of(spec, interval, order, points), actplot.get(spec)
    column, rows = (interval[1] - interval[0]) / COLUMNS / 3, 3 * ROWS  # of a panel three times as large
    height = max(y.max() for _, y in curve.pieces) - min(y.min() for _, y in curve.pieces)
    for x, y in curve.pieces:
        assert x.size <= 21_000 + COLUMNS
        at = np.linspace(x[0], x[-1], 4_001)[1:-1]
        free = np.all(
            [np.ones(at.shape, bool), *((at < b.x[0] - column) | (at > b.x[-1] + column) for b in curve.bands)], 0
        )
        near = at[free, None] + column * np.linspace(-1, 1, 41)
        truth = (function.value if order == 0 else function.derivative)(at[free])
        drawn = np.interp(near, x, y)
        assert (drawn.min(axis=1) - truth <= 2 * height / rows).all()
        assert (truth - drawn.max(axis=1) <= 2 * height / rows).all()


@pytest.mark.parametrize("name", ["sigmoid", "relu", "gelu", "mish", "step", "huber", "tukey_biweight", "square"])
def test_ordinary_curves_need_no_further_points(name):
    function = actplot.get(name)
    curve = trace(function, 0, function.interval, 1000)
    assert curve.bands == curve.fast == ()
    assert sum(x.size for x, _ in curve.pieces) < 1010


def test_a_plateau_that_rounding_shakes_does_not_turn():
    assert curve_of("sin(x)^2+cos(x)^2+0*x", (-3000, 3000)).bands == ()


@pytest.mark.parametrize("line", ["plot sin --range -3000 3000", "compare sin cos gcu --range -3000 3000"])
def test_a_band_is_told_and_is_a_fact_whatever_the_look(line):
    facts = facts_of(parse(line))
    assert all(BANDED in panel["note"] for panel in facts["panels"])
    assert all("bands" in curve["marks"] for panel in facts["panels"] for curve in panel["curves"])
    assert facts_of(parse(f"{line} --size 4 3 --dpi 50 --theme dark")) == facts


def test_what_turns_often_is_solid_and_thin():
    (axes, _) = parse("compare relu tanh sigmoid where(x>0,1,0)*sin(40*x)").draw().axes
    solid = [line for line in axes.lines if len(line.get_xdata()) > 900 and line.get_linestyle() == "-"]
    assert len(solid) >= 4


def test_a_band_is_told_on_standard_error():
    assert any("too fast to draw" in said for said in parse("compare sin cos --range -3000 3000").messages())
    assert not any("too fast" in said for said in parse("compare sin cos").messages())


@pytest.mark.exhaustive(keep=0.07, thorough=0.25)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(
    ("spec", "interval", "seen"),
    [("tan(x)", (-3000, 3000), 200), ("tan(x)", (-1e5, 1e5), 200), ("1/sin(x)", (-2000, 2000), 200)],
)
def test_poles_that_crowd_are_a_band_and_leave_an_axis_that_shows_it(spec, interval, seen, order):
    curve = curve_of(spec, interval, order)
    (band,) = curve.bands
    assert band.ends == interval
    assert curve.poles == curve.dots == ()
    panel = parse(f"compare {spec} --range {interval[0]:g} {interval[1]:g}").panels()[order]
    low, high = limits_of(panel, Look())
    assert seen > high > 2
    assert (band.high >= high).all()  # so that the outline of what has none is not seen
    assert (np.minimum(band.low, low) <= np.maximum(low, -1 if order == 0 else 1.1)).all()


def test_jumps_that_crowd_are_gaps_without_rings_wherever_they_are():
    curve = curve_of("mod(x,0.1)", (-5, 5))
    assert not curve.dots
    assert all(np.ptp(x) < 0.11 for x, _ in curve.pieces)
    assert len(curve_of("mod(x,0.5)", (-5, 5)).dots) == 41


@pytest.mark.exhaustive(keep=0)
def test_jumps_that_no_pixel_shows_are_a_band_or_a_line():
    (band,) = curve_of("mod(x,0.01)", (-5, 5)).bands
    assert band.ends == (-5, 5)
    curve = curve_of("floor(1000*x)", (-5, 5))
    assert curve.bands == curve.dots == ()


@pytest.mark.exhaustive(keep=0, thorough=0.3)
@pytest.mark.parametrize("order", [0, 1])
def test_bands_are_no_lanes(order):
    panel = parse("compare |sin(x)| relu(sin(x)) --range -3000 3000").panels()[order]
    assert all(sum(np.ptp(band.x) for band in trace.curve.bands) > 5900 for trace in panel.traces)
    curves = [trace.curve for trace in panel.traces]
    assert stretches(curves, panel.interval, limits_of(panel, Look()), (4.6, 3.1)) == ()
