"""The loss of a linear model: worked numbers, gradients, minima and their absence, descents and their end."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.differentiate import derivative

import actplot
from actplot.calculus.models import model as models
from actplot.calculus.models.datasets import load, recipe_of
from actplot.calculus.models.descent import MOST_WORK, Stride, descend, limit_of_rates
from actplot.calculus.models.levels import levels_of
from actplot.calculus.models.minima import find_lowest, is_convex, others_at_best
from actplot.calculus.models.model import all_weights, linear_model, sliced
from actplot.calculus.models.rows import Data
from actplot.calculus.models.surfaces import _by_outputs, _interpolated, surface_of
from actplot.errors import BadInput, BadOption
from actplot.numbers import readable

LOGISTIC = "sigmoid_cross_entropy_with_logits"
RESIDUAL = ["mse", "mae", "huber", "log_cosh", "quantile:0.8", "tukey_biweight", "welsch", "wing", "mape"]
LABELLED = ["hinge", "soft_margin", "squared_hinge", "ramp", "tangent", LOGISTIC, "sigmoid_focal", "sparsemax_loss"]


def data(columns, x, y):
    return Data("here", columns, np.asarray(x, float).reshape(len(y), -1), np.asarray(y, float))


def part(loss, source, names=("w", "b"), fixed=None, reduction="mean"):
    source = load(source) if isinstance(source, str) else source
    return sliced(linear_model(actplot.get(loss), source, reduction), names, fixed or {})


@pytest.mark.parametrize(
    ("target", "loss", "by_weight", "by_bias"),
    [(50.6296, 1.87800, 13.7040, 2.7408), (50.6393, 1.8514, 13.6066, 2.7213)],
)
def test_worked_numbers_of_one_example(target, loss, by_weight, by_bias):
    model = linear_model(actplot.get("mse"), data(("x",), [5], [target]))
    value, slopes = model.at(all_weights(model, {"w": 10, "b": 2}, "--at"))
    assert_allclose([value, *slopes], [loss, by_weight, by_bias], atol=1e-3)


def test_the_logistic_gradient_is_the_sum_of_residuals_times_x():
    source = load("moons")
    model = linear_model(actplot.get(LOGISTIC), source, "sum")
    weights = np.array([0.3, -1.2, 0.5])
    theta = 1 / (1 + np.exp(-(source.x @ weights[:2] + weights[2])))
    assert_allclose(model.at(weights)[1][:2], -((source.y - theta) @ source.x), rtol=1e-12)
    assert_allclose(model.at(weights)[1][2], -np.sum(source.y - theta), rtol=1e-12)


@pytest.mark.exhaustive(keep=0.55, thorough=1)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("name", [*RESIDUAL, *LABELLED])
def test_gradients_agree_with_finite_differences(name, reduction):
    source = load("sine:n=7" if name in RESIDUAL else "threshold:n=7")
    model = linear_model(actplot.get(name), source, reduction)
    at = np.array([0.7137, -0.2931])
    value, slopes = model.at(at)
    for axis, slope in enumerate(slopes):

        def along(moved, axis=axis):
            places = [np.where(np.arange(2) == axis, one, at) for one in np.ravel(moved)]
            return np.reshape([model.at(place)[0] for place in places], np.shape(moved))

        assert_allclose(slope, derivative(along, at[axis], initial_step=1e-3).df, rtol=1e-6, atol=1e-8)
    assert math.isfinite(value)


@pytest.mark.parametrize("labels", [(0, 1), (-1, 1)])
@pytest.mark.parametrize("name", ["hinge", LOGISTIC])
def test_both_ways_to_write_labels_mean_the_same(name, labels):
    source = load("threshold")
    other = data(("x",), source.x, np.where(source.y == 1, *labels[::-1]))
    place = (0.4, -0.2)
    assert part(name, source).at(place)[0] == part(name, other).at(place)[0]


# Minima


def test_the_minimum_of_squares_is_the_least_squares():
    source = load("outliers")
    lowest = find_lowest(part("mse", source)).lowest
    expected = np.polyfit(source.x[:, 0], source.y, 1)
    assert_allclose(lowest.place, expected, rtol=1e-10)
    assert lowest.text.startswith("minimum ")


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "log_cosh", "hinge", LOGISTIC, "soft_margin", "squared_hinge"])
def test_no_place_nearby_is_lower_than_a_minimum(name):
    one = part(name, "outliers:n=60" if name in RESIDUAL else "threshold:n=60")
    lowest = find_lowest(one).lowest
    random = np.random.RandomState(0)
    for size in (1e-4, 1e-2, 1, 10):
        near = np.array(lowest.place) + size * random.normal(size=(300, 2))
        assert one.losses(near).min() >= lowest.value - 1e-9


def test_the_median_line_is_exact():
    lowest = find_lowest(part("mae", data(("x",), [0, 1, 2, 3, 4], [1, 3, 5, 7, 90]))).lowest
    assert_allclose(lowest.place, (2, 1), atol=1e-6)


@pytest.mark.parametrize("name", ["soft_margin", LOGISTIC, "exponential_loss", "savage", "sigmoid_focal"])
def test_separated_classes_have_no_minimum(name):
    search = find_lowest(part(name, "blobs:noise=0.1", ("w1", "w2"), {"b": 0.0}))
    assert search.lowest is None
    assert "separate the classes" in search.reason


def test_classes_that_touch_have_no_minimum_either():
    touching = data(("x",), [-1, 0, 0, 1], [0, 0, 1, 1])
    assert find_lowest(part(LOGISTIC, touching)).lowest is None
    mixed = data(("x",), [-1, 0.5, 0, 1], [0, 0, 1, 1])
    assert find_lowest(part(LOGISTIC, mixed)).lowest is not None


def test_what_reaches_its_floor_has_a_region_of_minima():
    lowest = find_lowest(part("hinge", "blobs:noise=0.1", ("w1", "w2"), {"b": 0.0})).lowest
    assert lowest.value == 0
    assert "in a whole region" in lowest.text


def test_one_class_is_said_and_has_no_minimum():
    one = part("soft_margin", data(("x",), [1, 2, 3], [1, 1, 1]))
    assert "every label is 1" in one.model.warnings[0]
    assert "all labels are the same" in find_lowest(one).reason


def test_one_example_has_a_line_of_minima():
    lowest = find_lowest(part("mse", data(("x",), [5], [50.6296]))).lowest
    assert "along a whole line" in lowest.text
    assert_allclose(5 * lowest.place[0] + lowest.place[1], 50.6296)


def test_a_descent_of_many_valleys_is_not_called_the_minimum():
    assert not is_convex(actplot.get("welsch"))
    assert "lowest loss found" in find_lowest(part("welsch", "outliers")).lowest.text


def test_other_weights_are_where_all_are_best():
    source = load("moons")
    model = linear_model(actplot.get("mse"), source)
    best = np.linalg.lstsq(model.design, model.target, rcond=None)[0]
    others, how = others_at_best(model, ("w1", "w2"), {})
    assert_allclose(others["b"], best[2])
    assert "lowest" in how
    separated = linear_model(actplot.get(LOGISTIC), load("blobs:noise=0.1"))
    assert others_at_best(separated, ("w1", "w2"), {})[0] == {"b": 0.0}


# Surfaces


@pytest.mark.parametrize("name", ["mae", "huber", "hinge", LOGISTIC, "mse"])
@pytest.mark.parametrize("names", [("w", "b"), ("b", "w")])
def test_sorted_outputs_give_the_same_losses(name, names):
    source = "line:n=3000" if name in RESIDUAL else "threshold:n=3000"
    one = part(name, source, names)
    x, y = np.linspace(-3, 3, 9), np.linspace(-2, 4, 11)
    places = np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)])
    assert_allclose(_by_outputs(one, x, y).ravel(), one.losses(places), rtol=1e-5, atol=3e-5)


def test_a_closed_form_gives_the_losses():
    one = part("mse", "line")
    places = np.random.RandomState(1).normal(size=(20, 2)) * 3
    assert_allclose(one.losses(places), [one.at(place)[0] for place in places], rtol=1e-12)


def test_the_surface_holds_the_losses_of_its_places():
    surface = surface_of(part("huber", "outliers"), (-1, 3), (0, 2))
    assert (surface.x[0], surface.x[-1], surface.y[0], surface.y[-1]) == (-1, 3, 0, 2)
    for i, j in [(0, 0), (5, 30), (80, 80)]:
        exact, _ = part("huber", "outliers").at((surface.x[j], surface.y[i]))
        assert_allclose(surface.value[i, j], exact, rtol=1e-12)


def test_a_picture_beside_the_minimum_says_so():
    assert "outside the picture" in surface_of(part("mse", "line"), (5, 9), None).remarks[0]


@pytest.mark.parametrize(
    "values",
    [
        *(
            [0, 1, 4, 9],
            [3, 3, 3],
            [1e29, 1e29],
            [1e-20, 1e20, 5],
            [0, 0, 0, 1e-8],
            [-5, -1, 3],
            [0, 1e-300, 1e300, 1.5e308],
        ),
        *([7.3, 7.31], [1e9, 1e9 + 1], np.linspace(0.2634, 110, 99) ** 2, np.linspace(0, 3, 99) ** 3, [0, *[1] * 99]),
    ],
)
def test_levels_ascend_by_one_round_rule_and_hold_all_values(values):
    values = np.array(values, float)
    levels = levels_of(values)
    places = np.array(levels.places)
    assert all(np.diff(places) > 0)
    assert places[0] <= values.min()
    assert places[-1] >= values.max()
    assert len(places) <= 16
    numbers = np.arange(len(places))
    if not levels.rule:
        return
    if not levels.growth:
        step = np.diff(places)[0]
        assert levels.rule == f"every {readable(step)}"
        assert_allclose(places / step, np.round(places / step), atol=1e-9)
        assert_allclose(np.diff(places), step, rtol=1e-9, atol=8 * np.spacing(np.abs(places).max()))
        return
    rise, shown = places[1:] - places[0], levels.rule.split(" + ")[1].removesuffix(levels.growth).removesuffix("·")
    step = float(shown.replace("−", "-") or 1)
    assert f"{step:.1e}"[:3] in ("1.0", "2.0", "2.5", "5.0")
    if levels.growth.startswith("k"):
        grown = numbers[1:] ** {"²": 2, "³": 3}[levels.growth[1:]]
    else:
        grown = float(levels.growth.removesuffix("ᵏ")) ** numbers[:-1]
    assert_allclose(rise[:-1], (step * grown)[:-1], rtol=1e-9)


def test_values_that_all_overflow_are_refused():
    with pytest.raises(BadOption, match="overflows"):
        levels_of(np.array([np.nan, np.nan]))


# Descent

VIEW = ((-5.0, 8.0), (-8.0, 8.0))


def test_a_descent_takes_the_steps_of_its_definition():
    one = part("mse", "line")
    path = descend(one, (-3.0, 6.0), Stride(0.05, 3, 0.5), VIEW)
    place, velocity = np.array([-3.0, 6.0]), np.zeros(2)
    for expected in path.places[1:]:
        velocity = 0.5 * velocity + one.at(place)[1]
        place = place - 0.05 * velocity
        assert_allclose(expected, place, rtol=1e-9)


@pytest.mark.parametrize("momentum", [0.0, 0.5])
@pytest.mark.parametrize("share", [0.98, 1.02])
def test_rates_diverge_above_the_limit_and_not_below(share, momentum):
    one = part("mse", "line")
    rate = share * limit_of_rates(one, momentum)
    path = descend(one, (-3.0, 6.0), Stride(rate, 3000, momentum), VIEW)
    assert path.diverges == (share > 1)
    if not path.diverges:
        assert_allclose(path.places[-1], one.bowl.lowest, atol=1e-3)


def test_a_path_that_diverges_is_drawn_to_the_edge():
    path = descend(part("mse", "line"), (-3.0, 6.0), Stride(5.0, 1000), VIEW)
    assert path.diverges
    assert path.leaves
    assert "outside the picture from step 1" in path.text
    assert "too large for a float" in path.text
    assert np.isfinite(path.places).all()
    low, high = np.array(VIEW).T
    assert np.all((path.places >= low) & (path.places <= high))
    assert np.any((path.places[-1] == low) | (path.places[-1] == high))


def test_a_first_step_beyond_floats_is_said():
    path = descend(part("mse", "line"), (-3.0, 6.0), Stride(1e308, 5), VIEW)
    assert path.diverges
    assert np.isfinite(path.places).all()


def test_where_there_is_no_slope_a_path_stays():
    assert "does not move" in descend(part("zero_one", "threshold"), (3.0, 1.0), Stride(0.1, 9), VIEW).text


class Counted:
    """A slice of which the gradients are counted."""

    def __init__(self, inner):
        self.inner, self.asked = inner, 0

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def gradient(self, place):
        self.asked += 1
        return self.inner.gradient(place)


@pytest.mark.parametrize(
    ("loss", "stride", "most", "text"),
    [
        ("charbonnier", Stride(1e-300, 100_000), 1, "does not move: a step is less than the rounding of a weight"),
        ("charbonnier", Stride(1e-300, 100_000, 0.9), 1, "does not move: a step is less than the rounding of a weight"),
        ("mse", Stride(0.05, 100_000), 3000, ", then it stands still: a step is less than the rounding of a weight"),
        ("zero_one", Stride(1.0, 100_000), 1, "does not move: the slope is 0"),
    ],
)
def test_a_descent_that_moves_no_more_ends(loss, stride, most, text):
    one = Counted(part(loss, "threshold" if loss == "zero_one" else "line"))
    path = descend(one, (3.0, 1.0), stride, VIEW)
    assert one.asked <= most + 6
    assert path.text.endswith(text)
    assert not path.diverges
    place = path.places[-1]
    for _ in range(100):  # with any velocity that it may have by now
        assert np.all(place - stride.rate * one.inner.gradient(place) / (1 - stride.momentum) == place)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_descent_whose_steps_are_nothing_even_beside_zero_is_not_followed(momentum):
    one = Counted(part("charbonnier", "line"))
    path = descend(one, (0.0, 0.0), Stride(1e-300, 100_000, momentum), VIEW)
    assert one.asked <= 8
    assert path.text == "does not move: a step is less than the rounding of a weight"


def test_a_descent_takes_no_more_steps_than_there_is_time_for():
    one = part("cauchy", "line:n=20000")
    stride = Stride.within_reach(one, 1e-5, 0.0, steps=1000, paths=2)
    assert stride.steps * 2 * 20_000 <= MOST_WORK < (stride.steps + 10) * 2 * 20_400
    few = Stride(1e-5, 3, asked=1000)
    assert descend(one, (3.0, 1.0), few, VIEW).text.endswith("after 3 steps; cut short, as 1000 would take too long")
    assert Stride.within_reach(part("mse", "line"), 0.1, 0.0, steps=100_000, paths=8) == Stride(0.1, 100_000)
    assert Stride.within_reach(part("huber", "line"), 0.1, 0.0, steps=1000, paths=8) == Stride(0.1, 1000)


def test_a_descent_whose_velocity_still_grows_goes_on():
    """Its first step is below the rounding of the weights, the sum of several is not."""
    one = part("mse", "line")
    start = (3.0, 1.0)
    rate = 2.0**-54 / float(np.max(np.abs(one.gradient(start))))
    path = descend(one, start, Stride(rate, 200, 0.99), VIEW)
    assert np.array_equal(path.places[0], path.places[1])
    assert not np.array_equal(path.places[0], path.places[-1])


# Data


@pytest.mark.parametrize("name", ["line", "outliers", "sine", "threshold", "blobs", "moons", "xor"])
def test_recipes_are_the_same_each_time_and_differ_by_seed(name):
    one, again, other = load(f"{name}:n=50"), load(f"{name}:n=50,seed=1"), load(f"{name}:n=50,seed=2")
    assert one.name == again.name == f"{name}:n=50"
    assert np.array_equal(one.x, again.x)
    assert not np.array_equal(one.x, other.x)
    assert len(one.y) == 50


@pytest.mark.parametrize(
    "text",
    ["moons:n=1", "moons:n=1.5", "moons:seed=-1", "moons:noise=x", "moons:k=3", "moons:", "moons:n=3,n=4", "mons"],
)
def test_refused_recipes(text):
    with pytest.raises(BadOption):
        recipe_of(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,2\n3,\n", "row 2 (line 3), column y: the cell is empty"),
        ("x,y\n1,2\n\n3\n", "row 2 (line 4), column y: the cell is missing"),
        ("x,y\n1,2\nabc,1\n", "row 2 (line 3), column x: 'abc' is not a number"),
        ("1,2\n3,4\n", "has no header: its first line is '1,2'"),
        ("x;y\n1;2\n", "separated by semicolons"),
        ("x\ty\n1\t2\n", "separated by tabs"),
        ("x,y\n", "has a header and no rows"),
        ("", "is empty"),
        ("x,y\n1,nan\n", "row 1 (line 2), column y: 'nan' is not finite"),
        ("x,y\n1,1e999\n", "'1e999' is not finite"),
        ("x,y\n1,2,3\n", "row 1 (line 2) has 3 cells"),
        ("x,z\n1,2\n", "has a column 'z'"),
        ("x1,x2\n1,2\n", "has no column y"),
        ("x,y\n1_0,2\n", "'1_0' is not a number"),
    ],
)
def test_what_a_file_should_not_hold(tmp_path, text, message):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        load(str(path))
    assert message in str(caught.value)


def test_files_are_read_as_they_are_meant(tmp_path):
    path = tmp_path / "good.csv"
    path.write_bytes(b'\xef\xbb\xbf X1 , "x2",Y\r\n1,"2", 3\r\n\r\n-4,5e0,6\r\n')
    found = load(str(path))
    assert found.columns == ("x1", "x2")
    assert_allclose(found.x, [[1, 2], [-4, 5]])
    assert_allclose(found.y, [3, 6])


@pytest.mark.parametrize("name", ["brier", "msle", "gamma_deviance", "hinge_embedding", "nll", "mape:target=3"])
def test_losses_of_something_else_are_refused(name):
    with pytest.raises(BadOption):
        linear_model(actplot.get(name), load("line"))


@pytest.mark.parametrize("loss", ["huber", "mse", "wing"])
def test_blocks_of_examples_add_up_to_all(loss, monkeypatch):
    data = load("outliers:n=1000,seed=3")
    model = linear_model(actplot.get(loss), data)
    part = sliced(model, ("w", "b"), {})
    places = np.array([[0.5, 1.0], [2.0, -1.0], [1e3, 1e3]])
    whole = [part.at(place) for place in places], part.losses(places), [part.gradient(place) for place in places]
    monkeypatch.setattr(models, "BLOCK", 64)
    blocks = [part.at(place) for place in places], part.losses(places), [part.gradient(place) for place in places]
    for (value, slope), (other, second) in zip(whole[0], blocks[0], strict=True):
        assert_allclose(value, other, rtol=1e-13)
        assert_allclose(slope, second, rtol=1e-12)
    assert_allclose(whole[1], blocks[1], rtol=1e-13)
    assert_allclose(whole[2], blocks[2], rtol=1e-12)


@pytest.mark.parametrize("labels", [[0, 1, 2], [-1, 0, 1], [0.5, 1, 0]])
@pytest.mark.parametrize("name", ["hinge", LOGISTIC])
def test_strange_labels_are_refused(name, labels):
    with pytest.raises(BadInput, match="labels"):
        linear_model(actplot.get(name), data(("x",), [1, 2, 3], labels))


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("name", ["hinge", "soft_margin"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_some_examples_and_a_correction_give_nearly_the_losses_of_all(name, reduction):
    one = part(name, "moons:n=60000", ("w1", "w2"), {"b": 0.2}, reduction)
    x, y = np.linspace(-3, 3, 21), np.linspace(-4, 2, 21)
    places = np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)])
    assert_allclose(_interpolated(one, x, y, 6).ravel(), one.losses(places), rtol=6e-3)
