"""Finds what a framework calls a function: by framework and name, by a layer as it is printed, or by the function."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from ...algebra.reading.library import FIRST
from ...catalogue.call import Call
from ...catalogue.entry import Entry
from ...catalogue.parameter import Parameter
from ...catalogue.registry import is_known, lookup, names
from ...errors import BadParameter, BadSpec, UnknownName, quoted, suggestion
from ...frozen import record
from ...numbers import number_text
from .keywords import Keyword, call_of, check_clashes, keywords_of, usual_of
from .left_out import reasons_for
from .literals import call, call_on_data, named, split
from .making import Speaker, dialect_class
from .meanings import Meaning, canonical_of_meaning
from .signatures import documented
from .spelling import REQUIRED, SEED, Axis, Spelling, declared_parameter, parameters_of

_TABLES = {path.stem for path in (Path(__file__).parent / "frameworks").glob("*.py") if "_" not in path.stem}
_USUAL = ("torch", "keras", "tf", "jax", "flax", "optax")  # the order in which a reader looks for them
FRAMEWORKS = (*_USUAL, *sorted(_TABLES.difference(_USUAL)))  # each is a module of its name in that folder
OTHER_NAMES = {"pytorch": "torch", "tensorflow": "tf", "nn": "torch", "f": "torch"}
_ARGUMENT = re.compile(rf"(?:{'|'.join(FIRST)})\s*=\s*[A-Za-z_]")  # of a formula: F.relu(input=x)
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", re.ASCII)
_FRAMEWORK = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@record
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
        parts = self.path.split(".")
        ends = (".".join(parts[-count:]) for count in range(1, len(parts) + 1))
        end = next(end for end in ends if spoken_by(self.framework, end).spelling is self.spelling)
        return f"{self.framework}:{end}"

    @property
    def axis_name(self) -> str:
        """What it calls the axis along which vectors lie, if one can be said."""
        return next((name for name, default in self.spelling.settings.items() if isinstance(default, Axis)), "")

    @property
    def canonical_name(self) -> str:
        """Of the entry of the catalogue that is meant by default."""
        return canonical_of_meaning(self.spelling.meanings[0])

    @property
    def canonical(self) -> type[Entry]:
        """The entry of the catalogue that is meant by default."""
        return lookup(self.canonical_name)

    @cached_property
    def declared(self) -> tuple[Parameter, ...]:
        """The settings, and the target of a loss, which frameworks take with the data."""
        found: dict[str, Parameter] = {}
        switch = self.spelling.switch
        for meaning in self.spelling.meanings:
            for parameter in parameters_of(self.spelling, meaning):
                found.setdefault(parameter.name, parameter)
        if switch is not None:
            found[switch.name] = switch.parameter()
        order = [*self.spelling.settings, *([switch.name] if switch else []), *found]
        return tuple(found[name] for name in dict.fromkeys(order) if name in found)

    @cached_property
    def keywords(self) -> tuple[Keyword, ...]:
        """The settings that the framework documents and that are no parameters."""
        return keywords_of(self.framework, self.path, tuple(parameter.name for parameter in self.declared))

    @cached_property
    def accepted(self) -> tuple[Parameter | Keyword, ...]:
        """All settings, in the order in which the framework takes them, and then what only a spec may name."""
        by_name: dict[str, Parameter | Keyword] = {one.name: one for one in self.declared}
        by_name |= {one.name: one for one in self.keywords}
        first = [by_name.pop(name) for name in documented(self.framework, self.path) if name in by_name]
        return (*first, *by_name.values())

    @cached_property
    def usual_call(self) -> Call:
        """What a call asks for that names no more than parameters."""
        return Call(usual=usual_of(self.framework, self.spelling, self.keywords), alone=self.spelling.alone)

    def parameter_of(self, setting: str) -> str | None:
        """The name in the catalogue of what a setting of this name sets."""
        if setting not in self.spelling.settings:
            return None
        parameter = declared_parameter(self.spelling.meanings[0], self.spelling.parameters.get(setting, setting))
        return parameter.name if parameter else None

    def with_parameters(self, values: Mapping[str, Any]) -> Entry:
        """The entry for these settings. Raises `BadSpec` where a required one is missing."""
        return self._made(values, self.usual_call)

    def called(self, values: Mapping[str, Any]) -> Entry:
        """The entry for these settings, keywords among them, which remembers what they ask for."""
        keywords = {one.name: one for one in self.keywords}
        given = {name: value for name, value in values.items() if name in keywords}
        check_clashes(self.path, given)
        others = {keywords[name].sets: value for name, value in given.items() if value is not None}
        own = {name: value for name, value in others.items() if name in {one.name for one in self.declared}}
        parameters = {name: value for name, value in values.items() if name not in keywords}
        return self._made({**parameters, **own}, call_of(self.usual_call, self.keywords, given))

    def _made(self, values: Mapping[str, Any], call: Call) -> Entry:
        self._check_required(values)
        meaning = self._meaning(values)
        cls = _made(self, meaning)
        values = {name: value for name, value in values.items() if (name, value) != (SEED, None)}
        known = {parameter.name for parameter in cls.declared}
        made = cls.with_parameters({name: value for name, value in values.items() if name in known})
        self._check_apart(made)
        entry = (made.plain() or made).altered(is_aimed=made.is_aimed)
        return _told(entry, self, call, str(made))

    def _check_apart(self, made: Entry) -> None:
        given = [made.parameters[name] for name in self.spelling.apart]
        if self.leaf[0].isupper() and len(set(given)) < len(given):
            low, high = self.spelling.apart
            raise BadParameter(f"{self.name}: {low} must be below {high}, got {' and '.join(map(number_text, given))}")

    def _meaning(self, values: Mapping[str, float | None]) -> Meaning:
        switch = self.spelling.switch
        return self.spelling.meaning if switch is None else switch.meaning(values.get(switch.name))

    def _check_required(self, values: Mapping[str, float | None]) -> None:
        required = [name for name, default in self.spelling.settings.items() if default is REQUIRED]
        missing = [name for name in required if name not in values]
        if missing:
            example = ",".join(f"{name}=0.5" for name in missing)
            raise BadSpec(f"{self.name} has no default for {' and '.join(missing)}. Write '{self.name}:{example}'.")


def _told(function: Entry, spoken: Spoken, call: Call, words: str = "") -> Entry:
    """The entry, which remembers in whose words it was asked for and how; that does not make it another one."""
    vars(function).update(spoken=spoken, call=call, words=words)
    return function


@lru_cache(maxsize=512)
def _made(spoken: Spoken, meaning: Meaning) -> type[Entry]:
    speaker = Speaker(spoken.framework, spoken.title, spoken.name)

    def reduce(self: Entry) -> tuple[Any, ...]:
        kept = {"is_aimed": self.is_aimed, "all_words": self.all_words}
        return _again, (spoken.framework, spoken.path, meaning, self.parameters, self.call), kept

    return dialect_class(speaker, spoken.spelling, meaning, reduce)


def _again(framework: str, path: str, meaning: Meaning, values: dict[str, Any], call: Call) -> Entry:
    """An entry that was pickled: its class is made, not imported."""
    spoken = spoken_by(framework, path)
    return _told(_made(spoken, meaning).with_parameters(values), spoken, call)


@record
class Framework:
    """A framework, the version that was read, and its names in the order of preference."""

    key: str
    title: str
    version: str
    spellings: tuple[Spelling, ...]

    def names(self) -> Iterator[Spoken]:
        for spelling in self.spellings:
            for path in spelling.paths:
                yield Spoken(self.key, self.title, path, spelling)


@lru_cache
def framework(key: str) -> Framework:
    """Raises `UnknownName` for a framework that is not here."""
    key = OTHER_NAMES.get(key.lower(), key.lower())
    if key not in FRAMEWORKS:
        if Path(f"{key}.py").is_file():
            raise UnknownName(f"unknown framework {quoted(key)}. A function of the file is written '{key}.py:NAME'.")
        raise UnknownName(
            f"unknown function or framework {quoted(key)}.{suggestion(key, (*FRAMEWORKS, *names()))} "
            f"Frameworks: {', '.join(FRAMEWORKS)}."
        )
    module = import_module(f".frameworks.{key}", __package__)
    return Framework(key, module.TITLE, module.VERSION, module.SPELLINGS)


def spoken_by(key: str, name: str) -> Spoken:
    """What a framework's name means: its last part, more of its path, or all of it.

    Raises `UnknownName` for a name that the framework does not have, and says which other one has it.
    """
    for one in framework(key).names():
        if one.path == name or one.path.endswith(f".{name}"):
            return one
    raise _unknown(framework(key), name)


def _unknown(asked: Framework, name: str) -> UnknownName:
    if reason := reasons_for(asked.key, name):
        return UnknownName(
            f"{asked.title}'s {quoted(name)} is left out: {reason}. See 'actplot list --framework {asked.key}'."
        )
    others = [one for key in FRAMEWORKS if key != asked.key for one in framework(key).names() if one.leaf == name]
    own = {one.leaf: None for other in others for one in asked.names() if one.canonical_name == other.canonical_name}
    folded = {one.leaf: None for one in asked.names() if _folded(one.leaf) == _folded(name)}
    leaves = [one.leaf for one in asked.names()]
    near = f" Did you mean {quoted(next(iter(folded)))}?" if folded else suggestion(name, leaves)
    words = f" It calls it {' or '.join(map(quoted, own))}." if own else "" if others else near
    where = f" It is in another framework: {', '.join(dict.fromkeys(one.name for one in others))}." if others else ""
    alone = " The catalogue has one." if is_known(name) and not own and not folded else ""
    return UnknownName(
        f"{asked.title} has no function {quoted(name)}.{words}{where}{alone} "
        f"See 'actplot list --framework {asked.key}'."
    )


def as_written(text: str) -> tuple[Spoken, str] | None:
    """A framework's name and its settings as text, if the text is in a framework's words.

    That is `torch:LeakyReLU:negative_slope=0.2`, `torch.nn.LeakyReLU`, `LeakyReLU(negative_slope=0.2)` as PyTorch
    prints a layer, or `jax.nn.leaky_relu(negative_slope=0.2)`.

    Raises `UnknownName` for a framework or a name in it that does not exist.
    """
    head, colon, rest = (part.strip() for part in text.partition(":"))
    if _is_framework(head):
        name, more, settings = rest.partition(":")
        if not name.strip() or (more and not settings.strip()):
            usage = f"Write '{head}:NAME' or '{head}:NAME:SETTING=VALUE'. See 'actplot list --framework {head}'."
            raise BadSpec(f"{quoted(text.strip())} lacks {'a value' if name.strip() else 'a name'}. {usage}")
        return spoken_by(head, name.strip()), settings
    module, _, more = rest.partition(":")
    if colon and "." in head and (spoken := _in_module(head, module.strip())) is not None:
        return spoken, more
    if colon and _FRAMEWORK.fullmatch(head) and not is_known(head) and _FRAMEWORK.fullmatch(rest.partition(":")[0]):
        framework(head)
    called = call(text)
    if called and _ARGUMENT.match(called[1]):
        return _on_data(text)
    path, settings = called or (text.strip(), "")
    path = path.removeprefix("tf.") if path.startswith("tf.keras.") else path
    first, dot, name = path.partition(".")
    if dot and _PATH.fullmatch(path) and _is_framework(first):
        return spoken_by(first, path if first in FRAMEWORKS else name), settings
    layer = _layer(path, settings) if called else None
    return (layer, settings) if layer else _on_data(text)


def _in_module(module: str, name: str) -> Spoken | None:
    """What a framework has under a name in one of its modules, such as torch.nn:LeakyReLU; else None."""
    first, _, rest = module.partition(".")
    if not _is_framework(first):
        return None
    try:
        return spoken_by(first, f"{module if first in FRAMEWORKS else rest}.{name}")
    except UnknownName:
        return None


def _on_data(text: str) -> tuple[Spoken, str] | None:
    """A framework's function of vectors and its settings, in a call such as F.softmax(x, dim=0)."""
    path, settings = call_on_data(text) or ("", "")
    first, dot, name = path.partition(".")
    if not dot or not _is_framework(first):
        return None
    try:
        spoken = spoken_by(first, path if first in FRAMEWORKS else name)
    except UnknownName:  # such as torch.clamp, which formulas know
        return None
    return (spoken, settings) if spoken.spelling.data == ("x",) else None


