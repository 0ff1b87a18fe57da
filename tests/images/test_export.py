"""The same command gives the same bytes, every file carries its command, and files are whole or absent."""

import io
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

import actplot
from actplot.files import write
from actplot.images.encoding import FORMATS, encode
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

LINE = "compare sigmoid tanh relu leaky_relu:0.2 --title 'a & b <c> (ü)'"
EXECUTABLE = [sys.executable, "-m", "actplot"]


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*EXECUTABLE, *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, check=False
    )


def encoded(line: str, form: str) -> bytes:
    request = parse(line)
    return encode(request.draw(), form, line_of(request), request.resolution)


def test_paths_of_an_svg_are_as_fine_as_can_be_seen():
    paths = re.findall(rb' d="([^"]*)"', parse("plot gelu").image("svg"))
    places = [number for path in paths for number in re.findall(rb"[0-9]+\.[0-9]+", path)]
    assert len(places) > 200
    assert max(len(number.partition(b".")[2]) for number in places) == 3


@pytest.mark.exhaustive(keep=0.16, thorough=0.2)
@pytest.mark.parametrize("form", FORMATS)
def test_same_bytes_in_two_processes_that_differ_in_everything_else(form, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (there / "matplotlibrc").write_text(
        "lines.linewidth: 40\nfont.size: 30\nsvg.fonttype: none\nsvg.id: mine\npath.simplify: False\npath.snap: False\n"
        "text.hinting: none\nlines.antialiased: False\npdf.compression: 0\npdf.use14corefonts: True\n"
    )
    first = run(
        *f"compare relu elu --dpi 80 --theme dark -o a.{form}".split(), folder=here, PYTHONHASHSEED="1", TZ="UTC"
    )
    second = run(
        *f"compare --theme=dark ReLU -o {there}/b.{form} --dpi 80.0 elu:alpha=1.0".split(),
        folder=there, PYTHONHASHSEED="2", TZ="Asia/Tokyo", SOURCE_DATE_EPOCH="1", LC_ALL="C",
    )  # fmt: skip
    assert (first.returncode, second.returncode) == (0, 0), (first.stderr, second.stderr)
    assert (here / f"a.{form}").read_bytes() == (there / f"b.{form}").read_bytes()


@pytest.mark.exhaustive(keep=0.05, thorough=1)
@pytest.mark.parametrize("form", FORMATS)
def test_a_figure_drawn_before_leaves_no_trace(form):
    alone = encoded("compare relu", form)
    encoded("plot gelu --mark extrema --style ggplot", "svg")
    assert encoded("compare relu", form) == alone


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize("form", FORMATS)
def test_no_date_no_version_no_path(form):
    data = encoded("compare sigmoid relu", form)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    data += b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x")
    for unwanted in ("Date", "Creator", "Producer", "Software", "Matplotlib", mpl.__version__, str(Path.cwd())):
        assert unwanted.encode() not in data
    assert not re.search(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}", data)


def test_every_format_carries_the_canonical_line(tmp_path):
    canonical = line_of(parse(LINE))
    png = tmp_path / "a.png"
    png.write_bytes(encoded(LINE, "png"))
    with Image.open(png) as image:
        assert image.text["actplot"] == canonical
        assert image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    svg = encoded(LINE, "svg").decode()
    described = re.search("<dc:description>(.*?)</dc:description>", svg)[1]
    assert described.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == canonical
    plain = line_of(parse("compare sigmoid tanh"))
    assert f"/Keywords ({plain})".encode() in encoded("compare sigmoid tanh", "pdf")
    assert parse(canonical) == parse(LINE)


def test_svg_is_well_formed():
    assert ElementTree.fromstring(encoded(LINE, "svg")).tag.endswith("svg")


def test_size_and_dpi_give_the_pixels():
    data = encoded("compare relu --size 4 2.5 --dpi 80", "png")
    assert Image.open(io.BytesIO(data)).size == (320, 200)


def test_write_replaces_a_file_and_keeps_a_link(tmp_path):
    target, link = tmp_path / "a.png", tmp_path / "link.png"
    target.write_bytes(b"old and longer")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "link.png"]


def test_write_respects_the_mask(tmp_path):
    old = os.umask(0o027)
    try:
        write(tmp_path / "a", b"")
    finally:
        os.umask(old)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(actplot.OutputError, match=r"cannot write '.*a\.png': No space left on device"):
        write(tmp_path / "a.png", b"data")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    (tmp_path / "a.png").write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.png", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert (tmp_path / "a.png").read_bytes() == b"before"


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(pipe, b"data")
        assert os.read(reader, 10) == b"data"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("place", ["missing/a.png", "."])
def test_places_that_cannot_be_written(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(actplot.OutputError, match="folder"):
        write(place, b"data")
