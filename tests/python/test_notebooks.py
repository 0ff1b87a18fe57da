"""The cells of the manual's page on notebooks run in a real kernel, and what they show is looked at."""

import base64
import io
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

PAGE = Path(__file__).parents[2] / "gallery" / "notebooks.md"
CELLS = re.findall(r"^```py\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
SVG = "{http://www.w3.org/2000/svg}"
# the beginning of the last line of a cell, and what it shows
SHOWN = {
    "actplot.compare(": "image/svg+xml",
    "actplot.draw(": "image/svg+xml",
    "actplot.diff(": "image/svg+xml",
    "actplot.plot(": "text/html",
    "figure": "image/png",
    "print(": "stream",
    "actplot.derive(": "text/latex",
    "[(line.rule": "text/plain",
    "actplot.get(": "text/html",
    "actplot.table(": "text/html",
    "actplot.check(": "text/html",
    "actplot.identify(": "text/html",
    "actplot.explore(": "text/html",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Each cell with its one output."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    pytest.importorskip("jinja2")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    folder = tmp_path_factory.mktemp("notebook")
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}})
    client.execute(env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    return [(cell.source, cell.outputs) for cell in notebook.cells]


class Elements(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, name):
        return [attrs for tag, attrs in self.found if tag == name]


def last_line(cell):
    return cell.strip().splitlines()[-1]


def test_every_cell_shows_what_it_should(shown):
    assert len(shown) == len(CELLS) > 10
    for cell, outputs in shown:
        kind = next(kind for begin, kind in SHOWN.items() if last_line(cell).startswith(begin))
        assert not [one for one in outputs if one.output_type == "stream" and one.name == "stderr"], cell
        (output,) = outputs
        if kind == "stream":
            assert output.text == "actplot compare sigmoid tanh\n"
        else:
            assert kind in output.data, cell
            assert "text/plain" in output.data


def test_pictures_have_their_text(shown):
    pictures = [output for _, (output, *_) in shown if output.get("data", {}).keys() & {"image/svg+xml", "image/png"}]
    assert len(pictures) > 3
    for output in pictures:
        (kind,) = output.data.keys() - {"text/plain", "text/html"}
        alt = output.metadata[kind]["alt"]
        assert len(alt) > 80
        if kind == "image/png":
            size = Image.open(io.BytesIO(base64.b64decode(output.data[kind]))).size
            assert size[0] > output.metadata[kind]["width"] > 500  # sharp where pixels are small
        else:
            (element,) = Elements(output.data["text/html"]).of("img")
            assert element["alt"] == alt
            assert ElementTree.fromstring(output.data[kind]).find(f"{SVG}desc").text == alt == output.data["text/plain"]


def test_pages_hold_tables_pictures_and_formulas(shown):
    pages = {
        last_line(cell).partition("(")[0]: Elements(output.data["text/html"])
        for cell, (output, *_) in shown
        if "text/html" in output.get("data", {})
    }
    assert [bool(one["alt"]) for one in pages["actplot.plot"].of("img")] == [True, True]
    assert all(pages[name].of("td") for name in ("actplot.get", "actplot.table", "actplot.check"))
    assert pages["actplot.get"].of("math")
    assert pages["actplot.get"].of("img")[0]["alt"]
    (frame,) = pages["actplot.explore"].of("iframe")
    assert Elements(frame["srcdoc"]).of("script")


def test_a_derivation_is_mathematics(shown):
    (data,) = (output.data for _, (output, *_) in shown if "text/latex" in output.get("data", {}))
    assert data["text/latex"].startswith("$$\n\\begin{aligned}")
    assert data["text/markdown"].startswith(data["text/latex"])
