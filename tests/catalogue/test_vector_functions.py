"""Functions of vectors: values and Jacobians against other libraries, mpmath and worked numbers, and bad input."""

import math

import mpmath
import numpy as np
import pytest
from definitions import definition
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special
from scipy.differentiate import jacobian
from scipy.optimize import brentq

from actplot import get, names
from actplot.calculus.checks.of_vectors import variants
from actplot.errors import BadInput, BadParameter

FUNCTIONS = [get(name) for name in names("vector function")]
CASES = [*FUNCTIONS, *(variant for function in FUNCTIONS for variant in variants(function)), get("maxout:1")]
SHIFTED_ALIKE = ("softmax", "softmin", "log_softmax", "sparsemax", "entmax15", "standardize")
SHARES = ("softmax", "softmin", "sparsemax", "entmax15")
GATES = ("glu", "swiglu", "geglu", "reglu", "bilinear")

cases = pytest.mark.parametrize("function", CASES, ids=str)
scores = arrays(np.float64, st.integers(1, 8), elements=st.floats(-50, 50, allow_subnormal=False))


def vectors(function, seed=0, rows=5, spread=3.0):
    """Random vectors whose length suits every function, gates and pieces included."""
    pieces = int(function.parameters.get("pieces", 2))
    return spread * np.random.default_rng(seed).standard_normal((rows, 2 * pieces))


def rows_of(function, x):
    """The Jacobian as a matrix, for what gives one number too."""
    return np.reshape(function.jacobian(x), (-1, len(x)))


# --- worked numbers


def test_the_worked_softmax():
    softmax = get("softmax")
    assert_allclose(softmax([0.2001, 0.6048, 0.0787]), [0.2955, 0.4429, 0.2617], atol=1e-4)
    assert_allclose(softmax.jacobian([0.2001, 0.6048, 0.0787])[1], [-0.1308, 0.2467, -0.1159], atol=1e-4)


@pytest.mark.parametrize(
    ("spec", "x", "value"),
    [
        ("sparsemax", [0.5, 0.4], [0.55, 0.45]),
        ("sparsemax", [3.0, 0.0], [1.0, 0.0]),
        ("sparsemax", [1.0, 1.0, 1.0, -5.0], [1 / 3, 1 / 3, 1 / 3, 0.0]),
        ("entmax15", [1.0, 1.0], [0.5, 0.5]),
        ("entmax15", [2.0, 0.0], [1.0, 0.0]),
        ("logmeanexp", [0.1, 0.1, 0.1], 0.1),
        ("logsumexp", [0.0, 0.0], math.log(2)),
        ("glu", [1.0, 2.0, 0.0, 0.0], [0.5, 1.0]),
        ("swiglu", [0.0, 1.0, 5.0, 2.0], [0.0, 2 / (1 + math.exp(-1))]),
        ("geglu", [1.0, 2.0], [2 * special.ndtr(1.0)]),
        ("reglu", [-1.0, 2.0, 3.0, 4.0], [0.0, 8.0]),
        ("bilinear", [1.0, 2.0, 3.0, 4.0], [3.0, 8.0]),
        ("crelu", [2.0, -3.0], [2.0, 0.0, 0.0, 3.0]),
        ("maxout", [1.0, 5.0, 2.0, 3.0], [2.0, 5.0]),
        ("maxout:3", [1.0, 5.0, 2.0, 3.0, 0.0, 9.0], [2.0, 9.0]),
        ("standardize", [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]),
        ("standardize:epsilon=1", [0.0, 2.0], [-1 / math.sqrt(2), 1 / math.sqrt(2)]),
    ],
)
def test_values_by_hand(spec, x, value):
    assert_allclose(get(spec)(x), value, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("spec", "x", "jacobian"),
    [
        ("glu", [2.0, 0.0], [[0.5, 0.5]]),
        ("bilinear", [1.0, 2.0, 3.0, 4.0], [[3, 0, 1, 0], [0, 4, 0, 2]]),
        ("reglu", [0.0, 1.0, 3.0, 4.0], [[0, 0, 0, 0], [0, 4, 0, 1]]),
        ("crelu", [2.0, -3.0, 0.0], [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, -1, 0], [0, 0, 0]]),
        ("maxout", [1.0, 5.0, 1.0, 3.0], [[0.5, 0, 0.5, 0], [0, 1, 0, 0]]),
        ("sparsemax", [0.5, 0.4, -9.0], [[0.5, -0.5, 0], [-0.5, 0.5, 0], [0, 0, 0]]),
        ("sparsemax", [1.0, 0.0], [[0, 0], [0, 0]]),
        ("entmax15", [1.0, 1.0], [[0.5**1.5, -(0.5**1.5)], [-(0.5**1.5), 0.5**1.5]]),
        ("logsumexp", [0.0, 0.0], [0.5, 0.5]),
    ],
)
def test_jacobians_by_hand(spec, x, jacobian):
    assert_allclose(get(spec).jacobian(x), jacobian, rtol=1e-14, atol=0)


