"""Runs Keras on its default backend."""

import inspect
import operator

import keras
from keras.src import losses

from . import tf


def tensor(x):
    return tf.tf.constant(x)


def find(path):
    """What a path names; the short names of losses are known to `keras.losses.get` alone."""
    try:
        return operator.attrgetter(path.removeprefix("keras."))(keras)
    except AttributeError:
        return keras.losses.get(path.removeprefix("keras.losses."))


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64; slopes are nan where there is no gradient."""
    function = find(path)
    if path == "keras.layers.PReLU" and settings:
        settings = {"alpha_initializer": keras.initializers.Constant(settings["alpha"])}
    if inspect.isclass(function):
        function = function(dtype=dtype, **settings, **({} if target is None else {"reduction": "none"}))
        settings = {}

    def result(x, target):
        if target is None:
            return function(x, **settings)
        if path.startswith("keras.ops."):
            return function(target, x, **settings)
        return function(target[:, None], x[:, None], **settings)

    return tf.with_slopes(result, x, target, dtype)


def pulled(code, data, dtype):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    try:
        return tf.pulled(code, data, dtype, ("keras", keras))
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")


def drawn(code, x):
    """What the code of a random layer gives for an array."""
    keras.utils.set_random_seed(0)
    return tf.drawn(code, x, ("keras", keras))


def public():
    """Every activation and loss, the short names of losses, layers, and the operations of neural networks."""
    operations = {
        f"keras.ops.{name}"
        for name, function in vars(keras.ops).items()
        if getattr(function, "__module__", None) == "keras.src.ops.nn"
    }
    short = {f"keras.losses.{name}" for name in losses.ALL_OBJECTS_DICT}
    return tf.public_in_keras(keras, "keras") | operations | short
