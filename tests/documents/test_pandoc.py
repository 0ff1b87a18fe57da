"""What pandoc makes of Markdown: formulas where there are formulas, and nothing of LaTeX between words."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_beamer import FEW, FULL, PLAIN, SHARES, WHOLE, drafted

from actplot.calculus.excerpts import blanked
from actplot.cli import main
from actplot.documents.markup import derivation_markdown

PANDOC = shutil.which("pandoc")
pytestmark = pytest.mark.skipif(not PANDOC, reason="needs pandoc")
MATHS = re.compile(r'Math\s+(?:Inline|Display)Math\s+"(?:[^"\\]|\\.)*"')
PLACE = "THEDOCUMENT"
MANUAL = Path(__file__).parents[2] / "gallery"
SHOWN = re.findall(
    r"^```shell\n(.*?)^```", (MANUAL / "papers.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


def converted(text: str, form: str, *options: str) -> tuple[bytes, str]:
    """What pandoc writes, and what it warns of."""
    command = [str(PANDOC), "-f", "markdown", "-t", form, *options]
    ran = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=300)
    return ran.stdout, ran.stderr.decode()


def check(documents: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"{PLACE}{number}\n\n{document}" for number, (_, document) in enumerate(documents))
    native, warned = converted(text, "native")
    parts = re.split(rf"{PLACE}\d+", native.decode())[1:]
    assert len(parts) == len(documents)
    for part, (name, _) in zip(parts, documents, strict=True):
        assert part.count("DisplayMath") == 1, name
        words = MATHS.sub("", part)
        assert "$" not in words, name
        assert "\\\\" not in words, name
        assert "RawInline" not in words, name
    _, warned = converted(text, "html", "--mathml")
    assert "Could not convert" not in warned


@pytest.mark.exhaustive(keep=0.0, thorough=0.25)
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("page", [PLAIN, FULL], ids=["plain", "full"])
def test_pandoc_reads_all_documents(page, share):
    found = [(str(case), drafted(*case)) for case in WHOLE[share::SHARES]]
    check([(name, derivation_markdown(*both, page)) for name, both in found if both])


def test_pandoc_reads_documents_and_worksheets():
    names = [*FEW, "categorical_cross_entropy", "abs"]
    documents = [(name, derivation_markdown(*drafted(name), FULL)) for name in names]
    for name in FEW:
        derivation, checked = drafted(name)
        sheet = blanked(derivation, {2}, rules=True, terms=False)
        documents.append((f"blank {name}", derivation_markdown(sheet, checked, PLAIN)))
    check(documents)


@pytest.mark.parametrize(("form", "file"), [("docx", "word/document.xml"), ("pptx", "ppt/slides/slide1.xml")])
def test_office_files_hold_formulas(form, file):
    text = derivation_markdown(*drafted("sigmoid"), PLAIN)
    data, warned = converted(text, form, "-o", "-")
    assert warned == ""
    page = zipfile.ZipFile(io.BytesIO(data)).read(file).decode()
    assert "<m:oMath" in page
    assert page.count("<m:f>") > 5
    assert "$" not in page
    assert "\\frac" not in page


@pytest.mark.parametrize("lines", SHOWN)
def test_the_lines_of_the_manual_write_their_files(lines, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for program, *arguments in map(str.split, lines.splitlines()):
        if program == "actplot":
            assert CliRunner().invoke(main, arguments).exit_code == 0
        else:
            assert program == "pandoc"
            subprocess.run([str(PANDOC), *arguments], check=True, timeout=300)
        assert Path(arguments[arguments.index("-o") + 1]).stat().st_size > 500
