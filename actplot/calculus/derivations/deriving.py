"""Makes the derivation of a function's derivative: from the lines that its entry holds, or by the step engine."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ...algebra.rewriting.engine import definition, rewrites
from ...algebra.rewriting.neat import size
from ...algebra.rewriting.pieces import holds_pieces, together
from ...algebra.rewriting.recognise import recognised
from ...algebra.rewriting.rules import COMBINED, reason
from ...algebra.rewriting.shortening import measure, shortened
from ...algebra.rewriting.tidy import as_power, tidied
from ...algebra.term import Call, Cases, D, Div, Num, Sym, Term, applied, rebuilt, substituted, symbols, walk
from ...catalogue.kinds.functions import Function, Line
from ...catalogue.registry import is_known, lookup
from ...errors import BadOption, quoted, suggestion
from ...frozen import record
from ..letters import formula_of, reader_letters
from .closed_form import in_closed_form
from .derivation import RULES, Chain, Derivation, Step, Symbol
from .lines import Lines
from .remarks import remarks_on

_X = Sym("x")
_F = Call("f", (_X,))
_LONGEST = 7  # characters of a number that has no name
_WORTH_A_LINE = 6  # parts of a formula that arithmetic alone must take away


def route_names(function: Function) -> tuple[str, ...]:
    """The authored routes, best first, and the engine's."""
    return (*function.routes, RULES)


def derive(function: Function, route: str | None = None, order: int = 1) -> Derivation:
    """The derivation of the first or second derivative along a route, the best one if none is named.

    Raises `BadOption` for a route that the function does not have.
    """
    names = route_names(function)
    chosen = names[0] if route is None else route
    if chosen not in names:
        raise BadOption(
            f"{function} has no route {quoted(chosen)}.{suggestion(chosen, names)} Its routes: {', '.join(names)}."
        )
    draft = _Draft(function)
    lines = draft.by_rules() if chosen == RULES else draft.authored(function.routes[chosen])
    if order == 2:
        if any(step.bound is not None for step in lines.chains[-1].steps):
            raise BadOption(f"the route {chosen} of {function} is an approximation, of f′ alone. Leave --order 2 out.")
        lines = draft.twice(lines)
    return draft.finished(chosen, order, lines)


def _differentiable(chain: Chain) -> Term:
    """The last form of f′ that is as easy to differentiate as it is to read: f in pieces or bars is not."""
    for step in reversed(chain.steps):
        names = {node.name for node in walk(step.term) if isinstance(node, Call)}
        if not ("f" in names and ("abs" in names or isinstance(step.term, Cases))):
            return step.term
    return chain.steps[-1].term


def _holds_f(term: Term) -> bool:
    return any(isinstance(node, Call) and node.name == "f" for node in walk(term))


def _is_long(text: str) -> bool:
    return text.replace(".", "").isdigit() and len(text) > _LONGEST


def _named(term: Term, names: Mapping[Term, Term]) -> Term:
    return names.get(term) or rebuilt(term, lambda part: _named(part, names))


def _is_left(step: Step) -> bool:
    """Whether a derivative is left in a line."""
    return any(isinstance(node, D) for node in walk(step.term))


def _step(term: Term, *rules: str) -> Step:
    return Step(term, rules, " ".join(filter(None, map(reason, rules))))


