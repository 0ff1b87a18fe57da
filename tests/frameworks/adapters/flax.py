"""Runs Flax."""

import inspect
import operator

import flax.linen
import flax.nnx

from . import jax


def tensor(x):
    return jax.jnp.asarray(x)


def find(path):
    return operator.attrgetter(path.removeprefix("flax."))(flax)


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64."""
    function = find(path)
    if path == "flax.linen.PReLU":
        layer = function(param_dtype=dtype, **settings)
        weights = layer.init(jax.jax.random.key(0), jax.jnp.zeros(1, dtype))
        return jax.with_slopes(lambda x: layer.apply(weights, x), x, dtype)
    if path == "flax.nnx.PReLU":
        return jax.with_slopes(function(param_dtype=dtype, **settings), x, dtype)
    return jax.with_slopes(lambda x: function(x, **settings), x, dtype)


def pulled(code, data, dtype):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    return jax.pulled(code, data, dtype, ("flax", flax))


def made(code):
    """The layer that code makes."""
    return eval(code, {"flax": flax})


def public():
    """The activations of both modules, and dropout."""
    return {
        f"flax.{module.__name__.rpartition('.')[2]}.{name}"
        for module in (flax.linen, flax.nnx)
        for name in dir(module)
        if _belongs(name, getattr(module, name))
    }


def _belongs(name, function):
    origin = getattr(function, "__module__", None) or ""
    from_jax = origin.startswith("jax.") and callable(function) and hasattr(jax.jax.nn, name)
    return from_jax or (inspect.isclass(function) and origin.endswith((".activation", ".activations", ".stochastic")))
