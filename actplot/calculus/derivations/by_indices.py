"""Derives the partial derivatives of formulas of vectors by the rules of sums and indices."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...algebra.evaluating.sized import is_kronecker, split_index
from ...algebra.indexed.casework import case_by_case
from ...algebra.indexed.factors import gathered, merged, spread
from ...algebra.indexed.indices import canonical
from ...algebra.indexed.naming import named, written_out
from ...algebra.indexed.partials import Partials
from ...algebra.indexed.sums import contracted, split
from ...algebra.rewriting.neat import ONE, cases, numeric, size
from ...algebra.rewriting.rules import reason
from ...algebra.rewriting.tidy import tidied
from ...algebra.term import Add, Call, Cases, Div, Fold, Neg, Rel, Sym, Term, rebuilt, symbols, walk
from ...algebra.writing.line import to_line
from ...errors import ActplotError
from ...frozen import record
from .derivation import Chain, Step

Let = tuple[str, Term]


@record
class Rewriter:
    """What ends a chain: names for what has one, and the shortest form."""

    lets: Sequence[Let]  # of local names, in the order in which they build on each other
    shown: Sequence[Let]  # of names that a result may use
    of_sum_1: str = ""  # a vector whose numbers sum to 1, such as y_i, if that is a side condition

    def finished(self, term: Term) -> Iterator[Step]:
        """Lines that work sums out, give names to what has one, and put common factors in front."""
        changed = _worked_out(term)
        if changed != term:
            yield step(changed, _contraction(term))
        steps = self.shortest(changed)
        yield from steps
        last = steps[-1].term if steps else changed
        yield from self.normalised(last)
        if (pieces := case_by_case(last)) != last:
            yield step(in_pieces(_worked_out, pieces), "case by case")

    def shortest(self, term: Term) -> list[Step]:
        """The shortest of several ways: names at once, or behind a line that multiplies out."""
        ways = [self.shortened(term)]
        rule = "split the fraction" if _holds_fraction(term) else "multiply out"
        for change, said in ((_spread_once, rule), (_spread, rule), (_mirrored, "σ(−u) = 1 − σ(u)")):
            first = in_pieces(change, term)
            if first != term:
                ways.append([step(first, said), *self.shortened(first)])
        return min(ways, key=lambda way: _length(way[-1].term if way else term))

    def shortened(self, term: Term) -> list[Step]:
        steps = []
        for change in (self.named, self.summed, self.put_in_front):
            changed = change(term)
            if canonical(changed) != canonical(term):
                steps.append(step(changed, self.rule(change, term, changed)))
                term = changed
        return steps

    def rule(self, change: Callable, before: Term, after: Term) -> str:
        if change == self.named:
            return _recognition(before, after)
        return "known sums" if change == self.summed else "factor out"

    def named(self, term: Term) -> Term:
        return tidied(named(term, self.shown))

    def put_in_front(self, term: Term) -> Term:
        return tidied(in_pieces(_gathered, term))

    def summed(self, term: Term) -> Term:
        """With a number in place of sums that are one, such as that of a softmax."""
        changed = self.with_numbers(term)
        return term if changed == term else tidied(changed)

    def with_numbers(self, term: Term) -> Term:
        if not (isinstance(term, Fold) and term.name == "sum"):
            return rebuilt(term, self.with_numbers)
        try:
            return self.number_of(term)
        except ActplotError:  # more sums in each other than there are letters
            return term

    def number_of(self, fold: Fold) -> Term:
        """What a sum is with the local names in it written out, if that is a number; else the sum."""
        meanings = {split_index(name)[0]: (split_index(name)[1], meaning) for name, meaning in self.lets}
        written = fold
        for _ in self.lets:
            before, written = written, written_out(written, meanings)
            if written == before:
                break
            parts = replace(written, body=_spread(written.body))
            found = tidied(named(_spread(tidied(contracted(split(parts)))), self.shown))
            if numeric(found) is not None:
                return found
        return fold

    def normalised(self, term: Term) -> Iterator[Step]:
        """The last line, for targets of sum 1."""
        if not self.of_sum_1:
            return
        total = canonical(Fold("sum", Sym(f"{self.of_sum_1}_i"), "i", "n"))
        changed = tidied(_replaced(canonical(term), total, ONE))
        if changed != canonical(term):
            yield step(changed, "for targets of sum 1", given=(Rel("==", total, ONE),))


@dataclass
class Draft:
    """What is derived so far: chains of lines, and the derivatives that they end in."""

    rewriter: Rewriter
    chains: list[Chain] = field(default_factory=list)

    def derive(self, variable: str, outputs: Collection[str]) -> None:
        """Chains for all local names that move with the variable, then for the outputs."""
        known: dict[str, tuple[str, Term]] = {}
        needed = self.needed(outputs)
        for name, meaning in self.rewriter.lets:
            engine = Partials(variable, known, self.extremes())
            if name not in needed or not (engine.moves(meaning) or name in outputs):
                continue
            lines = [step(engine.mark(meaning), "definition"), *self.lines(engine, meaning)]
            lines += self.rewriter.finished(lines[-1].term)
            self.chains.append(Chain(engine.mark(Sym(name)), tuple(lines)))
            stem, letters = split_index(name)
            known[stem] = letters, _without_condition(lines).term

    def extremes(self) -> dict[Term, Sym]:
        """The maxima and minima that have a name, by which conditions on them are short."""
        named = ((name, term) for name, term in self.rewriter.lets if isinstance(term, Fold) and "_" not in name)
        return {term: Sym(name) for name, term in named}

    def lines(self, engine: Partials, meaning: Term) -> Iterator[Step]:
        """The rules of differentiation, until no derivative is left."""
        lines = engine.prepared(meaning)
        operand = lines[-1].term.operand if lines else meaning
        lines += engine.carried_out(engine.pushed(operand), engine.mark(operand))
        yield from (step(line.term, *line.rules) for line in lines)

    def needed(self, outputs: Collection[str]) -> set[str]:
        """The names that the outputs are made of, with themselves."""
        stems = {split_index(name)[0] for name in outputs}
        needed = set()
        for name, meaning in reversed(self.rewriter.lets):
            if split_index(name)[0] in stems:
                needed.add(name)
                stems |= {split_index(symbol)[0] for symbol in symbols(meaning)}
        return needed


def step(term: Term, *rules: str, given: tuple[Rel, ...] = ()) -> Step:
    return Step(term, rules, " ".join(dict.fromkeys(filter(None, map(reason_of, rules)))), given=given)


def reason_of(rule: str) -> str:
    """One sentence on a rule of sums and indices, or of differentiation."""
    beginning = next((start for start in _REASONS if rule.startswith(start)), None)
    return _REASONS[beginning] if beginning else reason(rule)


_REASONS = {
    "σ(−u)": "The sigmoid of −u is what the sigmoid of u lacks to 1.",
    "insert the derivative of": "It was derived above.",
    "only ": "A number of the vector has the slope 1 with respect to itself and 0 to all others: δ picks one term.",
    "constants before the sum": "What is the same for every term stands before the sum.",
    "recognise ": "This part of the line has a name.",
    "case by case": "Where the two indices are equal δ is 1, else 0.",
    "factor out": "All terms share these factors.",
    "multiply out": "Each term of the sum gets the factor of its own.",
    "known sums": "With the names written out, the sum is a number.",
    "derivative of a maximum": "The largest number alone counts, and its slope is that of the maximum.",
    "derivative of a minimum": "The smallest number alone counts, and its slope is that of the minimum.",
    "ln of a quotient": "The logarithm of a quotient is a difference of logarithms.",
    "for targets of sum 1": "The target is a distribution.",
}


def in_pieces(change: Callable[[Term], Term], term: Term) -> Term:
    """The term changed, of pieces each."""
    if isinstance(term, Cases):
        return cases(tuple((in_pieces(change, piece), when) for piece, when in term.pieces))
    return change(term)


def _worked_out(term: Term) -> Term:
    return tidied(contracted(tidied(contracted(term))))


def _spread(term: Term) -> Term:
    return tidied(spread(term))


def _spread_once(term: Term) -> Term:
    return tidied(spread(term, 1))


def _mirrored(term: Term) -> Term:
    """With 1 − σ(u) for σ(−u), multiplied out."""
    changed = _in_sigmoids(term)
    return term if changed == term else _spread(changed)


def _in_sigmoids(term: Term) -> Term:
    match rebuilt(term, _in_sigmoids):
        case Call("sigmoid", (Neg(operand),)):
            return Add((ONE, Neg(Call("sigmoid", (operand,)))))
        case inner:
            return inner


def _gathered(term: Term) -> Term:
    """Every sum with common factors in front, those inside others too."""
    if isinstance(term, Cases):
        return in_pieces(_gathered, term)
    inner = rebuilt(term, _gathered)
    return gathered(merged(inner))


def _length(term: Term) -> tuple[int, int]:
    return size(term), len(to_line(term))


def _holds_fraction(term: Term) -> bool:
    return any(isinstance(node, Div) for node in walk(term))


def _without_condition(steps: Sequence[Step]) -> Step:
    """The last line that holds without a side condition."""
    return next(one for one in reversed(steps) if not one.given)


def _replaced(term: Term, part: Term, other: Term) -> Term:
    return other if term == part else rebuilt(term, lambda inner: _replaced(inner, part, other))


def _contraction(before: Term) -> str:
    """How a reader says that δ leaves one term of a sum."""
    pairs = set()
    for node in walk(before):
        if isinstance(node, Fold):
            names = [name for name in symbols(node.body) if is_kronecker(name) and node.index in split_index(name)[1]]
            pairs |= {(node.index, split_index(name)[1].replace(node.index, "")) for name in names}
    if len(pairs) == 1:
        ((index, other),) = pairs
        return f"only {index} = {other} is left"
    return "only terms with δ = 1 are left" if pairs else "constants before the sum"


def _recognition(before: Term, after: Term) -> str:
    stems = {split_index(name)[0] for name in symbols(after) - symbols(before)}
    return f"recognise {', '.join(sorted(stems))}" if stems else "simplify"
