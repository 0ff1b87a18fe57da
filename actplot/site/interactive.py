"""An interactive plot as its template takes it: data for the page's script, printed programs, a still picture."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

import numpy as np

from ..calculus.curves.tracing import Curve, trace
from ..calculus.written_names import labels, upright
from ..catalogue.kinds.functions import Function
from ..errors import ActplotError, BadOption
from ..requests.figures.explore import ExploreRequest
from ..requests.picture import THEMES
from .programs import Interval, Program, program_of
from .sliders import Slider, sliders_of, varied

ORDERS = 2  # the highest derivative that a reader may ask for
SAMPLES = 1000
PLACE_KEY, OTHER_KEY = "x", "at"  # of the point, in the link that holds the state
FIXED = "The curve is computed for these parameters alone."
SAMPLED = "No formula that a browser can compute: the curve is sampled, and its parameters are fixed."


@dataclass(frozen=True)
class Plot:
    """What the template `plot.html` shows."""

    id: str
    request: ExploreRequest
    data: dict[str, Any]
    programs: tuple[Program | None, ...]

    @cached_property
    def still(self) -> str:
        """The address of a picture, which it holds: for a reader whose browser runs no script."""
        return f"data:image/svg+xml;base64,{b64encode(_still(self.request)).decode()}"

    @property
    def alt(self) -> str:
        return self.request.still.alt

    @property
    def names(self) -> str:
        return ", ".join(one["name"] for one in self.data["functions"])

    @property
    def variable(self) -> str:
        letter, variable = self.data["letter"], self.data["variable"]
        return letter if letter == variable else f"{variable} {letter}"

    @property
    def has_second(self) -> bool:
        return any(len(one["sampled"] or one["conventions"]) > ORDERS for one in self.data["functions"])


def plot_of(request: ExploreRequest, id: str = "plot") -> Plot:
    """The plot of a request. Raises `BadOption` for what cannot be drawn."""
    functions, interval = request.shown, request.interval
    programs = tuple(program_of(one, interval, varied(one)) for one in functions)
    told = names_told(functions)
    keys = _keys(functions, programs)
    first = functions[0]
    data = {
        "letter": first.letter,
        "variable": first.letter if first.variable == "x" else first.variable,
        "key": OTHER_KEY if any(PLACE_KEY in (own or {}).values() for own in keys) else PLACE_KEY,
        "interval": list(interval),
        "x": request.place,
        "order": request.order,
        "functions": [
            _function_data(one, program, own, label, (interval, request.order))
            for one, program, own, label in zip(functions, programs, keys, told, strict=True)
        ],
    }
    return Plot(id, request, data, programs)


def names_told(functions: Sequence[Function]) -> list[str]:
    """What functions are called, with the values of their parameters only where nothing else tells them apart."""
    told = labels(functions)
    counts = Counter(label.name for label in told)
    return [label.name if counts[label.name] == 1 else label.enclosed for label in told]


def _still(request: ExploreRequest) -> bytes:
    """The picture, which follows what a reader prefers where it can."""
    try:
        return request.still.image("svg")
    except BadOption:
        if request.theme in THEMES:
            raise
        return request.light_still.image("svg")


def _keys(functions: Sequence[Function], programs: Sequence[Program | None]) -> list[dict[str, str]]:
    """By its name, what each parameter is called in a link: with the function's name where others have it too."""
    moving = [program.moving if program else () for program in programs]
    counts = Counter(name for names in moving for name in names)
    named = Counter(function.name for function in functions)
    return [
        {
            name: name
            if counts[name] == 1
            else f"{function.name}{f'-{place}' if named[function.name] > 1 else ''}.{name}"
            for name in names
        }
        for place, (function, names) in enumerate(zip(functions, moving, strict=True), start=1)
    ]


def _function_data(
    function: Function, program: Program | None, keys: dict[str, str], label: str, seen: tuple[Interval, int]
) -> dict[str, Any]:
    sliders = [one for one in sliders_of(function) if one.name in keys]
    data = {
        "label": label,
        "name": upright(label),
        "spec": str(function),
        "parameters": [{**asdict(one), "key": keys[one.name]} for one in sliders],
        "fixed": {name: float(value) for name, value in function.numbers.items() if _is_number(value)},
        "rising": _rising(function, sliders),
        "domain": _domain(program.domain if program else function.domain),
        "conventions": list(program.conventions) if program else [],
        "sampled": None if program else _sampled(function, *seen),
        "why": "",
    }
    if program is None:
        data["why"] = SAMPLED
    elif sliders_of(function) and not sliders:
        data["why"] = FIXED
    return data


def _sampled(function: Function, interval: Interval, order: int) -> list[dict[str, Any]]:
    """Curves of the function and its derivatives; the second of differences alone, which costs much, if asked for."""
    most = order if function.by_values_alone else ORDERS
    return [_samples(trace(function, k, interval, SAMPLES)) for k in range(most + 1)]


def _domain(domain: tuple[float, float] | None) -> list[float | None] | None:
    return domain and [float(end) if np.isfinite(end) else None for end in domain]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _samples(curve: Curve) -> dict[str, Any]:
    """A curve in pieces, in as few digits as a screen shows."""
    return {
        "pieces": [[_rounded(x), _rounded(y)] for x, y in curve.pieces],
        "dots": [[dot.x, dot.y, dot.filled] for dot in curve.dots],
    }


def _rounded(numbers: np.ndarray) -> list[float]:
    return [float(f"{number:.7g}") for number in numbers.tolist()]


def _rising(function: Function, sliders: Sequence[Slider]) -> list[list[str]]:
    """Pairs of parameters of which the first may not be above the second."""
    return [[low.name, high.name] for low, high in permutations(sliders, 2) if _is_refused(function, low, high)]


def _is_refused(function: Function, low: Slider, high: Slider) -> bool:
    """Whether the first cannot be above the second, while it can be below."""
    bottom, top = max(low.low, high.low), min(low.high, high.high)
    if not bottom < top:
        return False
    return not _takes(function, {low.name: top, high.name: bottom}) and _takes(
        function, {low.name: bottom, high.name: top}
    )


def _takes(function: Function, values: dict[str, float]) -> bool:
    try:
        function.with_parameters({**function.numbers, **values})
    except ActplotError:
        return False
    return True
