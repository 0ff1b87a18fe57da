"""Pictures of surfaces: what is drawn, nothing cut, the same bytes, and the command line that they carry."""

import re

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.testing import assert_allclose

import actplot
from actplot.calculus.models.levels import levels_of
from actplot.calculus.models.surfaces import Surface, plane_of
from actplot.cli import main
from actplot.errors import ActplotError, BadOption
from actplot.figures.look import Look
from actplot.figures.surfaces.contours import as_cells
from actplot.figures.surfaces.covering import Sheet
from actplot.figures.surfaces.surface import SurfaceFigure
from actplot.gallery.statements.statements import facts_of
from actplot.images.encoding import encode
from actplot.requests.command_line import line_of
from actplot.requests.facts.eval import EvalRequest
from actplot.requests.figures.surface import SurfaceRequest
from actplot.requests.reading import parse

DESCENT = {"descend": True, "start": ((-3, 6), (6, -3)), "rate": (0.02, 0.5), "steps": 20}
PICTURES = [
    ("mse", {"data": "line", **DESCENT}),
    ("mse", {"data": "line", "view": "3d", **DESCENT}),
    ("hinge", {"data": "moons", "weights": ("w1", "w2"), "theme": "dark"}),
    ("soft_margin", {"data": "blobs:noise=0.1", "weights": ("w1", "b"), "view": "3d", "theme": "dark"}),
    ("exponential_loss", {"data": "threshold", "view": "3d"}),
    ("huber", {}),
    ("binary_cross_entropy", {"view": "3d", "theme": "dark"}),
    ("huber", {"data": "outliers", "size": (5, 4), "title": "Outliers"}),
    ("mae", {"data": "line:n=5", "size": (14, 9), "style": ("ggplot",)}),
]


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="actplot")


@pytest.mark.exhaustive(keep=0.03, thorough=0.3)
@pytest.mark.parametrize(("name", "values"), PICTURES, ids=str)
def test_no_text_is_cut_off(name, values):
    request = SurfaceRequest((name,), **values)
    figure = request.draw()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    inside = figure.bbox
    for text in figure.texts:
        box = text.get_window_extent(canvas.get_renderer())
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= inside.x1, text.get_text()
        assert box.y1 <= inside.y1, text.get_text()
    for axes in figure.axes:
        box = axes.get_tightbbox(canvas.get_renderer())
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= inside.x1
        assert box.y1 <= inside.y1
    if "size" in values:
        assert_allclose(figure.get_size_inches(), values["size"])


LINEAR = ("mse", "huber", "hinge", "soft_margin", "sigmoid_cross_entropy_with_logits", "exponential_loss", "zero_one")
DATA = ("line", "outliers", "threshold", "blobs", "moons", "xor")
LOOKS = [
    {},
    {"size": (4, 3)},
    {"size": (13.33, 7.5)},
    {"view": "3d"},
    {"view": "3d", "size": (4, 3)},
    {"descend": True},
]
SIZED = {"descend": True, "rate": (0.01, 0.1), "start": ((0.5, 0.5), (1, -1))}


@pytest.mark.exhaustive(keep=0.009, thorough=0.1)
@pytest.mark.parametrize("look", [*LOOKS, SIZED, {**SIZED, "view": "3d"}], ids=str)
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", LINEAR)
def test_no_text_lies_over_another_or_leaves_the_page(name, data, look, drawn_texts):
    suits = data in ("line", "outliers") if actplot.get(name).of_difference else data not in ("line", "outliers")
    if suits:
        drawn_texts.check(SurfaceRequest((name,), data=data, **look).draw())


@pytest.mark.exhaustive(keep=0.025, thorough=0.1)
@pytest.mark.parametrize("look", LOOKS[:5], ids=str)
@pytest.mark.parametrize("name", [name for name in actplot.names("loss") if actplot.get(name).takes_target])
def test_no_text_of_a_plane_lies_over_another(name, look, drawn_texts):
    if not actplot.get(name).only_targets:
        drawn_texts.check(SurfaceRequest((name,), **look).draw())


def test_a_surface_has_one_star_and_no_number_below_it():
    request = SurfaceRequest(("hinge",), data="moons", weights=("w1", "w2"), view="3d")
    axes = request.draw().axes[0]
    lowest = request.content().surface.lowest
    (star,) = [line for line in axes.lines if line.get_marker() == "*"]
    assert_allclose(np.ravel(star.get_data_3d()), [*lowest.place, lowest.value], rtol=0.02)
    assert not axes.texts
    assert min(axes.zaxis.get_major_locator()()) >= 0


