"""Compares how frameworks spell a function: names, defaults, derivatives at kinks, and the code for the same."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.array_axes import LAST
from ...catalogue.parameter import Parameter
from ...errors import ActplotError, BadInput, BadParameter, UnknownName, quoted, suggestion
from ...frozen import record
from ...numbers import number_text, readable
from ...spec.dialects.finding import FRAMEWORKS, Spoken, framework, spellings_of
from ...spec.dialects.left_out import LEFT_OUT
from ...spec.dialects.meanings import canonical_class
from ...spec.dialects.spelling import DATA, REQUIRED, TRUTH
from ..curves.breaks import breaks_of
from .listing import folded, found_by, listed, near_words
from .traits import has_traits

TARGET_FIRST = ("keras", "tf")  # in a loss of one variable; others begin with the prediction
_COMPARED, _LARGEST = 9, 1e308  # points, and the size of an interval's ends
OMITTED = "left out"  # the kind of a name that has no entry


@record
class Dialect:
    """One name of a framework, or several with the same meaning and defaults; no names where it has none."""

    framework: str
    title: str
    names: tuple[str, ...]
    path: str
    defaults: tuple[tuple[str, str], ...]
    kinks: tuple[tuple[float, float], ...]  # x and f′ there
    arguments: str  # what it takes beside the settings, in its order; empty for a function of one variable
    code: str  # for the function that was asked for; empty where the framework cannot
    note: str


@record
class Word:
    """A name in one framework and the entry that it gives with its defaults, or why it has none."""

    names: tuple[str, ...]
    path: str
    kind: str
    family: str
    meaning: str
    differs: bool


def canonical_of(function: Entry) -> Entry:
    """The entry of the catalogue with the parameters of one that may be a framework's variant of it."""
    canonical = canonical_class(type(function))
    if canonical.name == function.name:
        return function
    return canonical(**{p.attribute: getattr(function, p.attribute) for p in canonical.declared})


def dialects_of(function: Entry) -> tuple[Dialect, ...]:
    """Every framework's way to an entry, at its parameters.

    Raises `UnknownName` for a formula, which no framework has a name for.
    """
    if not function.usually_in:
        what = "the user's own" if function.digests else "a formula"
        raise UnknownName(f"{quoted(str(function))} is {what}, and frameworks have names for functions alone.")
    function = canonical_of(function)
    own = equivalents(function)
    groups: dict[int, list[Spoken]] = {}
    for one in spellings_of(function.name):
        groups.setdefault(id(one.spelling), []).append(one)
    spoken = [_dialect(group, function) for group in groups.values()]
    usual = [key for key in FRAMEWORKS if key in function.usually_in or framework(key).title in own]
    missing = [key for key in usual if key not in {one.framework for one in spoken}]
    return tuple(sorted([*spoken, *(_absent(key, function) for key in missing)], key=_rank))


def _rank(dialect: Dialect) -> int:
    return FRAMEWORKS.index(dialect.framework)


def _dialect(group: Sequence[Spoken], function: Entry) -> Dialect:
    able = group if group[0].spelling.apart else group[:1]
    ways = ((one, *_same(one, function)) for one in able)
    first, same, chosen = next((way for way in ways if way[1]), (group[0], None, MappingProxyType({})))
    shown = same or _usual(first)
    return Dialect(
        framework=first.framework,
        title=first.title,
        names=tuple(dict.fromkeys(one.leaf for one in group)),
        path=first.path,
        defaults=tuple((name, _word(first, name, default)) for name, default in _defaults(first)),
        kinks=_kinks(shown),
        arguments=first.spelling.arguments,
        code=code_of(first, same, chosen) if same else _equivalent(first.framework, function),
        note=first.spelling.note,
    )


def _absent(key: str, function: Entry) -> Dialect:
    return Dialect(key, framework(key).title, (), "", (), (), "", _equivalent(key, function), "")


def _equivalent(key: str, function: Entry) -> str:
    """The entry's own composition in a framework; Flax and Optax are used beside JAX."""
    code = equivalents(function)
    titles = (framework(key).title, *(["JAX"] if key in ("flax", "optax") else []))
    return next((code[title] for title in titles if title in code), "")


