"""Colours for numbers, signed ones and ordered ones, which also those who see no red or green tell apart."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex, to_rgb

from ..frozen import record

Colour = np.ndarray  # red, green and blue from 0 to 1

ENDS = {  # of numbers below and above 0, on a light and on a dark page
    "light": ("#3b6fe0", "#f08a12"),
    "dark": ("#6ea2ff", "#ffae3d"),
}
ZERO = {"light": 0.045, "dark": 0.10}  # how much of the text's colour the colour of 0 has
LETTERS = 3.0  # least contrast of letters in the colour of a curve
BLACK, WHITE = "#000000", "#ffffff"  # of which one has a contrast of 4.5 on any colour

# From the lowest value to the highest, in OKLCH: lightness, hue in degrees, and chroma, as much as a screen can show.
# Equal steps of lightness are equal steps to the eye, and what is left of the colours in grey.
RAMPS = {
    "light": ((0.30, 0.665), (275.0, 415.0), 0.17),
    "dark": ((0.60, 0.92), (285.0, 460.0), 0.15),
}
CONTRAST = 3.0  # of every colour on its page
FEWER = 0.99  # of a chroma that no screen can show

# Ottosson 2020, A perceptual color space for image processing, https://bottosson.github.io/posts/oklab/
_TO_CONES = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_TO_LIGHT = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


@record
class Ramp:
    """The parameter that colours stand for, and the texts of its values in their order."""

    letter: str
    values: tuple[str, ...]
    barred: bool = False  # whether a bar tells the values, and not names beside the curves


def paper() -> str:
    """Whether the page of the style in force is light or dark."""
    return "light" if luminance(to_rgb(mpl.rcParams["figure.facecolor"])) > 0.3 else "dark"


def page_colour() -> str:
    """The colour of the page, or what it stands for where none is drawn: of what lies on other colours."""
    return to_hex(mpl.rcParams["figure.facecolor"])


def plain(kind: str) -> Colour:
    """The colour of 0, which is near the page's."""
    page, text = (np.array(to_rgb(mpl.rcParams[name])) for name in ("figure.facecolor", "text.color"))
    return page + ZERO[kind] * (text - page)


def diverging(kind: str, shares: np.ndarray) -> np.ndarray:
    """Colours of shape (…, 3) of numbers from −1 to 1."""
    below, above = (np.array(to_rgb(end)) for end in ENDS[kind])
    zero = plain(kind)
    shares = np.clip(np.asarray(shares, float), -1.0, 1.0)[..., None]
    return zero + np.abs(shares) * (np.where(shares < 0, below, above) - zero)


def luminance(colour: Sequence[float]) -> float:
    """Relative luminance as in WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = np.asarray(colour, float)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def blended(one: Sequence[float], other: Sequence[float], share: float) -> tuple[float, ...]:
    """A colour between two, with some share of the other."""
    return tuple((np.asarray(one) + share * (np.asarray(other) - np.asarray(one))).tolist())


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """As in WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: Any, ground: Sequence[float], least: float) -> Any:
    """The colour itself, or as much darker or lighter as gives it some contrast on a ground, if any colour has it."""
    shade = _shade(to_rgb(colour), tuple(ground), least)
    return colour if shade is None else shade


@lru_cache(maxsize=256)  # figures of a gallery have few colours
def _shade(own: tuple[float, ...], ground: tuple[float, ...], least: float) -> str | None:
    """The nearest one darker or lighter that has some contrast on a ground; None where that takes none."""
    if contrast(own, ground) >= least:
        return None
    end = max(((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)), key=lambda end: contrast(end, ground))
    shades = [to_hex(blended(own, end, share / 20)) for share in range(21)]
    return next((shade for shade in shades if contrast(to_rgb(shade), ground) >= least), shades[-1])


def legible(colour: Any, ground: str) -> Any:
    """A colour of letters on the ground of a setting, such as axes.facecolor, so that they can be read."""
    return readable(colour, to_rgb(mpl.rcParams[ground]), LETTERS)


def contrasting(colour: Sequence[float]) -> str:
    """Dark or light ink, whichever is told better from the colour."""
    ground = luminance(colour) + 0.05
    dark, light = (luminance(to_rgb(ink)) + 0.05 for ink in (BLACK, WHITE))
    return BLACK if ground / dark >= light / ground else WHITE


def ramp(count: int) -> list[str]:
    """As many colours on the page in force, from the lowest value to the highest."""
    page = to_rgb(mpl.rcParams["figure.facecolor"])
    shares = np.linspace(0.0, 1.0, count) if count > 1 else [0.5]
    return [readable(_colour(RAMPS[paper()], float(share)), page, CONTRAST) for share in shares]


def _colour(of: tuple[tuple[float, float], tuple[float, float], float], share: float) -> str:
    lightnesses, hues, chroma = of
    lightness, hue = (low + share * (high - low) for low, high in (lightnesses, hues))
    light = _light(lightness, chroma, hue)
    while light.min() < 0 or light.max() > 1:
        chroma *= FEWER
        light = _light(lightness, chroma, hue)
    return to_hex(np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.power(light, 1 / 2.4) - 0.055))


def _light(lightness: float, chroma: float, hue: float) -> np.ndarray:
    """Linear red, green and blue."""
    angle = np.radians(hue)
    cones = _TO_CONES @ (lightness, chroma * np.cos(angle), chroma * np.sin(angle))
    return _TO_LIGHT @ cones**3
