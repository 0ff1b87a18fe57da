"""Random layers: their statistics, their seeds, evaluation, edge cases and bad input."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from actplot import get, names
from actplot.calculus.checks.of_vectors import variants
from actplot.calculus.subjects import subject
from actplot.errors import BadInput, BadParameter

LAYERS = [get(name) for name in names("random layer")]
SPECS = (
    *("dropout:0.3,seed=1", "dropout:0", "dropout:0.9", "channel_dropout:0.3", "alpha_dropout:0.2,seed=7"),
    *("alpha_dropout:0", "feature_alpha_dropout:0.2", "gaussian_dropout:0.2", "gaussian_dropout:0"),
    *("gaussian_noise:0.1,seed=3", "gaussian_noise:0", "gumbel_softmax:hard=1", "gumbel_softmax:0.1,hard=1,seed=5"),
    *("random_rrelu:0.1,0.7", "random_rrelu:0.2,0.2"),
)
CASES = [*LAYERS, *(variant for layer in LAYERS for variant in variants(layer)), *map(get, SPECS)]
RATED = ("dropout", "channel_dropout", "alpha_dropout", "feature_alpha_dropout", "gaussian_dropout")
DRAWS, SIGMAS = 30_000, 5
ROUNDING = 1e-10  # of a sum of that many
X = np.array([1.0, -0.7, 0.0, 3.0, -2.0])

cases = pytest.mark.parametrize("layer", CASES, ids=str)


def draws(layer, x=X):
    return layer.train(np.tile(x, (DRAWS, 1)))


@cases
def test_mean_and_variance_are_those_of_many_draws(layer):
    mean, variance = layer.mean(X), layer.variance(X)
    if mean is None:
        assert variance is None
        assert layer.name == "gumbel_softmax"
        return
    sample = draws(layer)
    deviation = np.sqrt(variance / DRAWS)
    assert np.all(np.abs(sample.mean(axis=0) - mean) <= SIGMAS * deviation + ROUNDING)
    squares = (sample - mean) ** 2
    assert np.all(np.abs(squares.mean(axis=0) - variance) <= SIGMAS * squares.std(axis=0) / math.sqrt(DRAWS) + ROUNDING)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_dropout_keeps_with_one_minus_the_rate_and_scales_what_it_keeps(rate):
    sample = draws(get(f"dropout:{rate}"), np.full(5, 2.0))
    kept = sample != 0
    assert_allclose(sample[kept], 2 / (1 - rate), rtol=1e-15)
    share = kept.mean()
    assert abs(share - (1 - rate)) < SIGMAS * math.sqrt(rate * (1 - rate) / kept.size)


def test_units_are_dropped_independently_and_channels_together():
    kept = draws(get("dropout"), np.ones(2)) != 0
    both = np.mean(kept[:, 0] & kept[:, 1])
    assert abs(both - 0.25) < SIGMAS * math.sqrt(0.25 * 0.75 / DRAWS)
    for name in ("channel_dropout", "feature_alpha_dropout"):
        channels = get(name).train(np.ones((200, 7)))
        assert np.all(channels == channels[:, :1])
        assert len(np.unique(channels[:, 0])) == 2


def test_alpha_dropout_keeps_mean_0_and_variance_1():
    x = np.random.default_rng(0).standard_normal(200_000)
    for rate in (0.1, 0.5):
        output = get(f"alpha_dropout:{rate}").train(x)
        assert abs(output.mean()) < SIGMAS / math.sqrt(x.size)
        assert abs(output.var() - 1) < 0.03


def test_alpha_dropout_has_the_published_constants():
    layer, lowest = get("alpha_dropout:0.5"), -1.7580993408473766
    a = (0.5 * (1 + 0.5 * lowest**2)) ** -0.5
    b = -a * 0.5 * lowest
    values = np.unique(np.round(draws(layer, np.array([1.0])), 12))
    assert_allclose(values, sorted([a * lowest + b, a + b]), rtol=1e-11)


@pytest.mark.parametrize("tau", [0.1, 1.0, 10.0])
def test_the_gumbel_maximum_is_drawn_with_the_probabilities_of_softmax(tau):
    z = np.array([2.0, 1.0, 0.1])
    sample = draws(get(f"gumbel_softmax:{tau}"), z)
    assert_allclose(sample.sum(axis=-1), 1, rtol=1e-12)
    probabilities = get("softmax")(z)
    counts = np.bincount(np.argmax(sample, axis=-1), minlength=3)
    deviation = np.sqrt(probabilities * (1 - probabilities) * DRAWS)
    assert np.all(np.abs(counts - DRAWS * probabilities) < SIGMAS * deviation)
    hard = get(f"gumbel_softmax:{tau},hard=1").train(np.tile(z, (DRAWS, 1)))
    assert_array_equal(np.argmax(hard, axis=-1), np.argmax(sample, axis=-1))
    assert set(np.unique(hard)) == {0.0, 1.0}


def test_gaussian_layers_draw_normal_numbers():
    noise = draws(get("gaussian_noise:2"), np.zeros(1))[:, 0] / 2
    factors = draws(get("gaussian_dropout:0.2"), np.ones(1))[:, 0]
    for sample in (noise, (factors - 1) / math.sqrt(0.2 / 0.8)):
        for bound in (-1.0, 0.0, 1.0):
            share = 0.5 * math.erfc(-bound / math.sqrt(2))
            deviation = math.sqrt(share * (1 - share) / DRAWS)
            assert abs(np.mean(sample < bound) - share) < SIGMAS * deviation


def test_random_slopes_are_uniform_and_positive_numbers_kept():
    layer = get("random_rrelu:0.1,0.5")
    slopes = draws(layer, np.array([-1.0]))[:, 0] / -1
    assert 0.1 <= slopes.min() < 0.11
    assert 0.49 < slopes.max() <= 0.5
    assert_array_equal(draws(layer, np.array([2.5])), 2.5)
    assert_array_equal(layer.evaluate(X), get("rrelu:0.1,0.5")(X))


@cases
def test_equal_seeds_draw_equal_numbers_and_others_do_not(layer):
    again = get(str(layer))
    assert_array_equal(layer.train(X), again.train(X))
    assert_array_equal(layer.train(X), layer.train(X))
    other = type(layer).with_parameters({**layer.parameters, "seed": layer.seed + 1})
    random = not np.all(layer.variance(X) == 0) if layer.variance(X) is not None else True
    constant = layer.name == "random_rrelu" and layer.lower == layer.upper
    assert np.any(draws(layer) != draws(other)) == (random and not constant)


@cases
def test_evaluation_draws_nothing(layer):
    expected = {"gumbel_softmax": None, "random_rrelu": np.where(X > 0, X, getattr(layer, "slope", 0) * X)}
    if layer.name == "gumbel_softmax":
        hard = np.eye(5)[np.argmax(X)]
        assert_allclose(layer.evaluate(X), hard if layer.hard else get("softmax")(X / layer.tau), rtol=1e-14)
    else:
        assert_array_equal(layer.evaluate(X), expected.get(layer.name, X))


@cases
@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("shape", [(5,), (2, 3), (4, 1, 2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shapes_and_dtypes_are_kept(layer, shape, dtype):
    x = np.ones(shape, dtype)
    for result in (layer.train(x), layer.evaluate(x)):
        assert result.shape == shape
        assert result.dtype == dtype
    for statistic in (layer.mean(x), layer.variance(x)):
        assert statistic is None or (statistic.shape == shape and statistic.dtype == dtype)
    assert layer.train(np.ones(shape, int)).dtype == np.float64


@pytest.mark.parametrize("name", RATED)
def test_rate_0_changes_nothing(name):
    layer = get(f"{name}:0")
    assert_allclose(layer.train(X), X, rtol=1e-15)
    assert_array_equal(layer.mean(X), X)
    assert_array_equal(layer.variance(X), 0)


@pytest.mark.parametrize("name", RATED)
def test_rates_close_to_1_are_finite(name):
    layer = get(f"{name}:{1 - 1e-12!r}")
    for result in (layer.train(X), layer.mean(X), layer.variance(X)):
        assert np.all(np.isfinite(result))


@pytest.mark.parametrize("name", ["dropout", "channel_dropout", "alpha_dropout", "feature_alpha_dropout"])
def test_a_rate_of_1_drops_everything(name):
    layer = get(f"{name}:1")
    x = np.array([[1.0, -2.0, 9.0], [np.nan, 0.0, 3.0]])
    expected = np.where(np.isnan(x), np.nan, 0.0)
    assert np.array_equal(layer.train(x), expected, equal_nan=True)  # as PyTorch gives it
    assert np.array_equal(layer.evaluate(x), x, equal_nan=True)
    finite = x[np.isfinite(x)]
    assert not layer.mean(finite).any()
    assert not layer.variance(finite).any()
    assert subject(layer).agreement().passed


@pytest.mark.parametrize("name", RATED)
@pytest.mark.parametrize("rate", ["1.0000001", "1.5", "-0.1", "nan"])
def test_other_rates_are_refused(name, rate):
    with pytest.raises(BadParameter, match=f"{name}: rate must be"):
        get(f"{name}:{rate}")


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("gaussian_dropout:1", "rate must be from 0 to below 1, got 1"),
        ("dropout:1.1", "rate must be from 0 to 1, got 1.1"),
        ("dropout:seed=1.5", "seed must be a whole number at least 0, got 1.5"),
        ("dropout:seed=-1", "seed must be a whole number at least 0, got -1"),
        ("gaussian_noise:-1", "stddev must be at least 0, got -1"),
        ("gumbel_softmax:0", "tau must be above 0, got 0"),
        ("gumbel_softmax:hard=2", "hard must be 0 or 1, got 2"),
        ("random_rrelu:0.5,0.1", "lower must be at most upper, got 0.5 and 0.1"),
    ],
)
def test_the_reason_of_a_refusal_is_told(spec, message):
    with pytest.raises(BadParameter, match=message):
        get(spec)


@cases
def test_nan_and_infinities_raise_no_warning(layer):
    x = np.array([np.nan, 1.0, np.inf, -np.inf])
    for result in (layer.train(x), layer.evaluate(x), layer.mean(x), layer.variance(x)):
        assert result is None or np.isnan(np.asarray(result)[0])


@cases
@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("bad", ["text", [None], [1j]])
def test_what_is_no_number_is_refused(layer, bad):
    for method in (layer.train, layer.evaluate, layer.mean, layer.variance):
        with pytest.raises(BadInput):
            method(bad)


def test_single_numbers_and_empty_arrays():
    for name in RATED:
        assert np.shape(get(name).train(1.0)) == ()
        assert get(name).train([]).shape == (0,)
    assert get("dropout").train(1.0) in (0.0, 2.0)
    for bad in (1.0, []):
        with pytest.raises(BadInput, match="gumbel_softmax takes vectors of at least one number"):
            get("gumbel_softmax").train(bad)


def test_the_card_explains_the_keep_probability():
    assert "keep_prob=0.9 is rate=0.1" in get("dropout").note
    assert get("rrelu_training").name == "random_rrelu"
    assert str(get("dropout:rate=0.3,seed=1")) == "dropout:0.3,1"


@pytest.mark.parametrize("name", names("random layer"))
def test_the_card_is_complete(name):
    entry = get(name)
    texts = (type(entry).__doc__, entry.in_words, entry.drawn, entry.note, *entry.strengths, *entry.weaknesses)
    for text in (*texts, *entry.sources):
        assert len(text) > 10
