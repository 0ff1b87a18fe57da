"""The formula of an entry of vectors, as its author writes it on the board."""

import re
from collections.abc import Mapping
from dataclasses import field, replace

from ...frozen import record
from ..entry import Line

BETWEEN = "; "
_NAME = re.compile(r"[A-Za-z]\w*")


@record
class Formula:
    """Lines about vectors in the formula language, with what their letters stand for.

    A symbol z_i is the number at the place i of the vector z; parameters go by their names. `text` is one line, or
    several with "; " between: their outputs stand one behind the other. The symbol n is the length of the vector, or
    of each of its parts.
    """

    text: str  # such as "p_i = exp(z_i)/S"
    let: str = ""  # local names, in the order in which they build on each other: "S = sum(exp(z_k), k, n)"
    symbols: Mapping[str, str] = field(default_factory=dict, hash=False)  # what they mean, where that is not plain
    prediction: str = "z"  # the letter of the numbers given; "a, b" for parts that stand one behind the other
    target: str = ""  # the letter of a loss's target, "b, c" for a pair; of a class the index, such as k
    parts: str = ""  # the parameter that says into how many parts the vector is cut: z_ki is number i of part k
    silent: bool = False  # whether 0·log 0 is 0, as a class that has no weight costs nothing

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split(BETWEEN))

    @property
    def lets(self) -> tuple[str, ...]:
        return tuple(self.let.split(BETWEEN)) if self.let else ()

    @property
    def read_lets(self) -> tuple[str, ...]:
        """The local names in the order in which one meets them: each behind what mentions it."""
        left = {_stem(text): text for text in self.lets}
        texts = list(self.lines)
        for text in texts:  # which grows meanwhile
            mentioned = dict.fromkeys(map(_stem, _NAME.findall(text.partition(" = ")[2])))
            texts += [left.pop(name) for name in mentioned if name in left]
        return tuple(texts[len(self.lines) :])

    @property
    def source(self) -> str:
        """Everything in one line, what is defined before what it is made of."""
        return BETWEEN.join([*self.lines, *self.read_lets])

    @property
    def given(self) -> tuple[Line, ...]:
        """How a derivation begins: what symbols mean, and local names."""
        symbols = (Line("symbol", name, meaning) for name, meaning in self.symbols.items())
        return (*symbols, *(Line("let", text) for text in self.lets))

    @property
    def opening(self) -> tuple[Line, ...]:
        """How a derivation begins that has a name for the formula itself."""
        return (*self.given, *(Line("let", text) for text in self.lines))

    def unless(self, condition: str) -> "Formula":
        """The formula of one line, with 0 in its place where a condition holds."""
        left, _, right = self.text.partition(" = ")
        return replace(self, text=f"{left} = where({condition}, 0, {right})")


def _stem(text: str) -> str:
    """What a name begins with, before its indices."""
    return re.split(r"\W", text, maxsplit=1)[0].partition("_")[0]
