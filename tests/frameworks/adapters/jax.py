"""Runs JAX."""

import operator

import jax.numpy as jnp
import jax.scipy.special
import numpy as np

jax.config.update("jax_enable_x64", True)


def tensor(x):
    return jnp.asarray(x)


def find(path):
    return operator.attrgetter(path.removeprefix("jax."))(jax)


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64."""
    function = find(path)
    if path == "jax.numpy.heaviside":  # which takes no names
        return with_slopes(lambda x: function(x, settings["x2"]), x, dtype)
    return with_slopes(lambda x: function(x, **settings), x, dtype)


def with_slopes(function, x, dtype):
    """What a function of an array gives, and its derivatives."""
    result, pull = jax.vjp(function, jnp.asarray(x, dtype))
    return np.float64(result), np.float64(pull(jnp.ones_like(result))[0])


def pulled(code, data, dtype, root=("jax", jax)):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    with jax.enable_x64(dtype == "float64"):
        found = {name: jnp.asarray(x, dtype if x.dtype.kind == "f" else None) for name, x in data.items()}
        first = next(iter(found))
        result, pull = jax.vjp(lambda x: eval(code, {root[0]: root[1], **found, first: x}), found[first])
        parts = np.eye(result.shape[-1]) if result.ndim == found[first].ndim else [1.0]
        rows = [pull(jnp.broadcast_to(jnp.asarray(part, result.dtype), result.shape))[0] for part in parts]
        return np.float64(result), np.stack(rows, axis=-2).astype(np.float64)


def public():
    """Every function of `nn`."""
    return {f"jax.nn.{name}" for name in dir(jax.nn) if callable(getattr(jax.nn, name)) and not name.startswith("_")}
