"""Layers and functions of frameworks, taken where names are: they are what the framework computes."""

import functools

import numpy as np
import pytest
from numpy.testing import assert_allclose

import actplot


def layers_of_torch():
    torch = pytest.importorskip("torch")
    nn, functional = torch.nn, torch.nn.functional
    trained = nn.PReLU()
    trained.weight.data.fill_(0.7)
    return {
        "leaky_relu:0.2": nn.LeakyReLU(0.2),
        "gelu_tanh": nn.GELU(approximate="tanh"),
        "gelu": functional.gelu,
        "relu": functional.relu,
        "tanh": torch.tanh,
        "leaky_relu:0.3": functools.partial(functional.leaky_relu, negative_slope=0.3),
        "hard_tanh:-2,2": nn.Hardtanh(-2, 2),
        "threshold:0.1,3": nn.Threshold(0.1, 3),
        "silu": nn.SiLU,
        "prelu:0.7": trained,
        "sinh(x)": torch.sinh,
    }


def losses_of_torch():
    torch = pytest.importorskip("torch")
    nn = torch.nn
    return {
        "huber:2": nn.HuberLoss(delta=2),
        "mse": torch.nn.functional.mse_loss,
        "weighted_cross_entropy_with_logits:pos_weight=2": nn.BCEWithLogitsLoss(pos_weight=torch.tensor(2.0)),
        "softmax": nn.Softmax(dim=-1),
        "dropout:0.3": nn.Dropout(0.3),
    }


def test_layers_of_torch():
    torch = pytest.importorskip("torch")
    x = np.linspace(-3, 3, 25)
    for text, layer in layers_of_torch().items():
        function = actplot.get(layer)
        assert function == actplot.get(text), text
        call = layer() if isinstance(layer, type) else layer
        expected = call(torch.tensor(x, dtype=torch.float32)).detach().numpy()
        assert_allclose(function.value(x), expected, rtol=1e-5, atol=1e-6)
    for text, layer in losses_of_torch().items():
        assert actplot.get(layer) == actplot.get(text), text


def test_modules_of_a_users_own():
    torch = pytest.importorskip("torch")

    class Mine(torch.nn.Module):
        def forward(self, x):
            return x * torch.tanh(torch.nn.functional.softplus(x))

    picture = actplot.compare(Mine(), torch.nn.Mish())
    assert [str(one) for one in picture.functions] == ["Mine", "mish"]
    assert actplot.identify(Mine()).names[0] == "mish"
    assert_allclose(picture.functions[0].derivative(0.5), actplot.get("mish").derivative(0.5), rtol=1e-9)
    with pytest.raises(actplot.SuppliedError, match=r"call \.eval\(\)"):
        actplot.get(torch.nn.RReLU())
    assert actplot.get(torch.nn.RReLU().eval()) == actplot.get("rrelu")


def test_functions_of_jax():
    jax = pytest.importorskip("jax")
    x = np.linspace(-3, 3, 25)
    for text, found in {
        "gelu_tanh": jax.nn.gelu,
        "gelu": functools.partial(jax.nn.gelu, approximate=False),
        "relu6": jax.nn.relu6,
        "tanh": jax.numpy.tanh,
        "cosh(x)": jax.numpy.cosh,
    }.items():
        assert actplot.get(found) == actplot.get(text), text
        with np.errstate(all="ignore"):
            assert_allclose(actplot.get(found).value(x), np.asarray(found(x)), rtol=2e-4, atol=1e-5)
    slope = actplot.get(jax.grad(jax.nn.silu))
    assert str(slope) == "silu()"
    assert_allclose(slope.value(x), actplot.get("silu").derivative(x), rtol=1e-5, atol=1e-6)


def test_functions_that_were_compiled():
    jax = pytest.importorskip("jax")
    assert actplot.get(jax.jit(jax.nn.silu)) == actplot.get("silu")
    assert actplot.get(jax.jit(jax.nn.softmax)) == actplot.get("softmax")
    assert str(actplot.get(jax.jit(jax.grad(jax.nn.gelu)))) == "gelu()"


def test_layers_of_flax():
    linen = pytest.importorskip("flax.linen")
    nnx = pytest.importorskip("flax.nnx")
    for text, layer in {
        "flax:PReLU": linen.PReLU(),
        "flax:PReLU:negative_slope_init=0.2": linen.PReLU(negative_slope_init=0.2),
        "flax:PReLU:negative_slope_init=0.3": nnx.PReLU(0.3),
        "dropout:0.3": linen.Dropout(rate=0.3),
        "dropout:0.4": nnx.Dropout(0.4),
        "relu": nnx.relu,
    }.items():
        assert actplot.get(layer) == actplot.get(text), text


def test_losses_of_optax():
    optax = pytest.importorskip("optax")
    assert actplot.get(optax.huber_loss) == actplot.get("optax:huber_loss")
    assert actplot.get(optax.losses.softmax_cross_entropy) == actplot.get("optax:softmax_cross_entropy")


def test_layers_of_keras():
    keras = pytest.importorskip("keras")
    layers = keras.layers
    trained = layers.PReLU()
    trained.build((None, 3))
    trained.set_weights([np.full(3, 0.7, "float32")])
    for text, layer in {
        "relu": layers.ReLU(),
        "relu6": layers.ReLU(max_value=6, name="mine"),
        "keras:ReLU:max_value=6,negative_slope=0.1,threshold=1": layers.ReLU(6.0, 0.1, 1.0),
        "keras:LeakyReLU": layers.LeakyReLU(),
        "leaky_relu:0.2": layers.LeakyReLU(negative_slope=0.2),
        "elu:0.5": layers.ELU(0.5),
        "keras:PReLU": layers.PReLU(),
        "keras:PReLU:alpha=0.7": trained,
        "softmax": layers.Softmax(),
        "gelu": layers.Activation("gelu"),
        "dropout:0.3": layers.Dropout(0.3),
        "gaussian_noise:0.3": layers.GaussianNoise(0.3),
        "huber:2": keras.losses.Huber(delta=2.0),
        "silu": keras.activations.silu,
    }.items():
        assert actplot.get(layer) == actplot.get(text), text
    picture = actplot.compare(layers.LeakyReLU(negative_slope=0.2), keras.activations.gelu)
    assert picture.command == "actplot compare keras:LeakyReLU:negative_slope=0.2 keras:gelu"


def test_functions_of_tensorflow():
    tensorflow = pytest.importorskip("tensorflow")
    assert actplot.get(tensorflow.function(tensorflow.nn.silu)) == actplot.get("silu")
    assert actplot.get(tensorflow.keras.layers.ReLU()) == actplot.get("relu")
