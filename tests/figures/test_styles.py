"""Whatever a style sheet sets, there is a picture or an error that names the setting."""

import pytest
from matplotlib import style
from matplotlib.text import Text

import actplot
from actplot.requests.reading import parse

LINES = (
    *("compare LiSHT gelu --axes origin --mark kinks,asymptotes", "compare relu --only value --no-legend --title x"),
    *("plot step", "plot dropout --at 1,2", "jacobian softmax --at 2,1,0", "derive sigmoid"),
    *("plot softmax --vary 0 --at 2,1,0", "compare relu gelu --formula"),
    *("surface mse --data line:n=5 --descend --steps 2", "surface mse --data line:n=5 --view 3d"),
)
MANY = "compare relu elu gelu mish silu tanh sigmoid softsign selu celu"  # more than a cycle has colours


@pytest.mark.exhaustive(keep=0.015, thorough=0.5)
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
    assert (found["−2"].get_color(), found["0.5"].get_color()) == ("red", "blue")
    assert found["0.5"].get_fontsize() == 14


REFUSED = (
    ("figure.subplot.left: 2", "figure.subplot.left must be from 0 to 1, got 2"),
    ("figure.subplot.left: 0.95", "left cannot be >= right"),
    ("font.size: nan", "font.size must be from 1 to 200, got nan"),
    ("font.size: -3", "font.size must be from 1 to 200, got -3"),
    ("font.size: 1e300", "font.size must be from 1 to 200, got 1e+300"),
    ("font.style: sloping", "'sloping' is not a valid value for style"),
    ("font.family: No Such Font", "no font of font.family (No Such Font) is installed"),
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
    *("image.cmap: nosuch", "text.usetex: True", "savefig.bbox: tight", "figure.dpi: 1e9"),
    *("figure.autolayout: True", "figure.constrained_layout.use: True", "path.sketch: 1, 100, 2", "axes.grid: False"),
    *(
        "figure.facecolor: none",
        "text.color: C1",
        "xtick.minor.visible: True",
        "font.family: No Such Font, DejaVu Sans",
    ),
    *("axes.prop_cycle: cycler('color', ['r'])", "axes.prop_cycle: cycler('marker', ['o'])", "legend.fontsize: small"),
    *("axes.spines.left: False", "lines.linewidth: 0.05", "font.size: 200", "grid.linestyle: --"),
)


@pytest.mark.exhaustive(keep=0.25)
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