def codes_of(function: Entry) -> tuple[tuple[str, str], ...]:
    """Each framework's title and a code for an entry at its parameters; none for a formula or a framework's variant."""
    if not function.usually_in or function.framework:
        return ()
    return tuple(dict.fromkeys((one.title, one.code) for one in dialects_of(function) if one.code))


def equivalents(function: Entry) -> dict[str, str]:
    """The entry's own compositions by framework, with the parameters filled in."""
    values = {name: "None" if value is None else number_text(value) for name, value in function.parameters.items()}
    texts = {**function.equivalents, **(function.equivalents_of_defaults if function.has_defaults else {})}
    return {title: text.format(**values) for title, text in texts.items()}


def _defaults(spoken: Spoken) -> list[tuple[str, object]]:
    return [(p.name, spoken.spelling.settings.get(p.name, p.default)) for p in spoken.declared if p.name not in DATA]


def _word(spoken: Spoken, name: str, default: object) -> str:
    if default is REQUIRED:
        return "required"
    parameter = next(p for p in spoken.declared if p.name == name)
    words = {number: word for word, number in parameter.words.items()}
    return words.get(parameter.default) or number_text(parameter.default)


def _usual(spoken: Spoken) -> Entry | None:
    """What the name gives with its defaults, and any number where there is none, along the last axis of an array."""
    given: dict[str, float] = {name: 0.5 for name, default in spoken.spelling.settings.items() if default is REQUIRED}
    given |= {spoken.axis_name: LAST} if spoken.axis_name else {}
    try:
        return spoken.with_parameters(given)
    except ActplotError:
        return None


def _same(spoken: Spoken, function: Entry) -> tuple[Entry | None, Mapping[str, float]]:
    """What the name gives at the parameters of a function, if it can, and what had to be chosen for it."""
    own = {spoken.parameter_of(p.name) or p.name: p.name for p in spoken.declared}
    needed = {p.name for p in spoken.declared if not p.optional}
    wanted = {own[name]: value for name, value in function.parameters.items() if name in own}
    wanted = {name: value for name, value in wanted.items() if value is not None or name not in needed}
    for extra in _switched(spoken, function):
        try:
            found = spoken.with_parameters({**wanted, **extra})
        except ActplotError:
            continue
        if _means_the_same(found, function):
            return found, extra
    return None, {}


def _means_the_same(found: Entry, function: Entry) -> bool:
    """Whether an entry in a framework's words has these parameters and, but for limits, these values."""
    alike = canonical_of(found).name == function.name
    pairs = [(getattr(found, p.attribute), getattr(function, p.attribute)) for p in function.declared if alike]
    if any(one != other and other is not None for one, other in pairs):  # what is left out may be any number
        return False
    if not function.has_curve:
        return alike and _same_at_example(found, function)
    low, high = np.clip(function.interval, -_LARGEST, _LARGEST) / 2
    x = 2 * np.linspace(low, high, _COMPARED + 2)[1:-1]
    same = _close(found.value(x), function.value(x))
    return same and (alike or not found.declared)  # at its defaults a general function is a plainer one


def _same_at_example(found: Entry, function: Entry) -> bool:
    """Whether a framework's variant gives the same for the same vectors, not for logits or of another sign."""
    if found.plain() == function:
        return True
    try:
        found_answer, answer = (one.answer(function.example) for one in (found, function))
    except BadInput:  # the parameters are of other vectors, such as weights of more classes
        return True
    return answer is None or _close(found_answer, answer)


