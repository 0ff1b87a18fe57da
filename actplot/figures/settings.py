"""Holds what style sheets have set against what can be drawn, and resolves what they leave to other settings."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, font_family_aliases

from ..errors import BadOption, quoted

_LOOKS = (  # the others, such as those of backends, say nothing about a figure of ours
    *("axes", "contour.", "figure.edgecolor", "figure.facecolor", "figure.figsize", "figure.subplot.", "font."),
    *("grid.", "hatch.", "legend.", "lines.", "markers.", "mathtext.", "patch.", "path.", "text.", "xaxis."),
    *("xtick.", "yaxis.", "ytick."),
)
_BOUNDS = (  # of all numbers in settings of such a name; the first counts
    ("*alpha", 0.0, 1.0),
    ("figure.subplot.*", 0.0, 1.0),
    ("figure.figsize", 1.0, 100.0),
    ("lines.linewidth", 0.05, 200.0),  # the dashes of a thinner line are too many to draw
    ("*width", 0.0, 200.0),
    ("*_pattern", 0.05, 1000.0),
    ("font.size", 1.0, 200.0),
    ("*fontsize", 1.0, 200.0),
    ("*titlesize", 1.0, 200.0),
    ("*labelsize", 1.0, 200.0),
    ("*size", 0.0, 1000.0),
    ("*", -1000.0, 1000.0),
)
_LONG = {"sans": "sans-serif", "sans serif": "sans-serif"}
_THINNEST = 0.05  # of a line that is seen
_INHERITED = {"xtick.labelcolor": "xtick.color", "ytick.labelcolor": "ytick.color"}


def settle(styles: Sequence[str], fallbacks: Sequence[str]) -> None:
    """Check the settings in force after style sheets of these names, and put back those that concern no figure.

    Letters that the fonts lack come from the fallbacks. Raises `BadOption` for values that cannot be drawn.
    """
    names = ", ".join(map(quoted, styles))
    others = [name for name in mpl.rcParams if not name.startswith((*_LOOKS, "backend"))]
    dict.update(mpl.rcParams, {name: dict.get(mpl.rcParamsDefault, name) for name in others})
    for setting, value in dict.items(mpl.rcParams):
        if setting.startswith(_LOOKS):
            _check(names, setting, value)
    for setting, other in _INHERITED.items():
        if mpl.rcParams[setting] == "inherit":
            mpl.rcParams[setting] = mpl.rcParams[other]
    meant = (_meant(family, mpl.rcParams) for family in mpl.rcParams["font.family"])
    there = filter(_is_installed, meant)  # matplotlib would name each other one for every text
    mpl.rcParams["font.family"] = list(dict.fromkeys([*there, *fallbacks]))


def try_out(styles: Sequence[str]) -> None:
    """Draw with the settings in force after style sheets of these names; `BadOption` where nothing can be drawn."""
    names = ", ".join(map(quoted, styles))
    if complaint := _complaint(tuple(map(str, dict.values(mpl.rcParams)))):
        raise BadOption(f"--style: matplotlib cannot draw with {names}: {complaint}")


def _check(names: str, setting: str, value: object) -> None:
    low, high = next((low, high) for name, low, high in _BOUNDS if fnmatchcase(setting, name))
    for number in _numbers(value):
        if not low <= number <= high:
            raise BadOption(f"--style: {names}: {setting} must be from {low:g} to {high:g}, got {number:g}")
        if setting.endswith("width") and 0 < number < _THINNEST:
            raise BadOption(f"--style: {names}: {setting} must be 0 or at least {_THINNEST}, got {number:g}")
    if setting == "path.effects" and value:
        raise BadOption(f"--style: {names}: path.effects are objects of Python, which no file holds. Leave them out.")


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _numbers(part)


@cache
def _complaint(_: tuple[str, ...]) -> str:
    """Why nothing can be drawn with the settings in force, which are given as texts; empty where it can."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            _draw_something()
        except Exception as error:  # whatever: a sheet may set anything, and matplotlib looks at it here first
            return " ".join(f"{error}".split())[:200] or type(error).__name__
    return ""


def _draw_something() -> None:
    """A picture with all that figures have: ticks, grid, dashes, a legend, a heading and labels."""
    figure = Figure(figsize=(2, 2), dpi=40)
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1], "--", label="f")
    axes.set(title="f", xlabel="x", ylabel="y")
    figure.legend([line], ["f"])
    FigureCanvasAgg(figure).draw()


def missing_fonts(chosen: Mapping[str, Any]) -> str:
    """Says which of the fonts that settings name are not installed, and which is used instead; empty where all are."""
    families = chosen.get("font.family", ())
    missing = [name for family in families for name in _wanted(family, chosen)]
    there = filter(_is_installed, (_meant(family, chosen) for family in families))
    used = next(there, "DejaVu Sans")
    return f"no font of the family {', '.join(missing)} is installed; {used} is used instead" if missing else ""


def _wanted(family: str, settings: Mapping[str, Any]) -> list[str]:
    """What is named for a family, if none of it is installed."""
    names = settings.get(f"font.{_LONG.get(family, family)}", ()) if family in font_family_aliases else [family]
    return [] if any(map(_is_installed, names)) else list(names)


def _meant(family: str, settings: Mapping[str, Any]) -> str:
    """The font that is drawn with for a generic family, such as serif, and any other family itself.

    By its own name, since other settings are in force when a figure is encoded. Where none of those that are named is
    installed, it is one of the kind.
    """
    if family not in font_family_aliases:
        return family
    setting = f"font.{_LONG.get(family, family)}"
    names = (*settings.get(setting, ()), *mpl.rcParamsDefault[setting])
    return next(filter(_is_installed, names), family)


def _is_installed(family: str) -> bool:
    normal = dict.fromkeys(("style", "variant", "weight", "stretch"), "normal")  # what is set may be nonsense
    plain = FontProperties(family=[family], size=10, **normal)
    try:
        font_manager.findfont(plain, fallback_to_default=False)
    except ValueError:
        return False
    return True
