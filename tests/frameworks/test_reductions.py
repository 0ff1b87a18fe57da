"""Asks frameworks for every reduction of every loss, and `eval` for the same call."""

import numpy as np
import pytest
from frameworks.spoken_cases import EVERY_NAME, adapter, installed, targets_of
from frameworks.vector_cases import data_for as vectors_for

from actplot.catalogue.registry import ELEMENTWISE
from actplot.requests.facts.eval import EvalRequest
from actplot.spec.dialects.keywords import REDUCTION
from actplot.spec.dialects.spelling import REQUIRED

SHORT = ("keras.losses.mse", "keras.losses.MSE")  # those of `keras.losses.get` alone are functions, without reductions
IN_FLOAT32 = ("tf.compat.v1.losses.", "keras.losses.LogCosh")
REDUCING = [one for one in EVERY_NAME if any(keyword.sets == REDUCTION for keyword in one.keywords)]
ONLY_THERE = {"auto"}  # of Keras 2
ROWS = 4


def words_of(one):
    (keyword,) = [keyword for keyword in one.keywords if keyword.sets == REDUCTION]
    return [word for word in keyword.words if "." not in word and word not in ONLY_THERE]


def code_of(one, word):
    """The call with a reduction, or with the default one, of prediction and target."""
    (name,) = [keyword.name for keyword in one.keywords if keyword.sets == REDUCTION]
    needed = [f"{setting}=0.5" for setting, default in one.spelling.settings.items() if default is REQUIRED]
    others = [given for given in (*one.spelling.always, *one.spelling.layer) if not given.startswith(("reduc", "axis"))]
    axis = [given for given in one.spelling.always if given.startswith("axis") and one.framework == "tf"]  # asks for it
    said = [f"{name}={spelled(one, word)}"] if word else []
    usual = ("target", "prediction") if one.framework in ("keras", "tf") else ("prediction", "target")
    data = [text.format(variance=1, label=1) for text in one.spelling.data or usual]
    settings = [*needed, *others, *axis, *said]
    if one.leaf[0].isupper():
        return f"{one.path}({', '.join(settings)})({', '.join(data)})"
    return f"{one.path}({', '.join([*data, *settings])})"


def spelled(one, word):
    if word == "None":
        return word
    return repr(word) if one.framework != "optax" else f"jnp.{word}"


def data_of(one, function):
    """A few predictions and targets."""
    if one.canonical.kind not in ELEMENTWISE:
        return vectors_for(function, "float64")
    random = np.random.default_rng(3)
    targets = [target for target in targets_of(one, function) if target in (0.0, 1.0, -1.0)]
    x = random.uniform(0.1, 0.9, (ROWS, 3))
    return {"prediction": x, "target": random.choice(targets, x.shape)}


def ours(one, word, data):
    """What `eval` prints for the same words."""
    needed = [f"{setting}=0.5" for setting, default in one.spelling.settings.items() if default is REQUIRED]
    (name,) = [keyword.name for keyword in one.keywords if keyword.sets == REDUCTION]
    words = f"{one.path}({', '.join([*needed, *([f'{name}={spelled(one, word)}'] if word else [])])})"
    rows = {key: array.reshape(-1, array.shape[-1]) if array.ndim > 2 else array for key, array in data.items()}
    tables = EvalRequest((words,), **{key: array.tolist() for key, array in rows.items()}).answer().tables
    found = [{**table.shared, **table.whole, **table.columns} for table in tables]
    label = max((key for key in found[0] if key.startswith("loss")), key=len)
    losses = found[0][label] if label in tables[0].shared else [row[label] for row in found]
    return np.array(losses), np.array([row["gradient"] for row in found])


@pytest.mark.parametrize("one", list(installed(one for one in REDUCING if one.path not in SHORT)))
def test_every_reduction_is_that_of_the_framework(one):
    needed = {name: 0.5 for name, default in one.spelling.settings.items() if default is REQUIRED}
    function, wrong = one.with_parameters(needed), []
    data = data_of(one, function)
    for word in (None, *words_of(one)):
        code = code_of(one, word).replace("jnp.", "__import__('jax').numpy.")
        theirs, slopes = adapter(one).pulled(code, data, "float64")
        losses, gradient = ours(one, word, data)
        tolerance = 1e-5 if one.path.startswith(IN_FLOAT32) else 1e-9
        theirs = np.squeeze(theirs) if np.size(theirs) == np.size(losses) else theirs
        losses = np.squeeze(losses)
        if theirs.shape != losses.shape or not np.allclose(theirs, losses, tolerance, tolerance):
            wrong.append(f"{word}: {theirs.tolist()}, eval {losses.tolist()}")
        if np.ndim(theirs) < 2 and not np.allclose(np.reshape(slopes, gradient.shape), gradient, tolerance, tolerance):
            wrong.append(f"{word}: slopes {slopes.tolist()}, eval {gradient.tolist()}")
    assert not wrong, wrong[:4]
