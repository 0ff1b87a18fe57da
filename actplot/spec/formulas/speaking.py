"""What the name of a framework means inside a formula, from the tables of its dialect."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ...algebra.reading.library import Literal, Value
from ...algebra.reading.library import Spoken as Meaning
from ...algebra.reading.names import function_name
from ...algebra.reading.parser import parse
from ...algebra.reading.pasted import Reading, read
from ...algebra.rewriting.neat import numeric
from ...algebra.term import Call, Term, substituted
from ...catalogue.entry import Entry
from ...catalogue.parameter import Parameter
from ...errors import BadParameter, BadSpec, UnknownName
from ...numbers import number_text
from ..dialects.finding import Spoken, spoken_by
from ..dialects.meanings import canonical_class
from ..dialects.spelling import DATA, REQUIRED
from .in_force import names_in_force

_PLACEHOLDER = 0.5  # for a required setting that a symbol is given for
# The tables to look in. `nn` is PyTorch's, whose names are those of layers; its functions are JAX' and Flax'.
_FRAMEWORKS = {"torch": "torch", "tf": "tf", "keras": "keras", "jax": "jax"}


def read_formula(text: str, symbols: Collection[str] = ()) -> Reading:
    """A formula as a user types or pastes it. Raises `FormulaError`, which points at the place."""
    return read(text, symbols=symbols, speaker=_Speaker())


class _Speaker:
    """Knows the names of frameworks' functions and layers, and of the project that is read."""

    def __call__(self, library: str, name: str) -> Meaning | None:
        if library:
            return _spoken(library, name)
        project = names_in_force()
        return project.find(name) if project else None

    def names(self) -> Collection[str]:
        project = names_in_force()
        return project.names() if project else ()


@lru_cache(maxsize=512)
def _spoken(library: str, name: str) -> "InFormula | None":
    key = _FRAMEWORKS.get(library.partition(".")[0])
    if library == "torch.nn" and not name[:1].isupper():
        key, library = "jax", "jax.nn"
    if key is None:
        return None
    for path in (f"{library}.{name}", name):
        try:
            return InFormula(spoken_by(key, path), name[:1].isupper())
        except UnknownName:
            continue
    return None


@dataclass(frozen=True)
class InFormula:
    """A framework's name, at terms in place of numbers."""

    spoken: Spoken
    layer: bool

    @property
    def title(self) -> str:
        return self.spoken.title

    @property
    def refusal(self) -> str:
        """Why it is no function of one number; empty where it is."""
        entry = self.spoken.canonical
        if entry.has_curve and entry.variable == "x":
            return ""
        return f"{self.spoken.name} is a {entry.kind}, and a formula is made of numbers"

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(setting.name for setting in self.spoken.accepted if setting.name not in DATA)

    def at(self, argument: Term, given: Mapping[str, Value]) -> Term:
        """The term, with the framework's defaults.

        Where a framework has a switch of its own, such as the threshold beyond which its softplus is a line, that
        counts if it is given: by default it is beyond the digits of a float32, and no part of the formula.
        """
        given = self._without_keywords(given)
        numbers, terms = self._sorted(given)
        required = [name for name, default in self.spoken.spelling.settings.items() if default is REQUIRED]
        entry = self.spoken.with_parameters({**{name: _PLACEHOLDER for name in required if name in terms}, **numbers})
        cls = canonical_class(type(entry))
        known = {parameter.name for parameter in cls.declared}
        own = {name for name in given if name in entry.parameters and self.spoken.parameter_of(name) not in known}
        if own and type(entry) is not cls:
            numbers_of = {name: _number(value) for name, value in entry.numbers.items()}
            return substituted(_formula(entry), {**numbers_of, **terms, "x": argument})
        values = {p.name: getattr(entry, p.attribute) for p in cls.declared}
        changed = {p.name: _number(values[p.name]) for p in cls.declared if values[p.name] != p.default}
        changed |= {self.spoken.parameter_of(name) or name: term for name, term in terms.items()}
        name = (not changed and function_name(cls.name)) or cls.name
        return Call(name, (argument,), tuple(changed.items()))

    def _without_keywords(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The parameters, those among them that a keyword sets; the words of other keywords are only looked at."""
        keywords = {keyword.name: keyword for keyword in self.spoken.keywords}
        own = {name: value for name, value in given.items() if name not in keywords}
        for name in given.keys() & keywords.keys():
            keywords[name].read(self.spoken.name, _written(given[name]))
            if keywords[name].sets in {parameter.name for parameter in self.spoken.declared}:
                own[keywords[name].sets] = given[name]
        return own

    def _sorted(self, given: Mapping[str, Value]) -> tuple[dict[str, float | None], dict[str, Term]]:
        """Settings that are numbers or words, and those that are terms."""
        declared = {parameter.name: parameter for parameter in self.spoken.declared}
        numbers: dict[str, float | None] = {}
        terms: dict[str, Term] = {}
        for name, value in given.items():
            if isinstance(value, Literal):
                numbers[name] = _meant(self.spoken.name, declared[name], value.word)
                continue
            term = cast(Term, value)  # a condition has become a number by now
            number = numeric(term)
            if number is not None:
                numbers[name] = _accepted(self.spoken.name, declared[name], float(number))
            elif declared[name].words:
                raise BadParameter(f"{self.spoken.name}: {name} must be {declared[name].constraint}")
            else:
                terms[name] = term
        return numbers, terms


def _written(value: Value) -> str:
    """A value as it is written: a word, a number, or what is neither."""
    if isinstance(value, Literal):
        return value.word
    number = numeric(cast(Term, value))
    return "a formula" if number is None else number_text(float(number))


def _accepted(name: str, parameter: Parameter, number: float) -> float:
    if not parameter.accepts(number):
        raise BadParameter(f"{name}: {parameter.name} must be {parameter.constraint}, got {number_text(number)}")
    return number


def _meant(name: str, parameter: Parameter, word: str) -> float | None:
    if word.lower() in parameter.words:
        return parameter.words[word.lower()]
    if word == "None" and parameter.optional:
        return None
    raise BadParameter(f"{name}: {parameter.name} must be {parameter.constraint}, got '{word}'")


def _number(value: float) -> Term:
    return parse(number_text(value))


def _formula(entry: Entry) -> Term:
    formula = getattr(entry, "formula", None)
    if not isinstance(formula, str):
        raise BadSpec(f"{entry} has no formula in one variable")
    return parse(formula, symbols=tuple(entry.parameters))
