"""A PNG has the pixels, the density and the texts that it was written from, by the reading of another program."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from actplot.images.carried import text_of
from actplot.images.png import ROWS, SIGNATURE, plain_text, png_of, written_text


def some(*shape: int) -> np.ndarray:
    """Pixels of flat colours with noise in between."""
    generator = np.random.default_rng(7)
    pixels = np.full(shape, 255, np.uint8)
    pixels[1::3] = generator.integers(0, 256, pixels[1::3].shape)
    return pixels


@pytest.mark.parametrize("rows", [1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS])
@pytest.mark.parametrize(("samples", "mode"), [(3, "RGB"), (4, "RGBA")])
def test_the_pixels_are_those_that_were_given(rows, samples, mode):
    pixels = some(rows, 29, samples)
    with Image.open(io.BytesIO(png_of(pixels, 150, []))) as image:
        image.load()
        assert (image.mode, image.size) == (mode, (29, rows))
        np.testing.assert_array_equal(np.asarray(image), pixels)


def test_a_view_that_leaves_a_sample_out_is_packed_as_its_copy():
    pixels = some(40, 30, 4)
    assert png_of(pixels[:, :, :3], 100, []) == png_of(pixels[:, :, :3].copy(), 100, [])


@pytest.mark.parametrize("dpi", [10, 72.5, 100, 1200])
def test_the_density_is_told(dpi):
    with Image.open(io.BytesIO(png_of(some(4, 4, 3), dpi, []))) as image:
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


@pytest.mark.parametrize("line", ["compare relu", "compare relu --title ü", "compare relu --title 日本語"])
def test_texts_are_read_back(line):
    data = png_of(some(4, 4, 3), 100, [plain_text("actplot", line), written_text("Title", "ƒ″ 日本", "en", "Title")])
    assert text_of(data) == line
    with Image.open(io.BytesIO(data)) as image:
        assert image.text == {"actplot": line, "Title": "ƒ″ 日本"}
        assert getattr(image.text["Title"], "lang", None) == "en"


def test_every_checksum_is_right():
    data = png_of(some(9, 9, 3), 100, [plain_text("actplot", "compare relu")])
    assert data.startswith(SIGNATURE)
    at, kinds = len(SIGNATURE), []
    while at < len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4])
        kinds.append(data[at + 4 : at + 8])
        assert zlib.crc32(data[at + 4 : end]) == int.from_bytes(data[end : end + 4])
        at = end + 4
    assert kinds == [b"IHDR", b"tEXt", b"pHYs", b"IDAT", b"IEND"]