def test_a_surface_hides_what_is_behind_it():
    x = y = np.linspace(-1.0, 1.0, 81)
    wall = np.tile(np.exp(-((x - 0.3) ** 2) / 0.01), (81, 1))  # across the view from the side of large x
    sheet = Sheet(Surface(("u", "v"), x, y, wall, levels_of(wall)), (0.0, 1.0), (1.0, 1.0, 1.0), (20, 0))
    places = np.array([(-0.1, 0.0), (0.28, 0.0), (0.6, 0.0), (-0.99, 0.0)])
    assert sheet.covers(places, sheet.heights(places)).tolist() == [True, True, False, True]
    high = Sheet(sheet.surface, (0.0, 1.0), (1.0, 1.0, 1.0), (80, 0))
    assert not high.covers(places[[0, 2, 3]], high.heights(places[[0, 2, 3]])).any()


def test_losses_of_steps_are_cells():
    surface = SurfaceRequest(("zero_one",), data="blobs").content().surface
    assert surface.stairs
    x, y, value = as_cells(surface)
    assert value.shape == (y.size, x.size) == (2 * len(surface.y), 2 * len(surface.x))
    assert set(np.unique(value)) == set(np.unique(surface.value))
    assert np.array_equal(value[::2, ::2], surface.value)
    assert not SurfaceRequest(("hinge",), data="blobs").content().surface.stairs


@pytest.mark.parametrize("name", ["mse", "hinge", "exponential_loss"])
def test_the_rule_of_the_levels_stands_at_the_bar(name):
    request = SurfaceRequest((name,), data="threshold")
    growth = request.content().surface.scale.growth
    said = [text.get_text() for text in request.draw().texts]
    assert (f"levels grow\nwith {growth}" in said) == bool(growth)


@pytest.mark.exhaustive(keep=0.158, thorough=0.2)
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize(("name", "values"), PICTURES[:3], ids=str)
def test_the_same_bytes(name, values, form):
    images = []
    for _ in range(2):
        request = SurfaceRequest((name,), **values)
        images.append(encode(request.draw(), form, line_of(request), request.resolution))
    assert images[0] == images[1]


@pytest.mark.parametrize(("name", "values"), PICTURES, ids=str)
def test_the_command_line_reads_back(name, values):
    request = SurfaceRequest((name,), **values)
    assert parse(line_of(request)) == request


def test_paths_are_drawn_where_they_go():
    request = SurfaceRequest(("mse",), data="line", **DESCENT)
    figure = request.draw()
    content = request.content()
    for axes, descents in zip(figure.axes, content.descents, strict=False):
        drawn = [line.get_xydata() for line in axes.lines]
        for path in descents.paths:
            assert any(line.shape == path.places.shape and np.array_equal(line, path.places) for line in drawn)
    star = [line for line in figure.axes[0].lines if isinstance(line.get_marker(), str) and line.get_marker() == "*"]
    assert_allclose(star[0].get_xydata()[0], content.surface.lowest.place)


