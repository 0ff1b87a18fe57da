"""What a picture of a derivation shows."""

from ...algebra.term import Term
from ...algebra.writing.line import to_line
from ...calculus.derivations.derivation import Check, Derivation, LineCheck, Step
from ...calculus.excerpts import FEWER_DOTS, for_readers, is_blank
from ...frozen import record
from ..alternative.alternatives import in_words
from ..look import Look
from ..stated import Stated

LEFT_OUT = "to be filled in"
SOME_LINES = "Take some of its lines, as --steps 1-8, or --format beamer, which goes on over several slides."


@record
class Shown:
    """A derivation, its check, and how much of both is drawn."""

    derivation: Derivation
    check: Check
    look: Look
    title: str  # where the look has none
    explain: bool = False
    details: bool = False  # to how many digits each line was checked
    complete: bool = True  # whether the last line is the result
    lines: int | None = None  # how many are shown on the page of all of them
    slide: bool = False

    def note(self, step: Step, line: LineCheck) -> str:
        """The rules of a line, and what was found about it where that is asked for."""
        return step.note + (f"; {line.verdict}" if self.details else "")

    def said(self, step: Step, line: LineCheck) -> str:
        """A line in words, without dots in place of what is left out."""
        rules = LEFT_OUT if step.rules == (FEWER_DOTS,) else self.note(step, line)
        return f"{_told(step.term)} [{rules}]"

    @property
    def first_lines(self) -> list[int]:
        """The number of the first line of every chain, counted from 0 behind names and what f is."""
        derivation = self.derivation
        before = len(derivation.lets) + derivation.needs_definition
        lengths = [len(chain.steps) for chain in derivation.chains]
        return [before + sum(lengths[:index]) for index in range(len(lengths))]

    @property
    def caption(self) -> str:
        """What stands under the title: what was given, or the route where a title that was not given leaves it out."""
        told = self.look.title is None and self.derivation.heading != self.derivation.subject
        return self.look.caption or (f"By the route {self.derivation.route}" if told else "")

    def described(self) -> str:
        """What the figure shows, in plain words."""
        return in_words(self.look, "; ".join(self.stated().lines))

    def stated(self) -> Stated:
        """What the figure says: every line as text, with its rules."""
        derivation = self.derivation
        lets = [(index, f"{name} {_told_of(term)}") for index, (name, term) in enumerate(derivation.lets)]
        lines = [
            (first + index, f"{to_line(chain.left)} {step.relation} {self.said(step, line)}")
            for chain, checks, first in zip(derivation.chains, self.check.lines, self.first_lines, strict=True)
            for index, (step, line) in enumerate(zip(chain.steps, checks, strict=False))
        ]
        shown = [text for index, text in (*lets, *lines) if self.lines is None or index < self.lines]
        return Stated(self.look.title, self.explain, lines=(*shown, *derivation.remarks))


def _told_of(term: Term) -> str:
    relation, shown = for_readers(term)
    return f"{relation} {_told(shown)}"


def _told(term: Term) -> str:
    return LEFT_OUT if is_blank(term) else to_line(term)
