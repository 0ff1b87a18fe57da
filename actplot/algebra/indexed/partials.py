"""Differentiates terms about vectors with respect to one number of a vector, step by step."""

from collections.abc import Mapping

from ..evaluating.sized import split_index
from ..rewriting.engine import Engine, Rewrite
from ..rewriting.neat import ONE, ZERO, cases, neatened, negated, product, total
from ..rewriting.pieces import CHOOSING, in_pieces
from ..rewriting.recognise import recognised
from ..term import Call, Cases, D, Div, Fold, Pow, Rel, Sym, Term, rebuilt, substituted, walk
from .indices import apart, reindexed

Known = Mapping[str, tuple[str, Term]]  # of local names: their indices, and their derivatives


class Partials(Engine):
    """The derivative with respect to z_j: of z_k it is δ_kj, of a local name what is known of it."""

    def __init__(self, variable: str, known: Known, extremes: Mapping[Term, Sym] | None = None):
        super().__init__(variable, {}, {})
        self.stem, self.places = split_index(variable)
        self.local = known
        self.extremes = extremes or {}  # the names of maxima and minima that have one

    def moves(self, term: Term) -> bool:
        names = (split_index(node.name)[0] for node in walk(term) if isinstance(node, Sym))
        return any(name == self.stem or name in self.local for name in names)

    def mark(self, term: Term) -> D:
        return D(term, self.variable, partial=True)

    def prepared(self, term: Term) -> list[Rewrite]:
        changed = self.divided(term)
        if changed == term:
            return super().prepared(term)
        return [Rewrite(self.mark(changed), ("ln of a quotient",)), *super().prepared(changed)]

    def divided(self, term: Term) -> Term:
        """ln u − ln v for ln(u/v), where that is to be differentiated."""
        inner = rebuilt(term, self.divided)
        match inner:
            case Call("log", (Div(above, below),)) if self.moves(inner):
                return total(Call("log", (above,)), negated(Call("log", (below,))))
        return neatened(inner) if inner != term else term

    def written_out(self, term: Term) -> Term:
        """Pieces for what chooses among numbers that move."""
        held: dict[str, Term] = {}
        return substituted(_without_powers_of_0(in_pieces(self.ready(term, held), "")), held)

    def ready(self, term: Term, held: dict[str, Term]) -> Term:
        """max(z − 1, 0) as max(0, z − 1): what moves is compared with what does not; and what does not is put aside."""
        if isinstance(term, Call) and term.name in CHOOSING and not self.moves(term):
            return Sym(next((name for name, one in held.items() if one == term), None) or _put_aside(term, held))
        inner = rebuilt(term, lambda part: self.ready(part, held))
        if isinstance(inner, Call) and inner.name in ("max", "min"):
            return Call(inner.name, tuple(sorted(inner.args, key=self.moves)))
        return inner

    def marked(self, term: Term) -> Term:
        return self.mark(self.written_out(recognised(term)))

    def pushed(self, term: Term) -> Term:
        match term:
            case Sym(name) if split_index(name)[0] == self.stem:
                return self.kronecker(split_index(name)[1])
            case Sym(name) if split_index(name)[0] in self.local:
                return self.mark(term)
        return super().pushed(term)

    def kronecker(self, letters: str) -> Term:
        """1 where two numbers of the vector are one and the same, else 0."""
        return product(*(kronecker(one, other) for one, other in zip(letters, self.places, strict=True)))

    def ruled(self, term: Term) -> Term:
        match term:
            case Sym(name) if split_index(name)[0] in self.local:
                return self.inserted(name)
            case Fold("max" | "min", body, index, count, when):
                self.use(f"derivative of a {term.name}imum")
                inner = Cases(((self.pushed(body), Rel("==", body, self.extremes.get(term, term))), (ZERO, None)))
                return Fold("sum", inner, index, count, when)
            case Fold("sum", body, index, count, when):
                self.use("sum rule")
                inner = self.pushed(body)
                return ZERO if inner == ZERO else Fold("sum", inner, index, count, when)
        return super().ruled(term)

    def inserted(self, name: str) -> Term:
        """The derivative of a local name, from its own derivation."""
        stem, letters = split_index(name)
        own, slope = self.local[stem]
        self.use(f"insert the derivative of {stem}")
        places = dict(zip(own, letters, strict=True))
        return reindexed(apart(slope, {*letters, *self.places}), places)


def kronecker(one: str, other: str) -> Term:
    return ONE if one == other else Sym(f"delta_{''.join(sorted((one, other)))}")


def _put_aside(term: Term, held: dict[str, Term]) -> str:
    name = f"aside_{len(held)}"
    held[name] = term
    return name


def _without_powers_of_0(term: Term) -> Term:
    """0^p is 0, as every exponent that is a parameter is above 0."""
    inner = rebuilt(term, _without_powers_of_0)
    match inner:
        case Pow(base, Sym()) if base == ZERO:
            return ZERO
        case Cases(pieces):
            return cases(tuple((neatened(piece), when) for piece, when in pieces))
    return inner