# --- against other libraries


@pytest.mark.parametrize("spread", [0.1, 3.0, 300.0])
def test_normalisers_are_those_of_scipy(spread):
    x = vectors(get("softmax"), spread=spread)
    assert_allclose(get("softmax")(x), special.softmax(x, axis=-1), rtol=1e-12)
    assert_allclose(get("softmin")(x), special.softmax(-x, axis=-1), rtol=1e-12)
    assert_allclose(get("softmax:temperature=0.25")(x), special.softmax(4 * x, axis=-1), rtol=1e-12)
    assert_allclose(get("log_softmax:temperature=0.25")(x), special.log_softmax(4 * x, axis=-1), rtol=1e-12, atol=1e-15)
    assert_allclose(get("log_softmax")(x), special.log_softmax(x, axis=-1), rtol=1e-12, atol=1e-15)
    assert_allclose(get("logsumexp")(x), special.logsumexp(x, axis=-1), rtol=1e-14)
    assert_allclose(get("logmeanexp")(x), special.logsumexp(x, axis=-1) - math.log(4), rtol=1e-13)


@pytest.mark.parametrize(("name", "power"), [("sparsemax", 1), ("entmax15", 2)])
@pytest.mark.parametrize("spread", [0.1, 1.0, 20.0])
def test_sparse_shares_have_the_threshold_that_a_root_finder_finds(name, power, spread):
    for x in vectors(get(name), spread=spread):
        z = x / power
        total = lambda tau, z=z: np.sum(np.maximum(z - tau, 0) ** power) - 1  # noqa: E731
        threshold = brentq(total, z.max() - 2, z.max(), xtol=1e-15)
        assert_allclose(get(name)(x), np.maximum(z - threshold, 0) ** power, atol=1e-13)


@cases
def test_jacobians_are_those_of_numerical_differentiation(function):
    def of_columns(z):
        value = function.value(np.moveaxis(z, 0, -1))
        return value[None] if function.gives_number else np.moveaxis(value, -1, 0)

    for x in vectors(function):
        numerical = jacobian(of_columns, x, initial_step=0.02)
        good = numerical.error < 1e-8 * (1 + np.abs(numerical.df))  # `success` asks for digits of elements that are 0
        assert good.mean() > 0.7
        assert_allclose(rows_of(function, x)[good], numerical.df[good], rtol=1e-6, atol=1e-7)


@cases
@pytest.mark.parametrize("spread", [0.3, 5.0, 100.0])
def test_values_are_those_of_the_definition_at_50_digits(function, spread):
    with mpmath.workdps(50):
        for x in vectors(function, seed=1, spread=spread):
            truth = [float(number) for number in definition(function, [mpmath.mpf(float(number)) for number in x])]
            assert_allclose(np.atleast_1d(function(x)), truth, rtol=1e-12, atol=1e-13)


# --- large numbers, and small results


@cases
def test_large_numbers_give_finite_results_without_a_warning(function):
    x = np.resize([1e4, -1e4, 0.0, 9999.5, -3.0], vectors(function).shape[-1])
    assert np.all(np.isfinite(function(x)))
    assert np.all(np.isfinite(function.jacobian(x)))


def test_small_slopes_are_neither_lost_nor_cancelled():
    tail = math.exp(-300)
    assert_allclose(get("softmax").jacobian([0.0, -300.0]), [[tail, -tail], [-tail, tail]], rtol=1e-12)
    assert_allclose(get("softmin").jacobian([0.0, 300.0]), [[-tail, tail], [tail, -tail]], rtol=1e-12)
    assert_allclose(get("log_softmax").jacobian([0.0, -300.0]), [[tail, -tail], [-1, 1]], rtol=1e-12)
    assert_allclose(get("log_softmax")([0.0, -300.0])[0], -tail, rtol=1e-12)
    assert_allclose(get("glu").jacobian([2.0, 300.0])[0, 1], 2 * tail, rtol=1e-12)
    assert_allclose(get("swiglu")([-700.0, 2.0]), [-1400 * math.exp(-700)], rtol=1e-12)
    # With n = 2 the differences of two terms near 1/2 leave ε·(var + ε)^(−3/2)/2.
    slope = 1e-5 / 2 * (2.5e7 + 1e-5) ** -1.5
    assert_allclose(get("standardize").jacobian([0.0, 1e4]), [[slope, -slope], [-slope, slope]], rtol=1e-13)


