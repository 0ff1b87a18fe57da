"""What a parameter of a function is: its name, its default and the values that it takes."""

import math
from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import Any

from ..frozen import record
from ..numbers import MANY

ANY = "any finite number"


@record
class Parameter:
    """A declared parameter: its default, what it means and which values it takes."""

    name: str
    attribute: str  # the field that holds it: differs from the name where that is a method's
    default: float | None
    meaning: str
    symbol: str = ""
    aliases: tuple[str, ...] = ()
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None
    never: float | None = None  # the one number that it does not take
    whole: bool = False
    one_of: tuple[float, ...] = ()
    optional: bool = False  # may be none, which leaves it out of the formula
    many: bool = False  # whether it is a list of numbers
    words: Mapping[str, float] = field(default_factory=dict, compare=False)  # that may be written for a number

    @property
    def constraint(self) -> str:
        """In words, such as "above 0", "from 0 to 1" or "none or at least 0"."""
        return f"none or {self._range}" if self.optional else self._range

    @property
    def _range(self) -> str:
        if self.words:
            return " or ".join(self.words)
        if self.many:
            return f"numbers such as [0.5, 2] or 0.5{MANY}2, each {replace(self, many=False)._range}"
        if self.one_of:
            return " or ".join(f"{value:g}" for value in self.one_of)
        if self.whole:
            limits = replace(self, whole=False)._range
            return "a whole number" if limits == ANY else f"a whole number {limits}"
        if self.at_least is not None and self.at_most is not None:
            return f"from {self.at_least:g} to {self.at_most:g}"
        if self.at_least is not None and self.below is not None:
            return f"from {self.at_least:g} to below {self.below:g}"
        if self.above is not None and self.at_most is not None:
            return f"above {self.above:g} and at most {self.at_most:g}"
        if self.above is not None and self.below is not None:
            return f"above {self.above:g} and below {self.below:g}"
        if self.above is not None:
            return f"above {self.above:g}"
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return ANY if self.never is None else f"{ANY} but {self.never:g}"

    def accepts(self, value: Any) -> bool:
        """Whether the value, or every value of an array, meets the constraint."""
        if value is None:
            return self.optional
        import numpy as np  # late: who lists the catalogue asks no parameter whether it accepts a value

        value = np.asarray(value, dtype=np.float64)
        good = np.isfinite(value)
        if self.one_of:
            good = good & np.isin(value, self.one_of)
        if self.above is not None:
            good = good & (value > self.above)
        if self.at_least is not None:
            good = good & (value >= self.at_least)
        if self.at_most is not None:
            good = good & (value <= self.at_most)
        if self.below is not None:
            good = good & (value < self.below)
        if self.never is not None:
            good = good & (value != self.never)
        if self.whole:
            good = good & (value == np.floor(value))
        return bool(np.all(good))

    def unusual(self, share: float) -> float:
        """An allowed value that is neither the default nor round, if there is one; `share` is between 0 and 2."""
        if self.one_of:
            return self.one_of[0 if self.default != self.one_of[0] else -1]
        highest = self.at_most if self.below is None else self.below
        if highest is not None and self.at_least is not None:
            return self.at_least + (highest - self.at_least) * share / 2
        usual = 1.0 if self.default is None else self.default
        return usual + (1.0 + math.floor(share) if self.whole else share)


def param(default: float | None, meaning: str, **constraint: Any) -> Any:
    """Declare a parameter in a class body: `alpha: float = param(1, "…", above=0)`.

    `name="value"` gives it a name that the field cannot have, since it is that of something else of an entry.
    """
    default = None if default is None else float(default)
    return field(default=default, metadata={"parameter": {"default": default, "meaning": meaning, **constraint}})


def declared_parameters(cls: type) -> tuple[Parameter, ...]:
    """The parameters that a dataclass declares with `param`."""
    declarations = ((f.name, f.metadata["parameter"]) for f in fields(cls) if "parameter" in f.metadata)
    return tuple(Parameter(**{"name": name, "attribute": name, **given}) for name, given in declarations)
