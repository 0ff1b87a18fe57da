"""Reads authored lines of all kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from ...algebra.evaluating.sized import is_kronecker
from ...algebra.reading.authored import parse_condition, parse_line
from ...algebra.term import Sym, Term, symbols
from ...catalogue.entry import Line
from .derivation import Chain, Step, Symbol


@dataclass
class Lines:
    """What authored lines say, read in the order in which they stand."""

    known: tuple[str, ...] = ()  # names of symbols that a formula brings along
    left: Term | None = None  # of the first chain, where its first line does not say one
    reason: Callable[[str], str] = lambda rule: ""  # on a rule, for a line without a sentence of its own
    lets: list[tuple[str, Term]] = field(default_factory=list)
    defined: list[tuple[str, Term]] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    positive: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    begun: list[Chain] = field(default_factory=list)

    @property
    def chains(self) -> tuple[Chain, ...]:
        """All but the last are side calculations."""
        *asides, main = self.begun
        return (*(replace(chain, aside=True) for chain in asides), main)

    def reading(self, lines: Sequence[Line]) -> Self:
        special = {"symbol": self.symbol, "let": self.let, "remark": lambda line: self.remarks.append(line.text)}
        for line in lines:
            special.get(line.rule, self.line)(line)
        return self

    def symbol(self, line: Line) -> None:
        """What a symbol means: `y_i`, or `q_i > 0` where it stands for numbers above 0."""
        name, positive, _ = line.text.partition(" > 0")
        if positive:
            self.positive.add(name)
        self.symbols.append(Symbol(name, line.why + (", above 0" if positive else "")))

    def let(self, line: Line) -> None:
        left, _, right = line.text.partition(" = ")
        self.lets.append((left, self.read(right)))

    def line(self, line: Line) -> None:
        text, supposes, condition = line.text.partition(" if ")
        left, equals, right = text.partition(" = ")
        term = self.read(right if equals else left)
        if equals:
            self.begin(self.read(left, left), term)
        elif not self.begun:
            self.begun.append(Chain(self.left, ()))
        given = (parse_condition(condition, symbols=self.names()),) if supposes else ()
        step = Step(term, (line.rule,), line.why or self.reason(line.rule), line.bound, given)
        self.begun[-1] = replace(self.begun[-1], steps=(*self.begun[-1].steps, step))

    def begin(self, left: Term, right: Term) -> None:
        """A new chain; a bare symbol on its left that nothing has defined yet is defined by it."""
        if isinstance(left, Sym) and left.name not in self.names():
            self.defined.append((left.name, right))
        self.begun.append(Chain(left, ()))

    def read(self, text: str, *more: str) -> Term:
        words = [name for name in more if name.isidentifier()]
        return parse_line(text, symbols=(*self.names(), *words))

    def names(self) -> tuple[str, ...]:
        return (*self.known, *(name for name, _ in (*self.lets, *self.defined)))


def kronecker_symbols(chains: Sequence[Chain]) -> list[Symbol]:
    """What δ with two indices means, where it occurs."""
    terms = [step.term for chain in chains for step in chain.steps]
    found = sorted(name for name in set().union(*map(symbols, terms)) if is_kronecker(name))
    return [Symbol(name, f"1 where {name[-2]} = {name[-1]}, else 0") for name in found]
