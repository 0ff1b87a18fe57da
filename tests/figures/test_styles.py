"""Whatever a style sheet sets, there is a picture or an error that names the setting."""

import io

import matplotlib as mpl
import pytest
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

import actplot
from actplot.figures.colours import contrast
from actplot.requests.reading import parse

LINES = (
    *("compare LiSHT gelu --axes origin --mark kinks,asymptotes", "compare relu --only value --no-legend --title x"),
    *("plot step", "plot dropout --at 1,2", "jacobian softmax --at 2,1,0", "derive sigmoid"),
    *("plot softmax --vary 0 --at 2,1,0", "compare relu gelu --formula"),
    *("surface mse --data line:n=5 --descend --steps 2", "surface mse --data line:n=5 --view 3d"),
)
MANY = "compare relu elu gelu mish silu tanh sigmoid softsign selu celu"  # more than a cycle has colours


@pytest.mark.exhaustive(keep=0.004, thorough=0.12)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("line", [*LINES, MANY])
@pytest.mark.parametrize("name", ["default", *style.available])
def test_every_style_of_matplotlib_draws_every_figure(name, line):
    assert parse(f"{line} --style {name} --dpi 50").image("png")


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(*lines):
        (tmp_path / "own.mplstyle").write_text("\n".join(lines), encoding="utf-8")

    return write


@pytest.mark.parametrize("lines", [("xtick.color: red", "xtick.labelcolor: inherit"), ("xtick.labelcolor: red",)])
def test_numbers_at_axes_through_the_origin_have_the_colours_of_their_ticks(sheet, lines):
    sheet(*lines, "ytick.color: C0", "ytick.labelcolor: blue", "ytick.labelsize: 14")
    figure = parse("compare softplus --range -3 3 --only value --axes origin --style own.mplstyle").draw()
    found = {text.get_text(): text for text in figure.findobj(Text)}
    assert (found["−2"].get_color(), found["1"].get_color()) == ("red", "blue")
    assert found["1"].get_fontsize() == 14


REFUSED = (
    ("figure.subplot.left: 2", "figure.subplot.left must be from 0 to 1, got 2"),
    ("figure.subplot.left: 0.95", "left cannot be >= right"),
    ("font.size: nan", "font.size must be from 1 to 200, got nan"),
    ("font.size: -3", "font.size must be from 1 to 200, got -3"),
    ("font.size: 1e300", "font.size must be from 1 to 200, got 1e+300"),
    ("font.style: sloping", "'sloping' is not a valid value for style"),
    ("font.weight: 100000", "font.weight must be from -1000 to 1000, got 100000"),
    ("grid.alpha: 2", "grid.alpha must be from 0 to 1, got 2"),
    ("grid.linewidth: 1e-9", "grid.linewidth must be 0 or at least 0.05, got 1e-09"),
    ("lines.linewidth: 0", "lines.linewidth must be from 0.05 to 200, got 0"),
    ("lines.dashed_pattern: 0, 0", "lines.dashed_pattern must be from 0.05 to 1000, got 0"),
    ("path.effects: stroke", "path.effects are objects of Python"),
    ("path.effects: []", "path.effects are objects of Python"),
    ("xtick.major.pad: 1e300", "xtick.major.pad must be from -1000 to 1000, got 1e+300"),
    ("figure.figsize: 1000, 1000", "figure.figsize must be from 1 to 100, got 1000"),
    ("axes.titlesize: huge", "is not a matplotlib style sheet"),
)


@pytest.mark.parametrize(("setting", "message"), REFUSED)
def test_a_setting_that_cannot_be_drawn_is_named(sheet, setting, message):
    sheet(setting)
    with pytest.raises(actplot.BadOption) as error:
        parse("plot dropout --at 1,2 --style own.mplstyle").image("png")
    assert str(error.value).startswith("--style: ")
    assert message in str(error.value)


DRAWN = (
    *("image.cmap: nosuch", "savefig.bbox: tight", "figure.dpi: 1e9"),
    *("figure.autolayout: True", "figure.constrained_layout.use: True", "path.sketch: 1, 100, 2", "axes.grid: False"),
    *("figure.facecolor: none", "text.color: C1", "xtick.minor.visible: True"),
    *("axes.prop_cycle: cycler('color', ['r'])", "axes.prop_cycle: cycler('marker', ['o'])", "legend.fontsize: small"),
    *("axes.spines.left: False", "lines.linewidth: 0.05", "font.size: 200", "grid.linestyle: --"),
)


