"""Every command takes functions of files: of NumPy always, of torch and JAX where these are installed."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from actplot.cli import main

NUMPY = """
import math
import numpy as np

def relu(x): return np.maximum(x, 0)
def leaky(x, slope=0.25): return np.where(x > 0, x, slope * x)
def silu(x): return x / (1 + np.exp(-x))
def scalar(x): return x if x > 0 else math.expm1(x)
def short(x): return np.tanh(x.astype(np.float32))
def needs_float32(x):
    if x.dtype != np.float32: raise TypeError("float32 only")
    return np.tanh(x)
"""
TORCH = """
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

def relu(x): return torch.relu(x)
def leaky(x, slope=0.25): return F.leaky_relu(x, slope)
def silu(x): return x * torch.sigmoid(x)
def scalar(x): return x if x > 0 else torch.expm1(x)
class Module(nn.Module):
    def __init__(self, slope=0.25):
        super().__init__()
        self.slope = nn.Parameter(torch.tensor(slope))
    def forward(self, x): return torch.where(x > 0, x, self.slope * x)
instance = Module(0.5)
class Needs(nn.Module):
    def __init__(self, width): super().__init__()
torch.manual_seed(0)
network = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
dropout = nn.Sequential(nn.ReLU(), nn.Dropout(0.3))
evaluated = nn.Sequential(nn.ReLU(), nn.Dropout(0.3)).eval()
normed = nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1))
random_slope = nn.RReLU()
softmax = nn.Softmax(dim=-1)
two_inputs = nn.Linear(2, 2)
def needs_float32(x): return F.linear(x[:, None], torch.ones(1, 1)).squeeze(-1).relu()
def half(x): return torch.relu(x.half())
def in_place(x): return x.relu_()
module_in_place = nn.ReLU(inplace=True)
def detached(x): return torch.sigmoid(x).detach()
def from_numpy(x): return torch.tensor(np.tanh(x.detach().numpy()))
def partly(x): return x * torch.sigmoid(x).detach()
def step(x): return (x > 0).to(x.dtype)
def constant(x): return torch.ones_like(x)
def complexes(x): return x + 1j
def mean(x): return (x**2).mean()
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x * torch.sigmoid(x)
    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return gradient * (2 * x * s + x * s * (1 - s))
def wrong(x): return Wrong.apply(x)
class Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x.round()
    @staticmethod
    def backward(ctx, gradient): return gradient
def straight(x): return Straight.apply(x)
scripted = torch.jit.script(nn.SiLU())
"""
JAX = """
import jax
import jax.numpy as jnp

def relu(x): return jax.nn.relu(x)
def leaky(x, slope=0.25): return jnp.where(x > 0, x, slope * x)
def silu(x): return x * jax.nn.sigmoid(x)
def scalar(x): return x if x > 0 else jnp.expm1(x)
compiled = jax.jit(silu)
gradient = jax.grad(silu)
mapped = jax.vmap(silu)
def branching(x): return jax.lax.cond(x > 0, lambda at: at, lambda at: 0.25 * at, x)
def needs_float32(x): return jax.lax.mul(x, jnp.ones(x.shape, jnp.float32))
def short(x): return jax.nn.relu(x.astype(jnp.bfloat16))
def stopped(x): return jax.lax.stop_gradient(jnp.tanh(x))
@jax.custom_jvp
def wrong(x): return x * x * jax.nn.sigmoid(x)
@wrong.defjvp
def _(at, along):
    (x,), (t,) = at, along
    s = jax.nn.sigmoid(x)
    return wrong(x), t * (2 * x * s + x * s * (1 - s))
