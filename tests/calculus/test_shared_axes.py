"""Tests of losses over another variable than their own against their definitions at high precision."""

from functools import partial

import mpmath as mp
import numpy as np
import pytest
from numpy.testing import assert_allclose

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.shared_axes import Reexpressed, forms_told, reexpressed
from actplot.calculus.written_names import upright
from actplot.catalogue.registry import elementwise_names

ALL = ("margin", "logit", "probability", "residual")


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def logit(p):
    return mp.log(p / (1 - p))


def of_score(loss):
    """A loss of a score s against y = ±1, over each variable."""
    return {
        "margin": lambda m, y: loss(y * m, y),
        "logit": lambda z, y: loss(z, y),
        "probability": lambda p, y: loss(logit(p), y),
        "residual": lambda r, y: loss(r + y, y),
    }


def of_margin(psi):
    return of_score(lambda s, y: psi(y * s))


def of_logit(loss):
    """Such as one of a score, with classes of 0 and 1."""
    return of_score(lambda s, y: loss(s, (1 + y) / 2))


def of_probability(loss):
    return {
        "margin": lambda m, y: loss(sigmoid(y * m), (1 + y) / 2),
        "logit": lambda z, y: loss(sigmoid(z), (1 + y) / 2),
        "probability": lambda p, y: loss(p, (1 + y) / 2),
        "residual": lambda r, y: loss(r + (1 + y) / 2, (1 + y) / 2),
    }


def of_residual(psi):
    return {
        "margin": lambda m, y: psi(y * m - y),
        "logit": lambda z, y: psi(z - y),
        "probability": lambda p, y: psi(p - (1 + y) / 2),
        "residual": lambda r, y: psi(r),
    }


def cross_entropy(p, y):
    return -mp.log(p if y else 1 - p)


def focal(p, y, gamma=2):
    return (1 - p if y else p) ** gamma * cross_entropy(p, y)


TRUTHS = {
    "hinge": of_margin(lambda m: max(mp.mpf(0), 1 - m)),
    "squared_hinge": of_margin(lambda m: max(mp.mpf(0), 1 - m) ** 2),
    "soft_margin": of_margin(lambda m: mp.log1p(mp.exp(-m))),
    "exponential_loss": of_margin(lambda m: mp.exp(-m)),
    "modified_huber": of_margin(lambda m: max(mp.mpf(0), 1 - m) ** 2 if m >= -1 else -4 * m),
    "tangent": of_margin(lambda m: (2 * mp.atan(m) - 1) ** 2),
    "savage": of_margin(lambda m: 1 / (1 + mp.exp(m)) ** 2),
    "sigmoid_cross_entropy_with_logits": of_logit(lambda z, y: mp.log1p(mp.exp(z)) - y * z),
    "weighted_cross_entropy_with_logits:1,3": of_logit(lambda z, y: (1 - y) * z + (1 + 2 * y) * mp.log1p(mp.exp(-z))),
    "binary_cross_entropy": of_probability(cross_entropy),
    "brier": of_probability(lambda p, y: (p - y) ** 2),
    "binary_focal": of_probability(focal),
    "binary_focal:alpha=0.25": of_probability(lambda p, y: (mp.mpf(1) / 4 if y else mp.mpf(3) / 4) * focal(p, y)),
    "mse": of_residual(lambda r: r**2),
    "quantile:0.9": of_residual(lambda r: max((1 - mp.mpf("0.9")) * r, -mp.mpf("0.9") * r)),
}
PLACES = {
    "margin": [-40.25, -7.3, -0.7, 0.2, 0.9, 6.1, 33.4],
    "logit": [-40.25, -7.3, -0.7, 0.2, 0.9, 6.1, 33.4],
    "probability": [1e-9, 0.01, 0.3, 0.55, 0.8, 0.99999],
    "residual": [-3.2, -0.93, -0.4, 0.31, 0.77, 2.9],
}


@pytest.mark.exhaustive(keep=0.26, thorough=1)
@pytest.mark.parametrize("over", ALL)
@pytest.mark.parametrize("name", TRUTHS)
def test_values_and_derivatives_are_those_of_the_definition(name, over):
    for sign, target in ((1, 1), (-1, 0)):
        loss = actplot.get(name)
        loss = loss.aimed_at(float(target)) if "target" in loss.numbers else loss
        found = Reexpressed(loss, over, float(sign))
        for x in PLACES[over]:
            if not found.domain[0] < x < found.domain[1]:
                continue
            with mp.workdps(60):
                exact = [float(mp.diff(partial(TRUTHS[name][over], y=sign), mp.mpf(x), n)) for n in (0, 1, 2)]
            computed = [float(getattr(found, way)(x)) for way in ("value", "derivative", "second_derivative")]
            assert_allclose(computed[:2], exact[:2], rtol=2e-13, atol=1e-300, err_msg=f"{x}")
            beside_an_end = over == "probability" and x < 1e-6  # where its terms may cancel
            near = 3e-6 if beside_an_end else 1e-9
            assert_allclose(computed[2], exact[2], rtol=near, atol=1e-14 * max(1, abs(exact[1])), err_msg=f"{x}")


