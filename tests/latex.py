"""Runs a real LaTeX over documents, and tells what it complains about."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PDFLATEX = shutil.which("pdflatex")


def knows(*files: str) -> bool:
    """Whether there is a LaTeX that has some classes and packages."""
    finder = shutil.which("kpsewhich")
    found = [subprocess.run([finder, name], capture_output=True, check=False) for name in files] if finder else []
    return bool(PDFLATEX and finder) and all(one.returncode == 0 for one in found)


def needs(*files: str) -> pytest.MarkDecorator:
    """Skips a test where LaTeX or one of its files is missing."""
    reason = f"needs pdflatex with {', '.join(files)}, of texlive-latex-recommended or texlive-pictures"
    return pytest.mark.skipif(not knows(*files), reason=reason)


def complaints(source: str, folder: Path, *, draft: bool = True) -> list[str]:
    """Errors and boxes that are too wide or too high, each behind the last words that \\typeout said."""
    (folder / "page.tex").write_text(source, encoding="utf-8")
    options = ["-interaction=nonstopmode", *(["-draftmode"] if draft else [])]
    command = [str(PDFLATEX), *options, "page.tex"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=500, check=False)
    said = ran.stdout.decode("utf-8", "replace").splitlines()
    assert any(line.startswith(("Output written", "No pages")) for line in said) or draft
    found, place = [], ""
    for line in said:
        if line.startswith("AT "):
            place = line
        elif line.startswith(("Overfull", "!")):
            found.append(f"{place}: {line}")
    return found


def told(texts: Sequence[tuple[str, str]]) -> str:
    """Texts with their names for `complaints`."""
    return "\n".join(f"\\typeout{{AT {name}}}\n{text}" for name, text in texts)
