"""Breaks formulas for LaTeX into rows that fit a page: at sums first, then at products, then inside what they hold."""

from collections.abc import Sequence
from dataclasses import replace

from ..term import Add, Call, Cases, D, Div, Fold, Mul, Neg, Pow, Term
from .latex import LATEX, Piece, piled, side_by_side
from .notation import MINUS, POWER, PRODUCT, QUOTIENT, SUM, with_strengths
from .widths import latex_width, words_width

_INDENT = 20.0  # of the rows behind the first, a \quad and twice as much space as it takes
_FENCES = 26.0  # the largest pair of parentheses
_LEAST = 60.0  # a part of a formula is given no less
_WORTH = 0.65  # of the room: a block in less begins a new row


def latex_rows(term: Term, room: float) -> list[Piece]:
    """A formula in as many rows as it needs; all but the first begin further in."""
    first, *rest = _rows(term, max(room, _LEAST))
    return [first, *(row.higher(rf"\quad {row.text}") for row in rest)]


def _fits(term: Term, room: float) -> bool:
    return latex_width(term) <= room


def _rows(term: Term, room: float) -> list[Piece]:
    if _fits(term, room):
        return [LATEX.write(term)]
    match term:
        case Add(args):
            return _packed([_summand(arg, first=not index) for index, arg in enumerate(args)], room)
        case Mul(factors):
            parts = [(factor, least, r"\cdot " if index else "") for index, (factor, least) in _numbered(factors)]
            return _packed(parts, room)
        case Neg(operand):
            first, *rest = (
                _rows(operand, room - 10) if isinstance(operand, Mul) else [_held(operand, QUOTIENT, room - 10)]
            )
            return [first.higher(f"-{first.text}"), *rest]
    return [_block(term, room)]


_Part = tuple[Term, int, str]  # a term, how strongly it must hold together, and the sign before it


def _numbered(factors: Sequence[Term]) -> list[tuple[int, tuple[Term, int]]]:
    return list(enumerate(with_strengths(factors)))


def _summand(arg: Term, *, first: bool) -> _Part:
    if first:
        return arg, MINUS, ""
    return (arg.operand, QUOTIENT, "- ") if isinstance(arg, Neg) else (arg, QUOTIENT, "+ ")


def _packed(parts: Sequence[_Part], room: float) -> list[Piece]:
    """Parts side by side as far as they go; one that is too wide for a row is broken inside."""
    rows: list[Piece] = []
    used = room
    for term, least, sign in parts:
        width = latex_width(term) + _fence_width(term, least) + (13.4 if sign else 0)
        inner = room - (_INDENT if rows else 0)
        if rows and used + width <= room:
            rows[-1] = _beside(rows[-1], sign, LATEX.held(term, least))
            used += width
        elif rows and width > inner and (used <= _INDENT or _is_wide(term, room - used, room)):
            rows[-1] = _beside(rows[-1], sign, _held(term, least, room - used - 14))
            used = room
        elif width <= inner:
            rows.append(_beside(None, sign, LATEX.held(term, least)))
            used = width + room - inner
        else:
            more = _further_rows(term, least, inner - 14)
            rows += [_beside(None, sign, more[0]), *more[1:]]
            used = room
    return rows


def _is_wide(term: Term, left: float, room: float) -> bool:
    """Whether what is left of a row is enough for a part that is broken inside."""
    return left > max(_WORTH * room, _narrowest(term) + _FENCES + 14)


def _narrowest(term: Term) -> float:
    """About how wide the widest part of a term is that is not broken further."""
    match term:
        case Add(args) | Mul(args):
            return _INDENT + _FENCES / 2 + max(map(_narrowest, args))
        case Neg(inner) | D(inner, _, False) | Call(_, (inner,)):
            return min(latex_width(term), _FENCES + 20 + _narrowest(inner))
        case Div(above, below):
            return 4 + max(_narrowest(above), _narrowest(below))
    return latex_width(term)


