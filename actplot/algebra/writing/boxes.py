"""A tree to several lines of characters: fractions with a bar, tall parentheses, braces around cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from ..term import Add, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Partial, Pow, Sym, Term
from .line import ASCII, UNICODE, Writer
from .notation import ATOM, MINUS, PRODUCT, QUOTIENT, is_tall, primed, squared_call, strength, with_strengths


@dataclass(frozen=True)
class Box:
    """Lines of equal width; the baseline is the line that stands beside an equals sign."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        return len(self.lines[0])

    @property
    def height(self) -> int:
        return len(self.lines)


def to_box(term: Term, *, ascii: bool = False) -> Box:
    """A formula as a box of Unicode characters, or of nothing but ASCII."""
    return (_ASCII if ascii else _UNICODE).box(term)


def text_box(text: str) -> Box:
    return Box((text,))


def beside(*boxes: Box) -> Box:
    """Boxes in one row, on one baseline."""
    return reduce(_beside, boxes)


def _beside(left: Box, right: Box) -> Box:
    above = max(left.baseline, right.baseline)
    below = max(left.height - left.baseline, right.height - right.baseline)
    rows = [_padded(box, above - box.baseline, above + below) for box in (left, right)]
    return Box(tuple(map(str.__add__, *rows)), above)


def _padded(box: Box, top: int, height: int) -> list[str]:
    empty = " " * box.width
    return [*[empty] * top, *box.lines, *[empty] * (height - top - box.height)]


