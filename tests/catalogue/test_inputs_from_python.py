"""What Python code may give as numbers: shapes, types and libraries, over every entry of the catalogue."""

from array import array
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import actplot
from actplot.catalogue.entry import Entry
from actplot.catalogue.kinds.functions import METHODS, Function
from actplot.catalogue.kinds.losses import Loss
from actplot.catalogue.kinds.random_layers import RandomLayer
from actplot.catalogue.kinds.vector_functions import VectorFunction
from actplot.catalogue.kinds.vector_losses import TARGETS, VectorLoss
from actplot.catalogue.registry import names

ENTRIES = [actplot.get(name) for name in names()]
FUNCTIONS = [entry for entry in ENTRIES if isinstance(entry, Function)]
Method = Callable[[np.ndarray], np.ndarray]


def methods(entry: Entry) -> Iterator[tuple[Method, tuple[int, ...]]]:
    """What takes numbers of an entry, with the shape of its answer to one example."""
    if isinstance(entry, Function):
        yield from ((getattr(entry, method), ()) for method in METHODS)
    if isinstance(entry, Loss):
        yield (lambda x: entry.evaluate(x, target(entry, x))), ()
        yield (lambda x: entry.gradient(x, target(entry, x))), ()
    if isinstance(entry, VectorFunction):
        yield from ((method, np.shape(method(entry.example))) for method in (entry.value, entry.jacobian))
    if isinstance(entry, VectorLoss):
        yield (lambda x: entry.evaluate(x, target(entry, x))), ()
        yield (lambda x: entry.gradient(x, target(entry, x))), np.shape(entry.example[0])
    if isinstance(entry, RandomLayer):
        shape = np.shape(entry.train(entry.example))
        yield from ((method, shape) for method in (entry.train, entry.evaluate))
        yield from ((method, shape) for method in (entry.mean, entry.variance) if method(entry.example) is not None)


def target(entry: Entry, x: np.ndarray) -> np.ndarray:
    """Targets that belong to an array of examples."""
    if isinstance(entry, VectorLoss):
        one = np.asarray(entry.example[1], float)
        return np.broadcast_to(one, (*np.shape(x)[: np.ndim(x) - 1], *one.shape))
    return np.ones(np.shape(x), np.asarray(x).dtype)


def example(entry: Entry) -> np.ndarray:
    """One input of an entry, whose last axis belongs together; a number of a function of one variable."""
    given = entry.example if hasattr(entry, "example") else 0.25
    return np.asarray(given[0] if isinstance(entry, VectorLoss) else given, float)


@pytest.mark.exhaustive(keep=0.16)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_arrays_of_any_layout_give_the_same_numbers_in_arrays_of_numpy(entry):
    one = example(entry)
    many = np.broadcast_to(one, (3, 2, *one.shape)).copy()
    many.flags.writeable = False
    padded = np.zeros((3, 4, *one.shape))
    padded[:, ::2] = many
    layouts = [many, np.asfortranarray(many), padded[:, ::2], many[::-1], many.astype(">f8"), many.tolist()]
    for method, inner in methods(entry):
        answers = [method(given) for given in layouts]
        for answer in answers:
            assert type(answer) is np.ndarray
            assert answer.dtype is np.dtype(np.float64)
            assert answer.shape == (3, 2, *inner)
            assert np.array_equal(answer, answers[0], equal_nan=True)
        assert method(many.astype(np.float32)).dtype == np.float32
        assert method(many.astype(">f4")).dtype == np.dtype(np.float32)
        alone = method(one)
        assert np.shape(alone) == inner
        assert isinstance(alone, np.ndarray if inner else np.float64)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_empty_batch_has_an_empty_answer(entry):
    one = example(entry)
    for method, inner in methods(entry):
        assert method(np.zeros((0, *one.shape))).shape == (0, *inner)
        assert method(np.zeros((2, 0, *one.shape), np.float32)).shape == (2, 0, *inner)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_what_holds_no_real_numbers_is_refused(entry):
    for method, _ in methods(entry):
        for wrong in (example(entry) + 1j, np.full(example(entry).shape, "1"), None, [object()]):
            with pytest.raises(actplot.BadInput):
                method(wrong)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("reduction", ["sum", "mean", "batchmean"])
@pytest.mark.parametrize("loss", [entry for entry in ENTRIES if isinstance(entry, Loss | VectorLoss)], ids=str)
def test_reductions_of_nothing(loss, reduction):
    nothing = np.zeros((0, *(example(loss).shape or (3,))))
    total = loss.evaluate(nothing, target(loss, nothing), reduction)
    assert total == 0 if reduction == "sum" else np.isnan(total)
    assert loss.gradient(nothing, target(loss, nothing), reduction).shape == nothing.shape


@pytest.mark.parametrize("loss", [entry for entry in ENTRIES if isinstance(entry, VectorLoss)], ids=str)
def test_targets_of_another_shape_are_refused(loss):
    prediction = np.stack([example(loss)] * 2)
    right = target(loss, prediction)
    for wrong in (right[:1], right[..., None], right[0, ..., None]):
        with pytest.raises(actplot.BadInput, match="need targets of shape"):
            loss.evaluate(prediction, wrong)
    if TARGETS[loss.target_kind] and loss.target_kind not in ("labels", "multilabel", "shares"):
        assert np.isnan(loss.evaluate(prediction, np.full(right.shape, np.nan))).all()


