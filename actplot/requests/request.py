"""What every request is: a frozen record of functions and options, known by the name of its command."""

import importlib
import pkgutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..errors import BadOption, BadSpec, suggestion
from ..errors import quoted as shown
from ..function import FORMULA, Function
from ..spec import check_used, get
from .options import Assignments, Symbol, option, options_of

_kinds: dict[str, type["Request"]] = {}
_loading = threading.Lock()
_loaded = False


@dataclass(frozen=True)
class Request:
    """Some functions and what to do with them; equal requests give equal bytes.

    Raises `BadOption`, `BadSpec`, `UnknownName` or `BadParameter` for what cannot be asked.
    """

    command: ClassVar[str] = ""

    functions: tuple[Function, ...]
    param: tuple[tuple[str, float], ...] = option("--param", Assignments(), (), "Values of a formula's free symbols.")
    var: str | None = option("--var", Symbol(), None, "The variable of the formulas. [default: x]")

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if cls.command:
            _kinds[cls.command] = cls

    def __post_init__(self) -> None:
        for declared in options_of(self):
            object.__setattr__(self, declared.name, declared.check(getattr(self, declared.name)))
        object.__setattr__(self, "functions", self._distinct())
        self.validate()

    def _distinct(self) -> tuple[Function, ...]:
        """The functions in the order asked, each once."""
        given = (self.functions,) if isinstance(self.functions, str | Function) else self.functions
        try:
            functions = tuple(dict.fromkeys(get(one, dict(self.param), self.var) for one in given))
        except TypeError:
            raise BadSpec(f"functions are a sequence of names, got {type(given).__name__}") from None
        if not functions:
            raise BadOption(f"{self.command}: name at least one function, such as sigmoid. See 'actplot list'.")
        self._check_formulas(functions)
        return functions

    def _check_formulas(self, functions: Sequence[Function]) -> None:
        """Raise `BadParameter` for a value that no formula asks for, or `BadOption` for a variable that none has."""
        if self.param:
            check_used(dict(self.param), functions)
        if self.var and all(function.kind != FORMULA for function in functions):
            raise BadOption("--var belongs to formulas such as 'z^2', and there is none here. Leave it out.")

    def validate(self) -> None:
        """Raise `BadOption` where options contradict each other."""


def request_class(command: str) -> type[Request]:
    """The class of the requests that a command makes.

    Raises `BadOption` for a command that makes none.
    """
    kinds = request_classes()
    if command not in kinds:
        allowed = ", ".join(sorted(kinds))
        raise BadOption(f"no figure is made by {shown(command)}.{suggestion(command, kinds)} Commands: {allowed}.")
    return kinds[command]


def request_classes() -> dict[str, type[Request]]:
    """Every request class by the name of its command, after importing the modules that hold them."""
    global _loaded
    with _loading:
        if not _loaded:
            package = importlib.import_module(__package__)
            for module in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{package.__name__}.{module.name}")
            _loaded = True
    return _kinds