def tangent(axes, surface, place, level):
    """The direction of the contour through a place, on the page."""
    contour = axes.contour(surface.x, surface.y, surface.value, levels=[level])
    points = np.vstack([axes.transData.transform(line) for line in contour.allsegs[0]])
    nearest = np.argsort(np.hypot(*(points - axes.transData.transform(place)).T))[:6]
    centred = points[nearest] - points[nearest].mean(axis=0)
    return np.linalg.svd(centred)[2][0]


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mse", {"start": ((4, -4), (-3, 6), (0, 0))}),
        ("mse", {"size": (13.33, 7.5), "rate": (0.01, 0.02, 0.03, 0.04)}),
        ("mse", {"x_range": (-1.0, 4.0), "y_range": (-6.0, 8.0), "start": ((0, 5),)}),
        ("huber", {"data": "outliers", "size": (6, 3)}),
        ("soft_margin", {"data": "moons", "weights": ("w1", "w2"), "theme": "dark", "rate": (0.01,)}),
    ],
)
def test_a_first_step_is_perpendicular_to_its_contour_on_the_page(name, values):
    request = SurfaceRequest((name,), **{"data": "line", "descend": True, "rate": (0.01,), **values})
    figure = request.draw()
    content = request.content()
    for axes, descents in zip(figure.axes, content.descents, strict=False):
        for path in descents.paths:
            line = next(line for line in axes.lines if np.array_equal(line.get_xydata(), path.places))
            step = np.diff(axes.transData.transform(line.get_xydata()[:2]), axis=0)[0]
            along = tangent(axes, content.surface, path.start, path.losses[0])
            sine = abs(step @ along) / np.hypot(*step) / np.hypot(*along)
            assert np.degrees(np.arcsin(sine)) < 1


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize(
    ("line", "title", "caption"),
    [
        (
            "surface mse --data line",
            "MSE of a linear model",
            "mean over 200 examples of line; model 𝑥·𝑤 + 𝑏; 𝑤 from −2 to 6, 𝑏 from −6 to 8",
        ),
        (
            "surface huber:2 --data outliers --reduction sum --descend",
            "Huber loss (δ = 2) of a linear model, by gradient descent",
            "sum over 200 examples of outliers; model 𝑥·𝑤 + 𝑏; 𝑤",
        ),
        (
            "surface mse",
            "MSE over prediction and target",
            "loss of one prediction; prediction from −3 to 3, target from",
        ),
        ("surface hinge --data moons", "Hinge loss of a linear model", "model 𝑥₁·𝑤₁ + 𝑥₂·𝑤₂ + 𝑏; 𝑤₁ from"),
    ],
)
def test_a_surface_says_what_it_shows(line, title, caption):
    look = parse(line).content().look
    assert look.title == title
    assert caption in look.caption
    drawn = [text.get_text().replace("\n", " ") for text in parse(line).draw().texts]
    assert title in drawn
    given = parse(f"{line} --title x").content().look
    assert (given.title, given.caption) == ("x", look.caption)
    bare = parse(f"{line} --no-caption").content().look
    assert (bare.title, bare.caption) == (None, "")


def test_axes_of_unlike_weights_say_so():
    wide = {"x_range": (-0.1, 0.1), "y_range": (-60.0, 80.0)}
    said = SurfaceRequest(("mse",), data="line", descend=True, **wide).content().texts.notes[-1]
    assert said.startswith("𝑤 and 𝑏 have different units here")


def test_arrowheads_stay_inside_the_panel():
    request = SurfaceRequest(("mse",), data="line", descend=True, rate=(5.0,), start=((-3, 6), (6, -3)))
    axes = request.draw().axes[0]
    box = axes.get_window_extent()
    heads = [line for line in axes.lines if not isinstance(line.get_marker(), str)]
    assert len(heads) >= 2
    for head in heads:
        marker = head._marker
        size = head.get_markersize() * axes.figure.dpi / 72
        tips = marker.get_transform().scale(size).transform(marker.get_path().vertices)
        points = axes.transData.transform(head.get_xydata()) + tips
        assert points[:, 0].min() >= box.x0 - 0.1
        assert points[:, 0].max() <= box.x1 + 0.1


def test_a_path_that_leaves_and_returns_says_so():
    line = {"data": "line", "descend": True, "rate": (0.28,), "start": ((-1.0, 6.0),)}
    request = SurfaceRequest(("mse",), x_range=(-1.5, 2.5), y_range=(-6.0, 8.0), **line)
    (path,) = request.content().descents[0].paths
    assert not path.leaves
    assert ", outside the picture at" in path.text


def test_rates_that_diverge_are_said_on_the_picture_and_beside_it(tmp_path):
    line = ("surface", "mse", "--data", "line", "--descend", "--start", "-3,6", "--learning-rate", "0.02,5")
    answer = run(*line, "-o", tmp_path / "x.svg")
    assert answer.exit_code == 0
    assert "learning rate 5 from -3,6: diverges, outside the picture from step 1" in answer.stderr
    assert "here rates above 0.2966 diverge" in answer.stderr
    assert "learning rate 0.02" not in answer.stderr
    figure = parse(" ".join(line)).draw()
    assert any("diverges" in text.get_text() for text in figure.texts)


def test_an_image_carries_its_line_without_the_path_of_a_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    for place in ("points.csv", str(tmp_path / "points.csv")):
        assert run("surface", "mse", "--data", place, "-o", "one.png").exit_code == 0
        told = run("recipe", "one.png").stdout
        assert told == "actplot surface mse --data points.csv\n"
        assert str(tmp_path).encode() not in (tmp_path / "one.png").read_bytes()


