"""The derivations about vectors: along routes that someone has written, and by the rules of sums and indices."""

from collections.abc import Mapping, Sequence

from ...catalogue.entry import Entry, Line
from ...errors import BadOption, quoted, suggestion
from .derivation import RULES, Derivation, Setting
from .linear_models import derive_linear, require_linear
from .lines import Lines, kronecker_symbols
from .of_models import FOR_MEANS, ROUTES
from .vector_rules import derive_by_rules, formula_of_vectors, setting_of

MODELS: dict[str, dict[str, dict[str, tuple[Line, ...]]]] = {"linear": ROUTES}  # model → loss → its routes

Authored = Mapping[str, Sequence[Line]]


def derive_vectors(entry: Entry, route: str | None = None, model: str | None = None) -> Derivation:
    """The derivation of an entry's partial derivatives along a route, the best one if none is named.

    Parameters
    ----------
    model : such as `linear`, for the gradient of a loss over a model's parameters

    Raises `BadOption` for what has no derivation, and for an unknown route.
    """
    names = vector_route_names(entry, model)
    chosen = names[0] if route is None else route
    if chosen not in names:
        near = suggestion(chosen, names)
        raise BadOption(f"{entry} has no route {quoted(chosen)}.{near} Its routes: {', '.join(names)}.")
    if chosen == RULES:
        return derive_linear(entry, names) if model else derive_by_rules(entry, names)
    return _authored(entry, chosen, names, model)


def vector_route_names(entry: Entry, model: str | None = None) -> tuple[str, ...]:
    """The routes that someone has written, best first, then that of the rules; `BadOption` where there is none."""
    authored = _routes(entry, model)
    if model:
        require_linear(entry)
    elif not authored:
        formula_of_vectors(entry)
    by_rules = bool(model) or (bool(entry.formulas) and entry.by_rules)
    return (*authored, *((RULES,) if by_rules else ()))


def reduction_of(entry: Entry, route: str, model: str) -> str:
    """What a route takes as the loss of a model: the mean over the examples, or their sum."""
    return "sum" if FOR_MEANS in _routes(entry, model).get(route, ()) else "mean"


def _routes(entry: Entry, model: str | None) -> Authored:
    """What is written down is for the defaults of parameters."""
    if not entry.has_defaults:
        return {}
    return MODELS[model].get(entry.name, {}) if model else entry.routes


def _authored(entry: Entry, route: str, names: tuple[str, ...], model: str | None) -> Derivation:
    read = Lines().reading(_routes(entry, model)[route])
    return Derivation(
        subject=f"{entry.first_derivatives} of {entry.name}" + (f" of a {model} model" if model else ""),
        route=route,
        routes=names,
        order=1,
        lets=tuple(read.lets),
        chains=read.chains,
        symbols=(*read.symbols, *kronecker_symbols(read.chains)),
        remarks=tuple(read.remarks),
        defined=tuple(read.defined),
        positive=frozenset(read.positive),
        setting=Setting() if model else setting_of(entry, formula_of_vectors(entry)),
    )
