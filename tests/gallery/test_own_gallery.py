"""actplot's own pictures state what the code draws: checked as a user's suite would, through the plugin."""

import subprocess
import sys
from pathlib import Path

import pytest

from actplot.gallery.manifest.manifest import load

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "gallery" / "gallery.toml"
SOME = (
    "cover",
    "gate",
    "gelu-and-tanh",
    "jacobian-softmax",
    "derive-tanh",
    "loss-of-one-prediction",
)  # of every kind one


@pytest.mark.exhaustive(keep=0)
def test_every_picture_is_what_its_command_draws():
    figures = len(load(MANIFEST).figures)
    assert f"{figures + 1} passed" in checked(MANIFEST.parent)  # and that no picture is left over


def test_some_pictures_are_what_their_commands_draw():
    places = [f"{MANIFEST}::{name}" for name in SOME]
    assert f"{len(SOME)} passed" in checked(*places)


def checked(*places: str | Path) -> str:
    options = ["-q", "--assert=plain", "-p", "no:cacheprovider", "--noconftest", "--actplot-gallery", MANIFEST]
    command = [sys.executable, "-m", "pytest", *options, *places]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_gallery_stays_small():
    images = MANIFEST.parent / "images"
    assert sum(path.stat().st_size for path in images.iterdir() if path.is_file()) < 10_000_000