def test_a_gallery_holds_surfaces_and_sees_changed_data(tmp_path):
    manifest = tmp_path / "gallery.toml"
    (tmp_path / "d.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    draws = ["surface mse --data d.csv --descend --start 0,0", "surface huber --view 3d"]
    figures = (f'[[figure]]\nname = "f{i}"\ndraw = "{draw}"\n' for i, draw in enumerate(draws))
    manifest.write_text('[gallery]\noutput = "out"\n' + "".join(figures))
    assert run("gallery", "build", manifest).exit_code == 0
    assert run("gallery", "build", manifest).output == "2 up to date\n"
    assert run("gallery", "check", manifest).output == "2 images: 2 same\n"
    (tmp_path / "d.csv").write_text("x,y\n1,2\n2,3\n3,9\n")
    changed = run("gallery", "check", manifest)
    assert changed.exit_code == 1
    assert "minimum" in changed.output
    assert "f0" in run("gallery", "build", manifest).output


def test_facts_do_not_depend_on_the_look():
    plain, dark = (facts_of(SurfaceRequest(("mse",), data="line", theme=theme)) for theme in ("light", "dark"))
    assert plain == dark
    assert any(line.startswith("★ minimum 0.2634") for line in plain["lines"])


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize(
    "name", ["mse", "huber", "mape", "msle", "gamma_deviance", "poisson_nll", "brier", "sigmoid_focal", "quantile:0.9"]
)
def test_planes_hold_the_loss_and_its_valley(name):
    loss = actplot.get(name)
    surface = plane_of(loss, None, None)
    assert_allclose(surface.value[7, 11], loss.evaluate(surface.x[11], surface.y[7]))
    best, targets = surface.valley
    lowest = loss.evaluate(best, targets)
    for off in (-1e-3, 1e-3):
        assert np.all(loss.evaluate(best + off, targets) >= lowest - 1e-12)
    assert SurfaceFigure(surface, Look(), "contour", "x").draw()


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("hinge", {}, "takes targets -1 or 1 and none between"),
        ("nll", {}, "takes no target"),
        ("relu", {"data": "line"}, "function of one variable"),
        ("mse", {"weights": ("w", "b")}, "--weights has no meaning without --data"),
        ("mse", {"descend": True}, "--descend has no meaning without --data"),
        ("mse", {"data": "line", "start": ((0, 0),)}, "--start has no meaning without --descend"),
        ("mse", {"data": "line", "weights": ("w",)}, "two different weights"),
        ("mse", {"data": "line", "descend": True, "rate": (0,)}, "above 0"),
        ("mse", {"data": "line", "descend": True, "rate": (1, 2, 3, 4, 5)}, "at most 4"),
        ("mse", {"data": "line", "descend": True, "start": ((0,),)}, "got 1 numbers"),
        ("mse", {"data": "line", "descend": True, "momentum": 1}, "--momentum"),
        ("brier", {"data": "line"}, "loss of a probability"),
    ],
)
def test_refused_requests(name, values, message):
    with pytest.raises(ActplotError, match=re.escape(message)):
        SurfaceRequest((name,), **values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"weights": ("w3", "b")}, "unknown weight 'w3'"),
        ({"fix": (("w1", 1.0),)}, "one of the two that vary"),
        ({"fix": (("q", 1.0),)}, "unknown weight 'q'"),
        ({"data": "nosuch.csv"}, "there is no file 'nosuch.csv'"),
    ],
)
def test_refused_weights(values, message):
    with pytest.raises(BadOption, match=re.escape(message)):
        SurfaceRequest(("hinge",), **{"data": "moons", **values}).draw()


def test_evaluations_are_one_row_of_the_loss_and_its_slopes(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("x,y\n5,50.6296\n")
    (found,) = EvalRequest(("mse",), data=str(path), at={"w": 10, "b": 2}).answer().tables
    assert list(found.columns) == ["loss", "dL/dw", "dL/db"]
    assert_allclose([column[0] for column in found.columns.values()], [1.878, 13.704, 2.7408], atol=1e-4)


@pytest.mark.parametrize(
    ("at", "reduction", "message"),
    [
        ("w=1", None, "--at lacks b. Write --at w=1,b=0"),
        ("w=1,b=2,c=3", None, "unknown weight 'c'"),
        ("w", None, "takes NAME=VALUE"),
        (None, None, "needs the weights"),
        ("w=1,b=2", "max", "mean or sum"),
    ],
)
def test_refused_evaluations(at, reduction, message):
    with pytest.raises(BadOption, match=re.escape(message)):
        EvalRequest(("mse",), data="line", at=at, reduction=reduction).answer()
