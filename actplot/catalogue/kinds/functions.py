"""What an activation or a loss is: names, parameters, facts, and values under one contract."""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np

from ...errors import BadInput
from ...frozen import record
from ...numbers import number_text as number_text
from ...numerics import jets, plain, wide
from ...numerics.arrays import floats
from ..entry import Entry
from ..entry import Line as Line
from ..parameter import Parameter as Parameter
from ..parameter import param as param
from .long_arrays import elementwise, evaluated


@record
class Asymptote:
    """The line slope·x + intercept that a function approaches; a limit where the slope is 0."""

    slope: Any = 0.0
    intercept: Any = 0.0

    def limit(self, side: int, order: int) -> Any:
        """Limit of the derivative of this order at side·∞ (side is -1 or 1)."""
        if order == 0:
            return np.where(np.equal(self.slope, 0), self.intercept, self.slope * (side * np.inf))
        return self.slope if order == 1 else 0.0


@record
class Interval:
    """A range of values; `ends` holds the two brackets, square where the end is taken."""

    low: float = -math.inf
    high: float = math.inf
    ends: str = "()"

    def __post_init__(self) -> None:
        """No end that is infinite is taken, as where a parameter lifts one beyond every float."""
        low = "(" if math.isinf(self.low) else self.ends[0]
        object.__setattr__(self, "ends", low + (")" if math.isinf(self.high) else self.ends[1]))

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{{{number_text(self.low)}}}"
        return f"{self.ends[0]}{number_text(self.low)}, {number_text(self.high)}{self.ends[1]}"

    def __contains__(self, x: float) -> bool:
        above = self.low <= x if self.ends[0] == "[" else self.low < x
        return above and (x <= self.high if self.ends[1] == "]" else x < self.high)


@record
class Precision:
    """How far value and derivatives may be from the formula, in units in the last place, and why not less."""

    value: float = 4
    first: float = 4
    second: float = 16
    why: str = ""


METHODS = ("value", "derivative", "second_derivative")
FORMULA = "expression"  # the kind of a function that a user typed
SUPPLIED = "supplied"  # the kind of one that stands in a user's file
USERS = (FORMULA, SUPPLIED)
Form = Callable[["Function", jets.Jet], jets.Jet]
REALS = Interval()
LINE = Asymptote(1.0, 0.0)  # y = x
ZERO = Asymptote(0.0, 0.0)