def _close(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether values are the same but for what frameworks add to keep them finite."""
    size = np.max(np.abs(expected), where=np.isfinite(expected), initial=0.0)
    return np.shape(found) == np.shape(expected) and np.allclose(found, expected, 1e-5, 1e-6 * size, equal_nan=True)


def _switched(spoken: Spoken, function: Entry) -> list[dict[str, float]]:
    """The values of a switch, and of yes or no in what only the framework has, among which this function is."""
    switch, known = spoken.spelling.switch, {p.name for p in function.declared}
    own = [p.name for p in spoken.declared if p.words.keys() == TRUTH.keys() and p.name not in known]
    chosen: list[dict[str, float]] = [{}]
    if switch is not None and switch.otherwise is None:
        chosen = [{switch.name: float(i)} for i in range(len(switch.meanings))]
        own = [name for name in own if name != switch.name]
    return [*chosen, *({**values, name: TRUTH["true"]} for values in chosen for name in own)]


def _kinks(function: Entry | None) -> tuple[tuple[float, float], ...]:
    if function is None or not function.has_curve:
        return ()
    return tuple((point.x, point.derivative) for point in breaks_of(function) if point.is_corner)


def code_of(spoken: Spoken, function: Entry, chosen: Mapping[str, float] = MappingProxyType({})) -> str:
    """A call with the settings that are not the framework's defaults, of x or of prediction and target."""
    own = {spoken.parameter_of(p.name) or p.name: p for p in spoken.declared}
    switched = _switch_word(spoken, function)
    if function.name == spoken.name:  # not an entry of the catalogue
        own, switched = {p.name: p for p in function.declared}, vars(type(function))["said"]
    given = [(own[name], value) for name, value in function.parameters.items() if name in own and name not in DATA]
    required = [name for name, default in spoken.spelling.settings.items() if default is REQUIRED]
    written = {p.name: _setting(spoken, p, value) for p, value in given if _is_written(p, value, required)}
    if switched:
        name, _, word = switched.partition("=")
        written[name] = f"{name}={_word_in_code(word)}"
    for p in spoken.declared:  # what made one of the catalogue's functions of the framework's variant
        if chosen.get(p.name, p.default) != p.default:
            written.setdefault(p.name, _setting(spoken, p, chosen[p.name]))
    settings = list(written.values())
    data = [text.format(**_other_data(function)) for text in spoken.spelling.data]
    return _call(spoken, data, settings, _usual_data(spoken))


def _usual_data(spoken: Spoken) -> str:
    """What a name is called with, where its spelling does not say it."""
    if spoken.canonical.argument:
        return spoken.canonical.argument
    return "target, prediction" if spoken.framework in TARGET_FIRST else "prediction, target"


def _is_written(parameter: Parameter, value: object, required: Sequence[str]) -> bool:
    """Whether a setting has to stand in code: not where it is the default, nor left out of the formula."""
    return parameter.name in required or value not in (parameter.default, None)


def _other_data(function: Entry) -> dict[str, str]:
    """The parameters of a loss that frameworks take as data."""
    return {name: number_text(value) for name, value in function.parameters.items() if name in DATA}


def _call(spoken: Spoken, data: Sequence[str], settings: Sequence[str], usual: str) -> str:
    """A layer made with settings and then called, or a function called with both."""
    said = {word.partition("=")[0] for word in settings}  # such as an axis, in place of the usual one
    settings = [*settings, *(word for word in spoken.spelling.always if word.partition("=")[0] not in said)]
    if not spoken.leaf[0].isupper():
        return f"{spoken.path}({', '.join([*(data or [usual]), *settings])}){spoken.spelling.after}"
    made = f"{spoken.path}({', '.join([*settings, *spoken.spelling.layer])})"
    return f"{made}({', '.join(data)}){spoken.spelling.after}" if data else made


def _switch_word(spoken: Spoken, function: Entry) -> str:
    switch = spoken.spelling.switch
    return "" if switch is None else switch.said(function.name)


def _setting(spoken: Spoken, parameter: Parameter, value: float | tuple[float, ...] | None) -> str:
    words = {number: word for word, number in parameter.words.items()}
    text = _word_in_code(words[value]) if value in words else _number_in_code(value)
    return spoken.spelling.code.get(parameter.name, f"{parameter.name}={{}}").format(text)


def _number_in_code(value: float | tuple[float, ...] | None) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(number_text, value))}]"
    return "None" if value is None else number_text(value)


def _word_in_code(word: str) -> str:
    return word.capitalize() if word in TRUTH else repr(word)


