"""Losses of whole vectors: against their definitions at high precision, and what holds for all of them."""

import warnings

import mpmath
import numpy as np
import pytest
from definitions import definition
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import actplot
from actplot.errors import BadInput, BadOption

NAMES = actplot.names("vector loss")
UNUSUAL = (
    *("cross_entropy:weight=1:2:0.5:3,label_smoothing=0.3", "cross_entropy:label_smoothing=1"),
    *("cross_entropy:ignore_index=1", "sparse_softmax_cross_entropy_with_logits:2", "log_probability_nll:0.5:2:1:3"),
    *("kl_divergence:true", "generalized_kl:log_prediction=true", "sparse_categorical_cross_entropy:0"),
    *("multi_margin:2", "multi_margin:1,0.3,1:2:3:4", "multi_margin:p=2,margin=-0.2", "multilabel_soft_margin:1:2:0:4"),
    *("categorical_focal:1,0", "categorical_focal:0.5,0.5", "categorical_focal:1,5", "poly_loss:-1", "poly_loss:0"),
    *(
        "generalized_cross_entropy:1",
        "generalized_cross_entropy:0.01",
        "cosine_embedding:-1",
        "cosine_embedding:-1,0.5",
    ),
    *("triplet_margin:0.2,1", "triplet_margin:5,3,0", "triplet_margin:5,2.5", "contrastive:-1,5", "contrastive:-1,0.1"),
    *("dice:1", "tversky:0.3,0.7", "tversky:2,0,0.1", "jaccard:0.5", "margin_ranking:0.5"),
)
LOSSES = [actplot.get(spec) for spec in (*NAMES, *UNUSUAL)]
CLASSES = 4


def pair_for(loss, seed, shape=(), spread=3.0):
    """A prediction and a target of a loss, both away from its kinks."""
    random = np.random.default_rng(seed)
    size = (*shape, loss.length or CLASSES)
    if loss.takes == "probabilities":
        prediction = random.dirichlet(np.ones(size[-1]), shape)
    elif loss.takes == "log-probabilities":
        prediction = np.log(random.dirichlet(np.ones(size[-1]), shape))
    else:
        prediction = spread * random.normal(size=size)
    targets = {
        "distribution": lambda: random.dirichlet(np.ones(size[-1]), shape),
        "vector": lambda: random.normal(size=size),
        "shares": lambda: random.uniform(size=size),
        "multilabel": lambda: random.integers(2, size=size),
        "class": lambda: random.integers(size[-1], size=shape),
        "label": lambda: random.choice([-1, 1], size=shape),
        "pair": lambda: random.normal(size=(*shape, 2, size[-1])),
    }
    return prediction, np.asarray(targets[loss.target_kind]())


def exactly(values):
    """Nested lists of mpmath's numbers, or one number."""
    return [exactly(value) for value in values] if np.ndim(values) else mpmath.mpf(float(values))


def true_slope(loss, prediction, target, position):
    def moved(x):
        numbers = exactly(prediction)
        numbers[position] = x
        return definition(loss, numbers, exactly(target))

    return mpmath.diff(moved, mpmath.mpf(float(prediction[position])), h=mpmath.mpf(10) ** -25)


