"""Runs TensorFlow."""

import inspect
import operator
import os

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import tensorflow as tf

FIRST = "tf.compat.v1.losses."
LAYER_MODULES = ("activations", "regularization", "legacy")


def tensor(x):
    return tf.constant(x)


def find(path):
    return operator.attrgetter(path.removeprefix("tf."))(tf)


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64; slopes are nan where there is no gradient."""
    function = find(path)

    def result(x, target):
        if target is None:
            return function(x, **settings)
        if path == "tf.nn.l2_loss":
            return tf.vectorized_map(function, x - target)
        if path == "tf.math.squared_difference":
            return function(x, target)
        if path == "tf.nn.log_poisson_loss":
            return function(target, x, **settings)
        if path.startswith("tf.nn."):
            return function(labels=target, logits=x, **settings)
        labels = (target + 1) / 2 if path.endswith("hinge_loss") else target
        return function(labels, x, reduction=tf.compat.v1.losses.Reduction.NONE, **settings)

    return with_slopes(result, x, target, dtype)


def with_slopes(function, x, target, dtype):
    """What a function of tensors gives for arrays, and its derivatives for the first one."""
    x = tf.constant(x, dtype)
    target = None if target is None else tf.constant(target, dtype)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = function(x, target)
        total = tf.reduce_sum(result)
    slopes = tape.gradient(total, x)
    found = np.full(len(x), np.nan) if slopes is None else np.float64(tf.convert_to_tensor(slopes))
    return np.float64(result).reshape(-1), found


def pulled(code, data, dtype, root=("tf", tf)):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    found = {name: tf.constant(x, dtype if x.dtype.kind == "f" else None) for name, x in data.items()}
    first = next(iter(found.values()))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(first)
        result = eval(code, {root[0]: root[1], **found})
        parts = tf.unstack(result, axis=-1) if len(result.shape) == len(first.shape) else [result]
        totals = [tf.reduce_sum(part) for part in parts]
    rows = [np.float64(tf.convert_to_tensor(tape.gradient(total, first))) for total in totals]
    return np.float64(result), np.stack(rows, axis=-2)


def drawn(code, x, root=("tf", tf)):
    """What the code of a random layer gives for an array."""
    tf.random.set_seed(0)
    return np.float64(eval(code, {root[0]: root[1], "x": tf.constant(x)}))


def public():
    """Every function of `nn`, the losses of version 1, and what its Keras has."""
    functions = {
        f"{prefix}{name}"
        for prefix, module in (("tf.nn.", tf.nn), (FIRST, tf.compat.v1.losses))
        for name, function in _members(module)
        if inspect.isroutine(function)
    }
    return functions | public_in_keras(tf.keras, "tf.keras")


def public_in_keras(keras, prefix):
    """Every activation and loss, and the layers of activations, noise and dropout."""
    layers = {
        f"{prefix}.layers.{name}"
        for name, layer in _members(keras.layers)
        if inspect.isclass(layer) and layer.__module__.split(".")[-2] in LAYER_MODULES
    }
    return layers | {
        f"{prefix}.{place}.{name}"
        for place in ("activations", "losses")
        for name, function in _members(getattr(keras, place))
        if callable(function)
    }


def _members(module):
    return [(name, getattr(module, name)) for name in dir(module) if not name.startswith("_")]