def words_of(key: str, kind: str | None, word: str, traits: Sequence[str]) -> tuple[Word, ...]:
    """The names of a framework that match a word, in its own order of families.

    Raises `UnknownName` for a framework that is not here, and where no name matches.
    """
    found: dict[int, list[Spoken]] = {}
    for one in framework(key).names():
        found.setdefault(id(one.spelling), []).append(one)
    groups = [group for group in found.values() if _wanted(group, kind, traits)]
    words = list(map(_in_framework, found_by(word, groups, _said)))
    if kind is None and not traits:
        words += _omitted(key, word)
    if not words:
        raise _nothing_found(key, word)
    return tuple(sorted(words, key=lambda one: (one.kind == OMITTED, one.kind, one.family, one.meaning)))


def _nothing_found(key: str, word: str) -> UnknownName:
    spoken = list(framework(key).names())
    near = suggestion(word, {one.leaf for one in spoken}) or near_words(word, [listed(one.canonical) for one in spoken])
    what = f" {quoted(word)}.{near}" if word else "."
    return UnknownName(f"no name of {framework(key).title} matches{what} See 'actplot list --framework {key}'.")


def _omitted(key: str, word: str) -> list[Word]:
    """The names without an entry that match a word, those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for path, reason in LEFT_OUT.items():
        if path.startswith(f"{framework(key).key}.") and folded(word) in folded(path.rpartition(".")[2]):
            reasons.setdefault(reason, []).append(path)
    return [
        Word(tuple(dict.fromkeys(path.rpartition(".")[2] for path in paths)), paths[0], OMITTED, "", reason, True)
        for reason, paths in reasons.items()
    ]


def _wanted(group: Sequence[Spoken], kind: str | None, traits: Sequence[str]) -> bool:
    canonical = group[0].canonical
    if kind not in (None, canonical.kind):
        return False
    return not traits or (canonical.has_curve and has_traits(_usual(group[0]), traits))


def _said(group: Sequence[Spoken]) -> tuple[str, ...]:
    """What a name of a framework is found by: its spellings, and what is said of what it means."""
    return (*(one.leaf for one in group), *listed(group[0].canonical).said)


def _in_framework(group: Sequence[Spoken]) -> Word:
    canonical, function = group[0].canonical, _usual(group[0])
    names = tuple(dict.fromkeys(one.leaf for one in group))
    required = [name for name, default in group[0].spelling.settings.items() if default is REQUIRED]
    differs = canonical_class(type(function)).name != function.name
    meaning = canonical.name if required or differs else str(function)
    return Word(names, group[0].path, canonical.kind, canonical.family, meaning, differs)


def _spec_of(function: Entry) -> str:
    """That of the entry that it is a variant of, without parameters that only the variant takes."""
    try:
        return str(canonical_of(function))
    except BadParameter:
        return canonical_class(type(function)).name


def said_in(function: Entry) -> tuple[str, str] | None:
    """The framework in whose words an entry was asked for, and what it calls what; None in the catalogue's own."""
    spoken: Spoken | None = vars(function).get("spoken")
    if spoken is None:
        return None
    canonical = canonical_class(type(function))
    same = canonical.name == function.name
    kinks = [f"f′({number_text(x)}) = {readable(slope)}" for x, slope in spoken.spelling.kinks.items()]
    differs = f"a variant of {_spec_of(function)}" + (f", with {' and '.join(kinks)}" if kinks else "")
    if not same and spoken.axis_name and (usual := _usual(spoken)) and usual.name == canonical.name:
        differs = f"{_spec_of(function)}, of vectors {function.in_arrays}"
    text = f"{spoken.path} ({framework(spoken.framework).version}): {f'the same as {function}' if same else differs}"
    order = f"Takes {spoken.spelling.arguments}, in this order." if len(spoken.spelling.data) > 1 else ""
    settings = ", ".join(f"{name}={word}" for name, word in function.call.settings.items())
    asked = f"Asked for with {settings}, which 'actplot eval' takes." if settings else ""
    return spoken.title, " ".join(part for part in (f"{text}.", asked, order, spoken.spelling.note) if part)
