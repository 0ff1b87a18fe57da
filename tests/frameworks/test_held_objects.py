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
