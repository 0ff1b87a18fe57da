"""A tree to the part of LaTeX that matplotlib's mathtext reads, with fractions of full size."""

from collections.abc import Sequence

from .latex import LatexWriter
from .term import Condition, Term


def to_mathtext(term: Term | Condition) -> str:
    """Mathematics without dollar signs. Raises `ValueError` for `Cases`, which mathtext cannot set."""
    return _MathtextWriter().text(term)


class _MathtextWriter(LatexWriter):
    fraction = r"\dfrac"

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]]) -> str:
        raise ValueError("mathtext has no cases: the layout of a figure draws them")