@jax.custom_vjp
def lost_square(x): return jnp.tanh(x)
lost_square.defvjp(lambda x: (jnp.tanh(x), x), lambda x, g: (g * (1 - jnp.tanh(x)),))
"""
TEXTS = {"numpy": NUMPY, "torch": TORCH, "jax": JAX}


@pytest.fixture(autouse=True)
def _frameworks_may_warn():
    with warnings.catch_warnings(action="ignore"):
        yield


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """What a command does in a folder that holds of.py, with the functions of a library."""
    monkeypatch.chdir(tmp_path)

    def ask(library, *words):
        pytest.importorskip(library)
        (tmp_path / "of.py").write_text(TEXTS[library], encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            main(words, prog_name="actplot")
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return SimpleNamespace(code=ended.value.code, out=printed.out, err=printed.err)

    return ask


COMMANDS = {
    "compare": (["compare", "of.py:silu", "of.py:leaky:slope=0.1", "relu", "-o", "one.svg"], "wrote one.svg"),
    "plot": (["plot", "of.py:silu", "-o", "one.svg"], "wrote one.svg"),
    "propagate": (["propagate", "of.py:silu", "--layers", "2", "--width", "9", "-o", "one.svg"], "wrote one.svg"),
    "sweep": (["sweep", "of.py:leaky:slope=0.1,0.3", "-o", "one.svg"], "wrote one.svg"),
    "eval": (["eval", "of.py:silu", "--at", "1"], "0.7310585786300049"),
    "check": (["check", "of.py:silu", "--derivative", "silu'"], None),
    "check by a formula": (["check", "of.py:silu", "--formula", "x*sigmoid(x)"], "all agree"),
    "show": (["show", "of.py:leaky"], "slope"),
    "diff": (["diff", "of.py:silu", "gelu"], None),
    "identify": (["identify", "of.py:silu"], "silu"),
    "table": (["table", "of.py:silu", "of.py:relu"], "of.py:silu"),
}


@pytest.mark.exhaustive(keep=0.165, thorough=0.17)
@pytest.mark.parametrize("library", TEXTS)
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "check"])
def test_every_command_takes_a_function_of_a_file(run, library, name):
    words, said = COMMANDS[name]
    done = run(library, *words)
    assert done.code == 0, done.err
    assert said is None or said in done.out + done.err


@pytest.mark.parametrize("library", TEXTS)
def test_values_and_slopes_are_those_of_the_function(run, library):
    done = run(library, "eval", "of.py:silu", "--at=-3,0,2", "--order", "2", "--format", "csv")
    assert done.code == 0, done.err
    x, *found = np.array([line.split(",")[-4:] for line in done.out.splitlines()[1:]], float).T
    s = 1 / (1 + np.exp(-x))
    expected = x * s, s * (1 + x * (1 - s)), s * (1 - s) * (2 + x * (1 - 2 * s))
    for values, right, within in zip(found, expected, (1e-15, 1e-11, 1e-9), strict=True):
        np.testing.assert_allclose(values, right, rtol=0, atol=within)


@pytest.mark.parametrize("library", TEXTS)
def test_breaks_of_users_functions_are_told(run, library):
    done = run(library, "eval", "of.py:leaky", "of.py:scalar", "--at=1")
    assert "of.py:leaky is a" in done.err
    assert "kink near 0, found by bisection to 1e-12" in done.err
    assert "jump of f″ near 0, found by bisection" in done.err
    by = {"numpy": "finite differences", "torch": "torch.autograd", "jax": "jax.grad"}[library]
    assert f"derivatives by {by}" in done.err


def test_differences_have_the_digits_that_they_are_good_for(run):
    done = run("numpy", "eval", "of.py:leaky", "--at=-1,0,1", "--order", "2", "--format", "csv")
    assert [line.split(",")[-3:] for line in done.out.splitlines()[1:]] == [
        ["-0.25", "0.25", "0.0"],
        ["0.0", "nan", "nan"],
        ["1.0", "1.0", "0.0"],
    ]


@pytest.mark.parametrize("name", ["short", "needs_float32"])
def test_what_computes_in_float32_is_told(run, name):
    done = run("numpy", "eval", f"of.py:{name}", "--at=1", "--format", "csv")
    assert "float32" in done.err
    x, value, slope = map(float, done.out.splitlines()[1].split(",")[-3:])
    assert abs(value - np.tanh(x)) < 1e-7
    assert abs(slope - (1 - np.tanh(x) ** 2)) < 1e-5


# What torch makes of them: the name, what is told, and value and slope at 2 where there is a table.
OF_TORCH = {
    "Module": ("a PyTorch function; derivatives by torch.autograd; kink near 0", (2.0, 1.0)),
    "Module:slope=0.5": ("kink near 0", (2.0, 1.0)),
    "instance": ("kink near 0", (2.0, 1.0)),
    "Needs": ("Needs is a class that needs width", None),
    "network": ("a PyTorch function", ...),
    "dropout": ("in training mode: call .eval()", None),
    "evaluated": ("kink near 0", (2.0, 1.0)),
    "normed": ("in training mode: call .eval()", None),
    "random_slope": ("in training mode: call .eval()", None),
    "softmax": ("depends on the numbers beside it", None),
    "two_inputs": ("shapes cannot be multiplied", None),
    "needs_float32": ("takes float32 alone", (2.0, 1.0)),
    "half": ("returns float16", (2.0, 1.0)),
    "in_place": ("changes the tensor that it is given in place", (2.0, 1.0)),
    "module_in_place": ("changes the tensor that it is given in place", (2.0, 1.0)),
    "detached": ("no gradient in PyTorch: its result is cut off", (0.8807970779778823, np.nan)),
    "from_numpy": ("no gradient in PyTorch: its result is cut off", (0.9640275800758169, np.nan)),
    "step": ("no gradient in PyTorch, being constant in pieces", (1.0, 0.0)),
    "constant": ("a PyTorch function", (1.0, 0.0)),
    "complexes": ("returns complex numbers", None),
    "mean": ("returns only one", None),
    "straight": ("derivatives by torch.autograd", (2.0, 1.0)),
    "scripted": ("derivatives by torch.autograd", (1.7615941559557646, 1.0907842487848955)),
}


@pytest.mark.parametrize("name", OF_TORCH)
def test_what_torch_calls_is_called_as_it_wants(run, name):
    told, numbers = OF_TORCH[name]
    done = run("torch", "eval", f"of.py:{name}", "--at=2", "--format", "csv")
    assert told in done.err
    if "softmax" in name:
        assert "training" not in done.err
    if numbers is None:
        assert done.code == 1
    elif numbers is not ...:
        _, *found = map(float, done.out.splitlines()[1].split(",")[-3:])
        np.testing.assert_allclose(found, numbers, rtol=1e-15)


def test_a_module_is_not_changed_by_what_it_is_asked(run):
    torch = pytest.importorskip("torch")
    from actplot.spec.supplied.adapting import adapted

    module = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.BatchNorm1d(1))
    before = {name: one.clone() for name, one in module.state_dict().items()}
    called = adapted(module)
    called.values(np.array([1.0, 2.0, 3.0]))
    called.slopes(np.array([1.0, 2.0, 3.0]), 1)
    assert all(torch.equal(before[name], one) for name, one in module.state_dict().items())
    assert module.training
    assert next(module.parameters()).grad is None


OF_JAX = {
    "compiled": ("derivatives by jax.grad", (1.7615941559557646, 1.0907842487848955)),
    "gradient": ("derivatives by jax.grad", (1.0907842487848955, 0.05006216869470701)),
    "mapped": ("derivatives by jax.grad", (1.7615941559557646, 1.0907842487848955)),
    "branching": ("kink near 0", (2.0, 1.0)),
    "scalar": ("a JAX function of one number", (2.0, 1.0)),
    "needs_float32": ("takes float32 alone", (2.0, 1.0)),
    "short": ("returns bfloat16", (2.0, 1.0)),
}


@pytest.mark.parametrize("name", OF_JAX)
def test_what_jax_calls_is_called_as_it_wants(run, name):
    told, numbers = OF_JAX[name]
    done = run("jax", "eval", f"of.py:{name}", "--at=2", "--format", "csv")
    assert told in done.err
    _, *found = map(float, done.out.splitlines()[1].split(",")[-3:])
    np.testing.assert_allclose(found, numbers, rtol=1e-14)


# Gradients that are right, and wrong, and what is said of these.
GRADIENTS = {
    ("torch", "silu"): "",
    ("torch", "relu"): "",
    ("torch", "instance"): "",
    ("torch", "needs_float32"): "",
    ("torch", "wrong"): "worst at",
    ("torch", "partly"): "worst at",
    ("torch", "detached"): "nan everywhere",
    ("torch", "straight"): "should be 0",
    ("jax", "silu"): "",
    ("jax", "relu"): "",
    ("jax", "branching"): "",
    ("jax", "scalar"): "",
    ("jax", "wrong"): "worst at",
    ("jax", "lost_square"): "a lost square",
    ("jax", "stopped"): "0 in place of it",
}


@pytest.mark.parametrize(("library", "name"), GRADIENTS, ids=str)
def test_gradients_of_frameworks_are_judged(run, library, name):
    done = run(library, "check", f"of.py:{name}")
    assert done.code == (1 if GRADIENTS[library, name] else 0), done.out + done.err
    assert GRADIENTS[library, name] in done.out


@pytest.mark.parametrize("library", ["numpy", "torch", "jax"])
def test_what_is_not_there_is_not_imported(run, library):
    """A file that works with one library is called with that alone, whatever else the process has loaded."""
    done = run(library, "eval", "of.py:relu", "--at=1")
    kind = {"numpy": "a NumPy function", "torch": "a PyTorch function", "jax": "a JAX function"}[library]
    assert f"of.py:relu is {kind};" in done.err
