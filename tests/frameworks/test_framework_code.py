"""Runs the code that the dialects give for a function, where the framework is installed."""

from importlib import import_module

import numpy as np
import pytest
from frameworks.spoken_cases import MODULES, NAMES, adapter, installed, settings_of

from actplot.calculus.facts.dialects import canonical_of, dialects_of

X = np.linspace(0.05, 0.95, 5, dtype=np.float32)  # inside every domain
FIRST = list({id(spoken.spelling): spoken for spoken in reversed(NAMES)}.values())[::-1]  # the names that code has


@pytest.mark.parametrize("spoken", list(installed(FIRST)))
def test_code_runs_and_gives_the_function(spoken):
    for given in settings_of(spoken, "float64"):
        function = canonical_of(spoken.with_parameters(given))
        codes = [one.code for one in dialects_of(function) if one.path == spoken.path and one.code]
        for code in codes:
            found = run(spoken, code)
            if function.kind == "activation" and found is not None:
                np.testing.assert_allclose(found, function.value(np.float64(X)), rtol=1e-5, atol=1e-6, err_msg=code)


def run(spoken, code):
    """What code gives at X, or None for what only has to be made: a loss, and a layer that holds weights."""
    x, root = adapter(spoken).tensor(X), import_module(MODULES.get(spoken.framework, spoken.framework))
    result = eval(code, {spoken.framework: root, **dict.fromkeys(("x", "prediction", "target"), x)})
    if not spoken.leaf[0].isupper():
        return np.float64(result)
    return None if spoken.framework == "flax" or spoken.canonical.kind == "loss" else called(result, x)


def called(layer, x):
    return np.float64(getattr(result := layer(x), "detach", lambda: result)())
