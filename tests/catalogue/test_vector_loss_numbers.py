"""Losses of whole vectors: numbers that were worked elsewhere or by hand, edges, and what is refused."""

import mpmath
import numpy as np
import pytest
from definitions import definition
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import log_softmax, softmax

import actplot
from actplot.errors import BadInput, BadParameter


def test_nll_of_log_probabilities():
    logs = np.array([-0.0178, -0.3859, -0.8744, -1.3443, -0.3392, -2.7229, -0.2614, -0.2736, -1.3477, -2.0514])
    loss = actplot.get("log_probability_nll")
    assert_allclose(loss.evaluate(logs[:, None], np.zeros(10, int), "mean"), 0.96186, atol=1e-5)


def test_cross_entropy_is_nll_of_log_softmax():
    random = np.random.default_rng(1)
    z, k = 4 * random.normal(size=(50, 7)), random.integers(7, size=50)
    nll = actplot.get("log_probability_nll").evaluate(log_softmax(z, axis=-1), k)
    for name in ("cross_entropy", "sparse_softmax_cross_entropy_with_logits"):
        assert_allclose(actplot.get(name).evaluate(z, k), nll, rtol=1e-12)
    hot = actplot.get("softmax_cross_entropy_with_logits").evaluate(z, np.eye(7)[k])
    assert_allclose(hot, nll, rtol=1e-12)
    on_probabilities = actplot.get("sparse_categorical_cross_entropy").evaluate(softmax(z, axis=-1), k)
    assert_allclose(on_probabilities, nll, rtol=1e-9)


def test_kl_is_cross_entropy_less_entropy():
    q, p = np.random.default_rng(2).dirichlet(np.ones(5), (2, 30))
    kl = actplot.get("kl_divergence").evaluate(q, p)
    cross, entropy = -np.sum(p * np.log(q), axis=-1), -np.sum(p * np.log(p), axis=-1)
    assert_allclose(kl, cross - entropy, rtol=1e-12)
    parts = actplot.get("kl_divergence").parts(q, p)
    assert_allclose(parts["cross-entropy"] - parts["entropy"], kl, rtol=1e-12)
    assert_allclose(actplot.get("kl_divergence:true").evaluate(np.log(q), p), kl, rtol=1e-12)


def test_class_weights_and_smoothing_as_pytorch():
    """torch.nn.functional.cross_entropy(z, k, weight=[1, 2, 0.5], label_smoothing=0.1, reduction='mean'), by hand."""
    z, k, w, e = np.array([[2, 1, 0.1], [0.5, -1, 3]]), np.array([0, 2]), np.array([1, 2, 0.5]), 0.1
    logs = log_softmax(z, axis=-1)
    spread = w * ((1 - e) * np.eye(3)[k] + e / 3)
    loss = actplot.get("cross_entropy:weight=1:2:0.5,label_smoothing=0.1")
    assert_allclose(loss.evaluate(z, k), -np.sum(spread * logs, axis=-1))
    assert_allclose(loss.evaluate(z, k, "mean"), -np.sum(spread * logs) / (w[0] + w[2]))


def test_ignored_rows_count_nothing():
    z, k = np.array([[2, 1, 0.1], [0.5, -1, 3], [np.nan, 1, 2]]), np.array([0, 2, -100])
    for spec in ("cross_entropy:ignore_index=-100", "sparse_softmax_cross_entropy_with_logits:-100"):
        loss = actplot.get(spec)
        assert_allclose(loss.evaluate(z, k, "mean"), np.mean(loss.evaluate(z[:2], k[:2])))
        assert loss.evaluate(z, k)[2] == 0
        assert_array_equal(loss.gradient(z, k)[2], 0)
        assert np.isnan(loss.evaluate(z, [-100] * 3, "mean"))
        assert_array_equal(loss.gradient(z, [-100] * 3, "mean"), 0)  # as PyTorch
    with pytest.raises(BadParameter, match="whole number"):
        actplot.get("cross_entropy:ignore_index=0.5")


