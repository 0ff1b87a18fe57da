"""The folder in which a line is run: tables, images, manifests and style sheets, whole, damaged and hostile."""

import base64
import shlex
import shutil
import tempfile
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from actplot.cli import main

from . import specs, words
from .dice import Dice

TABLES = ("m.csv", "named.csv", "gaps.csv", "empty.csv", "wide.csv", "damaged.csv")
IMAGES = ("a.png", "a.svg", "a.pdf", "damaged.png", "damaged.svg", "damaged.pdf", "no.png", "folder")
MANIFESTS = ("gallery.toml", "damaged.toml", "folder", "nothing.toml", "m.csv")
STYLES = ("odd.mplstyle", "damaged.mplstyle", "nothing.mplstyle")
WHOLE = {
    "m.csv": "1,2,0.5\n3,4,-1\n-2,0,1e308\n",
    "named.csv": "\ufeffTV,Radio ads,Sales\n1,2,3\n2,0.5,4\n3,1,7\n4,2,8\n",
    "gaps.csv": "x,y\n1,\n,2\n3,4\n",
    "empty.csv": "",
    "wide.csv": ",".join(map(str, range(300))) + "\n",
}
CODE = {
    "mine.py": """
import math
import numpy as np


def act(x, alpha=0.25):
    return np.where(x > 0, x, alpha * x)


def d_act(x, alpha=0.25):
    return np.where(x > 0, 1.0, alpha)


def smooth(x):
    return x / (1 + np.exp(-x))


def smooth_prime(x):
    return 1 / (1 + np.exp(-x))


def jump(x):
    return np.where(x < 0.3, -1.0, 2 * x)


def root(x):
    if x < 0:
        raise ValueError("positive only")
    return math.sqrt(x)


def chance(x):
    return np.random.rand(*np.shape(x))


def words(x):
    return "no"


def both(x, y):
    return x + y


def longer(x):
    return [1.0, 2.0, 3.0]
""",
    "broken.py": "def act(x):\n    return x +\n",
    "lacking.py": "import nosuchpackage\n\n\ndef act(x):\n    return x\n",
}
PROJECT = """
[functions]
bent = {formula = "where(x > 0, x, slope*x)", parameters = {slope = 0.1}}
mine = {formula = "mine.py:act", aliases = ["own"]}

[functions.swoosh]
formula = "x*sigmoid(a*x)"
parameters = {a = 1.5}
note = "A gate."
"""
DECLARED = ("bent", "mine", "own", "swoosh")
FUNCTIONS = (*(f"mine.py:{name}" for name in ("act", "smooth", "jump", "root")), *DECLARED)
NO_FUNCTIONS = (
    *(f"mine.py:{name}" for name in ("", "f", "chance", "words", "both", "longer", "np", "act:beta=1", "act:1,2")),
    *("broken.py:act", "lacking.py:act", "nothing.py:act", "folder:act", "m.csv:act", "no.module:act", "math:sin"),
)
SETTINGS = (
    "font.size", "lines.linewidth", "figure.subplot.left", "grid.alpha", "image.cmap", "path.effects", "axes.grid",
    "text.usetex", "savefig.bbox", "axes.prop_cycle", "figure.dpi", "font.family", "xtick.major.size", "backend",
    "axes.facecolor", "legend.loc", "axes.titlepad", "figure.figsize", "mathtext.fontset", "lines.dash_capstyle",
)  # fmt: skip
FORMATS, NO_FORMATS = ('["svg"]', '["svg"]', '["png"]', '["pdf", "svg"]'), ("[]", '["gif"]', '"svg"', "3")
OUTPUTS, NO_OUTPUTS = ("images", "images/", "a/b", "."), ("..", "", "/", "m.csv", "C:\\x")
NAMES, NO_NAMES = ("one", "two", "relu", "four-5"), ("../up", "CON", "", "a/b", "one", "é", "one.")
SMALL = ("--size", "2", "2", "--dpi", "60")
SETTING_VALUES = ("2", "-1", "nan", "1e300", "True", "None", "inherit", "nosuch", "[]", "serif", "0.5, 0.5", "tight")


@cache
def images() -> dict[str, bytes]:
    """One image of each format, drawn once."""
    drawn = {}
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("png", "svg", "pdf"):
            place = Path(folder, f"a.{suffix}")
            line = "compare relu x^2 --title '<b> & $x$' --size 2 2 --dpi 60 -o"
            result = CliRunner().invoke(main, [*shlex.split(line), str(place)], catch_exceptions=False)
            assert result.exit_code == 0, result.output
            drawn[place.name] = place.read_bytes()
    return drawn


def fill(dice: Dice, folder: Path) -> None:
    """Write all of them; what is damaged differs from line to line."""
    whole = {name: text.encode() for name, text in (WHOLE | CODE).items()} | images()
    whole["functions.toml"] = PROJECT.encode()
    whole["gallery.toml"] = manifest(dice).encode()
    whole["odd.mplstyle"] = style(dice).encode()
    for name, content in whole.items():
        Path(folder, name).write_bytes(content)
    for name in ("m.csv", "a.png", "a.svg", "a.pdf", "gallery.toml", "odd.mplstyle"):
        Path(folder, f"damaged.{name.rpartition('.')[2]}").write_bytes(damaged(dice, whole[name]))
    Path(folder, "folder").mkdir()
    shutil.copy(Path(folder, "a.svg"), Path(folder, "folder", "relu.svg"))


def damaged(dice: Dice, content: bytes) -> bytes:
    """Cut off, doubled, with bytes exchanged, or nothing like it."""
    at = dice.randrange(len(content) or 1)
    other = dice.randrange(at, len(content) or 1)
    changed = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return dice.choice(
        (
            content[:at],
            content[:other] + content[at:],
            content[:at] + content[at:other] * 50 + content[other:],
            bytes(changed),
            bytes(changed),
            b"\x00" * 1000,
            b"\xff\xfe" + content,
            base64.b64encode(content),
            b"[" * 3000,
            content + b"\n" + content,
        )
    )


def manifest(dice: Dice) -> str:
    """Of at most three small figures, of which some may be wrong."""
    lines = ["[gallery]", f'output = "{dice.one(OUTPUTS, NO_OUTPUTS)}"', f"formats = {dice.one(FORMATS, NO_FORMATS)}"]
    for name in dice.sample(NAMES, dice.randint(1, 3)):
        draw = [dice.one(("compare", "plot"), ("eval", "nosuch")), specs.spec(dice, ("activation", "loss")), *SMALL]
        lines += ["[[figure]]", f"name = {toml(dice.one((name,), NO_NAMES))}", f"draw = {toml(shlex.join(draw))}"]
        if dice.often(0.3):
            lines.append(f"title = {toml(words.text(dice))}")
    return "\n".join(lines)


def toml(text: str) -> str:
    """A basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{plain}"'


def style(dice: Dice) -> str:
    """Settings of matplotlib, each with some value."""
    chosen = dice.sample(SETTINGS, dice.randint(1, 3))
    return "".join(f"{setting}: {dice.choice(SETTING_VALUES)}\n" for setting in chosen)
