"""Arrays that are computed in blocks give what they give as a whole, bit for bit."""

import numpy as np
import pytest
from cases import CASES

import actplot
from actplot.catalogue.kinds import long_arrays
from actplot.catalogue.kinds.functions import METHODS, Activation
from actplot.catalogue.registry import elementwise_names

WHOLE, CUT = 1 << 40, 37
SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e300, -1e300, 1e-300, -1e-300, 5e-324, 1.0, -1.0, 0.5]
AIMED = [loss for loss in map(actplot.get, elementwise_names()) if getattr(loss, "takes_target", False)]


class _Reciprocal(Activation):
    """1/x, which tells −0 from 0."""

    name = "reciprocal"
    formula = "1/x"

    def value(self, x):
        return 1 / x

    def derivative(self, x):
        return -1 / x / np.abs(x)


def points(dtype):
    """Blocks of all kinds: with and without what is not finite, and one that is not full."""
    usual = np.random.default_rng(1).normal(0, 3, 3 * CUT)
    inside = np.linspace(0.01, 0.99, 2 * CUT)  # of probabilities
    with np.errstate(all="ignore"):
        return np.concatenate([usual, inside, SPECIAL, usual[:CUT], [0.25]]).astype(dtype)


def other_target(loss):
    """One that it takes beside 1."""
    declared = [parameter for parameter in loss.declared if parameter.name == "target"]
    return next(
        y
        for y in (0.25, 0.0, -1.0)
        if (loss.target_kind != "labels" and all(p.accepts(y) for p in declared)) or y == -1.0
    )


def both(monkeypatch, compute):
    """The bytes, as a whole and in blocks."""
    for length in (WHOLE, CUT):
        monkeypatch.setattr(long_arrays, "BLOCK", length)
        yield compute().tobytes()


@pytest.mark.exhaustive(keep=0.072, thorough=0.1)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("function", CASES, ids=str)
def test_blocks_are_the_whole(function, dtype, monkeypatch):
    x = points(dtype)
    for method in METHODS:
        whole, cut = both(monkeypatch, lambda method=method: getattr(function, method)(x))
        assert whole == cut, method


@pytest.mark.exhaustive(keep=0.1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_blocks_of_what_is_finite_are_the_whole(function, monkeypatch):
    usual = np.random.default_rng(2).normal(0, 3, 4 * CUT)
    large = [one for one in SPECIAL if np.isfinite(one)]
    x = np.clip(np.concatenate([usual, [0.0, -0.0] * CUT, large, usual]), *function.domain)
    for method in METHODS:
        whole, cut = both(monkeypatch, lambda method=method: getattr(function, method)(x))
        assert whole == cut, method


def test_a_pole_is_approached_from_the_right_at_either_0(monkeypatch):
    monkeypatch.setattr(long_arrays, "BLOCK", CUT)
    x = np.concatenate([np.linspace(1, 2, 4 * CUT), [0.0, -0.0] * CUT])
    for method, either in (("value", np.inf), ("derivative", -np.inf)):
        found = getattr(_Reciprocal(), method)(x)
        assert set(found[4 * CUT :]) == {either}


@pytest.mark.exhaustive(keep=0.45, thorough=1)
@pytest.mark.parametrize("method", ["evaluate", "gradient"])
@pytest.mark.parametrize("loss", AIMED, ids=str)
def test_a_target_for_each_point_is_cut_alike(loss, method, monkeypatch):
    x = np.abs(points(np.float64)[: 4 * CUT + 5])
    low, high = loss.domain
    x = np.clip(x, low, high)
    target = np.where(np.arange(x.size) % 3 == 0, 1.0, other_target(loss))
    for pair in [(x, target), (x[:150].reshape(3, 50), target[:150].reshape(3, 50)), (x, 1.0), (x[:120, None], [1, 1])]:
        whole, cut = both(monkeypatch, lambda pair=pair: getattr(loss, method)(*pair))
        assert whole == cut


@pytest.mark.parametrize("size", [0, 1, CUT - 1, CUT, CUT + 1, 2 * CUT, 2 * CUT + 1])
def test_sizes_around_the_edges_of_blocks(size, monkeypatch):
    for name in ("relu", "silu", "erf", "binary_cross_entropy"):
        x = np.linspace(-1, 1, size)
        whole, cut = both(monkeypatch, lambda x=x, name=name: actplot.get(name).value(x))
        assert whole == cut, name


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize("name", ["identity", "gelu", "sinc", "log_sigmoid", "binary_cross_entropy"])
def test_arrays_of_any_layout(name, monkeypatch):
    monkeypatch.setattr(long_arrays, "BLOCK", CUT)
    function, grid = actplot.get(name), points(np.float64)[:180].reshape(3, 6, 10)
    for array in (grid, grid.T, grid[:, ::-2], np.asfortranarray(grid), np.broadcast_to(grid[0, 0], (9, 10))):
        expected = [[function.value(float(x)) for x in array.ravel()]]
        result = function.value(array)
        assert result.shape == array.shape
        np.testing.assert_array_equal(result.ravel(), expected[0])
        assert function.value(array.astype(">f4")).dtype == np.float32
    assert function.value(np.empty((3, 0))).shape == (3, 0)
    assert np.ndim(function.value(0.5)) == 0


@pytest.mark.parametrize("spec", ["sqrt(x*(1 - x))", "log(x)", "binary_cross_entropy", "relu", "erf"])
@pytest.mark.parametrize("shape", [(0,), (2, 0), (0, 3)])
def test_no_numbers_have_no_values(spec, shape):
    function = actplot.get(spec)
    for given in (np.empty(shape), np.empty(shape, np.float32)):
        results = [getattr(function, method)(given) for method in METHODS] + [*function.value_and_slope(given)]
        assert {one.shape for one in results} == {shape}
        assert {one.dtype for one in results} == {given.dtype}


def test_what_is_given_stays_what_it_was_and_is_not_given_back(monkeypatch):
    monkeypatch.setattr(long_arrays, "BLOCK", CUT)
    x = np.linspace(-3, 3, 5 * CUT)
    before = x.copy()
    result = actplot.get("identity").value(x)
    result[:] = 7.0
    np.testing.assert_array_equal(x, before)


def test_a_user_s_code_and_formula_are_asked_for_all_points_at_once(monkeypatch):
    monkeypatch.setattr(long_arrays, "BLOCK", CUT)
    x = np.linspace(-3, 3, 5 * CUT)
    formula = actplot.get("x^2 - x")
    np.testing.assert_array_equal(formula.value(x), [formula.value(float(one)) for one in x])
    assert not formula.in_blocks
