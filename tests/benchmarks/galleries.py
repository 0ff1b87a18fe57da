"""Prints how fast galleries build, as ratios to yardsticks that run in turn with them, and what a worker takes.

    python tests/benchmarks/galleries.py [ROUNDS] [FIGURES]

Whole commands of an installed wheel: new galleries with two processes against serial pyplot loops of the same figures,
and a build with nothing to do against `python -c pass`.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import HERE, PASS, Installed, Row, cpu, install, paired, print_table, wall

BY_HAND = str(HERE / "galleries_by_hand.py")
TWO = "compare sigmoid tanh relu softplus elu:{alpha} --range -{reach} {reach}"
ONE = (
    "plot elu:{alpha} --only value --range -7 7 --ylim -7 7 --size 6.4 4.8 --dpi 100 --no-legend "
    "--style actplot-pytorch --title 'ELU(alpha={alpha})' --xlabel Input --ylabel Output"
)
STILL = 500  # figures of a gallery in which nothing is to do
FEW, MANY = 50, 200  # figures of each of two workers


def rows(installed: Installed, folder: Path, rounds: int, count: int = 200) -> list[Row]:
    """Those of galleries: builds in seconds that pass, since they take several processors."""

    def building(kind: str, draw: str) -> list[float]:
        figures = [(round(3 + 0.02 * number, 2), round(0.5 + 0.01 * number, 2)) for number in range(count)]
        manifest = written(folder / kind, draw, figures)
        by_hand = folder / f"{kind}-by-hand"
        by_hand.mkdir()
        loop = (installed.python, BY_HAND, kind, str(by_hand), json.dumps(figures))
        build = (installed.actplot, "gallery", "build", manifest, "--force", "--quiet", "--jobs", "2")
        return paired(lambda: wall(loop), lambda: wall(build), rounds)

    def standing_still() -> list[float]:
        manifest = written(folder / "still", ONE, [(number, number / 100) for number in range(1, STILL + 1)])
        build, nothing = (installed.actplot, "gallery", "build", manifest), (installed.python, *PASS)
        cpu(build)
        return paired(lambda: cpu(build), lambda: cpu(nothing), 3 * rounds)

    def remembering() -> list[float]:
        manifests = {
            each: written(folder / f"of-{each}", TWO, [(3 + n / 100, 1 + n / 100) for n in range(2 * each)])
            for each in (FEW, MANY)
        }
        many, few = (lambda m=m: largest_worker(installed, m) for m in (manifests[MANY], manifests[FEW]))
        return paired(many, few, 1)

    two, one = (
        f"`gallery build`, {count} two-panel figures, 2 processes",
        f"`gallery build`, {count} in PyTorch's style",
    )
    serial, many = "serial pyplot loop", f"memory of a worker after {MANY} figures"
    return [
        Row(two, serial, "5.5", "7", lambda: building("two", TWO), more_is_better=True),
        Row(one, f"{serial} in that style", "6", "8", lambda: building("one", ONE), more_is_better=True),
        Row(f"nothing to do in {STILL} figures", "`python -c pass`", "7.5", "6", standing_still),
        Row(many, f"after {FEW} figures", "1.5", "1.2", remembering),
    ]


def written(folder: Path, draw: str, figures: list[tuple[float, float]]) -> str:
    """A manifest of figures that differ in their numbers."""
    folder.mkdir()
    tables = [
        f'[[figure]]\nname = "figure-{number}"\ndraw = "{draw.format(reach=reach, alpha=alpha)}"\n'
        for number, (reach, alpha) in enumerate(figures)
    ]
    path = folder / "gallery.toml"
    path.write_text("[gallery]\n" + "\n".join(tables), encoding="utf-8")
    return str(path)


def largest_worker(installed: Installed, manifest: str) -> float:
    """The most memory in MiB that a process below that of a build ever held."""
    if not Path("/proc/self/status").exists():
        raise OSError("needs /proc")
    build = [installed.actplot, "gallery", "build", manifest, "--force", "--quiet", "--jobs", "2"]
    running = subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0.0
    while running.poll() is None:
        most = max([most, *map(_peak, _below(running.pid))])
        time.sleep(0.05)
    return most


def _below(pid: int) -> Iterator[int]:
    """The processes that a process has started, and theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from _below(child)


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        print_table(rows(install(place / "venv"), place, *(given or [3])))