@pytest.mark.exhaustive(keep=0.1, thorough=0.25)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("setting", DRAWN)
def test_other_settings_are_drawn(sheet, setting, capfd):
    sheet(setting)
    assert parse("plot dropout --at 1,2 --style own.mplstyle --dpi 50").image("png")
    assert capfd.readouterr().err == ""


def test_a_page_that_a_style_sheet_makes_too_large_is_refused(sheet):
    sheet("axes.titlelocation: center", "figure.figsize: 100, 100")
    with pytest.raises(actplot.BadOption, match="225 million pixels"):
        parse("compare relu --only value --no-legend --style own.mplstyle").image("png")


def letters(figure):
    """The texts of a figure, each with the colour that lies behind its middle."""
    figure.draw_without_rendering()
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            inside = [axes for axes in figure.axes if axes.get_window_extent().contains(*middle)]
            yield text, to_rgb(inside[0].get_facecolor() if inside else figure.get_facecolor())


@pytest.mark.exhaustive(keep=0.06, thorough=0.2)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["default", *style.available])
def test_letters_are_readable_in_every_style(name, theme):
    figure = parse(f"compare relu elu tanh --style {name} --theme {theme}").draw()
    weak = {text.get_text() for text, ground in letters(figure) if contrast(to_rgb(text.get_color()), ground) < 3}
    assert not weak
    assert len(list(letters(figure))) > 15


