"""Steps through the tokens of a formula, with a limit on everything, so that no text is slow."""

from collections.abc import Callable
from itertools import islice

from ...errors import FormulaError, quoted
from ..term import Condition, Term, walk
from .conditions import Logical, indicator, is_logical
from .lexer import LONGEST, Token, tokens
from .library import Speaker

DEEPEST = 60  # nested parentheses, calls, minus signs, powers and quotients
MOST_NODES = 5000

# How strongly an operator binds; a leading minus binds like a product, except behind * / ^.
WHOLE, CHOICE, EITHER, BOTH, COMPARISON, SUM, PRODUCT, POWER, RAISED = range(9)


class Reader:
    """The tokens, the place among them, and what may not grow for ever."""

    longest = LONGEST

    def __init__(self, source: str, declared: frozenset[str], speaker: Speaker | None = None):
        self.source, self.declared, self.speaker = source, declared, speaker
        self.tokens, self.index = tokens(source, self.longest), 0
        self.depth = self.nodes = 0
        self.open_bars = 0  # of |…|, since the last open parenthesis
        self.behind_minus = False  # -x % 3 is the remainder of -x, as Python has it

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def advance(self) -> Token:
        self.index += 1
        return self.tokens[self.index - 1]

    def follows(self, text: str) -> bool:
        """Whether the next token is this symbol or word; if so it is taken."""
        found = self.token.text == text and self.token.kind != "end"
        self.index += found
        return found

    def expect(self, text: str) -> None:
        if not self.follows(text):
            found = f", found {quoted(self.token.text)}" if self.token.kind != "end" else ""
            raise self.error(f"expected '{text}'{found}")

    def error(self, reason: str, token: Token | None = None) -> FormulaError:
        return FormulaError(reason, self.source, (token or self.token).position)

    def counted(self, node: Term | Condition) -> Term | Condition:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.error(f"the formula has more than {MOST_NODES} parts")
        return node

    def descend(self, levels: int = 1) -> None:
        self.depth += levels
        if self.depth > DEEPEST:
            raise self.error(f"the formula is nested more than {DEEPEST} levels deep")

    def grown(self, term: Term) -> Term:
        """A term put together from others, which may hold one of them several times."""
        count = sum(1 for _ in islice(walk(term), MOST_NODES + 1))
        if count > MOST_NODES:
            raise self.error(f"the formula has more than {MOST_NODES} parts")
        return term

    def ahead(self, count: int) -> Token:
        """A token further on, or the last one."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    # What the parts of a formula have to be

    def expression(self, minimum: int) -> Term | Logical:
        raise NotImplementedError

    def scalar(self, minimum: int) -> Term:
        """An expression that is a number, not a condition."""
        start = self.token
        return self.checked(self.expression(minimum), start)

    def checked(self, term: object, start: Token) -> Term:
        if is_logical(term):
            told = "a comparison is a condition, not a number; write where(x > 0, x, 0) or (x > 0)*x"
            raise self.error(told, start)
        return term

    def counting(self, minimum: int) -> Term:
        """An expression in arithmetic, where a condition counts as 1 or 0."""
        return self.counted_as_number(self.expression(minimum))

    def counted_as_number(self, term: Term | Logical) -> Term:
        return self.counted(self.grown(indicator(term))) if is_logical(term) else term

    def condition(self, minimum: int) -> Logical:
        start = self.token
        found = self.expression(minimum)
        if not is_logical(found):
            raise self.error("expected a condition, such as x > 0", start)
        return found

    def joined(self, join: Callable[..., Logical], *conditions: Logical) -> Logical:
        try:
            return self.counted(join(*conditions))
        except OverflowError:
            raise self.error("the condition holds in too many ways; write it as nested where(…)") from None
