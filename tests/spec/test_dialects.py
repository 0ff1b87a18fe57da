"""Frameworks' words: what they mean, what differs from the catalogue, and what is said to words that nobody has."""

import copy
import pickle

import numpy as np
import pytest

import actplot
from actplot.calculus.facts.dialects import dialects_of
from actplot.catalogue.kinds.functions import METHODS, Function
from actplot.catalogue.kinds.random_layers import RandomLayer
from actplot.catalogue.kinds.vector_losses import VectorLoss
from actplot.catalogue.registry import ELEMENTWISE
from actplot.spec.dialects.finding import FRAMEWORKS, framework
from actplot.spec.dialects.spelling import REQUIRED

VERSION_1 = "tf.compat.v1.losses"
X = np.array([-30.0, -7.0, -2.5, -1.0, -0.3, 0.0, 1e-9, 0.4, 1.0, 2.5, 6.0, 9.9, 10.1, 30.0])
NAMES = [one for key in FRAMEWORKS for one in framework(key).names()]
OF_NUMBERS = [one for one in NAMES if one.canonical.kind in ELEMENTWISE]


def slopes(entry):
    """Derivatives that tell one entry from another: of numbers, at the entry's example, or what a seed draws there."""
    if isinstance(entry, Function):
        return entry.derivative(np.linspace(0.1, 0.9, 5))
    if isinstance(entry, VectorLoss):
        return entry.gradient(*entry.example)
    return entry.train(entry.example) if isinstance(entry, RandomLayer) else entry.jacobian(entry.example)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("torch:LeakyReLU", "leaky_relu:0.01"), ("torch:leaky_relu:negative_slope=0.1", "leaky_relu:0.1"),
        ("torch:leaky_relu:0.1", "leaky_relu:0.1"), ("pytorch:relu", "relu"), ("TORCH:ReLU", "relu"),
        ("torch:SiLU", "silu"), ("torch:Hardswish", "hard_silu"), ("torch:Mish", "mish"),
        ("torch:Tanhshrink", "tanh_shrink"),
        ("torch:ELU:alpha=0.5", "elu:0.5"), ("torch:celu:alpha=2", "celu:2"), ("torch:RReLU", "rrelu"),
        ("torch:Threshold:threshold=0,value=0.5", "threshold:0,0.5"), ("torch:PReLU:init=0.1", "prelu:0.1"),
        ("torch:GELU", "gelu"), ("torch:GELU:approximate=tanh", "gelu_tanh"),
        ("torch:GELU:approximate='tanh'", "gelu_tanh"),
        ("torch:Hardtanh:min_val=-2,max_val=2", "hard_tanh:-2,2"), ("torch:nn.functional.gelu", "gelu"),
        ("torch:HuberLoss:delta=0.5", "huber:0.5"), ("torch:MSELoss", "mse"), ("torch:L1Loss", "mae"),
        ("torch:SmoothL1Loss:beta=0.5", "smooth_l1:0.5"), ("torch:SmoothL1Loss:beta=0", "mae"),
        ("torch:BCEWithLogitsLoss:target=0", "sigmoid_cross_entropy_with_logits:0"),
        ("torch:BCEWithLogitsLoss:pos_weight=3", "weighted_cross_entropy_with_logits:pos_weight=3"),
        ("torch:PoissonNLLLoss:target=3", "poisson_nll:3"),
        ("torch:HingeEmbeddingLoss:margin=2", "hinge_embedding:margin=2"),
        ("keras:leaky_relu", "leaky_relu:0.2"), ("keras:LeakyReLU", "leaky_relu:0.3"), ("keras:gelu", "gelu"),
        ("keras:gelu:approximate=True", "gelu_tanh"), ("keras:ops.gelu", "gelu_tanh"), ("keras:relu", "relu"),
        ("keras:relu:max_value=6", "relu6"), ("keras:relu:negative_slope=0.1", "leaky_relu:0.1"),
        ("keras:soft_shrink:threshold=1", "soft_shrink:1"), ("keras:Huber", "huber"), ("keras:mse", "mse"),
        ("tf:nn.leaky_relu", "leaky_relu:0.2"), ("tf:nn.elu", "elu"), ("tensorflow:nn.relu6", "relu6"),
        ("jax:gelu", "gelu_tanh"), ("jax:gelu:approximate=True", "gelu_tanh"), ("jax:gelu:approximate=False", "gelu"),
        ("jax:silu", "silu"), ("jax:swish", "silu"), ("jax:squareplus:b=1", "squareplus:1"), ("flax:gelu", "gelu_tanh"),
        ("optax:huber_loss", "huber"), ("optax:huber_loss:delta=2", "huber:2"), ("torch:relu:inplace=True", "relu"),
        ("LeakyReLU(negative_slope=0.2)", "leaky_relu:0.2"), ("LeakyReLU(0.2)", "leaky_relu:0.2"), ("ReLU6()", "relu6"),
        ("torch.nn.Hardtanh(min_val=-2, max_val=2)", "hard_tanh:-2,2"), ("nn.ReLU()", "relu"),
        ("torch.nn.ReLU", "relu"),
        ("ELU(alpha=1.0, inplace=True)", "elu"), ("GELU(approximate='tanh')", "gelu_tanh"),
        ("GELU(approximate='none')", "gelu"), ("Threshold(threshold=0, value=0.5)", "threshold:0,0.5"),
        ("jax.nn.gelu(approximate=False)", "gelu"), ("jax.nn.leaky_relu(negative_slope=0.2)", None),
    ],
)  # fmt: skip
def test_words_that_only_spell_differently(words, same):
    function = actplot.get(words)
    if same is None:  # f′(0) = 1 in JAX
        assert function != actplot.get("leaky_relu:0.2")
        return
    assert function == actplot.get(same)
    assert str(function) == str(actplot.get(same))
    assert hash(function) == hash(actplot.get(same))


