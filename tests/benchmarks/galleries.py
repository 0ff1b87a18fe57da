"""Prints how fast galleries build, as ratios to yardsticks that run in turn with them.

    python tests/benchmarks/galleries.py [ROUNDS] [FIGURES]

Whole commands of an installed wheel: new galleries against serial pyplot loops of the same figures, and a
build with nothing to do against `python -c pass`.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from command_line import install, seconds

BY_HAND = Path(__file__).with_name("galleries_by_hand.py")
TWO = "compare sigmoid tanh relu softplus elu:{alpha} --range -{reach} {reach}"
ONE = (
    "plot elu:{alpha} --only value --range -7 7 --ylim -7 7 --size 6.4 4.8 --dpi 100 --no-legend "
    "--style actplot-pytorch --title 'ELU(alpha={alpha})' --xlabel Input --ylabel Output"
)


def main(rounds: int, count: int) -> None:
    figures = [(round(3 + 0.02 * number, 2), round(0.5 + 0.01 * number, 2)) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        programs = install(Path(folder) / "venv")
        python, actplot = str(programs / "python"), str(programs / "actplot")
        print(f"median of {rounds} paired runs, with the smallest and largest ratio")
        for kind, draw, target in (("two", TWO, "must 3, aim 6"), ("one", ONE, "must 3, aim 5")):
            manifest = written(Path(folder, kind), draw, figures)
            by_hand = Path(folder, f"{kind}-by-hand")
            by_hand.mkdir()
            build = [actplot, "gallery", "build", manifest, "--force", "--quiet"]
            loop = [python, str(BY_HAND), kind, str(by_hand), json.dumps(figures)]
            show(f"pyplot loop / gallery build, {count} figures of {kind} panel(s); {target}", loop, build, rounds)
        manifest = written(Path(folder, "still"), ONE, [(number, number / 100) for number in range(1, 501)])
        build = [actplot, "gallery", "build", manifest]
        show("nothing to do in 500 figures / python -c pass; must 10, aim 7", build, [python, "-c", "pass"], 5 * rounds)


def written(folder: Path, draw: str, figures: list[tuple[float, float]]) -> str:
    """A manifest of figures that differ in their numbers."""
    folder.mkdir()
    tables = [
        f'[[figure]]\nname = "figure-{number}"\ndraw = "{draw.format(reach=reach, alpha=alpha)}"\n'
        for number, (reach, alpha) in enumerate(figures)
    ]
    path = folder / "gallery.toml"
    path.write_text("[gallery]\n" + "\n".join(tables))
    return str(path)


def show(name: str, command: list[str], yardstick: list[str], rounds: int) -> None:
    """Print the ratio of wall times, after one warm-up of each."""
    seconds(command), seconds(yardstick)
    ratios = sorted(seconds(command) / seconds(yardstick) for _ in range(rounds))
    print(f"{statistics.median(ratios):6.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})  {name}", flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(*numbers, *(3, 200)[len(numbers) :]))
