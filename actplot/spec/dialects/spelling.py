"""How a framework spells functions: names, settings with their defaults, and where it differs."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from ...catalogue.call import EXAMPLES
from ...catalogue.kinds.array_axes import ALL, LAST
from ...catalogue.parameter import Parameter
from ...frozen import record
from .meanings import Meaning, class_of

REQUIRED = object()  # the default of a setting that has none
TRUTH = {"true": 1.0, "false": 0.0}
SEED = "seed"  # None stands for any, of which there is one here
DATA = ("target", "variance", "label", SEED)  # what frameworks take beside the prediction, or from a generator


@record
class Axis:
    """A setting that says along which axis of an array vectors lie."""

    default: int | None = LAST
    none: str = ""  # what none of them means, one of the words of `kinds.array_axes`; empty where that is not allowed

    def parameter(self, name: str) -> Parameter:
        return Parameter(
            name,
            "axis",
            None if self.default is None else float(self.default),
            f"the axis of an array along which its vectors lie; of a matrix 0 is down its columns{self._of_none}",
            whole=True,
            optional=bool(self.none),
        )

    @property
    def _of_none(self) -> str:
        return ", and none takes all its numbers as one vector" if self.none == ALL else ""


@record
class Switch:
    """A setting that chooses between functions: by its word, or by being given a number at all."""

    name: str
    meanings: Mapping[str, Meaning]  # by word; the first is the default
    otherwise: Meaning | None = None  # for a number

    def parameter(self) -> Parameter:
        words = {word: float(i) for i, word in enumerate(self.meanings)}
        if self.otherwise is not None:
            number = declared_parameter(self.otherwise, self.name)
            assert number, f"no entry behind {self.name} takes a number of this name"
            return replace(number, name=self.name, default=None, optional=True)
        choices = tuple(words.values())
        return Parameter(self.name, self.name, 0.0, "which form is meant", one_of=choices, words=words)

    def meaning(self, value: float | None) -> Meaning:
        words = list(self.meanings.values())
        if self.otherwise is not None:
            return words[0] if value is None else self.otherwise
        return words[int(value or 0)]

    def said(self, meaning: Meaning) -> str:
        """The setting as it is written for a meaning, empty for the default and for a number."""
        words = [word for word, chosen in self.meanings.items() if chosen == meaning]
        return f"{self.name}={words[0]}" if words and words[0] != next(iter(self.meanings)) else ""


@record
class Spelling:
    """The names that a framework has for one function, its settings with their defaults, and where it differs."""

    paths: tuple[str, ...]  # such as torch.nn.LeakyReLU
    meaning: Meaning
    settings: Mapping[str, Any] = field(
        default_factory=dict
    )  # in their order; a switch may be among them, to say where
    parameters: Mapping[str, str] = field(default_factory=dict)  # setting → parameter, where an alias does not say it
    fixed: Mapping[str, float] = field(default_factory=dict)  # parameters that the framework does not offer
    kinks: Mapping[float, float] = field(default_factory=dict)  # x → f′ there, where it differs
    switch: Switch | None = None
    least: Mapping[str, float] = field(default_factory=dict)  # setting → the least that the framework takes
    above: Mapping[str, float] = field(default_factory=dict)  # setting → what it has to be above
    below: Mapping[str, float] = field(default_factory=dict)  # setting → what it has to be below
    apart: tuple[str, ...] = ()  # two settings that a layer refuses to take as equal, though the function does not
    code: Mapping[str, str] = field(default_factory=dict)  # setting → how it is written, where not as setting=number
    data: tuple[str, ...] = ()  # the arguments beside the settings, in the framework's order, of x, prediction, target
    order: str = ""  # those in words, where they say too little
    always: tuple[str, ...] = ()  # settings that make it give one number per vector along the last axis
    layer: tuple[str, ...] = ()  # more of those, where a name is that of a layer
    after: str = ""  # what has to be done to the result for that
    reduces: str = ""  # how, where it always does
    over: str = EXAMPLES  # what its mean is over
    alone: str = ""  # what it makes of several vectors at once, where that is nothing of each one
    note: str = ""

    @property
    def axis(self) -> Axis | None:
        """The setting that says the axis, if there is one."""
        return next((default for default in self.settings.values() if isinstance(default, Axis)), None)

    @property
    def arguments(self) -> str:
        """What the framework takes beside the settings, in its order."""
        return self.order or ", ".join(self.data)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        if self.switch is None:
            return (self.meaning,)
        others = (self.switch.otherwise,) if self.switch.otherwise is not None else ()
        return (*self.switch.meanings.values(), *others)


def declared_parameter(meaning: Meaning, name: str) -> Parameter | None:
    """The parameter that a setting of this name sets."""
    found = [p for p in class_of(meaning).declared if name in (p.name, *p.aliases)]
    return found[0] if found else None


def parameters_of(spelling: Spelling, meaning: Meaning) -> list[Parameter]:
    """The parameters of one meaning under the framework's names, with its defaults."""
    found = []
    own = [name for name in spelling.settings if spelling.switch is None or name != spelling.switch.name]
    for name in own:
        default = spelling.settings[name]
        if isinstance(default, Axis):
            found.append(default.parameter(name))
            continue
        parameter = declared_parameter(meaning, spelling.parameters.get(name, name))
        if parameter is not None:
            usual = parameter.default if default is REQUIRED or default is None else float(default)
            words = TRUTH if isinstance(default, bool) else parameter.words
            optional = default is None and parameter.optional
            namesake = next((p for p in class_of(meaning).declared if p.name == name), parameter)  # of another meaning
            own_name: dict[str, Any] = {"name": name, "aliases": (), "words": words, "symbol": namesake.symbol}
            own_name["default"] = None if optional else usual
            least = spelling.least.get(name, parameter.at_least), spelling.above.get(name, parameter.above)
            most = (None, spelling.below[name]) if name in spelling.below else (parameter.at_most, parameter.below)
            limits: dict[str, Any] = {"at_least": least[0], "above": least[1], "at_most": most[0], "below": most[1]}
            found.append(replace(parameter, **own_name, **limits))
    if spelling.switch is not None and spelling.switch.otherwise == meaning:
        number = declared_parameter(meaning, spelling.switch.name)
        assert number, f"{meaning} takes no number named {spelling.switch.name}"
        found.append(replace(number, name=spelling.switch.name, aliases=()))
    taken = {parameter.attribute for parameter in found}
    data = [p for p in class_of(meaning).declared if p.name in DATA and p.attribute not in taken]
    return [*found, *(replace(p, optional=True) if p.name == SEED else p for p in data)]
