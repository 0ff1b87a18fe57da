"""Names a function or layer of a framework, of NumPy or of SciPy that a program holds, as a text would name it."""

import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.registry import is_own
from ...errors import ActplotError
from ..dialects.finding import FRAMEWORKS, Spoken, framework
from ..supplied.adapting import adapted
from ..supplied.callables import PROBES

HOMES = {"torch": "torch", "jax": "jax", "jaxlib": "jax", "keras": "keras", "tensorflow": "tf"}
HOMES |= {"flax": "flax", "optax": "optax"}
IMPORTED_AS = {"tf": "tensorflow"}
NUMERIC = ("numpy", "scipy", "math")
TARGET = "target"  # which losses take
SAME = 1e-5  # relative: some frameworks compute in float32

Named = tuple[str, dict[str, Any]]  # a text, and values of parameters beside it


def candidates(found: Any) -> Iterator[Named]:
    """What an object of a library may be called; whether it is that is seen by its values."""
    if isinstance(found, partial):
        if not found.args:
            yield from ((text, {**values, **found.keywords}) for text, values in candidates(found.func))
        return
    home, name = _home(found), getattr(found, "__name__", "")
    if home in HOMES and (spoken := _spoken(found)) is not None:
        settings = _settings(spoken, found)
        yield from ((spoken.name, {**settings, **learned}) for learned in (_learned(spoken, found), {}))
    if home in NUMERIC and is_own(name):
        yield name, {}
    if home in (*HOMES, *NUMERIC) and name.isidentifier():
        yield f"{name}(x)", {}


def _home(found: Any) -> str:
    """The library that an object is of."""
    if isinstance(found, np.ufunc):
        return "numpy"
    return (getattr(found, "__module__", None) or type(found).__module__ or "").partition(".")[0]


def _spoken(found: Any) -> Spoken | None:
    """The first name under which a framework has this very function, or the class of this layer."""
    loaded = [key for key in FRAMEWORKS if IMPORTED_AS.get(key, key) in sys.modules]
    names = (one for key in loaded for one in framework(key).names())
    return next((one for one in names if _at(one.path) in (found, type(found))), None)


def _at(path: str) -> Any:
    """What stands under a path such as torch.nn.GELU; a new object where there is nothing, which equals no other."""
    first, *rest = path.split(".")
    place: Any = sys.modules.get(IMPORTED_AS.get(first, first))
    for name in rest:
        place = getattr(place, name, None)
    return object() if place is None else place


def _settings(spoken: Spoken, found: Any) -> dict[str, Any]:
    """The values that a layer holds of the settings of its name."""
    if _at(spoken.path) is found:  # a function or class, which holds none
        return {}
    config = found.get_config() if hasattr(found, "get_config") else {}
    held = {one.name: config.get(one.name, getattr(found, one.name, None)) for one in spoken.accepted}
    return {name: plain_numbers(value) for name, value in held.items() if value is not None}


def _learned(spoken: Spoken, found: Any) -> dict[str, Any]:
    """The one setting of a layer that has learned one number, as PReLU has."""
    learned = [*found.parameters()] if _at(spoken.path) is not found and hasattr(found, "named_parameters") else []
    if len(learned) != 1 or learned[0].numel() != 1 or len(spoken.spelling.settings) != 1:
        return {}
    return {name: plain_numbers(learned[0].squeeze()) for name in spoken.spelling.settings}


def plain_numbers(value: Any) -> Any:
    """Numbers of an array or tensor as Python has them: of a float32 the shortest that reads back to it."""
    if not hasattr(value, "tolist"):
        return value
    numbers = np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    if numbers.dtype.kind != "f" or numbers.ndim > 1:
        return numbers.tolist()
    found = [float(str(number)) for number in numbers.ravel()]
    return found if numbers.ndim else found[0]


def is_same(entry: Entry, found: Any) -> bool:
    """Whether an object has the values of the entry that it seems to be: weights may have been trained.

    What takes vectors, or a target too, is known by its class and its settings.
    """
    spoken: Spoken | None = getattr(entry, "spoken", None)
    if not entry.has_curve or (spoken is not None and TARGET in spoken.spelling.data):
        return True
    x = np.array(PROBES)
    with np.errstate(all="ignore"):
        try:
            values = adapted(found).values(x)
        except Exception:  # a layer may take nothing but images, whose function it has nevertheless
            return spoken is not None
        function: Any = entry
        return np.allclose(values, function.value(x), rtol=SAME, atol=SAME, equal_nan=True)


def read_candidates(found: Any, read: Any) -> Iterator[Entry]:
    """The entries that those names mean and whose values the object has."""
    for text, values in candidates(found):
        try:
            entry = read(text, values)
        except ActplotError:
            continue
        if is_same(entry, found):
            yield entry
