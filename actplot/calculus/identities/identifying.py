"""Finds which known function another one is: at some parameters, up to scale and shift, as a derivative, or nearly."""

from collections.abc import Iterator

import numpy as np

from ...catalogue.kinds.functions import Function
from .in_floats import candidates
from .matches import PLAIN, Identity, Known, Match, Near, ranked
from .parameters import plain_matches, usual_slopes
from .scaling import scaled_matches
from .targets import Target

MOST_NEAR = 5
SEEN = 0.1  # share of these points at which a function has values, for others to be near
EVEN = np.linspace(-5, 5, 2001)


def identify(function: Function) -> Identity:
    """Raises `BadParameter` where a symbol of a formula has no value."""
    return Identity(function, _known(Target(function), (0, 1)), _known(Target(function, 1), (0,)))


def known_as(function: Function) -> tuple[Match, ...]:
    """The entries, and derivatives of entries, that a function is at some parameters or up to scale and shift."""
    return _matches(Target(function), (0, 1))


def known_in_brief(function: Function) -> tuple[Match, ...]:
    """The entries that a function is at some parameters, else those whose derivatives it is: what is soon found.

    None of a formula in which a symbol has no value.
    """
    target = Target(function)
    if target.constant is not None:
        return ()
    return ranked(plain_matches(target, 0), target.named) or ranked(usual_slopes(target), target.named)


def _known(target: Target, orders: tuple[int, ...]) -> Known:
    matches = _matches(target, orders)
    itself = Match(target.function, target.order)
    others = [one for one in matches if str(one) != str(itself)]
    near = () if others or target.constant is not None else tuple(_nearest(target))
    return Known(matches, near, target.constant, target.gaps)


def _matches(target: Target, orders: tuple[int, ...]) -> tuple[Match, ...]:
    """Plain ones, else those up to scale and shift, of entries before those of their derivatives."""
    if target.constant is not None:  # any entry is at a scale of 0, and some are at odd parameters
        return ()
    found = ranked((one for order in orders for one in plain_matches(target, order)), target.named)
    for order in orders:
        found = found or ranked(scaled_matches(target, order), target.named)
    return found


def _nearest(target: Target) -> Iterator[Near]:
    """The activations with the smallest largest difference on [−5, 5], without the function itself."""
    values, found = target(EVEN), []
    known = np.isfinite(values)
    for entry in candidates():
        if entry.variable == PLAIN and entry.has_defaults and (target.order or entry != target.function):
            with np.errstate(all="ignore"):
                apart = np.abs(entry.value(EVEN[known]) - values[known])
            if apart.size >= SEEN * EVEN.size and np.all(np.isfinite(apart)):
                largest = apart.max()
                at = int(np.argmax(apart >= (1 - 1e-12) * largest))  # the first of places that rounding alone ranks
                found.append(Near(entry, float(largest), float(EVEN[known][at])))
    return iter(sorted(found, key=lambda near: near.difference)[:MOST_NEAR])
