"""Measures whole commands of an installed wheel against yardsticks that run in turn with them."""

import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tarfile
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PASS = ("-c", "pass")


@dataclass(frozen=True)
class Row:
    """One line of the table: what is measured, what its ratio is taken to, and what it must and shall be."""

    name: str
    yardstick: str
    must: str
    aim: str
    ratios: Callable[[], Sequence[float]]  # of paired runs; OSError where what it needs is not there
    more_is_better: bool = False

    def line(self) -> str:
        """As a row of a table in Markdown, with the median and the range of the ratios."""
        try:
            found = sorted(self.ratios())
            reached = f"{told(statistics.median(found))} ({told(found[0])} to {told(found[-1])})"
        except OSError as lacking:
            reached = f"not measured: {lacking}"
        unit = " ×" if self.more_is_better else ""
        return f"| {self.name} | {self.yardstick} | {self.must}{unit} | {self.aim}{unit} | {reached} |"


def told(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


@dataclass(frozen=True)
class Installed:
    """A wheel in a virtual environment of its own."""

    folder: Path

    @property
    def python(self) -> str:
        return str(self._programs / "python")

    @property
    def actplot(self) -> str:
        return str(self._programs / "actplot")

    @property
    def _programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def modules(self) -> str:
        """The folder of what is installed, for another interpreter of the same version."""
        return sysconfig.get_path("purelib", vars={"base": str(self.folder), "platbase": str(self.folder)})


def install(folder: Path, source: Path = ROOT) -> Installed:
    """A wheel of a checkout, in a new virtual environment: an editable install may compile at every start."""
    venv.create(folder, with_pip=True)
    installed = Installed(folder)
    subprocess.run([installed.python, "-m", "pip", "install", "--quiet", source], check=True)
    subprocess.run([installed.python, "-m", "compileall", "-q", installed.modules], check=False)
    return installed


def install_revision(folder: Path, revision: str) -> Installed:
    """A wheel of an older state of this repository."""
    source = folder / "source"
    archive = subprocess.run(["git", "-C", ROOT, "archive", revision], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(source, filter="data")
    return install(folder / "venv", source)


def cpu(command: Sequence[str], **more: str) -> float:
    """Seconds of the processor that a command takes, with all processes that it waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(command, more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(command: Sequence[str], **more: str) -> float:
    """Seconds that pass while a command runs."""
    start = time.perf_counter()
    _run(command, more)
    return time.perf_counter() - start


def _run(command: Sequence[str], more: Mapping[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, env={**kept, "OPENBLAS_NUM_THREADS": "1", **more}, **quiet)


def paired(first: Callable[[], float], second: Callable[[], float], rounds: int) -> list[float]:
    """Ratios of what two measurements give in turn, after one of each that fills the caches of both."""
    first(), second()
    return [first() / second() for _ in range(rounds)]


def print_table(rows: Sequence[Row]) -> None:
    """Print rows as they are measured."""
    print("| measure | yardstick | must | aim | reached |\n| --- | --- | --- | --- | --- |", flush=True)
    for row in rows:
        print(row.line(), flush=True)


def versions(installed: Installed) -> str:
    """What was measured with."""
    code = (
        "import sys, importlib.metadata as m; print('Python ' + sys.version.split()[0], "
        "*(f'{n} {m.version(n)}' for n in ('numpy', 'scipy', 'matplotlib', 'click', 'mpmath', 'pillow')), sep=', ')"
    )
    found = subprocess.run([installed.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    return f"{found}; {os.cpu_count()} processors; {sys.platform}"