@pytest.fixture(autouse=True)
def _precise():
    with mpmath.workdps(60):
        yield


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_loss_and_gradient_are_the_definition(loss, seed):
    prediction, target = pair_for(loss, seed)
    truth = float(definition(loss, exactly(prediction), exactly(target)))
    assert_allclose(loss.evaluate(prediction, target), truth, rtol=1e-13, atol=1e-300)
    slopes = [float(true_slope(loss, prediction, target, i)) for i in range(len(prediction))]
    assert_allclose(loss.gradient(prediction, target), slopes, rtol=2e-12, atol=1e-15)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_gradient_matches_finite_differences(loss):
    prediction, target = pair_for(loss, 7, (3,))
    step = 1e-6 * np.eye(prediction.shape[-1])
    up = loss.evaluate(prediction[:, None, :] + step, np.stack([target] * step.shape[0], axis=1))
    down = loss.evaluate(prediction[:, None, :] - step, np.stack([target] * step.shape[0], axis=1))
    assert_allclose(loss.gradient(prediction, target), (up - down) / 2e-6, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_batches_are_their_vectors(loss):
    prediction, target = pair_for(loss, 3, (2, 3))
    each = [[loss.evaluate(prediction[i, j], target[i, j]) for j in range(3)] for i in range(2)]
    slopes = [[loss.gradient(prediction[i, j], target[i, j]) for j in range(3)] for i in range(2)]
    assert_allclose(loss.evaluate(prediction, target), each, rtol=1e-15)
    assert_allclose(loss.gradient(prediction, target), slopes, rtol=1e-15)
    for values in loss.parts(prediction, target).values():
        assert values.shape in (prediction.shape, prediction.shape[:-1])


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("reduction", ["sum", "mean", "batchmean"])
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_reductions_and_their_gradients(loss, reduction):
    prediction, target = pair_for(loss, 5, (2, 3))
    losses, slopes = loss.evaluate(prediction, target), loss.gradient(prediction, target)
    count = {"sum": 1, "mean": np.sum(loss.weights(target)), "batchmean": 6}[reduction]
    assert_allclose(loss.evaluate(prediction, target, reduction), np.sum(losses) / count)
    assert_allclose(loss.gradient(prediction, target, reduction), slopes / count)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_single_precision_is_kept(loss):
    prediction, target = pair_for(loss, 2, (3,))
    single = prediction.astype(np.float32)
    given = (loss.evaluate(single, target), loss.gradient(single, target), loss.evaluate(single, target, "mean"))
    assert [answer.dtype for answer in given] == [np.float32] * 3
    assert all(values.dtype == np.float32 for values in loss.parts(single, target).values())
    assert_allclose(given[0], loss.evaluate(single.astype(float), target), rtol=1e-6)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_nan_gives_nan_for_its_vector_only_and_no_warning(loss):
    prediction, target = pair_for(loss, 6, (2,))
    if getattr(loss, "ignore_index", None) is not None:
        target = np.full(2, (loss.ignore_index + 1) % CLASSES)
    prediction[0, 1] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses, slopes = loss.evaluate(prediction, target), loss.gradient(prediction, target)
        loss.parts(prediction, target)
    assert_array_equal(np.isnan(losses), [True, False])
    assert_array_equal(np.isnan(slopes), np.repeat([[True], [False]], prediction.shape[-1], axis=1))


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
@pytest.mark.parametrize("size", [1e4, 1e300, np.inf])
def test_no_size_of_entries_warns(loss, size):
    prediction, target = pair_for(loss, 6, (4,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for sign in (1, -1):
            extreme = np.where(np.arange(prediction.shape[-1]) == 1, sign * size, prediction)
            for given in (extreme, extreme.astype(np.float32) if size == 1e4 else extreme):
                loss.evaluate(given, target, "mean")
                loss.gradient(given, target, "sum")
                loss.parts(given, target)


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("name", [name for name in NAMES if actplot.get(name).takes in ("logits", "scores")])
def test_large_scores_are_exact(name):
    loss = actplot.get(name)
    for seed in range(2):
        prediction, target = pair_for(loss, seed)
        prediction = 1e4 * np.sign(prediction) + np.arange(len(prediction)) / 8
        with mpmath.workdps(10000):
            truth = float(definition(loss, exactly(prediction), exactly(target)))
        assert_allclose(loss.evaluate(prediction, target), truth, rtol=1e-14)
        assert np.all(np.isfinite(loss.gradient(prediction, target)))


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_what_a_reader_is_told(loss):
    assert actplot.get(str(loss)) == loss
    assert loss.formula
    usual = actplot.get(loss.name)
    prediction, target = loss.example
    if not getattr(loss, "weight", None) and usual.takes == loss.takes:
        assert np.isfinite(loss.evaluate(prediction, target))
        assert loss.parts(prediction, target)
        assert not loss.doubt(target, prediction)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_shapes_that_do_not_match_are_both_named(loss):
    prediction, target = pair_for(loss, 1, (2,))
    with pytest.raises(BadInput, match=rf"shape \(2, {prediction.shape[-1]}\) need targets of shape .* got \(3,"):
        loss.evaluate(prediction, np.concatenate([target, target[:1]]))
    with pytest.raises(BadInput, match="at least one number"):
        loss.gradient(np.zeros((2, 0)), np.zeros((2, 0)))
    with pytest.raises(BadInput, match="at least one number"):
        loss.evaluate(1.0, 1.0)
    with pytest.raises(BadOption, match="unknown reduction 'avg'"):
        loss.evaluate(prediction, target, "avg")


def test_no_vectors_at_all():
    loss = actplot.get("cross_entropy")
    assert loss.evaluate(np.zeros((0, 3)), np.zeros(0)).shape == (0,)
    assert loss.evaluate(np.zeros((0, 3)), np.zeros(0), "sum") == 0
    assert np.isnan(loss.evaluate(np.zeros((0, 3)), np.zeros(0), "mean"))


# What holds for any distributions and scores

positive = st.floats(1e-9, 1e3)
distributions = st.lists(st.tuples(positive, positive), min_size=1, max_size=6).map(
    lambda pairs: tuple(np.array(side) / np.sum(side) for side in zip(*pairs, strict=True))
)
scores = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6)


@given(distributions)
def test_divergences_are_distances(both):
    q, p = both
    generalized = actplot.get("generalized_kl").evaluate(q, p)
    assert generalized >= 0
    assert_allclose(actplot.get("kl_divergence").evaluate(q, p), generalized, rtol=1e-9, atol=1e-14)
    for name in ("jensen_shannon", "hellinger", "total_variation"):
        loss = actplot.get(name)
        assert loss.evaluate(q, p) >= 0
        assert_allclose(loss.evaluate(q, p), loss.evaluate(p, q), rtol=1e-12)
        assert loss.evaluate(p, p) == 0
    hellinger, variation = (actplot.get(name).evaluate(q, p) for name in ("hellinger", "total_variation"))
    assert hellinger**2 <= variation * (1 + 1e-12) + 1e-15
    assert variation <= np.sqrt(2) * hellinger * (1 + 1e-12) + 1e-15
    assert actplot.get("jensen_shannon").evaluate(q, p) <= np.log(2) * (1 + 1e-12)


@given(scores, st.integers(0, 5))
def test_margin_losses_bound_the_error(z, k):
    k %= len(z)
    wrong = float(np.argmax(z) != k)
    assert actplot.get("multiclass_hinge").evaluate(z, k) >= wrong
    assert actplot.get("multiclass_hinge").evaluate(z, k) >= actplot.get("multiclass_perceptron").evaluate(z, k)
    assert actplot.get("categorical_hinge").evaluate(z, np.eye(len(z))[k]) >= wrong * (1 - 1e-9)
    assert actplot.get("multiclass_sparsemax").evaluate(z, k) >= 0
    assert actplot.get("cross_entropy").evaluate(z, k) >= np.log(2) * wrong * (1 - 1e-12)


@pytest.mark.parametrize("power", [1, 2])
def test_multi_margin_of_infinite_scores(power):
    loss = actplot.get(f"multi_margin:{power}")
    assert loss.evaluate([np.inf, 1.0, 2.0], 0) == 0
    assert loss.evaluate([np.inf, 1.0, 2.0], 1) == np.inf
    assert loss.evaluate([-np.inf, 1.0, 2.0], 0) == np.inf
    assert loss.evaluate([-np.inf, 4.0, 2.0], 1) == 0
    assert_allclose(loss.gradient([np.inf, 1.0, 2.0], 0), 0)


@given(scores, st.integers(0, 5))
def test_gradients_of_scores_sum_to_zero(z, k):
    k %= len(z)
    for name in ("cross_entropy", "multiclass_hinge", "multiclass_sparsemax", "multi_margin"):
        assert abs(np.sum(actplot.get(name).gradient(z, k))) < 1e-9
