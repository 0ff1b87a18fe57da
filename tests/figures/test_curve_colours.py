"""Curves are told apart by colour-blind readers and in grey, and reach the contrast that graphics need."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from actplot.figures.curves.pens import SOLID, pens_of
from actplot.figures.look import Look, house_style

CONTRAST = 3.0  # WCAG 1.4.11
APART, APART_IN_GREY = 0.06, 0.095  # distances in OKLab, and of the cube root of luminance: eleven steps of L*
DEUTERANOPIA = np.array(  # Machado, Oliveira and Fernandes 2009, severity 1, of linear light
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
TO_CONES = np.array(  # OKLab (Ottosson 2020), from linear light
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def light_of(colour):
    encoded = np.array(to_rgb(colour))
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def lab(light):
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(light, 0, None))


def drawn(theme, count=7):
    with house_style(Look(theme=theme), count):
        return pens_of(count), light_of(mpl.rcParams["figure.facecolor"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_curves_stand_out_from_the_page(theme):
    pens, page = drawn(theme)
    for pen in pens:
        low, high = sorted([light_of(pen.colour) @ LUMINANCE, page @ LUMINANCE])
        assert (high + 0.05) / (low + 0.05) >= CONTRAST


@pytest.mark.parametrize("seen", [np.eye(3), DEUTERANOPIA], ids=["all colours", "deuteranopia"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_curves_are_apart(theme, seen):
    pens, _ = drawn(theme)
    for one, other in itertools.combinations(pens, 2):
        first, second = (lab(seen @ light_of(pen.colour)) for pen in (one, other))
        assert np.linalg.norm(first - second) >= APART


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_grey_curves_are_apart_by_lightness_or_dashes(theme):
    pens, _ = drawn(theme, 20)
    for one, other in itertools.combinations(pens[:7], 2):
        grey = [np.cbrt(light_of(pen.colour) @ LUMINANCE) for pen in (one, other)]
        assert abs(grey[0] - grey[1]) >= APART_IN_GREY or one.dashes != other.dashes
    assert len({(pen.colour, str(pen.dashes)) for pen in pens}) == len(pens)
    assert [pen.dashes == "-" for pen in pens] == [index < SOLID for index in range(20)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_function_more_changes_no_other(theme):
    assert drawn(theme, 3)[0] == drawn(theme, 12)[0][:3]
