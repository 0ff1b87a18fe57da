"""Texts name the fonts that have their letters and no others while they are drawn, and lose none by it."""

import pytest
from matplotlib import font_manager
from matplotlib.text import Text

from actplot.figures.fonts import needed_fonts, without_spare_fonts
from actplot.figures.page.legend import _width
from actplot.requests.reading import parse


@pytest.mark.parametrize(
    ("families", "weight"), [(["DejaVu Sans"], "bold"), (["DejaVu Sans", "STIXGeneral"], "normal")]
)
def test_fonts_that_are_left_out_would_draw_no_letter(families, weight):
    fonts = [font_manager.FontProperties(family=family, weight=weight) for family in families]
    charmaps = [font_manager.get_font(font_manager.findfont(font)).get_charmap() for font in fonts]
    letters = {*" ".join(map(chr, range(1, 0x20000)))}
    sure = {one for one in letters if list(needed_fonts(one, [*families, "Other"], weight)) != [*families, "Other"]}
    assert {*"09aZé×⁹−′λ"} <= sure - {"\n"} <= {*map(chr, set().union(*charmaps))}
    assert ("𝑥" in sure) == ("STIXGeneral" in families)


def test_a_figure_searches_for_few_fonts():
    """Each search looks at all installed fonts, for each size anew."""
    search = font_manager.FontManager._findfont_cached
    request = parse("compare sigmoid tanh relu gelu silu")
    _width.cache_clear()
    search.cache_clear()
    request.image("png")
    assert search.cache_info().misses <= 16


def test_fonts_of_a_figure_are_its_own_again_once_it_is_encoded():
    figure = parse("compare relu elu").draw()
    before = [text.get_fontfamily() for text in figure.findobj(Text)]
    with without_spare_fonts(figure):
        assert sum(len(text.get_fontfamily()) for text in figure.findobj(Text)) < sum(map(len, before)) / 2
    assert [text.get_fontfamily() for text in figure.findobj(Text)] == before
