"""Writes a table in Markdown: the worst error of actplot, and beside it of PyTorch and JAX where they are installed.

    PYTHONPATH=tests python -m accuracy.table                     a few well-known functions
    PYTHONPATH=tests python -m accuracy.table gelu elu:0.3 --share 1   these, on the full grid

Errors are in units in the last place of float64, of the value and of the first derivative, in bulk and tails alike and
close to zeros, as 'actplot check --accuracy' counts them. Results too small for a normal number do not count.
"""

import argparse
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from mpmath import mpf

import actplot
from actplot.algebra.evaluating.precision import derivatives
from actplot.calculus.checks.accuracy import grid, ulps
from actplot.calculus.letters import formula_of
from actplot.catalogue.kinds.functions import Function
from actplot.spec.dialects.finding import Spoken, framework
from actplot.spec.dialects.meanings import canonical_of_meaning
from actplot.spec.dialects.spelling import REQUIRED, TRUTH

USUAL = ("sigmoid", "tanh", "softplus", "gelu", "silu", "mish", "tanh_shrink", "elu", "squareplus", "log_ndtr", "ndtr")
INSTALLED = {"torch": "torch", "jax": "jax"}
SMALLEST_NORMAL = 2.0**-1022
LONG = 1e10
NO_DIGIT = 2.0**52  # of units in the last place: an error as large as the result
Curves = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def own(function: Function) -> Curves:
    return lambda x: (function.value(x), function.derivative(x))


def in_framework(key: str, function: Function) -> Curves | None:
    """Value and gradient as the framework computes them; None where it has no such function."""
    for spoken in framework(key).names():
        settings = _settings(spoken, function)
        if settings is not None and spoken.leaf[0].islower():
            call = _found(spoken.path)
            return {"torch": _torch, "jax": _jax}[key](lambda x, call=call, given=settings: call(x, **given))
    return None


def _settings(spoken: Spoken, function: Function) -> dict[str, object] | None:
    """What to call the framework's function with to get this one; None where it is another function."""
    switch, required = spoken.spelling.switch, REQUIRED in spoken.spelling.settings.values()
    if required or function.kind != "activation":
        return None
    for word in switch.meanings if switch else (None,):
        if canonical_of_meaning(switch.meanings[word] if switch else spoken.spelling.meaning) == function.name:
            said = {} if word is None else {switch.name: bool(TRUTH[word]) if word in TRUTH else word}
            own_name = {spoken.parameter_of(setting): setting for setting in spoken.spelling.settings}
            given = {own_name.get(name): value for name, value in function.parameters.items() if name in own_name}
            others = {name: value for name, value in function.parameters.items() if name not in own_name}
            fixed = all(spoken.spelling.fixed.get(name) == value for name, value in others.items())
            return {**said, **given} if fixed else None
    return None


def _found(path: str) -> Callable:
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        if find_spec(parts[0]) and (module := _module(".".join(parts[:count]))) is not None:
            for part in parts[count:]:
                module = getattr(module, part)
            return module
    raise LookupError(path)


def _module(name: str):
    try:
        return import_module(name)
    except ImportError:
        return None


def _torch(call: Callable) -> Curves:
    import torch

    def curves(x):
        given = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        value = call(given)
        value.sum().backward()
        return value.detach().numpy(), given.grad.numpy()

    return curves


def _jax(call: Callable) -> Curves:
    import jax

    jax.config.update("jax_enable_x64", True)
    slope = jax.vmap(jax.grad(call))
    return lambda x: (np.asarray(call(jax.numpy.asarray(x))), np.asarray(slope(jax.numpy.asarray(x))))


def worst(curves: Curves, x: np.ndarray, truths: list[list[mpf]]) -> list[float]:
    """The largest error of value and derivative."""
    return [
        max(_ulps(float(closed), truth[order]) for closed, truth in zip(found, truths, strict=True))
        for order, found in enumerate(curves(x))
    ]


def _ulps(closed: float, truth: mpf) -> float:
    return 0.0 if 0 < abs(float(truth)) < SMALLEST_NORMAL else ulps(closed, truth)


def text(errors: list[float]) -> str:
    return " / ".join(map(_number, errors))


def _number(error: float) -> str:
    """With one decimal while small; from half of all 2⁵³ on no digit is right."""
    if error >= NO_DIGIT:
        return "no digit"
    if error >= LONG:
        return f"{error:.2g}".replace("e+", "e")
    return f"{error:.1f}" if error < 99.5 else f"{float(f'{error:.2g}'):,.0f}".replace(",", " ")


def table(specs: tuple[str, ...], share: float) -> str:
    """One line per function; what a framework does not have is a dash."""
    keys = [key for key, package in INSTALLED.items() if find_spec(package)]
    versions = [f"{framework(key).title} {import_module(INSTALLED[key]).__version__}" for key in keys]
    lines = [["function", "actplot", *versions], ["---", *["---:"] * (1 + len(keys))]]
    for function in map(actplot.get, specs):
        x = grid(function, share)
        term = formula_of(function)
        truths = [derivatives(term, {**function.numbers, "x": float(at)}, "x")[:2] for at in x]
        columns = [own(function), *(in_framework(key, function) for key in keys)]
        cells = [text(worst(curves, x, truths)) if curves else "–" for curves in columns]
        lines.append([f"`{function}`", *cells])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("functions", nargs="*", default=USUAL)
    parser.add_argument("--share", type=float, default=0.05, help="of the full grid of 22 000 points")
    given = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print(table(tuple(given.functions), given.share), end="")


if __name__ == "__main__":
    main()
