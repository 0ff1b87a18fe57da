"""Functions of a user's program: named by their file where they stand in one, else held, and named by nothing."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ...catalogue.entry import Entry
from ...catalogue.registry import is_own
from ...files import digest_of, local
from ...frozen import record
from ...numbers import number_text
from ..supplied.addresses import Place
from ..supplied.supplied import Supplied

LONGEST = 40  # characters of an expression that names a lambda
LAMBDA = "λ"
INSTALLED = {"site-packages", "dist-packages"}


@record
class Nowhere(Place):
    """The place of what stands in no file: it has a name and no address."""

    identity: int = 0  # of the object, which two of the same name do not share

    @property
    def spot(self) -> str:
        return self.name

    def __str__(self) -> str:
        return ":".join([self.name, *([",".join(self.settings)] if self.settings else [])])


class Held(Supplied):
    """A function that a program holds, which is kept whatever becomes of its file."""

    held: Any

    def __init__(self, place: Place, held: Any, given: Mapping[str, Any] | None = None, variable: str | None = None):
        path = place.path.resolve() if place.is_file else None
        super().__init__(place, held, {path: digest_of(path) or ""} if path else {}, given, variable)
        vars(self)["held"] = held

    @property
    def has_address(self) -> bool:  # type: ignore[override]
        """Whether a text names it, too."""
        return not isinstance(self.place, Nowhere)

    def with_parameters(self, values: Mapping[str, Any]) -> "Held":  # type: ignore[override]
        words = {name: number_text(value) for name, value in {**self.settings, **values}.items()}
        return Held(self.place.with_settings(words), self.held)

    def __copy__(self) -> "Held":
        return self

    def __deepcopy__(self, _: Any) -> "Held":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if self.has_address:
            return super().__reduce__()
        return held_as, (self.held, self.place)


def held_as(held: Any, place: Nowhere) -> Held:
    """One that was pickled, which its program has in another place of memory."""
    return Held(replace(place, identity=id(held)), held)


def function_of(found: Any, given: Mapping[str, Any], variable: str | None) -> Entry:
    """The function that an object is; `SuppliedError` for what is no function of one variable."""
    name = _name_of(found)
    return Held(_place_of(found) or Nowhere(name, name, identity=id(found)), found, given, variable)


def _place_of(found: Any) -> Place | None:
    """Where the very object stands under a name, in a file or in an installed module."""
    module = sys.modules.get(getattr(found, "__module__", None) or type(found).__module__)
    file = getattr(module, "__file__", None)
    if module is None or not file or not file.endswith(".py") or not Path(file).is_file():
        return None
    name = _name_in(module, found)
    if name is None:
        return None
    if module.__name__ == "__main__":  # which is no reason to run the whole program again
        return None
    if "." in module.__name__:
        return Place(module.__name__, name)
    return None if INSTALLED & set(Path(file).parts) else Place(local(file), name)


def _name_in(module: ModuleType, found: Any) -> str | None:
    own = getattr(found, "__name__", None)
    if own and getattr(module, own, None) is found:
        return str(own)
    return next((name for name, value in vars(module).items() if value is found and not name.startswith("_")), None)


def _name_of(found: Any) -> str:
    """What to call an object: its name, the expression of a lambda, or its class."""
    name = getattr(found, "__name__", None)
    if name == "<lambda>":
        return _expression(found) or LAMBDA
    name = str(name or type(found).__name__)
    return f"{name}()" if is_own(name) else name  # which is told from the catalogue's own


def _expression(found: Callable[..., Any]) -> str:
    """What a lambda returns, as it stands in the program; nothing where that is not known, or long."""
    try:
        lines = textwrap.dedent(inspect.getsource(found))
        whole = ast.parse(lines.strip().rstrip(","), mode="exec")
    except (OSError, SyntaxError, TypeError, ValueError):
        return ""
    lambdas = [node for node in ast.walk(whole) if isinstance(node, ast.Lambda)]
    text = ast.unparse(lambdas[0].body) if len(lambdas) == 1 else ""
    return text if len(text) <= LONGEST else ""
