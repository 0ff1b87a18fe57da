"""The points at which a function is checked: bulk, tails, tiny arguments, both sides of every break."""

import numpy as np

from ...catalogue.kinds.functions import Function

_TAILS = (
    *(10.0, 12.0, 15.0, 17.0, 20.0, 25.0, 30.0, 34.0, 37.0, 40.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0, 400.0),
    *(500.0, 550.0, 600.0, 650.0, 700.0, 740.0, 745.0, 1e3, 1e4, 1e5, 1e10, 1e30, 1e100, 1e200, 1e300),
)
_TINY = (5e-324, 1e-300, 1e-100, 1e-20, 1e-12, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)
_BULK = np.linspace(-10, 10, 121) + 0.0137  # off the round numbers at which errors may cancel
_BESIDE = (1e-9, 1e-4, 0.1, 1.0)


def check_points(function: Function) -> np.ndarray:
    """Ascending points inside the domain, its edges included where they are finite."""
    low, high = function.domain
    breaks = np.array(function.breaks, dtype=float)
    magnitudes = np.array([*_TAILS, *_TINY])
    parts = [_BULK, magnitudes, -magnitudes, [0.0], breaks, _beside(breaks), *(at + _BULK for at in breaks)]
    if np.isfinite([low, high]).all():
        parts += [
            np.linspace(low, high, 42),
            low + magnitudes,
            high - magnitudes,
            np.nextafter((low, high), (high, low)),
        ]
    points = np.concatenate(parts) + 0.0
    return np.unique(points[(points >= low) & (points <= high)])


def scan_points(function: Function) -> np.ndarray:
    """Closer together than the points of the check, for the search for breaks that are not declared."""
    low, high = function.domain
    logarithmic = np.logspace(-12, 12, 97)
    parts = [check_points(function), np.linspace(-12, 12, 481), logarithmic, -logarithmic]
    points = np.concatenate(parts)
    return np.unique(points[(points >= low) & (points <= high)])


def _beside(breaks: np.ndarray) -> np.ndarray:
    """Neighbouring floats of each break, and points at small distances from it."""
    if not breaks.size:
        return breaks
    offsets = [side * offset for side in (-1, 1) for offset in _BESIDE]
    scale = np.maximum(1.0, np.abs(breaks))
    distant = [breaks + offset * scale for offset in offsets]
    return np.concatenate([np.nextafter(breaks, -np.inf), np.nextafter(breaks, np.inf), *distant])
