"""A tree to several lines of characters: fractions with a bar, tall parentheses, braces around cases."""

from collections.abc import Sequence
from functools import reduce

from ...frozen import record
from ..term import Call, Condition, Fold, Term
from .line import ASCII, UNICODE
from .writer import Composer, Writer


@record
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
    return (_ASCII if ascii else _UNICODE).write(term)


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


class _Boxes(Composer[Box]):
    """Stacks what a line writer writes in lines."""

    def __init__(self, line: Writer[str], bar: str, fences: dict[str, Sequence[str]], brace: Sequence[str]):
        super().__init__(line)
        self.raises, self.rounds, self.fold_holds = line.raises, line.rounds, line.fold_holds
        self.bar = bar
        self.fences = fences  # one line high, then upper, middle and lower end
        self.brace = brace  # upper end, stem, middle, lower end

    def piece(self, written: str) -> Box:
        return text_box(written)

    def row(self, *parts: Box) -> Box:
        return beside(*parts)

    def condition(self, when: Condition | None) -> Box:
        return text_box(self.pieces.condition(when))

    def exponential(self, call: Call) -> Box:
        return text_box(self.pieces.write(call))

    def over(self, above: Box, below: Box) -> Box:
        width = max(above.width, below.width) + 2
        rows = [row.center(width) for row in (*above.lines, "", *below.lines)]
        rows[above.height] = self.bar * width
        return Box(tuple(rows), above.height)

    def fenced(self, inner: Box, fences: str = "()") -> Box:
        single, upper, middle, lower = self.fences[fences]
        if inner.height == 1:
            return text_box(single[0] + inner.lines[0] + single[1])
        ends = [upper, *[middle] * (inner.height - 2), lower]
        space = " " if fences == "()" else ""
        lines = (left + space + row + space + right for (left, right), row in zip(ends, inner.lines, strict=True))
        return Box(tuple(lines), inner.baseline)

    def barred(self, inner: Box) -> Box | None:
        return None if inner.height == 1 and "|" in inner.lines[0] else self.fenced(inner, "||")

    def rooted(self, inner: Term) -> Box | None:
        under = self.write(inner)
        if under.height > 1:
            return beside(text_box("√"), self.fenced(under)) if self.raises else None
        line = self.pieces.rooted(inner)
        return line and text_box(line)

    def cube_rooted(self, inner: Term) -> Box | None:
        under = self.write(inner)
        if under.height > 1:
            return beside(text_box("∛"), self.fenced(under)) if self.raises else None
        line = self.pieces.cube_rooted(inner)
        return line and text_box(line)

    def squares(self, call: Call) -> bool:
        return self.raises or any(self.write(argument).height > 1 for argument in call.args)

    def raised(self, base: Box, exponent: Term) -> Box:
        text = self.pieces.raised("", exponent)
        return _above_right(base, text.removeprefix("^") if base.height > 1 else text)

    def primed(self, base: Box, count: int) -> Box:
        return _above_right(base, self.pieces.primed("", count))

    def folded(self, term: Fold, body: Box) -> Box:
        before, after = self.pieces.folded(term, "\n").split("\n")
        if not after:
            return beside(text_box(before), body)
        return beside(text_box(term.name), self.fenced(beside(body, text_box(after.removesuffix(")")))))

    def cased(self, pieces: Sequence[tuple[Box, Box]]) -> Box:
        width = max(value.width for value, _ in pieces)
        rows: list[str] = []
        for value, when in pieces:
            lines = [line.ljust(width) for line in value.lines]
            lines[value.baseline] += f"  {when.lines[0]}"
            rows += lines
        longest = max(map(len, rows))
        lines = (f"{sign} {row.ljust(longest)}" for sign, row in zip(self.braced(len(rows)), rows, strict=True))
        return Box(tuple(lines), (len(rows) - 1) // 2)

    def braced(self, height: int) -> list[str]:
        upper, stem, middle, lower = self.brace
        signs = [stem] * height
        signs[0], signs[-1] = upper, lower
        if height > 2:
            signs[(height - 1) // 2] = middle
        return signs


def _above_right(box: Box, text: str) -> Box:
    """A prime or an exponent at the upper right corner."""
    if box.height == 1:
        return Box((box.lines[0] + text,), 0)
    space = " " * len(text)
    return Box((box.lines[0] + text, *(line + space for line in box.lines[1:])), box.baseline)


_UNICODE = _Boxes(
    UNICODE,
    "─",
    {
        "()": ("()", "⎛⎞", "⎜⎟", "⎝⎠"),
        "||": ("||", "││", "││", "││"),
        "⌊⌋": ("⌊⌋", "⎢⎥", "⎢⎥", "⎣⎦"),
        "⌈⌉": ("⌈⌉", "⎡⎤", "⎢⎥", "⎢⎥"),
    },
    ("⎧", "⎪", "⎨", "⎩"),
)
_ASCII = _Boxes(ASCII, "-", {"()": ("()", "/\\", "||", "\\/"), "||": ("||", "||", "||", "||")}, ("{", "{", "{", "{"))
