"""Runs the code that the dialects give for a function, where the framework is installed."""

from contextlib import suppress
from importlib import import_module

import numpy as np
import pytest
from frameworks.spoken_cases import MODULES, NAMES, adapter, installed, settings_of, targets_of

from actplot.calculus.facts.dialects import TARGET_FIRST, canonical_of, dialects_of
from actplot.errors import BadParameter

X = np.linspace(0.05, 0.95, 5, dtype=np.float32)  # inside every domain
FIRST = list({id(spoken.spelling): spoken for spoken in reversed(NAMES)}.values())[::-1]  # the names that code has
ACTIVATIONS = [spoken for spoken in FIRST if spoken.canonical.kind == "activation"]
LOSSES = [spoken for spoken in FIRST if spoken.canonical.kind == "loss"]
SUMMED = ("tf.nn.l2_loss",)  # others that give one number give the mean


@pytest.mark.parametrize("spoken", list(installed(ACTIVATIONS)))
def test_code_runs_and_gives_the_function(spoken):
    for function, code in codes(spoken):
        found = run(spoken, code, x=X)
        if callable(found):
            found = None if spoken.framework == "flax" else found(adapter(spoken).tensor(X))  # weights are separate
        if found is not None:
            np.testing.assert_allclose(
                numbers(found), function.value(np.float64(X)), rtol=1e-5, atol=1e-6, err_msg=code
            )


@pytest.mark.parametrize("spoken", list(installed(LOSSES)))
def test_code_runs_and_gives_the_loss(spoken):
    for function, code in codes(spoken):
        targets = np.float32(targets_of(spoken, function))
        data = {"prediction": np.tile(X, len(targets)), "target": np.repeat(targets, len(X))}
        found = run(spoken, code, **data)
        if callable(found):
            order = sorted(data, reverse=spoken.framework in TARGET_FIRST)
            found = found(*(adapter(spoken).tensor(data[name]) for name in order))
        found, expected = numbers(found), function.evaluate(*map(np.float64, data.values()))
        if found.ndim == 0:
            expected = np.sum(expected) if spoken.path in SUMMED else np.mean(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=f"{code} for {function}")


def codes(spoken):
    """Functions, and the codes that call the name for them."""
    for given in settings_of(spoken, "float64"):
        with suppress(BadParameter):  # of what a framework's variant alone takes
            function = canonical_of(spoken.with_parameters(given))
            for one in dialects_of(function):
                if one.path == spoken.path and one.code.startswith(spoken.path):
                    yield function, one.code


def run(spoken, code, **data):
    """What code gives for arrays: numbers, or the layer that it makes."""
    root = import_module(MODULES.get(spoken.framework, spoken.framework))
    tensors = {name: adapter(spoken).tensor(array) for name, array in data.items()}
    found = eval(code, {spoken.framework: root, **tensors})
    return found if callable(found) else numbers(found)


def numbers(found):
    return np.float64(getattr(found, "detach", lambda: found)())
