"""Prints how long many numbers take: against torch where it is installed, and against an older state of actplot.

    python tests/benchmarks/numbers_in_bulk.py [ROUNDS] [REVISION]

Whole processes of installed wheels. The rows of torch are measured with the interpreter that runs this, if it has
torch; those of the time before need a revision of this repository, such as a tag.
"""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from measuring import HERE, Installed, Row, cpu, install, install_revision, paired, print_table, wall

ROWS = 10**6  # of the data of a surface
TWINS = str(HERE / "evaluation.py")
SURFACE = ("sigmoid_focal", "--x", "x", "--y", "y", "--weights", "w,b", "--descend", "--steps", "10")


def rows(installed: Installed, folder: Path, rounds: int, revision: str = "") -> list[Row]:
    """Those of numbers; for the time before, a wheel of a revision is built when the first of them is asked for."""
    older: list[Installed] = []

    def before() -> Installed:
        if not revision:
            raise OSError("name a revision to compare with")
        if not older:
            older.append(install_revision(folder / "before", revision))
        return older[0]

    def against_before(command: Callable[[Installed], Sequence[str]], seconds: Callable = cpu) -> list[float]:
        then = before()
        return paired(lambda: seconds(command(installed)), lambda: seconds(command(then)), rounds)

    def surface(one: Installed) -> Sequence[str]:
        data = folder / "rows.csv"
        if not data.exists():
            data.write_text("x,y\n" + "".join(f"{n * 7919 % 1000 / 200 - 2.5},{n * 31 % 2}\n" for n in range(ROWS)))
        return (one.actplot, "surface", *SURFACE, "--data", str(data), "-o", str(folder / "surface.png"))

    def of_single(one: Installed) -> Sequence[str]:
        return (one.python, TWINS, "float32")

    def everything(one: Installed) -> Sequence[str]:
        return (one.actplot, "check", "--all")

    twins, own = "value of 10⁶ float64, median of functions with a torch twin", "the time before"
    descent = "`surface sigmoid_focal`, 10⁶ rows, 10 steps of descent"
    return [
        Row(twins, "torch, one thread", "4", "2.5", lambda: against_torch(installed, rounds)),
        Row("float32 values of double-double entries, 10⁶", own, "0.125", "0.05", lambda: against_before(of_single)),
        Row(descent, own, "0.125", "0.083", lambda: against_before(surface)),
        Row("`check --all`", own, "0.4", "0.25", lambda: against_before(everything, wall)),
    ]


def against_torch(installed: Installed, rounds: int) -> list[float]:
    """The median ratio of each round."""
    if importlib.util.find_spec("torch") is None:
        raise OSError("torch is not installed")
    command = [sys.executable, TWINS, "torch", str(rounds)]
    done = subprocess.run(command, env={"PYTHONPATH": installed.modules}, check=True, capture_output=True, text=True)
    return [float(line.split()[0]) for line in done.stdout.splitlines() if line.endswith("median")]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 3
        print_table(rows(install(place / "venv"), place, asked, *sys.argv[2:3]))
