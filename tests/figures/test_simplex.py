"""Shares of three classes lie where barycentric coordinates say, and their path is that of a falling temperature."""

import math

import numpy as np
import pytest
from boxes import assert_apart

from actplot.calculus.vectors.simplices import entropy, places_of
from actplot.errors import BadOption
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse


def soft(scores, temperature):
    powers = [math.exp(score / temperature) for score in scores]
    return [power / sum(powers) for power in powers]


def test_corners_middles_and_the_centre():
    shares = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3]])
    high = math.sqrt(3) / 2
    by_hand = [(0, 0), (1, 0), (0.5, high), (0.5, 0), (0.3 + 0.25, 0.5 * high), (0.5, high / 3)]
    assert places_of(shares).tolist() == [pytest.approx(place) for place in by_hand]
    assert entropy(shares).tolist()[:4] == pytest.approx([0, 0, 0, math.log(2)])
    assert entropy(shares)[5] == pytest.approx(math.log(3))


@pytest.mark.parametrize("scores", [(2.0, 1.0, 0.1), (-1.0, 4.0, 4.0), (0.0, 0.0, 0.0)])
def test_the_path_is_softmax_of_scores_over_temperatures(scores):
    path = parse(f"plot softmax --simplex --at={','.join(map(str, scores))}").content().path
    for temperature, shares in zip(path.temperatures[::40], path.shares[::40], strict=True):
        assert shares.tolist() == pytest.approx(soft([s - max(scores) for s in scores], temperature), abs=1e-12)


def test_a_temperature_of_its_own_moves_its_dot_alone():
    usual, warm = (parse(f"plot {name} --simplex").content() for name in ("softmax", "softmax:temperature=2"))
    own = {one: shares for one, shares in warm.marks() if one == 2.0}
    assert own[2.0].tolist() == pytest.approx(soft((2, 1, 0.1), 2))
    assert dict(usual.marks())[1.0].tolist() == pytest.approx(soft((2, 1, 0.1), 1))


def test_sparsemax_reaches_the_edge_and_then_the_corner():
    """By hand: with scores 1, 0.6, −0.3 over 1 two classes are left, with shares ½ ± 0.2."""
    figure = parse("plot sparsemax --simplex --at 1,0.6,-0.3")
    path = figure.content().path
    assert path.at(1.0).tolist() == pytest.approx([0.7, 0.3, 0.0])
    assert path.at(0.25).tolist() == pytest.approx([1.0, 0.0, 0.0])
    line = max(figure.draw().axes[0].lines, key=lambda line: len(line.get_xdata()))
    assert line.get_xydata().tolist() == [pytest.approx(place) for place in places_of(path.shares).tolist()]
    assert line.get_ydata()[-1] == pytest.approx(0)


def test_lines_of_entropy_are_where_it_is_that():
    figure = parse("plot softmax --simplex").draw()
    (contour,) = [one for one in figure.axes[0].collections if hasattr(one, "levels")]
    inverse = np.linalg.inv(np.column_stack([places_of(np.eye(3)), np.ones(3)]))
    for level, path in zip(contour.levels, contour.get_paths(), strict=True):
        places = np.column_stack([path.vertices, np.ones(len(path.vertices))])
        assert entropy(np.clip(places @ inverse, 0, 1)) == pytest.approx(level, abs=0.02)


@pytest.mark.exhaustive(keep=0.05, thorough=0.24)
@pytest.mark.parametrize("size", ["", "--size 4 3", "--size 9 4", "--for slide", "--for web", "--paper ieee"])
@pytest.mark.parametrize("line", ["softmax", "entmax15 --at 0,1,3", "sparsemax --at 1,0.6,-0.3", "softmin"])
def test_words_are_apart(line, size):
    assert_apart(parse(f"plot {line} --simplex {size}").draw())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plot softmax --simplex --at 1,2", "--at holds 2 numbers. Give three"),
        ("plot softmax --simplex --at 1,2,3,4", "--at holds 4 numbers. Give three"),
        ("plot log_softmax --simplex", "those of log_softmax are not"),
        ("plot logsumexp --simplex", "those of logsumexp are not"),
        ("plot relu --simplex", "those of relu are not"),
        ("plot gumbel_softmax --simplex", "those of gumbel_softmax are not"),
        ("plot mse --simplex", "those of mse are not"),
        ("plot softmax --simplex --vary 0", "--vary has no meaning"),
        ("plot softmax --simplex --range -1 1", "--range has no meaning"),
    ],
)
def test_what_lies_in_no_triangle_is_refused(line, said):
    with pytest.raises(BadOption, match=said):
        parse(line).draw()


def test_words_and_facts():
    request = parse("plot softmax --simplex --at 2,1,0.1")
    content = request.content()
    assert content.look.title == "Softmax of three classes"
    assert "scores 2, 1, 0.1" in content.look.caption
    assert "at T = 1 0.659, 0.242, 0.0986" in request.alt
    assert "T = 1: 0.65900 0.24243 0.09857" in content.stated().lines
    assert line_of(request) == "plot softmax --at 2,1,0.1 --simplex"
    assert request.image("svg") == parse(line_of(request)).image("svg")