def _further_rows(term: Term, least: int, room: float) -> list[Piece]:
    """A product within a sum goes on in rows of the sum; anything else is a block."""
    if isinstance(term, Mul) and least <= PRODUCT:
        return _rows(term, room)
    return [_held(term, least, room)]


def _beside(before: Piece | None, sign: str, piece: Piece) -> Piece:
    if before is None:
        return piece.higher(f"{{}}{sign}{piece.text}" if sign else piece.text)
    return side_by_side(f"{before.text} {sign}{piece.text}", (before, piece))


def _fence_width(term: Term, least: int) -> float:
    return _FENCES if LATEX.strength(term) < least else 0.0


def _held(term: Term, least: int, room: float) -> Piece:
    """A part of a larger term, in no more than the room."""
    if _fits(term, room - _fence_width(term, least)):
        return LATEX.held(term, least)
    bare = isinstance(term, Div) and least <= POWER
    open_end = isinstance(term, Cases) and least > SUM
    if not bare and (open_end or LATEX.strength(term) < least):
        return LATEX.fenced(_block(term, room - _FENCES))
    return _block(term, room)


def _block(term: Term, room: float) -> Piece:
    """A term as one piece that is no wider than the room, if it can be."""
    if _fits(term, max(room, _LEAST)):
        return _told(term, room)
    room = max(room, _LEAST)
    match term:
        case Add() | Mul() | Neg():
            return _stacked(_rows(term, room))
        case Div(above, below):
            return LATEX.over(_block(above, room - 4), _block(below, room - 4))
        case Pow(base, exponent):
            return LATEX.raised(LATEX.fenced(_block(base, room - _FENCES - 0.72 * latex_width(exponent))), exponent)
        case Cases(pieces):
            return _cases(pieces, room)
        case D(operand, _, False):
            return LATEX.primed(LATEX.fenced(_block(operand, room - _FENCES - 3)), 1)
        case Call("sqrt" | "abs", (inner,)):
            under = _block(inner, room - _FENCES)
            if term.name == "abs":
                return LATEX.fenced(under, "||")
            return under.higher(rf"\sqrt{{{under.text}}}", 4, tall=True)
        case Call("exp", (inner,)):
            held = LATEX.fenced(_block(inner, room - _FENCES - 20))
            return held.higher(r"\exp" + held.text, tall=True)
        case Call(name, (inner,)):
            written = LATEX.name(name)
            inside = LATEX.fenced(_block(inner, room - _FENCES - words_width(name)))
            return inside.higher(written.text + inside.text, tall=True)
        case Fold(body=body):
            return LATEX.folded(term, LATEX.fenced(_block(body, room - _FENCES - 40)))
    return _told(term, room)


def _told(term: Term, room: float) -> Piece:
    """A term that is not broken, and how much wider it is than the room."""
    return replace(LATEX.write(term), excess=max(0.0, latex_width(term) - room))


def _cases(pieces: Sequence, room: float) -> Piece:
    """Pieces beside their conditions, or a condition below its piece where both are too wide together."""
    conditions = [(words_width("otherwise") if when is None else latex_width(when) + 12) for _, when in pieces]
    inner = room - 24 - max(conditions)
    if inner >= _LEAST:
        return LATEX.cased([(_block(piece, inner), LATEX.condition(when)) for piece, when in pieces])
    rows = [
        (_stacked([_block(piece, room - 24), Piece(rf"\quad {LATEX.condition(when).text}")]), Piece(""))
        for piece, when in pieces
    ]
    return LATEX.cased(rows)


def _stacked(rows: Sequence[Piece]) -> Piece:
    if len(rows) == 1:
        return rows[0]
    first, *rest = [row.text for row in rows]
    lines = " \\\\ ".join([f"& {first}", *(rf"& \quad {row}" for row in rest)])
    return piled(rf"\begin{{aligned}} {lines} \end{{aligned}}", rows)