@pytest.mark.parametrize(
    ("spec", "prediction", "target", "value"),
    [
        ("multilabel_margin", [0.1, 0.2, 0.4, 0.8], [1, 0, 0, 1], 0.85),  # PyTorch's documentation
        ("multi_margin", [0.1, 0.2, 0.4, 0.8], 3, 0.325),  # PyTorch's documentation
        ("categorical_hinge", [-1, -2, -3], [1, 0, 0], 2),  # the true class counts as 0 in the maximum
        ("multiclass_hinge", [-1, -2, -3], 0, 0),
        ("multiclass_hinge", [1, 1.5, 0], 0, 1.5),
        ("multiclass_perceptron", [1, 1.5, 0], 0, 0.5),
        ("multiclass_sparsemax", [3, 1, 0], 0, 0),
        ("multiclass_sparsemax", [0, 0], 1, 0.25),
        ("margin_ranking:0.5", [1, 2], 1, 1.5),
        ("triplet_margin:1,2,0", [0, 0], [[3, 4], [0, 1]], 5),
        ("triplet_margin:1,1,0", [0, 0], [[3, 4], [0, 1]], 7),
        ("contrastive:1", [0, 0], [3, 4], 12.5),
        ("contrastive:-1,6", [0, 0], [3, 4], 0.5),
        ("contrastive:-1,4", [0, 0], [3, 4], 0),
        ("mean_pairwise_squared_error", [1, 2, 4], [1, 1, 1], (1 + 9 + 4) / 3),
        ("dice", [1, 0.5, 0], [1, 0, 0], 0.2),
        ("jaccard", [1, 0.5, 0], [1, 0, 0], 1 / 3),
        ("tversky:1,0", [1, 0.5, 0], [1, 0, 0], 1 / 3),
        ("tversky:0,1", [1, 0.5, 0], [1, 0, 0], 0),
        ("tversky:0,1", [0.5, 0.5, 0], [1, 0, 0], 0.5),
        ("dice", [0, 0], [0, 0], 0),
        ("total_variation", [0.5, 0.5], [1, 0], 0.5),
        ("hellinger", [1, 0], [0, 1], 1),
        ("jensen_shannon", [1, 0], [0, 1], np.log(2)),
        ("kl_divergence", [0.5, 0.5], [1, 0], np.log(2)),
        ("kl_divergence", [1, 0], [0.5, 0.5], np.inf),
        ("kl_divergence", [1, 0], [1, 0], 0),
        ("generalized_kl", [0.5, 2], [0, 2], 0.5),
        ("generalized_cross_entropy", [0.25, 0.75], 0, 1),
        ("categorical_cross_entropy", [1, 3], [1, 0], np.log(4)),
        ("categorical_focal:1,2", [1, 3], [1, 0], 0.5625 * np.log(4)),
        ("poly_loss:2", [0, 0], [1, 0], np.log(2) + 1),
        ("cosine_similarity", [3, 4], [6, 8], 1),
        ("cosine_distance", [1, 0], [-2, 0], 2),
        ("cosine_embedding:-1,0.5", [1, 0], [1, 0], 0.5),
        ("cosine_similarity", [0, 0], [1, 0], 0),
        ("ranking_softmax", [0, 0], [2, 1], 3 * np.log(2)),
    ],
)
def test_numbers_by_hand(spec, prediction, target, value):
    assert_allclose(actplot.get(spec).evaluate(prediction, target), value, rtol=1e-15, atol=1e-16)


@pytest.mark.parametrize(
    ("spec", "prediction", "target", "slope"),
    [
        ("multi_margin", [1, 0, 3], 0, [-1 / 3, 0, 1 / 3]),  # class 1 is behind by exactly the margin
        ("multilabel_margin", [1, 0], [1, 0], [0, 0]),
        ("margin_ranking", [1, 1], 1, [-1, 1]),
        ("margin_ranking", [1, 1], -1, [1, -1]),
        ("multiclass_hinge", [1, 0], 0, [-0.5, 0.5]),
        ("multiclass_perceptron", [1, 1], 0, [-0.5, 0.5]),
        ("categorical_hinge", [1, 0], [1, 0], [0, 0]),
        ("total_variation", [0.5, 0.5], [0.5, 0.5], [0, 0]),
        ("hellinger", [0.5, 0.5], [0.5, 0.5], [0, 0]),
        ("cosine_embedding:-1", [1, 0], [0, 1], [0, 1]),
        ("cosine_similarity", [0, 0], [1, 0], [0, 0]),
        ("contrastive:-1", [1, 1], [1, 1], [0, 0]),
        ("triplet_margin:1,2,0", [0, 0], [[0, 0], [1, 0]], [1, 0]),
        ("kl_divergence", [0, 1], [0, 1], [0, -1]),
        ("kl_divergence", [0, 1], [0.5, 0.5], [-np.inf, -0.5]),
        ("generalized_kl", [0, 1], [0, 1], [1, 0]),
        ("dice", [0, 0], [0, 0], [0, 0]),
        ("categorical_focal", [1, 0], [1, 0], [0, 0]),
        ("categorical_cross_entropy", [1, 0], [1, 0], [0, 1]),
    ],
)
def test_slopes_at_kinks_and_edges(spec, prediction, target, slope):
    assert_allclose(actplot.get(spec).gradient(prediction, target), slope, rtol=1e-15)


