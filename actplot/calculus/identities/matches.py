"""What is found out where a function is identified: the entries that it equals, and those that come near."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from ...catalogue.kinds.functions import Function
from ...frozen import record
from ...numbers import number_text

PLAIN = "x"  # the variable of activations
AFFINE = ("scale", "stretch", "shift", "lift")


@record
class Match:
    """An entry that the function is: a·E⁽ᵒ⁾(b·x + c) + d, by default the entry itself."""

    entry: Function
    order: int = 0  # 1 where it is the entry's derivative
    scale: float = 1.0
    stretch: float = 1.0
    shift: float = 0.0
    lift: float = 0.0
    digits: int | None = None  # to which it agrees, where the function is written with rounded numbers

    @property
    def free(self) -> int:
        """How many numbers had to be chosen."""
        changed = sum(
            value != p.default for p, value in zip(self.entry.declared, self.entry.parameters.values(), strict=True)
        )
        return changed + (self.scale != 1) + (self.stretch != 1) + (self.shift != 0) + (self.lift != 0)

    @property
    def is_plain(self) -> bool:
        """Whether it is the entry or its derivative, neither scaled nor shifted."""
        return self.scale == self.stretch == 1 and self.shift == self.lift == 0

    @property
    def named(self) -> str:
        """The entry, with a prime for its derivative."""
        return f"{self.entry}{'′' if self.order else ''}"

    @property
    def target(self) -> float | None:
        """The target at which a loss of the residual is this function of the prediction."""
        moved = self.scale == self.stretch == 1 and self.lift == 0 and self.shift != 0 and not self.order
        return -self.shift if moved and self.entry.variable == "residual" else None

    def at(self, **numbers: float) -> "Match":
        """The same at other numbers: parameters of the entry, or those around it.

        Raises `BadParameter` for what the entry does not take.
        """
        around = {name: float(number) for name, number in numbers.items() if name in AFFINE}
        own = {name: float(number) for name, number in numbers.items() if name not in AFFINE}
        entry = type(self.entry).with_parameters({**self.entry.parameters, **own}) if own else self.entry
        return replace(self, entry=entry, **around)

    def numbers(self) -> dict[str, float]:
        """Those around the entry, and its parameters."""
        return {**{name: getattr(self, name) for name in AFFINE}, **self.entry.parameters}

    def __call__(self, x: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            of = self.entry.derivative if self.order else self.entry.value
            return self.scale * of(self.stretch * x + self.shift) + self.lift

    def __str__(self) -> str:
        if self.is_plain:
            return self.named
        return _affine(self.scale, f"{self.named}({_affine(self.stretch, 'x', self.shift)})", self.lift)

    @property
    def rank(self) -> tuple:
        """By which matches are sorted: few chosen numbers first, activations before losses, short numbers first."""
        length = sum(len(number_text(number)) for number in self.numbers().values() if number is not None)
        return self.entry.variable != PLAIN, not self.is_plain, length, str(self)


@record
class Near:
    """An entry at its defaults, and how far it is from the function on [−5, 5], where most."""

    entry: Function
    difference: float
    at: float


@record
class Known:
    """All that a function equals, fewest chosen numbers first; the nearest where that is nothing else than itself."""

    matches: tuple[Match, ...]
    near: tuple[Near, ...]
    constant: float | None = None  # the only value, of what has no other
    gaps: tuple[float, ...] = ()  # single points where it has no value, while what it equals has one


@record
class Identity:
    """What a function is, and what its derivative is."""

    function: Function
    value: Known
    derivative: Known


def ranked(found: Iterable[Match], named: Collection[str] = ()) -> tuple[Match, ...]:
    """Each of them once, the plainest first; of alike ones those whose name the function is written with."""
    distinct = {str(one): one for one in found}.values()
    return tuple(sorted(distinct, key=lambda one: (one.order, one.free, one.entry.name not in named, *one.rank)))


def _affine(scale: float, inner: str, lift: float) -> str:
    sign = "" if scale == 1 else "-" if scale == -1 else f"{number_text(scale)}*"
    return f"{sign}{inner}" + (f" {'+' if lift > 0 else '-'} {number_text(abs(lift))}" if lift else "")
