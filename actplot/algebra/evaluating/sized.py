"""A term about vectors, written out for one size: sums in full, z_2 for z_j, 1 or 0 for δ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..term import Add, Condition, D, Fold, Mul, Num, Rel, Sym, Term, children, rebuilt, walk

INDICES = "ijkl"
SIZES = (2, 3, 4, 5)
COUNTS = "nm"  # of examples or classes, and of features
_KRONECKER = "delta"

Choice = Mapping[str, int]  # of each open index


def split_index(name: str) -> tuple[str, str]:
    """A symbol's stem and the indices behind it: x and ij of x_ij."""
    stem, underscore, index = name.partition("_")
    return (stem, index) if underscore and index and set(index) <= set(INDICES) else (name, "")


def is_kronecker(name: str) -> bool:
    """Whether a symbol is Kronecker's δ: 1 where its two indices are equal, else 0."""
    stem, index = split_index(name)
    return stem == _KRONECKER and len(index) == 2


def about_indices(condition: Condition) -> bool:
    """Whether a condition chooses among indices, such as i = j, and not among numbers."""
    return isinstance(condition, Rel) and {condition.left, condition.right} <= {Sym(index) for index in INDICES}


def free_indices(term: Term | Condition) -> frozenset[str]:
    """The indices that a term leaves open: i and j of p_i·δ_ij, not the k that a sum runs over."""
    match term:
        case Sym(name):
            return frozenset(split_index(name)[1] or (name if name in INDICES else ""))
        case D(operand, variable):
            return free_indices(operand) | frozenset(split_index(variable)[1])
        case Fold(_, body, index, _):
            return free_indices(body) - {index}
    return frozenset().union(*map(free_indices, children(term)))


def symbols_within(terms: Iterable[Term]) -> frozenset[str]:
    """Every symbol of some terms, variables of derivatives included."""
    nodes = [node for term in terms for node in walk(term)]
    found = {node.name for node in nodes if isinstance(node, Sym)}
    return frozenset(found | {node.variable for node in nodes if isinstance(node, D)})


@dataclass(frozen=True)
class Instance:
    """Writes terms out for one size: sums in full, z_2 for z_j, 1 or 0 for δ."""

    size: int
    meanings: Mapping[str, tuple[str, Term]]  # of local names: their indices, and what they stand for

    def term(self, term: Term, at: Choice) -> Term:
        match term:
            case Sym(name):
                return self.symbol(name, at)
            case D(operand, variable):
                return D(self.term(operand, at), self.symbol(variable, at).name)
            case Fold(kind, body, index, count):
                parts = tuple(self.term(body, {**at, index: place}) for place in range(1, self.counted(count) + 1))
                return Add(parts) if kind == "sum" else Mul(parts)
        return rebuilt(term, lambda part: self.term(part, at))

    def counted(self, name: str) -> int:
        """How many a count stands for; no two are equal, so that a line that mixes them up does not pass."""
        return self.size + COUNTS.index(name)

    def symbol(self, name: str, at: Choice) -> Term:
        if name in at or name in COUNTS:
            return _whole(at[name] if name in at else self.counted(name))
        stem, letters = split_index(name)
        numbers = [at[letter] for letter in letters]
        if is_kronecker(name):
            return _whole(int(numbers[0] == numbers[1]))
        if stem in self.meanings:
            own, meaning = self.meanings[stem]
            return self.term(meaning, dict(zip(own, numbers, strict=True)))
        return Sym(numbered(stem, numbers)) if numbers else Sym(name)


def numbered(stem: str, numbers: Sequence[int]) -> str:
    return f"{stem}_{''.join(map(str, numbers))}"


def _whole(number: int) -> Num:
    return Num(Fraction(number), str(number))
