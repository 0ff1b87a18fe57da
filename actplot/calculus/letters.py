"""The letters that a reader sees in place of a formula's own symbols."""

from ..algebra.names import GREEK_LETTERS
from ..algebra.parser import parse
from ..algebra.term import Sym, Term, substituted
from ..function import Function


def reader_letters(function: Function) -> dict[str, Sym]:
    """Each symbol of the formula and what stands for it: z for a logit, y for the target."""
    letters = {p.name: Sym(GREEK_LETTERS.get(p.symbol, p.symbol) or p.name) for p in function.declared}
    return {"x": Sym(function.letter), **letters}


def formula_of(function: Function) -> Term:
    """The formula of a function in its own symbols."""
    return parse(function.formula, symbols=tuple(parameter.name for parameter in function.declared))


def readable_formula(function: Function) -> Term:
    """The formula of a function in the letters of a reader."""
    return substituted(formula_of(function), reader_letters(function))
