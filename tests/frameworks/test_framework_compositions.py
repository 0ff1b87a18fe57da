"""Runs what an entry says for frameworks that have no name for it, where the framework is installed."""

import math
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest
from frameworks.spoken_cases import MODULES, TARGETS

import actplot
from actplot.calculus.facts.dialects import TARGET_FIRST, dialects_of
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import ELEMENTWISE, lookup, names
from actplot.errors import ActplotError
from actplot.spec.dialects.finding import FRAMEWORKS

X = np.linspace(0.05, 0.95, 5)  # inside every domain
OTHER_PACKAGES = ("entmax.", "torchvision.")
ONE_NUMBER = ("tf.nn.l2_loss", "tf.compat.v1.losses.mean_pairwise_squared_error")  # for all of them
OF_VECTORS = {"nll"}  # the entry's number is one of a vector's
MODULE_OF = {key: MODULES.get(key, key) for key in FRAMEWORKS}


def cases(key):
    """The entries with a composition for a framework, at their defaults and at other parameters."""
    for name in names():
        for entry in (actplot.get(name), *subject(actplot.get(name)).variants()):
            if entry.kind == "random layer" or name in OF_VECTORS:
                continue
            for one in dialects_of(entry):
                named = one.path and one.code.startswith(one.path)
                if one.framework == key and one.code and not named and not one.code.startswith(OTHER_PACKAGES):
                    yield entry, one.code


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=[] if find_spec(MODULE_OF[key]) else pytest.mark.skip(reason=f"{key} is missing"))
        for key in FRAMEWORKS
    ],
)
def test_a_composition_runs_and_gives_the_entry(key):
    wrong = []
    for entry, code in cases(key):
        data, expected = data_for(entry, code)
        found = run(key, code, data)
        if found.ndim == 0 and entry.kind in ELEMENTWISE:
            expected = np.mean(expected)
        if found.shape != np.shape(expected) or not np.allclose(found, expected, rtol=2e-5, atol=2e-6):
            wrong.append(f"{code} for {entry}: {found}, but {expected}")
    assert not wrong, "\n".join(wrong)


EDGES = (0.0, 1.0, -1.0, 0.25, 2.0, 3.7)


def at_edges(cls):
    """An entry with each parameter at the edges of what is legal."""
    for parameter in cls.declared:
        for value in () if parameter.many else EDGES:  # one weight is not enough
            with suppress(ActplotError):
                yield cls(**{parameter.attribute: value})


@pytest.mark.parametrize("key", [key for key in FRAMEWORKS if find_spec(MODULE_OF[key])])
def test_every_code_gives_the_entry_at_its_parameters(key):
    wrong = []
    for name in {*names()} - OF_VECTORS - {"prelu"}:  # Flax' PReLU has weights of its own
        cls = lookup(name)
        if (
            cls.kind in ("random layer", "vector function") or getattr(cls, "target_kind", "") == "class"
        ):  # weights fit the classes
            continue
        for entry in at_edges(cls):
            for one in dialects_of(entry):
                if one.framework == key and one.code and not one.code.startswith((*OTHER_PACKAGES, *ONE_NUMBER)):
                    data, expected = data_for(entry, one.code)
                    found = run(key, one.code, {"x": data.get("prediction"), **data})
                    expected = np.mean(expected) if found.ndim == 0 else expected
                    if found.shape != np.shape(expected) or not np.allclose(found, expected, rtol=5e-5, atol=5e-6):
                        wrong.append(f"{one.code} for {entry}: {found}, but {expected}")
    assert not wrong, "\n".join(wrong)


def data_for(entry, code):
    """Arrays by the letters of compositions, and what the entry gives for them."""
    if entry.kind == "activation":
        return {"x": X}, entry.value(X)
    if entry.kind == "vector function":
        z = np.linspace(2, -1, 24).reshape(2, 12)
        return {"z": z}, entry.value(z)
    prediction, target = pairs(entry, code) if entry.kind == "loss" else batch(entry)
    data = {"target": target, **dict.fromkeys(("prediction", *"pqzsd", "log_q", "score"), prediction)}
    if entry.kind == "loss":
        data["r"] = prediction - target
    return data, entry.evaluate(prediction, target)


def pairs(loss, code):
    """Every prediction with every target; a composition without a word for the target is of the loss's own."""
    declared = [p for p in loss.declared if p.name == "target"]
    targets = [1.0, -1.0] if loss.target_kind == "labels" else TARGETS
    targets = [target for target in targets if all(p.accepts(target) for p in declared)]
    if declared and "target" not in code:
        targets = [loss.target]
    return np.tile(X, len(targets)), np.repeat(targets, len(X))


def batch(loss):
    """The example of a loss of vectors, and its prediction turned round."""
    prediction, target = map(np.asarray, loss.example)
    target = np.stack([target, target])
    return np.stack([prediction, prediction[::-1]]), target.astype(int) if loss.target_kind == "class" else target


def run(key, code, data):
    """What code gives for arrays, as float64; a layer that it makes is called."""
    make = import_module(f"frameworks.adapters.{key}").tensor
    tensors = {name: make(x.astype(np.float32) if x.dtype.kind == "f" else x) for name, x in data.items()}
    modules = {name: import_module(module) for name, module in MODULE_OF.items() if find_spec(module)}
    found = eval(code, {"math": math, **modules, **tensors})
    if callable(found):
        order = ["prediction", "target"] if "target" in data else list(data)
        found = found(*(tensors[name] for name in (order[::-1] if key in TARGET_FIRST else order)))
    return np.float64(getattr(found, "detach", lambda: found)())
