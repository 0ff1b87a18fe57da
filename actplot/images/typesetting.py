"""A figure as LaTeX for pgfplots: a plot for each piece of a curve, and marks and words where the picture has them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_hex, to_rgba
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text

from ..documents.wording import in_latex
from ..errors import BadOption
from .polylines import Scaled, Side, number

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

POINTS = 72.27  # of TeX in an inch; those of matplotlib are `bp`
LAST_LETTER = "\u017f"  # of those that LaTeX has as they are
MOST_SHAPES = 400  # of a collection
HEAD = "% needs \\usepackage{amsmath, pgfplots} and \\pgfplotsset{compat=1.16}"
FOREIGN = "% and LuaLaTeX or XeLaTeX with a font for letters that pdfLaTeX lacks: "
DOT, NOTHING = "o", ("None", "none", "", " ")  # markers and lines
_ANCHORS = {"left": "west", "right": "east", "center": ""}
_HEIGHTS = {"baseline": "base", "bottom": "south", "top": "north", "center": "", "center_baseline": "mid"}


def pgfplots(figure: "Figure") -> bytes:
    """A `tikzpicture` for \\input, as large as the figure.

    Raises `BadOption` for what is drawn as an image or in three dimensions.
    """
    _refuse_images(figure)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    body = list(_Printer(figure, canvas.get_renderer()).lines())
    lacking = "".join(sorted({letter for line in body for letter in line if letter > LAST_LETTER}))
    head = [HEAD, *([FOREIGN + lacking] if lacking else [])]
    text = "\n".join([*head, "\\begin{tikzpicture}[x=1bp, y=1bp]", *body, "\\end{tikzpicture}"])
    return f"{text}\n".encode()


def _refuse_images(figure: "Figure") -> None:
    for axes in figure.axes:
        cells = any(isinstance(one, QuadMesh | ContourSet) for one in axes.collections)
        many = any(len(one.get_paths()) > MOST_SHAPES for one in axes.collections)
        if axes.name != "rectilinear" or axes.findobj(AxesImage) or cells or many:
            raise BadOption(
                "pgfplots draws curves, and this figure has cells, surfaces or contours. "
                "Write a PDF, as -o NAME.pdf, and set it with \\includegraphics."
            )


class _Printer:
    """Goes through what a figure shows, from the back to the front."""

    def __init__(self, figure: "Figure", renderer: Any):
        self.figure, self.renderer = figure, renderer
        self.scale = 72 / figure.dpi
        self.colours: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        body = list(self.body())
        yield from (f"\\definecolor{{{name}}}{{HTML}}{{{code}}}" for code, name in self.colours.items())
        yield from body

    def body(self) -> Iterator[str]:
        width, height = 72 * self.figure.get_size_inches()
        page = self.figure.patch
        filled = page.get_visible() and to_rgba(page.get_facecolor())[3] > 0
        colour = f"[{self.colour(page.get_facecolor())}]" if filled else ""
        yield f"\\{'fill' if filled else 'path'}{colour} (0,0) rectangle ({_n(width)},{_n(height)});"
        for artist in self.shown(self.figure):
            yield from self.axes(artist) if isinstance(artist, Axes) else self.drawn(artist, None)

    def shown(self, parent: "Artist") -> list["Artist"]:
        """What is visible of an artist's parts, from the back to the front."""
        patch = getattr(parent, "patch", None)
        found = [child for child in parent.get_children() if child.get_visible() and child is not patch]
        return sorted(found, key=lambda child: child.get_zorder())

    def axes(self, axes: Axes) -> Iterator[str]:
        parts = [one for one in self.shown(axes) if not isinstance(one, Axis | Spine)]
        plots = [one for one in parts if _is_plot(one, axes)]
        lowest = min((one.get_zorder() for one in plots), default=0.0)
        if axes.axison and axes.patch.get_visible() and to_rgba(axes.get_facecolor())[3]:
            yield from self.path(axes.patch.get_path(), axes.patch.get_transform(), fill=axes.get_facecolor())
        # Not by pgfplots, whose grid would lie over the lines through 0, which are darker.
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            grid = [tick.gridline for tick in axis.get_major_ticks() if tick.gridline.get_visible()]
            yield from (line for one in grid for line in self.clipped(one, axes, list(self.line(one))))
        for one in parts:
            if one not in plots and one.get_zorder() < lowest:
                yield from self.drawn(one, axes)
        scaled = Scaled(axes)
        yield f"\\begin{{axis}}[{', '.join(self.settings(axes, scaled))}]"
        for one in plots:
            yield from self.plot(one, scaled)
        yield "\\end{axis}"
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            yield from (line for text in (axis.label, axis.offsetText) for line in self.text(text))
        for one in parts:
            if one not in plots and one.get_zorder() >= lowest:
                yield from self.drawn(one, axes)

    def settings(self, axes: Axes, scaled: Scaled) -> Iterator[str]:
        box = axes.get_window_extent(self.renderer)
        yield f"at={{({_n(box.x0 * self.scale)}bp,{_n(box.y0 * self.scale)}bp)}}, anchor=south west, scale only axis"
        yield f"width={_n(box.width * self.scale)}bp, height={_n(box.height * self.scale)}bp"
        yield "enlargelimits=false, clip mode=individual, scaled ticks=false, tick align=outside"
        yield from self.axis_lines(axes)
        for name, axis, side in (("x", axes.xaxis, scaled.x), ("y", axes.yaxis, scaled.y)):
            yield f"{name}min={number(side.low)}, {name}max={number(side.high)}"
            if side.log:
                yield f"{name}mode=log"
            yield from self.ticks(name, axis, side)

    def axis_lines(self, axes: Axes) -> Iterator[str]:
        spines = axes.spines
        seen = {name for name in ("left", "bottom", "right", "top") if spines[name].get_visible() and axes.axison}
        if not axes.axison:
            yield "hide axis"
            return
        colour = self.colour(spines["left"].get_edgecolor())
        yield f"axis line style={{{colour}, line width={_n(spines['left'].get_linewidth())}bp}}"
        if not seen:
            yield "axis line style={draw=none}"  # numbers alone, as beside a bar of colours
        elif spines["bottom"].get_position() != ("outward", 0.0) and spines["bottom"].get_position() is not None:
            yield "axis lines=middle, axis line style={-}"
        elif len(seen) < 4:
            yield "axis x line*=bottom" if "bottom" in seen else "axis x line=none"
            yield "axis y line*=left" if "left" in seen else "axis y line=none"

    def ticks(self, name: str, axis: Axis, side: Side) -> Iterator[str]:
        ticks = [tick for tick in axis.get_major_ticks() if tick.get_visible()]
        low, high = sorted((side.low, side.high))
        kept = [(side.told(tick.get_loc()), tick) for tick in ticks]
        kept = [(place, tick) for place, tick in kept if np.isfinite(place) and low <= place <= high]
        if not kept:
            yield f"{name}tick=\\empty"
            return
        first = kept[0][1]
        yield f"{name}tick={{{','.join(number(place) for place, _ in kept)}}}"
        far = not any(tick.label1.get_visible() for _, tick in kept)
        labels = [tick.label2 if far else tick.label1 for _, tick in kept]
        words = [label.get_text() if label.get_visible() else "" for label in labels]
        if far:
            yield f"{name}ticklabel pos=upper"
        yield f"{name}ticklabels={{{','.join(f'{{{words_in_latex(word)}}}' for word in words)}}}"
        look = f"{self.colour(labels[0].get_color())}, {_font(labels[0].get_fontsize())}"
        yield f"{name}ticklabel style={{{look}}}"
        length = first.tick1line.get_markersize() if first.tick1line.get_visible() else 0
        stroke = self.colour(first.tick1line.get_color())
        yield f"{name}tick style={{{f'{stroke}, thin' if length else 'draw=none'}}}"

    def plot(self, line: Line2D, scaled: Scaled) -> Iterator[str]:
        if line.get_linestyle() not in NOTHING and len(line.get_xdata()) > 1:
            look = self.pen(line.get_color(), line.get_linewidth(), _dashes(line), line.get_alpha())
            for piece in scaled.pieces(line):
                yield f"\\addplot[{look}, no marks] coordinates {{{' '.join(piece)}}};"
        if str(line.get_marker()) == DOT:
            where = " ".join(scaled.points(line))
            hollow = line.get_markerfacecolor() == "none"
            face = "none" if hollow else self.colour(line.get_markerfacecolor())
            edge, width = self.colour(line.get_markeredgecolor()), _n(line.get_markeredgewidth())
            look = f"draw={edge}, fill={face}, line width={width}bp"
            mark = f"only marks, mark={'o' if hollow else '*'}, mark size={_n(line.get_markersize() / 2)}bp"
            if where:
                yield f"\\addplot[{mark}, mark options={{{look}, solid}}] coordinates {{{where}}};"

    def drawn(self, artist: "Artist", axes: Axes | None) -> Iterator[str]:
        """What is no plot, at its place on the page."""
        if isinstance(artist, Text):
            yield from self.text(artist)
        elif isinstance(artist, Line2D):
            yield from self.clipped(artist, axes, list(self.line(artist)))
        elif isinstance(artist, Patch):
            edge = artist.get_edgecolor() if artist.get_linewidth() else None
            pen = self.pen(edge, artist.get_linewidth(), None, None) if edge is not None and to_rgba(edge)[3] else ""
            fill = artist.get_facecolor() if artist.get_fill() else None
            parts = list(self.path(artist.get_path(), artist.get_transform(), pen, fill))
            yield from self.clipped(artist, axes, parts)
        elif isinstance(artist, Collection):
            yield from self.clipped(artist, axes, list(self.collection(artist)))
        else:
            for one in self.shown(artist):
                yield from self.drawn(one, axes)

    def clipped(self, artist: "Artist", axes: Axes | None, parts: Sequence[str]) -> Iterator[str]:
        if not (parts and axes is not None and artist.get_clip_on() and artist.get_clip_box() is not None):
            yield from parts
            return
        box = axes.get_window_extent(self.renderer)
        corners = [f"({_n(x * self.scale)},{_n(y * self.scale)})" for x, y in (box.min, box.max)]
        yield from ("\\begin{scope}", f"\\clip {corners[0]} rectangle {corners[1]};", *parts, "\\end{scope}")

    def line(self, line: Line2D) -> Iterator[str]:
        places = line.get_transform().transform(line.get_xydata()) if len(line.get_xdata()) else np.empty((0, 2))
        if line.get_linestyle() not in NOTHING and len(places) > 1:
            pen = self.pen(line.get_color(), line.get_linewidth(), _dashes(line), line.get_alpha())
            yield from self.path(Path(places), None, pen)
        marker = line.get_marker()
        if str(marker) in NOTHING or not len(places):
            return
        style = line._marker
        shape = style.get_path().transformed(style.get_transform())
        size = line.get_markersize() * self.figure.dpi / 72
        pen = self.pen(line.get_markeredgecolor(), line.get_markeredgewidth(), None, None)
        face = line.get_markerfacecolor()
        fill = face if style.is_filled() and to_rgba(face)[3] else None
        for place in places[np.isfinite(places).all(axis=1)]:
            yield from self.path(Path(place + size * shape.vertices, shape.codes), None, pen, fill)

    def collection(self, collection: Collection) -> Iterator[str]:
        faces, edges, widths = collection.get_facecolor(), collection.get_edgecolor(), collection.get_linewidth()
        offsets = collection.get_offset_transform().transform(collection.get_offsets())
        for index, path in enumerate(collection.get_paths()):
            face = faces[index % len(faces)] if len(faces) else None
            edge = edges[index % len(edges)] if len(edges) else None
            width = widths[index % len(widths)] if len(widths) else 0.0
            pen = self.pen(edge, width, None, None) if edge is not None and width and edge[3] else ""
            placed = path.transformed(collection.get_transform())
            moved = Path(placed.vertices + offsets[index % len(offsets)], placed.codes) if len(offsets) else placed
            yield from self.path(moved, None, pen, face)

    def path(self, path: Path, transform: Any, pen: str = "", fill: Any = None) -> Iterator[str]:
        """A path of the page, drawn, filled or both."""
        words = [*([f"draw, {pen}"] if pen else [])]
        if fill is not None and to_rgba(fill)[3]:
            words.append(f"fill={self.colour(fill)}")
            if to_rgba(fill)[3] < 1:
                words.append(f"fill opacity={_n(to_rgba(fill)[3])}")
        placed = path if transform is None else path.transformed(transform)
        steps = list(_steps(Path(placed.vertices * self.scale, placed.codes)))
        if words and len(steps) > 1:
            yield f"\\path[{', '.join(words)}] {' '.join(steps)};"

    def text(self, text: Text) -> Iterator[str]:
        if isinstance(text, Annotation):
            text.update_positions(self.renderer)
        if not text.get_text().strip():
            return
        x, y = text.get_transform().transform(text.get_unitless_position()) * self.scale
        across, up = _ANCHORS[text.get_ha()], _HEIGHTS[text.get_va()]
        anchor = " ".join(part for part in (up, across) if part) or "center"
        look = [f"anchor={anchor}", "inner sep=0", self.colour(text.get_color()), _font(text.get_fontsize())]
        if text.get_rotation():
            look.append(f"rotate={_n(text.get_rotation())}")
        lines = text.get_text().split("\n")
        if len(lines) > 1:
            look.append(f"align={text.get_ha()}")
        words = " \\\\ ".join(words_in_latex(line) for line in lines)
        bold = "\\bfseries " if text.get_weight() in ("bold", 700) else ""
        yield f"\\node[{', '.join(look)}] at ({_n(x)},{_n(y)}) {{{bold}{words}}};"

    def pen(self, colour: Any, width: float, dashes: Sequence[float] | None, alpha: float | None) -> str:
        words = [self.colour(colour), f"line width={_n(width)}bp"]
        if dashes:
            marks = [f"{'off' if index % 2 else 'on'} {_n(length)}bp" for index, length in enumerate(dashes)]
            words.append(f"dash pattern={' '.join(marks)}")
        opacity = to_rgba(colour)[3] * (1 if alpha is None else alpha)
        return ", ".join([*words, *([f"opacity={_n(opacity)}"] if opacity < 1 else [])])

    def colour(self, colour: Any) -> str:
        """The name of a colour, which is defined in front of all."""
        code = to_hex(colour)[1:].upper()
        return self.colours.setdefault(code, f"actplot{_letters(len(self.colours))}")