class Function(Entry):
    """An immutable function of one real variable, with its first two derivatives in closed form.

    An entry writes `compose`, from which all three follow by the chain rule in double-double numbers, or
    the three closed forms themselves, for float64 arrays.

    `value`, `derivative` and `second_derivative` take any array-like of any shape and return an array of that shape, or
    a numpy scalar for a single number. float32 is kept, all other real numbers become float64, and so does what the
    caller's library calls an array: of a pandas Series or a tensor the answer has the numbers alone. `BadInput` is
    raised for what is not a real number, such as text, complex numbers, places that are masked, or a tensor whose
    library refuses to give its numbers away. With `exact=False` plain floats do where double-double numbers would be
    computed with: ten to thirty times faster, right to a dozen digits, and beside zeros to 1e-15 of their terms.
    """

    has_curve = True
    letter: ClassVar[str] = "x"  # of the variable in mathematics
    nearest: ClassVar[float] = 1e-300  # closer to 0, results have too few digits
    grain: ClassVar[float] = 2.0**-52  # the relative precision that its values are computed in
    finest: ClassVar[float] = 0.0  # nearer to 0 it is not looked at
    known_range: ClassVar[bool] = True  # whether the bounds are true, and all of its course can be looked at
    decides_in_floats: ClassVar[bool] = False  # whether rounding may leave a break to the piece beyond it
    in_blocks: ClassVar[bool] = (
        True  # whether each number of an array counts alone, so that parts of it may be computed
    )
    few_passes: ClassVar[bool] = False  # whether its closed forms take few passes over arrays, so that longer ones pay
    of_normal: ClassVar[bool] = True  # whether its inputs are spread about 0, so that their mean may stay there
    domain: ClassVar[tuple[float, float]] = (-np.inf, np.inf)
    interval: ClassVar[tuple[float, float]] = (-5.0, 5.0)  # where it is drawn if nobody says where
    formula: ClassVar[str]
    slope_stated: ClassVar[str] = ""  # the formula of f′ where a framework takes what is not the slope everywhere
    precision: ClassVar[Precision] = Precision()
    breaks: Sequence[float] = ()  # every point where pieces meet, smooth joins too
    bounds: Interval = REALS
    asymptotes: tuple[Asymptote | None, Asymptote | None] = (None, None)  # at -∞ and at +∞
    envelope: "tuple[Function, Function] | None" = None  # what bounds the values where training draws them at random

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for order, method in enumerate(METHODS):
            if method in vars(cls):
                setattr(cls, method, elementwise(vars(cls)[method], order))

    def settle(self) -> None:
        given = [name for name, value in self.parameters.items() if value != self._default(name)]
        if (formula := self.formula_with(given)) != self.formula:
            vars(self).update(formula=formula, routes={})

    @property
    def domain_parts(self) -> tuple[Interval, ...]:
        """The intervals on which there is a value, in ascending order; `domain` goes from end to end of them."""
        low, high = map(float, self.domain)
        closed = [math.isfinite(end) and not math.isnan(self.value(end)) for end in (low, high)]
        return (Interval(low, high, ("[" if closed[0] else "(") + ("]" if closed[1] else ")")),)

    def covers(self, x: np.ndarray) -> np.ndarray:
        """Whether the function is defined, at each point."""
        return (x >= self.domain[0]) & (x <= self.domain[1])  # false for nan

    def knows_breaks(self, x: np.ndarray) -> np.ndarray:
        """Whether every break around a point is among those declared: of a formula that has very many, not all are."""
        return np.ones(np.shape(x), bool)

    @property
    def domain_text(self) -> str:
        """Its intervals as they are written."""
        return " ∪ ".join(map(str, self.domain_parts))

    @property
    def crowded(self) -> bool:
        """Whether its special points crowd towards one of them, so that those far from 0 are the first."""
        return False

    def special_points(self, low: float = -math.inf, high: float = math.inf) -> Sequence[float]:
        """Where it is looked at from both sides, on an interval."""
        return [x for x in self.breaks if low <= x <= high]

    def place_name(self, x: float) -> str:
        """What a special point is called where it lies at no short decimal number, such as π/2."""
        return ""

    def resolution(self, x: float) -> float:
        """How near to a break a point may be for which the function gives what it gives at the break itself."""
        return 0.0

    def limits_at(self, x: float, side: int) -> tuple[tuple[str, float | None], ...] | None:
        """What f, f′ and f″ tend to beside a special point (side -1 or 1), or what f and f′ are taken to be there (0).

        Each is a word, such as finite or oscillates, and the limit if there is one. None where closed forms say it.
        """
        return None

    def slope_through(self, x: float, height: float) -> float | None:
        """The limit of the slope from a point (x, height) to others beside it; None where there is none, or unknown."""
        return None

    def in_float32(self) -> "Function":
        """What is computed in float32: another function where frameworks compare with a constant that they round."""
        return self

    @classmethod
    def formula_with(cls, given: Collection[str]) -> str:
        """The formula where these parameters differ from their defaults, or may do so."""
        return next((text for name, text in cls.formulas_given.items() if name in given), cls.formula)

    def __call__(self, x: Any) -> np.ndarray:
        return self.value(x)

    def compose(self, x: jets.Jet) -> jets.Jet:
        """The closed form in its stable shape, for a jet."""
        raise NotImplementedError

    def value(self, x: Any, *, exact: bool = True) -> np.ndarray:
        return self.composed(x, 0)

    def derivative(self, x: Any, *, exact: bool = True) -> np.ndarray:
        return self.composed(x, 1)

    def second_derivative(self, x: Any, *, exact: bool = True) -> np.ndarray:
        return self.composed(x, 2)

    def value_and_slope(self, x: Any, *, exact: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Value and derivative, which share their work where both follow from `compose`."""
        with plain.to_digits(exact):
            value, slope = self.together(x, (0, 1))
        return value, slope

    def together(self, x: Any, orders: tuple[int, ...]) -> tuple[np.ndarray, ...]:
        """Derivatives of some orders, which share their work where all follow from `compose`."""
        if not self.composes_all(orders):
            return tuple(getattr(self, METHODS[order])(x) for order in orders)
        return evaluated(self, lambda function, x: function._composed_together(x, orders), orders, x)

    def composes_all(self, orders: Iterable[int] = range(len(METHODS))) -> bool:
        """Whether derivatives of these orders all follow from `compose`, so that they share their work."""
        return all(vars(Function)[METHODS[order]] is getattr(type(self), METHODS[order]) for order in orders)

    def signed(self, order: int, x: np.ndarray) -> np.ndarray:
        """Values or derivatives of which the signs alone are wanted; nan where they are not known."""
        with jets.signs_alone():
            return np.asarray(getattr(self, METHODS[order])(x))

    def composed(self, x: np.ndarray, order: int, form: Form | None = None) -> np.ndarray:
        """The derivative of this order of a form in jets, by default of `compose`.

        It is right to the last place or two close to its zeros too: there more digits are computed with. Where fewer
        are needed plain floats do, and points at which they have not even those are marked.
        """
        form = form or type(self).compose
        if plain.needed() != plain.ALL and wide.watched_at(x):
            return jets.evaluate_plainly(partial(form, self), x, order)[0]
        (result,), cancelled = jets.evaluate_watched(partial(form, self), x, order)
        if not np.any(cancelled):
            return result
        beside_a_zero = partial(jets.beside_a_zero, form, order, here=result[cancelled])
        beside_zero = self._redone(np.zeros(x.shape, bool), cancelled, x, beside_a_zero)
        return self._redone(result, beside_zero, x, partial(jets.evaluate_long, form, order))

    def _composed_together(self, x: np.ndarray, orders: tuple[int, ...]) -> list[np.ndarray]:
        form = type(self).compose
        if plain.needed() != plain.ALL and wide.watched_at(x):
            return jets.evaluate_plainly(partial(form, self), x, *orders)
        results, cancelled = jets.evaluate_watched(partial(form, self), x, *orders)
        ways = (lambda part, at, order=order: part.composed(at, order) for order in orders)
        return [self._redone(result, cancelled, x, way) for result, way in zip(results, ways, strict=True)]

    def recomposed(self, quick: Any, cancelled: Any, x: np.ndarray, order: int, form: Form | None = None) -> np.ndarray:
        """What quick floats give, but for points at which their terms cancel: there it is composed."""
        lost = np.zeros(x.shape, bool)

        def composed(part: "Function", at: np.ndarray) -> np.ndarray:
            beside = np.zeros(at.shape, bool)
            with wide.watching(beside):
                numbers = part.composed(at, order, form)
            lost[np.broadcast_to(cancelled, x.shape)] = beside
            return numbers

        result = self._redone(quick, cancelled, x, composed)
        wide.watch(lost)
        return result

    def _redone(self, result: np.ndarray, chosen: np.ndarray, x: np.ndarray, way: Callable) -> np.ndarray:
        """The result, with the chosen points of x evaluated in another way."""
        if not np.any(chosen):
            return result
        result, chosen = np.array(result), np.broadcast_to(chosen, x.shape)
        result[chosen] = way(self._part(chosen), x[chosen])
        return result

    def _part(self, chosen: np.ndarray) -> "Function":
        """This function, with the chosen ones of whatever it holds an array of, such as a target for every point."""
        arrays = {name: held for name, held in vars(self).items() if isinstance(held, np.ndarray)}
        return self.altered(**{name: held[chosen] for name, held in arrays.items() if held.shape == chosen.shape != ()})

    def jacobian(self, x: Any) -> np.ndarray:
        """The Jacobian, of shape (n, n), at a vector of shape (n,), to each number of which the function is applied.

        Raises `BadInput` for arrays of vectors.
        """
        values, dtype = floats(x, self.call.dtype)
        if values.ndim > 1:
            raise BadInput(f"{self.name}: the Jacobian is that at one vector, got an array of shape {values.shape}")
        slopes = np.zeros((values.size, values.size), dtype)  # not np.diag, which would give ±0 or nan beside ∞
        np.fill_diagonal(slopes, self.derivative(x))
        return slopes


for _order, _method in enumerate(METHODS):
    setattr(Function, _method, elementwise(vars(Function)[_method], _order))


class Activation(Function):
    """A function of the pre-activation x."""

    kind = "activation"
    usually_in = ("torch", "keras", "tf", "jax")
    argument = "x"
