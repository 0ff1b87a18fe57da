"""What may be asked of an entry: the one place of this layer that knows the kinds of entries.

Imports stand inside the methods: what one command asks loads nothing that another needs.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from ..catalogue.entry import Entry
from ..catalogue.index import ELEMENTWISE
from ..catalogue.kinds.functions import FORMULA, SUPPLIED, Function
from ..frozen import record
from ..numbers import number_text

if TYPE_CHECKING:
    import numpy as np

    from ..algebra.term import Term
    from .checks.quantities import Agreement, Quantity
    from .derivations.derivation import Derivation
    from .facts.facts import Facts
    from .identities.matches import Match
    from .tables import Asked, Table


@record
class Subject(ABC):
    """An entry, and what each layer may ask of it whatever its kind."""

    entry: Entry
    asked_at: ClassVar[str] = ""  # points or vectors; of a loss of vectors neither, which needs a target too
    orders: ClassVar[tuple[int, ...]] = (0, 1, 2)  # of the derivatives that its numbers stop at; none has no choice
    is_loss: ClassVar[bool] = False  # whether it compares predictions with targets
    instead: ClassVar[str]  # to say where a command cannot show this kind: {0} is the entry, {example} its example

    @property
    def refusal(self) -> str:
        """What is true of the entry, and which command shows it."""
        return self.instead.format(self.entry, example=self.example(), moving=self.moving())

    @property
    def typed(self) -> bool:
        """Whether it is a formula that a user typed."""
        return self.entry.kind == FORMULA

    def reading(self) -> str:
        """How its text was read, where some read it otherwise."""
        return ""

    def doubts(self, interval: tuple[float, float]) -> Iterable[str]:
        """What a reader of its curve or numbers over an interval should know, each a line of text."""
        return ()

    def doubts_of_rows(self, asked: "Asked") -> Iterable[str]:
        """What a reader of its tables should know, each a line of text."""
        return ()

    @abstractmethod
    def facts(self) -> "Facts":
        """What a card tells."""

    def known(self) -> "tuple[Match, ...]":
        """The entries that it is, where it is none itself."""
        return ()

    @abstractmethod
    def tables(self, asked: "Asked") -> "list[Table]":
        """Its values and derivatives; of a loss also those of a prediction against a target."""

    @abstractmethod
    def quantities(self) -> "Iterator[Quantity]":
        """The numbers of its closed forms, and what they are held against."""

    def agreement(self) -> "Agreement":
        """What a check of these numbers finds."""
        from .checks.quantities import agreement_of

        return agreement_of(str(self.entry), self.quantities())

    def agreements(self) -> "list[Agreement]":
        """The same; with parameters at their defaults also of the variants that fail.

        A parameter that a closed form or the formula uses wrongly may not show at a default of 1.
        """
        own, *others = (subject(one).agreement() for one in self.checked())
        return [own, *(other for other in others if not other.passed)]

    def checked(self) -> list[Entry]:
        """The entry, and what is checked beside it."""
        return [self.entry, *(self.variants() if self.entry.has_defaults else [])]

    @abstractmethod
    def routes(self) -> tuple[str, ...]:
        """The names of its derivations, best first."""

    @abstractmethod
    def derivation(self, route: str | None, order: int) -> "Derivation":
        """The lines that lead to its derivative."""

    def slope(self) -> "Term | None":
        """The derivative, as its derivation ends; None where there is none."""
        return self.derivation(None, 1).chains[-1].steps[-1].term if self.routes() else None

    @abstractmethod
    def variants(self) -> list[Entry]:
        """The same entry with unusual parameters."""

    def example(self) -> str:
        """The words behind its name in an example command."""
        return ""

    def moving(self) -> str:
        """The words for a command in which one number of a vector moves."""
        return ""

    def outputs(self, at: Sequence[float]) -> "np.ndarray":
        """What it gives for a single vector, if it takes vectors."""
        raise NotImplementedError

    @property
    def drawn(self) -> str:
        """Which of its random numbers these are, if they are any."""
        return ""


class OneVariable(Subject):
    """A function of one variable: of the catalogue, of a framework, or a formula."""

    asked_at = "points"
    instead = "is a function of one variable. See 'actplot plot {0}'."

    @property
    def refusal(self) -> str:
        if self.is_loss:
            return (
                f"is a loss and a function of one variable, its {self.entry.variable}. See 'actplot plot {self.entry}'."
            )
        return "is a formula in one variable. See 'actplot plot'." if self.typed else super().refusal

    @property
    def is_loss(self) -> bool:
        return self.entry.kind == "loss"

    def reading(self) -> str:
        return f"note: {self.entry.typed} is read as {self.entry.text}" if self.entry.ambiguous else ""

    def doubts(self, interval: tuple[float, float]) -> Iterable[str]:
        if not self.entry.may_round:
            return ()
        from .checks.trust import doubts

        return doubts(self.entry, interval)

    def doubts_of_rows(self, asked: "Asked") -> Iterable[str]:
        if not self.entry.may_round:
            return ()
        from .checks.trust import doubts_of_rows

        return doubts_of_rows(self.entry, asked.of(asked.at), asked.order)

    def facts(self) -> "Facts":
        from .facts.facts import facts_of

        return facts_of(self.entry)

    def known(self) -> "tuple[Match, ...]":
        if self.entry.known_range:
            return ()
        from .identities.identifying import known_in_brief

        return known_in_brief(self.entry)

    def tables(self, asked: "Asked") -> "list[Table]":
        from .tables import table_of_points

        if asked.pair is not None:
            return _of_pairs(self.entry, asked)
        return [table_of_points(self.entry, asked, self.entry.letter if self.typed else "x")]

    def quantities(self) -> "Iterator[Quantity]":
        from .checks.of_functions import quantities
        from .checks.of_losses import quantities as of_pairs

        yield from quantities(self.entry)
        if self.is_loss:
            yield from of_pairs(self.entry)
        if self.entry.known_range:
            from .facts.counterexamples import quantities as of_card
            from .facts.facts import seen_of

            yield from of_card(self.entry, seen_of(self.entry))

    def routes(self) -> tuple[str, ...]:
        from .derivations.deriving import route_names

        return route_names(self.entry)

    def derivation(self, route: str | None, order: int) -> "Derivation":
        from .derivations.deriving import derive

        return derive(self.entry, route, order)

    def variants(self) -> list[Entry]:
        from .checks.of_functions import variants

        return variants(self.entry)


MOST_TOLD = 5  # of the breaks of a function of a file


class OfFile(OneVariable):
    """A function of a user's file, which is asked for values."""

    instead = (
        "is code, of which values alone are known. See 'actplot plot {0}'; "
        "'actplot identify {0}' tells whether it is a function that has a formula."
    )

    @property
    def refusal(self) -> str:
        return Subject.refusal.fget(self)

    def reading(self) -> str:
        if not self.entry.loaded:
            return ""
        found = self.entry.found
        more = [f"{len(found) - MOST_TOLD} more places"] if len(found) > MOST_TOLD else []
        return "; ".join([f"note: {self.entry} is {self.entry.told_by}", *map(str, found[:MOST_TOLD]), *more])

    def doubts(self, interval: tuple[float, float]) -> Iterable[str]:
        return ()

    def doubts_of_rows(self, asked: "Asked") -> Iterable[str]:
        return ()

    def routes(self) -> tuple[str, ...]:
        return ()


