"""What users who try odd vectors, shapes and numbers of examples come across."""

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.testing import assert_allclose

import actplot
from actplot.calculus.models import model as models
from actplot.calculus.models.datasets import load
from actplot.calculus.models.model import linear_model, sliced
from actplot.cli import main

INF = np.inf


def run(*words):
    return CliRunner().invoke(main, [*map(str, words)], prog_name="actplot")


@pytest.mark.parametrize("power", [1, 2])
def test_multi_margin_of_infinite_scores(power):
    loss = actplot.get(f"multi_margin:{power}")
    assert loss.evaluate([INF, 1.0, 2.0], 0) == 0
    assert loss.evaluate([INF, 1.0, 2.0], 1) == INF
    assert loss.evaluate([-INF, 1.0, 2.0], 0) == INF
    assert loss.evaluate([-INF, 4.0, 2.0], 1) == 0
    assert_allclose(loss.gradient([INF, 1.0, 2.0], 0), 0)


def test_weights_of_any_sum_are_no_fault_of_generalized_kl():
    asked = ("eval", "generalized_kl", "--prediction", "2,3", "--target")
    assert "warning" not in run(*asked, "0.7,5").output
    assert "warning: generalized_kl: the target has an entry below 0" in run(*asked, "-0.7,5").output
    assert "weights that are not negative, of any sum" in run("show", "generalized_kl").output.replace(
        "\n" + 17 * " ", " "
    )
    logarithms = ("eval", "generalized_kl:true", "--prediction", "-2,3", "--target", "0.7,5")
    assert "warning" not in run(*logarithms).output


@pytest.mark.parametrize(
    ("name", "said"),
    [("cross_entropy", "cross_entropy compares whole vectors"), ("relu", "relu is no loss")],
)
def test_a_model_says_why_it_does_not_take_a_function(name, said):
    answer = run("eval", name, "--data", "line", "--at", "w=1,b=0")
    assert answer.exit_code == 2
    assert said in answer.output


@pytest.mark.parametrize("layer", ["dropout", "alpha_dropout", "gaussian_dropout"])
def test_a_random_layer_whose_variance_overflows_is_not_drawn(layer, tmp_path):
    answer = run("plot", layer, "--at", "1e-12,1e300", "-o", tmp_path / "layer.png")
    assert answer.exit_code == 2
    assert "overflows" in answer.output


def test_words_at_the_foot_of_one_column_stay_clear_of_the_bar(tmp_path):
    from actplot.figures.heatmap import _Plan
    from actplot.requests.figures.jacobian import JacobianRequest

    for name, at in (("softmax", (1.0,)), ("crelu", (1.0,))):
        plan = _Plan(JacobianRequest((actplot.get(name),), at=at).jacobian, False)
        assert plan.foot >= plan.bar_height


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


@pytest.mark.parametrize(
    ("loss", "last"),
    [("mse", "(2/n)·Σᵢ₌₁ⁿ xᵢⱼ·(zᵢ − yᵢ)"), ("sigmoid_cross_entropy_with_logits", "−Σᵢ₌₁ⁿ (yᵢ − θᵢ)·xᵢⱼ")],
)
def test_the_gradient_over_several_features(loss, last):
    answer = run("derive", loss, "--model", "linear", "--route", "features")
    assert answer.exit_code == 0
    assert last in answer.output
    assert "checked to 40 digits" in answer.output


def test_a_sum_over_features_is_none_over_examples():
    from actplot.calculus.derivations.lines import _Reader
    from actplot.calculus.derivations.of_models import ROUTES
    from actplot.calculus.derivations.vector_checking import check_vectors
    from actplot.catalogue.entry import Line

    lines = list(ROUTES["mse"]["features"])
    right = _Reader().derivation(lines, "mse", "", ("features", ("features",)))
    assert min(line.digits for chain in check_vectors(right).lines for line in chain) >= 40
    lines[-1] = Line(lines[-1].rule, lines[-1].text.replace("1/n", "1/m").replace("2/n", "2/m"))
    wrong = _Reader().derivation(lines, "mse", "", ("features", ("features",)))
    assert check_vectors(wrong).lines[-1][-1].digits < 5


def test_logarithms_in_place_of_probabilities_are_said():
    answer = run("eval", "nll", "--prediction", "-0.2,-1.7", "--target", "0")
    assert answer.exit_code == 0
    assert "warning: nll takes a probability from 0 to 1, got -0.2. See 'actplot show nll'." in answer.output
    assert (
        "warning: poisson_nll_rate takes a rate of at least 0"
        in run("eval", "poisson_nll_rate", "--prediction", "-1", "--target", "2").output
    )
    for inside in (("nll", "0,1"), ("mse", "-3,4"), ("sigmoid_cross_entropy_with_logits", "-3,4")):
        assert "warning" not in run("eval", inside[0], "--prediction", inside[1], "--target", "1,0").output


@pytest.mark.parametrize(("units", "widest"), [(4, 12), (5, 12), (8, 12), (12, 12), (32, 12)])
def test_a_random_layer_of_many_units_still_fits_a_page(units, widest, tmp_path):
    from actplot.requests.figures.plot import PlotRequest

    figure = PlotRequest((actplot.get("dropout"),), at=tuple(range(1, units + 1))).draw()
    width, height = figure.get_size_inches()
    assert width <= widest
    assert height <= 9
    frames = [axes.get_position() for axes in figure.axes]
    assert not any(one.overlaps(other) for i, one in enumerate(frames) for other in frames[:i])


@pytest.mark.parametrize(
    ("name", "at", "ends", "peak"),
    [
        ("softmax", (0, 1, 2), (-1000, 1000), 0.25),
        ("softmax", (0, 1, 2), (-1e9, 1e9), 0.25),
        ("standardize", (1, 1, 1), (-5, 5), 210.8185),
        ("softmax", (0, 1, 2), (-5, 5), 0.25),
    ],
)
def test_no_peak_is_cut_off_however_wide_the_range(name, at, ends, peak):
    from actplot.calculus.vectors.varying import vary

    _, slopes = vary(actplot.get(name), at, 0, ends, 1000)
    highest = max(float(y.max()) for _, y in slopes[0].pieces)
    assert highest == pytest.approx(peak, rel=0.02)


def test_the_usual_picture_has_the_points_that_were_asked_for():
    from actplot.calculus.vectors.varying import vary

    values, _ = vary(actplot.get("softmax"), (0, 1, 2), 0, (-5, 5), 1000)
    assert values[0].pieces[0][0].size == 1000
