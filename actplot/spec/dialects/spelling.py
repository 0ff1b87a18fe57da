"""What a framework calls a function, and the function that this gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import Function
from ...catalogue.parameter import Parameter
from ...catalogue.registry import lookup
from ...errors import BadSpec
from ...numbers import number_text

REQUIRED = object()  # the default of a setting that has none
TRUTH = {"true": 1.0, "false": 0.0}
Meaning = str | type[Entry]  # a name of the catalogue, or a class for what a framework does differently


@dataclass(frozen=True)
class Switch:
    """A setting that chooses between functions: by its word, or by being given a number at all."""

    name: str
    meanings: Mapping[str, Meaning]  # by word; the first is the default
    otherwise: Meaning | None = None  # for a number

    def parameter(self) -> Parameter:
        words = {word: float(i) for i, word in enumerate(self.meanings)}
        if self.otherwise is not None:
            return replace(_declared(self.otherwise, self.name), name=self.name, default=None, optional=True)
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


@dataclass(frozen=True)
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
    code: Mapping[str, str] = field(default_factory=dict)  # setting → how it is written, where not as setting=number
    data: tuple[str, ...] = ()  # the arguments beside the settings, in the framework's order, of x, prediction, target
    order: str = ""  # those in words, where they say too little
    always: tuple[str, ...] = ()  # settings that make it give one number per vector along the last axis
    layer: tuple[str, ...] = ()  # more of those, where a name is that of a layer
    after: str = ""  # what has to be done to the result for that
    note: str = ""

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


@dataclass(frozen=True)
class Spoken:
    """One name in one framework, which makes entries as a class of the catalogue does."""

    framework: str  # torch
    title: str  # PyTorch
    path: str
    spelling: Spelling = field(compare=False)

    @property
    def leaf(self) -> str:
        return self.path.rpartition(".")[2]

    @cached_property
    def name(self) -> str:
        """With as much of the path as tells it from others: keras:ops.gelu beside keras:gelu."""
        from .finding import spoken_by

        parts = self.path.split(".")
        ends = (".".join(parts[-count:]) for count in range(1, len(parts) + 1))
        end = next(end for end in ends if spoken_by(self.framework, end).spelling is self.spelling)
        return f"{self.framework}:{end}"

    @property
    def canonical(self) -> type[Entry]:
        """The entry of the catalogue that is meant by default."""
        return entry(self.spelling.meanings[0])

    @cached_property
    def declared(self) -> tuple[Parameter, ...]:
        """The settings, and the target of a loss, which frameworks take with the data."""
        found: dict[str, Parameter] = {}
        switch = self.spelling.switch
        for meaning in self.spelling.meanings:
            for parameter in _parameters(self.spelling, meaning):
                found.setdefault(parameter.name, parameter)
        if switch is not None:
            found[switch.name] = switch.parameter()
        order = [*self.spelling.settings, *([switch.name] if switch else []), *found]
        return tuple(found[name] for name in dict.fromkeys(order) if name in found)

    def parameter_of(self, setting: str) -> str | None:
        """The name in the catalogue of what a setting of this name sets."""
        if setting not in self.spelling.settings:
            return None
        parameter = _declared(self.spelling.meanings[0], self.spelling.parameters.get(setting, setting))
        return parameter and parameter.name

    def with_parameters(self, values: Mapping[str, Any]) -> Entry:
        """The entry for these settings. Raises `BadSpec` where a required one is missing."""
        self._check_required(values)
        meaning = self._meaning(values)
        cls = _dialect(self, meaning)
        known = {parameter.name for parameter in cls.declared}
        made = cls.with_parameters({name: value for name, value in values.items() if name in known})
        return _told(made.plain() or made, self)

    def _meaning(self, values: Mapping[str, float | None]) -> Meaning:
        switch = self.spelling.switch
        return self.spelling.meaning if switch is None else switch.meaning(values.get(switch.name))

    def _check_required(self, values: Mapping[str, float | None]) -> None:
        required = [name for name, default in self.spelling.settings.items() if default is REQUIRED]
        missing = [name for name in required if name not in values]
        if missing:
            example = ",".join(f"{name}=0.5" for name in missing)
            raise BadSpec(f"{self.name} has no default for {' and '.join(missing)}. Write '{self.name}:{example}'.")


def _told(function: Entry, spoken: Spoken) -> Entry:
    """The entry, which remembers in whose words it was asked for; that does not make it another one."""
    vars(function)["spoken"] = spoken
    return function


def entry(meaning: Meaning) -> type[Entry]:
    """The entry of the catalogue that a meaning is, or is a variant of."""
    if isinstance(meaning, str):
        return lookup(meaning)
    return next(cls for cls in meaning.__mro__ if vars(cls).get("name") and cls.__module__.split(".")[1] == "catalogue")


def _class(meaning: Meaning) -> type[Entry]:
    return lookup(meaning) if isinstance(meaning, str) else meaning


def _declared(meaning: Meaning, name: str) -> Parameter | None:
    """The parameter that a setting of this name sets."""
    found = [p for p in _class(meaning).declared if name in (p.name, *p.aliases)]
    return found[0] if found else None


def _parameters(spelling: Spelling, meaning: Meaning) -> list[Parameter]:
    """The parameters of one meaning under the framework's names, with its defaults."""
    found = []
    own = [name for name in spelling.settings if spelling.switch is None or name != spelling.switch.name]
    for name in own:
        default = spelling.settings[name]
        parameter = _declared(meaning, spelling.parameters.get(name, name))
        if parameter is not None:
            usual = parameter.default if default is REQUIRED or default is None else float(default)
            words = TRUTH if isinstance(default, bool) else parameter.words
            optional = default is None and parameter.optional
            namesake = next((p for p in _class(meaning).declared if p.name == name), parameter)  # of another meaning
            own_name = {"name": name, "aliases": (), "words": words, "symbol": namesake.symbol}
            own_name["default"] = None if optional else usual
            least = spelling.least.get(name, parameter.at_least), spelling.above.get(name, parameter.above)
            found.append(replace(parameter, **own_name, at_least=least[0], above=least[1]))
    if spelling.switch is not None and spelling.switch.otherwise == meaning:
        found.append(replace(_declared(meaning, spelling.switch.name), name=spelling.switch.name, aliases=()))
    taken = {parameter.attribute for parameter in found}
    data = [p for p in _class(meaning).declared if p.name in DATA and p.attribute not in taken]
    return [*found, *data]