class _OfManyNumbers(Subject):
    """What the kinds on whole vectors share."""

    def reading(self) -> str:
        return self.entry.single_note

    def routes(self) -> tuple[str, ...]:
        from .derivations.vector_routes import vector_route_names

        return vector_route_names(self.entry, None)

    def derivation(self, route: str | None, order: int) -> "Derivation":
        from .derivations.vector_routes import derive_vectors

        return derive_vectors(self.entry, route, None)

    def variants(self) -> list[Entry]:
        from .checks.of_vectors import variants

        return list(variants(self.entry))

    def example(self) -> str:
        return f"--at {listed(self.entry.example)}"


class OfVectors(_OfManyNumbers):
    """A function of a whole vector."""

    asked_at = "vectors"
    orders = (0, 1)

    instead = (
        "is a function of a whole vector, so that no curve of one variable shows it. "
        "See 'actplot jacobian {0} {example}', or let one number of a vector move: "
        "'actplot plot {0} --vary 0 {moving}'."
    )

    def facts(self) -> "Facts":
        from .facts.of_vectors import facts_of_function

        return facts_of_function(self.entry, self.example())

    def tables(self, asked: "Asked") -> "list[Table]":
        from .tables import tables_of_vectors

        return tables_of_vectors(self.entry, asked)

    def quantities(self) -> "Iterator[Quantity]":
        from .checks.of_vectors import of_function

        return of_function(self.entry)

    def outputs(self, at: Sequence[float]) -> "np.ndarray":
        return self.entry.of_single().value(at)

    def moving(self) -> str:
        from ..catalogue.kinds.vector_functions import VectorFunction

        return "--at 0,1,2" if self.entry.example == VectorFunction.example else self.example()


