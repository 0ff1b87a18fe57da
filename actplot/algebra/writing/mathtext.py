"""A tree to the part of LaTeX that matplotlib's mathtext reads, with fractions of full size."""

from collections.abc import Sequence

from ..term import Condition, Fold, Term
from .latex import LatexWriter
from .notation import is_tall


def to_mathtext(term: Term | Condition) -> str:
    """Mathematics without dollar signs. Raises `ValueError` for `Cases`, which mathtext cannot set."""
    return _MathtextWriter().text(term)


class _MathtextWriter(LatexWriter):
    fraction = r"\dfrac"

    def fold(self, term: Fold) -> str:
        # Its sums leave no room for a fraction beside their wide limits.
        return super().fold(term).replace(r"\,", r"\;", 1) if is_tall(term.body) else super().fold(term)

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]]) -> str:
        raise ValueError("mathtext has no cases: the layout of a figure draws them")
