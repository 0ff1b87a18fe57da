"""What a derivation is: chains of equal terms, each line with the rule that gives it from the one above."""

from dataclasses import dataclass, replace

from ..algebra.term import Term


@dataclass(frozen=True)
class Step:
    """One line: the right-hand side and how it follows from the line above."""

    term: Term
    rules: tuple[str, ...]  # in words, such as "quotient rule"
    why: str  # one sentence or more, for `--explain`
    bound: float | None = None  # for ≈: the largest |difference| from the line above; None for =

    @property
    def relation(self) -> str:
        return "=" if self.bound is None else "≈"


@dataclass(frozen=True)
class Chain:
    """Lines that belong together: `left` = first step = second step = …"""

    left: Term
    steps: tuple[Step, ...]
    aside: bool = False  # a side calculation, which the main chain uses


@dataclass(frozen=True)
class Symbol:
    """A symbol other than the variable that a derivation treats as a constant, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class LineCheck:
    """To how many digits a line equals the one above it, and at how many points that was looked at.

    For an ≈ line `digits` is 0 and `difference` the largest |difference| found.
    """

    digits: int
    points: int
    difference: float = 0.0


@dataclass(frozen=True)
class Check:
    """The checks of all lines, chain by chain, in the order in which they are printed."""

    lines: tuple[tuple[LineCheck, ...], ...]

    @property
    def digits(self) -> int:
        """Of the worst line that claims equality."""
        return min(line.digits for chain in self.lines for line in chain if line.digits or not line.difference)

    @property
    def points(self) -> int:
        return min(line.points for chain in self.lines for line in chain)


@dataclass(frozen=True)
class Derivation:
    """How the derivative of a function comes about. Its terms use the letters that a reader sees.

    `f` is the function itself: a term may call f(x), and `definition` is what it stands for.
    """

    title: str  # the spec of a function, or an expression
    route: str
    routes: tuple[str, ...]  # all that there are for this function, best first; `route` is one of them
    variable: str
    order: int
    definition: Term  # f(x)
    lets: tuple[tuple[str, Term], ...]
    chains: tuple[Chain, ...]
    symbols: tuple[Symbol, ...]
    remarks: tuple[str, ...]  # sentences about joins, conventions, bounds and the domain


def first_lines(derivation: Derivation, count: int) -> Derivation:
    """The derivation with no more than the first lines of its main chain."""
    *asides, main = derivation.chains
    return replace(derivation, chains=(*asides, replace(main, steps=main.steps[:count])))
