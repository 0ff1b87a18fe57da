"""Every entry of the catalogue in every command that draws it: all can be read, and nothing asked for is absent."""

import zlib

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from pages import sheet_of

import actplot
from actplot.calculus.subjects import subject
from actplot.catalogue.kinds.vector_functions import VectorFunction
from actplot.catalogue.registry import KINDS, names
from actplot.figures.curves.pens import pens_of
from actplot.figures.look import house_style
from actplot.figures.stacks import StackFigure
from actplot.requests.reading import parse

VARIANTS = {
    "light": "", "dark": "--theme dark", "no page": "--background none", "small": "--size 400px 300px",
    "slide": "--for slide",
}  # fmt: skip
WITH_CURVES = ("compare", "plot", "diff")


def lines_of(name):
    """The command lines that draw an entry, one for each command that takes it."""
    entry = actplot.get(name)
    at = ",".join(map(str, getattr(entry, "example", VectorFunction.example)))
    yield f"derive {name}"
    if entry.kind in ("activation", "loss"):
        yield from (f"compare {name}", f"plot {name}", f"diff {name} {partner_of(entry)}")
    if entry.kind == "loss" and not entry.only_targets and entry.takes_target:
        yield f"surface {name}"
    elif entry.kind == "loss" and entry.variable == "margin":
        yield f"surface {name} --data threshold"
    if entry.kind in ("activation", "vector function"):
        yield f"jacobian {name} --at={at}"
    if entry.kind == "vector function":
        yield f"plot {name} --vary 0 --at={at}"
    if entry.kind == "vector loss":
        yield f"plot {name} --vary 0 {subject(entry).moving()}"
    if entry.kind == "random layer":
        yield f"plot {name} --at={at}"


def partner_of(entry):
    """A function of the same variable, or the entry with another target."""
    alike = [one for one in ("relu", "tanh", *names("loss")) if one != entry.name]
    found = next((one for one in alike if actplot.get(one).variable == entry.variable), None)
    return found or f"{entry.name}:target={-1 if entry.only_targets else 2}"


LINES = [line for kind in KINDS for name in names(kind) for line in lines_of(name)]


def own_variant(line):
    """One for each line, so that each is drawn with many."""
    return list(VARIANTS)[zlib.crc32(line.encode()) % len(VARIANTS)]


OWN = [(line, own_variant(line)) for line in LINES]
OTHERS = [(line, variant) for line in LINES for variant in VARIANTS if variant != own_variant(line)]


@pytest.mark.exhaustive(keep=0.0023, thorough=0.1)
@pytest.mark.parametrize(("line", "variant"), OWN)
def test_every_entry_can_be_read_in_every_command(line, variant):
    check(f"{line} {VARIANTS[variant]}")


@pytest.mark.exhaustive(keep=0.0, thorough=0)
@pytest.mark.parametrize(("line", "variant"), OTHERS)
def test_every_entry_can_be_read_in_every_look(line, variant):
    check(f"{line} {VARIANTS[variant]}")


FOUND = [  # where something could not be read, or was absent without a word
    "plot threshold", "plot hard_sigmoid --size 400px 300px", "compare ramp", "jacobian cos --at 2,1,0.1",
    "jacobian bilinear --at=1.0,-2.0,0.5,3.0 --theme dark", "diff prelu relu --size 400px 300px",
    "compare hard_shrink soft_shrink tanh_shrink --size 400px 300px", "derive contrastive",
    "compare half_squared_error huber log_cosh mae --size 400px 300px", "diff exponential_loss hinge --for slide",
    "diff binary_cross_entropy binary_focal --size 400px 300px", "diff barron cauchy --size 400px 300px",
    "compare relu --for slide", "diff abs relu --for slide", "diff rrelu relu --size 400px 300px",
    "surface weighted_cross_entropy_with_logits --size 400px 300px",
    "plot random_rrelu --at=1.0,2.0,-1.0,3.0 --size 400px 300px",
    "compare binary_cross_entropy brier nll --size 400px 300px",
]  # fmt: skip


