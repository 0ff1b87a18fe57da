"""Takes values of parameters that come from Python and not as text: numbers are numbers, and words those of a line."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..catalogue.parameter import Parameter
from ..errors import BadParameter, BadSpec, quoted

if TYPE_CHECKING:
    from .dialects.keywords import Keyword

NONE = "none"  # the word for a parameter that is left out


def named_values(values: Any) -> dict[str, Any]:
    """Values by name. Raises `BadSpec` for what is no mapping, or has other keys than names."""
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise BadSpec(f"values of parameters go by their names, as in {{'alpha': 0.5}}, got {_shown(values)}")
    for name in values:
        if not isinstance(name, str):
            raise BadSpec(
                f"values of parameters go by their names, as in {{'alpha': 0.5}}, got the name {_shown(name)}"
            )
    return dict(values)


def number_of(owner: str, name: str, value: Any, constraint: str = "a number") -> float:
    """A number of any type that has a float. Raises `BadParameter` for truth values, texts, lists and all else."""
    wrong = isinstance(value, bool | np.bool_ | str | bytes) or not hasattr(value, "__float__") or np.ndim(value) > 0
    try:
        if not wrong:
            return float(value)
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadParameter(f"{owner}: {name} must be {constraint}, got {_shown(value)}")


def setting_of(owner: str, setting: "Parameter | Keyword", value: Any) -> Any:
    """The value of a setting. Raises `BadParameter` for one that it does not take."""
    if not isinstance(setting, Parameter):
        return setting.read(owner, str(value))
    word = _word(setting, value)
    if word in setting.words:
        return setting.words[word]
    if word == NONE and setting.optional:
        return None
    each = value if setting.many and isinstance(value, Sequence | np.ndarray) and np.ndim(value) == 1 else (value,)
    numbers = tuple(number_of(owner, setting.name, one, setting.constraint) for one in each)
    found = numbers if setting.many else numbers[0]
    if not setting.accepts(found):
        raise BadParameter(f"{owner}: {setting.name} must be {setting.constraint}, got {_shown(value)}")
    return found


def _word(setting: Parameter, value: Any) -> str:
    """The word of a line for a value: itself, and that for None, True and False."""
    if isinstance(value, bool | np.bool_):
        from .dialects.spelling import TRUTH  # not above: it loads what frameworks say

        if setting.words.keys() == TRUTH.keys():
            return str(bool(value)).lower()
    return value.strip().lower() if isinstance(value, str) else NONE if value is None else ""


def _shown(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else f"{type(value).__name__} {str(value)[:60]}"
