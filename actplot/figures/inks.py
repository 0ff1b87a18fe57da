"""Derives what style sheets do not set from what they set: inks from the page, sizes from the letters."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.colors import to_hex, to_rgb, to_rgba

from .colours import blended, luminance, readable

READABLE = 4.5  # contrast of letters whose colour no sheet sets, WCAG 1.4.3
STRONG = 9.0  # of titles
SEEN = 3.0  # of all other letters
LIGHT = 0.18  # luminance of a page from which dark letters are read better than light ones
LETTERS = 11.0  # points of the usual letters
MUTED, AXIS, GRID = 0.68, 0.36, 0.10  # how much of the text's colour the colour of others has
FAINT = 0.18  # how opaque a grid is that a sheet gives a colour, but does not ask for

_EDGES = ("axes.edgecolor", "xtick.color", "ytick.color")
_SCALED = ("axes.titlesize", "xtick.labelsize", "ytick.labelsize")

Settings = dict[str, object]


def derive(chosen: Mapping[str, object], page: str, cycles: Mapping[str, tuple[str, ...]]) -> None:
    """Set in matplotlib's settings what sheets did not choose; `page` is the theme's, which a page without colour has.

    Cycles are the colours of curves on a light and on a dark page.
    """
    mpl.rcParams.update(_sizes(chosen))
    mpl.rcParams.update(_grounds(chosen, page))
    mpl.rcParams.update(_inks(chosen, page))
    mpl.rcParams.update(_drawn(chosen, page, cycles))


def kind_of(ground: Any) -> str:
    """The theme for a page of some colour."""
    return "light" if luminance(to_rgb(ground)) > LIGHT else "dark"


def _sizes(chosen: Mapping[str, object]) -> Settings:
    """Headings and numbers as large as letters ask for, and letters as large as the texts at axes."""
    settings: Settings = {}
    label = chosen.get("axes.labelsize")
    if "font.size" not in chosen and isinstance(label, int | float):
        settings["font.size"] = label
    if "font.size" in chosen:
        larger = float(mpl.rcParams["font.size"]) / LETTERS
        settings |= {name: larger * mpl.rcParams[name] for name in _SCALED if name not in chosen}
    return settings


def _grounds(chosen: Mapping[str, object], page: str) -> Settings:
    """The page's colour and that of panels; one that is not drawn is transparent and keeps the colour it stands for."""
    figure = mpl.rcParams["figure.facecolor"]
    bare = chosen.get("savefig.transparent") is True
    figure = f"{page}00" if bare or to_rgba(figure)[3] == 0 else figure
    axes = mpl.rcParams["axes.facecolor"] if "axes.facecolor" in chosen and not bare else figure
    return {"figure.facecolor": figure, "axes.facecolor": figure if to_rgba(axes)[3] == 0 else axes}


def _inks(chosen: Mapping[str, object], page: str) -> Settings:
    """Colours of letters: those of sheets as far as they can be read, and the house's on the house's page."""
    ground = to_rgb(mpl.rcParams["figure.facecolor"])
    ours = to_hex(ground) == page and "text.color" not in chosen
    text = mpl.rcParams["text.color"]
    if not ours:
        text = readable(text, ground, SEEN if "text.color" in chosen else STRONG)
    muted = mpl.rcParams["axes.labelcolor"]
    if not ours and "axes.labelcolor" not in chosen:
        muted = readable(blended(ground, to_rgb(text), MUTED), ground, READABLE)
    derived = {"text.color": text, "axes.titlecolor": text, "axes.labelcolor": muted}
    derived |= {f"{axis}.labelcolor": chosen.get(f"{axis}.color", muted) for axis in ("xtick", "ytick")}
    own = {name: mpl.rcParams[name] for name in derived if chosen.get(name, "auto") != "auto"}
    return {name: readable(colour, ground, SEEN) for name, colour in {**derived, **own}.items()}


def _drawn(chosen: Mapping[str, object], page: str, cycles: Mapping[str, tuple[str, ...]]) -> Settings:
    """Colours of curves, edges and the grid, which lie on the panels."""
    ground, text = to_rgb(mpl.rcParams["axes.facecolor"]), to_rgb(mpl.rcParams["text.color"])
    kind = kind_of(ground)
    if kind_of(text) == kind:  # the panels are light and the page is dark, or the other way round
        text = to_rgb("black" if kind == "light" else "white")
    settings: Settings = {}
    if "axes.prop_cycle" not in chosen:
        settings["axes.prop_cycle"] = mpl.cycler(color=[readable(one, ground, SEEN) for one in cycles[kind]])
    if to_hex(ground) != page:
        edge, grid = (to_hex(blended(ground, text, share)) for share in (AXIS, GRID))
        settings |= {name: edge for name in _EDGES if name not in chosen}
        settings |= {} if "grid.color" in chosen else {"grid.color": grid}
    if "grid.color" in chosen and not {"axes.grid", "grid.alpha"} & {*chosen}:
        settings["grid.alpha"] = FAINT
    return settings