class Drawn(_OfManyNumbers):
    """A layer that draws random numbers."""

    asked_at = "vectors"
    orders = ()

    instead = "draws random numbers, so that it is no curve. See 'actplot plot {0} {example}'."

    def outputs(self, at: Sequence[float]) -> "np.ndarray":
        return self.entry.of_single().train(at)

    @property
    def drawn(self) -> str:
        return f"one draw, seed {int(self.entry.seed)}"

    def facts(self) -> "Facts":
        from .facts.of_vectors import facts_of_layer

        return facts_of_layer(self.entry, self.example())

    def tables(self, asked: "Asked") -> "list[Table]":
        from .tables import tables_of_layer

        return tables_of_layer(self.entry, asked)

    def quantities(self) -> "Iterator[Quantity]":
        from .checks.of_layers import quantities

        return quantities(self.entry)


class OfPairs(_OfManyNumbers):
    """A loss of a whole prediction against a whole target."""

    is_loss = True

    instead = (
        "compares whole vectors. See 'actplot eval {0} {example}', or let one number of the prediction move: "
        "'actplot plot {0} --vary 0 {moving}'."
    )

    def facts(self) -> "Facts":
        from .facts.of_vectors import facts_of_loss

        return facts_of_loss(self.entry, self.example())

    def tables(self, asked: "Asked") -> "list[Table]":
        return _of_pairs(self.entry, asked)

    def quantities(self) -> "Iterator[Quantity]":
        from .checks.of_vectors import of_loss

        return of_loss(self.entry)

    def example(self) -> str:
        prediction, target = self.entry.example
        rows = target if isinstance(target, tuple) else (target,)
        pair = ";".join(map(listed, rows)) if isinstance(rows[0], tuple) else listed(rows)
        written = f'"{pair}"' if ";" in pair else pair
        return f"--prediction {listed(prediction)} --target {written}"

    def moving(self) -> str:
        return self.example().replace("--prediction", "--at")


def _of_pairs(loss: Entry, asked: "Asked") -> "list[Table]":
    from .tables import tables_of_pairs

    return tables_of_pairs(loss, asked)


SUBJECTS = {
    **{SUPPLIED: OfFile, **dict.fromkeys((FORMULA, *ELEMENTWISE), OneVariable)},
    **{"vector function": OfVectors, "random layer": Drawn, "vector loss": OfPairs},
}


def subject(entry: Entry) -> Subject:
    """The subject of an entry, by its kind; arrays that it is asked about are laid out already."""
    return SUBJECTS[entry.kind](entry.along_last())


def catalogued(functions: Sequence[Function]) -> tuple[Function, ...]:
    """The catalogue's functions, whose variable formulas beside them take; the formulas where there are none."""
    return tuple(function for function in functions if not subject(function).typed) or tuple(functions)


def listed(numbers: Iterable[float]) -> str:
    """Numbers as the command line takes them."""
    return ",".join(map(number_text, numbers))