@pytest.mark.exhaustive(keep=0.02, thorough=0.12)
@pytest.mark.parametrize("line", FOUND)
def test_what_could_not_be_read_once(line):
    check(line)


def check(line):
    request = parse(line)
    check_picture(request, request.draw())


def check_picture(request, figure):
    sheet = sheet_of(figure)
    sheet.check_texts()
    panels, colours = curves_of(request) if request.command_name in WITH_CURVES else ((), ())
    sheet.check_contrast(request.theme, colours)
    sheet.check_clear(colours)
    for axes, panel, own in zip(figure.axes, panels, pens_in(request, panels, colours), strict=False):
        check_present(sheet, axes, panel, own)


def curves_of(request):
    """The panels of a request, and the colours of its curves."""
    content = request.content()
    panels = getattr(content, "panels", getattr(content, "cells", ()))
    if request.command_name == "diff":
        panels = (content.functions, content.difference)
    count = 3 if request.command_name == "diff" else max((len(panel.traces) for panel in panels), default=0)
    with house_style(request.look, max(count, len(panels) if isinstance(content, StackFigure) else 0)):
        return panels, [pen.colour for pen in pens_of(max(count, len(panels)))] if panels else []


def pens_in(request, panels, colours):
    """The colours of the curves of each panel: as many as it has, or one for each of those above each other."""
    if request.command_name == "diff":
        return [colours[:2], colours[2:]]
    stacked = isinstance(request.content(), StackFigure)
    return [[colours[at]] if stacked else colours[: len(panel.traces)] for at, panel in enumerate(panels)]


def check_present(sheet, axes, panel, colours):
    """Each curve has points within its panel, or is named; equal ones are one curve with all names."""
    said = " ".join(ink.text for ink in sheet.inks).replace("\n", " ")
    for trace, colour in zip(panel.traces, colours, strict=True):
        name = trace.label.name
        assert is_seen(axes, colour) or f"= {name}" in said or f"= {name.rstrip('′')}" in said or (
            f"{name}, " in said and ("above" in said or "below" in said)
        ), f"{trace.label.text} is absent"  # fmt: skip


def is_seen(axes, colour):
    """Whether a line or a band of a colour has a place within the panel."""
    box = axes.get_window_extent().padded(1)
    lines = [line.get_transform().transform(np.column_stack(line.get_data())) for line in axes.lines
             if to_rgb(line.get_color()) == to_rgb(colour) and len(line.get_xdata()) > 1]  # fmt: skip
    return any(box.count_contains(places[np.isfinite(places).all(axis=1)]) for places in lines)


def without_first_curve(figure):
    first = figure.axes[0].lines[0].get_color()
    for line in figure.axes[0].lines:
        if line.get_color() == first:
            line.set_ydata(np.full(len(line.get_xdata()), 99.0))


@pytest.mark.exhaustive(keep=0.33, thorough=0.5)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda figure: figure.text(0.5, 0.5, "beyond the page " * 9), "leaves the page"),
        (lambda figure: [figure.text(0.5, 0.02, "one"), figure.text(0.51, 0.02, "two")], "lies over"),
        (lambda figure: figure.text(0.5, 0.02, "pale", color="#999999"), "has a contrast of 2.8"),
        (lambda figure: figure.axes[0].text(-3, 0, "relu", zorder=9, va="center"), "lies on a curve"),
        (lambda figure: figure.axes[0].text(-3, 0, "relu", zorder=1, va="center", size=20), "is covered"),
        (lambda figure: figure.text(0.01, 0.3, "up and down", rotation=90, size=30), "lies over"),
        (lambda figure: figure.axes[0].text(-3, 2, "white", color="white"), "cannot be seen"),
        (without_first_curve, "ReLU is absent"),
    ],
)
def test_what_cannot_be_read_is_found(change, said):
    request = parse("compare relu tanh")
    figure = request.draw()
    change(figure)
    with pytest.raises(AssertionError, match=said):
        check_picture(request, figure)
