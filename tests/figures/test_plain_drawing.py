"""What is drawn plainly has the pixels that matplotlib gives it, and plain artists are drawn so."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from actplot.figures.look import Look, house_style
from actplot.figures.page.numbering import set_limits
from actplot.figures.page.pixels.painting import painted
from actplot.figures.page.sheets import Sheets
from actplot.images.encoding import encode
from actplot.requests.reading import parse

X = np.linspace(0, 1, 50)
LONG = np.linspace(-2, 3, 3000)
LINES = (
    *({}, {"linestyle": "--", "linewidth": 3.3}, {"linestyle": (1, (4, 1, 2, 1)), "alpha": 0.4}, {"snap": True}),
    *({"marker": "o", "markevery": 7}, {"marker": "s", "linestyle": "none"}, {"marker": "x", "markersize": 0}),
    *({"marker": [(-1, 0), (1, 0), (0, 2)]}, {"marker": None}, {"marker": 4}),
    *({"drawstyle": "steps-mid"}, {"gapcolor": "red", "linestyle": ":"}, {"linewidth": 0}, {"antialiased": False}),
    *({"dash_capstyle": "round", "dash_joinstyle": "bevel", "linestyle": "--"}, {"solid_capstyle": "projecting"}),
    *({"clip_on": False}, {"visible": False}, {"color": (0.1, 0.5, 0.2, 0.3)}),
)
TEXTS = (
    *({}, {"rotation": 30}, {"ha": "right", "va": "top"}, {"ha": "center", "va": "center_baseline"}, {"alpha": 0.3}),
    *({"multialignment": "right", "linespacing": 2.0}, {"wrap": True}, {"bbox": {"facecolor": "pink"}}, {"size": 3}),
    *({"clip_on": True}, {"visible": False}, {"rotation": 20, "rotation_mode": "anchor"}, {"antialiased": False}),
)
WORDS = ("two\nlines", "one", "", "\n", "a $x^2$", "Ą́ fi AV", "1.25")


def same(figure: Figure) -> bool:
    own = np.array(painted(figure).buffer_rgba())
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return bool((own == np.asarray(canvas.buffer_rgba())).all())


def panel(scale: str = "linear"):
    figure = Figure(figsize=(3, 2), dpi=77)
    axes = figure.add_axes((0.2, 0.23, 0.7, 0.63))
    axes.set(xscale=scale, xlabel="across", title="Title", ylim=(-1.1, 1.3))
    return figure, axes


@pytest.mark.parametrize("options", LINES, ids=str)
def test_lines(options):
    with house_style(Look(), 1):
        figure, axes = panel()
        axes.add_artist(Line2D(X, np.sin(9 * X), **options))
        axes.add_artist(Line2D(LONG, np.where(LONG > 2, np.nan, np.cos(LONG * 3)), **options))
        axes.add_artist(Line2D([0.2, 0.7], [0.5], **options))
        axes.add_artist(Line2D([0, 1], [0.2, 0.6], transform=axes.transAxes, **options))
        axes.add_artist(Line2D([], [], **options))
        axes.set_xlim(0, 1)
        assert same(figure)


@pytest.mark.parametrize("scale", ["log", "symlog"])
def test_lines_on_other_scales(scale):
    with house_style(Look(), 1):
        figure, axes = panel(scale)
        axes.plot(X + 0.01, X, [0.1, 1], [0.3, 0.3], "--")
        assert same(figure)


@pytest.mark.parametrize("options", TEXTS, ids=str)
def test_texts(options):
    with house_style(Look(), 1):
        figure, axes = panel()
        for at, words in enumerate(WORDS):
            place = (0.1 + 0.12 * at, 0.2 + 0.11 * at)
            axes.text(*place, words, parse_math=words == WORDS[4], **options)
            figure.text(*place[::-1], words, parse_math=False, **options)
            axes.annotate(words, place, (5, -4.3), textcoords="offset points", xycoords="axes fraction", **options)
        axes.annotate("arrow", (0.1, 0.1), (0.5, 0.5), arrowprops={"arrowstyle": "->"})
        axes.annotate("outside", (7, 7), (0.1, 0.2), textcoords="axes fraction", annotation_clip=True)
        assert same(figure)


@pytest.mark.parametrize(
    "settings",
    [
        *({}, {"path.sketch": (1, 50, 2)}, {"xtick.major.size": 4, "ytick.direction": "in", "xtick.top": True}),
        *({"xtick.minor.visible": True}, {"axes.grid.axis": "y"}, {"ytick.right": True, "ytick.labelright": True}),
    ],
    ids=str,
)
def test_axes(settings):
    with house_style(Look(), 1), mpl.rc_context(settings):
        figure, axes = panel()
        axes.plot(X, 1e6 * X + 3e9)
        axes.set_ylabel("up")
        assert same(figure)
        set_limits(axes, (-3, 3), (0, 1e-7))
        assert same(figure)


def test_plain_artists_do_not_draw_themselves(monkeypatch):
    sheets, drawn = Sheets(), []
    lines = [f"compare relu elu:{alpha} --range -3 {alpha}" for alpha in (1.5, 2.5)]

    def counted(kind):
        whole = kind.draw
        monkeypatch.setattr(kind, "draw", lambda artist, renderer: drawn.append(artist) or whole(artist, renderer))

    counted(Line2D), counted(Text)
    for line in lines:
        encode(parse(line).draw(sheets), "png", line, 100)
    assert not [one for one in drawn if one.get_visible() and not isinstance(one, Line2D)]
    assert not [one for one in drawn if one.get_visible() and one.get_marker() == "None"]


def test_a_figure_that_is_drawn_on_again_keeps_its_canvas():
    sheets = Sheets()
    canvases = []
    for alpha in (1.5, 2.5, 3.5):
        figure = parse(f"compare relu elu:{alpha} --range -3 {alpha} --no-legend --size 6 3").draw(sheets)
        encode(figure, "png", "", 50)
        canvases.append((figure.canvas, figure.canvas.get_renderer()))
    assert canvases[1] == canvases[2]
