"""Prints how long actplot's commands take, as ratios to a yardstick that runs in turn with them.

    python tests/benchmarks/command_line.py [ROUNDS]

Builds a wheel of this checkout and installs it in a temporary virtual environment, since an
editable install may compile its sources at every start. Needs pip and its package index.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = Path(__file__).with_name("by_hand.py")
FIVE = ("sigmoid", "tanh", "relu", "softplus", "elu")


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        programs = install(Path(folder) / "venv")
        python, actplot = str(programs / "python"), str(programs / "actplot")
        image = f"{folder}/actplot.png"
        pairs = {
            "actplot --help / python -c pass": ([actplot, "--help"], [python, "-c", "pass"], "aim 4.5, must 6"),
            "actplot list / python -c pass": ([actplot, "list"], [python, "-c", "pass"], "no target"),
            "actplot compare, five functions, PNG / pyplot script": (
                [actplot, "compare", *FIVE, "-o", image],
                [python, str(BY_HAND), f"{folder}/by_hand.png"],
                "aim 0.85, must 1.0",
            ),
            "actplot compare, five functions, SVG / pyplot script": (
                [actplot, "compare", *FIVE, "-o", f"{folder}/actplot.svg"],
                [python, str(BY_HAND), f"{folder}/by_hand.svg"],
                "aim 0.85, must 1.0",
            ),
        }
        print(f"median of {rounds} paired runs, with the smallest and largest ratio")
        for name, (command, yardstick, target) in pairs.items():
            ratios = sorted(paired(command, yardstick, rounds))
            print(f"{statistics.median(ratios):6.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})  {name}; {target}")


def install(folder: Path) -> Path:
    """A virtual environment with a wheel of this checkout; returns the folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", ROOT], check=True)
    return programs


def paired(command: list[str], yardstick: list[str], rounds: int) -> list[float]:
    """Ratios of wall time, after one warm-up of each that fills the caches of both."""
    seconds(command), seconds(yardstick)
    return [seconds(command) / seconds(yardstick) for _ in range(rounds)]


def seconds(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
