"""A loss as a function of another variable than its own, so that losses of several kinds share axes."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ..algebra.reading.parser import reread
from ..algebra.rewriting.neat import rational
from ..algebra.term import Sym, Term, substituted
from ..algebra.writing.line import to_line
from ..algebra.writing.source import to_text
from ..catalogue.kinds.forms import LETTERS, LOGIT, SAME, SIGMOID, Inner
from ..catalogue.kinds.functions import METHODS, Asymptote, Function, Parameter
from ..catalogue.kinds.losses import ProbabilityLoss
from ..errors import BadOption
from ..numbers import readable
from .letters import formula_of
from .written_names import mathematical

INTERVALS = {"margin": (-3.0, 3.0), "logit": (-5.0, 5.0), "probability": (0.0, 1.0), "residual": (-3.0, 3.0)}
FAR = 300.0  # a logit beyond which e^−|z| is nothing beside what is left
LEAST = 1e-150  # of a probability, whose square is a float
HUGE = 1e140  # slopes there that stand for infinity
NOTHING = 1e-100
ASIDE = 1e-6  # of a probability, up to which a second derivative whose terms cancel is taken for its limit
CLOSE = 1e-9  # of values that are the same for both targets
PLACES = np.linspace(-4.0, 4.0, 41)  # logits, margins and residuals at which they are compared


def reexpressed(function: Any, over: str) -> "Reexpressed":
    """A loss as a function of another variable, for target 1 unless it has another one.

    Raises `BadOption` where it has no such form.
    """
    forms = function.forms
    if over in forms:
        return Reexpressed(function, over)
    others = f"It has forms over: {', '.join(forms)}. " if forms else ""
    told = f"--over {over}: {function} is a function of {function.variable} and has no form over the {over}"
    if forms and function.is_soft:
        told += f", which asks for a target of {' or '.join(f'{target:g}' for target in sorted(function.classes))}"
    raise BadOption(
        f"{told}. {others}Losses of a margin, a logit, a probability or a residual have. See 'actplot list margin'."
    )


def forms_told(functions: Sequence[Any]) -> str:
    """Over which variable losses are drawn, and how their own follow from it; nothing where they are not."""
    losses = [function for function in functions if isinstance(function, Reexpressed)]
    if not losses:
        return ""
    several = len({loss.target for loss in losses if loss.depends_on_target}) > 1
    own = [loss for loss in losses if loss.loss.letter != loss.letter or loss.inner != Inner()]
    if several and len({loss.inner for loss in own}) > 1:
        inner = [f"{loss.inner_text} for target = {readable(loss.target)}" for loss in own]
    else:
        inner = [loss.inner_text for loss in own if loss.inner != Inner()]
    what = "as functions" if len(functions) > 1 and not several else "as a function"
    return ", ".join([f"{what} of the {losses[0].over}", *map(mathematical, dict.fromkeys(inner))])


class Reexpressed(Function):
    """L(u(x)) for a loss L of its own variable u, with derivatives by the chain rule."""

    kind = "loss"
    nearest = 1e-15  # where the own variable is the sum of a small number and a large one

    def __init__(self, loss: Any, over: str, sign: float = 1.0):
        own = "target" in loss.numbers
        sign = 2.0 * loss.numbers["target"] - 1.0 if own and loss.classes == (1.0, 0.0) else sign
        inner = loss.inner(over, sign)
        assert inner is not None, f"{loss} has no form over the {over}"
        vars(self).update(
            loss=loss,
            over=over,
            sign=sign,
            inner=inner,
            name=loss.name,
            display=loss.display,
            family=loss.family,
            variable=over,
            letter=LETTERS[over],
            bounds=loss.bounds,
            all_words=loss.all_words,
            is_aimed=loss.is_aimed,
            **{p.attribute: getattr(loss, p.attribute) for p in loss.declared},
        )
        if not own:
            vars(self)["target"] = sign if not (loss.of_difference and over == "probability") else (1 + sign) / 2

    def _identity(self) -> tuple:
        return ("over", self.over, self.sign, *self.loss._identity())

    def __str__(self) -> str:
        return str(self.loss)

    @cached_property
    def declared(self) -> tuple[Parameter, ...]:  # type: ignore[override]
        """Its parameters, with the target where it makes another curve."""
        others = tuple(p for p in self.loss.declared if p.name != "target")
        if not self.depends_on_target:
            return others
        (target,) = [p for p in self.loss.declared if p.name == "target"] or [
            Parameter("target", "target", 1.0, "the class that is aimed at")
        ]
        return (target, *others)

    @cached_property
    def depends_on_target(self) -> bool:
        """Whether both classes have different curves."""
        if self.loss.is_soft:
            return True
        one, *others = self._of_classes()
        places = (PLACES + 4.5) / 9 if self.over == "probability" else PLACES
        values = one.value(places)
        return any(not np.allclose(other.value(places), values, CLOSE, CLOSE, equal_nan=True) for other in others)

    def _of_classes(self) -> "tuple[Reexpressed, ...]":
        if not self.loss.takes_target:
            return (self,)
        if "target" in self.loss.numbers:
            return tuple(Reexpressed(self.loss.aimed_at(target), self.over) for target in self.loss.classes)
        return tuple(Reexpressed(self.loss, self.over, sign) for sign in (1.0, -1.0))

    def by_target(self) -> "tuple[Reexpressed, ...]":  # type: ignore[override]
        return self._of_classes() if self.depends_on_target and not self.is_aimed else (self,)

    # What is known of it

    @property
    def interval(self) -> tuple[float, float]:  # type: ignore[override]
        (low, high), domain = INTERVALS[self.over], self.domain
        return max(low, domain[0]), min(high, domain[1])

    @cached_property
    def domain(self) -> tuple[float, float]:  # type: ignore[override]
        if self.over == "probability":
            return 0.0, 1.0
        if self.inner.link != SAME:
            return -np.inf, np.inf
        ends = [float(self._outer(end)) for end in self.loss.domain]
        return min(ends), max(ends)

    def _outer(self, argument: Any) -> Any:
        """Where slope·x + shift is this."""
        return self.inner.slope * (argument - self.inner.shift) + 0.0

    @cached_property
    def _own_breaks(self) -> dict[float, float]:
        """Where its pieces meet, with the loss's own variable there."""
        found = {}
        for own in self.loss.breaks:
            if self.inner.link == SIGMOID and not 0 < own < 1:
                continue
            argument = {SAME: lambda u: u, LOGIT: _sigmoid, SIGMOID: _logit}[self.inner.link](np.float64(own))
            found[float(self._outer(argument))] = float(own)
        return found

    @property
    def breaks(self) -> tuple[float, ...]:  # type: ignore[override]
        return tuple(sorted(x for x in self._own_breaks if self.domain[0] <= x <= self.domain[1]))

    @cached_property
    def asymptotes(self) -> tuple[Asymptote | None, Asymptote | None]:  # type: ignore[override]
        if self.inner.link == LOGIT or self.over == "probability":
            return None, None
        lines = self.loss.asymptotes if self.inner.link == SAME else self._tails
        slope, shift = self.inner.slope, self.inner.shift
        moved = [
            line and Asymptote(slope * line.slope, line.intercept + (shift * line.slope if line.slope else 0.0))
            for line in lines
        ]
        return tuple(moved[:: int(slope)])  # type: ignore[return-value]

    @cached_property
    def _tails(self) -> tuple[Asymptote, Asymptote]:
        """What a loss of the probability σ(z) runs along for logits far from 0."""
        low, high = (_tail(one) for one in (self.loss, self.loss.mirrored()))
        return Asymptote(0.0 - low[0], low[1]), Asymptote(*high)

    @property
    def inner_text(self) -> str:
        """Such as p = σ(m)."""
        term = substituted(reread(self.inner.text, symbols=()), {"x": Sym(self.letter)})
        return f"{self.loss.letter} = {to_line(term)}"

    @cached_property
    def formula(self) -> str:  # type: ignore[override]
        known = {} if self.depends_on_target or "target" not in self.loss.numbers else {"target": _number(self.target)}
        term = substituted(formula_of(self.loss), known)
        return to_text(substituted(term, {"x": reread(self.inner.text, symbols=())}))

    # Its numbers

    def value(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(0, x)

    def derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(1, x)

    def second_derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(2, x)

    def _of_order(self, order: int, x: np.ndarray) -> np.ndarray:
        way = {SAME: self._shifted, SIGMOID: self._of_sigmoid, LOGIT: self._of_logit}[self.inner.link]
        return way(order, x)

    def _shifted(self, order: int, x: np.ndarray) -> np.ndarray:
        own = self._at_breaks(x, self.inner.slope * x + self.inner.shift)
        return self.inner.slope**order * getattr(self.loss, METHODS[order])(own)

    def _at_breaks(self, x: np.ndarray, own: np.ndarray) -> np.ndarray:
        """The own variable, exactly where pieces meet, whatever rounding made of that place."""
        for place, there in self._own_breaks.items():
            own = np.where(x == place, there, own)
        return own

    def _of_sigmoid(self, order: int, x: np.ndarray) -> np.ndarray:
        """By the probability below ½, of which floats keep every digit, whichever class it is that of."""
        z = self.inner.slope * x + self.inner.shift
        size = np.minimum(np.abs(z), FAR)
        p, q = _sigmoid(-size), _sigmoid(size)
        low, high = (_chained(one, order, p, q) for one in (self.loss, self.loss.mirrored()))
        near = np.where(z > 0, (-1) ** order * high, low)
        left, right = self._tails
        line = np.where(z > 0, right.slope * z + right.intercept, left.slope * z + left.intercept)
        slope = np.where(z > 0, right.slope, left.slope)
        far = (line, slope, np.zeros_like(z))[order]
        return self.inner.slope**order * np.where(np.abs(z) > FAR, far, near)

    def _of_logit(self, order: int, x: np.ndarray) -> np.ndarray:
        p, q = (x, 1 - x) if self.inner.slope > 0 else (1 - x, x)
        if order == 0:
            return self.loss.value(self._at_breaks(x, _log_odds(p, q)))
        p, q = np.maximum(p, LEAST), np.maximum(q, LEAST)  # the limits at the ends stand beside them
        z = self._at_breaks(x, _log_odds(p, q))
        if order == 1:
            found = self.inner.slope * self.loss.derivative(z) / p / q
        else:
            near, lost = self._bent(z, p, q)
            inner = np.clip(p, ASIDE, 1 - ASIDE)
            found = np.where(lost, self._bent(_logit(inner), inner, 1 - inner)[0], near)
        return np.where(np.abs(found) > HUGE, np.sign(found) * np.inf, found)

    def _bent(self, z: np.ndarray, p: np.ndarray, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The second derivative by the probability, and where its two terms leave too few digits of each other."""
        bend, slope = self.loss.second_derivative(z), self.loss.derivative(z) * (p - q)
        return (bend + slope) / p / q / p / q, np.abs(bend + slope) < ASIDE * np.abs(bend)


def _chained(loss: ProbabilityLoss, order: int, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The derivative of this order of the loss of σ(z), for the probability p = σ(z) and q = 1 − p."""
    if order == 0:
        return loss.value(p)
    slope = loss.derivative(p) * p * q
    return slope if order == 1 else loss.second_derivative(p) * p * p * q * q + slope * (q - p)


def _tail(loss: ProbabilityLoss) -> tuple[float, float]:
    """The numbers c and d with L(p) = d − c·log p but for nothing, for p → 0."""
    p = np.exp(-FAR)
    slope = -float(loss.derivative(p)) * p
    factor = slope if abs(slope) > NOTHING else 0.0
    level = float(loss.value(p)) + factor * float(np.log(p))
    return factor, level if abs(level) > NOTHING else 0.0


def _number(value: float) -> Term:
    return rational(Fraction(value), decimal=True)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, decay) / (1.0 + decay)


def _logit(p: np.ndarray) -> np.ndarray:
    return _log_odds(p, 1 - p)


def _log_odds(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """log(p/q) for p + q = 1, precise near ½ too."""
    with np.errstate(all="ignore"):
        return np.where(np.abs(p - q) < 0.5, 2 * np.arctanh(p - q), np.log(p) - np.log(q))
