"""Makes the derivation of a function's derivative: from the lines that its entry holds, or by the step engine."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...algebra.rewriting.engine import rewrites
from ...algebra.rewriting.neat import size
from ...algebra.rewriting.recognise import recognised
from ...algebra.rewriting.rules import reason
from ...algebra.rewriting.tidy import as_power, factored, tidied
from ...algebra.term import Call, Cases, D, Sym, Term, substituted, symbols, walk
from ...catalogue.kinds.functions import Function, Line
from ...errors import BadOption, quoted, suggestion
from ..letters import formula_of, reader_letters
from .closed_form import in_closed_form
from .derivation import RULES, Chain, Derivation, Step, Symbol
from .lines import Lines
from .remarks import remarks_on

_X = Sym("x")
_F = Call("f", (_X,))


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
        moving = {name: term for name, term in lines.lets if "x" in symbols(term)}
        fixed = [(name, term) for name, term in lines.lets if name not in moving]
        second = draft.second(substituted(_differentiable(lines.chains[-1]), moving))
        lines = replace(lines, lets=fixed, begun=[second])
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


def _step(term: Term, *rules: str) -> Step:
    return Step(term, rules, " ".join(filter(None, map(reason, rules))))


@dataclass(frozen=True)
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
        steps = [_step(D(formula, "x"), "definition")]
        steps += [_step(line.term, *line.rules) for line in rewrites(formula, "x")]
        last = steps[-1].term
        found = in_closed_form(formula, last, "x")
        if found is not None:
            steps.append(_step(found, "in terms of f"))
        elif (named := tidied(recognised(last))) != last and size(named) < size(last):
            steps.append(_step(named, "in terms of named functions"))
        return Lines(begun=[Chain(D(_F, "x"), tuple(steps))])

    def second(self, first: Term) -> Chain:
        """The chain of the second derivative, from the final form of the first."""
        power = as_power(first, "x")
        lines = rewrites(power, "x", {"f": first} if _holds_f(first) else {})
        steps = [_step(D(first, "x"), "f′ from above")]
        steps += [_step(D(power, "x"), "as a power")] if power != first else []
        steps += [_step(line.term, *line.rules) for line in lines]
        last = steps[-1].term
        if (shorter := factored(last)) != last and size(shorter) < size(last):
            steps.append(_step(shorter, "factor out"))
        return Chain(D(D(_F, "x"), "x"), tuple(steps))

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