@pytest.mark.parametrize("loss", [entry for entry in FUNCTIONS if isinstance(entry, Loss)], ids=str)
def test_shapes_that_do_not_broadcast_are_refused(loss):
    with pytest.raises(actplot.BadInput, match=r"do not broadcast: their shapes are \(2,\) and \(3,\)"):
        loss.evaluate([0.25, 0.5], [1.0, 1.0, 1.0])


def test_numbers_of_every_kind():
    relu = actplot.get("relu")
    for given in (
        *([True, False], (1, 0), range(1, -1, -1), array("d", [1, 0]), [Fraction(1), Fraction(0)], [Decimal(1), 0]),
        *(np.array([1, 0], kind) for kind in ("f2", "f8", "g", "i1", "u8", "?", "O")),
    ):
        answer = relu.value(given)
        assert (answer.tolist(), answer.dtype) == ([1.0, 0.0], np.float64)
    assert relu.value([2**64, 10**300]).tolist() == [2.0**64, 1e300]
    assert relu.value(np.array(2**63, np.uint64)) == 2.0**63
    assert relu.value(Fraction(1, 3)) == 1 / 3
    if np.finfo(np.longdouble).max > np.finfo(np.float64).max:
        with pytest.raises(actplot.BadInput, match="overflow"):
            relu.value(np.longdouble("1e4000"))
    with pytest.raises(actplot.BadInput, match="too large"):
        relu.value(10**400)


@pytest.mark.parametrize(
    "given",
    [
        *("1", b"1", ["1", "2"], np.array(["1"], object), np.array([None]), np.array([1j], object), {1, 2}, {1: 2}),
        *(np.array(["2020-01-01"], "datetime64[D]"), np.zeros(2, [("a", float)]), [[1, 2], [3]], (x for x in [1.0])),
    ],
    ids=lambda given: "a generator" if isinstance(given, Iterator) else repr(given),
)
def test_what_is_no_real_number(given):
    for function in ("gelu", "softmax", "dropout"):
        entry = actplot.get(function)
        for method in (entry.train, entry.mean) if isinstance(entry, RandomLayer) else (entry.value, entry.jacobian):
            with pytest.raises(actplot.BadInput, match="expected real numbers that fit a float64, got"):
                method(given)
    for loss in ("mse", "binary_cross_entropy", "kl_divergence"):
        for pair in ((given, [1.0, 0.0]), ([0.5, 0.5], given)):
            with pytest.raises(actplot.BadInput):
                actplot.get(loss).gradient(*pair)
    with pytest.raises(actplot.BadInput):
        actplot.get("binary_cross_entropy").doubt(1.0, given)


def test_masked_places_are_refused():
    masked = np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False])
    for method in (actplot.get("gelu").derivative, actplot.get("softmax").value, actplot.get("dropout").train):
        with pytest.raises(actplot.BadInput, match="are masked: give its compressed"):
            method(masked)
        for given in ([1.0, np.ma.masked], (masked, masked)):
            with pytest.raises(actplot.BadInput, match="are masked"):
                method(given)
        assert type(method(np.ma.masked_array([1.0, 2.0]))) is np.ndarray
        assert method(masked.compressed()).shape == (2,)


class Tensor:
    """One that does not give its numbers away, as torch's that need a gradient."""

    def __array__(self, *_: object, **__: object) -> np.ndarray:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


class Series:
    """Numbers with labels, as pandas has them."""

    def __array__(self, dtype: type | None = None, copy: bool | None = None) -> np.ndarray:
        return np.array([1.0, -1.0], dtype)


def test_arrays_of_other_libraries():
    for name in ("gelu", "softmax", "dropout"):
        entry = actplot.get(name)
        method = entry.train if isinstance(entry, RandomLayer) else entry.value
        with pytest.raises(actplot.BadInput, match=r"got Tensor \(Can't call numpy.*Use tensor.detach"):
            method(Tensor())
        assert type(method(Series())) is np.ndarray
    assert actplot.get("relu").value(Series()).tolist() == [1.0, 0.0]


def test_tensors_of_torch():
    torch = pytest.importorskip("torch")
    gelu = actplot.get("gelu")
    with pytest.raises(actplot.BadInput, match="requires grad"):
        gelu.value(torch.ones(2, requires_grad=True))
    assert gelu.value(torch.ones(2)).dtype == np.float32
    with pytest.raises(actplot.BadInput, match="BFloat16"):
        gelu.value(torch.ones(2, dtype=torch.bfloat16))


def test_arrays_of_jax():
    numpy = pytest.importorskip("jax.numpy")
    assert actplot.get("gelu").value(numpy.ones(2, numpy.bfloat16)).dtype == np.float64
    assert actplot.get("gelu").value(numpy.ones(2, numpy.float32)).dtype == np.float32


def test_a_jacobian_is_that_at_one_vector():
    relu = actplot.get("relu")
    assert relu.jacobian([1.0, -1.0]).tolist() == [[1.0, 0.0], [0.0, 0.0]]
    assert relu.jacobian(2.0).tolist() == [[1.0]]
    with pytest.raises(actplot.BadInput, match=r"one vector, got an array of shape \(1, 2\)"):
        relu.jacobian([[1.0, -1.0]])
