"""Every picture has a text that stands for it, whose numbers are those of what it shows."""

import re
from dataclasses import replace

import numpy as np
import pytest

from actplot.calculus.curves.breaks import breaks_of
from actplot.catalogue.registry import elementwise_names, names
from actplot.figures.alternative.alternatives import LONGEST
from actplot.requests.reading import parse_picture as parse

TURN = re.compile(r"(?:minimum|maximum) (\S+) at (\S+?)[,;.]?(?= |$)")
KINKS = re.compile(r"kinks? at ([^;.]*(?:\.\d[^;.]*)*)")
JUMP = re.compile(r"jumps from (\S+) to (\S+) at (\S+?)[,;.]?(?= |$)")
NUMBER = re.compile(r"−?\d+(?:\.\d+)?(?:e[+−]\d+)?")


def number(text):
    return float(text.replace("−", "-"))


def rounding(text):
    """Half a unit of the last digit that is told."""
    digits = text.replace("−", "").partition("e")[0]
    whole = float(text.replace("−", "-"))
    return 0.5 * 10.0 ** -len(digits.partition(".")[2]) if "." in digits else max(0.5, abs(whole) * 5e-4)


@pytest.mark.exhaustive(keep=0.18, thorough=0.3)
@pytest.mark.parametrize("name", elementwise_names())
def test_turns_bends_and_jumps_of_every_function_are_where_the_text_says(name):
    function = parse(f"plot {name}").shown[-1].altered(is_aimed=True)  # one target alone
    request = parse(f"plot {name}")
    request = replace(request, functions=(function,))
    text = request.alt
    of_value = text.partition("f′")[0]
    scale = np.ptp(np.concatenate([y for _, y in request.panels()[0].traces[0].curve.pieces]))
    for y, x in TURN.findall(of_value):
        around = number(x) + np.linspace(-1, 1, 41) * rounding(x)
        assert np.abs(function.value(around) - number(y)).min() <= rounding(y) + 1e-3 * scale
    breaks = [point.x for point in breaks_of(function, request.interval)]
    for listed in KINKS.findall(of_value):
        for x in NUMBER.findall(listed.partition(" and ")[0] if "more" in listed else listed):
            assert min(abs(point - number(x)) for point in breaks) <= rounding(x)
    for before, after, x in JUMP.findall(of_value):
        place = min(breaks, key=lambda point: abs(point - number(x)))
        near = 1e-7 * max(1.0, abs(place))
        assert function.value(np.array(place - near)) == pytest.approx(number(before), abs=rounding(before))
        assert function.value(np.array(place + near)) == pytest.approx(number(after), abs=rounding(after))
    assert len(text) <= LONGEST


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("plot gelu", "f(x) falls from nearly 0 to its minimum −0.17 at −0.75, then rises to 5;"),
        ("compare sigmoid relu", "Sigmoid rises from nearly 0 to nearly 1; ReLU is 0 up to x = 0, then rises to 5,"),
        ("compare sigmoid relu", "ReLU′ is 0, then jumps from 0 to 1 at 0 and stays there."),
        ("compare relu elu", "ReLU and ELU are equal for x from 0 to 5; ReLU′ and ELU′ are equal for x from 0 to 5."),
        ("plot 1/x", "f(x) falls from −0.2 to −∞, then falls from ∞ to 0.2, with a pole at 0;"),
        ("plot log(x)", "f(x) rises from −∞ to 1.61, with a pole at 0;"),
        ("plot tan(x)", "with poles at −4.712, −1.571, 1.571 and 4.712;"),
        ("plot huber --range -1000 1000", "falls from 1000 to its minimum 0 at 0, then rises to 1000."),
        ("plot tangent", "f(m) falls from 14 to its minimum 0 at 0.55, then rises to 3.05;"),
        ("plot gelu --range -1000 1000", "f(x) falls from 0 to its minimum −0.17 at −0.75, then rises to 1000."),
        ("plot leaky_relu", "f(x) rises from −0.05 to 5"),
        ("plot msle", "f′(p) rises from −∞ to 0.366, with a pole at −1"),
        ("plot nll --range -1e-6 1e-6", "with a pole at 0; f′(p) rises from −∞ to −1000000, with a pole at 0."),
        ("plot log(x) --range 1e-12 1", "f(x) rises from −27.6 to 0;"),
        ("plot exponential --range -1000 1000", "f(x) rises from 0 to more than 1e+200 at x = 689.7;"),
        ("plot exp(1/x)", "f(x) falls from 0.819 to ∞, then falls from ∞ to 1.22, with a pole at 0;"),
        ("plot sqrt(x^2-1)", "f(x) falls from 4.9 to 0 at x = −1, then from x = 1 on rises from 0 to 4.9;"),
        ("plot x*sin(1/x) --range -1 1", "f′(x) turns faster than can be drawn, oscillating without limit at 0."),
        ("plot sin(1/x) --range -1 1", "between −1 and 1, oscillating without limit at 0;"),
        ("plot sin --range -3000 3000", "f(x) turns faster than can be drawn, between −1 and 1;"),
        ("compare x^3 --range 0 1e9", "x³ rises from 0 to 1e+27."),
        ("compare relu --range 1e6 1000010", "ReLU rises from 1000000 to 1000010."),
        ("plot relu(x-1000003) --range 1e6 1000010", "is 0 up to x = 1000003, then rises to 7, with a kink at"),
        ("plot sign", "f(x) is −1, then jumps from −1 to 1 at 0 and stays there;"),
        ("plot sin(x) --range -30 30", "f(x) lies between −1 and 1 and turns 20 times;"),
        ("surface hinge --data moons:n=200,seed=1 --weights w1,w2", "Minimum 0.3466 at w₁ = 0.7307, w₂ = −3.092."),
        ("plot squared_epsilon_insensitive --range -30 2", "then is 0 up to r = 0.1, then rises to 3.61."),
        ("compare sigmoid tanh relu elu softplus gelu selu", "sigmoid′ lies between 0.00665 and 0.25;"),
        ("compare selu relu --range 0 4", "SELU′ is 1.05;"),
        ("compare relu leaky_relu:0.2", "ReLU and leaky ReLU (a = 0.2) are equal for x from 0 to 5;"),
        ("derive sigmoid", "f′(x) = f(x)·(1 − f(x)) [recognise f]."),
        ("jacobian softmax --at 2,1,0.1", "The rows are 0.225, −0.16, −0.065;"),
        ("surface mse --data line", "goes from 0.263 to 109 there. Minimum 0.2634 at w = 1.995, b = 1.032."),
        ("plot dropout:0.3 --at 1,2", "in evaluation: 1, 2."),
        ("diff gelu gelu_tanh", "GELU and GELU (tanh) above their difference, for x from −10 to 10."),
    ],
)
def test_the_text_says_how_a_picture_runs(line, told):
    assert told in parse(line).alt


@pytest.mark.parametrize("line", ["plot ramp --range -1000 1000", "plot log(x) --range 1e-300 1e-200"])
def test_curves_that_only_a_grid_takes_for_equal_are_not_called_so(line):
    assert "from 0 to 1000" not in parse(line).alt
    assert "over the whole range" not in parse(line).alt


def test_equal_stretches_are_told_once():
    assert parse("plot relu --order 2").alt.count("are equal") == 1


@pytest.mark.exhaustive(keep=0.96, thorough=1)
@pytest.mark.parametrize("count", [1, 8, 20, 40])
def test_a_text_stays_of_a_length_that_can_be_listened_to(count):
    text = parse(f"compare {' '.join(names('activation')[:count])}").alt
    assert 60 < len(text) <= LONGEST


def test_a_text_that_is_given_takes_its_place():
    assert parse("plot gelu --alt-text 'a bump'").alt == "a bump"


def test_a_band_with_poles_has_no_ends():
    assert (
        "between −∞ and ∞; f′(x) turns faster than can be drawn, between 1 and ∞"
        in parse("plot tan(x) --range -3000 3000").alt
    )