def test_far_logits_keep_the_loss_of_their_probability():
    loss = reexpressed(actplot.get("binary_cross_entropy"), "logit")
    assert_allclose(loss.value([-1e6, -800, 299.0]), [1e6, 800, np.exp(-299.0)])
    assert_allclose(loss.derivative([-1e6, -800]), -1)
    assert loss.value(np.inf) == 0
    assert loss.value(-np.inf) == np.inf
    assert reexpressed(actplot.get("brier"), "margin").value(-np.inf) == 1


def test_ends_of_probabilities_have_the_limits():
    hinge = reexpressed(actplot.get("hinge"), "probability")
    assert_allclose(hinge.value([0, 1]), [np.inf, 0])
    assert_allclose(hinge.derivative([0, 1]), [-np.inf, 0])
    other = Reexpressed(actplot.get("hinge"), "probability", -1.0)
    assert_allclose(other.value([0, 1]), [0, np.inf])
    assert_allclose(other.derivative([0, 1]), [0, np.inf])
    soft = reexpressed(actplot.get("soft_margin"), "probability")
    assert_allclose(soft.derivative(1.0), -1)
    assert np.isnan(hinge.value(1.5))


@pytest.mark.parametrize(
    ("name", "over", "places", "kind"),
    [
        ("hinge", "residual", [0.0], "kink"),
        ("hinge", "probability", [float(sigmoid(1))], "kink"),
        ("zero_one", "probability", [0.5], "jump"),
        ("mae", "margin", [1.0], "kink"),
        ("mae", "probability", [1.0], "edge"),
        ("sparsemax_loss", "residual", [-2.0, 0.0], "smooth"),
        ("perceptron", "logit", [0.0], "kink"),
        ("ramp", "margin", [0.0, 1.0], "kink"),
    ],
)
def test_breaks_stand_where_those_of_the_loss_are(name, over, places, kind):
    found = breaks_of(reexpressed(actplot.get(name), over))
    assert_allclose([point.x for point in found], places)
    assert {point.kind for point in found} == {kind}


def test_equal_losses_of_different_kinds_are_one_curve():
    x = np.linspace(-30, 30, 121)
    names = ("soft_margin", "binary_cross_entropy", "sigmoid_cross_entropy_with_logits", "nll")
    for over in ("margin", "logit"):
        values = [reexpressed(actplot.get(name), over).value(x) for name in names]
        for other in values[1:]:
            assert_allclose(other, values[0], rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("hinge", ALL),
        ("binary_cross_entropy", ALL),
        ("binary_cross_entropy:0.3", ("logit", "probability", "residual")),
        ("sigmoid_focal:0.3", ("logit", "probability")),
        ("mse", ALL),
        ("msle", ()),
        ("hinge_embedding", ()),
        ("poisson_nll", ()),
        ("relu", ()),
    ],
)
def test_forms_follow_from_kinds_and_targets(name, forms):
    assert actplot.get(name).forms == forms


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize(
    ("name", "over"), [(name, over) for name in elementwise_names() for over in actplot.get(name).forms]
)
def test_every_form_of_every_loss_agrees_with_its_own_derivative(name, over):
    for loss in reexpressed(actplot.get(name), over).by_target():
        low, high = loss.interval
        x = np.linspace(low, high, 43)[1:-1]
        x = x[[all(abs(at - place) > 1e-3 for place in loss.breaks) for at in x]]
        for one, other in ((loss.value, loss.derivative), (loss.derivative, loss.second_derivative)):
            step = 1e-6 * np.minimum(1.0, np.minimum(x - low, high - x))
            slope = (one(x + step) - one(x - step)) / (2 * step)
            assert_allclose(slope, other(x), rtol=1e-5, atol=1e-5 * (1 + np.abs(one(x)).max() / 100))


def test_words_say_how_variables_follow():
    one, both = reexpressed(actplot.get("brier"), "margin"), reexpressed(actplot.get("hinge"), "logit").by_target()
    assert upright(forms_told([one, one])) == "as functions of the margin, p = σ(m)"
    assert upright(forms_told(both)) == "as a function of the logit, m = z for target = 1, m = −z for target = −1"