def _steps(path: Path) -> Iterator[str]:
    """A path as TikZ says it."""
    at = np.zeros(2)
    for vertices, code in path.iter_segments(simplify=False, curves=True):
        points = np.clip(vertices.reshape(-1, 2), -1e4, 1e4)
        if code == Path.CLOSEPOLY:
            yield "-- cycle"
            continue
        *controls, end = points
        if code == Path.CURVE3:
            (middle,) = controls
            controls = [at + 2 / 3 * (middle - at), end + 2 / 3 * (middle - end)]
        named = [f"({_n(x)},{_n(y)})" for x, y in (*controls, end)]
        if code == Path.MOVETO:
            yield named[0]
        elif len(named) == 1:
            yield f"-- {named[0]}"
        else:
            yield f".. controls {named[0]} and {named[1]} .. {named[2]}"
        at = end


def words_in_latex(text: str) -> str:
    """Words for LaTeX, in which parts between dollar signs are formulas already, as ticks have them."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return in_latex(text)
    formulas = (f"${part}$".replace(r"\mathdefault", r"\mathrm") if part else "" for part in parts[1::2])
    return "".join(words for pair in zip(map(in_latex, parts[::2]), [*formulas, ""], strict=True) for words in pair)


def _is_plot(artist: "Artist", axes: Axes) -> bool:
    """Whether an artist is a line over the numbers of the axes, with no other marks than dots and rings."""
    if not isinstance(artist, Line2D) or artist.get_transform() != axes.transData:
        return False
    return str(artist.get_marker()) in (DOT, *NOTHING)


def _dashes(line: Line2D) -> Sequence[float] | None:
    _, pattern = line._dash_pattern
    return pattern


def _font(size: float) -> str:
    return f"font=\\fontsize{{{_n(size)}bp}}{{{_n(1.2 * size)}bp}}\\selectfont"


def _n(value: float) -> str:
    """A length with as many digits as can be seen."""
    return f"{round(float(value), 3) + 0.0:g}" if abs(value) < 1000 else f"{value:.1f}"


def _letters(number: int) -> str:
    return chr(ord("A") + number % 26) * (1 + number // 26)
