"""A formula that a user types, as a function with compiled derivatives and the facts that can be found out."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.floats import right_orders
from ...algebra.evaluating.precision import Number
from ...algebra.limits.one_sided import limit, limits
from ...algebra.reading.lexer import LONGEST
from ...algebra.reading.names import CONSTANTS
from ...algebra.reading.parser import reread
from ...algebra.rewriting.neat import negated, quotient, rational, total
from ...algebra.term import D, Sym, Term, substituted, symbols
from ...algebra.writing.source import to_text
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA, REALS, Asymptote, Function, Interval, Parameter, Precision
from ...errors import BadParameter, BadSpec, FormulaError, quoted, suggestion
from ...numbers import number_text, real
from .behaviour import Behaviour, breaks_within, found_behaviour
from .domains import domain_text
from .in_force import using
from .placenames import place_name
from .speaking import read_formula
from .zeros import Place

VARIABLES = ("x", "z", "t", "u")  # what a lone symbol is taken for
LONGEST_LABEL = 60
_AMBIGUOUS = re.compile(r"/\s*[\d.]+\s*[^\W\d]|/\s*[\d.]+\s*\(")
_LAMBDA = re.compile(r"\s*lambda\s+\w+\s*[:,=]")
_MEANING = "treated as a constant"
_NUMBER = r"[-+\N{MINUS SIGN}]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_OWN_VALUE = rf"[^\W\d]\w*\s*=\s*{_NUMBER}(?:\s*/\s*{_NUMBER})?\s*"
_OWN = re.compile(rf":\s*({_OWN_VALUE}(?:,\s*{_OWN_VALUE})*)$")  # as in x*sigmoid(a*x):a=1.5


@dataclass(init=False, repr=False, eq=False)  # as `register` makes every function
class Expression(Function):
    """A formula in one variable, with values for its other symbols."""

    kind = FORMULA
    family = "expression"
    name = "expression"
    note = ""
    convention = "at a break, f′ is what the formula of the piece there gives."
    typed: str  # as the user wrote it
    text: str  # as it is written out again
    given_label: str
    values: dict[str, float]  # of the free symbols; nan where none was given
    own: tuple[str, ...]  # the symbols whose values its text says
    told: ClassVar[Mapping[str, Any]] = {}  # what a project that names it says of it, under the names of entries
    precision = Precision(math.inf, math.inf, math.inf, "floats of a formula as it stands")
    nearest = 1e-50  # where floats may underflow sooner
    known_range = False
    in_blocks = False  # of one call so many numbers are computed with more digits
    may_round = True

    def __init__(self, text: str, values: Mapping[str, float] | None = None, variable: str | None = None):
        rest, own = split_values(text)
        label, formula = split_label(rest)
        given = {**(values or {}), **own}
        names = (*given, *([variable] if variable else []))
        reading = read_formula(formula, names)
        term = reading.term
        free = sorted(symbols(term) - set(CONSTANTS))
        variable = reading.variable or variable or lone_variable(free)
        _check_names(formula, free, given, variable)
        declared = [name for name in free if name != variable]
        _check_own(formula, own, declared)
        vars(self).update(
            own=tuple(own),
            typed=formula,
            text=_readable(to_text(term), formula, names),
            letter=variable,
            given_label=label,
            formula=to_text(substituted(term, {variable: Sym("x")})),
            declared=tuple(Parameter(name, name, math.nan, _MEANING) for name in declared),
            values={name: float(given.get(name, math.nan)) for name in declared},
        )

    def __reduce__(self) -> tuple:
        known = {name: value for name, value in self.values.items() if not math.isnan(value)}
        return Expression, (self.written, known, self.letter)

    def _identity(self) -> tuple:
        known = tuple((name, value) for name, value in self.values.items() if not math.isnan(value))
        return (Expression.name, self.text, self.letter, self.given_label, known)

    def __str__(self) -> str:
        return self.written

    @property
    def written(self) -> str:
        """The text that reads back to an equal expression, given the same values."""
        values = ",".join(f"{name}={number_text(self.values[name])}" for name in self.own)
        return (f"{self.given_label} = " if self.given_label else "") + self.text + (f":{values}" if values else "")

    def __repr__(self) -> str:
        return f"Expression({str(self)!r}, {self.values!r}, {self.letter!r})"

    @property
    def parameters(self) -> dict[str, float]:
        """The values of the free symbols; nan where none was given."""
        return dict(self.values)

    @property
    def ambiguous(self) -> bool:
        """Whether a product without a sign follows a quotient, as in 1/2x."""
        return bool(_AMBIGUOUS.search(self.typed))

    @property
    def constants(self) -> tuple[str, ...]:
        """The free symbols."""
        return tuple(self.values)

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(name for name in self.values if name not in self.own)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The free symbols without a value."""
        return tuple(name for name, value in self.values.items() if math.isnan(value))

    @property
    def has_defaults(self) -> bool:
        return False

    @property
    def label(self) -> str:
        """For a legend: the label that was given, else the formula with its values."""
        values = ", ".join(f"{name} = {value:g}" for name, value in self.values.items() if not math.isnan(value))
        return self.given_label or (f"{self.text} ({values})" if values else self.text)

    def with_parameters(self, values: Mapping[str, Any]) -> "Expression":  # type: ignore[override]
        """The same formula with other values of its symbols."""
        own = {name: values.get(name, self.values[name]) for name in self.own}
        return self._valued({**self.values, **values}, own)

    def _valued(self, values: Mapping[str, float], own: Collection[str]) -> "Expression":
        text = f"{self.given_label} = {self.text}" if self.given_label else self.text
        return Expression(text, values, self.letter).altered(own=tuple(own))

    @cached_property
    def term(self) -> Term:
        """The formula in x."""
        return reread(self.formula, symbols=tuple(self.values))

    @cached_property
    def behaviour(self) -> Behaviour:
        """Breaks, domain and asymptotes, found numerically. Raises `BadParameter` where a symbol has no value."""
        self.require_values()
        try:
            return found_behaviour(self.term, self.values)
        except BadSpec as error:
            raise FormulaError(f"{error} on the real line", self.text, 0) from None

    def require_values(self) -> None:
        """Raise `BadParameter` where a symbol has no value."""
        if self.unknown:
            missing, first = ", ".join(self.unknown), self.unknown[0]
            advice = f"Give it with --param {first}=0.1, or name the variable with --var."
            raise BadParameter(f"{quoted(self.text)} needs a value for {missing}. {advice}")

    @property
    def breaks(self) -> Sequence[float]:  # type: ignore[override]
        return () if self.unknown else self.behaviour.breaks

    @property
    def domain(self) -> tuple[float, float]:  # type: ignore[override]
        return (-np.inf, np.inf) if self.unknown else self.behaviour.domain.hull

    @property
    def domain_parts(self) -> tuple[Interval, ...]:
        return (REALS,) if self.unknown else self.behaviour.domain.parts

    def covers(self, x: np.ndarray) -> np.ndarray:
        return ~np.isnan(self.value(x))

    def knows_breaks(self, x: np.ndarray) -> np.ndarray:
        places = self.behaviour.domain.places
        known = np.array([float(place) for place in places.known])
        outside = (x < known[0]) | (x > known[-1]) if places.farther else False
        inside = np.abs(x) < np.abs(known).min() if places.closer else False
        return ~(outside | inside | np.zeros(np.shape(x), bool))

    @property
    def domain_text(self) -> str:
        return str(REALS) if self.unknown else domain_text(self.behaviour.domain)

    @property
    def asymptotes(self) -> tuple[Asymptote | None, Asymptote | None]:  # type: ignore[override]
        return self.behaviour.asymptotes

    @property
    def crowded(self) -> bool:
        return not self.unknown and self.behaviour.domain.places.closer

    def special_points(self, low: float = -math.inf, high: float = math.inf) -> Sequence[float]:
        """Breaks, gaps, and the ends of its intervals; those on a finite interval are all found."""
        if self.unknown:
            return ()
        if self.behaviour.domain.places.has_others and math.isfinite(high - low):
            found = breaks_within(self.term, self.values, low, high)
            self._places.update(found)
            return list(found)
        ends = {self._place_beside(end) for part in self.domain_parts for end in (part.low, part.high)}
        points = {*self.breaks, *self.behaviour.removable, *(end for end in ends if math.isfinite(end))}
        return sorted(x for x in points if low <= x <= high)

    @cached_property
    def _places(self) -> dict[float, Place]:
        """Where special points lie exactly, those of intervals that were asked for included."""
        return dict(self.behaviour.places)

    def _place_beside(self, end: float) -> float:
        """The float that stands for an end of an interval, which may be rounded into it."""
        beside = (end, math.nextafter(end, -math.inf), math.nextafter(end, math.inf))
        return next((at for at in beside if at in self.behaviour.places), end)

    def place_name(self, x: float) -> str:
        return place_name(self._exactly(x))

    def _exactly(self, x: float) -> Number:
        return self._places.get(x, Fraction(x))

    def limits_at(self, x: float, side: int) -> tuple[tuple[str, float | None], ...]:
        """From the leading term at the exact place that a float stands for, else from values that converge."""
        orders = [self.term, D(self.term, "x"), D(D(self.term, "x"), "x")]
        if not side:
            orders = [self.term, derivatives_of(self.term, "x")[1]]
        found = limits(orders, self.values, "x", self._exactly(x), side)
        return tuple((one.kind, None if one.value is None else float(one.value) + 0.0) for one in found)

    def slope_through(self, x: float, height: float) -> float | None:
        place = self._exactly(x)
        if not isinstance(place, Fraction):
            return None
        rise, run = total(self.term, negated(rational(Fraction(height)))), total(Sym("x"), negated(rational(place)))
        sides = [limit(quotient(rise, run), self.values, "x", place, side) for side in (-1, 1)]
        slopes = {float(one.value) + 0.0 for one in sides if one.is_finite}
        return slopes.pop() if len(slopes) == 1 and all(one.is_finite for one in sides) else None

    def value(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(0, x)

    def derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(1, x)

    def second_derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._of_order(2, x)

    def signed(self, order: int, x: np.ndarray) -> np.ndarray:
        self.require_values()
        return right_orders(self.term, "x")[order].signed(x, self.values)

    def unsure(self, order: int, x: Any) -> np.ndarray:
        """Where the value or that derivative may have fewer than 12 right digits, whatever was tried."""
        self.require_values()
        return right_orders(self.term, "x")[order].found(x, self.values).unsure

    def _of_order(self, order: int, x: np.ndarray) -> np.ndarray:
        self.require_values()
        return right_orders(self.term, "x")[order].found(x, self.values).numbers


def _readable(text: str, typed: str, names: Collection[str]) -> str:
    """A formula as it is written out again, or as it was typed where that is longer than what is read.

    Raises `FormulaError` for one that is so long, and has names that a project gives: it could not be read elsewhere.
    """
    if len(text) <= LONGEST:
        return text
    with using(None):
        try:
            read_formula(typed, names)
        except FormulaError:
            told = f"written out, the formula has {len(text)} characters, allowed are {LONGEST}"
            raise FormulaError(told, typed, 0) from None
    return typed


def split_label(text: str) -> tuple[str, str]:
    """The label before the first lone = outside parentheses, and the formula behind it."""
    if _LAMBDA.match(text):  # whose constants have an = too
        return "", text.strip()
    depth = 0
    for index, character in enumerate(text[:1000]):
        depth += (character in "(") - (character in ")")
        beside = text[index - 1 : index] + text[index + 1 : index + 2]
        if character == "=" and depth == 0 and not set(beside) & set("<>=!"):
            return _checked_label(text[:index].strip(), text), text[index + 1 :].strip()
    return "", text.strip()


def split_values(text: str) -> tuple[str, dict[str, float]]:
    """What stands before the values that a text gives to symbols of its own, as in x*sigmoid(a*x):a=1.5; and those."""
    found = _OWN.search(text)
    if found is None:
        return text, {}
    values: dict[str, float] = {}
    for word in found[1].split(","):
        name, _, number = word.partition("=")
        try:
            value = real(number)
        except ValueError as error:
            raise BadParameter(f"{quoted(text)}: {name.strip()} must be a number, but {error}") from None
        if name.strip() in values or not math.isfinite(value):
            wrong = "is given twice" if name.strip() in values else f"must be finite, got {quoted(number.strip())}"
            raise BadParameter(f"{quoted(text)}: {name.strip()} {wrong}")
        values[name.strip()] = value + 0.0
    return text[: found.start()].strip(), values


def _check_own(formula: str, own: Mapping[str, float], declared: Sequence[str]) -> None:
    """Raise `BadParameter` for a value in the text of a symbol that the formula lacks."""
    for name in own:
        if name not in declared:
            known = f" Its symbols: {', '.join(declared)}." if declared else " It has none beside its variable."
            near = suggestion(name, declared)
            raise BadParameter(f"{quoted(formula)} has no symbol {quoted(name)}.{near}{known}")


def _checked_label(label: str, text: str) -> str:
    if not label or not label.isprintable() or len(label) > LONGEST_LABEL:
        allowed = f"1 to {LONGEST_LABEL} printable characters"
        raise BadSpec(f"the label before '=' must have {allowed}, got {quoted(label)}. Write 'NAME = FORMULA'.")
    return label


def lone_variable(free: Sequence[str]) -> str:
    """x, or the only other symbol that is usual for a variable."""
    usual = [name for name in free if name in VARIABLES]
    return usual[0] if "x" not in free and len(usual) == 1 else "x"


def _check_names(formula: str, free: Sequence[str], given: Mapping[str, float], variable: str) -> None:
    if variable != "x" and "x" in free:
        raise BadSpec(f"{quoted(formula)}: with {variable} as the variable, x would be a constant. Rename one of them.")
    for name in given:
        if name in CONSTANTS:
            raise BadParameter(f"--param {name}: {name} is a constant of mathematics. Use another letter.")
        if name == variable:
            raise BadParameter(f"--param {name}: {name} is the variable. Name another one with --var.")


def unused(given: Mapping[str, float], functions: Sequence[Entry]) -> None:
    """Raise `BadParameter` for a value that no formula asks for."""
    asked = sorted({name for function in functions for name in function.asked})
    for name in given:
        if name not in asked:
            known = f" Free symbols: {', '.join(asked)}." if asked else " No formula here has free symbols."
            raise BadParameter(
                f"--param {quoted(name)[1:-1]}: no formula has this symbol.{suggestion(name, asked)}{known}"
            )