@pytest.mark.parametrize(
    ("words", "kinks", "canonical"),
    [
        ("jax:leaky_relu", {0: 1}, "leaky_relu"), ("jax:abs", {0: 1}, "abs"), ("flax:PReLU", {0: 1}, "prelu:0.01"),
        ("jax:hard_tanh", {-1: 1, 1: 1}, "hard_tanh"), ("keras:hard_tanh", {-1: 1, 1: 1}, "hard_tanh"),
        ("keras:PReLU", {0: 0}, "prelu:0"), ("keras:selu", {0: 1.0507009873554805}, "selu"),
        ("jax:sparse_sigmoid", {-1: 0.25, 1: 0.25}, "sparse_sigmoid"),
    ],
)  # fmt: skip
def test_derivatives_at_kinks(words, kinks, canonical):
    function, plain = actplot.get(words), actplot.get(canonical)
    assert function != plain
    for x, slope in kinks.items():
        assert function.derivative(float(x)) == pytest.approx(slope, rel=1e-7)
    elsewhere = X[~np.isin(X, list(kinks))]
    for method in METHODS:
        assert np.array_equal(getattr(function, method)(elsewhere), getattr(plain, method)(elsewhere))
    assert np.array_equal(function.value(X), plain.value(X))


def test_the_switch_of_torch_softplus_to_the_identity():
    function = actplot.get("torch:Softplus:beta=2,threshold=20")
    assert str(function) == "torch:Softplus:beta=2"
    smooth = actplot.get("softplus:2")
    above, below = np.array([np.nextafter(10, 11), 10.5, 100.0]), np.array([-40.0, 0.0, 5.0, 9.9, 10.0])
    assert function != smooth
    assert np.array_equal(function.value(above), above)
    assert function.derivative(above).tolist() == [1, 1, 1]
    assert function.second_derivative(above).tolist() == [0, 0, 0]
    assert np.array_equal(function.value(below), smooth.value(below))
    assert np.array_equal(function.derivative(below), smooth.derivative(below))
    assert (smooth.value(above)[:2] > above[:2]).all()
    assert 10.0 in function.breaks
    earlier = actplot.get("torch:softplus:threshold=1")
    assert earlier.value(1.5) == 1.5
    assert earlier.value(0.5) == actplot.get("softplus").value(0.5)


