"""A panel's heading and the note beside it are whole and apart, however long the parameters are."""

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from actplot.requests.reading import parse

LONG = "keras:relu:negative_slope=0.1,max_value=6,threshold=1"
LONGER = "torch:Softplus:beta=1.23456789012,threshold=12.3456789012345"


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("options", ["", "--size 4 3", "--size 3 2", "--axes origin", "--style classic", "--dpi 50"])
@pytest.mark.parametrize("spec", ["step", "relu_general:0.1,3,1", LONG, LONGER, "s_relu:1.25,0.125,-1.25,0.225"])
def test_heading_note_and_label_are_in_the_figure_and_apart(spec, options):
    figure = parse(f"plot {spec} {options} --ylim -1 7").draw()
    FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    headings = [axes.title, axes._left_title, axes.xaxis.label, *(text for text in axes.texts if "deriv" in str(text))]
    boxes = [text.get_window_extent() for text in headings if text.get_text()]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