@dataclass(frozen=True)
class _Drawer:
    """Stacks what a writer writes in lines."""

    writer: Writer
    bar: str
    fences: dict[str, tuple[str, str, str, str]]  # one line high, then upper, middle and lower end
    brace: tuple[str, str, str, str]  # upper end, stem, middle, lower end

    def box(self, term: Term) -> Box:
        if not is_tall(term):
            return text_box(self.writer.text(term))
        match term:
            case Div(first, second):
                return self.fraction(self.box(first), self.box(second))
            case Neg(operand):
                return beside(text_box(self.writer.minus), self.at_least(operand, QUOTIENT))
            case Add(args):
                return beside(self.at_least(args[0], MINUS), *(part for arg in args[1:] for part in self.further(arg)))
            case Mul(args):
                times = text_box(self.writer.times)
                factors = [self.at_least(factor, least) for factor, least in with_strengths(args)]
                return _joined(times, factors)
            case Pow():
                return self.power(term)
            case Call():
                return self.call(term)
            case Cases(pieces):
                return self.cases(pieces)
            case D():
                return self.derivative(term)
            case Partial():
                return self.partial(term)
            case Fold():
                return self.fold(term)
        return text_box(self.writer.text(term))

    def at_least(self, term: Term, least: int) -> Box:
        box = self.box(term)
        if isinstance(term, Cases):  # or the brace would seem to go on to the right
            return self.fenced(box, "()")
        return box if isinstance(term, Div | Partial) or strength(term) >= least else self.fenced(box, "()")

    def further(self, term: Term) -> tuple[Box, Box]:
        if isinstance(term, Neg):
            return text_box(f" {self.writer.minus} "), self.at_least(term.operand, QUOTIENT)
        return text_box(" + "), self.at_least(term, QUOTIENT)

    def fraction(self, top: Box, bottom: Box) -> Box:
        width = max(top.width, bottom.width) + 2
        rows = [row.center(width) for row in (*top.lines, "", *bottom.lines)]
        rows[top.height] = self.bar * width
        return Box(tuple(rows), top.height)

    def fenced(self, box: Box, kind: str) -> Box:
        single, upper, middle, lower = self.fences[kind]
        if box.height == 1:
            return Box((single[0] + box.lines[0] + single[1],), 0)
        ends = [upper, *[middle] * (box.height - 2), lower]
        space = " " if kind == "()" else ""
        lines = (left + space + row + space + right for (left, right), row in zip(ends, box.lines, strict=True))
        return Box(tuple(lines), box.baseline)

    def power(self, term: Pow) -> Box:
        exponent = self.writer.raised_to("", term.exponent)
        if squared_call(term):
            return beside(text_box(self.writer.name(term.base.name) + exponent), self.arguments(term.base))
        base = self.box(term.base)
        base = base if strength(term.base) == ATOM and not isinstance(term.base, Cases) else self.fenced(base, "()")
        return _above_right(base, exponent.removeprefix("^") if base.height > 1 else exponent)

    def call(self, term: Call) -> Box:
        if term.name == "abs":
            return self.fenced(self.box(term.args[0]), "||")
        name = self.writer.root or "sqrt" if term.name == "sqrt" else self.writer.name(term.name)
        return beside(text_box(name), self.arguments(term))

    def arguments(self, term: Call) -> Box:
        comma = text_box(", ")
        words = [beside(text_box(f"{self.writer.symbol(word)} = "), self.box(value)) for word, value in term.keywords]
        return self.fenced(_joined(comma, [*map(self.box, term.args), *words]), "()")

    def derivative(self, term: D) -> Box:
        if primed(term):
            return text_box(self.writer.text(term))
        return _above_right(self.fenced(self.box(term.operand), "()"), self.writer.prime)

    def partial(self, term: Partial) -> Box:
        sign, operand = self.writer.partial_sign, term.operand
        short = isinstance(operand, Sym)
        above = text_box(sign + (self.writer.text(operand) if short else ""))
        fraction = self.fraction(above, text_box(sign + self.writer.symbol(term.variable)))
        return fraction if short else beside(fraction, self.fenced(self.box(operand), "()"))

    def fold(self, term: Fold) -> Box:
        if not self.writer.raises:
            over = text_box(f", {term.index} = 1..{term.count}")
            return beside(text_box(term.kind), self.fenced(beside(self.box(term.body), over), "()"))
        body = self.box(term.body) if isinstance(term.body, Partial) else self.at_least(term.body, PRODUCT)
        return beside(text_box(self.writer.limits(term) + " "), body)

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]]) -> Box:
        values = [self.box(value) for value, _ in pieces]
        width = max(box.width for box in values)
        rows: list[str] = []
        for box, (_, when) in zip(values, pieces, strict=True):
            said = "otherwise" if when is None else f"if {self.writer.text(when)}"
            lines = [line.ljust(width) for line in box.lines]
            lines[box.baseline] += f"  {said}"
            rows += lines
        longest = max(map(len, rows))
        brace = self.braced(len(rows))
        lines = tuple(f"{sign} {row.ljust(longest)}" for sign, row in zip(brace, rows, strict=True))
        return Box(lines, (len(rows) - 1) // 2)

    def braced(self, height: int) -> list[str]:
        upper, stem, middle, lower = self.brace
        centre = (height - 1) // 2
        signs = [stem] * height
        signs[0], signs[-1] = upper, lower
        if height > 2:
            signs[centre] = middle
        return signs


def _joined(separator: Box, boxes: Sequence[Box]) -> Box:
    first, *rest = boxes
    return beside(first, *(part for box in rest for part in (separator, box)))


def _above_right(box: Box, text: str) -> Box:
    """A prime or an exponent at the upper right corner."""
    if box.height == 1:
        return Box((box.lines[0] + text,), 0)
    space = " " * len(text)
    return Box((box.lines[0] + text, *(line + space for line in box.lines[1:])), box.baseline)


_UNICODE = _Drawer(UNICODE, "─", {"()": ("()", "⎛⎞", "⎜⎟", "⎝⎠"), "||": ("||", "││", "││", "││")}, ("⎧", "⎪", "⎨", "⎩"))
_ASCII = _Drawer(ASCII, "-", {"()": ("()", "/\\", "||", "\\/"), "||": ("||", "||", "||", "||")}, ("{", "{", "{", "{"))
