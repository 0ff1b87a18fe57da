"""What a picture of a derivation shows."""

from dataclasses import dataclass

from ...algebra.writing.line import to_line
from ...calculus.derivations.derivation import Check, Derivation, LineCheck, Step
from ..look import Look
from ..stated import Stated


@dataclass(frozen=True)
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

    def stated(self) -> Stated:
        """What the figure says: every line as text, with its rules."""
        derivation = self.derivation
        lets = [f"{name} = {to_line(term)}" for name, term in derivation.lets]
        lines = [
            f"{to_line(chain.left)} {step.relation} {to_line(step.term)} [{self.note(step, line)}]"
            for chain, checks in zip(derivation.chains, self.check.lines, strict=True)
            for step, line in zip(chain.steps, checks, strict=False)
        ]
        shown = (*lets, *lines)[: self.lines]
        return Stated(self.look.title, self.explain, lines=(*shown, *derivation.remarks))
