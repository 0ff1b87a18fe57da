"""Walks a formula once and asks a medium how each part is written."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar, Generic, TypeVar

from ..term import Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Pow, Rel, Sym, Term
from .notation import (
    ATOM,
    MINUS,
    NAMED_FOLDS,
    POWER,
    PRODUCT,
    QUOTIENT,
    ROUNDED,
    SUM,
    is_partial,
    primed,
    squared_call,
    strength,
    with_strengths,
)

T = TypeVar("T")


class Writer(ABC, Generic[T]):
    """The walk; what it makes of a formula, a text or a box, is up to the medium that a subclass says."""

    stacked: ClassVar[bool] = False  # fractions have a bar, which holds them together; cases have an open end
    raises: bool = True  # exponents are raised: eˣ, tanh²(x)
    rounds: bool = True  # floor and ceil are brackets: ⌊x⌋
    primes_names: bool = False  # σ′(x) instead of (σ(x))′
    fold_holds: int = PRODUCT  # how strongly the body of a sum must hold together

    # The medium

    @abstractmethod
    def row(self, *parts: T) -> T:
        """Parts in one row."""

    @abstractmethod
    def number(self, text: str) -> T: ...

    @abstractmethod
    def symbol(self, name: str) -> T: ...

    @abstractmethod
    def name(self, name: str) -> T:
        """The name of a function."""

    @abstractmethod
    def sign(self, sign: str) -> T:
        """A sign with the spaces that a line has around it: "-" before a term, " - " between two."""

    @abstractmethod
    def said(self, words: str) -> T:
        """Words, with the spaces that a line has around them."""

    @abstractmethod
    def fenced(self, inner: T, fences: str = "()") -> T: ...

    @abstractmethod
    def over(self, above: T, below: T) -> T: ...

    @abstractmethod
    def raised(self, base: T, exponent: Term) -> T: ...

    @abstractmethod
    def folded(self, term: Fold, body: T) -> T: ...

    @abstractmethod
    def cased(self, pieces: Sequence[tuple[T, T]]) -> T:
        """Pieces beside their conditions."""

    def primed(self, base: T, count: int) -> T:
        raise NotImplementedError

    def differential(self, name: str = "") -> T:
        """∂ before a symbol, or alone."""
        raise NotImplementedError

    def applied(self, name: T, arguments: T) -> T:
        return self.row(name, arguments)

    def operated(self, operator: T, operand: T) -> T:
        """∂/∂z before what it differentiates."""
        return self.row(operator, operand)

    def listed(self, items: Sequence[T]) -> T:
        return self.joined(", ", items)

    def barred(self, inner: T) -> T | None:
        """Between bars, or None where they would be misread."""
        return self.fenced(inner, "||")

    def exponential(self, call: Call) -> T | None:
        return self.raised(self.symbol("e"), call.args[0]) if self.raises else None

    def rooted(self, inner: Term) -> T | None:
        """Under a root, or None where there is no such sign."""
        return None

    def cube_rooted(self, inner: Term) -> T | None:
        """Under a cube root, or None where there is no such sign."""
        return None

    def squares(self, call: Call) -> bool:
        """Whether a square of a call stands behind the name of its function."""
        return self.raises

    def strength(self, term: Term) -> int:
        return strength(term)

    # The walk

    def write(self, term: Term | Condition) -> T:
        match term:
            case Num(_, text):
                return self.number(text)
            case Sym(name):
                return self.symbol(name)
            case Neg(operand):
                return self.row(self.sign("-"), self.held(operand, QUOTIENT))
            case Add((first, *rest)):
                return self.row(self.held(first, MINUS), *(part for term in rest for part in self.further(term)))
            case Mul(factors):
                return self.product(factors, [self.held(factor, least) for factor, least in with_strengths(factors)])
            case Div():
                return self.fraction(term)
            case Pow():
                return self.power(term)
            case Call():
                return self.call(term)
            case Cases(pieces):
                return self.cased([(self.write(value), self.condition(when)) for value, when in pieces])
            case D(partial=partial):
                return self.partial(term) if partial else self.derivative(term)
            case Fold():
                return self.folded(term, self.within(term))
            case Rel(operator, left, right):
                return self.row(self.write(left), self.sign(f" {operator} "), self.write(right))
            case And(relations):
                return self.conjunction(relations)
        raise TypeError(f"not a term: {term!r}")

    def held(self, term: Term, least: int) -> T:
        """A part of a larger term, between parentheses where it would fall apart."""
        written = self.write(term)
        if self.stacked and (isinstance(term, Div) or is_partial(term)) and least <= POWER:
            return written
        open_end = self.stacked and isinstance(term, Cases) and least > SUM
        return self.fenced(written) if open_end or self.strength(term) < least else written

    def within(self, fold: Fold) -> T:
        """What a fold goes over: Σ is a sign before a product, max the name of a function."""
        if fold.name in NAMED_FOLDS and self.fold_holds > SUM:
            return self.fenced(self.write(fold.body))
        flat = is_partial(fold.body)  # Σ ∂u/∂z needs no parentheses
        return self.held(fold.body, min(self.fold_holds, QUOTIENT) if flat else self.fold_holds)

    def joined(self, sign: str, items: Sequence[T]) -> T:
        first, *rest = items
        return self.row(first, *(part for item in rest for part in (self.sign(sign), item)))

    def product(self, factors: Sequence[Term], items: Sequence[T]) -> T:
        """Factors as they are written, beside the terms that they stand for."""
        return self.joined("*", items)

    def further(self, term: Term) -> tuple[T, T]:
        """A term of a sum behind the first, and its sign."""
        if isinstance(term, Neg):
            return self.sign(" - "), self.held(term.operand, QUOTIENT)
        return self.sign(" + "), self.held(term, QUOTIENT)

    def fraction(self, term: Div) -> T:
        number = isinstance(term.denominator, Num)  # which may be written as 1·10⁻⁵
        above, below = (SUM, SUM) if self.stacked else (PRODUCT, ATOM if number else POWER)
        return self.over(self.held(term.numerator, above), self.held(term.denominator, below))

    def power(self, term: Pow) -> T:
        base = term.base
        if squared_call(term) and self.squares(base):
            return self.applied(self.raised(self.name(base.name), term.exponent), self.arguments(base))
        return self.raised(self.held(base, ATOM), term.exponent)

    def call(self, term: Call) -> T:
        special = None
        match term:
            case Call("exp"):
                special = self.exponential(term)
            case Call("abs", (inner,)):
                special = self.barred(self.write(inner))
            case Call("sqrt", (inner,)):
                special = self.rooted(inner)
            case Call("cbrt", (inner,)):
                special = self.cube_rooted(inner)
            case Call("floor" | "ceil", (inner,)) if self.rounds:
                special = self.fenced(self.write(inner), ROUNDED[term.name])
        return self.applied(self.name(term.name), self.arguments(term)) if special is None else special

    def arguments(self, term: Call) -> T:
        words = [self.row(self.symbol(word), self.sign(" = "), self.write(value)) for word, value in term.keywords]
        return self.fenced(self.listed([*map(self.write, term.args), *words]))

    def derivative(self, term: D) -> T:
        inner, count = primed(term, self.primes_names) or (None, 1)
        match inner:
            case Sym(name):
                return self.primed(self.symbol(name), count)
            case Call(name):
                return self.applied(self.primed(self.name(name), count), self.arguments(inner))
        return self.primed(self.fenced(self.write(term.operand)), 1)

    def partial(self, term: D) -> T:
        below = self.differential(term.variable)
        if isinstance(term.operand, Sym):
            return self.over(self.differential(term.operand.name), below)
        return self.operated(self.over(self.differential(), below), self.fenced(self.write(term.operand)))

    def condition(self, when: Condition | None) -> T:
        return self.said("otherwise") if when is None else self.row(self.said("if "), self.write(when))

    def conjunction(self, relations: Sequence[Rel]) -> T:
        """Neighbours that share a term and a direction are chained: −3 < x < 3."""
        parts = [self.write(relations[0])]
        for before, relation in pairwise(relations):
            if before.right == relation.left and before.operator[0] == relation.operator[0] in ("<", ">"):
                parts += [self.sign(f" {relation.operator} "), self.write(relation.right)]
            else:
                parts += [self.said(" and "), self.write(relation)]
        return self.row(*parts)


class TextWriter(Writer[str]):
    """What all media have in common that write one line of characters."""

    def row(self, *parts: str) -> str:
        return "".join(parts)

    def fenced(self, inner: str, fences: str = "()") -> str:
        return fences[0] + inner + fences[1]

    def barred(self, inner: str) -> str | None:
        return None if "|" in inner else f"|{inner}|"  # bars inside bars would be ambiguous

    def over(self, above: str, below: str) -> str:
        return f"{above}/{below}"


class Composer(Writer[T]):
    """Puts together what another medium writes in one piece."""

    stacked = True

    def __init__(self, pieces: Writer):
        self.pieces = pieces

    @abstractmethod
    def piece(self, written: Any) -> T: ...

    def number(self, text: str) -> T:
        return self.piece(self.pieces.number(text))

    def symbol(self, name: str) -> T:
        return self.piece(self.pieces.symbol(name))

    def name(self, name: str) -> T:
        return self.piece(self.pieces.name(name))

    def sign(self, sign: str) -> T:
        return self.piece(self.pieces.sign(sign))

    def said(self, words: str) -> T:
        return self.piece(self.pieces.said(words))

    def differential(self, name: str = "") -> T:
        return self.piece(self.pieces.differential(name))
