"""actplot's own pictures state what the code draws: checked as a user's suite would, through the plugin."""

import subprocess
import sys
from pathlib import Path

from actplot.gallery.manifest.manifest import load

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "gallery" / "gallery.toml"


def test_every_picture_is_what_its_command_draws():
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--noconftest",
        "--actplot-gallery",
        MANIFEST,
        MANIFEST.parent,
    ]
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    figures = len(load(MANIFEST).figures)
    assert f"{figures + 1} passed" in result.stdout  # and that no picture is left over


def test_the_gallery_stays_small():
    images = MANIFEST.parent / "images"
    assert sum(path.stat().st_size for path in images.iterdir() if path.is_file()) < 10_000_000
