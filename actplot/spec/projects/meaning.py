"""What a project's name for a function means: an entry with parameters, and a term wherever a formula calls it."""

import math
from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ...algebra.reading.lexer import LONGEST
from ...algebra.reading.library import Literal, Value
from ...algebra.reading.names import CONSTANTS
from ...algebra.reading.parser import parse
from ...algebra.rewriting.neat import numeric
from ...algebra.term import Mul, Sym, Term, rebuilt, substituted, symbols
from ...algebra.writing.source import to_text
from ...catalogue.entry import Entry
from ...catalogue.parameter import Parameter
from ...errors import ActplotError, BadParameter, suggestion
from ...files import portable
from ...numbers import number_text
from ..formulas.expression import LONGEST_LABEL, Expression, lone_variable, split_label, split_values
from ..formulas.named import entry_or
from ..formulas.speaking import read_formula
from ..supplied.addresses import Place
from ..supplied.standing import entry_at
from .defined import BadDefinition, Definition

DEEPEST = 12  # functions that refer to each other in a row
_OPEN: ContextVar[tuple[str, ...]] = ContextVar("open", default=())  # those whose formulas are being read


class Defined(Expression):
    """A formula that a project names, with the values of its parameters."""

    definition: Definition

    def __init__(
        self, definition: Definition, own: Mapping[str, float], letter: str, beside: Mapping[str, float] | None = None
    ):
        super().__init__(definition.text, {**(beside or {}), **own}, letter)
        usual = dict(definition.parameters)
        order = [name for name in usual if name in self.values]
        order += [name for name in self.values if name not in usual]
        changed = [f"{name}={number_text(own[name])}" for name in order if name in own and own[name] != usual.get(name)]
        label = f"{definition.name} ({', '.join(changed)})" if changed else definition.name
        vars(self).update(
            definition=definition,
            name=definition.name,
            given_label=label if len(label) <= LONGEST_LABEL else definition.name,
            own=tuple(name for name in order if name in own),
            values={name: self.values[name] for name in order},
            declared=tuple(_parameter(definition.name, name, usual.get(name, math.nan)) for name in order),
            told=_told(definition),
            **_told(definition),
        )

    def __reduce__(self) -> tuple:
        """With the names of the project that its formula used written out."""
        own = {name: self.values[name] for name in self.own}
        beside = {name: value for name, value in self.values.items() if name not in own and not math.isnan(value)}
        return Defined, (replace(self.definition, text=self.text), own, self.letter, beside)

    def with_parameters(self, values: Mapping[str, Any]) -> "Defined":  # type: ignore[override]
        own = {name: self.values[name] for name in self.own}
        return Defined(replace(self.definition, text=self.text), {**own, **values}, self.letter)

    def require_values(self) -> None:
        if self.unknown:
            name, first = self.definition.name, self.unknown[0]
            missing = ", ".join(self.unknown)
            advice = f"Write {name}:{first}=0.1, or give it a default: parameters = {{{first} = 0.1}}."
            raise BadParameter(f"{name} needs a value for {missing}. {advice}")


def _parameter(owner: str, name: str, default: float) -> Parameter:
    return Parameter(name, name, default, f"a parameter of {owner}")


def _told(definition: Definition) -> dict[str, Any]:
    """What a project says of a function, by the names that every entry has for it."""
    sources = {"sources": (definition.source,)} if definition.source else {}
    note = {"note": definition.note} if definition.note else {}
    return {"aliases": definition.aliases, "origin": definition.origin, **sources, **note}


