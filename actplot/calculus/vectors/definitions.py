"""The formula of an entry of vectors as equations: in its own symbols, and in the letters of a reader."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ...algebra.reading.authored import parse_equation
from ...algebra.term import INDICES, Mul, Num, Sym, Term, number, rebuilt, substituted
from ...catalogue.entry import Entry
from ...catalogue.kinds.formula import Formula
from ...frozen import record
from ...numbers import number_text
from ..letters import letter_of

Equation = tuple[Term, Term]
PLACES = tuple(INDICES)


@record
class Definition:
    """What a formula says: equations for the outputs, and for local names, which build on those before them."""

    lines: tuple[Equation, ...]
    lets: tuple[Equation, ...]


@record
class Shown:
    """A formula for a reader."""

    label: str  # "formula", or what of a layer it is: evaluation, mean, variance
    source: str
    equations: tuple[Equation, ...]
    meanings: Mapping[str, str]  # of symbols, where that is not plain


def shown_formulas(entry: Entry) -> tuple[Shown, ...]:
    """The formulas of an entry; none where it is told in words alone."""
    return tuple(
        Shown(label, formula.source, readable_equations(entry, formula), _meanings(formula))
        for label, formula in entry.formulas.items()
    )


def definition_of(entry: Entry, formula: Formula) -> Definition:
    """A formula of the entry in its own symbols."""
    return _read(formula.lines, formula.lets, tuple(_names(entry)))


@lru_cache(maxsize=256)
def _read(lines: tuple[str, ...], lets: tuple[str, ...], names: tuple[str, ...]) -> Definition:
    known = [*names, *(text.partition(" = ")[0] for text in lets)]
    return Definition(
        *(tuple(parse_equation(text, symbols=known) for text in texts) for texts in (lines, lets)),
    )


def _names(entry: Entry) -> Iterator[str]:
    """The symbols that parameters have in the formula."""
    for name in _named(entry).values():
        yield from _spelt(name)
    for name in entry.fixed:
        yield from _spelt(name)


def _spelt(name: str) -> tuple[str, ...]:
    """A name, and what it is with an index behind it."""
    return (name, *(f"{name}_{place}" for place in PLACES))


def readable_equations(entry: Entry, formula: Formula) -> tuple[Equation, ...]:
    """The lines of a formula and its local names in the order in which one reads them, in the letters of a reader."""
    definition = definition_of(entry, formula)
    letters = letters_of(entry)
    lets = dict(zip(formula.lets, definition.lets, strict=True))
    equations = [*definition.lines, *(lets[text] for text in formula.read_lets)]
    return tuple((left, without_ones(substituted(right, letters))) for left, right in equations)


def letters_of(entry: Entry) -> dict[str, Term]:
    """What a reader sees for the names that parameters have in the formula, with each index behind them."""
    found: dict[str, Term] = {}
    named = _named(entry)
    for parameter in entry.declared:
        letter = letter_of(parameter).name
        found |= dict(zip(_spelt(named[parameter.attribute]), map(Sym, _spelt(letter)), strict=True))
    for name, value in entry.fixed.items():
        known = number(number_text(value)) if isinstance(value, float) else number("1")
        found |= dict.fromkeys(_spelt(name), known)
    return found


def without_ones(term: Term) -> Term:
    """Factors of 1 left out, which a framework that knows no weights would show."""
    inner = rebuilt(term, without_ones)
    if not isinstance(inner, Mul):
        return inner
    left = tuple(factor for factor in inner.args if not (isinstance(factor, Num) and factor.text == "1"))
    return Mul(left) if len(left) > 1 else left[0] if left else number("1")


def _meanings(formula: Formula) -> dict[str, str]:
    """What the symbols of a formula mean, that of Kronecker's δ included."""
    deltas = sorted({word for text in (formula.text, formula.let) for word in _deltas(text)})
    return {**formula.symbols, **{name: f"1 where {name[-2]} = {name[-1]}, else 0" for name in deltas}}


def _deltas(text: str) -> Iterator[str]:
    for i in PLACES:
        yield from (name for k in PLACES if (name := f"delta_{i}{k}") in text)


def numbers_of(entry: Entry, count: int) -> dict[str, float]:
    """What the parameters of an entry stand for in its formula, for vectors of so many numbers; weights by class.

    A list of numbers that is not given is one of ones.
    """
    found: dict[str, float] = {}
    named = _named(entry)
    lists = {named[parameter.attribute] for parameter in entry.declared if parameter.many}
    for name, value in _values(entry):
        if isinstance(value, tuple) or name in lists:
            found |= {f"{name}_{place}": one for place, one in enumerate(value or [1.0] * count, start=1)}
        elif value is not None:
            found[name] = value
    return found


def _named(entry: Entry) -> dict[str, str]:
    """The names that its fields have in the formula: those of the catalogue, whatever a framework calls them."""
    own = {parameter.attribute for parameter in entry.declared}
    classes = type(entry).__mro__  # that of the catalogue last
    named = {one.attribute: one.name for cls in classes for one in getattr(cls, "declared", ())}
    return {attribute: name for attribute, name in named.items() if attribute in own}


def _values(entry: Entry) -> Iterator[tuple[str, object]]:
    named = _named(entry)
    yield from ((named[parameter.attribute], getattr(entry, parameter.attribute)) for parameter in entry.declared)
    yield from entry.fixed.items()
