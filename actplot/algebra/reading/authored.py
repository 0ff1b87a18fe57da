"""Reads the lines of authored derivations, which hold marks that a user's formula may not hold."""

from collections.abc import Collection, Sequence

from ..term import FOLDS, INDICES, Call, Condition, D, Fold, Term
from .names import ARITY
from .parser import Parser
from .reader import BOTH, WHOLE


def parse_line(text: str, *, symbols: Collection[str] = ()) -> Term:
    """Read one side of a line: a formula that may also hold `D(x^2)`, `f(x)`, `sum(y_i, i, n)` and other folds.

    `prod`, `max` and `min` fold too, and all take a condition: `sum(y_i, i, n, i != k)`. `D(u)` is the derivative with
    respect to x; one that names its variable, `D(p_i, z_j)`, is partial. Raises `FormulaError`.
    """
    return _AuthoredParser(text, frozenset(symbols)).formula()


def parse_condition(text: str, *, symbols: Collection[str] = ()) -> Condition:
    """Read what a line about vectors supposes, such as `i == j`. Raises `FormulaError`."""
    parser = _AuthoredParser(text, frozenset(symbols))
    found = parser.condition(BOTH)
    parser.expect_end()
    return found


def parse_equation(text: str, *, symbols: Collection[str] = ()) -> tuple[Term, Term]:
    """Read both sides of a line about vectors such as `p_i = exp(z_i)/S`, whose left side may be new.

    Raises `FormulaError`.
    """
    left, _, right = text.partition(" = ")
    known = (*symbols, left)
    return parse_line(left, symbols=known), parse_line(right, symbols=known)


class _AuthoredParser(Parser):
    """Also reads the marks of derivations, which a user's formula may not hold."""

    def named(self) -> Term:
        name, called = self.token.text, self.tokens[min(self.index + 1, len(self.tokens) - 1)].text == "("
        if not called or name not in ("D", "f", *FOLDS) or (name in ARITY and not self.folds()):
            return super().named()
        self.advance()
        self.advance()
        self.descend()
        outer_bars, self.open_bars = self.open_bars, 0
        body = self.scalar(WHOLE)
        built = self.fold(name, body) if name in FOLDS else self.derived(name, body)
        self.expect(")")
        self.open_bars = outer_bars
        self.depth -= 1
        return self.counted(built)

    def folds(self) -> bool:
        """Whether `max(` or `min(` goes over an index, as in max(z_i, i, n), and not over its arguments."""
        depth, commas = 0, []
        for place, token in enumerate(self.tokens[self.index + 1 :], start=self.index + 1):
            depth += (token.text == "(") - (token.text == ")")
            if not depth:
                break
            commas += [place] if depth == 1 and token.text == "," else []
        between = len(commas) > 1 and commas[1] == commas[0] + 2
        return between and self.tokens[commas[0] + 1].text in INDICES

    def fold(self, kind: str, body: Term) -> Fold:
        self.expect(",")
        index = self.advance().text
        self.expect(",")
        count = self.advance().text
        return Fold(kind, body, index, count, self.condition(BOTH) if self.follows(",") else None)

    def derived(self, name: str, body: Term) -> Term:
        """A derivative, or f(x)."""
        words = []
        while self.follows(","):
            words.append(self.advance().text)
        return Call(name, (body,)) if name == "f" else self.derivative(body, words)

    def derivative(self, body: Term, words: Sequence[str]) -> Term:
        if not words:
            return D(body, "x")
        (variable,) = words
        return D(body, variable, partial=True)
