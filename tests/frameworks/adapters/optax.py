"""Runs Optax."""

import operator

import numpy as np
import optax.losses

from . import jax


def tensor(x):
    return jax.jnp.asarray(x)


def find(path):
    return operator.attrgetter(path.removeprefix("optax."))(optax)


def evaluate(path, settings, x, target, dtype):
    """Values and slopes as float64."""
    function, target = find(path), np.asarray(target, dtype)
    return jax.with_slopes(lambda x: function(x, target, **settings), x, dtype)


def pulled(code, data, dtype):
    """What code gives for arrays, and the derivatives of each number by the first array, as float64."""
    return jax.pulled(code, data, dtype, ("optax", optax))


def public():
    """Every loss, and those that are found without their module as well."""
    names = {name for name in dir(optax.losses) if callable(getattr(optax.losses, name))}
    return {f"optax.losses.{name}" for name in names} | {f"optax.{name}" for name in names if hasattr(optax, name)}