DATA = ("target", "variance", "label", "seed")  # what frameworks take beside the prediction, or from a generator


@lru_cache(maxsize=512)
def _dialect(spoken: Spoken, meaning: Meaning) -> type[Entry]:
    """The class of the entries with the framework's parameters and its derivatives at kinks."""
    base, spelling = _class(meaning), spoken.spelling
    parameters = tuple(_parameters(spelling, meaning))
    texts = _Texts(base, parameters, spelling)
    body: dict[str, Any] = {
        **{p.attribute: spelling.fixed.get(p.name, p.default) for p in base.declared},
        "__doc__": base.__doc__,
        "__module__": __name__,
        "__reduce__": lambda self: (_again, (spoken.framework, spoken.path, meaning, self.parameters)),
        "__str__": _text,
        "_identity": lambda self: (str(self), *self.parameters.items()),
        "name": spoken.name,
        "framework": spoken.framework,
        "said": spelling.switch.said(meaning) if spelling.switch else "",
        "aliases": (),
        "declared": parameters,
        "formula": texts.renamed(base.formula),
        "routes": {},
        "equivalents": {},
        "equivalents_of_defaults": {},
        "plain": _plainly(meaning, spelling, base),
    }
    if issubclass(base, Function):
        given = base.formulas_given.items()
        body["formulas_given"] = {texts.own(name): texts.renamed(text) for name, text in given}
    if spelling.kinks:
        body["derivative"] = _with_kinks(base, spelling.kinks)
        body["convention"] = _conventions(spoken, base)
    return type(base.__name__, (base,), body)


def _text(self: Entry) -> str:
    """The shortest spec that reads back to an equal entry, with every setting by its name."""
    changed = [f"{p.name}={number_text(value)}" for p, value in self._values() if value != p.default]
    words = [self.said, *changed] if self.said else changed
    return f"{self.name}:{','.join(words)}" if words else self.name


@dataclass(frozen=True)
class _Texts:
    """Formulas of a class, in the names of a framework's settings."""

    base: type[Entry]
    parameters: tuple[Parameter, ...]
    spelling: Spelling

    @cached_property
    def words(self) -> dict[str, str]:
        own = {parameter.attribute: parameter.name for parameter in self.parameters}
        values = {p.name: self.spelling.fixed.get(p.name, p.default) for p in self.base.declared}
        fixed = {name: f"({number_text(value)})" for name, value in values.items() if value is not None}
        return {p.name: own.get(p.attribute, fixed.get(p.name, p.name)) for p in self.base.declared}

    def own(self, name: str) -> str:
        return self.words.get(name, name)

    def renamed(self, text: str) -> str:
        return re.sub(r"[A-Za-z_]\w*", lambda match: self.words.get(match[0], match[0]), text)


def _plainly(meaning: Meaning, spelling: Spelling, base: type[Entry]) -> Any:
    """The method that gives the entry of the catalogue that this one equals, or None."""

    def canonical(self: Entry) -> Entry | None:
        return base(**{p.attribute: getattr(self, p.attribute) for p in base.declared})

    if spelling.kinks:
        return lambda self: None
    return canonical if isinstance(meaning, str) else getattr(base, "plain", lambda self: None)


def _with_kinks(base: type[Function], kinks: Mapping[float, float]) -> Any:
    def derivative(self: Function, x: np.ndarray) -> np.ndarray:
        slopes = base.derivative(self, x)
        for at, slope in kinks.items():
            slopes = np.where(x == at, slope, slopes)
        return slopes

    return derivative


def _conventions(spoken: Spoken, base: type[Function]) -> str:
    kinks = [f"f′({number_text(at)}) = {slope:.6g}" for at, slope in spoken.spelling.kinks.items()]
    return f"{' and '.join(kinks)}, as {spoken.title} takes it. In the catalogue: {base.convention}"


def _again(framework: str, path: str, meaning: Meaning, values: dict[str, Any]) -> Entry:
    """An entry that was pickled: its class is made, not imported."""
    from .finding import spoken_by

    spoken = spoken_by(framework, path)
    return _told(_dialect(spoken, meaning).with_parameters(values), spoken)
