"""What an activation or a loss is: names, parameters, facts, and values under one contract."""

import functools
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import FrozenInstanceError, dataclass
from typing import Any, ClassVar

import numpy as np

from .errors import BadInput, BadParameter
from .numerics import jets
from .parameter import Parameter as Parameter
from .parameter import number_text as number_text
from .parameter import param as param

SIGNIFICANT = 6  # digits that a reader is shown


@dataclass(frozen=True)
class Asymptote:
    """The line slope·x + intercept that a function approaches; a limit where the slope is 0."""

    slope: Any = 0.0
    intercept: Any = 0.0

    def limit(self, side: int, order: int) -> Any:
        """Limit of the derivative of this order at side·∞ (side is -1 or 1)."""
        if order == 0:
            return np.where(np.equal(self.slope, 0), self.intercept, self.slope * (side * np.inf))
        return self.slope if order == 1 else 0.0


@dataclass(frozen=True)
class Interval:
    """A range of values; `ends` holds the two brackets, square where the end is taken."""

    low: float = -math.inf
    high: float = math.inf
    ends: str = "()"

    def __str__(self) -> str:
        return f"{self.ends[0]}{number_text(self.low)}, {number_text(self.high)}{self.ends[1]}"


@dataclass(frozen=True)
class Line:
    """One line of an authored derivation, as a teacher would write it on the board.

    `text` is in the formula language, with `D(u)` for a derivative and `f(x)` for the function itself:

    - `"D(1/(1 + exp(-x)))"` continues the chain of equalities; the first one of a route gives f′(x)
    - `"D(a) = a"` starts a chain with a left side of its own, a side calculation
    - `"a = exp(x)"` with the rule "let" names a part for the lines below
    """

    rule: str  # such as "quotient rule"
    text: str
    why: str = ""  # one sentence, where the rule's own explanation does not say enough
    bound: float | None = None  # of |difference| from the line above; None for equality


@dataclass(frozen=True)
class Precision:
    """How far value and derivatives may be from the formula, in units in the last place, and why not less."""

    value: float = 4
    first: float = 4
    second: float = 16
    why: str = ""


METHODS = ("value", "derivative", "second_derivative")
FORMULA = "expression"  # the kind of a function that a user typed
REALS = Interval()
LINE = Asymptote(1.0, 0.0)  # y = x
ZERO = Asymptote(0.0, 0.0)


