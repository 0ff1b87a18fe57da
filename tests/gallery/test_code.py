"""A change of code rebuilds the figures that come from it, and no others."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actplot
from actplot.gallery.build import code
from actplot.requests.command_line import parse

PACKAGE = Path(actplot.__file__).parent
FIGURES = {"gelu": "plot gelu", "relu": "plot relu", "loss": "plot huber", "pair": "compare relu gelu"}
REBUILT = {
    "catalogue/activations/gated.py": {"gelu", "pair"},
    "catalogue/activations/rectified.py": {"relu", "pair"},
    "catalogue/losses/residuals.py": {"loss"},
    "numerics/kernels.py": {"gelu", "loss", "pair"},
    "figures/curves/panels.py": set(FIGURES),
    "images/encoding.py": set(FIGURES),
    "calculus/curves/tracing.py": set(FIGURES),
    "requests/figures/plot.py": {"gelu", "relu", "loss"},
    "requests/figures/compare.py": {"pair"},
    "cli/facts/list.py": set(),
    "documents/card.py": set(),
    "calculus/checks/of_functions.py": set(),
    "catalogue/activations/smooth.py": set(),
    "gallery/check/report.py": set(),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A gallery that a copy of the package has built."""
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(PACKAGE, folder / "actplot", ignore=shutil.ignore_patterns("__pycache__"))
    tables = "\n".join(f'[[figure]]\nname = "{name}"\ndraw = "{draw}"' for name, draw in FIGURES.items())
    (folder / "gallery.toml").write_text(
        f'[gallery]\ndefaults = "--points 20 --size 3 2.5 --dpi 40 --no-legend"\n{tables}\n'
    )
    assert set(build(folder).values()) == {"built"}
    return folder


def build(folder: Path, *arguments: str) -> dict[str, str]:
    command = [sys.executable, "-m", "actplot", "gallery", "build", "--json", "--jobs", "1", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return {one["name"]: one["status"] for one in json.loads(run.stdout)["figures"]}


@pytest.mark.parametrize("path", REBUILT)
def test_a_changed_source_rebuilds_what_uses_it(path, copied):
    source = copied / "actplot" / path
    before = source.read_text()
    source.write_text(before + "\n# changed\n")
    try:
        found = build(copied, "--dry-run")
    finally:
        source.write_text(before)
    assert {name for name, status in found.items() if status == "to build"} == REBUILT[path]


def test_a_shipped_style_belongs_to_the_figures_that_name_one():
    plain, styled = parse("plot relu"), parse("plot relu --style actplot-pytorch")
    assert code.code_of(plain) != code.code_of(styled)


def test_late_imports_count():
    found = {str(path.relative_to(PACKAGE)) for path in code.reached(PACKAGE / "requests" / "figures" / "compare.py")}
    assert {
        "requests/figures/panels.py",
        "calculus/curves/estimates.py",
        "figures/look.py",
        "catalogue/kinds/functions.py",
    } <= found
    assert not {
        path
        for path in found
        if path.startswith(("cli", "gallery", "catalogue/activations", "catalogue/losses", "documents"))
    }
