"""What a framework is asked: settings, points and targets, and what the dialects say to them."""

import itertools
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

from actplot.catalogue.kinds.functions import Function
from actplot.catalogue.kinds.losses import MarginLoss, ResidualLoss
from actplot.catalogue.registry import ELEMENTWISE
from actplot.errors import ActplotError
from actplot.spec.dialects.finding import FRAMEWORKS, Spoken, framework
from actplot.spec.dialects.spelling import DATA, REQUIRED, TRUTH

from .departures import keeps_settings_in_float32

DTYPES = ("float64", "float32")
MODULES = {"tf": "tensorflow"}  # what is imported, where that is not the dialect's name
EVERY_NAME = [spoken for key in FRAMEWORKS for spoken in framework(key).names()]
NAMES = [spoken for spoken in EVERY_NAME if spoken.canonical.kind in ELEMENTWISE]
NUMBERS = (-0.75, 0.0, 1e-3, 0.3, 1.7, 6.0)  # that settings take beside their defaults, where they are allowed
FEW = (0.0, 0.3, 1.7)  # where there are so many settings that the combinations would be too many
MANY = 4
USUAL = 0.5  # for a required setting
TARGETS = (0.0, 0.3, 1.0, 2.5, -1.0)  # where they are allowed

_TINY = (1e-30, 1e-12, 1e-8, 1e-5, 1e-3)
_TAILS = (8.5, 9.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 90.0, 104.0, 200.0, 500.0, 720.0, 1000.0)
_FAR = np.array([*_TINY, *_TAILS])
GRID = np.sort(np.hstack([np.linspace(-8, 8, 129), -_FAR, _FAR]))
SHARES = np.array([*np.linspace(0, 1, 41), 1e-300, 1e-44, 1e-43, 1e-20, 1e-12, 1e-9, 1e-7, 1e-5, 1 - 1e-9, 1 - 1e-6])
NEAR = 8  # distance of neighbours of a break, in units in the last place
ROOM = 224  # points per target: always as many, because JAX compiles for each shape


@dataclass(frozen=True)
class Data:
    """Predictions, their targets or None for an activation, and what the dialect says to them."""

    x: np.ndarray
    target: np.ndarray | None
    value: np.ndarray
    slope: np.ndarray


def installed(names):
    """The names whose framework is here, and one skipped case for each framework that is not."""
    missing = {}
    for spoken in names:
        module = MODULES.get(spoken.framework, spoken.framework)
        if find_spec(module):
            yield pytest.param(spoken, id=spoken.path)
        else:
            missing[module] = pytest.param(spoken, id=module, marks=pytest.mark.skip(reason=f"{module} is missing"))
    yield from missing.values()


def adapter(spoken: Spoken):
    """The module that runs a framework, which has to be installed."""
    return import_module(f"frameworks.adapters.{spoken.framework}")


def settings_of(spoken: Spoken, dtype: str) -> list[dict[str, float]]:
    """The defaults first, and every combination of a few numbers for each setting that the dialect takes."""
    kept = "float32" if keeps_settings_in_float32(spoken) else dtype
    choices = [_choices(spoken, parameter, kept) for parameter in spoken.declared if parameter.name != "target"]
    return [given for combination in itertools.product(*choices) if _is_allowed(spoken, given := _joined(combination))]


def _choices(spoken, parameter, dtype):
    required = spoken.spelling.settings.get(parameter.name) is REQUIRED
    first = {parameter.name: USUAL} if required else {}
    some = FEW if len(spoken.declared) > MANY else NUMBERS
    numbers = parameter.words.values() or parameter.one_of or np.asarray(some, dtype)
    other = [float(n) for n in numbers if parameter.accepts(n) and n != parameter.default]
    return [first, *({parameter.name: number} for number in other)]


def _joined(parts):
    return {name: number for part in parts for name, number in part.items()}


def _is_allowed(spoken, given):
    try:
        spoken.with_parameters(given)
    except ActplotError:  # such as a lower limit above the upper one
        return False
    return True


def as_called(spoken: Spoken, given: dict[str, float]) -> dict[str, object]:
    """The settings as the framework takes them: words and truth values in place of numbers."""
    words = {p.name: {number: word for word, number in p.words.items()} for p in spoken.declared}
    return {name: _said(words[name].get(number), number) for name, number in given.items()}


def _said(word, number):
    return number if word is None else bool(TRUTH[word]) if word in TRUTH else word


def data_for(spoken: Spoken, given: dict[str, float], dtype: str) -> Data:
    if keeps_settings_in_float32(spoken):
        usual = {p.name: p.default for p in spoken.declared if isinstance(p.default, float) and p.name not in DATA}
        given = {name: float(np.float32(number)) for name, number in {**usual, **given}.items()}
    function = spoken.with_parameters(given)
    targets = [None] if function.kind == "activation" else targets_of(spoken, function)
    parts = [_at_target(spoken, given, target, dtype) for target in targets]
    x, value, slope = (np.hstack([part[i] for part in parts]) for i in (0, 2, 3))
    return Data(x, None if targets == [None] else np.hstack([part[1] for part in parts]), value, slope)


def targets_of(spoken: Spoken, function: Function) -> list[float]:
    """Those targets that a loss takes."""
    if isinstance(function, MarginLoss):
        return [1.0, -1.0]
    declared = [p for p in spoken.declared if p.name == "target"]
    return [target for target in TARGETS if all(p.accepts(target) for p in declared)]


def _at_target(spoken, given, target, dtype):
    carried = target is not None and any(p.name == "target" for p in spoken.declared)
    function = spoken.with_parameters({**given, "target": float(np.dtype(dtype).type(target))} if carried else given)
    x, target = _points(function, target, dtype), None if target is None else np.full(ROOM, target, dtype)
    exact = x.astype(np.float64), None if target is None else target.astype(np.float64)
    with np.errstate(over="ignore"):
        if target is None or carried:
            answers = function.value(exact[0]), function.derivative(exact[0])
        else:
            answers = function.evaluate(*exact), function.gradient(*exact)
        return x, target, *(answer.astype(dtype).astype(np.float64) for answer in answers)


def _points(function: Function, target: float | None, dtype: str) -> np.ndarray:
    """Predictions in the domain: a grid, tails, tiny numbers, and each break with its two neighbours."""
    breaks = np.asarray(function.breaks, dtype)
    natural = np.hstack([GRID, SHARES] if function.domain[0] == 0 else [GRID]).astype(dtype)
    natural = np.hstack([natural, breaks, breaks - NEAR * np.spacing(breaks), breaks + NEAR * np.spacing(breaks), 0.0])
    natural = natural.astype(dtype)
    natural = natural[(np.abs(natural) >= np.finfo(dtype).tiny) | (natural == 0)]  # JAX takes smaller ones for 0
    low, high = function.domain
    natural = natural[(natural >= low) & (natural <= high)]
    if isinstance(function, MarginLoss):
        natural = natural * np.asarray(target, dtype)
    if isinstance(function, ResidualLoss):
        natural = natural[_is_decided(natural, np.asarray(target, dtype), breaks)] + np.asarray(target, dtype)
    assert natural.size <= ROOM
    return np.pad(natural, (0, ROOM - natural.size), mode="edge")


def _is_decided(residual, target, breaks):
    """Where rounding of the residual leaves it on its side of every break."""
    prediction = residual + target
    exact = prediction.astype(np.float64) - np.float64(target)
    sides = np.sign(np.subtract.outer([exact, (prediction - target).astype(np.float64)], breaks.astype(np.float64)))
    return np.all(sides[0] == sides[1], axis=-1)