def _layer(name: str, settings: str) -> Spoken | None:
    """The first framework's layer of this name, if there is one that takes all settings."""
    given = {named(word)[0] for word in split(settings)} - {""}
    layers = [one for key in FRAMEWORKS for one in framework(key).names() if one.leaf == name and name[0].isupper()]
    fitting = [one for one in layers if given <= {setting.name for setting in one.accepted}]
    return next(iter([*fitting, *layers]), None)


def _is_framework(head: str) -> bool:
    return OTHER_NAMES.get(head.lower(), head.lower()) in FRAMEWORKS and not is_known(head)


def spellings_of(name: str) -> list[Spoken]:
    """Every name that any framework has for an entry of the catalogue, or for a variant of it."""
    return [one for key in FRAMEWORKS for one in framework(key).names() if _means(one, name)]


def _means(one: Spoken, name: str) -> bool:
    return any(canonical_of_meaning(meaning) == name for meaning in one.spelling.meanings)


def other_word(cls: type[Entry] | Spoken, setting: str) -> str | None:
    """What a function or a framework calls a parameter that another framework calls by this name."""
    name = cls.canonical.name if isinstance(cls, Spoken) else cls.name
    meant = {one.parameter_of(setting) for one in spellings_of(name)} - {None}
    if isinstance(cls, Spoken):
        meant |= {
            parameter.name for parameter in cls.canonical.declared if setting in (parameter.name, *parameter.aliases)
        }
        return next((own for own in cls.spelling.settings if cls.parameter_of(own) in meant), None)
    return next((parameter.name for parameter in cls.declared if parameter.name in meant), None)


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