def test_keras_relu_with_all_its_arguments():
    function = actplot.get("keras:relu:negative_slope=0.1,max_value=6,threshold=1")
    assert str(function) == "keras:relu:negative_slope=0.1,max_value=6,threshold=1"
    x = np.array([-3.0, 0.0, 1.0, 1.5, 5.0, 6.0, 9.0])
    assert function.value(x) == pytest.approx([-0.4, -0.1, 0, 1.5, 5, 6, 6])
    assert function.derivative(x[[0, 1, 3, 4, 6]]) == pytest.approx([0.1, 0.1, 1, 1, 0])
    assert actplot.get("relu_general:0.1,6,1").value(1.0) == 1


def test_floors_and_clips():
    clamped = actplot.get("torch:BCELoss")
    assert clamped.value(0.0) == 100
    assert np.isfinite(clamped.derivative(0.0))
    assert actplot.get("binary_cross_entropy").value(0.0) == np.inf
    clipped = actplot.get("keras:BinaryCrossentropy")
    assert clipped.value(0.0) == pytest.approx(-np.log(1e-7))
    assert clipped.derivative(1e-9) == 0
    assert clipped.value(0.3) == pytest.approx(-np.log(0.3), rel=1e-14)
    assert actplot.get("torch:GaussianNLLLoss:variance=1e-12").value(0.0) == pytest.approx(np.log(1e-6) / 2)


@pytest.mark.parametrize(
    ("loss", "path", "code"),
    [
        ("mae", "torch.nn.L1Loss", "torch.nn.L1Loss()"),
        ("log_cosh", "optax.losses.log_cosh", "optax.losses.log_cosh(prediction, target)"),
        ("poisson_nll", "tf.nn.log_poisson_loss", "tf.nn.log_poisson_loss(target, prediction)"),
        ("hinge", f"{VERSION_1}.hinge_loss", f"{VERSION_1}.hinge_loss((target + 1) / 2, prediction)"),
        (
            "gaussian_nll:variance=2",
            "torch.nn.GaussianNLLLoss",
            "torch.nn.GaussianNLLLoss()(prediction, target, torch.full_like(target, 2))",
        ),
    ],
)
def test_code_of_a_loss_takes_its_data_as_the_framework_does(loss, path, code):
    assert [one.code for one in dialects_of(actplot.get(loss)) if one.path == path] == [code]


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("spoken", NAMES, ids=lambda one: one.path)
def test_every_name_reads_back(spoken):
    """By path and by last part, as a function that is printed in words that give it again."""
    required = [name for name, default in spoken.spelling.settings.items() if default is REQUIRED]
    settings = ",".join(f"{name}=0.5" for name in required)
    for name in (spoken.leaf, spoken.path.partition(".")[2]):
        words = f"{spoken.framework}:{name}" + (f":{settings}" if required else "")
        if required:
            with pytest.raises(actplot.BadSpec, match="no default for"):
                actplot.get(words.rpartition(":")[0])
        function = actplot.get(words)
        again = actplot.get(str(function))
        assert again == function
        assert hash(again) == hash(function)
        assert pickle.loads(pickle.dumps(function)) == function == copy.deepcopy(function)
        assert np.array_equal(slopes(again), slopes(function), equal_nan=True)
        assert np.isfinite(slopes(function)).all()


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("spoken", NAMES, ids=lambda one: one.path)
def test_the_whole_path_is_understood_too(spoken):
    required = [name for name, default in spoken.spelling.settings.items() if default is REQUIRED]
    call = f"{spoken.path}({', '.join(f'{name}=0.5' for name in required)})"
    words = f"{spoken.framework}:{spoken.path.partition('.')[2]}" + "".join(
        f"{':' if name == required[0] else ','}{name}=0.5" for name in required
    )
    assert actplot.get(call) == actplot.get(words)


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("spoken", OF_NUMBERS, ids=lambda one: one.path)
def test_a_variant_keeps_the_contract(spoken):
    """The shape, nan, one float for one float, and value and slope that belong together."""
    required = [name for name, default in spoken.spelling.settings.items() if default is REQUIRED]
    function = spoken.with_parameters(dict.fromkeys(required, 0.5))
    x = np.array([[0.11, 0.37], [0.52, np.nan]])
    for method in METHODS:
        result = getattr(function, method)(x)
        assert result.shape == x.shape
        assert np.isnan(result[1, 1])
        assert getattr(function, method)(0.37) == result[0, 1]
    step = 1e-6
    slope = (function.value(x + step) - function.value(x - step)) / (2 * step)
    assert np.allclose(function.derivative(x), slope, rtol=1e-6, atol=1e-8, equal_nan=True)


