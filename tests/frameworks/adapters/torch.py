"""Runs PyTorch."""

import inspect
import operator

import numpy as np
import torch

TENSORS = ("weight", "values", "pos_weight")  # settings that PyTorch takes as tensors
ACTIVATION_MODULES = ("activation", "loss", "dropout", "adaptive")


def tensor(x):
    return torch.tensor(x)


def find(path):
    return operator.attrgetter(path.removeprefix("torch."))(torch)


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64; slopes are nan where there is no gradient."""
    dtype = getattr(torch, dtype)
    point = torch.tensor(x, dtype=dtype, requires_grad=True)
    data = [] if target is None else [torch.tensor(target, dtype=dtype)]
    if "variance" in settings or path.lower().replace("_", "").endswith(("gaussiannll", "gaussiannllloss")):
        data.append(torch.full_like(data[0], settings.get("variance", 1.0)))
    given = {
        name: torch.tensor(number, dtype=dtype) if name in TENSORS else number
        for name, number in settings.items()
        if name != "variance"
    }
    if target is not None:
        given["reduction"] = "none"
    if path == "torch.nn.PReLU":
        given["dtype"] = dtype
    function = find(path)
    inputs = [point.clone(), *data]  # a copy, which may be overwritten
    result = function(**given).eval()(*inputs) if inspect.isclass(function) else function(*inputs, **given)
    try:
        result.sum().backward()
    except (NotImplementedError, RuntimeError):
        return _numpy(result), np.full(len(x), np.nan)
    return _numpy(result), _numpy(point.grad)


def _numpy(tensor):
    return tensor.detach().numpy(force=True).astype(np.float64)


def pulled(code, data, dtype):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    found = {
        name: torch.tensor(x, dtype=getattr(torch, dtype) if x.dtype.kind == "f" else None) for name, x in data.items()
    }
    first = next(iter(found.values())).requires_grad_()
    result = eval(code, {"torch": torch, **found})
    parts = result.unbind(-1) if result.ndim == first.ndim else [result]
    rows = [torch.autograd.grad(part.sum(), first, retain_graph=True)[0] for part in parts]
    return _numpy(result), np.stack([_numpy(row) for row in rows], axis=-2)


def drawn(code, x):
    """What the code of a random layer gives for an array."""
    torch.manual_seed(0)
    return _numpy(eval(code, {"torch": torch, "x": torch.tensor(x)}))


def public():
    """Every activation, loss and dropout among the modules, and every function of `functional`."""
    modules = {
        f"torch.nn.{name}"
        for name, module in vars(torch.nn).items()
        if inspect.isclass(module) and module.__module__.rpartition(".")[2] in ACTIVATION_MODULES
    }
    functions = {
        f"torch.nn.functional.{name}"
        for name, function in vars(torch.nn.functional).items()
        if callable(function) and not name.startswith("_") and not inspect.isclass(function)
    }
    return modules | functions
