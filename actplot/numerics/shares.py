"""Shares of classes and sums over the other classes, for vectors along the last axis, without cancellation."""

import math
from fractions import Fraction

import numpy as np

from .words import Words, ordered, quotient, two_sum

LARGE, UNIT = 1e300, 2.0**-64  # entries of which sums and differences may overflow, and in what units they do not
_FAR_BEHIND = -2.0  # a lead that has no share, whatever it is, and of which many make a float


def others(v: np.ndarray) -> np.ndarray:
    """For each entry the sum of all the others, which a difference from the total would round away."""
    zero = np.zeros_like(v[..., :1])
    before = np.concatenate([zero, np.cumsum(v[..., :-1], axis=-1)], axis=-1)
    after = np.concatenate([np.cumsum(v[..., :0:-1], axis=-1)[..., ::-1], zero], axis=-1)
    return before + after


def unit_of(v: np.ndarray, large: float = LARGE) -> np.ndarray:
    """In what unit a vector is to be taken so that its sums stay floats: 1 unless it has an entry beyond `large`."""
    return np.where(np.max(np.abs(v), axis=-1, keepdims=True) > large, UNIT, 1.0)


def mean_of(v: np.ndarray) -> Words:
    """The mean in two words, which keeps what large entries of opposite sign would round away."""
    unit = unit_of(v)
    high, low = np.zeros_like(unit), np.zeros_like(unit)
    for place in range(v.shape[-1]):
        high, lost = two_sum(high, v[..., place : place + 1] * unit)
        low = low + lost
    mean, rest = quotient(ordered(high, low), (float(v.shape[-1]), 0.0))
    return mean / unit, rest / unit


def weighed(weight: np.ndarray, v: np.ndarray) -> np.ndarray:
    """weight · v, where a weight of 0 silences an entry that is not finite."""
    return np.where(weight == 0, 0.0, weight * v)


def entry_of(v: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Of every vector the entry of its class."""
    return np.take_along_axis(v, number.astype(np.intp)[..., None], axis=-1)[..., 0]


def one_hot(number: np.ndarray, classes: int) -> np.ndarray:
    """1 for the class, 0 for the others."""
    return (np.arange(classes) == number[..., None]).astype(np.float64)


def shares_of(z: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """exp(z/temperature) over its sum, without overflow."""
    powers = _exp_of_lead(z, np.max(z, axis=-1, keepdims=True), temperature)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _exp_of_lead(z: np.ndarray, highest: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """exp((z − highest)/temperature), with the roundings of the difference and of the quotient given back."""
    lead, lost = two_sum(z, -highest)
    if temperature != 1:
        whole = lead / temperature
        lead, lost = quotient(ordered(lead, np.where(np.isfinite(lost), lost, 0.0)), (temperature, 0.0))
        lead = np.where(np.isfinite(lead), lead, whole)
    return np.exp(lead) * (1.0 + np.where(np.isfinite(lost), lost, 0.0))


def log_sum_exp(z: np.ndarray) -> np.ndarray:
    """log Σ exp(z) along the last axis, which is kept; beside the largest score small ones are not lost."""
    top = np.argmax(z, axis=-1, keepdims=True)
    highest = np.take_along_axis(z, top, axis=-1)
    rest = np.where(np.arange(z.shape[-1]) == top, 0.0, _exp_of_lead(z, highest))
    return or_infinite(highest, highest + np.log1p(np.sum(rest, axis=-1, keepdims=True)))


def or_infinite(highest: np.ndarray, smooth: np.ndarray) -> np.ndarray:
    """A smooth maximum; where the largest score is infinite, it is that, and ∞ − ∞ is not asked for."""
    return np.where(np.isinf(highest), highest, smooth)


def log_shares(z: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """log(softmax(z/temperature)), exact for scores of any size."""
    lead = (z - np.max(z, axis=-1, keepdims=True)) / temperature
    return lead - log_sum_exp(lead)


def expected_surprise(weight: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The sum of weight · −log(softmax(z)), of which single terms may exceed every float."""
    total = -np.sum(weighed(weight, log_shares(z)), axis=-1)
    lost = ~np.isfinite(total) & np.all(np.isfinite(z) & np.isfinite(weight), axis=-1)
    if np.any(lost):
        total = np.array(total)
        weight, z = np.broadcast_arrays(weight, z)
        total[lost] = [_exact_surprise(*row) for row in zip(weight[lost].tolist(), z[lost].tolist(), strict=True)]
    return total


def _exact_surprise(weight: list[float], z: list[float]) -> float:
    """The same of one vector in rational numbers, but for log Σ exp(z − max z), which is a float."""
    highest = Fraction(max(z)) + Fraction(float(log_sum_exp(np.array(z) - max(z))[0]))
    total = sum(Fraction(one) * (highest - Fraction(score)) for one, score in zip(weight, z, strict=True))
    try:
        return float(total)
    except OverflowError:
        return math.inf if total > 0 else -math.inf


def slopes_of_shares(p: np.ndarray) -> np.ndarray:
    """diag(p) − p·pᵀ; 1 − p_i is the sum of the other shares, since a difference would lose small ones."""
    own = np.eye(p.shape[-1], dtype=bool)
    return np.where(own, (p * others(p))[..., None], -p[..., None] * p[..., None, :])


def softmax_slope(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(Σy)·p − y, with −(1 − p) of the true class as minus the sum of the other shares."""
    unit, rest = unit_of(y), weighed(y, others(p))
    carried = weighed(p, others(y * unit))
    return np.where(carried == 0, -rest, (carried - rest * unit) / unit)


def surprises(p: np.ndarray) -> np.ndarray:
    """−log(p_i/Σp), exact for shares near 1 and for the smallest floats."""
    unit = unit_of(p)
    scaled = p * unit
    total = np.sum(scaled, axis=-1, keepdims=True)
    ratio = total / scaled
    far = np.where(np.isfinite(ratio), np.log(ratio), np.log(total) - np.log(p) - np.log(unit))
    return np.where(scaled > total / 2, np.log1p(others(scaled) / scaled), far)


def series(x: np.ndarray, coefficients: list[float]) -> np.ndarray:
    """A polynomial without constant term by Horner's scheme, lowest coefficient first."""
    total = np.zeros_like(x)
    for coefficient in reversed(coefficients):
        total = (total + coefficient) * x
    return total


def share_of_maximum(v: np.ndarray) -> np.ndarray:
    """The gradient of the largest entry; entries that tie share it equally."""
    top = v == np.max(v, axis=-1, keepdims=True)
    return top / np.sum(top, axis=-1, keepdims=True)


def sparse_shares(s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The projection of scores on the probabilities, and the threshold below which they get nothing."""
    lead = s - np.max(s, axis=-1, keepdims=True)  # the threshold of those is from −1 to 0
    ordered = -np.sort(-np.maximum(lead, _FAR_BEHIND), axis=-1)
    thresholds = (np.cumsum(ordered, axis=-1) - 1) / np.arange(1, s.shape[-1] + 1)
    size = np.sum(ordered > thresholds, axis=-1, keepdims=True)
    threshold = np.take_along_axis(thresholds, np.maximum(size - 1, 0), axis=-1)
    return np.maximum(lead - threshold, 0.0), (threshold - lead)
