"""A term about vectors, written out for one size: sums in full, z_2 for z_j, 1 or 0 for δ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property, reduce
from itertools import product

from ...frozen import record
from ..term import (
    COMPARISONS,
    INDICES,
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Fold,
    Mul,
    Neg,
    Num,
    Rel,
    Sym,
    Term,
    children,
    piecewise,
    rebuilt,
    symbols,
    walk,
)

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
        case Fold(_, body, index, _, when):
            return frozenset().union(free_indices(body), free_indices(when) if when else ()) - {index}
    return frozenset().union(*map(free_indices, children(term)))


def symbols_within(terms: Iterable[Term]) -> frozenset[str]:
    """Every symbol of some terms, variables of derivatives included."""
    nodes = [node for term in terms for node in walk(term)]
    found = {node.name for node in nodes if isinstance(node, Sym)}
    return frozenset(found | {node.variable for node in nodes if isinstance(node, D)})


@record
class Instance:
    """Writes terms out for one size: sums in full, z_2 for z_j, 1 or 0 for δ."""

    size: int
    meanings: Mapping[str, tuple[str, Term]]  # of local names: their indices, and what they stand for
    counts: Mapping[str, int] = field(default_factory=dict)  # what else a fold may go to
    classes: str = ""  # indices of which the number itself is that of a class, counted from 0
    silent: bool = False  # whether 0·log 0 is 0
    letters: str = COUNTS  # which of them stand for counts; a formula may have another use for one
    known: dict = field(default_factory=dict, compare=False)  # local names that are written out already, by place

    def term(self, term: Term, at: Choice) -> Term:
        match term:
            case Sym(name):
                return self.symbol(name, at)
            case D(operand, variable):
                return D(self.term(operand, at), self.symbol(variable, at).name)
            case Fold():
                return self.fold(term, at)
            case Cases(pieces):
                return self.cases(pieces, at)
            case Mul(args) if self.silent and any(map(_is_log, args)):
                return self.weighed(args, at)
        return rebuilt(term, lambda part: self.term(part, at))

    def fold(self, fold: Fold, at: Choice) -> Term:
        """Its parts side by side; of those that a condition on numbers may leave out, the part that changes nothing."""
        places = [{**at, fold.index: place} for place in range(1, self.counted(fold.count) + 1)]
        if fold.when is not None and about_indices(fold.when):
            return _joined(fold.name, [self.term(fold.body, here) for here in places if holds(fold.when, here)])
        parts = [self.term(fold.body, here) for here in places]
        if fold.when is not None:
            tests = [self.condition(fold.when, here) for here in places]
            parts = [piecewise(test, part, _NEUTRAL[fold.name]) for test, part in zip(tests, parts, strict=True)]
        return _joined(fold.name, parts)

    def condition(self, condition: Condition, at: Choice) -> Condition:
        """A condition on numbers, in which those on indices are decided."""
        if isinstance(condition, And):
            return And(tuple(self.condition(one, at) for one in condition.args))
        if about_indices(condition) and set(free_indices(condition)) <= set(at):
            return Rel("==", _ZERO, _ZERO if holds(condition, at) else _ONE)
        return rebuilt(condition, lambda part: self.term(part, at))

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]], at: Choice) -> Term:
        """Without the pieces that the indices rule out."""
        left: list[tuple[Term, Condition | None]] = []
        for piece, when in pieces:
            chosen = when is None or (about_indices(when) and set(free_indices(when)) <= set(at))
            if not chosen:
                left.append((self.term(piece, at), self.condition(when, at)))
            elif when is None or holds(when, at):
                return reduce(lambda rest, one: piecewise(one[1], one[0], rest), reversed(left), self.term(piece, at))
        raise AssertionError("the last piece has no condition")

    def weighed(self, factors: Sequence[Term], at: Choice) -> Term:
        """A product with a logarithm, which is 0 where the other factors are."""
        whole_product = Mul(tuple(self.term(factor, at) for factor in factors))
        weights = [part for factor, part in zip(factors, whole_product.args, strict=True) if not _is_log(factor)]
        return piecewise(Rel("==", _joined("prod", weights), _ZERO), _ZERO, whole_product)

    def counted(self, name: str) -> int:
        """How many a count stands for; no two are equal, so that a line that mixes them up does not pass."""
        return self.counts[name] if name in self.counts else self.size + self.letters.index(name)

    def symbol(self, name: str, at: Choice) -> Term:
        if name in at:
            return whole(at[name] - (name in self.classes))
        if name in self.counts or name in self.letters:
            return whole(self.counted(name))
        stem, letters = split_index(name)
        numbers = [at[letter] for letter in letters]
        if is_kronecker(name):
            return whole(int(numbers[0] == numbers[1]))
        if stem in self.meanings:
            return self.meaning(stem, numbers, {letter: at[letter] for letter in self.classes if letter in at})
        return Sym(numbered(stem, numbers)) if numbers else Sym(name)

    def meaning(self, stem: str, numbers: Sequence[int], of_class: Choice) -> Term:
        """What a local name stands for at a place: one object wherever it occurs, so that it is evaluated once."""
        place = (stem, *numbers, *of_class.values())
        if place not in self.known:
            own, meaning = self.meanings[stem]
            self.known[place] = self.term(meaning, {**of_class, **dict(zip(own, numbers, strict=True))})
        return self.known[place]


@record
class Written:
    """What a formula of vectors computes at one size: local names in the order of their use, then the outputs."""

    lets: tuple[tuple[str, Term], ...]
    outputs: tuple[Term, ...]

    def depending(self, name: str) -> list[int]:
        """Which outputs a symbol occurs in, local names written out."""
        moved, (of_lets, of_outputs) = {name}, self._symbols
        for (let, _), known in zip(self.lets, of_lets, strict=True):
            moved |= {let} if moved & known else set()
        return [place for place, known in enumerate(of_outputs) if moved & known]

    @cached_property
    def _symbols(self) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        """Those of the local names' meanings, and of the outputs."""
        return [symbols(term) for _, term in self.lets], [symbols(term) for term in self.outputs]