# --- properties


@given(scores, st.floats(-100, 100))
@settings(max_examples=60, deadline=None)
def test_a_common_shift_changes_nothing(x, shift):
    for name in SHIFTED_ALIKE:
        moved, still = get(name)(x + shift), get(name)(x)
        sensitivity = np.max(np.abs(get(name).jacobian(x)))
        assert_allclose(moved, still, rtol=1e-10, atol=1e-11 * max(1.0, sensitivity))


@given(scores)
@settings(max_examples=60, deadline=None)
def test_shares_sum_to_1_and_their_slopes_to_0(x):
    for name in SHARES:
        shares = get(name)(x)
        assert np.all(shares >= 0)
        assert np.sum(shares) == pytest.approx(1, abs=1e-12)
        assert_allclose(np.sum(get(name).jacobian(x), axis=0), 0, atol=1e-13)


@given(scores, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_scores_does_not_matter(x, random):
    order = random.sample(range(len(x)), len(x))
    for name in SHIFTED_ALIKE:
        size = max(1.0, np.max(np.abs(get(name).jacobian(x))))
        assert_allclose(get(name)(x[order]), get(name)(x)[order], rtol=1e-11, atol=1e-13 * size)
    assert get("logsumexp")(x[order]) == pytest.approx(get("logsumexp")(x), rel=1e-12, abs=1e-13)


@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(0, 1, allow_subnormal=False)))
@settings(max_examples=60, deadline=None)
def test_sparsemax_leaves_distributions_alone(weights):
    assume(np.sum(weights) > 1e-3)
    shares = weights / np.sum(weights)
    assert_allclose(get("sparsemax")(shares), shares, atol=1e-14)


@given(scores)
@settings(max_examples=60, deadline=None)
def test_entmax_lies_between_softmax_and_sparsemax_in_sparsity(x):
    zeros = [np.count_nonzero(get(name)(x) == 0) for name in ("softmax", "entmax15", "sparsemax")]
    assert zeros == sorted(zeros)


@given(scores)
@settings(max_examples=60, deadline=None)
def test_logsumexp_lies_between_its_bounds(x):
    value, slack = get("logsumexp")(x), 1e-13
    assert x.max() - slack <= value <= x.max() + math.log(len(x)) + slack
    assert x.mean() - slack <= get("logmeanexp")(x) <= x.max() + slack


# --- shapes, dtypes and bad input


@cases
def test_stacks_of_vectors_are_taken_one_by_one(function):
    x = vectors(function, rows=6).reshape(2, 3, -1)
    values, jacobians = function(x), function.jacobian(x)
    for place in np.ndindex(2, 3):
        assert_allclose(values[place], function(x[place]), rtol=1e-13, atol=1e-15)
        assert_allclose(jacobians[place], function.jacobian(x[place]), rtol=1e-12, atol=1e-15)
    outputs = () if function.gives_number else values.shape[-1:]
    assert values.shape == (2, 3, *outputs)
    assert jacobians.shape == (2, 3, *outputs, x.shape[-1])


@cases
def test_dtypes_are_kept(function):
    x = np.round(vectors(function)[0])
    assert function(x.astype(np.float32)).dtype == np.float32
    assert function.jacobian(x.astype(np.float32)).dtype == np.float32
    assert_array_equal(function(x.astype(int)), function(x))
    assert_array_equal(function(list(x)), function(x))
    assert np.asarray(function(x.astype(int))).dtype == np.float64


@cases
def test_the_input_is_not_changed(function):
    x = vectors(function)
    kept = x.copy()
    function(x), function.jacobian(x)
    assert_array_equal(x, kept)


@cases
@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("bad", [[], np.zeros((3, 0)), 1.0, "text", [None], [[1, 2], [3]], [1j, 2j]])
def test_what_is_no_vector_is_refused(function, bad):
    for method in (function.value, function.jacobian):
        with pytest.raises(BadInput):
            method(bad)


def test_the_reason_of_a_refusal_is_told():
    with pytest.raises(BadInput, match=r"softmax takes vectors, got one number\. Give several, such as 2,1,0.1"):
        get("softmax")(1.0)
    with pytest.raises(BadInput, match="softmax takes vectors of at least one number, got an empty one"):
        get("softmax")([])
    with pytest.raises(BadInput, match="must be a multiple of 3, got 4"):
        get("maxout:3")([1, 2, 3, 4])
    with pytest.raises(BadParameter, match=r"maxout: pieces must be a whole number at least 1, got 2\.5"):
        get("maxout:2.5")
    with pytest.raises(BadParameter, match="pieces must be a whole number at least 1, got 0"):
        get("maxout:0")


