"""A change of the program rebuilds every figure, a change of what a line reads those that read it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actplot
from actplot.gallery.build.building import build
from actplot.gallery.build.outcomes import BUILT

PACKAGE = Path(actplot.__file__).parent
SMALL = "--size 3 2.5 --dpi 40"
DRAWN = {
    "plain": f"plot relu {SMALL}",
    "styled": f"plot relu {SMALL} --style own.mplstyle",
    "of data": f"surface mse --data points.csv {SMALL} --style own.mplstyle",
}


@pytest.mark.exhaustive(keep=0)
def test_a_changed_source_rebuilds_every_figure(tmp_path):
    """Whichever it is: what draws a figure is not told apart from the rest of the package."""
    copy = tmp_path / "actplot"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    write_manifest(tmp_path, {"a": DRAWN["plain"], "b": "plot gelu"})
    assert said(tmp_path)[-1] == "2 built"
    before = contents(tmp_path / "images")
    assert said(tmp_path)[-1] == "2 up to date"
    for path in ("catalogue/activations/gated.py", "figures/styles/actplot-pytorch.mplstyle"):
        with (copy / path).open("a") as file:
            file.write("\n# changed\n")
        assert said(tmp_path) == ["built a.png: the code changed", "built b.png: the code changed", "2 built"]
    assert contents(tmp_path / "images") == before


def write_manifest(folder: Path, figures: dict[str, str]) -> None:
    tables = [f'[[figure]]\nname = "{name}"\ndraw = "{draw}"' for name, draw in figures.items()]
    (folder / "gallery.toml").write_text("\n".join(tables))


def said(folder: Path) -> list[str]:
    """What a build by the copy of the package prints."""
    command = [sys.executable, "-m", "actplot", "gallery", "build", "--jobs", "1"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize("state", ["kept", "lost"])
@pytest.mark.parametrize(
    ("file", "text", "built"),
    [
        ("own.mplstyle", "lines.linewidth: 3\n", {"styled": "the style changed", "data": "the style changed"}),
        ("points.csv", "x,y\n0,1\n1,3\n2,8\n", {"data": "the data changed"}),
    ],
)
def test_a_changed_file_rebuilds_the_figures_that_read_it(state, file, text, built, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.mplstyle").write_text("lines.linewidth: 1\n")
    Path("points.csv").write_text("x,y\n0,1\n1,3\n2,5\n")
    write_manifest(tmp_path, {"plain": DRAWN["plain"], "styled": DRAWN["styled"], "data": DRAWN["of data"]})
    assert not build().failed
    if state == "lost":  # as a fresh clone has it
        shutil.rmtree("images/.actplot")
    Path(file).write_text(text)
    assert {one.name: one.reason for one in build().of(BUILT)} == built
