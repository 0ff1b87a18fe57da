"""Tangents have the slope of the function at their place, and touch it there; where there is none, it is said why."""

import mpmath
import numpy as np
import pytest
from boxes import assert_apart

from actplot.errors import ActplotError
from actplot.figures.curves.labels import slope_text
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

TRUTH = {
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "tanh": mpmath.tanh,
    "gelu": lambda x: x * mpmath.ncdf(x),
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "x^3-2*x": lambda x: x**3 - 2 * x,
}


def tangents_of(line):
    """The lines of a picture that are straight, and as long as tangents are."""
    axes = parse(line).draw().axes[0]
    return [line.get_xydata() for line in axes.lines if line.get_zorder() == 3.5]


@pytest.mark.parametrize("place", ["-1.5", "0", "0.7"])
@pytest.mark.parametrize("name", TRUTH)
def test_a_tangent_has_the_slope_and_touches(name, place):
    x = float(place)
    (points,) = tangents_of(f"plot '{name}' --tangent {place}")
    (left, low), (right, high) = points[0], points[-1]
    assert (high - low) / (right - left) == pytest.approx(float(mpmath.diff(TRUTH[name], x)), rel=1e-9, abs=1e-12)
    assert np.interp(x, *points.T) == pytest.approx(float(TRUTH[name](x)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("line", "run", "rise"),
    [
        ("plot sigmoid --tangent 0", 1, 0.25),
        ("plot x^2 --tangent 1", 1, 2),
        ("plot x^2 --tangent 50 --range -100 100", 50, 5000),
        ("plot relu --tangent 5", -1, -1),
    ],
)
def test_a_slope_triangle_is_one_or_another_round_number_wide(line, run, rise):
    (panel,) = parse(line).content().stated().panels[:1]
    (tangent,) = panel.traces[0].tangents
    assert (tangent.run, tangent.rise) == (run, pytest.approx(rise))


@pytest.mark.parametrize("more", ["", "--only value", "--order 2", "--axes origin", "--derivative finite", "--legend"])
def test_the_slope_is_a_point_of_the_derivative_where_that_is_drawn(more):
    content = parse(f"plot silu --tangent 1 {more}").content()
    points = [point for panel in content.panels for trace in panel.traces for point in trace.slopes]
    slope = float(mpmath.diff(lambda x: x / (1 + mpmath.exp(-x)), 1))
    assert points == ([] if "value" in more else [(1.0, pytest.approx(slope, rel=1e-9))])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("relu --tangent 0", "relu has a kink there: f′ is 0 from the left and 1 from the right"),
        ("step --tangent 0", "step jumps there from 0 to 1"),
        ("1/x --tangent 0", "1/x has a pole there"),
        ("'sqrt(abs(x))' --tangent 0", "has a vertical tangent there, which has no slope"),
        ("'sqrt(x)' --tangent 0", "∞"),
        ("'log(x)' --tangent -1", "log(x) is defined from 0 to ∞"),
        ("relu --tangent 9", "the figure goes from -5 to 5. Give a place within, or a wider --range."),
        ("relu --tangent 4 --ylim 0 1", "outside of --ylim 0 1"),
        ("relu --tangent nan", "--tangent takes finite numbers"),
        ("relu --tangent 1,,2", "--tangent"),
        ("relu --tangent 1,2,3,4,5", "at most 4 places, got 5"),
        ("relu --only derivative --tangent 1", "beside --only derivative"),
        ("softmax --vary 0 --at 1,2 --tangent 1", "no meaning for functions of vectors"),
        ("dropout --at 1,2 --tangent 1", "no meaning for random layers"),
    ],
)
def test_where_there_is_no_tangent_it_says_why(line, said):
    with pytest.raises(ActplotError) as error:
        parse(f"plot {line}").content()
    assert said in str(error.value)


def test_places_have_one_canonical_line():
    assert line_of(parse("plot tanh --tangent 1,-1 --tangent 1")) == "plot tanh --tangent -1,1"


@pytest.mark.parametrize(("slope", "text"), [(0.25, "¼"), (-0.5, "−½"), (2.0, "2"), (0.9276705, "0.9277"), (1e-9, "0")])
def test_slopes_are_fractions_where_they_are_exact(slope, text):
    assert slope_text(slope) == text


@pytest.mark.parametrize("line", ["plot sigmoid --tangent 0 --size 4 3", "plot tanh --tangent -1,1"])
def test_labels_of_tangents_are_apart(line):
    assert_apart(parse(line).draw())


def test_caption_and_alternative_tell_the_slope():
    request = parse("plot sigmoid --tangent 0")
    assert "slope ¼" in request.content().look.caption
    assert "touches it at 0.5 with slope 0.25" in request.alt
