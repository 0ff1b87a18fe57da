"""Makes the class of the entries that a framework's name gives: its parameters, texts, and derivatives at kinks."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from ...catalogue.entry import Entry, Text, sentences_of
from ...catalogue.kinds.array_axes import lies_usually
from ...catalogue.kinds.functions import Function
from ...catalogue.parameter import Parameter
from ...frozen import record
from ...numbers import number_text
from .meanings import Meaning, class_of
from .spelling import Spelling, parameters_of


@record
class Speaker:
    """Whose word it is, and the word."""

    framework: str  # torch
    title: str  # PyTorch
    name: str  # torch:LeakyReLU


def dialect_class(speaker: Speaker, spelling: Spelling, meaning: Meaning, reduce: Callable) -> type[Entry]:
    """The class of the entries of one meaning; `reduce` is what pickles them, since the class is made, not imported."""
    base: Any = class_of(meaning)  # of any kind: all have a formula
    parameters = tuple(parameters_of(spelling, meaning))
    texts = _Texts(base, parameters, spelling)
    body: dict[str, Any] = {
        **{p.attribute: spelling.fixed.get(p.name, p.default) for p in base.declared},
        "__doc__": base.__doc__,
        "__module__": __name__,
        "__reduce__": reduce,
        "__str__": _text,
        "_identity": lambda self: (str(self), *self.parameters.items()),
        "name": speaker.name,
        "framework": speaker.framework,
        "said": spelling.switch.said(meaning) if spelling.switch else "",
        "aliases": (),
        "declared": parameters,
        "formulas_given": {texts.own(name): texts.renamed(text) for name, text in base.formulas_given.items()},
        "routes": {},
        "equivalents": {},
        "equivalents_of_defaults": {},
        "plain": _plainly(meaning, spelling, base),
    }
    formula = getattr(base, "formula", None)
    if isinstance(formula, str):
        body["formula"] = texts.renamed(formula)
    else:  # whose formulas name parameters as the catalogue does
        asked = {parameter.attribute for parameter in parameters}
        body["fixed"] = {p.name: body[p.attribute] for p in base.declared if p.attribute not in asked}
        body["in_words"] = texts.renamed(base.in_words)
    if spelling.axis is not None:
        body["without_axis"] = spelling.axis.none
    if spelling.kinks:
        body["derivative"] = _with_kinks(base, spelling.kinks)
        body["convention"] = _conventions(speaker, spelling, base)
    return type(base.__name__, (base,), body)


def _text(self: Any) -> str:
    """The shortest spec that reads back to an equal entry, with every setting by its name."""
    changed = [f"{p.name}={number_text(value)}" for p, value in self._values() if value != p.default]
    words = [self.said, *changed] if self.said else changed
    return f"{self.name}:{','.join(words)}" if words else self.name


@record
class _Texts:
    """Formulas of a class, in the names of a framework's settings."""

    base: type[Entry]
    parameters: tuple[Parameter, ...]
    spelling: Spelling

    @cached_property
    def words(self) -> dict[str, str]:
        own = {parameter.attribute: parameter.name for parameter in self.parameters}
        values = {p.name: self.spelling.fixed.get(p.name, p.default) for p in self.base.declared}
        fixed = {name: f"({number_text(value)})" for name, value in values.items() if value is not None}
        return {p.name: own.get(p.attribute, fixed.get(p.name, p.name)) for p in self.base.declared}

    def own(self, name: str) -> str:
        return self.words.get(name, name)

    def renamed(self, text: str) -> str:
        return re.sub(r"[A-Za-z_]\w*", lambda match: self.words.get(match[0], match[0]), text)


def _plainly(meaning: Meaning, spelling: Spelling, base: type[Entry]) -> Any:
    """The method that gives the entry of the catalogue that this one equals, or None."""

    def canonical(self: Entry) -> Entry | None:
        return base(**{p.attribute: getattr(self, p.attribute) for p in base.declared})

    if spelling.kinks:
        return lambda self: None
    found = canonical if isinstance(meaning, str) else getattr(base, "plain", lambda self: None)
    return found if spelling.axis is None else lambda self: found(self) if lies_usually(self) else None


def _with_kinks(base: type[Function], kinks: Mapping[float, float]) -> Any:
    def derivative(self: Function, x: np.ndarray) -> np.ndarray:
        slopes = base.derivative(self, x)
        for at, slope in kinks.items():
            slopes = np.where(x == at, slope, slopes)
        return slopes

    return derivative


def _conventions(speaker: Speaker, spelling: Spelling, base: type[Function]) -> Text:
    kinks = [f"f′({number_text(at)}) = {slope:.6g}" for at, slope in spelling.kinks.items()]
    own = f"{' and '.join(kinks)}, as {speaker.title} takes it. In the catalogue:"
    return Text(own, *sentences_of(base, "convention"))
