"""Requests for which functions may be chosen by what they are, and not only named."""

import shlex
from collections.abc import Iterable, Sequence, Set
from dataclasses import field
from typing import Any

from ..catalogue.entry import Entry
from ..catalogue.registry import KINDS
from ..errors import BadOption
from ..frozen import record
from .grammar.kinds import Choice, Word
from .grammar.options import option, options_of
from .request import Request

LISTED = 5  # functions that a note names


@record
class KindOfEntry(Choice):
    """A kind of entries, whose words may be joined by a hyphen or an underscore."""

    choices: tuple[str, ...] = KINDS

    def check(self, flag: str, value: Any) -> str:
        return super().check(flag, str(value).replace("-", " ").replace("_", " "))


@record
class Traits(Word):
    """Traits with commas between; from Python also a list of them."""

    metavar: str = "TRAIT,..."

    def check(self, flag: str, value: Any) -> str:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, Sequence | Set):
            raise BadOption(f"{flag} takes traits such as 'odd,bounded', or a list of them, got {type(value).__name__}")
        return ",".join(super(Traits, self).check(flag, one) for one in given)


@record(repr=False)
class Choosing:
    """What functions of the catalogue may be chosen by; all that is given must be true of them."""

    where: str | None = option("--where", Traits(), None, "All functions with these traits, or without: not-…")
    kind: str | None = option("--kind", KindOfEntry(), None, "All functions of this kind.")
    family: str | None = option("--family", Word(), None, "All functions of this family, such as rectified.")
    framework: str | None = option(
        "--framework", Word(), None, "All functions that torch, keras, tf, jax, flax or optax has."
    )


CHOICES = options_of(Choosing)
FLAGS = tuple(one.flag for one in CHOICES)
UNNAMED = f"name functions, or choose them with {', '.join(FLAGS[:-1])} or {FLAGS[-1]}."


@record(repr=False)
class Selected(Choosing, Request):
    """A request of those that are named, then of those that are chosen and have what it shows.

    Its line names all of them, so that it asks for the same picture whatever the catalogue is going to hold.
    """

    named_and_chosen: tuple[str, ...] = field(default=(), init=False, repr=False, compare=False)  # as they were asked
    left_out: tuple[Entry, ...] = field(default=(), init=False, repr=False, compare=False)

    def given(self) -> Iterable[Any]:
        named = self.named()
        chosen = {one.name: getattr(self, one.name) for one in CHOICES}
        if not any(chosen.values()):
            if not named:
                raise BadOption(f"{self.command_name}: {UNNAMED}")
            return named
        found, others = self._chosen_by(chosen)
        object.__setattr__(self, "left_out", others)
        words = (word.lstrip("-") for one in CHOICES for word in one.write(chosen[one.name]))
        object.__setattr__(self, "named_and_chosen", (*map(str, named), *words))
        return (*named, *found)

    def _chosen_by(self, chosen: dict[str, str | None]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Those that the command shows, by their variable, and the others."""
        from ..calculus.facts.listing import chosen_entries

        entries = chosen_entries(**chosen)
        variables = list(dict.fromkeys(getattr(one, "variable", "") for one in entries))
        shown = sorted((one for one in entries if one.has_curve), key=lambda one: variables.index(one.variable))
        others = tuple(one for one in entries if not one.has_curve)
        if not shown:
            options = shlex.join(word for one in CHOICES for word in one.write(chosen[one.name]))
            raise BadOption(
                f"{self.command_name}: no function of one variable is chosen by {options}, but {_some(others)}."
            )
        return tuple(shown), others

    @property
    def specs(self) -> tuple[str, ...]:
        return self.named_and_chosen or super().specs

    def settle(self) -> None:
        super().settle()
        for one in CHOICES:
            object.__setattr__(self, one.name, None)

    def messages(self) -> tuple[str, ...]:
        if not self.left_out:
            return super().messages()
        count, other = len(self.left_out), "is no function" if len(self.left_out) == 1 else "are no functions"
        said = f"note: {count} of those chosen {other} of one variable and left out: {_some(self.left_out)}"
        return (said, *super().messages())


def _some(entries: Sequence[Entry]) -> str:
    """The names of the first, and how many more there are."""
    names = ", ".join(map(str, entries[:LISTED]))
    return f"{names} and {len(entries) - LISTED} more" if len(entries) > LISTED else names
