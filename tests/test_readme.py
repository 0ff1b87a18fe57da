"""Every command that the README and the manual show prints what they say, and every link leads somewhere."""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MANUAL = ROOT / "gallery"
PAGES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (README, *MANUAL.glob("*.md"))}


def blocks(kind: str) -> list[tuple[str, str]]:
    """The page and the text of every fenced block of one kind."""
    fenced = re.compile(rf"^```{kind}\n(.*?)^```", re.DOTALL | re.MULTILINE)
    return [(page, block) for page, text in PAGES.items() for block in fenced.findall(text)]


def shown(block: str) -> list[tuple[str, str]]:
    """Each command of a block with what it prints."""
    return [tuple(part.split("\n", 1)) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]


def run(command: str):
    return CliRunner().invoke(main, shlex.split(command)[1:], prog_name="actplot")


def printed(command: str) -> str:
    command, _, head = command.partition(" | head -n ")
    output = run(command).output
    return "".join(output.splitlines(keepends=True)[: int(head)]) if head else output


def first_line(block: object) -> str:
    return str(block).partition("\n")[0]


@pytest.fixture(autouse=True)
def _where_the_page_is(request, tmp_path, monkeypatch):
    """In the folder of the page, in a checkout that has nothing else but the data."""
    shutil.copytree(MANUAL / "data", tmp_path / "gallery" / "data")
    page = request.node.callspec.params.get("page", "README.md") if hasattr(request.node, "callspec") else "README.md"
    monkeypatch.chdir((tmp_path / page).parent)
    monkeypatch.setenv("COLUMNS", "80")


SLOW = (  # the sample of the suite goes without them
    "actplot check --accuracy",
    "actplot diff gelu data/gate.py:gate",
    "actplot identify 'x*sigmoid(1.702*x)",
    "actplot surface mse --data line --weights w,b --descend",
)


def sampled(page: str, block: str):
    slow = block.startswith(SLOW, len("$ "))
    return pytest.param(page, block, marks=[pytest.mark.exhaustive(keep=0, thorough=1)] * slow)


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize(("page", "block"), [sampled(*block) for block in blocks("console")], ids=first_line)
def test_commands_print_what_is_shown(page, block, pytestconfig):
    now = "".join(f"$ {command}\n{printed(command)}" for command, _ in shown(block))
    if now != block and pytestconfig.getoption("update"):
        path = ROOT / page
        path.write_text(path.read_text(encoding="utf-8").replace(f"\n{block}```", f"\n{now}```"), encoding="utf-8")
    else:
        assert now == block


CELL = r"\| `(actplot [^`]*)`(?= \|)"
CELLS = re.compile(r"\| (`(?:actplot|import actplot)\b[^`]*`(?:<br>`[^`]*`)*)(?= \|)")
TABLED = [(page, re.findall("`(.*?)`", cell)) for page, text in PAGES.items() for cell in CELLS.findall(text)]


SLOW_ROWS = (
    "actplot diff gelu gallery/data/gate.py:gate",
    "actplot explore elu",
    "actplot identify gallery/data/gate.py:gate",
)


def sampled_row(page: str, lines: list[str]):
    """All rows of the README that are quick, and some of the manual's."""
    keep = 0 if lines[0].startswith(SLOW_ROWS) else 0.25
    quick = page == "README.md" and keep
    return pytest.param(
        page, lines, marks=[] if quick else [pytest.mark.exhaustive(keep=keep, thorough=1)], id=lines[0]
    )


@pytest.mark.parametrize(("page", "lines"), [sampled_row(*row) for row in TABLED])
def test_commands_in_tables_work(page, lines):
    """Those of one cell follow each other, in a folder in which nothing else was run."""
    for line in lines:
        if line.startswith("import"):
            *_, last = map(str.strip, line.split(";"))
            names: dict[str, object] = {}
            exec(line, names)
            shown_in_a_notebook, _ = eval(last, names)._repr_mimebundle_()
            assert "<svg" in shown_in_a_notebook["image/svg+xml"]
        else:
            result = run(line)
            assert result.exit_code == 0, result.output


def wanted() -> list[list[str]]:
    """The rows of the README's table of what one may want: the wish, the commands, and where more is said."""
    table = PAGES["README.md"].partition("| I want … |")[2].partition("\n\n")[0]
    return [re.split(r"(?<!\\) \| ", row.strip("| ")) for row in table.splitlines()[2:]]


def test_each_wish_of_the_readme_has_a_command_and_a_page():
    assert 10 <= len(wanted()) <= 16
    for _, cell, more in wanted():
        lines = re.findall("`(.*?)`", cell)
        assert ("README.md", lines) in TABLED or lines[-1].startswith(".. actplot::"), "not one of those that are run"
        assert LINK.search(more), "no page of the manual"


