"""Which values a slider offers for a parameter: those that its declaration allows, about what it is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ..algebra.writing.line import to_line
from ..calculus.letters import letter_of
from ..catalogue.kinds.functions import Function
from ..catalogue.parameter import Parameter
from ..errors import ActplotError
from ..numbers import number_text

STEPS = 200  # of a slider, about
NEAREST = 1e-3  # share of the upper end of a slider, that it keeps from an end which is not taken
ROUND = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Slider:
    """A parameter that a reader may change: from where to where, in which steps, and what may be typed."""

    name: str
    letter: str
    meaning: str
    value: float
    low: float
    high: float
    step: float
    choices: tuple[float, ...]
    texts: tuple[str, ...]  # of the choices
    least: float | None  # that may be typed, and whether this number itself may
    takes_least: bool
    most: float | None
    takes_most: bool
    never: float | None
    whole: bool
    allowed: str  # the same in words


def sliders_of(function: Function) -> tuple[Slider, ...]:
    """One for each parameter that is a number."""
    return tuple(
        _slider(parameter, float(value))
        for parameter in function.declared
        for value in [function.parameters[parameter.name]]
        if isinstance(value, int | float) and math.isfinite(value) and not parameter.many
    )


def _slider(parameter: Parameter, value: float) -> Slider:
    least = parameter.at_least if parameter.above is None else parameter.above
    most = parameter.at_most if parameter.below is None else parameter.below
    low, high = _ends(value, least, most) if not parameter.one_of else (min(parameter.one_of), max(parameter.one_of))
    step = 1.0 if parameter.whole else _round((high - low) / STEPS)
    if parameter.above is not None and low == least:
        low = min(least + step, value)
    if parameter.below is not None and high == most:
        high = max(most - step, value)
    return Slider(
        name=parameter.name,
        letter=to_line(letter_of(parameter)),
        meaning=parameter.meaning,
        value=value,
        low=low,
        high=high,
        step=step,
        choices=parameter.one_of,
        texts=tuple(_choice_text(parameter, choice) for choice in parameter.one_of),
        least=least,
        takes_least=parameter.above is None,
        most=most,
        takes_most=parameter.below is None,
        never=parameter.never,
        whole=parameter.whole,
        allowed=parameter.constraint,
    )


def _choice_text(parameter: Parameter, choice: float) -> str:
    return next((word for word, meant in parameter.words.items() if meant == choice), number_text(choice))


def _ends(value: float, least: float | None, most: float | None) -> tuple[float, float]:
    """Both ends where they are declared; else as far as twice the value and more, so that 0 and 1 are within."""
    reach = _round_up(max(2.0 * abs(value), 1.0))
    if least is not None and most is not None and most - least <= 100 * reach:
        return least, most
    low = -reach if least is None else max(least, value - 2 * reach) if least > value - 2 * reach else value - reach
    high = reach if most is None else min(most, value + 2 * reach)
    if least is not None and most is None:
        high = max(_round_up(least + 3 * max(value - least, 1 / 3)), value)
    if most is not None and least is None:
        low = min(-_round_up(3 * max(most - value, 1 / 3) - most), value)
    return min(low, value), max(high, value)


def _round_up(number: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    return next(float(f"{factor * power:.12g}") for factor in ROUND if factor * power >= number * (1 - 1e-9))


def _round(number: float) -> float:
    """The nearest one below."""
    power = 10.0 ** math.floor(math.log10(number))
    return next(float(f"{factor * power:.12g}") for factor in ROUND[::-1] if factor * power <= number * (1 + 1e-9))


def varied(function: Function) -> list[Function]:
    """The function with other values of its parameters, at which its program is tried."""
    return list(_varied(function))


def _varied(function: Function) -> Iterator[Function]:
    sliders = sliders_of(function)
    for share in (0.3, 1.7):
        declared = {p.name: p for p in function.declared}
        values = {one.name: _within(one, share, declared[one.name]) for one in sliders}
        try:
            yield function.with_parameters({**function.numbers, **values})
        except ActplotError:  # values that contradict each other
            continue


def _within(slider: Slider, share: float, parameter: Parameter) -> float:
    if slider.choices:
        return slider.choices[0 if share < 1 else -1]
    value = slider.low + (slider.high - slider.low) * share / 2
    value = round(value) if slider.whole else value + slider.step / 7
    return value if parameter.accepts(value) else slider.value
