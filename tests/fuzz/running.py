"""Runs a line in a folder of its own, in this process, and says what is wrong with how it ended."""

import contextlib
import logging
import os
import re
import resource
import shlex
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner, Result

from actplot.cli import main

from . import files
from .dice import Dice
from .lines import line

SECONDS, BYTES = 10, 1.5e9
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OF_OTHERS = "'[A-Za-z]+' .*deprecated"  # what matplotlib 3.10.0 asks of a newer pyparsing than it knew
BINARY = ("%PDF", "<?xml", "<svg", "\x89PNG", "\ufffdPNG")
LEAVES = {"gallery"}  # draws what it can, and exits 1 for the rest


class TooLong(BaseException):
    """No error that anything but the watchdog catches."""


@dataclass
class Run:
    """One line, and how it ended."""

    seed: int
    number: int
    words: list[str]
    code: int | None = None
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "\n    ".join(self.faults)
        return f"--seed {self.seed} --line {self.number}: actplot {shlex.join(self.words)!r}\n    {told}"


def run(seed: int, number: int) -> Run:
    """The line of that number; the same each time."""
    dice = Dice(f"{seed}/{number}")
    done = Run(seed, number, line(dice))
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        files.fill(dice, Path(folder))
        before = _content(Path(folder))
        result = _watched(done)
        if result:
            done.code = result.exit_code
            done.faults += [*_ended(result, done.words), *_left(Path(folder), before, result, done.words)]
    return done


def _watched(done: Run) -> Result | None:
    """The result, where there is one in time; warnings and what is logged are faults."""
    start, told, before = time.process_time(), _Told(), _peak()
    logging.getLogger().addHandler(told)
    try:
        # no picture is to be seen on the screen of whoever runs this
        with warnings.catch_warnings(record=True) as warned, patch.object(click, "launch", return_value=0), _limited():
            warnings.simplefilter("always")
            warnings.filterwarnings("ignore", OF_OTHERS)
            return CliRunner().invoke(main, done.words, prog_name="actplot", input="1,2\n")
    except TooLong as late:
        where = traceback.extract_tb(late.__traceback__)[-8:]
        done.faults.append(
            f"over {SECONDS} s: " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in where[::-1])
        )
        return None
    finally:
        logging.getLogger().removeHandler(told)
        done.seconds = time.process_time() - start
        done.faults += dict.fromkeys([*(f"warning: {one.message}" for one in warned), *told.lines])
        if before < _peak() > BYTES:
            done.faults.append("over 1.5 GB")


def _peak() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class _Told(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"logged: {record.getMessage()}")


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raises `TooLong` in the midst of what takes too much time of the processor."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)  # again each second: a callback of C loses what is raised in it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ended(result: Result, line: list[str]) -> Iterator[str]:
    if result.exception and not isinstance(result.exception, SystemExit):
        last = traceback.extract_tb(result.exc_info[2])[-3:]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in last[::-1])
        yield f"{type(result.exception).__name__}: {str(result.exception)[:300]} ({where})"
    elif result.exit_code not in (0, 1, 2):
        yield f"exit code {result.exit_code}"
    if result.exit_code and not (result.stderr.strip() or result.stdout.strip()):
        yield "an error, and silence"
    shown = result.stderr if result.stdout.lstrip().startswith(BINARY) else result.stdout + result.stderr
    if unseen := UNSEEN.search(shown):
        yield f"a control character is sent: {shown[max(unseen.start() - 40, 0) : unseen.end() + 40]!r}"
    if "Traceback (most recent call last)" in shown and "--traceback" not in line:
        yield "a traceback is printed"


def _left(folder: Path, before: dict[str, int], result: Result, line: list[str]) -> Iterator[str]:
    """Files of a line that failed, and what was meant to be gone."""
    after = _content(folder)
    changed = sorted(name for name in after.keys() | before.keys() if after.get(name) != before.get(name))
    is_check = "--tolerance" in line and ", more than " in result.stderr  # whose figure shows what is too far apart
    if result.exit_code and line[:1] and line[0] not in LEAVES and changed and not is_check:
        yield f"files after an error: {changed}"
    if halves := [name for name in changed if name.endswith((".tmp", ".part", "~"))]:
        yield f"half files: {halves}"


def _content(folder: Path) -> dict[str, int]:
    return {str(place.relative_to(folder)): hash(place.read_bytes()) for place in _places(folder)}


def _places(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if place.is_file() and not place.is_symlink()]


def limit_memory() -> None:
    """What asks for far more than is allowed is told so, and does not stop the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (int(4 * BYTES), resource.getrlimit(resource.RLIMIT_AS)[1]))
    os.environ["COLUMNS"] = "80"


def ended(words: list[str]) -> tuple[Result | None, list[str]]:
    """What a line of one's own printed, where there is a result in time, and what is wrong with how it ended."""
    done = Run(0, 0, words)
    result = _watched(done)
    return result, [*done.faults, *(_ended(result, words) if result else ())]