@dataclass(frozen=True)
class Meaning:
    """A project's name, of which entries are made and which formulas may call."""

    definition: Definition
    layer = False  # it is called at once

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def title(self) -> str:
        return self.definition.origin

    @property
    def place(self) -> Place | None:
        """Where it stands, if not in a formula; from the current folder."""
        place = self.definition.stands_in
        if place is None or not place.is_file:
            return place
        return replace(place, source=portable(Path(self.definition.folder, place.source)))

    def check(self) -> None:
        """Read its formula. Raises `BadDefinition` for what is none."""
        self._usual  # noqa: B018  # is read when it is first asked for

    # As what stands before a colon

    @property
    def declared(self) -> tuple[Parameter, ...]:
        return self._usual.declared

    accepted = declared

    def with_parameters(self, values: Mapping[str, Any], beside: Mapping[str, float] | None = None) -> Entry:
        """The function with these parameters, and the defaults of others; `beside` are values of other symbols.

        A formula that is no more than an entry of the catalogue is that entry, as a formula that is typed.
        """
        usual = self._usual
        own = {name: usual.values[name] for name in usual.own}
        others = {name: value for name, value in (beside or {}).items() if name in usual.asked and name not in values}
        return entry_or(Defined(usual.definition, {**own, **values}, usual.letter, others))

    def supplied(self, words: Sequence[str], given: Mapping[str, Any], variable: str | None) -> Entry:
        """The function of a file, with settings as they are written behind its name, and values beside it."""
        place = self.place
        assert place is not None
        settings = {name: number_text(value) for name, value in self.definition.parameters}
        settings |= dict(_named(word, "") for word in place.settings)
        order = list(settings)
        settings |= dict(_named(word, order[at] if at < len(order) else "") for at, word in enumerate(words))
        written = tuple(f"{name}={value}" if value else name for name, value in settings.items() if name not in given)
        label = f"{self.name} ({', '.join(words)})" if words else self.name
        entry = entry_at(replace(place, settings=written, label=label), given, variable)
        vars(entry).update(_told(self.definition))
        return entry

    # As what a formula calls

    @property
    def refusal(self) -> str:
        return f"{self.name} stands in a file, and a formula is made of formulas" if self.place else ""

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.declared)

    def at(self, argument: Term, given: Mapping[str, Value]) -> Term:
        """Its formula at an argument, with the defaults of what is not given."""
        usual = self._usual
        values: dict[str, Term] = {name: parse(number_text(usual.values[name])) for name in usual.own}
        for name, value in given.items():
            if isinstance(value, Literal):
                raise BadParameter(f"{self.name}: {name} must be a number, got '{value.word}'")
            values[name] = value  # type: ignore[assignment]
        missing = [name for name in usual.asked if name not in values]
        if missing:
            raise BadParameter(f"{self.name} needs a value for {missing[0]}: {self.name}(x, {missing[0]}=1)")
        ones = {name for name, value in values.items() if numeric(value) == 1}
        return substituted(_without_factors(usual.term, ones), {**values, "x": argument})

    @cached_property
    def _usual(self) -> Defined:
        """With its defaults. Raises `BadDefinition` for what is no formula, or refers to itself."""
        opened = _OPEN.get()
        where = self.definition.where
        if self.name in opened:
            circle = " → ".join([*opened[opened.index(self.name) :], self.name])
            raise BadDefinition(f"{where}: it refers to itself: {circle}")
        if len(opened) >= DEEPEST:
            raise BadDefinition(f"{where}: more than {DEEPEST} functions refer to each other in a row")
        before = _OPEN.set((*opened, self.name))
        try:
            return _read(self.definition)
        except BadDefinition:
            raise
        except ActplotError as error:
            raise BadDefinition(f"{where}: {error}") from None
        finally:
            _OPEN.reset(before)


def _without_factors(term: Any, names: Collection[str]) -> Any:
    """The term without those factors of products, which are 1: nobody writes σ(1·x)."""
    inner = rebuilt(term, lambda part: _without_factors(part, names))
    if not isinstance(inner, Mul):
        return inner
    kept = [factor for factor in inner.args if not (isinstance(factor, Sym) and factor.name in names)]
    return inner if len(kept) == len(inner.args) else Mul(tuple(kept)) if len(kept) > 1 else (*kept, *inner.args)[0]


def _named(word: str, usual: str) -> tuple[str, str]:
    """The name of a setting and its value as text; a value alone is that of the usual name, or stays as it is."""
    name, equals, value = word.partition("=")
    if equals:
        return name.strip(), value.strip()
    return (usual, word.strip()) if usual else (word.strip(), "")


def _read(definition: Definition) -> Defined:
    """The formula of a definition, with the project's other names in it written out."""
    rest, own = split_values(definition.text)
    label, formula = split_label(rest)
    if label:
        raise BadDefinition(f"{definition.where}: formula has a label, {label!r}. Its name is {definition.name}")
    usual = {**own, **dict(definition.parameters)}
    reading = read_formula(formula, tuple(usual))
    free = sorted(symbols(reading.term) - set(CONSTANTS))
    letter = reading.variable or lone_variable([name for name in free if name not in usual])
    for name in usual:
        if name == letter or name not in free:
            others = [other for other in free if other != letter]
            known = f" Its symbols: {', '.join(others)}." if others else " It has none beside its variable."
            what = "is the variable" if name == letter else "does not occur in the formula"
            raise BadDefinition(f"{definition.where}: parameter {name!r} {what}.{suggestion(name, others)}{known}")
    text = to_text(reading.term)
    if len(text) > LONGEST:
        raise BadDefinition(f"{definition.where}: written out it has {len(text)} characters, allowed are {LONGEST}")
    return Defined(replace(definition, text=text, parameters=tuple(usual.items())), usual, letter)
