"""The derivations by rules of losses of a linear model with several features: over a weight and over the bias."""

import math
from collections.abc import Iterator
from dataclasses import replace

from ...algebra.evaluating.sized import COUNTS, split_index
from ...algebra.indexed.naming import named
from ...algebra.indexed.partials import Partials
from ...algebra.rewriting.neat import ONE, product
from ...algebra.term import INDICES, Add, D, Div, Fold, Mul, Neg, Sym, Term, applied, substituted
from ...catalogue.entry import Entry
from ...catalogue.kinds.losses import Loss
from ...catalogue.parameter import Parameter
from ...errors import BadOption
from ..letters import formula_of, letter_of, reader_letters
from .by_indices import Draft, Let, Rewriter, step
from .derivation import RULES, Chain, Derivation, Range, Setting
from .deriving import derive, route_names
from .vector_rules import meanings_of_parameters, ranges_of_parameters, with_symbols

_SCORE, _TARGET = Sym("z_i"), Sym("y_i")
_MADE = {"residual": Add((_SCORE, Neg(_TARGET))), "margin": Mul((_TARGET, _SCORE))}  # of score and target
_TAKEN = ("x", "w", "b", "z", "y", "L", "n")  # letters of the model
_MEANINGS = {
    "x_ij": "feature j of example i",
    "w_j": "the weight of feature j",
    "b": "the bias",
    "y_i": "the target of example i",
    "n": "the number of examples",
}
_MEAN = "The loss is the mean over the examples; for their sum, leave 1/n out."


def derive_linear(loss: Loss, routes: tuple[str, ...]) -> Derivation:
    """The gradient of the mean loss of a linear model, from the derivative of the loss itself."""
    return _Model(loss).derivation(routes)


def require_linear(entry: Entry) -> None:
    """Raise `BadOption` for what a linear model cannot be fitted with."""
    if entry.kind != Loss.kind:
        raise BadOption(
            "derive: --model takes a loss of one prediction against its target, such as mse; "
            f"{entry} is of the kind '{entry.kind}'."
        )
    if not entry.takes_target:
        raise BadOption(f"derive: {entry} has no target, so that no model can be fitted with it.")
    if entry.variable == "distance":
        raise BadOption(f"derive: {entry} takes a distance, which a linear model does not give.")
    low, high = entry.domain
    if entry.variable in _MADE or not (math.isfinite(low) or math.isfinite(high)):
        return
    allowed = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of at least {low:g}"
    raise BadOption(
        f"derive: {entry} takes a {entry.variable} {allowed}, and a linear model gives any number. "
        "Losses of residuals, margins and logits have a derivation of it."
    )


