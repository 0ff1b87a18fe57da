"""The letters that a reader sees in place of a formula's own symbols."""

import math
from collections.abc import Collection
from fractions import Fraction

from ..algebra.reading.names import GREEK_LETTERS
from ..algebra.reading.parser import reread
from ..algebra.rewriting.deciding import decided
from ..algebra.rewriting.neat import rational
from ..algebra.rewriting.tidy import tidied
from ..algebra.term import Sym, Term, substituted, symbols
from ..algebra.writing.line import to_line
from ..catalogue.kinds.functions import Function, Parameter
from ..errors import BadOption
from ..numbers import fraction_text, readable

SHORT = 4  # letters of a number that stands in a formula; longer ones have a letter


def reader_letters(function: Function) -> dict[str, Sym]:
    """Each symbol of the formula and what stands for it: z for a logit, y for the target."""
    return {"x": Sym(function.letter), **{p.name: letter_of(p) for p in function.declared}}


def letter_of(parameter: Parameter) -> Sym:
    """What stands for a parameter in formulas, with its Greek letter spelt out: alpha_p for α_p."""
    return Sym("".join(GREEK_LETTERS.get(letter, letter) for letter in parameter.symbol) or parameter.name)


def formula_of(function: Function) -> Term:
    """The formula of a function in its own symbols. Raises `BadOption` for one of a file, of which none is known."""
    if function.by_values_alone:
        raise BadOption(f"{function} is code, which has no formula. 'actplot identify {function}' may find one.")
    return reread(function.formula, symbols=tuple(parameter.name for parameter in function.declared))


def readable_formula(function: Function) -> Term:
    """The formula of a function in the letters of a reader."""
    return substituted(formula_of(function), reader_letters(function))


def formula_in_numbers(function: Function, free: Collection[str] = ()) -> tuple[Term, tuple[str, ...]]:
    """The formula with the values of its parameters in it, and those of the letters that keep it short.

    Parameters that are free stay letters of which no value is told.
    """
    known = {p.name: function.numbers[p.name] for p in function.declared if p.name in {*function.numbers} - {*free}}
    short = {
        name: value for name, value in known.items() if math.isfinite(value) and len(fraction_text(value)) <= SHORT
    }
    given = {name: rational(Fraction(fraction_text(value)), decimal=True) for name, value in short.items()}
    term = substituted(formula_of(function), {**reader_letters(function), **given})
    if given or free:
        term = tidied(decided(tidied(term)))
    letters = [(letter_of(p), known[p.name]) for p in function.declared if p.name in known and p.name not in short]
    left = symbols(term)
    return term, tuple(f"{to_line(letter)} = {readable(value)}" for letter, value in letters if letter.name in left)
