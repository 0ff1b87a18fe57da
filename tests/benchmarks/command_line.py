"""Prints how long single commands of actplot take, as ratios to yardsticks that run in turn with them.

    python tests/benchmarks/command_line.py [ROUNDS]

Builds a wheel of this checkout and installs it in a temporary virtual environment. Needs pip and its package index.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measuring import HERE, PASS, Installed, Row, cpu, install, paired, print_table

BY_HAND = str(HERE / "by_hand.py")
FIVE = ("sigmoid", "tanh", "relu", "softplus", "elu")
PRESSED = {"_ACTPLOT_COMPLETE": "bash_complete", "COMP_WORDS": "actplot show ge", "COMP_CWORD": "2"}


def rows(installed: Installed, folder: Path, rounds: int) -> list[Row]:
    """Those of commands, in seconds of the processor."""

    def starting(words: Sequence[str], **more: str) -> list[float]:
        command, nothing = (installed.actplot, *words), (installed.python, *PASS)
        return paired(lambda: cpu(command, **more), lambda: cpu(nothing), rounds)

    def drawing(suffix: str) -> list[float]:
        ours = (installed.actplot, "compare", *FIVE, "--size", "15", "5", "--dpi", "100", "-o", f"{folder}/a.{suffix}")
        by_hand = (installed.python, BY_HAND, f"{folder}/by_hand.{suffix}")
        return paired(lambda: cpu(ours), lambda: cpu(by_hand), rounds)

    script = "pyplot script that draws the same"
    return [
        Row("`compare` of five functions to PNG", script, "0.80", "0.68", lambda: drawing("png")),
        Row("`compare` of five functions to SVG", script, "0.80", "0.68", lambda: drawing("svg")),
        Row("`--help`", "`python -c pass`", "6", "4.5", lambda: starting(["--help"])),
        Row("`list`", "`python -c pass`", "10", "6", lambda: starting(["list"])),
        Row("completion of a name", "`python -c pass`", "7", "5", lambda: starting([], **PRESSED)),
        Row("`show gelu`", "`python -c pass`", "20", "16", lambda: starting(["show", "gelu"])),
        Row("`derive sigmoid`", "`python -c pass`", "20", "16", lambda: starting(["derive", "sigmoid"])),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        print_table(rows(install(place / "venv"), place, int(sys.argv[1]) if len(sys.argv) > 1 else 9))
