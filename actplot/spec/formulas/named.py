"""A formula that is no more than a function of the catalogue at the variable is that function."""

import math
from functools import lru_cache
from typing import Any

from ...algebra.reading.names import function_name
from ...algebra.rewriting.neat import numeric
from ...algebra.term import Call, Sym, Term
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import FORMULA, Function
from ...catalogue.registry import is_known, is_own, lookup
from .expression import Expression


def entry_or(expression: Expression) -> Function:
    """The entry that a formula such as `elu(x, alpha=0.5)` names, in the formula's own words; else the formula."""
    match expression.term:
        case Call(name, (Sym("x"),), keywords) if _is_entry(name) and lookup(name).has_curve:
            values = {word: _number(value, expression) for word, value in keywords}
            known = {word: value for word, value in values.items() if value is not None}
            if len(known) == len(values):
                return _as_typed(lookup(name), known, expression)
    return expression


def _is_entry(name: str) -> bool:
    """Whether a call means an entry; no class that was added replaces a function of the language."""
    return is_own(name) or (function_name(name) is None and is_known(name))


def _number(value: Term, expression: Expression) -> float | None:
    """The value of a literal number or of a symbol that has one."""
    number = numeric(value)
    if number is not None:
        return float(number)
    given = expression.values.get(value.name, math.nan) if isinstance(value, Sym) else math.nan
    return None if math.isnan(given) else given


def _as_typed(cls: type[Entry], values: dict[str, float], expression: Expression) -> Function:
    """The entry, which remembers how it was typed: that makes it a formula among others."""
    own: Any = cls
    entry = _typed_class(own)(**{p.attribute: values[p.name] for p in cls.declared if p.name in values})
    vars(entry).update(expression=expression, letter=expression.letter, **expression.told)
    return entry


class _Typed:
    """What an entry has of the formula that names it; everything else is the entry's."""

    expression: Expression
    kind = FORMULA
    variable = "x"

    def __str__(self) -> str:
        return str(self.expression)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.expression,)

    def _identity(self) -> tuple:
        return self.expression._identity()

    @property
    def named_kind(self) -> str:
        return next(vars(cls)["kind"] for cls in type(self).__mro__[2:] if "kind" in vars(cls))

    @property
    def label(self) -> str:
        return self.expression.label

    @property
    def constants(self) -> tuple[str, ...]:
        return self.expression.constants

    @property
    def asked(self) -> tuple[str, ...]:
        return self.expression.asked

    @classmethod
    def with_parameters(cls, values: dict[str, Any]) -> Entry:
        """The entry of the catalogue: with other parameters it is not what was typed."""
        own: Any = cls.__mro__[2]
        return own.with_parameters(values)


@lru_cache
def _typed_class(cls: Any) -> Any:
    return type(cls.__name__, (_Typed, cls), {"__module__": __name__, "__doc__": cls.__doc__})


def _again(expression: Expression) -> Function:
    return entry_or(expression)
