"""How a function in floats carries the error of its argument on: its slope, where it vanishes, where it exists."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .elementary import POSITIVE_POWER

_UNIT = 2.0**-53

# The size of the slope at u, where the function has the value v; without one, differences are taken.
CONDITIONS: dict[str, Callable[[Any, Any], Any]] = {
    "exp": lambda u, v: v,
    "expm1": lambda u, v: v + 1,
    "log": lambda u, v: 1 / np.abs(u),
    "log1p": lambda u, v: 1 / np.abs(1 + u),
    "log2": lambda u, v: 1.5 / np.abs(u),
    "log10": lambda u, v: 0.5 / np.abs(u),
    "sqrt": lambda u, v: 0.5 / v,
    "cbrt": lambda u, v: np.abs(v / u) / 3,
    "sin": lambda u, v: 1.0,
    "cos": lambda u, v: np.minimum(1.0, np.abs(u)),
    "tan": lambda u, v: 1 + v * v,
    "asin": lambda u, v: 1 / np.sqrt((1 - u) * (1 + u)),
    "acos": lambda u, v: 1 / np.sqrt((1 - u) * (1 + u)),
    "atan": lambda u, v: 1 / (1 + u * u),
    "sinh": lambda u, v: np.abs(v) + 1,
    "cosh": lambda u, v: v,
    "tanh": lambda u, v: (1 - v) * (1 + v) + _UNIT,
    "asinh": lambda u, v: 1 / (1 + np.abs(u) / 2),
    "acosh": lambda u, v: 1 / np.sqrt((u - 1) * (u + 1)),
    "atanh": lambda u, v: 1 / np.abs((1 - u) * (1 + u)),
    "erf": lambda u, v: 1.2 * np.exp(-u * u) + _UNIT,
    "erfc": lambda u, v: 1.2 * np.minimum(1.0, v * (2 * np.abs(u) + 1)),
    "sigmoid": lambda u, v: v * (1 - v) + _UNIT * v,
    "softplus": lambda u, v: np.minimum(1.0, v + 0.0),
    "Phi": lambda u, v: np.minimum(0.4, v * (np.abs(u) + 1)),
    "phi": lambda u, v: np.abs(u) * v,
    "_sech2": lambda u, v: 2 * v,
    "_sigmoid_slope": lambda u, v: v,
    "_log_cosh": lambda u, v: np.minimum(np.abs(u), 1.0),
}

# How many units a kernel is off by itself, where it is more than two.
OWNS: dict[str, Callable[[Any], Any]] = {"erfc": lambda u: 4 + np.fmax(u, 0.0) ** 2, "erf": lambda u: 4.0}

# The logarithm of a function that vanishes, from above.
DECAYS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("exp", "sigmoid", "softplus"), lambda u: u),
    "_sigmoid_slope": lambda u: -np.abs(u),
    "_sech2": lambda u: 1.5 - 2 * np.abs(u),
    **dict.fromkeys(("phi", "Phi"), lambda u: -u * u / 2),
    "erfc": lambda u: -u * u,
}

# What must be positive where the function exists, and whether it may be 0.
DOMAINS: dict[str, tuple[Callable[[Any], Any], bool]] = {
    **dict.fromkeys(("log", "log2", "log10"), (lambda u: u, False)),
    "log1p": (lambda u: 1 + u, False),
    "sqrt": (lambda u: u, True),
    "asin": (lambda u: 1 - np.abs(u), True),
    "acos": (lambda u: 1 - np.abs(u), True),
    "acosh": (lambda u: u - 1, True),
    "atanh": (lambda u: 1 - np.abs(u), False),
    POSITIVE_POWER: (lambda u: u, False),
}