class _Model:
    def __init__(self, loss: Loss):
        self.loss = loss
        # What the loss is a function of.
        self.inner = Sym(f"{loss.letter}_i") if loss.variable in _MADE else _SCORE
        self.features = "d" if loss.letter == COUNTS[1] else COUNTS[1]

    def derivation(self, routes: tuple[str, ...]) -> Derivation:
        own = self.own()
        parts, slope = self.parts(own), self.slope(own)
        value = self.value(parts)
        lets = [*self.lets(), *parts]
        mean = product(Div(ONE, Sym("n")), Fold("sum", value, "i", "n"))
        chains = [Chain(Sym("L"), (step(mean, "mean of losses"),))]
        for variable in ("w_j", "b"):
            draft = Draft(Rewriter(lets, ()))
            draft.derive(variable, [self.inner.name])
            chains += [replace(chain, aside=True) for chain in draft.chains]
            chains.append(self.gradient(variable, value, slope, draft.chains[-1].steps[-1].term))
        loss = self.loss
        built = Derivation(
            subject=f"gradient of {loss.label} of a linear model",
            route=RULES,
            routes=routes,
            order=1,
            lets=tuple(lets),
            chains=tuple(chains),
            symbols=(),
            remarks=tuple(self.remarks()),
            defined=(("L", mean),),
            setting=self.setting(),
        )
        return with_symbols(built, self.meanings())

    def lets(self) -> Iterator[Let]:
        scores = Fold("sum", Mul((Sym("x_ik"), Sym("w_k"))), "k", self.features)
        yield _SCORE.name, Add((scores, Sym("b")))
        if self.loss.variable in _MADE:
            yield self.inner.name, _MADE[self.loss.variable]

    def gradient(self, variable: str, value: Term, slope: Term, inner: Term) -> Chain:
        """From the derivative of the loss, and of what it is a function of."""
        engine = Partials(variable, {split_index(self.inner.name)[0]: ("i", inner)})

        def line(body: Term) -> Term:
            return product(Div(ONE, Sym("n")), Fold("sum", body, "i", "n"))

        steps = [
            step(engine.mark(line(value)), "definition"),
            step(line(engine.mark(value)), "sum rule"),
            replace(step(line(product(slope, engine.mark(self.inner))), "chain rule"), why=self.why()),
            step(line(product(slope, inner)), f"insert the derivative of {split_index(self.inner.name)[0]}"),
        ]
        steps += Rewriter((), ()).finished(steps[-1].term)
        return Chain(D(Sym("L"), variable, partial=True), tuple(steps))

    def why(self) -> str:
        return (
            "The derivative of the loss, times that of what it is a function of. "
            f"'actplot derive {self.loss}' derives the first."
        )

    # The loss of one example

    def own(self) -> Derivation:
        """The loss' own derivation, along its best route without an approximation."""
        bounds = {name: any(line.bound for line in lines) for name, lines in self.loss.routes.items()}
        return derive(self.loss, next(name for name in route_names(self.loss) if not bounds.get(name)))

    def parts(self, own: Derivation) -> list[Let]:
        """The local names of that derivation, those that the model has no other use for."""
        names = {name: Sym(f"{name}_i") for name, term in own.lets if self.may_stay(name)}
        kept = ((name, self.for_examples(term)) for name, term in own.lets if name in names)
        return [(names[name].name, substituted(term, names)) for name, term in kept]

    def may_stay(self, name: str) -> bool:
        return len(name) == 1 and name not in (*_TAKEN, self.features, *INDICES, self.loss.letter)

    def value(self, parts: list[Let]) -> Term:
        return named(substituted(formula_of(self.loss), self.letters()), parts)

    def slope(self, own: Derivation) -> Term:
        """The derivative in the form in which its own derivation ends."""
        found = own.chains[-1].steps[-1].term
        for name, meaning in reversed(own.lets):
            found = substituted(found, {name: Sym(f"{name}_i") if self.may_stay(name) else meaning})
        return self.for_examples(applied(found, "f", own.variable, own.definition))

    def for_examples(self, term: Term) -> Term:
        """A term of the loss' own derivation for the example i."""
        return substituted(
            term, {symbol.name: self.letters()[name] for name, symbol in reader_letters(self.loss).items()}
        )

    def letters(self) -> dict[str, Term]:
        """What stands for the symbols of the formula."""
        found = {parameter.name: Sym(self.shown(parameter)) for parameter in self.loss.declared}
        return {**found, "x": self.inner, **({"target": _TARGET} if "target" in found else {})}

    def shown(self, parameter: Parameter) -> str:
        letter = letter_of(parameter).name
        taken = (*_TAKEN, self.features, *INDICES)
        return next(name for name in (letter, parameter.name, letter.upper()) if name not in taken)

    def setting(self) -> Setting:
        ranges = ranges_of_parameters(self.loss, self.shown)
        if "target" in ranges:
            ranges["y"] = ranges.pop("target")
        elif self.loss.target_kind == "labels":
            ranges["y"] = Range(among=(-1, 1))
        return Setting(tuple(ranges.items()), letters=COUNTS[0] + self.features)

    def meanings(self) -> dict[str, str]:
        of_parameters = meanings_of_parameters(self.loss, self.shown)
        of_parameters.pop("target", None)
        return {**_MEANINGS, self.features: "the number of features", **of_parameters}

    def remarks(self) -> Iterator[str]:
        if self.loss.convention:
            yield f"Convention: {self.loss.convention}"
        yield _MEAN
