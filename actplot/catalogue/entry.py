"""What every entry of the catalogue is: a name, parameters, and what is known of it; immutable and comparable."""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any, ClassVar, Self

from ..errors import ActplotError, BadParameter
from ..frozen import record
from ..numbers import number_text
from .call import Call
from .parameter import Parameter


@record
class Line:
    """One line of an authored derivation, as a teacher would write it on the board.

    `text` is in the formula language, with `D(u)` for a derivative and `f(x)` for the function itself:

    - `"D(1/(1 + exp(-x)))"` continues the chain of equalities; the first one of a route gives f′(x)
    - `"D(a) = a"` starts a chain with a left side of its own, a side calculation
    - `"a = exp(x)"` with the rule "let" names a part for the lines below
    """

    rule: str  # such as "quotient rule"
    text: str
    why: str = ""  # one sentence, where the rule's own explanation does not say enough
    bound: float | None = None  # of |difference| from the line above; None for equality


Sentence = str | tuple[str, Callable[[Any], bool]]  # one that is always true, or only of entries that meet a condition


class Sentences:
    """What is said of an entry: each sentence alone, or with the condition on the entry under which it is true.

    `strengths = Sentences("As cheap as relu.", ("No unit dies.", lambda self: self.negative_slope != 0))` gives an
    entry those that hold at its parameters, and its class those that hold at the defaults.
    """

    def __init__(self, *sentences: Sentence) -> None:
        self.sentences = sentences

    def __get__(self, entry: "Entry | None", cls: "type[Entry]") -> Any:
        entry = cls() if entry is None else entry
        return tuple(said for said, holds in map(_conditioned, self.sentences) if holds(entry))


class Text(Sentences):
    """Sentences in one line, such as a note."""

    def __get__(self, entry: "Entry | None", cls: "type[Entry]") -> str:
        return " ".join(super().__get__(entry, cls))


def sentences_of(cls: "type[Entry]", name: str) -> tuple[Sentence, ...]:
    """What a class says under a name, conditions and all."""
    said = inspect.getattr_static(cls, name)
    return said.sentences if isinstance(said, Sentences) else (said,) if isinstance(said, str) else tuple(said)


def _conditioned(sentence: Sentence) -> tuple[str, Callable[[Any], bool]]:
    return (sentence, lambda _: True) if isinstance(sentence, str) else sentence