def test_labels_that_are_no_distribution_get_the_true_gradient():
    loss, z, y = actplot.get("softmax_cross_entropy_with_logits"), np.array([2, 1, 0.1]), np.array([2, 0.5, 0])
    assert_allclose(loss.gradient(z, y), 2.5 * softmax(z) - y, rtol=1e-13)
    assert "its sum is 2.5" in loss.doubt(y)
    assert "below 0" in loss.doubt([1.5, -0.5, 0])
    assert "inf" in loss.doubt([np.inf, -np.inf, np.inf]) or "below 0" in loss.doubt([np.inf, -np.inf, np.inf])
    assert loss.doubt([0.2, 0.3, 0.5]) == ""
    assert "prediction" in actplot.get("kl_divergence").doubt([0.5, 0.5], [0.5, 0.1])
    assert "prediction" in actplot.get("log_probability_nll").doubt(0, [2, 1, 0.1])
    assert actplot.get("dice").doubt([1, 1]) == ""


def test_a_label_of_zero_silences_its_class():
    loss = actplot.get("softmax_cross_entropy_with_logits")
    assert loss.evaluate([-np.inf, 0], [0, 1]) == 0
    assert_array_equal(loss.gradient([-np.inf, 0], [0, 1]), [0, 0])
    assert loss.evaluate([-np.inf, 0], [0.5, 0.5]) == np.inf


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("CrossEntropyLoss", "cross_entropy"),
        ("KLDivLoss", "kl_divergence"),
        ("kld", "kl_divergence"),
        ("SparseCategoricalCrossentropy", "sparse_categorical_cross_entropy"),
        ("CategoricalGeneralizedCrossEntropy", "generalized_cross_entropy"),
        ("safe_softmax_cross_entropy", "softmax_cross_entropy_with_logits"),
        ("MultiLabelSoftMarginLoss", "multilabel_soft_margin"),
        ("TripletMarginLoss", "triplet_margin"),
        ("ranking_softmax_loss", "ranking_softmax"),
    ],
)
def test_names_of_frameworks(spelling, name):
    assert actplot.get(spelling).name == name


@pytest.mark.parametrize("far", [1e3, 1e6, 1e9])
def test_distances_from_far_away_keep_their_digits(far):
    loss = actplot.get("triplet_margin:0.25,2,0")
    anchor, near, other = np.array([far, -2 * far]), np.array([0.5, 0.25]), np.array([-0.75, 1.5])
    with mpmath.workdps(50):
        exact = [[mpmath.mpf(float(number)) for number in row] for row in (anchor, near, other)]
        truth = definition(loss, exact[0], exact[1:])
    assert_allclose(loss.evaluate(anchor, [near, other]), float(truth), rtol=1e-14)


def test_a_distance_that_is_infinite_is_farther():
    loss = actplot.get("triplet_margin")
    assert loss.evaluate([0, 0], [[0, 1], [np.inf, 0]]) == 0
    assert loss.evaluate([0, 0], [[np.inf, 0], [0, 1]]) == np.inf
    assert loss.evaluate([0, 0], [[0, 0], [0, 0]]) == 1


def test_a_million_rows():
    random = np.random.default_rng(0)
    z, k = random.normal(size=(10**6, 3)), random.integers(3, size=10**6)
    loss = actplot.get("cross_entropy")
    assert_allclose(np.sum(loss.gradient(z, k, "mean")), 0, atol=1e-12)
    assert np.isfinite(loss.evaluate(z, k, "mean"))


def test_a_small_probability_of_an_error_is_not_rounded_away():
    loss = actplot.get("softmax_cross_entropy_with_logits")
    assert_allclose(loss.evaluate([40, 0], [1, 0]), np.exp(-40), rtol=1e-14)
    assert_allclose(loss.gradient([40, 0], [1, 0]), [-np.exp(-40), np.exp(-40)], rtol=1e-14)
    kl = actplot.get("kl_divergence")
    assert_allclose(kl.evaluate([0.5 + 2**-30, 0.5 - 2**-30], [0.5, 0.5]), 2.0**-59, rtol=1e-14)


@pytest.mark.parametrize(
    ("spec", "prediction", "target", "message"),
    [
        ("cross_entropy", [1, 2], 2, "whole number from 0 to 1, got 2"),
        ("cross_entropy", [1, 2], -1, "got -1"),
        ("cross_entropy", [1, 2], 0.5, "got 0.5"),
        ("cross_entropy:weight=1:2", [1, 2, 3], 0, "need 3 weights, one for each class, got 2"),
        ("margin_ranking", [1, 2, 3], 1, "vectors of 2 numbers, got shape"),
        ("margin_ranking", [1, 2], 0, "must be -1 or 1"),
        ("multilabel_margin", [1, 2], [0.5, 1], "0 or 1"),
        ("dice", [1, 2], [0.5, 2], "from 0 to 1"),
        ("triplet_margin", [1, 2], [1, 2], r"need targets of shape \(2, 2\), got \(2,\)"),
    ],
)
def test_bad_input_says_what_is_allowed(spec, prediction, target, message):
    with pytest.raises(BadInput, match=message):
        actplot.get(spec).evaluate(prediction, target)