def test_the_wish_for_sphinx_is_a_site_with_a_picture():
    ((install, configured, directive),) = [
        re.findall("`(.*?)`", cell) for _, cell, _ in wanted() if ".. actplot::" in cell
    ]
    extra = re.fullmatch(r'pip install "\.\[(\w+)\]"', install).group(1)
    assert (
        extra
        in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    )
    pytest.importorskip("sphinx")
    Path("conf.py").write_text(configured, encoding="utf-8")
    Path("index.rst").write_text(f"Functions\n=========\n\n{directive}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", ".", "out"], check=True, timeout=300)
    assert list(Path("out", "_images").glob("*.svg"))
    assert 'alt="GELU and SiLU and their derivatives' in Path("out", "index.html").read_text(encoding="utf-8")


PICTURED = [  # a row of pictures stands above or below the row of their commands
    (page, *pair)
    for page, text in PAGES.items()
    for rows in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for pair in zip(re.findall(r"\| !\[\]\((.*?)\)(?= \|)", rows), re.findall(CELL, rows), strict=False)
]


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(("page", "picture", "command"), PICTURED, ids=first_line)
def test_the_command_beside_a_picture_draws_it(page, picture, command):
    drawn = run(command).output.removeprefix("wrote ").strip()
    assert run(f"actplot recipe {drawn}").output == run(f"actplot recipe {(ROOT / page).parent / picture}").output


def test_every_command_is_shown():
    commands = [command for _, block in blocks("console") for command, _ in shown(block)]
    seen = {shlex.split(command)[1] for command in commands}
    assert seen == set(COMMANDS), "add a console block to a page of the manual; --update writes what it prints"


@pytest.mark.parametrize(("page", "block"), blocks("pycon"), ids=first_line)
def test_python_examples(page, block):
    session = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
    assert doctest.DocTestRunner().run(session).failed == 0


@pytest.mark.parametrize(("page", "block"), blocks("python"), ids=first_line)
def test_files_that_are_shown_are_the_files_that_are_used(page, block):
    assert block in {path.read_text(encoding="utf-8") for path in (MANUAL / "data").glob("*.py")}


@pytest.mark.parametrize(("page", "block"), blocks("toml"), ids=first_line)
def test_tables_that_are_shown_are_used_or_draw(page, block):
    if "[[figure]]" not in block:
        assert block in {path.read_text(encoding="utf-8") for path in (MANUAL / "data").glob("*.toml")}
        return
    Path("gallery.toml").write_text(block, encoding="utf-8")
    built = run("actplot gallery build")
    assert built.exit_code == 0, built.output
    assert run("actplot gallery check").exit_code == 0


def test_the_lines_for_windows_do_what_the_line_for_others_does():
    ((_, windows),) = blocks("bat")
    (_, others), *_ = blocks("sh")
    make, activate, *rest = windows.splitlines()
    assert (make, activate) == (r"py -m venv .venv", r".venv\Scripts\activate")
    made, *same = others.strip().split(" && ")
    assert made == "python3 -m venv .venv"
    assert [shlex.split(line) for line in rest] == [shlex.split(line.removeprefix(".venv/bin/")) for line in same]


KINDS = {"console", "pycon", "python", "toml", "sh", "bat"}  # tried above
KINDS |= {"py", "shell"}  # cells of notebooks.md in tests/python, lines for pandoc in tests/documents
KINDS |= {"rst", "yaml"}  # of documentation.md, in tests/embedding


def test_every_block_of_the_manual_is_of_a_kind_that_is_tried():
    assert {
        kind for text in PAGES.values() for kind in re.findall(r"^```(.*)\n(?:.*\n)*?```$", text, re.MULTILINE)
    } <= KINDS


LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_pictures_and_links_lead_somewhere(page):
    targets = [link or picture for link, picture in LINK.findall(PAGES[page])]
    for target in targets:
        path, _, anchor = target.partition("#")
        there = (ROOT / page).parent / path if path else ROOT / page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def test_the_index_of_the_manual_names_every_page():
    listed = set(re.findall(r"\*\*\[.*?\]\((.*?)\)\*\*", PAGES["gallery/README.md"]))
    assert listed == {path.name for path in MANUAL.glob("*.md")} - {"README.md"}


def test_the_readme_is_a_door():
    assert len(PAGES["README.md"].splitlines()) <= 150
    outputs = [output for page, block in blocks("console") if page == "README.md" for _, output in shown(block)]
    assert max(len(output.splitlines()) for output in outputs) <= 12


def test_continuous_integration_calls_the_test_command():
    (_, install), (_, test) = blocks("sh")
    assert "actplot compare" in install
    lines = map(str.strip, (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines())
    assert test.strip() in lines
