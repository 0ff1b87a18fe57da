"""Images that a stranger made to cost time or memory, or to be taken for a command: small ones that unpack to much."""

import re
import shlex
import zlib
from time import process_time

import pytest

from actplot.images import carried, drawings
from actplot.images.carried import TooMuchText, text_of
from actplot.images.drawings import TOO_MUCH, pdf_streams, svg_elements
from actplot.images.likeness import fault
from actplot.requests.origins import ForeignImage, command_in

MANY = 30_000
HEAD, END = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(*chunks: bytes, width: int = 2, height: int = 2) -> bytes:
    """A PNG of the size that it says if that is a small one, else without its pixels."""
    size = chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0")
    pixels = zlib.compress((b"\0" * (1 + 3 * width)) * height) if width * height < 10**6 else b""
    return HEAD + size + b"".join(chunks) + chunk(b"IDAT", pixels) + END


def packed(size: int) -> bytes:
    """So many letters as a stream of a thousandth of that."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(b"a" * 10**6) for _ in range(size // 10**6)]
    return b"".join([*parts, packer.flush()])


def pdf(*streams: bytes) -> bytes:
    objects = b"".join(b"1 0 obj\n<<>>\nstream\n" + stream + b"\nendstream\nendobj\n" for stream in streams)
    return b"%PDF-1.4\nxref\n" + objects + b"startxref\n9\n%%EOF\n"


def drawing(content: bytes) -> bytes:
    return pdf(zlib.compress(content, 1))


TEXTS = {
    "tEXt": png(chunk(b"tEXt", b"actplot\0plot" + b" relu" * MANY)),
    "zTXt": png(chunk(b"zTXt", b"actplot\0\0" + packed(30_000_000))),
    "iTXt": png(chunk(b"iTXt", b"actplot\0\1\0\0\0" + packed(30_000_000))),
    "SVG": b"<svg><dc:description>plot" + b" relu" * MANY + b"</dc:description></svg>",
    "PDF": b"%PDF-1.4 /Subject (plot" + b" relu" * MANY + b")",
    "PDF without an end": b"%PDF-1.4 /Subject (" + b"(" * 10**6,
}


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_no_command_line_is_not_read_to_its_end(data):
    with pytest.raises(TooMuchText):
        text_of(data)
    with pytest.raises(ForeignImage, match="holds a text of more than 100 kB, which no command line of actplot has"):
        command_in(data)


def test_a_text_whose_checksum_is_wrong_is_none():
    right = chunk(b"tEXt", b"actplot\0plot relu")
    assert text_of(png(right)) == "plot relu"
    assert text_of(png(right.replace(b"relu", b"gelu"))) is None


def test_pixels_are_not_read_where_there_are_too_many():
    for width, height in [(10_001, 10_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)]:
        assert "more than 100 million pixels" in fault(png(width=width, height=height), "png")
    assert "more than 100000 chunks" in fault(png(chunk(b"teSt") * 100_001), "png")


FAULTS = {
    "svg of many elements": ("svg", b"<svg>" + b"<g/>" * 10**6 + b"</svg>", TOO_MUCH),
    "large svg": ("svg", b"<svg>" + b" " * 10**7 + b"</svg>", TOO_MUCH),
    "entities": ("svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "declares entities"),
    "entities in UTF-16": ("svg", '<!DOCTYPE s [<!ENTITY a "b">]><svg/>'.encode("utf-16"), "it is no SVG image"),
    "one stream": ("pdf", pdf(packed(30_000_000)), TOO_MUCH),
    "streams in sum": ("pdf", pdf(*[packed(2_000_000)] * 6), TOO_MUCH),
    "damaged stream": ("pdf", pdf(b"x\x9c\xff\xff\xff"), "it is damaged"),
}


@pytest.mark.parametrize(("form", "data", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_said_of_images_that_are_not_looked_into(form, data, said):
    assert said in fault(data, form)


def test_elements_may_be_nested_as_deep_as_they_like():
    data = b"<svg>" + b"<g>" * MANY + b"</g>" * MANY + b"</svg>"
    assert fault(data, "svg") is None
    assert [depth for depth, *_ in svg_elements(data, text=False)] == list(range(MANY + 1))


# Each is looked at in time that grows with its length; where it grew with the square, one of them took an hour.
REPEATED = {
    "openings": lambda: text_of(b"<svg>" + b"<dc:description>" * 20 * MANY),
    "subjects": lambda: text_of(b"%PDF-1.4" + b"/Subject    " * 10 * MANY),
    "chunks": lambda: text_of(png(chunk(b"teSt") * 10 * MANY)),
    "dictionaries": lambda: pdf_streams(pdf() + b"<<>>" * 20 * MANY, text=True),
    "streams without end": lambda: pdf_streams(b"<<>>\nstream\n" * 10 * MANY, text=True),
    "saves": lambda: pdf_streams(drawing(b"q " * 10 * MANY), text=False),
    "places": lambda: pdf_streams(drawing(b"q " + b" cm/F1" * 5 * MANY), text=False),
    "digits": lambda: pdf_streams(drawing(b"q  cm/F" + b"1" * 20 * MANY), text=False),
    "spaces": lambda: pdf_streams(drawing(b"q" + b" " * 20 * MANY), text=False),
    "texts without end": lambda: pdf_streams(drawing(b" BT " * 10 * MANY), text=False),
    "attributes": lambda: svg_elements(
        b"<svg><g " + b" ".join(b'a%d="1"' % i for i in range(MANY)) + b"/></svg>", text=True
    ),
}


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("look", REPEATED.values(), ids=REPEATED)
def test_time_grows_with_the_length_alone(look):
    start = process_time()
    look()
    assert process_time() - start < 5


def test_numbers_of_any_size_in_a_path():
    line = b'<g id="axes_1"><g id="line2d_1"><path clip-path="a" d="M %s"/></g></g>'
    data = b'<svg xmlns="http://www.w3.org/2000/svg">' + line + b"</svg>"
    numbers = b"1e999 -1e999 " + b"9" * 10**6 + b" 1e-999"
    ((_, (points,)),) = drawings.svg_panels(data % numbers)
    assert points.tolist() == [[1e9, -1e9], [1e9, 0.0]]


LINES = {
    "gallery build --prune /": False,
    "eval relu --at 1 -o /etc/passwd": False,
    "plot relu --new-option 3 -o x": False,
    "plot relu --new-option 3 -ox": False,
    "plot relu --new-option 3 --output=x": False,
    "plot relu --new-option 3 --format png": False,
    "plot relu -- -o x": False,
    "rm -rf /": False,
    "actplot": False,
    "": False,
    "plot relu --new-option 3; rm x": True,
    "actplot plot relu --new-option $(rm x)": True,
    "plot newer_than_this": True,
}


@pytest.mark.parametrize(("line", "printed"), LINES.items())
def test_only_lines_of_figures_are_commands(line, printed):
    data = png(chunk(b"tEXt", b"actplot\0" + line.encode()))
    if printed:
        assert shlex.split(command_in(data)) == [word for word in shlex.split(line) if word != "actplot"]
        assert not re.search(r"(?<!')[;$]", command_in(data).replace("'3;'", ""))
    else:
        with pytest.raises(ForeignImage):
            command_in(data)


@pytest.mark.parametrize("name", ["a\x1b[31m.mplstyle", "a\u202eb", "a\x07", "a\nb"])
def test_what_a_terminal_would_heed_is_not_printed(name):
    line = shlex.join(["plot", "relu", "--style", name])
    for data in (
        png(chunk(b"iTXt", b"actplot\0\0\0\0\0" + line.encode())),
        b"<svg><dc:description>" + line.encode() + b"</dc:description></svg>",
    ):
        with pytest.raises(ForeignImage) as raised:
            command_in(data)
        assert str(raised.value).isprintable()


def test_bounds_leave_room_for_what_actplot_draws():
    assert carried.LONGEST >= 100_000
    assert drawings.LARGEST >= 10_000_000
