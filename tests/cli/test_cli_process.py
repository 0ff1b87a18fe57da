"""The command line as a process: locales, bytes, pipes and signals."""

import os
import signal
import subprocess
import sys
import time
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import main

COMMAND = [sys.executable, "-m", "actplot"]
FULL = Path("/dev/full")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


def run(*words: str | bytes, **options):
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run([*COMMAND, *words], capture_output=True, env=environment, **options)


def test_the_program_calls_itself_actplot():
    result = run("--help")
    assert result.returncode == 0
    assert result.stdout.startswith(b"Usage: actplot ")


@pytest.mark.exhaustive(keep=0.14, thorough=0.4)
@pytest.mark.parametrize("environment", [{}, ASCII], ids=["utf-8", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        [b"\xff"],
        [b"compare", b"\xff\xfe"],
        [b"compare", b"relu", b"--\xff"],
        [b"compare", b"relu", b"-o", b"\xff/x.png"],
    ],
)
def test_bytes_that_are_not_utf_8(words, environment):
    result = run(*words, env=environment)
    assert result.returncode == 2
    assert result.stderr.startswith(b"Usage: actplot")
    assert b"Traceback" not in result.stderr


def test_a_card_on_a_terminal_without_its_letters():
    result = run("show", "gelu", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"})
    assert result.returncode == 0
    assert b"f'(0)          0.5" in result.stdout


def test_a_narrow_terminal():
    result = run("show", "relu", env={"COLUMNS": "40", "PYTHONUTF8": "1"})
    assert max(map(len, result.stdout.decode().splitlines())) <= 40


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_help_to_a_full_disk():
    with FULL.open("wb") as full:
        result = subprocess.run([*COMMAND, "--help"], stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1
    assert result.stderr == b"Error: [Errno 28] No space left on device\n"


def test_an_environment_without_anything_that_matplotlib_and_terminals_ask_for(tmp_path):
    nowhere = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"), str(tmp_path / "file" / "none"))
    (tmp_path / "file").write_bytes(b"")
    odd = {"MPLBACKEND": "nonsense", "MPLCONFIGDIR": str(tmp_path / "file"), "COLUMNS": "banana", "TERM": ""}
    result = run("compare", "relu", "-o", "x.png", env={**nowhere, **odd}, cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"wrote x.png\n", b"")


@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize("columns", ["1", "0", "banana", "-5", "999999999"])
def test_any_width_of_a_terminal(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    for line in ("--help", "show --help", "show softmax", "list relu", "derive tanh", "check square", "show nosuch"):
        result = CliRunner().invoke(main, line.split(), prog_name="actplot")
        assert result.exit_code == (2 if "nosuch" in line else 0), line
        assert result.output


@pytest.mark.exhaustive(keep=0)
def test_standard_input_without_end():
    endless = subprocess.Popen([sys.executable, "-c", "while True: print('1 ' * 1000)"], stdout=subprocess.PIPE)
    try:
        result = run("eval", "relu", "--at", "-", stdin=endless.stdout, timeout=60)
    finally:
        endless.kill()
        endless.wait()
        endless.stdout.close()
    assert result.returncode == 2
    assert b"allowed are 1000000" in result.stderr


def test_the_catalogue_is_whole_for_threads_that_come_first():
    program = """
import threading, actplot
barrier, found = threading.Barrier(16), []
def first():
    barrier.wait()
    found.append(actplot.get("mse"))
threads = [threading.Thread(target=first) for _ in range(16)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
assert len(found) == 16
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_reader_that_goes_away():
    line = [*COMMAND, "eval", "relu", "--range", "0", "1", "--num", "200000"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk():
    with FULL.open("wb") as full:
        result = subprocess.run([*COMMAND, "list"], stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1
    assert result.stderr == b"Error: [Errno 28] No space left on device\n"


OTHERWISE = """
import os, signal
from pathlib import Path
from actplot.cli import main
Path.replace = lambda self, path: (print(os.listdir()), os.kill(os.getpid(), signal.SIGTERM))
main(["eval", "relu", "--at", "1", "-o", "x.csv"])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_an_end_from_outside_leaves_no_half_file(tmp_path):
    """The signal arrives when the file is written under its temporary name."""
    result = subprocess.run([sys.executable, "-c", OTHERWISE], cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (-signal.SIGTERM, "")
    assert ".part" in result.stdout
    assert list(tmp_path.iterdir()) == []


OPTIMISED = """
import sys
from click.testing import CliRunner
from actplot.cli import main
for line in sys.argv[1:]:
    result = CliRunner().invoke(main, line.split(), prog_name="actplot")
    sys.stdout.buffer.write(f"{result.exit_code} {result.output}\\n".encode())
"""


def test_python_without_assertions_and_with_warnings_as_errors():
    lines = ("show elu --json", "derive tanh --check", "derive relu:(", "jacobian softmax --at 1,2 --format csv")
    command = [sys.executable, "-O", "-W", "error", "-c", OPTIMISED, *lines]
    run = subprocess.run(command, capture_output=True, check=True)
    results = (CliRunner().invoke(main, line.split(), prog_name="actplot") for line in lines)
    assert run.stdout.decode("utf-8") == "".join(f"{result.exit_code} {result.output}\n" for result in results)


def unread(pipe) -> bool:
    """Whether something that was written is not read yet, as before a program waits for its input."""
    import fcntl  # which there are where signals are
    import termios

    return array("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0] > 0


def test_ctrl_c(tmp_path):
    line = [*COMMAND, "eval", "relu", "--at", "-", "-o", "x.csv"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(line, cwd=tmp_path, **pipes)
    process.stdin.write(b"1\n")
    process.stdin.flush()
    until = time.monotonic() + 20
    while unread(process.stdin) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
