"""Every image carries a title and a description, for readers who cannot see it."""

import io
import re
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from PIL import Image

from actplot.cli import main
from actplot.images.carried import text_of
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse_picture as parse

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [
    "compare sigmoid relu",
    "plot gelu --title 'a < b & c'",
    "diff gelu gelu_tanh",
    "jacobian softmax --at 2,1",
    "derive sigmoid",
    "surface mse",
    "plot dropout --at 1,2",
    "compare relu elu gelu silu mish selu tanh sigmoid",
]


@pytest.mark.exhaustive(keep=0.215, thorough=0.5)
@pytest.mark.parametrize("line", PICTURES)
def test_an_svg_names_itself_for_programs_that_read_aloud(line):
    request = parse(line)
    root = ElementTree.fromstring(request.image("svg"))
    title, desc, *_ = root
    assert (root.get("role"), title.tag, desc.tag) == ("img", f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert desc.text == request.alt
    assert title.text == request.title or request.alt.startswith(title.text)


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("line", PICTURES[:2])
def test_png_and_pdf_describe_themselves_and_keep_the_command_line(line):
    request = parse(line)
    with Image.open(io.BytesIO(request.image("png"))) as image:
        assert image.text["Description"] == request.alt
        assert image.text["Title"] == (request.title or "Sigmoid and ReLU and their derivatives")
        assert text_of(request.image("png")) == line_of(request)
    pdf = request.image("pdf")
    subject = re.search(rb"/Subject \((.*?)(?<!\\)\)[\s/>]", pdf, re.DOTALL)[1]
    subject = re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), subject)
    subject = re.sub(rb"\\([()\\nrtbf])", lambda one: {b"n": b"\n", b"r": b"\r"}.get(one[1], one[1]), subject)
    assert subject.removeprefix(b"\xfe\xff").decode("utf-16-be") == request.alt
    assert b"/Title (" in pdf
    assert text_of(pdf) == line_of(request)


def test_letters_of_an_svg_can_be_text():
    real = ElementTree.fromstring(parse("compare sigmoid relu --text real").image("svg"))
    words = ["".join(element.itertext()) for element in real.iter(f"{SVG}text")]
    assert "sigmoid" in words
    outlined = ElementTree.fromstring(parse("compare sigmoid relu").image("svg"))
    assert not list(outlined.iter(f"{SVG}text"))


FOUND = {
    "compare sigmoid relu": ["sigmoid′", "f′(x)", "f(x)", "x from −5 to 5"],
    "plot gelu": ["f′(x)", "largest slope 1.129"],
    "jacobian softmax --at 2,1": ["input z", "p₀", "−0.197"],
    "derive sigmoid": ["f′(x)", "quotient rule", "recognise f", "f(x)⋅(1−f(x))"],
    "compare relu elu --formula": ["f(x)=max(0,x)"],
    "derive softmax_cross_entropy_with_logits": ["for labels of sum 1", "pj−yj"],
    "plot dropout --at 1,2": ["in training, seed 1", "2"],  # a number on its halo
    "surface mse --data line:n=5": ["w", "b"],
    "compare tanh --axes origin": ["−1"],
}


@pytest.mark.exhaustive(keep=0.08, thorough=0.3)
@pytest.mark.parametrize("line", FOUND)
def test_letters_that_are_text_are_found_and_drawn_without_the_fonts_of_this_computer(line):
    drawing = parse(f"{line} --text real").image("svg")
    texts = ["".join(element.itertext()) for element in ElementTree.fromstring(drawing).iter(f"{SVG}text")]
    assert [word for word in FOUND[line] if not any(word in text for text in texts)] == []
    assert [text for text in texts if re.search("[\U0001d400-\U0001d7ff\n]", text)] == []
    families = re.findall(rb"font-family: ([^;\"]*?)[;\"]", drawing)
    assert any(b"'DejaVu Sans'" in one for one in families)
    assert b"'sans-serif'" not in drawing
    assert b"STIXSize" not in drawing  # which have large brackets, and few readers
    assert [one for one in families if not re.search(rb"(^|, )(sans-serif|serif)$", one)] == []


@pytest.mark.exhaustive(keep=0.09, thorough=0.15)
@pytest.mark.parametrize("line", FOUND)
def test_all_letters_of_a_pdf_are_letters_of_embedded_fonts(line):
    pdf = parse(line).image("pdf")
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    assert b"/CIDFontType2" in pdf


def run(*words):
    return CliRunner().invoke(main, words)


def test_alt_prints_the_description_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("plot", "relu", "gelu", "--alt")
    assert result.stdout == f"{parse('plot relu').alt}\n{parse('plot gelu').alt}\n"
    assert not list(tmp_path.iterdir())
    result = run("plot", "relu", "--alt", "-o", "relu.svg")
    assert (result.stdout, result.stderr) == (f"{parse('plot relu').alt}\n", "wrote relu.svg\n")
    assert (tmp_path / "relu.svg").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "-", "--format", "png"), "--alt and an image do not go to standard output together."),
        (("--format", "png"), "--alt without -o writes no image, and --format says which."),
    ],
)
def test_alt_is_refused_where_it_cannot_be(words, said):
    result = run("plot", "relu", "--alt", *words)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_alt_needs_no_image_of_derivations_and_differences(tmp_path):
    assert run("derive", "tanh", "--alt").stdout == f"{parse('derive tanh').alt}\n"
    assert run("diff", "gelu", "gelu_tanh", "--alt").stdout == f"{parse('diff gelu gelu_tanh').alt}\n"
    assert (
        run("diff", "gelu", "silu", "--alt", "-o", str(tmp_path / "a.svg")).stdout == f"{parse('diff gelu silu').alt}\n"
    )
    assert run("jacobian", "softmax", "--at", "1,2", "--alt").stdout == f"{parse('jacobian softmax --at 1,2').alt}\n"