def test_the_frameworks_that_there_are():
    assert FRAMEWORKS[:6] == ("torch", "keras", "tf", "jax", "flax", "optax")
    for key in FRAMEWORKS:
        assert framework(key).version[0].isdigit()
        assert len(list(framework(key).names())) > 5


@pytest.mark.parametrize(
    ("words", "error", "parts"),
    [
        ("foo:relu", actplot.UnknownName, ("framework 'foo'", "torch, keras, tf, jax, flax, optax")),
        ("torhc:relu", actplot.UnknownName, ("'torhc'", "Did you mean 'torch'")),
        ("torch:squareplus", actplot.UnknownName, ("PyTorch has no", "keras:squareplus", "jax:squareplus")),
        ("optax:relu", actplot.UnknownName, ("Optax has no", "torch:relu", "list --framework optax")),
        ("jax:Hardswish", actplot.UnknownName, ("JAX has no", "torch:Hardswish")),
        ("torch:LeakyRelU6", actplot.UnknownName, ("PyTorch has no", "Did you mean")),
        ("torch:nothing", actplot.UnknownName, ("PyTorch has no function 'nothing'",)),
        ("torch:leaky_relu:alpha=0.1", actplot.UnknownName, ("no parameter 'alpha'", "calls it 'negative_slope'")),
        ("jax:leaky_relu:alpha=0.2", actplot.UnknownName, ("calls it 'negative_slope'",)),
        ("keras:soft_shrink:lambd=1", actplot.UnknownName, ("no parameter 'lambd'", "calls it 'threshold'")),
        ("torch:softshrink:threshold=1", actplot.UnknownName, ("no parameter 'threshold'", "calls it 'lambd'")),
        ("torch:threshold:default_value=1", actplot.UnknownName, ("no parameter", "calls it 'value'")),
        ("torch:PReLU:negative_slope=1", actplot.UnknownName, ("no parameter", "calls it 'init'")),
        ("torch:Threshold", actplot.BadSpec, ("no default for threshold and value", "threshold=0.5,value=0.5")),
        ("torch:relu:0.2", actplot.BadParameter, ("inplace must be true or false", "'0.2'")),
        ("torch:", actplot.BadSpec, ("lacks a name",)),
        ("torch:ELU:", actplot.BadSpec, ("lacks a value",)),
        ("torch:ELU:alpha=x", actplot.BadParameter, ("alpha must be",)),
        ("torch:ELU:1,2", actplot.BadParameter, ("inplace must be",)),
        ("torch:ELU:1,true,2", actplot.BadSpec, ("at most 2",)),
        ("jax:gelu:approximate=maybe", actplot.BadParameter, ("approximate must be", "'maybe'")),
        ("torch:GELU:approximate=True", actplot.BadParameter, ("approximate must be",)),
        ("keras:squareplus:b=-1", actplot.BadParameter, ("b must be at least 0",)),
        ("torch:HuberLoss:delta=0", actplot.BadParameter, ("delta must be above 0",)),
        ("torch:celu:alpha=0", actplot.BadParameter, ("alpha must be",)),
        ("torch:BCELoss:target=2", actplot.BadParameter, ("target must be from 0 to 1", "got 2")),
        ("huber:delta=0", actplot.BadParameter, ("delta must be above 0", "got 0")),
        ("celu:alpha=0", actplot.BadParameter, ("alpha must be any finite number but 0", "got 0")),
        ("sigmoid_focal:gamma=-1", actplot.BadParameter, ("gamma must be at least 0", "got -1")),
        ("binary_cross_entropy:target=2", actplot.BadParameter, ("target must be from 0 to 1", "got 2")),
        ("LeakyReLU(negative_slope=)", actplot.ActplotError, ()),
        ("LeakyReLU(negative_slop=0.1)", actplot.UnknownName, ("no parameter 'negative_slop'", "negative_slope")),
        ("torch.nn.Nothing()", actplot.UnknownName, ("PyTorch has no", "Nothing")),
        ("keras.activations.nothing", actplot.UnknownName, ("Keras has no",)),
        ("LeakyReLU(negative_slope=0.2", actplot.ActplotError, ()),
        ("LeakyReLU(inplace)", actplot.ActplotError, ()),
        ("torch:" + "x" * 10_000, actplot.UnknownName, ("…",)),
        ("torch:re\x00lu", actplot.ActplotError, ()),
    ],
)  # fmt: skip
def test_errors(words, error, parts):
    with pytest.raises(error) as caught:
        actplot.get(words)
    assert all(part in str(caught.value) for part in parts), str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("words", ["torch:BCELoss", "keras:BinaryCrossentropy", "tf:losses.log_loss", "binary_focal"])
