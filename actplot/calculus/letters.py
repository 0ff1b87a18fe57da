"""The letters that a reader sees in place of a formula's own symbols."""

from ..algebra.reading.names import GREEK_LETTERS
from ..algebra.reading.parser import reread
from ..algebra.term import Sym, Term, substituted
from ..catalogue.kinds.functions import Function, Parameter
from ..errors import BadOption


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