def written_out(
    lets: Iterable[tuple[Term, Term]], lines: Iterable[tuple[Term, Term]], instance: Instance, at: Choice
) -> Written:
    """Equations at every place that the indices on their left sides leave open."""
    return Written(
        tuple((place.name, term) for equation in lets for place, term in _everywhere(equation, instance, at)),
        tuple(term for equation in lines for _, term in _everywhere(equation, instance, at)),
    )


def _everywhere(equation: tuple[Term, Term], instance: Instance, at: Choice) -> Iterator[tuple[Sym, Term]]:
    left, right = equation
    letters = [letter for letter in split_index(left.name)[1] if letter not in at]
    for places in product(range(1, instance.counted(COUNTS[0]) + 1), repeat=len(letters)):
        here = {**at, **dict(zip(letters, places, strict=True))}
        yield instance.symbol(left.name, here), instance.term(right, here)


def numbered(stem: str, numbers: Sequence[int]) -> str:
    """A symbol's name at a place, such as z_2; places above 9 are kept apart."""
    return f"{stem}_{('' if max(numbers) < 10 else ',').join(map(str, numbers))}"


def whole(number: int) -> Term:
    return Num(Fraction(number), str(number)) if number >= 0 else Neg(whole(-number))


def holds(condition: Rel, at: Choice) -> bool:
    """Whether a condition on indices holds at a place."""
    left, right = (at.get(side.name, 0) for side in (condition.left, condition.right))
    return COMPARISONS[condition.operator](left, right)


def _is_log(factor: Term) -> bool:
    return any(isinstance(node, Call) and node.name == "log" for node in walk(factor))


_ZERO, _ONE = whole(0), whole(1)
_INFINITE = Div(_ONE, _ZERO)
_NEUTRAL = {"sum": _ZERO, "prod": _ONE, "max": Neg(_INFINITE), "min": _INFINITE}


def _joined(kind: str, parts: Sequence[Term]) -> Term:
    if len(parts) < 2:
        return parts[0] if parts else _NEUTRAL[kind]
    return {"sum": Add, "prod": Mul}.get(kind, lambda args: Call(kind, args))(tuple(parts))
