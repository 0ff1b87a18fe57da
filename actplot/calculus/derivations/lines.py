"""Reads authored lines of all kinds; the derivations about vectors are made of nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from ...algebra.evaluating.sized import about_indices, is_kronecker
from ...algebra.reading.authored import parse_condition, parse_line
from ...algebra.term import Condition, Sym, Term, symbols
from ...catalogue.entry import Entry, Line
from ...catalogue.registry import ELEMENTWISE, KINDS, lookup, names
from ...errors import BadOption, quoted, suggestion
from .derivation import Chain, Derivation, Step, Symbol
from .of_models import ROUTES

MODELS: dict[str, dict[str, dict[str, tuple[Line, ...]]]] = {"linear": ROUTES}  # model → loss → its routes


def derive_vectors(entry: Entry, route: str | None = None, model: str | None = None) -> Derivation:
    """The derivation of an entry's partial derivatives along a route, the best one if none is named.

    Parameters
    ----------
    model : such as `linear`, for the gradient of a loss over a model's parameters

    Raises `BadOption` where no one has written such a derivation, and for an unknown route.
    """
    routes = _model_routes(entry, model) if model else _own_routes(entry)
    chosen = next(iter(routes)) if route is None else route
    if chosen not in routes:
        near = suggestion(chosen, routes)
        raise BadOption(f"{entry} has no route {quoted(chosen)}.{near} Its routes: {', '.join(routes)}.")
    subject = f"{entry.first_derivatives} of {entry.name}" + (f" of a {model} model" if model else "")
    read = Lines().reading(routes[chosen])
    return Derivation(
        subject=subject,
        route=chosen,
        routes=tuple(routes),
        order=1,
        lets=tuple(read.lets),
        chains=read.chains,
        symbols=(*read.symbols, *read.kronecker()),
        remarks=tuple(read.remarks),
        defined=tuple(read.defined),
        positive=frozenset(read.positive),
        conditions=read.conditions(),
    )


def vector_route_names(entry: Entry, model: str | None = None) -> tuple[str, ...]:
    """The routes that someone has written, best first; raises `BadOption` where there is none."""
    return tuple(_model_routes(entry, model) if model else _own_routes(entry))


def _own_routes(entry: Entry) -> Mapping[str, Sequence[Line]]:
    if not entry.routes:
        written = ", ".join(name for kind in KINDS if kind not in ELEMENTWISE for name in _with_routes(kind))
        raise BadOption(
            f"derive: no derivation of {entry.name} is written down: it is a {entry.kind}, and only functions of one "
            f"variable can be derived without one. These have one: {written}."
        )
    _require_defaults(entry)
    return entry.routes


def _with_routes(kind: str) -> list[str]:
    return [name for name in names(kind) if lookup(name).routes]


def _model_routes(entry: Entry, model: str) -> Mapping[str, Sequence[Line]]:
    losses = MODELS[model]
    if entry.name not in losses:
        raise BadOption(
            f"derive: no derivation of {entry} of a {model} model is written down. These losses have one: "
            f"{', '.join(losses)}."
        )
    _require_defaults(entry)
    return losses[entry.name]


def _require_defaults(entry: Entry) -> None:
    if not entry.has_defaults:
        raise BadOption(
            f"derive: what is written down is for plain {entry.name}, not for {entry}. Leave its values out."
        )


@dataclass
class Lines:
    """What authored lines say, read in the order in which they stand."""

    known: tuple[str, ...] = ()  # names of symbols that a formula brings along
    left: Term | None = None  # of the first chain, where its first line does not say one
    reason: Callable[[str], str] = lambda rule: ""  # on a rule, for a line without a sentence of its own
    lets: list[tuple[str, Term]] = field(default_factory=list)
    defined: list[tuple[str, Term]] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    positive: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    begun: list[Chain] = field(default_factory=list)

    @property
    def chains(self) -> tuple[Chain, ...]:
        """All but the last are side calculations."""
        *asides, main = self.begun
        return (*(replace(chain, aside=True) for chain in asides), main)

    def reading(self, lines: Sequence[Line]) -> Self:
        special = {"symbol": self.symbol, "let": self.let, "remark": lambda line: self.remarks.append(line.text)}
        for line in lines:
            special.get(line.rule, self.line)(line)
        return self

    def symbol(self, line: Line) -> None:
        """What a symbol means: `y_i`, or `q_i > 0` where it stands for numbers above 0."""
        name, positive, _ = line.text.partition(" > 0")
        if positive:
            self.positive.add(name)
        self.symbols.append(Symbol(name, line.why + (", above 0" if positive else "")))

    def let(self, line: Line) -> None:
        left, _, right = line.text.partition(" = ")
        self.lets.append((left, self.read(right)))

    def line(self, line: Line) -> None:
        text, supposes, condition = line.text.partition(" if ")
        left, equals, right = text.partition(" = ")
        term = self.read(right if equals else left)
        if equals:
            self.begin(self.read(left, left), term)
        elif not self.begun:
            self.begun.append(Chain(self.left, ()))
        given = (parse_condition(condition, symbols=self.names()),) if supposes else ()
        step = Step(term, (line.rule,), line.why or self.reason(line.rule), line.bound, given)
        self.begun[-1] = replace(self.begun[-1], steps=(*self.begun[-1].steps, step))

    def begin(self, left: Term, right: Term) -> None:
        """A new chain; a bare symbol on its left that nothing has defined yet is defined by it."""
        if isinstance(left, Sym) and left.name not in self.names():
            self.defined.append((left.name, right))
        self.begun.append(Chain(left, ()))

    def read(self, text: str, *more: str) -> Term:
        words = [name for name in more if name.isidentifier()]
        return parse_line(text, symbols=(*self.names(), *words))

    def names(self) -> tuple[str, ...]:
        return (*self.known, *(name for name, _ in (*self.lets, *self.defined)))

    def conditions(self) -> tuple[tuple[str, Condition], ...]:
        """Lines that hold for some numbers alone; that i and j are equal is said by its rule."""
        steps = [step for chain in self.begun for step in chain.steps]
        return tuple((step.note, given) for step in steps for given in step.given if not about_indices(given))

    def kronecker(self) -> list[Symbol]:
        """What δ with two indices means, where it occurs."""
        terms = [step.term for chain in self.begun for step in chain.steps]
        found = sorted(name for name in set().union(*map(symbols, terms)) if is_kronecker(name))
        return [Symbol(name, f"1 where {name[-2]} = {name[-1]}, else 0") for name in found]
