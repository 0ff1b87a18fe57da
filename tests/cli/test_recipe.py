"""`actplot recipe` reads back the command line that drew an image, from every format and from damaged files."""

import io
import shlex
import subprocess
import sys
import zlib

import pytest
from click.testing import CliRunner
from PIL import Image, PngImagePlugin

from actplot.cli import main
from actplot.images.carried import text_of
from actplot.images.encoding import FORMATS, TEX
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

LINES = [
    "compare sigmoid tanh relu",
    "plot elu:0.5 --title 'a & b <c> \"d\" (ü) ∂ \\ \\n (((' --range -3 3",
]


def run(*arguments: str, **options):
    return CliRunner().invoke(main, ["recipe", *map(str, arguments)], prog_name="actplot", **options)


def drawn(line: str, path) -> None:
    words = shlex.split(line)
    assert CliRunner().invoke(main, [*words, "-o", str(path)]).exit_code == 0


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("form", [*FORMATS, TEX])
@pytest.mark.parametrize("line", LINES)
def test_every_format_gives_its_line_back(line, form, tmp_path):
    path = tmp_path / f"a.{form}"
    drawn(line, path)
    result = run(path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"actplot {line_of(parse(line))}\n"
    again = tmp_path / f"b.{form}"
    drawn(result.stdout.removeprefix("actplot "), again)
    assert again.read_bytes() == path.read_bytes()


def test_several_images_are_told_apart(tmp_path):
    first, second = tmp_path / "one.svg", tmp_path / "two.png"
    drawn("plot relu", first)
    drawn("plot elu", second)
    assert run(first, second).stdout == f"{first}: actplot plot relu\n{second}: actplot plot elu\n"


def test_standard_input(tmp_path):
    path = tmp_path / "a.pdf"
    drawn("plot relu", path)
    assert run("-", input=path.read_bytes()).stdout == "actplot plot relu\n"


def foreign() -> dict[str, bytes]:
    """Files that are not actplot's, by what is said of them."""
    png, other = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (2, 2)).save(png, "png")
    facts = PngImagePlugin.PngInfo()
    facts.add_text("actplot", "compare relu\n\x1b[2J rm -rf /")
    Image.new("RGB", (2, 2)).save(other, "png", pnginfo=facts)
    described = b"<svg xmlns='http://www.w3.org/2000/svg'><dc:description>plot of a function</dc:description></svg>"
    return {
        "is a PNG without a command line": png.getvalue(),
        "is an SVG without a command line": b"<?xml version='1.0'?><svg/>",
        "is a PDF without a command line": b"%PDF-1.4\n%%EOF",
        "which is no command line of actplot": other.getvalue(),
        "holds 'plot of a function'": described,
        "is empty": b"",
        "is not a PNG, SVG or PDF image, nor a figure for LaTeX": b"compare relu",
    }


@pytest.mark.parametrize(("said", "data"), foreign().items(), ids=foreign())
def test_foreign_images(said, data, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(data)
    result = run(path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: '{path}'")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_one_foreign_image_does_not_hide_the_others(tmp_path):
    drawn("plot relu", tmp_path / "a.svg")
    (tmp_path / "b.svg").write_bytes(b"<svg/>")
    result = run(tmp_path / "b.svg", tmp_path / "a.svg")
    assert result.exit_code == 1
    assert result.stdout == f"{tmp_path / 'a.svg'}: actplot plot relu\n"


@pytest.mark.parametrize(
    ("place", "said"), [("missing.png", "there is no file"), (".", "is a folder"), ("x" * 5000, "name too long")]
)
def test_files_that_cannot_be_read(place, said):
    result = run(place)
    assert result.exit_code == (1 if "too long" in said else 2)
    assert said in result.stderr.lower()
    assert "Traceback" not in result.output


def test_a_line_that_a_shell_would_run_is_quoted(tmp_path):
    facts = PngImagePlugin.PngInfo()
    facts.add_text("actplot", "plot relu --title $(touch${IFS}x)")
    Image.new("RGB", (2, 2)).save(tmp_path / "a.png", pnginfo=facts)
    assert run(tmp_path / "a.png").stdout == "actplot plot relu --title '$(touch${IFS}x)'\n"


@pytest.mark.parametrize("form", FORMATS)
def test_any_part_of_an_image_is_read_without_an_error(form, tmp_path):
    path = tmp_path / f"a.{form}"
    drawn("plot relu --title 'a (ü) ∂'", path)
    data = path.read_bytes()
    for size in [*range(0, 1500, 7), len(data) - 1]:
        text_of(data[:size])
        text_of(data[:50] + data[size:])


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_packed_text_chunks(kind):
    line = zlib.compress(b"plot relu")
    content = b"actplot\0\0" + line if kind == b"zTXt" else b"actplot\0\1\0\0\0" + line
    chunk = len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
    blank = io.BytesIO()
    Image.new("RGB", (2, 2)).save(blank, "png")
    pixels, end = (blank.getvalue().index(name) - 4 for name in (b"IDAT", b"IEND"))
    for at in (pixels, end):  # where actplot puts its line, and where some tools move it
        assert text_of(blank.getvalue()[:at] + chunk + blank.getvalue()[at:]) == "plot relu"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"(plot \(relu\) \101\n\\ (nested))", "plot (relu) A\n\\ (nested)"),
        (b"<706C6F742072656C75>", "plot relu"),
        (b"<FEFF0070006C006F0074>", "plot"),
    ],
)
def test_strings_of_a_pdf(written, text):
    assert text_of(b"%PDF-1.4\n1 0 obj\n<< /Subject " + written + b" >>\nendobj") == text


def test_reading_loads_no_matplotlib(tmp_path):
    drawn("plot relu", tmp_path / "a.svg")
    code = (
        "import sys\nfrom actplot.cli import main\n"
        "try: main(['recipe', 'a.svg'])\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "actplot plot relu\n"
    assert not {"matplotlib", "PIL", "scipy"} & set(done.stderr.split())