def readable(number: float, digits: int = SIGNIFICANT) -> str:
    """At most so many significant digits, with a real minus."""
    if math.isnan(number):
        return "nan"
    rounded = float(f"{number:.{digits}g}") if math.isfinite(number) else number
    return number_text(rounded).replace("-", "−")


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Both numbers, with as many digits as it takes to see a difference."""
    texts = ((readable(one, digits), readable(other, digits)) for digits in range(SIGNIFICANT, 18))
    return next((pair for pair in texts if pair[0] != pair[1]), (readable(one), readable(other)))


def equal_sign(number: float) -> str:
    """= where `readable` shows the whole number, else ≈."""
    whole = float(f"{number:.{SIGNIFICANT}g}") if math.isfinite(number) else number
    return "=" if number == whole or math.isclose(number, whole, rel_tol=1e-15) else "≈"


def _floats(x: Any) -> tuple[np.ndarray, np.dtype]:
    """A read-only float64 array of the input and the dtype that the answer shall have."""
    try:
        given = np.asarray(x)
        if given.dtype.kind not in "biufO":
            raise TypeError(f"dtype {given.dtype}")
        if given.dtype.kind == "O":  # numpy would read None as nan
            given = np.array([float(number) for number in given.flat]).reshape(given.shape)
        values = given.astype(np.float64, copy=False).view()
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"expected real numbers that fit a float64, got {type(x).__name__} ({error})") from None
    values.flags.writeable = False
    keeps = given.dtype.kind == "f" and given.dtype.itemsize in (4, 8)
    return values, given.dtype if keeps else np.dtype(np.float64)


def _elementwise(method: Callable, order: int) -> Callable:
    """Put the contract of values round a closed form that is written for finite float64 arrays.

    The closed form runs in float64, so float32 answers are rounded once; nan stays nan, ±∞ gets
    the limit, points outside the domain get nan, and nothing warns.
    """

    @functools.wraps(method)
    def evaluate(self, x):
        values, dtype = _floats(x)
        with np.errstate(all="ignore"):
            result = method(self, values)
            for side, asymptote in zip((-1, 1), self.asymptotes, strict=True):
                if asymptote is not None:
                    result = np.where(values == side * np.inf, asymptote.limit(side, order), result)
            defined = (values >= self.domain[0]) & (values <= self.domain[1])  # false for nan
            return (np.where(defined, result, np.nan) + 0.0).astype(dtype)[()]  # + 0.0: no -0.0

    return evaluate


class Function:
    """An immutable function of one real variable, with its first two derivatives in closed form.

    An entry writes `compose`, from which all three follow by the chain rule in double-double numbers, or
    the three closed forms themselves, for float64 arrays.

    `value`, `derivative` and `second_derivative` take any array-like of any shape and return that
    shape; float32 and float64 are kept, other real numbers become float64. `BadInput` is raised
    for what is not a real number.
    """

    kind: ClassVar[str]
    variable: ClassVar[str] = "x"
    letter: ClassVar[str] = "x"  # of the variable in mathematics
    family: ClassVar[str]
    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    declared: ClassVar[tuple[Parameter, ...]] = ()
    domain: ClassVar[tuple[float, float]] = (-np.inf, np.inf)
    interval: ClassVar[tuple[float, float]] = (-5.0, 5.0)  # where it is drawn if nobody says where
    formula: ClassVar[str]
    formulas_given: ClassVar[dict[str, str]] = {}  # in place of it where this parameter differs from its default
    framework: ClassVar[str] = ""  # whose variant of an entry it is, such as torch
    routes: ClassVar[dict[str, tuple[Line, ...]]] = {}  # authored derivations of the derivative; the first is the best
    precision: ClassVar[Precision] = Precision()
    note: ClassVar[str]
    convention: ClassVar[str] = ""
    strengths: ClassVar[tuple[str, ...]] = ()
    weaknesses: ClassVar[tuple[str, ...]] = ()
    sources: ClassVar[tuple[str, ...]] = ()
    equivalents: ClassVar[dict[str, str]] = {}
    equivalents_of_defaults: ClassVar[dict[str, str]] = {}  # in place of those, or where a framework fixes parameters
    breaks: Sequence[float] = ()  # every point where pieces meet, smooth joins too
    bounds: Interval = REALS
    asymptotes: tuple[Asymptote | None, Asymptote | None] = (None, None)  # at -∞ and at +∞
    envelope: "tuple[Function, Function] | None" = None  # what bounds the values where training draws them at random

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for order, method in enumerate(METHODS):
            if method in vars(cls):
                setattr(cls, method, _elementwise(vars(cls)[method], order))

    # Written once here: what a dataclass would generate for each entry takes longer than drawing five of them.

    def __init__(self, *values: float, **named: float) -> None:
        given = dict(zip((parameter.attribute for parameter in self.declared), values, strict=False))
        twice_or_unknown = (named.keys() & given.keys()) | (named.keys() - {p.attribute for p in self.declared})
        if len(values) > len(self.declared) or twice_or_unknown:
            known = ", ".join(parameter.attribute for parameter in self.declared)
            raise TypeError(f"{type(self).__name__} takes each of these once: {known or 'nothing'}")
        given |= named
        for parameter in self.declared:
            value = self._number(parameter, given.get(parameter.attribute, parameter.default))
            vars(self)[parameter.attribute] = value if value is None else value + 0.0  # -0.0 becomes 0.0
        given = [name for name, value in self.parameters.items() if value != self._default(name)]
        if (formula := self.formula_with(given)) != self.formula:
            vars(self).update(formula=formula, routes={})
        self.validate()

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to {name!r}: a function is immutable")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete {name!r}: a function is immutable")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple:
        return (self.name, *self.parameters.items())

    def __repr__(self) -> str:
        values = (f"{parameter.attribute}={value!r}" for parameter, value in self._values())
        return f"{type(self).__name__}({', '.join(values)})"

    def _default(self, name: str) -> float | None:
        return next(parameter.default for parameter in self.declared if parameter.name == name)

    @classmethod
    def formula_with(cls, given: Collection[str]) -> str:
        """The formula where these parameters differ from their defaults, or may do so."""
        return next((text for name, text in cls.formulas_given.items() if name in given), cls.formula)

    def _number(self, parameter: Parameter, given: Any) -> float | None:
        try:
            value = None if given is None else float(given)
        except (TypeError, ValueError, OverflowError):
            value = math.nan
        if not parameter.accepts(value):
            shown = number_text(given) if isinstance(given, float) and not math.isnan(given) else repr(given)
            raise BadParameter(f"{self.name}: {parameter.name} must be {parameter.constraint}, got {shown[:80]}")
        return value

    def plain(self) -> "Function | None":
        """The function of the catalogue that this variant of one equals, if it does."""
        return None

    def validate(self) -> None:
        """Raise `BadParameter` where parameters contradict each other."""

    @classmethod
    def with_parameters(cls, values: dict[str, Any]) -> "Function":
        """The function with these parameters, by name, and the defaults of the others."""
        return cls(**{p.attribute: values[p.name] for p in cls.declared if p.name in values})

    @property
    def parameters(self) -> dict[str, float]:
        """The values of the parameters by name, in the order of their declaration."""
        return {parameter.name: value for parameter, value in self._values()}

    @property
    def numbers(self) -> dict[str, float]:
        """The parameters that are not none: what the symbols of the formula stand for."""
        return {name: value for name, value in self.parameters.items() if value is not None}

    @property
    def has_defaults(self) -> bool:
        """Whether every parameter has its default value."""
        return all(value == parameter.default for parameter, value in self._values())

    @property
    def label(self) -> str:
        """For a legend: the name, and the parameters that differ from their defaults."""
        changed = [f"{p.name}={number_text(v)}" for p, v in self._values() if v != p.default]
        return f"{self.name} ({', '.join(changed)})" if changed else self.name

    def _values(self) -> list[tuple[Parameter, float]]:
        return [(parameter, getattr(self, parameter.attribute)) for parameter in self.declared]

    def __str__(self) -> str:
        """The shortest spec that reads back to an equal function, such as `leaky_relu:0.2`."""
        words, by_position = [], True
        for parameter, value in self._values():
            by_position = by_position and value != parameter.default
            if value != parameter.default:
                words.append(number_text(value) if by_position else f"{parameter.name}={number_text(value)}")
        return f"{self.name}:{','.join(words)}" if words else self.name

    def __call__(self, x):
        return self.value(x)

    def compose(self, x: jets.Jet) -> jets.Jet:
        """The closed form in its stable shape, for a jet."""
        raise NotImplementedError

    def value(self, x):
        return jets.evaluate(self.compose, x, 0)

    def derivative(self, x):
        return jets.evaluate(self.compose, x, 1)

    def second_derivative(self, x):
        return jets.evaluate(self.compose, x, 2)


for _order, _method in enumerate(METHODS):
    setattr(Function, _method, _elementwise(vars(Function)[_method], _order))


class Activation(Function):
    """A function of the pre-activation x."""

    kind = "activation"


class Loss(Function):
    """A function of one natural variable that a prediction and its target make."""

    kind = "loss"

    def evaluate(self, prediction, target):
        """Loss of each prediction against its target, broadcast against each other.

        Raises `BadInput` for targets that the loss does not take.
        """
        raise NotImplementedError

    def gradient(self, prediction, target):
        """Derivative of the loss with respect to the prediction, broadcast like `evaluate`."""
        raise NotImplementedError


def _pair(prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
    """Both as float64 arrays of one shape, and the dtype that the answer shall have."""
    (prediction, first), (target, second) = _floats(prediction), _floats(target)
    try:
        prediction, target = np.broadcast_arrays(prediction, target)
    except ValueError:
        shapes = f"{prediction.shape} and {target.shape}"
        raise BadInput(f"prediction and target do not broadcast: their shapes are {shapes}") from None
    return prediction, target, np.result_type(first, second)


class ResidualLoss(Loss):
    """A loss ψ(r) of the residual r = prediction − target."""

    variable = "residual"
    letter = "r"

    def evaluate(self, prediction, target):
        return self._of_residual(self.value, prediction, target)

    def gradient(self, prediction, target):
        return self._of_residual(self.derivative, prediction, target)

    def _of_residual(self, function: Callable, prediction: Any, target: Any):
        prediction, target, dtype = _pair(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(function(prediction - target)).astype(dtype)[()]


class MarginLoss(Loss):
    """A loss ψ(m) of the margin m = y·s, for a score s and a target y of −1 or 1."""

    variable = "margin"
    letter = "m"

    def evaluate(self, prediction, target):
        score, sign, dtype = self._scores(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(self.value(sign * score)).astype(dtype)[()]

    def gradient(self, prediction, target):
        score, sign, dtype = self._scores(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(sign * self.derivative(sign * score)).astype(dtype)[()]

    def _scores(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
        prediction, target, dtype = _pair(prediction, target)
        if not np.all(np.abs(target) == 1):
            raise BadInput(f"{self.name}: a target must be -1 or 1; map labels 0 and 1 with 2*label - 1")
        return prediction, target, dtype


class TargetLoss(Loss):
    """A loss whose shape depends on the target, which it carries as a parameter."""

    def evaluate(self, prediction, target):
        return self._at_target(target, prediction, "value")

    def gradient(self, prediction, target):
        return self._at_target(target, prediction, "derivative")

    def _at_target(self, target: Any, prediction: Any, method: str):
        prediction, target, dtype = _pair(prediction, target)
        declared = next(parameter for parameter in self.declared if parameter.name == "target")
        if not declared.accepts(target):
            raise BadInput(f"{self.name}: every target must be {declared.constraint}")
        # The closed forms broadcast, so for this one call the parameter may be an array.
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, target=target)
        return np.asarray(getattr(copy, method)(prediction)).astype(dtype)[()]


class LogitLoss(TargetLoss):
    """A loss of the logit z, for a target y from 0 to 1."""

    variable = "logit"
    letter = "z"


class ProbabilityLoss(TargetLoss):
    """A loss of the predicted probability p of class 1, for a target y from 0 to 1."""

    variable = "probability"
    letter = "p"
    domain = (0.0, 1.0)
    interval = (0.0, 1.0)
