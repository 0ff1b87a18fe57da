"""Pictures of signals through layers: what their artists show, and that nothing lies on anything else."""

import math
import re

import numpy as np
import pytest
from boxes import assert_apart
from numpy.testing import assert_allclose

from actplot.figures.page.ticks import COUNTS, DECADES, ticks_of
from actplot.gallery.statements.statements import differences_of, facts_of
from actplot.images.encoding import encode
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

LINE = "propagate sigmoid tanh relu --gain glorot --layers 20 --width 32"
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def test_lines_are_the_mean_field_and_dots_the_networks():
    request = parse(LINE)
    one, figure = request.found[0], request.draw()
    forward, backward, alike = figure.axes
    by_colour = [line for line in forward.lines if len(line.get_xdata()) == 21 and line.get_linestyle() == "-"]
    assert_allclose(by_colour[0].get_ydata(), np.log10(one.field.deviation))
    dots = [line for line in backward.lines if line.get_marker() == "o"]
    x = dots[0].get_xdata().astype(int)
    assert_allclose(dots[0].get_ydata(), np.log10(np.median(one.simulation.gradient, axis=0))[x], atol=1e-4)
    (bound,) = [line for line in backward.lines if line.is_dashed()]
    assert_allclose(bound.get_ydata(), np.array(bound.get_xdata()) * math.log10(0.25))
    assert alike.get_ylim()[0] > -19
    assert forward.get_ylim()[0] < np.log10(request.found[2].field.deviation[-1])


@pytest.mark.exhaustive(keep=0.05, thorough=0.15)
@pytest.mark.parametrize(
    "options",
    ["", "--size 400px 300px", "--theme dark --legend", "--for slide", "--for paper", "--paper icml", "--for web"],
)
@pytest.mark.parametrize("line", [LINE, "propagate relu sigmoid --gain 2 --layers 1000 --width 4 --seeds 1"])
def test_no_text_lies_on_another(line, options):
    assert_apart(parse(f"{line} {options}").draw())


@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize("line", ["step sign", "'x^2' cube --gain he", "relu --layers 1", "'sqrt(|x|)' --seeds 1"])
def test_pictures_of_what_ends_early(line):
    request = parse(f"propagate --layers 12 --width 16 {line}")
    assert_apart(request.draw())
    reached = max(one.field.reached for one in request.found)
    assert {axes.get_xlim() for axes in request.draw().axes} == {(0, reached)}


def test_the_same_line_gives_the_same_bytes_and_facts():
    first, second = parse(LINE), parse(LINE)
    images = [encode(one.draw(), "svg", line_of(one), 100) for one in (first, second)]
    assert images[0] == images[1]
    assert not differences_of(facts_of(first), facts_of(second))
    assert differences_of(facts_of(first), facts_of(parse(f"{LINE} --gain 1.001")))
    assert differences_of(facts_of(first), facts_of(parse(f"{LINE} --seeds 4")))


def test_words_say_what_is_shown():
    request = parse(LINE)
    look = request.content().look
    assert look.title == "Signals and gradients through 20 layers of sigmoid, tanh and ReLU"
    assert look.caption == (
        "weights N(0, g²/width), g = 1 (Glorot); lines: mean field; dots, bands: median and range of 5 networks of "
        "width 32; dotted: at best 0.25ⁿ for sigmoid"
    )
    assert "Gradients (std): sigmoid falls from 1 to " in request.alt
    assert "tanh, g = 1.593" in str(facts_of(parse("propagate tanh relu --layers 3 --width 8"))["panels"][0])


@pytest.mark.parametrize("span", [(0.0, 1.0), (0.0, 3.0), (0.0, 7.0), (0.0, 50.0), (0.0, 128.0), (0.0, 1000.0)])
@pytest.mark.parametrize("length", [0.6, 2.0, 4.3])
def test_layers_are_whole_numbers_with_the_last_one(span, length):
    ticks = ticks_of(COUNTS, span, length, 10.0, ends=True)
    assert ticks.places[-1] == span[1]
    assert ticks.labels == tuple(str(int(place)) for place in ticks.places)
    steps = {*np.diff(ticks.places[:-1])}
    assert len(steps) <= 1


@pytest.mark.parametrize(
    "span", [(-0.6, 0.5), (-2.2, 1.1), (-3.5, 3.5), (-20.0, 1.0), (-300.0, 4.0), (120.3, 121.5), (-9.0, 300.0)]
)
@pytest.mark.parametrize("length", [1.0, 3.1])
def test_heights_are_powers_of_ten_and_their_multiples(span, length):
    ticks = ticks_of(DECADES, span, length, 10.0, ends=False)
    assert ticks.places
    for place, label in zip(ticks.places, ticks.labels, strict=True):
        in_powers = re.fullmatch("(?:([235])·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", label)
        multiple, power = in_powers.groups() if in_powers else (label, "⁰")
        value = math.log10(float(multiple or 1)) + int(power.translate(RAISED))
        assert value == pytest.approx(place, abs=1e-9)
    assert min(np.diff(ticks.places), default=9) * length * 7.2 / (span[1] - span[0]) >= 1.3
