"""Draws the outputs of a function of vectors as bars, one beside the other for each value of a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...calculus.vectors.jacobians import subscripted
from ...calculus.vectors.outputs import Outputs
from ...calculus.written_names import Label, mathematical
from ...numbers import readable
from ..alternative.alternatives import MOST_TOLD, in_words
from ..colours import Ramp, legible
from ..curves.ends import APART, EndName, add_names, height_of_names, width_of_names
from ..curves.panels import UNTITLED, finish, has_room
from ..curves.pens import Pen, pens_for
from ..decimals import short_text
from ..look import Look, house_style
from ..page.layout import PANEL, Layout, fitting, lay_out, scale_of_panels, with_fitting_title
from ..page.legend import text_widths
from ..page.numbering import number
from ..page.page import in_letters
from ..page.sheets import Sheets, blank
from ..page.ticks import Window
from ..stated import Stated
from .bar import add_bar, bar_of, width_of_bar

THICK = 0.8  # of the bars of one output together, from one output to the next
ROOM = 0.1  # above and below the bars, for their numbers
NUMBERS = 0.78  # size of those, relative to the usual letters
DIGITS = 2


@dataclass(frozen=True)
class OutputsFigure:
    """Bars for the outputs at each value of the parameter that the look's colours stand for."""

    outputs: Outputs
    look: Look

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; its axes are its own and are not used again."""
        look = fitting(self.look, lambda smaller: self._laid_out(smaller)[0].panel_sizes())
        with house_style(look, 1, scale_of_panels(look, 1)):
            layout, look = self._laid_out(with_fitting_title(look, 1))
            figure = blank(layout, look)
            (axes,) = figure.axes
            pens = pens_for(look, len(self.outputs.rows))
            self._draw_bars(axes, pens)
            axes.set(xlabel=look.x_label or "", ylabel=look.y_label or "")
            if bar := bar_of(look):
                add_bar(figure, layout.panels[0], bar, pens)
            elif look.legend and not look.keyed:
                add_names(axes, self._names(pens, axes.get_position().height * layout.size[1]))
            finish(figure, layout, look)
            return figure

    @property
    def _ramp(self) -> Ramp:
        assert self.look.ramp is not None, "bars are in the colours of a parameter"
        return self.look.ramp

    def _laid_out(self, look: Look) -> tuple[Layout, Look]:
        """Where all stands, and the look with a legend in place of names for which there is no room."""
        scale = scale_of_panels(look, 1)
        with house_style(look, 1, scale):
            pens = pens_for(look, len(self.outputs.rows))
            windows = [Window((-0.5, self._count - 0.5), self._limits(look))]
            if bar := bar_of(look):
                return lay_out(look, [width_of_bar(bar, scale)], [], heading=UNTITLED, windows=windows), look
            if look.legend and not look.keyed:
                names = self._names(pens, PANEL[1][1])
                aside = width_of_names(names, scale)
                layout = lay_out(look, [aside], [], heading=UNTITLED, windows=windows)
                if has_room(layout, height_of_names(names, scale) * scale, [aside], scale):
                    return layout, look
                look = replace(look, keyed=True)
            return lay_out(
                look, [0.0], self._entries(pens) if look.legend else [], heading=UNTITLED, windows=windows
            ), look

    @property
    def _count(self) -> int:
        return self.outputs.rows.shape[1]

    def _labels(self) -> list[Label]:
        return [Label(f"{self._ramp.letter} = {value}") for value in self._ramp.values]

    def _names(self, pens: Sequence[Pen], height: float) -> tuple[EndName, ...]:
        """The values, one below the other from the top of a panel of some height in inches."""
        step = APART * float(mpl.rcParams["legend.fontsize"]) / 72
        return tuple(
            EndName(label, pen.colour, height - (place + 0.5) * step)
            for place, (label, pen) in enumerate(zip(self._labels(), pens, strict=True))
        )

    def _entries(self, pens: Sequence[Pen]) -> list[tuple[Artist, str]]:
        """What a legend holds."""
        return [
            (Patch(facecolor=pen.colour, linewidth=0), label.text)
            for pen, label in zip(pens, self._labels(), strict=True)
        ]

    def _limits(self, look: Look) -> tuple[float, float]:
        """Ends of the vertical axis: all bars, from 0, with room for numbers."""
        if look.y_range is not None:
            return look.y_range
        low, high = min(0.0, float(self.outputs.rows.min())), max(0.0, float(self.outputs.rows.max()))
        room = ROOM * ((high - low) or 1.0)
        return (low - room if low < 0 else 0.0), (high + room if high > 0 else 0.0 if low < 0 else room)

    def _draw_bars(self, axes: Axes, pens: Sequence[Pen]) -> None:
        rows = self.outputs.rows
        axes.set(xlim=(-0.5, self._count - 0.5), ylim=self._limits(self.look))
        axes.grid(visible=False, axis="x")
        axes.axhline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=mpl.rcParams["axes.linewidth"], zorder=2)
        wide = THICK / len(rows)
        gap = 0.9 if len(rows) <= 12 else 1.0
        for place, (row, pen) in enumerate(zip(rows, pens, strict=True)):
            at = np.arange(self._count) + (place + 0.5) * wide - THICK / 2
            axes.bar(at, row, gap * wide, color=pen.colour, linewidth=0, zorder=3)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        axes.set_xticks(range(self._count), self._ticks(axes))
        self._add_numbers(axes, pens, wide)

    def _ticks(self, axes: Axes) -> list[str]:
        """Names of the outputs, with the numbers of the input below them where each belongs to one, as far as fits."""
        names = [mathematical(subscripted(name)) for name in self.outputs.names]
        given = self.outputs.letters.inputs(len(self.outputs.input))
        if len(given) == len(names):
            told = zip(names, given, self.outputs.input.tolist(), strict=True)
            both = [f"{name}\n{mathematical(subscripted(z))} = {readable(value, 4)}" for name, z, value in told]
            if max(_widths(both)) <= _step(axes):
                return both
        fitting_steps = (step for step in range(1, len(names)) if max(_widths(names)) <= step * _step(axes))
        step = next(fitting_steps, len(names))
        return [name if place % step == 0 else "" for place, name in enumerate(names)]

    def _add_numbers(self, axes: Axes, pens: Sequence[Pen], wide: float) -> None:
        """The height of each bar at its end, where bars are as broad as numbers."""
        size = NUMBERS * mpl.rcParams["font.size"]
        texts = [[short_text(float(f"{value:.{DIGITS}g}")) for value in row] for row in self.outputs.rows.tolist()]
        if max(text_widths([text for row in texts for text in row], size)) > wide * _step(axes):
            return
        low, high = axes.get_ylim()
        for place, (row, pen) in enumerate(zip(texts, pens, strict=True)):
            for at, text in enumerate(row):
                height = float(self.outputs.rows[place, at])
                if low <= height <= high:
                    axes.annotate(
                        text, (at + (place + 0.5) * wide - THICK / 2, height), (0, in_letters(-3 if height < 0 else 3)),
                        textcoords="offset points", ha="center", va="top" if height < 0 else "bottom", fontsize=size,
                        color=legible(pen.colour, "axes.facecolor"), zorder=6,
                    )  # fmt: skip

    def unseen(self) -> tuple[str, ...]:
        """Nothing: all bars begin in view, or where an axis that was asked for says otherwise."""
        return ()

    def described(self) -> str:
        """What the figure shows, in plain words."""
        rows = zip(self._labels(), self._shown, strict=True)
        told = [f"{label.text}: {', '.join(readable(value, 3) for value in row)}" for label, row in rows]
        return in_words(self.look, self.look.caption, "; ".join(told))

    @property
    def _shown(self) -> list[list[float]]:
        return [row[:MOST_TOLD] for row in self.outputs.rows.tolist()]

    def stated(self) -> Stated:
        """What the figure says."""
        rows = zip(self._labels(), self.outputs.rows.tolist(), strict=True)
        lines = [f"{label.text}: {' '.join(f'{value:.9g}' for value in row)}" for label, row in rows]
        given = f"input: {' '.join(f'{value:.9g}' for value in self.outputs.input.tolist())}"
        return Stated(self.look.title, self.look.legend, lines=(given, self.outputs.drawn, *lines))


def _widths(texts: Sequence[str]) -> list[float]:
    """In inches, each of its broadest line, with a space behind it."""
    size = mpl.rcParams["xtick.labelsize"]
    return [max(text_widths([f"{line}  " for line in text.split("\n")], size)) for text in texts]


def _step(axes: Axes) -> float:
    """Inches from one output to the next."""
    low, high = axes.get_xlim()
    return float(axes.get_position().width * axes.figure.get_figwidth() / (high - low))