@pytest.mark.parametrize("name", GATES)
@pytest.mark.parametrize("length", [1, 3, 7])
def test_gates_refuse_odd_lengths_and_name_them(name, length):
    with pytest.raises(BadInput, match=rf"{name} takes vectors of even length, .* got {length} number"):
        get(name)(np.zeros(length))


@cases
def test_nan_gives_nan_without_a_warning(function):
    x = vectors(function)[0]
    x[1] = np.nan
    value, slopes = np.atleast_1d(function(x)), rows_of(function, x)
    assert np.isnan(value).any()
    assert np.isnan(slopes).any()
    if function.name in SHIFTED_ALIKE:  # every output depends on every input
        assert np.isnan(value).all()


@cases
def test_infinities_raise_no_warning(function):
    for infinity in (np.inf, -np.inf):
        x = vectors(function)[0]
        x[0] = infinity
        function(x), function.jacobian(x)


def test_a_score_of_minus_infinity_has_no_share():
    for name in ("softmax", "sparsemax", "entmax15"):
        assert_allclose(get(name)([-np.inf, 1.0, 1.0]), [0, 0.5, 0.5])
        assert_allclose(get(name).jacobian([-np.inf, 1.0, 1.0])[0], 0)
        assert np.isnan(get(name)([np.inf, 1.0])).all()
    assert get("log_softmax")([-np.inf, 0.0])[0] == -np.inf
    assert get("logsumexp")([-np.inf, 2.0]) == 2.0


@pytest.mark.parametrize(
    "x", [[np.inf, 1.0], [np.inf, np.inf], [-np.inf, -np.inf], [-np.inf, np.inf], [np.nan, np.inf]]
)
def test_smooth_maxima_of_infinities_are_those_of_scipy(x):
    assert_array_equal(get("logsumexp")(x), special.logsumexp(x))
    assert_array_equal(get("logmeanexp")(x), special.logsumexp(x))


@pytest.mark.parametrize("name", ["softmax", "sparsemax", "entmax15", "standardize"])
def test_a_hundred_thousand_numbers_are_no_trouble(name):
    assert np.sum(np.abs(get(name)(np.linspace(-1, 1, 100_000)))) > 0


@pytest.mark.parametrize("name", names("vector function"))
def test_the_card_is_complete(name):
    entry = get(name)
    for text in (type(entry).__doc__, entry.note, *entry.strengths, *entry.weaknesses, *entry.sources):
        assert len(text) > 10
    assert entry.formula
    assert bool(entry.breaks) == bool(entry.convention)
    assert str(get(str(entry))) == str(entry)
    np.atleast_1d(entry(entry.example))


def test_cards_warn_of_what_others_do_differently():
    assert "Keras 3.15.1" in get("sparsemax").note
    assert "second half" in get("glu").note


# --- temperature


@pytest.mark.parametrize("temperature", [0.07, 0.5, 3.0, 1e4])
@pytest.mark.parametrize("scores", [(2.0, 1.0, 0.1), (700.25, 699.5, -3.1)])
def test_a_temperature_divides_the_scores_to_the_last_digits(temperature, scores):
    with mpmath.workdps(40):
        powers = [mpmath.exp(mpmath.mpf(score) / mpmath.mpf(temperature)) for score in scores]
        shares = np.array([float(power / sum(powers)) for power in powers])
        logarithms = [float(mpmath.log(power / sum(powers))) for power in powers]
    assert_allclose(get("softmax").with_parameters({"temperature": temperature})(scores), shares, rtol=4e-16)
    logs = get("log_softmax").with_parameters({"temperature": temperature})
    assert_allclose(logs(scores), logarithms, rtol=1e-14)
    inner = (np.diag(shares) - np.outer(shares, shares)) / temperature
    assert_allclose(get(f"softmax:{temperature}").jacobian(scores), inner, rtol=1e-11, atol=1e-17)
    assert_allclose(logs.jacobian(scores), (np.eye(3) - shares) / temperature, rtol=1e-11, atol=1e-17 / temperature)


def test_as_the_temperature_falls_the_largest_score_takes_all():
    assert_allclose(get("softmax:1e-9")([2.0, 1.0, 0.1]), [1, 0, 0], atol=0)
    assert_allclose(get("softmax:1e300")([2.0, 1.0, 0.1]), np.full(3, 1 / 3), rtol=1e-15)
    assert_allclose(get("softmax:1e-300")([1e300, -np.inf, 0.0]), [1, 0, 0], atol=0)
    with pytest.raises(BadParameter, match="softmax: temperature must be above 0, got 0"):
        get("softmax:temperature=0")