@pytest.mark.exhaustive(keep=0.25, thorough=0.5)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", ["black", "#203040", "0.5", "#fdf6e3", "white"])
def test_what_a_sheet_does_not_set_is_derived_from_its_page(sheet, page, theme):
    sheet(f"figure.facecolor: {page.lstrip('#')}")
    figure = parse(f"compare relu elu --style own.mplstyle --theme {theme}").draw()
    ground = to_rgb(page)
    assert to_rgb(figure.axes[0].get_facecolor()) == ground
    for text, _ in letters(figure):
        assert contrast(to_rgb(text.get_color()), ground) >= 3
    for tick in figure.axes[0].xaxis.get_major_ticks():
        assert contrast(to_rgb(tick.gridline.get_color()), ground) < 2
    curves = {to_rgb(line.get_color()) for line in figure.axes[0].lines if line.get_linewidth() > 1.5}
    assert all(contrast(curve, ground) >= 3 for curve in curves)


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("lines", [("figure.facecolor: none",), ("savefig.transparent: True",)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_transparent_page_is_transparent_and_has_the_inks_of_its_theme(sheet, lines, theme):
    sheet(*lines)
    command = f"compare relu elu --theme {theme}"
    request = parse(f"{command} --style own.mplstyle --dpi 50")
    image = Image.open(io.BytesIO(request.image("png")))
    assert (image.mode, image.getpixel((1, 1))[3]) == ("RGBA", 0)
    assert image.getchannel("A").getextrema() == (0, 255)
    texts = [one.draw().findobj(Text) for one in (request, parse(command))]
    inks = [[text.get_color() for text in some if text.get_text()] for some in texts]
    assert inks[0] == inks[1]
    assert Image.open(io.BytesIO(parse(f"{command} --dpi 50").image("png"))).mode == "RGB"


def test_size_and_resolution_of_a_sheet_hold_until_others_are_asked_for(sheet):
    sheet("figure.figsize: 5, 4", "savefig.dpi: 60")
    line = "compare relu elu --style own.mplstyle"
    sizes = [Image.open(io.BytesIO(parse(line + more).image("png"))).size for more in ("", " --dpi 50", " --size 6 3")]
    assert sizes == [(300, 240), (250, 200), (360, 180)]


def test_pdf_embeds_truetype_or_what_a_sheet_says(sheet):
    sheet("pdf.fonttype: 3")
    usual, own = (parse(f"compare relu elu{more}").image("pdf") for more in ("", " --style own.mplstyle"))
    assert b"/Type3" not in usual
    assert b"/CIDFontType2" in usual
    assert b"/Type3" in own


@pytest.mark.parametrize(
    ("families", "used"), [("No Such Font, DejaVu Serif", "DejaVu Serif"), ("Nowhere", "DejaVu Sans")]
)
def test_a_missing_font_is_one_warning_with_the_font_used_instead(sheet, families, used):
    sheet(f"font.family: {families}")
    with pytest.warns(actplot.ActplotWarning) as said:
        parse("compare relu elu --style own.mplstyle --dpi 50").image("png")
    missing = families.split(",")[0]
    assert [str(one.message) for one in said] == [
        f"--style: no font of the family {missing} is installed; {used} is used instead"
    ]


def test_tex_is_not_used_and_a_warning_says_so(sheet):
    sheet("text.usetex: True")
    with pytest.warns(actplot.ActplotWarning, match="text.usetex is left out") as said:
        parse("compare relu --style own.mplstyle --dpi 50").image("png")
    assert len(said) == 1


@pytest.mark.exhaustive(keep=0.1, thorough=1)
@pytest.mark.parametrize(
    ("kind", "fonts", "drawn", "missing"),
    [
        ("serif", "STIXGeneral", "STIXGeneral", ""),
        ("sans-serif", "Nowhere, DejaVu Serif", "DejaVu Serif", ""),
        ("serif", "Nowhere", "DejaVu Serif", "Nowhere"),
        ("monospace", "Nowhere, Nobody", "DejaVu Sans Mono", "Nowhere, Nobody"),
    ],
)
def test_a_kind_of_font_is_the_one_that_a_sheet_names_for_it(sheet, recwarn, kind, fonts, drawn, missing):
    sheet(f"font.family: {kind}", f"font.{kind}: {fonts}")
    image = parse("compare relu elu --style own.mplstyle --dpi 50").image("svg")
    said = f"--style: no font of the family {missing} is installed; {drawn} is used instead"
    assert [str(one.message) for one in recwarn] == ([said] if missing else [])
    assert f"#{drawn.replace(' ', '')}-".encode() in image


def test_letters_of_a_sheet_are_those_of_names_and_titles(sheet):
    sheet("font.family: DejaVu Serif", "font.size: 22")
    figure = parse("compare relu elu --style own.mplstyle").draw()
    name = next(text for text in figure.findobj(Text) if text.get_text() == "ReLU")
    title = next(text for text in figure.texts if text.get_weight() == "bold")
    assert name.get_fontfamily()[0] == title.get_fontfamily()[0] == "DejaVu Serif"
    assert name.get_fontsize() > 20
    assert "DejaVu Serif" not in mpl.rcParams["font.family"]


SIZES = (("font.size: 18", "axes.titlesize: 30"), ("axes.titlesize: 28",), ("font.size: 20",))


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize("line", ["compare relu elu", "plot charbonnier", MANY, "surface mse --data line:n=5"])
@pytest.mark.parametrize("sizes", SIZES)
def test_a_title_and_a_caption_take_the_room_that_their_letters_need(sheet, line, sizes):
    sheet(*sizes)
    figure = parse(f"{line} --title '{'many words ' * 12}' --caption 'few words' --style own.mplstyle --dpi 60").draw()
    FigureCanvasAgg(figure).draw()
    title, caption = (
        next(text for text in figure.texts if text.get_text().startswith(word)).get_window_extent()
        for word in ("many", "few")
    )
    panels = [box for box in (axes.get_window_extent() for axes in figure.axes) if box.height < figure.bbox.height]
    assert panels
    assert title.y1 <= figure.bbox.y1
    assert caption.y1 <= title.y0
    assert all(box.y1 < caption.y0 for box in panels)


def test_the_dashes_of_a_cycle_are_those_of_the_curves(sheet):
    sheet("axes.prop_cycle: (cycler('color', ['k', 'r', 'b']) + cycler('ls', ['-', '--', ':']))")
    figure = parse("compare relu gelu tanh --only value --legend --style own.mplstyle").draw()
    assert [line.get_linestyle() for line in figure.legends[0].get_lines()] == ["-", "--", ":"]