def test_a_probability_outside_the_domain_is_nan(words):
    try:
        function = actplot.get(words)
    except actplot.UnknownName:
        function = actplot.get("tf:log_loss")
    for method in METHODS:
        assert np.isnan(getattr(function, method)([-0.5, 1.5, np.inf])).all()
        assert np.isfinite(getattr(function, method)(0.5))


# What Keras 3.15 and PyTorch 2.13 return.
RETURNED = [
    ("keras:binary_crossentropy", np.float32(1), 0, np.float32(15.942385)),
    ("keras:binary_crossentropy", np.float32(1), 1, np.float32(1.1920929e-07)),
    ("keras:binary_crossentropy", np.float32(0), 1, np.float32(16.118095)),
    ("keras:binary_focal_crossentropy", np.float32(1), 0, np.float32(15.942385)),
    ("keras:binary_focal_crossentropy", np.float32(0), 1, np.float32(16.118095)),
    ("keras:hinge", [0.3, 0.3], [0, 1], [1.3, 0.7]),
    ("keras:hinge", [0.3, 0.3], [0, 0], [1.3, 1.3]),
    ("keras:hinge", [0.3, 0.3], [-1, 1], [1.3, 0.7]),
    ("keras:squared_hinge", [0.3, 0.3], [0, 1], [1.69, 0.49]),
    ("keras:dice", [0.7, 0.2, 0.9], [2, 0.5, 0], 0.30232560634613037),
    ("keras:tversky", [0.7, 0.2, 0.9], [2, 0.5, 0], 0.30232560634613037),
]


@pytest.mark.parametrize(("words", "prediction", "target", "loss"), RETURNED)
def test_losses_are_what_frameworks_return(words, prediction, target, loss):
    prediction = np.asarray(prediction)
    found = actplot.get(words).evaluate(prediction, np.asarray(target, prediction.dtype))
    assert found == pytest.approx(loss, rel=1e-7)
    assert found.dtype == prediction.dtype


def test_labels_that_keras_takes_as_they_are():
    with pytest.raises(actplot.BadInput, match="-1 or 1"):
        actplot.get("keras:hinge").evaluate([0.3, 0.3], [0, 0.5])


@pytest.mark.parametrize("words", ["torch:Threshold:0.1,20", "threshold:0.1,20"])
def test_a_float32_next_to_a_threshold_is_the_threshold(words):
    function, x = actplot.get(words), np.float32([0.1, np.nextafter(np.float32(0.1), np.float32(1))])
    assert function.value(x).tolist() == [20.0, float(x[1])]
    assert function.derivative(x).tolist() == [0.0, 1.0]
    assert function.value(float(x[0])) == float(x[0])  # as a float64 it is above


def test_a_cap_may_be_the_threshold():
    function = actplot.get("keras:relu:max_value=5,threshold=5")
    assert function.value([4.9, 5.0, 5.0001, 6.0, -1.0, 0.0]).tolist() == [0, 0, 5, 5, 0, 0]
    assert function.derivative([4.9, 6.0]).tolist() == [0, 0]


@pytest.mark.parametrize("target", [2, -0.1, np.nan])
@pytest.mark.parametrize("words", ["torch:BCELoss", "torch:BCEWithLogitsLoss", "keras:BinaryCrossentropy"])
def test_targets_outside_the_domain(words, target):
    with pytest.raises(actplot.BadInput, match="from 0 to 1"):
        actplot.get(words).evaluate([0.2, 0.4], target)
