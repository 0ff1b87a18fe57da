"""Terms as several lines of characters."""

import unicodedata

import pytest

from actplot.algebra.reading.authored import parse_line
from actplot.algebra.writing.boxes import to_box
from actplot.catalogue.registry import elementwise_names, lookup


def test_prime_stands_at_the_upper_right_of_tall_parentheses():
    box = to_box(parse_line("D(1/(1+exp(-x)))"))
    assert box.lines == ("⎛     1     ⎞′", "⎜ ───────── ⎟ ", "⎝  1 + e⁻ˣ  ⎠ ")
    assert box.baseline == 1


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("name", elementwise_names())
def test_boxes_are_rectangles_of_single_width(name, ascii):
    entry = lookup(name)
    symbols = tuple(parameter.name for parameter in entry.declared)
    for source in (entry.formula, f"D({entry.formula})"):
        box = to_box(parse_line(source, symbols=symbols), ascii=ascii)
        assert {len(line) for line in box.lines} == {box.width}
        assert 0 <= box.baseline < box.height
        text = "".join(box.lines)
        assert text.isascii() if ascii else not any(unicodedata.east_asian_width(c) in "WF" for c in text)
