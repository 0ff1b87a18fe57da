"""A derivation as frames of beamer, each of which holds no more than a slide has room for."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from textwrap import indent

from ...algebra.writing.latex import to_latex
from ...algebra.writing.widths import words_width
from ...calculus.derivations.derivation import Check, Derivation
from ...frozen import record
from ..derivation import Page
from ..markup import conditions, explained, remarks
from ..wording import in_latex
from .aligning import SIGN, Line, Row, aligned, formula_room, lines_of

WIDTH, HEIGHT = 290.0, 202.0  # points: of the narrower slide, 4 : 3, and the lower one, 16 : 9, in most themes
_SIZES = (("", 1.095), ("\\small", 1.0), ("\\footnotesize", 0.9), ("\\scriptsize", 0.8), ("\\tiny", 0.65))
_USUAL = 2  # the last of these sizes for which all lines are set smaller
_AROUND = 24.0  # above and below a display
_TITLE = 1.44  # letters of a title
_TITLE_LINES = 2
_TITLE_LINE = 18.0
_NOTE, _NOTE_LINE = 0.9, 11.0  # letters of remarks, and their lines
_NOTE_GAP = 4.0
_TORN = 0.75  # of a slide: what it is worth to begin one with a chain
_LOOSE = 1.15  # how much longer words are in lines that are not filled


@record
class Slides:
    """How a derivation is cut into slides."""

    lines: int = 6  # of one slide, at most
    overlays: bool = False  # whether the lines of a slide come one after the other


def derivation_beamer(derivation: Derivation, check: Check, page: Page, slides: Slides) -> str:
    """Whole frames, for a document of the class beamer."""
    frames = list(_Setter(derivation, check, page, slides).frames())
    lead = f"% {derivation.heading}: frames for \\documentclass{{beamer}}, which loads amsmath"
    return "\n".join([lead, *frames, f"% {check.conclusion}"]) + "\n"


def standalone(text: str, form: str) -> str:
    """A whole document around a derivation in LaTeX or in frames."""
    head = {
        "latex": ["\\documentclass[a4paper]{article}", "\\usepackage{amsmath}"],
        "beamer": ["\\documentclass[aspectratio=169]{beamer}", "\\setbeamertemplate{navigation symbols}{}"],
    }[form]
    return "\n".join([*head, "\\begin{document}", text.rstrip("\n"), "\\end{document}"]) + "\n"


@record
class _Part:
    """Rows that stay together on a slide: one line of a derivation, or what of it a slide has room for."""

    line: Line
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    @property
    def blocks(self) -> "Iterator[_Part]":
        """Each row of its formula, the last with the rules below it."""
        starts = [index for index, row in enumerate(self.rows) if not row.told]
        for start, end in zip(starts, [*starts[1:], len(self.rows)], strict=True):
            yield replace(self, rows=self.rows[start:end])


class _Setter:
    def __init__(self, derivation: Derivation, check: Check, page: Page, slides: Slides):
        self.derivation, self.slides = derivation, slides
        self.lines = lines_of(derivation, check, page)
        self.notes = [in_latex(line) for line in (*explained(derivation, page), *remarks(derivation))]
        self.notes += conditions(derivation)
        self.heading = _shortened(derivation.heading[:1].upper() + derivation.heading[1:])
        titles = math.ceil(_TITLE * words_width(f"{self.heading} (10/10)") / WIDTH)
        self.height = HEIGHT - _TITLE_LINE * (titles - 1)

    def frames(self) -> Iterator[str]:
        shown = list(self.shown())
        last = self.height
        if shown:
            size, frame = shown[-1]
            last = sum(part.height for part in frame) * _scale(size) + _AROUND
        pages = list(_paged(self.notes, self.height - last, self.height))
        beside, *further = pages or [[]]
        count = len(shown) + len(further)
        for number, (size, frame) in enumerate(shown, start=1):
            below = self.below(beside, len(frame)) if number == len(shown) else []
            tight = sum(part.height for part in frame) > self.room(size)
            yield self.frame(number, count, [*self.display(frame, size), *below], "[shrink]" if tight else "")
        for number, notes in enumerate(further, start=len(shown) + 1):
            yield self.frame(number, count, _small(notes))

    def room(self, size: str) -> float:
        """How high the rows of a slide may be together, at ten points."""
        return (self.height - _AROUND) / _scale(size)

    def shown(self) -> Iterator[tuple[str, Sequence[_Part]]]:
        """The parts of each slide, and the size of their letters."""
        sizes = self.sizes()
        rooms = {}
        for size in {*sizes}:
            alike = [line for line, its in zip(self.lines, sizes, strict=True) if its == size]
            rooms[size] = formula_room(alike, WIDTH / _scale(size))
        for size, run in groupby(zip(self.lines, sizes, strict=True), key=lambda one: one[1]):
            parts = [_Part(line, tuple(line.rows(rooms[size]))) for line, _ in run]
            pieces = [piece for part in parts for piece in _cut(part, self.room(size))]
            yield from ((size, frame) for frame in _shared(pieces, self.slides.lines, self.room(size)))

    def sizes(self) -> list[str]:
        """The letters of each line: one size for all that are read well in it, a smaller one for another."""
        left = max((line.left_width for line in self.lines), default=0.0)
        needed = [self._needed(line, left) for line in self.lines]
        usual = max((index for index in needed if index <= _USUAL), default=0)
        return [_SIZES[max(index, usual)][0] for index in needed]

    def _needed(self, line: Line, left: float) -> int:
        """The number of the largest size with which every row of a line finds room; of the last one if with none."""
        for index, (size, scale) in enumerate(_SIZES):
            part = _Part(line, tuple(line.rows(WIDTH / scale - left - SIGN)))
            high = any(block.height > self.room(size) for block in part.blocks)
            if not high and not any(row.excess for row in part.rows):
                return index
        return len(_SIZES) - 1

    def display(self, frame: Sequence[_Part], size: str) -> list[str]:
        shown = (self.uncovered(part, number) for number, part in enumerate(frame, start=1))
        rows = [row for rows in shown for row in rows]
        lines = ["\\begin{align*}", indent(aligned(rows), "  "), "\\end{align*}"]
        return [f"\\begingroup{size}", *lines, "\\endgroup"] if size else lines

    def uncovered(self, part: _Part, number: int) -> list[Row]:
        """The rows of a part, the first of a slide with its left side, and from the second one on uncovered in turn."""
        first, *rest = part.rows
        if number == 1 and not first.left:
            first = replace(first, left=to_latex(part.line.left))
        rows = [first, *rest]
        return [row.wrapped(rf"\uncover<{number}->") for row in rows] if self.slides.overlays and number > 1 else rows

    def below(self, notes: Sequence[str], number: int) -> list[str]:
        """Remarks under the last line, with which they appear."""
        if not notes:
            return []
        small = _small(notes)
        return [rf"\uncover<{number}->{{%", *small, "}"] if self.slides.overlays and number > 1 else small

    def frame(self, number: int, count: int, body: Sequence[str], options: str = "") -> str:
        of = f" ({number}/{count})" if count > 1 else ""
        return "\n".join([f"\\begin{{frame}}{options}{{{in_latex(self.heading)}{of}}}", *body, "\\end{frame}"])


def _scale(size: str) -> float:
    return dict(_SIZES)[size]


def _cut(part: _Part, room: float) -> Iterator[_Part]:
    """A part in as many as slides are needed for it; in one that is shrunk where a row has room on none."""
    if any(block.height > room for block in part.blocks):
        yield part
        return
    rows: tuple[Row, ...] = ()
    for block in part.blocks:
        if rows and replace(part, rows=rows).height + block.height > room:
            yield replace(part, rows=rows)
            rows = ()
        rows += block.rows
    yield replace(part, rows=rows)


def _shared(parts: Sequence[_Part], most: int, room: float) -> Iterator[Sequence[_Part]]:
    """The parts of each slide: as few slides as can be, which begin with chains where that can be, filled alike."""
    best: list[tuple[float, float, int]] = [(0.0, 0.0, 0)]  # of the first parts: cost, unevenness, the last cut
    for end in range(1, len(parts) + 1):
        found = []
        for start in range(max(0, end - most), end):
            height = sum(part.height for part in parts[start:end])
            if height <= room or start == end - 1:
                cost, uneven, _ = best[start]
                torn = _TORN if start and not parts[start].line.begins else 0.0
                found.append((cost + 1 + torn, uneven + height**2, start))
        best.append(min(found))
    cuts = [len(parts)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    for start, end in zip(cuts[:0:-1], cuts[-2::-1], strict=True):
        yield parts[start:end]


def _paged(notes: Sequence[str], first: float, whole: float) -> Iterator[list[str]]:
    """Remarks beside the last lines, where all have room there, else none and those of further slides."""
    heights = [_NOTE_GAP + _NOTE_LINE * math.ceil(_LOOSE * _NOTE * words_width(note) / WIDTH) for note in notes]
    if sum(heights) <= first:
        yield list(notes)
        return
    page: list[str] = []
    yield page
    room = whole
    for note, height in zip(notes, heights, strict=True):
        if page and height > room:
            yield page
            page, room = [], whole
        page = [*page, note]
        room -= height
    yield page


def _small(notes: Sequence[str]) -> list[str]:
    # No braces: what stands in them behind a frame's title is a subtitle.
    return ["\\begingroup\\footnotesize\\raggedright", *(f"{note}\\par\\smallskip" for note in notes), "\\endgroup"]


def _shortened(heading: str) -> str:
    """A heading that takes no more than two lines of a title."""
    most = _TITLE_LINES * WIDTH / _TITLE / _LOOSE - 60
    if words_width(heading) <= most:
        return heading
    kept = next(end for end in range(len(heading), 0, -1) if words_width(heading[:end]) <= most)
    return f"{heading[:kept].rstrip()} …"
