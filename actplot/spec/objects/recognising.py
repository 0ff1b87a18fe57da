"""Names a function or layer of a framework, of NumPy or of SciPy that a program holds, as a text would name it."""

import inspect
import sys
from collections.abc import Iterator, Mapping
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
INNER = {"PjitFunction": "__wrapped__", "Activation": "activation"}  # by the class; gradients wrap, too
COMPILED = ("python_function", "_torchdynamo_orig_callable")  # of TensorFlow and PyTorch
CLASS, PARAM = "class_name", "Param"
WITH = "_fn_kwargs"  # what a loss of Keras is called with, of which its configuration does not say all
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
    for inner in _inner(found):
        yield from candidates(inner)
    if home in NUMERIC and is_own(name):
        yield name, {}
    if home in (*HOMES, *NUMERIC) and name.isidentifier():
        yield f"{name}(x)", {}


def _inner(found: Any) -> Iterator[Any]:
    """The functions that a compiled one is of, or a layer that only applies one."""
    inner = (getattr(found, name, None) for name in (INNER.get(type(found).__name__), *COMPILED) if name)
    yield from (one for one in inner if callable(one) and one is not found)


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
    config = {**(found.get_config() if hasattr(found, "get_config") else {}), **getattr(found, WITH, {})}
    usual = _usual(type(found))
    held = {one.name: _plain(config.get(one.name, getattr(found, one.name, None))) for one in spoken.accepted}
    said = {name: value for name, value in held.items() if value is not None and (name in usual or not usual)}
    return {name: value for name, value in said.items() if not _is_same_word(value, usual.get(name))}


def _usual(made: type) -> dict[str, Any]:
    """The settings that a class names itself, with their defaults; not those that all layers of a library have."""
    try:
        declared = inspect.signature(made.__init__).parameters.values()  # type: ignore[misc]
    except (TypeError, ValueError):
        return {}
    return {one.name: one.default for one in declared}


def _plain(value: Any) -> Any:
    """Numbers and words; of what Keras has made an object of, the name of its class or its number."""
    if isinstance(value, Mapping) and CLASS in value:
        return value.get("config", {}).get("value", value[CLASS])
    return plain_numbers(value)


def _is_same_word(value: Any, usual: Any) -> bool:
    return type(value) is type(usual) and value is not inspect.Parameter.empty and bool(np.all(value == usual))


def _learned(spoken: Spoken, found: Any) -> dict[str, Any]:
    """The one setting of a layer that has learned one number, as PReLU has."""
    learned = [] if _at(spoken.path) is found else _weights(found)
    if len(learned) != 1 or len(spoken.spelling.settings) != 1:
        return {}
    numbers = np.unique(learned[0].detach().cpu() if hasattr(learned[0], "detach") else np.asarray(learned[0]))
    return {name: plain_numbers(numbers[0]) for name in spoken.spelling.settings if numbers.size == 1}


def _weights(found: Any) -> list[Any]:
    """What a layer has learned: of PyTorch, of Keras, of Flax."""
    if hasattr(found, "named_parameters"):
        return [*found.parameters()]
    if hasattr(found, "get_weights"):
        return list(found.get_weights())
    return [one for one in vars(found).values() if type(one).__name__ == PARAM] if hasattr(found, "__dict__") else []


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
