"""What every request is: a frozen record of functions and options, known by the name of its command."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Any, ClassVar, TypeVar

from ..calculus.subjects import subject
from ..catalogue.entry import Entry
from ..catalogue.kinds.functions import USERS
from ..catalogue.registry import ELEMENTWISE
from ..errors import BadOption, BadSpec, suggestion
from ..errors import quoted as shown
from ..frozen import record
from ..spec.specs import check_used, entry_of
from .grammar.kinds import Assignments, Symbol
from .grammar.options import option, options_of

PAIRED = ("diff",)  # for which a function may stand beside itself
BY_CALL = ("eval", "jacobian")  # for which entries are two that differ in a reduction or in their floats alone

BY_AIM = ("plot",)  # for which a loss that was given its target is another one, be it the default
IN_WORDS = ("compare", "grid")  # whose labels keep the words in which frameworks' functions were asked for


class Unused(BadOption):
    """An option that says nothing about what is asked for."""

    def __init__(self, flag: str, text: str):
        super().__init__(text)
        self.flag = flag


@record
class Request:
    """Some functions and what to do with them; equal requests give equal bytes.

    Raises `BadOption`, `BadSpec`, `UnknownName` or `BadParameter` for what cannot be asked.
    """

    command_name: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = (*ELEMENTWISE, *USERS)  # of entries that it can be asked for
    needs: ClassVar[Mapping[str, str]] = {}  # an option → the one without which it says nothing
    insisted: Collection[str] = field(default=frozenset(), compare=False, repr=False, kw_only=True)
    # names of options that the line says also at their defaults, which are others where it was typed

    functions: tuple[Any, ...]  # entries of these kinds
    param: tuple[tuple[str, float], ...] = option("--param", Assignments(), (), "Values of a formula's free symbols.")
    var: str | None = option("--var", Symbol(), None, "The variable of the formulas. [default: x]")

    def __post_init__(self) -> None:
        for declared in options_of(self):
            object.__setattr__(self, declared.name, declared.check(getattr(self, declared.name)))
        bound = bind(self.command_name, self.given(), dict(self.param), self.var, self.kinds)
        object.__setattr__(self, "functions", bound)
        self.validate()
        self._refuse_unused()
        self.settle()

    def given(self) -> Any:
        """The names or entries of what is asked for, from which the functions are made."""
        return self.named()

    def named(self) -> Any:
        """Those that were given, of which one may stand alone."""
        return (self.functions,) if isinstance(self.functions, str | Entry) else self.functions

    @property
    def specs(self) -> tuple[str, ...]:
        """The texts that name the functions in one canonical way."""
        return tuple(map(str, self.functions))

    @property
    def words(self) -> tuple[str, ...]:
        """Those that a command line holds: in the words of frameworks, where a label keeps them."""
        return tuple(text for function in self.functions for text in function.all_words or (str(function),))

    def validate(self) -> None:
        """Raise `BadOption` for what cannot be asked: options that contradict each other, or do not fit the entries."""

    def unused(self, name: str) -> str:
        """Why an option says nothing here, and what to do; empty where it says something."""
        need = self.needs.get(name)
        if need is None or getattr(self, need):
            return ""
        (flag,) = (declared.flag for declared in options_of(self) if declared.name == need)
        return f"without {flag}. Add {flag}, or leave it out."

    def settle(self) -> None:
        """Give options that mean the same the same form, so that a picture has one canonical line."""

    def _refuse_unused(self) -> None:
        """Raise `Unused` for an option that is not at its default and says nothing: none is ignored."""
        for given in options_of(self):
            why = "" if getattr(self, given.name) == given.default else self.unused(given.name)
            if why:
                raise Unused(given.flag, f"{self.command_name}: {given.flag} has no meaning {why}")

    def messages(self) -> tuple[str, ...]:
        """What a reader of the answer should know, for standard error."""
        return remarks(self.functions)


def bind(
    command: str, given: Any, values: Mapping[str, float], variable: str | None, kinds: Collection[str]
) -> tuple[Any, ...]:
    """The entries that texts name, in the order asked, each once, with the values of their symbols.

    Raises `BadOption` for none at all, and for one of a kind that the command does not take.
    """
    given = (given,) if isinstance(given, str | Entry) else given
    try:
        functions = _distinct(command, [entry_of(one, values, variable) for one in given])
    except TypeError:
        raise BadSpec(f"functions are a sequence of names, got {type(given).__name__}") from None
    if not functions:
        raise BadOption(f"{command}: name at least one function, such as sigmoid. See 'actplot list'.")
    if values:
        check_used(values, functions)
    if variable and not any(subject(function).typed for function in functions):
        raise BadOption("--var belongs to formulas such as 'z^2', and there is none here. Leave it out.")
    for function in functions:
        check_kind(command, function, kinds)
    return functions


def _distinct(command: str, found: Sequence[Entry]) -> tuple[Any, ...]:
    """Each once, in the order asked."""
    if command in PAIRED:
        return tuple(one.in_given_floats() for one in found)
    if command in IN_WORDS:
        found = _with_words(found)
    first: dict[Any, Entry] = {}
    for one in found:
        if command in BY_CALL:
            first.setdefault((one, one.call), one)
        elif command in BY_AIM:
            first.setdefault((one, one.is_aimed), one.in_given_floats().as_aimed())
        else:
            first.setdefault(one, one.in_given_floats())
    return tuple(first.values())


def _with_words(found: Sequence[Entry]) -> list[Entry]:
    """The entries, each with all words in which it was asked for, where one of them was in a framework's."""
    asked: dict[Entry, dict[str, None]] = {}
    for one in found:
        asked.setdefault(one, {}).update(dict.fromkeys(one.all_words or (one.words or str(one),)))
    spoken = {one for one in found if one.words or one.all_words}
    return [one.altered(all_words=tuple(asked[one])) if one in spoken else one for one in found]


def check_kind(command: str, function: Entry, kinds: Collection[str]) -> None:
    """Raise `BadOption` for an entry of which a command can say nothing true, and name what can."""
    if function.kind not in kinds:
        raise not_shown(command, function)


def not_shown(command: str, function: Entry) -> BadOption:
    """Why a command cannot show an entry, and which can."""
    return BadOption(f"{command}: {function} {subject(function).refusal}")


def remarks(functions: Sequence[Entry], interval: tuple[float, float] | None = None) -> tuple[str, ...]:
    """How formulas were read, what is strange about them over an interval, and that a loss is that of one example."""
    reduced = [one for one in functions if one.call.reduction is not None]
    subjects = list(map(subject, functions))
    readings = [one.reading() for one in subjects]
    doubts = () if interval is None else [doubt for one in subjects for doubt in one.doubts(interval)]
    return (*filter(None, readings), *doubts, *map(_of_one_example, reduced))


def _of_one_example(function: Entry) -> str:
    named = function.call.settings["reduction"]
    return f"note: {function} of one example; reduction={named} is over several, as in 'actplot eval --prediction …'"


Asked = TypeVar("Asked", bound=Request)


def request_class(command: str, kinds: Mapping[str, type[Asked]]) -> type[Asked]:
    """The class among some of the requests that a command makes.

    Raises `BadOption` for a command that makes none.
    """
    if command not in kinds:
        allowed = ", ".join(sorted(kinds))
        raise BadOption(f"no figure is made by {shown(command)}.{suggestion(command, kinds)} Commands: {allowed}.")
    return kinds[command]