class Entry:
    """A function, loss or random layer with its parameters, and what is known of it."""

    kind: ClassVar[str]
    variable: ClassVar[str] = "x"
    has_curve: ClassVar[bool] = False  # whether it is a function of one variable
    first_derivatives: ClassVar[str] = "gradient"  # what its first derivatives are called together
    may_round: ClassVar[bool] = False  # whether its floats are those of a formula as it stands, which may lose digits
    by_values_alone: ClassVar[bool] = False  # whether it can only be asked for values, as a user's code
    formulas_given: ClassVar[dict[str, str]] = {}  # in place of the formula where this parameter is not its default
    family: ClassVar[str]
    origin: ClassVar[str] = ""  # the distribution or file that added it to the catalogue
    name: ClassVar[str]
    display: ClassVar[str] = ""  # how people write the name, where that is not its words
    aliases: ClassVar[tuple[str, ...]] = ()
    declared: ClassVar[tuple[Parameter, ...]] = ()
    usually_in: ClassVar[tuple[str, ...]] = ()  # the frameworks that have such entries
    argument: ClassVar[str] = ""  # of calls, where it is no prediction with its target
    in_words: ClassVar[str] = ""  # what it computes, where no formula says it
    fixed: ClassVar[dict[str, Any]] = {}  # parameters that a framework's variant does not let one set
    framework: ClassVar[str] = ""  # whose variant of an entry it is, such as torch
    loaded: ClassVar[bool] = True  # whether it can be computed: no code is run because an image names it
    has_address: ClassVar[bool] = True  # whether a text names it: what a program holds may stand in no file
    forms: tuple[str, ...] = ()  # the variables of which a loss of a class is a function, where it is one of several
    is_aimed: bool = False  # whether a target was given to it, be it the default
    digests: Mapping[Path, str] = {}  # of the user's files on which it rests
    words: str = ""  # in which a framework's name asked for it
    all_words: tuple[str, ...] = ()  # those in which one figure was asked for it, where a framework's are among them
    call: Call = Call()  # what was asked for beside the parameters; it makes no other entry
    routes: ClassVar[dict[str, tuple[Line, ...]]] = {}  # authored derivations of the derivative; the first is the best
    by_rules: ClassVar[bool] = True  # whether the rules lead to lines that one can read
    summary: ClassVar[str] = ""  # in place of the docstring, where that does not hold at the parameters
    note: ClassVar[str] = ""
    topics: ClassVar[tuple[str, ...]] = ()  # what people look for it by, beside its names; those of its bases count too
    convention: ClassVar[str] = ""
    strengths: ClassVar[tuple[str, ...]] = ()
    weaknesses: ClassVar[tuple[str, ...]] = ()
    sources: ClassVar[tuple[str, ...]] = ()
    equivalents: ClassVar[dict[str, str]] = {}
    equivalents_of_defaults: ClassVar[dict[str, str]] = {}  # in place of those, or where a framework fixes parameters

    # Written once here: what a dataclass would generate for each entry takes longer than drawing five of them.

    def __init__(self, *values: float, **named: float) -> None:
        given = dict(zip((parameter.attribute for parameter in self.declared), values, strict=False))
        twice_or_unknown = (named.keys() & given.keys()) | (named.keys() - {p.attribute for p in self.declared})
        if len(values) > len(self.declared) or twice_or_unknown:
            known = ", ".join(parameter.attribute for parameter in self.declared)
            raise TypeError(f"{type(self).__name__} takes each of these once: {known or 'nothing'}")
        given |= named
        for parameter in self.declared:
            value = self._number(parameter, given.get(parameter.attribute, parameter.default))
            vars(self)[parameter.attribute] = value + 0.0 if isinstance(value, float) else value  # -0.0 becomes 0.0
        self.settle()
        self.validate()

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to {name!r}: an entry is immutable")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete {name!r}: an entry is immutable")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple:
        return (self.name, *self.parameters.items())

    def __repr__(self) -> str:
        values = (f"{parameter.attribute}={value!r}" for parameter, value in self._values())
        return f"{type(self).__name__}({', '.join(values)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """In a notebook, the card that the package shows."""
        from .. import show  # loaded on use, as the package offers it: an entry knows nothing of cards

        try:
            return {"text/html": show(self)._repr_html_(), "text/plain": repr(self)}
        except ActplotError:  # such as a formula with a symbol that has no value
            return {"text/plain": repr(self)}

    def _default(self, name: str) -> float | None:
        return next(parameter.default for parameter in self.declared if parameter.name == name)

    def _number(self, parameter: Parameter, given: Any) -> float | tuple[float, ...] | None:
        try:
            value = None if given is None else _floats(given) if parameter.many else float(given)
        except (TypeError, ValueError, OverflowError):
            value = math.nan
        if not parameter.accepts(value):
            shown = number_text(given) if isinstance(given, float) and not math.isnan(given) else repr(given)
            raise BadParameter(f"{self.name}: {parameter.name} must be {parameter.constraint}, got {shown[:80]}")
        return value

    def plain(self) -> "Entry | None":
        """The entry of the catalogue that this variant of one equals, if it does."""
        return None

    def altered(self, **changed: Any) -> Any:
        """A copy that holds something else, which is not checked."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self), **changed)
        return twin

    def along_last(self) -> Self:
        """The same of arrays that have been laid out, so that vectors lie along their last axis."""
        return self

    def of_single(self) -> Self:
        """The same of a single vector; `BadInput` where it has not the axis that is asked for."""
        return self

    def laid(self, array: Any) -> Any:
        """An array laid out with its vectors along the last axis; where each number counts alone it stays as it is."""
        return array

    def laid_target(self, target: Any) -> Any:
        """The target of a prediction that is laid out."""
        return target

    @property
    def single_note(self) -> str:
        """What a reader should know where a single vector is not what was asked for."""
        return ""

    @property
    def down_columns(self) -> bool:
        """Whether the vectors of a matrix are its columns."""
        return False

    def answer(self, example: tuple) -> Any:
        """What it gives for an example of entries of its kind; None where that is random."""
        return None

    def in_given_floats(self) -> Self:
        """An equal entry that keeps the floats of what it is given, whatever those that a framework's call names."""
        return self.altered(call=replace(self.call, dtype="")) if self.call.dtype else self

    def as_aimed(self) -> Self:
        """The same, which says a target that it was given even where that is the default."""
        return self

    def by_target(self) -> tuple[Self, ...]:
        """What has a curve of its own: a loss of a class for each of its targets, unless it was given one."""
        return (self,)

    def alone(self) -> Self:
        """An equal entry, as if no framework's call had asked for more than parameters."""
        return self.altered(call=Call())

    def settle(self) -> None:
        """Fix what depends on the parameters, before they are validated."""

    def validate(self) -> None:
        """Raise `BadParameter` where parameters contradict each other."""

    @classmethod
    def with_parameters(cls, values: dict[str, Any]) -> Self:
        """The entry with these parameters, by name, and the defaults of the others."""
        return cls(**{p.attribute: values[p.name] for p in cls.declared if p.name in values})

    @property
    def parameters(self) -> dict[str, float]:
        """The values of the parameters by name, in the order of their declaration."""
        return {parameter.name: value for parameter, value in self._values()}

    @property
    def numbers(self) -> dict[str, float]:
        """The parameters that are not none: what the symbols of the formula stand for."""
        return {name: value for name, value in self.parameters.items() if value is not None}

    @property
    def set_parameters(self) -> dict[str, float]:
        """Those that somebody set, as far as that is known: that are not at their defaults."""
        return {parameter.name: value for parameter, value in self._values() if value != parameter.default}

    @property
    def constants(self) -> tuple[str, ...]:
        """The symbols of its formula that are treated as constants, since a user typed it; none of an entry's."""
        return ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Those of them whose values are said beside its text."""
        return self.constants

    @property
    def named_kind(self) -> str:
        """The kind that a card names: of a formula that is an entry's name, the entry's."""
        return self.kind

    @property
    def ambiguous(self) -> bool:
        """Whether its formula may be read in two ways."""
        return False

    @property
    def has_defaults(self) -> bool:
        """Whether every parameter has its default value."""
        return all(value == parameter.default for parameter, value in self._values())

    @property
    def label(self) -> str:
        """For a legend: the name, and the parameters that differ from their defaults."""
        changed = [f"{p.name}={number_text(v)}" for p, v in self._values() if v != p.default]
        return f"{self.name} ({', '.join(changed)})" if changed else self.name

    def _values(self) -> list[tuple[Parameter, float]]:
        return [(parameter, getattr(self, parameter.attribute)) for parameter in self.declared]

    def __str__(self) -> str:
        """The shortest spec that reads back to an equal function, such as `leaky_relu:0.2`."""
        words, by_position = [], True
        for parameter, value in self._values():
            by_position = by_position and value != parameter.default
            if value != parameter.default:
                words.append(number_text(value) if by_position else f"{parameter.name}={number_text(value)}")
        return f"{self.name}:{','.join(words)}" if words else self.name


def _floats(given: Any) -> tuple[float, ...]:
    return tuple(float(number) + 0.0 for number in (given if isinstance(given, Iterable) else [given]))
