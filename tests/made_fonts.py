"""Tiny fonts for tests, of which every letter is a square, and machines that have them alone."""

from contextlib import contextmanager
from unittest.mock import patch

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager

from actplot.figures import fonts, look, scripts
from actplot.figures.page import legend
from actplot.figures.page.pixels import faces
from actplot.gallery.drawing import render

EM = 1000


def make_font(path, family, letters, side=600):
    """A font of squares of some side, in thousandths of the letters' size."""
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    builder.setupGlyf({name: _square(side) for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (EM, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(path)
    return str(path)


def _square(side):
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, side), (100 + side, side), (100 + side, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


@contextmanager
def machine_with(*paths, listed=True):
    """The fonts that come with matplotlib and some others, which it may not have listed yet, are all there are."""
    manager, before = font_manager.fontManager, font_manager.fontManager.ttflist
    manager.ttflist = [one for one in before if one.name.startswith(("DejaVu", "STIX"))]
    _forget()
    try:
        with patch.object(font_manager, "findSystemFonts", lambda: [] if listed else list(paths)):
            for path in paths if listed else ():
                manager.addfont(path)
            yield
    finally:
        manager.ttflist = before
        _forget()


def _forget():
    font_manager.fontManager._findfont_cached.cache_clear()
    faces._states.answers.clear()
    render._sheets.cache_clear()
    for known in (
        fonts.look_for_new_ones,
        fonts.letters_of,
        fonts._digests,
        scripts._families_for,
        look._settings_of,
        legend._width,
    ):
        known.cache_clear()