def _without_detours(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The lines without one of arithmetic that a shorter one follows, where it is no shorter than the one before it."""
    kept: list[Step] = []
    for index, step in enumerate(steps):
        followed = index + 1 < len(steps) and steps[index + 1].rules == (COMBINED,)
        if step.rules == ("simplify",) and followed and size(step.term) >= size(steps[index - 1].term) - _WORTH_A_LINE:
            continue
        if not kept or step.term != kept[-1].term:
            kept.append(step)
    return tuple(kept)


def _needed(lets: Sequence[tuple[str, Term]], term: Term) -> list[tuple[str, Term]]:
    """The local names that occur in a term, and those that they stand for."""
    found, kept = set(symbols(term)), []
    for name, meaning in reversed(lets):
        if name in found:
            kept.insert(0, (name, meaning))
            found |= symbols(meaning)
    return kept


@record
class _Draft:
    """A derivation in the formula's own symbols."""

    function: Function

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.function.declared)

    @property
    def formula(self) -> Term:
        return formula_of(self.function)

    # By the engine

    def by_rules(self) -> Lines:
        formula = self.formula
        steps = list(self.by_the_rules(formula, _step(D(formula, "x"), "definition")))
        last = steps[-1].term
        found = in_closed_form(formula, last, "x")
        if found is not None:
            steps.append(_step(found, "in terms of f"))
        elif size(named := self.named(steps)) < size(last):
            steps.append(_step(named, "in terms of named functions"))
        return self.with_names(Chain(D(_F, "x"), tuple(steps)))

    def with_names(self, chain: Chain) -> Lines:
        """The lines with a name for each long number for which an entry has one, as selu's λ and α."""
        names = self.number_names()
        steps = tuple(replace(step, term=_named(step.term, names)) for step in chain.steps)
        used = set().union(*(symbols(step.term) for step in steps))
        lets = [(name.name, number) for number, name in names.items() if name.name in used]
        return Lines(begun=[replace(chain, steps=steps)], lets=lets)

    def number_names(self) -> dict[Term, Sym]:
        called = {node.name for node in walk(self.formula) if isinstance(node, Call)}
        entries = [self.function, *(lookup(name) for name in sorted(called) if is_known(name))]
        lines = [line for entry in entries for route in entry.routes.values() for line in route if line.rule == "let"]
        lets = [line.text.split(" = ") for line in lines]
        numbers = {Num(Fraction(text), text): Sym(name) for name, text in lets if _is_long(text)}
        return {number: name for number, name in numbers.items() if name.name not in symbols(self.formula)}

    def named(self, steps: Sequence[Step]) -> Term:
        """The result with functions that have a name, from whichever of the last lines gives the shortest."""
        return min((shortened(tidied(recognised(step.term))) for step in steps[-2:] if not _is_left(step)), key=measure)

    def twice(self, lines: Lines) -> Lines:
        """The lines of the second derivative, from those of the first, with the local names that its result holds."""
        first = _differentiable(lines.chains[-1])
        lets = _needed(lines.lets, first)
        slopes: dict[str, Term] = {}
        chains = [self.of_name(name, term, lines, slopes) for name, term in lets if self.is_moving(term, slopes)]
        above = Chain(D(_F, "x"), (_step(first, "first derivative"),))
        return replace(lines, lets=lets, begun=[above, *chains, self.second(first, slopes)])

    def is_moving(self, term: Term, slopes: Mapping[str, Term]) -> bool:
        return not symbols(term).isdisjoint(("x", *slopes))

    def of_name(self, name: str, term: Term, lines: Lines, slopes: dict[str, Term]) -> Chain:
        """The derivative of a local name, as its entry has it or by the rules; it is added to the slopes."""
        left = D(Sym(name), "x")
        written = next((chain for chain in lines.chains if chain.left == left), None)
        chain = written or Chain(left, self.by_the_rules(term, _step(D(term, "x"), "definition"), names=slopes))
        slopes[name] = chain.steps[-1].term
        return chain

    def second(self, first: Term, names: Mapping[str, Term]) -> Chain:
        """The chain of the second derivative, from the final form of the first."""
        power = as_power(first, "x")
        begun = [_step(D(first, "x"), "f′ from above")]
        begun += [_step(D(power, "x"), "as a power")] if power != first else []
        known = {"f": first} if _holds_f(first) else {}
        return Chain(D(D(_F, "x"), "x"), self.by_the_rules(power, *begun, known=known, names=names))

    def by_the_rules(self, term: Term, *begun: Step, **known: Mapping[str, Term]) -> tuple[Step, ...]:
        """The lines of the engine, and one for the shortest form of their result."""
        steps = [*begun, *(_step(line.term, *line.rules) for line in rewrites(term, "x", **known))]
        last = steps[-1].term
        # 0/relu(x)² is not 0 everywhere, so functions with pieces stay below a bar.
        joined = last if holds_pieces(last, definition) else together(last, "x", points=False)
        if joined != last and size(joined) <= size(last):
            steps.append(_step(joined, "put the pieces together"))
            last = joined
        parts = [node for node in walk(term) if isinstance(node, Div)]
        forms = [last, applied(last, "f", "x", self.formula)] if _holds_f(last) else [last]
        shorter = min((shortened(form, parts) for form in forms), key=measure)
        if size(shorter) < size(last) or (steps[-1].rules == ("simplify",) and measure(shorter) < measure(last)):
            steps.append(_step(shorter, COMBINED))
        return _without_detours(steps)

    # By the lines of the entry

    def authored(self, lines: Sequence[Line]) -> Lines:
        return Lines(self.names, D(_F, "x"), reason).reading(lines)

    # With the letters of a reader

    def finished(self, route: str, order: int, lines: Lines) -> Derivation:
        function, letters = self.function, reader_letters(self.function)
        used = {
            name
            for chain in lines.chains
            for step in (chain.left, *(s.term for s in chain.steps))
            for name in symbols(step)
        }
        used |= symbols(self.formula).union(*(symbols(term) for _, term in lines.lets))
        return Derivation(
            subject=f"{'derivative' if order == 1 else 'second derivative'} of {function.label}",
            route=route,
            routes=route_names(function),
            order=order,
            variable=function.letter,
            definition=substituted(self.formula, letters),
            lets=tuple((_name(name, letters), substituted(term, letters)) for name, term in lines.lets),
            chains=tuple(_renamed(chain, letters) for chain in lines.chains),
            symbols=(*self.parameters(used), *lines.symbols),
            remarks=(*remarks_on(function), *lines.remarks),
        )

    def parameters(self, used: Collection[str]) -> Iterator[Symbol]:
        """What the parameters that occur are called and mean; of a typed formula its user knows."""
        letters = reader_letters(self.function)
        for parameter in self.function.declared:
            if parameter.name in used and parameter.name not in self.function.constants:
                letter = letters[parameter.name].name
                yield Symbol(letter, _meaning(parameter.name, letter, parameter.meaning))


def _meaning(name: str, letter: str, meaning: str) -> str:
    return meaning if name == letter else f"{name}, {meaning}"


def _name(name: str, letters: Mapping[str, Sym]) -> str:
    return letters[name].name if name in letters else name


def _renamed(chain: Chain, letters: Mapping[str, Term]) -> Chain:
    steps = tuple(replace(step, term=substituted(step.term, letters)) for step in chain.steps)
    return replace(chain, left=substituted(chain.left, letters), steps=steps)
