"""Lengths and directions of vectors along the last axis, whose squares may exceed every float."""

import numpy as np


def norm(v: np.ndarray, degree: float = 2.0) -> np.ndarray:
    """The length of vectors along the last axis, which is kept; powers of large entries do not overflow."""
    size, relative = largest_and_length(v, degree)
    return np.where(np.isinf(size), size, size * relative)


def largest_and_length(v: np.ndarray, degree: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """The size of the largest entry, and the length in its units: the product may exceed every float."""
    size = np.max(np.abs(v), axis=-1, keepdims=True)
    scaled = np.where(size == 0, 0.0, np.abs(v) / size)
    return size, np.sum(scaled**degree, axis=-1, keepdims=True) ** (1 / degree)


def direction(v: np.ndarray) -> np.ndarray:
    """A vector over its length, 0 for the vector 0."""
    size = np.max(np.abs(v), axis=-1, keepdims=True)
    scaled = np.where(size == 0, 0.0, v / size)
    return np.where(size == 0, 0.0, scaled / np.sqrt(np.sum(np.square(scaled), axis=-1, keepdims=True)))


def longer_by(pair: np.ndarray, apart: np.ndarray, degree: float) -> np.ndarray:
    """How much longer the first of two vectors is than the second, from which it lies so far apart."""
    length = norm(pair, degree)[..., 0]
    plain = length[..., 0] - length[..., 1]
    if degree != 2:
        return plain
    # |u| − |v| = (u − v)·(u + v)/(|u| + |v|): no digits cancel where both are long.
    near = np.sum(apart * np.sum(pair, axis=-2) / np.sum(length, axis=-1, keepdims=True), axis=-1)
    return np.where(np.isfinite(near), near, plain)
