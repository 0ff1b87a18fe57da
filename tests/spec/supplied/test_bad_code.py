"""A user's file or function that is wrong in some way is told in one message, with the file, the line and the text."""

import os
import re
import signal
import subprocess
import sys
import threading
import warnings
from types import SimpleNamespace

import numpy as np
import pytest

import actplot
from actplot.cli import main
from actplot.spec.supplied import calling, loading
from actplot.spec.supplied.noticed import newly_noticed

COMMAND = [sys.executable, "-m", "actplot"]


def apart(folder, *words):
    """What a command does in a process of its own."""
    return subprocess.run([*COMMAND, *words], cwd=folder, capture_output=True, text=True, timeout=60, encoding="utf-8")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """What a command does here, in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def ask(*words):
        with pytest.raises(SystemExit) as ended:
            main(words, prog_name="actplot")
        printed = capsys.readouterr()
        return SimpleNamespace(returncode=ended.value.code, stdout=printed.out, stderr=printed.err)

    return ask


def message(done):
    """The only error that is told; nothing else but notes, the usage and what the code printed."""
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode in (1, 2)
    assert not done.stdout
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    return error.removeprefix("Error: ")


# What stands in mine.py, the name asked for, and what the message has to say.
BROKEN = {
    "no such file": (None, "nothing.py:act", r"there is no file 'nothing.py'"),
    "a name near it": ("def act(x): return x", "mime.py:act", r"no file 'mime.py'. Did you mean 'mine.py'\?"),
    "no such folder": (None, "there/mine.py:act", r"no file 'there/mine.py'. There is no folder 'there'"),
    "no such function": ("def act(x): return x", "mine.py:atc", r"no 'atc'. Did you mean 'act'\?.* 'mine.py:act'"),
    "no name": ("def act(x): return x", "mine.py:", r"no function in it. It has: act"),
    "no colon": ("def act(x): return x", "mine.py", r"no function in it. It has: act"),
    "empty": ("", "mine.py:act", r"mine.py has no 'act'. It defines no function"),
    "no such module": (None, "nopackage.module:act", r"there is no module 'nopackage'"),
    "syntax": ("x = 1\ndef act(x)\n    return x", "mine.py:act", r"mine.py, line 2: SyntaxError.* 'def act\(x\)'"),
    "tabs": ("def act(x):\n\ty = x\n        return y", "mine.py:act", r"mine.py, line 3: TabError"),
    "null": ("x = 1\0", "mine.py:act", r"mine.py.*null bytes"),
    "package": (
        "import math\nimport nopackage",
        "mine.py:act",
        r"line 2.*it imports 'nopackage', which is not",
    ),
    "import": (
        "from math import nothing",
        "mine.py:act",
        r"line 1.*ImportError: cannot import name 'nothing'",
    ),
    "runs into": (
        "a = 1\nb = a/0",
        "mine.py:act",
        r"mine.py, line 2 at 'b = a/0': ZeroDivisionError: div",
    ),
    "ends": ("import sys\nsys.exit('bye')", "mine.py:act", r"mine.py, line 2.*ends the program by sys.exit\('bye'\)"),
    "own error": ("class Own(BaseException): pass\nraise Own('boo')", "mine.py:act", r"mine.py, line 2.*Own: boo"),
    "a number": ("act = 3.5", "mine.py:act", r"'mine.py:act' is a float, and cannot be called"),
    "needs": (
        "class Act:\n    def __init__(self, size): pass\n    def __call__(self, x): return x",
        "mine.py:Act",
        r"mine.py:Act is a class that needs size",
    ),
    "no call": ("class Act: pass", "mine.py:Act", r"'mine.py:Act' is an? Act, and cannot be called"),
    "two": ("def act(x, y): return x + y", "mine.py:act", r"mine.py:act takes 2 arguments.*x, y"),
    "none": ("def act(): return 1", "mine.py:act", r"mine.py: TypeError: act\(\) takes 0"),
    "raises": ("def act(x):\n    raise ValueError('oh no')", "mine.py:act", r"line 2, in act.*ValueError: oh no"),
    "key": ("def act(x):\n    return {}[1]", "mine.py:act", r"line 2, in act at 'return \{\}\[1\]': KeyError: 1"),
    "deep": ("def act(x): return act(x)", "mine.py:act", r"mine.py, line 1, in act.*RecursionError"),
    "leaves": ("import sys\ndef act(x): sys.exit(3)", "mine.py:act", r"line 2, in act.*sys.exit\(3\)"),
    "mute": (
        "class Mute(Exception):\n    def __str__(self): return 1/0\nraise Mute",
        "mine.py:act",
        r"mine.py, line 3 at 'raise Mute': Mute",
    ),
    "in a library": (
        "import numpy as np\nact = np.linalg.inv",
        "mine.py:act",
        r"mine.py: .*linalg.py, line \d+, in .*LinAlgError",
    ),
    "escapes": ("raise ValueError('a\x1b[31mred\x07' + 'b'*1000)", "mine.py:act", r"a\\x1b\[31mred\\x07b{180,190}…"),
    "text": ("def act(x): return 'no'", "mine.py:act", r"mine.py:act \(line 1\): it returns a text"),
    "None": ("\n\ndef act(x): pass", "mine.py:act", r"mine.py:act \(line 3\): it returns None"),
    "complex": ("def act(x): return x + 1j", "mine.py:act", r"it returns complex numbers, not real"),
    "a list": ("def act(x): return [1, 2, 3]", "mine.py:act", r"of shape \(5,\) it returns one of shape \(3,\)"),
    "ragged": ("def act(x): return [[1], [1, 2]]", "mine.py:act", r"a list that is no array of numbers"),
    "generator": ("def act(x): yield 1", "mine.py:act", r"it returns a generator"),
    "dict": ("def act(x): return {1: 2}", "mine.py:act", r"it returns a dict"),
    "column": ("def act(x): return x[:, None]", "mine.py:act", r"it returns one of shape \(5, 1\)"),
    "reduced": ("def act(x): return (x**2).sum()/x.size", "mine.py:act", r"for 5 numbers it returns only one"),
    "in place": ("def act(x):\n    x *= 2\n    return x", "mine.py:act", r"changes the array.*in place"),
    "chance": (
        "import random\ndef act(x): return x + random.random()",
        "mine.py:act",
        r"gives other values each time",
    ),
    "of a vector": (
        "import numpy as np\ndef act(x): return np.exp(x)/np.exp(x).sum()",
        "mine.py:act",
        r"depends on the numbers beside it",
    ),
    "setting": ("def act(x, alpha=1): return x", "mine.py:act:beta=2", r"no parameter 'beta'. Parameters: alpha"),
    "word": ("def act(x, alpha=1): return x", "mine.py:act:alpha=two", r"alpha must be any finite number"),
    "too many": ("def act(x, alpha=1): return x", "mine.py:act:1,2", r"at most 1 values, got 2"),
    "twice": ("def act(x, alpha=1): return x", "mine.py:act:alpha=1,alpha=2", r"alpha is given twice"),
    "none to set": ("def act(x): return x", "mine.py:act:1", r"mine.py:act has no parameters"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_once_with_its_place(case, tmp_path, run):
    text, name, said = BROKEN[case]
    if text is not None:
        (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    assert re.search(said, message(run("eval", name, "--at", "1")))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes that have names")
def test_pipe_folder_and_huge_file_are_no_code(tmp_path, run):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "huge.py").write_bytes(b"#" * 10_000_001)
    (tmp_path / "loop.py").symlink_to("loop.py")
    for name, said in {
        "pipe": "is a pipe",
        "folder": "is a folder",
        "huge": "larger than 10 MB",
        "loop": "no file 'loop.py'",
    }.items():
        assert said in message(run("eval", f"{name}.py:act", "--at", "1"))


CODE = """
import math, os, sys, time
import numpy as np

print("loading")

def act(x):
    print("x" * 1_000_000)
    os.system("echo from a program")
    print("underneath", file=sys.__stdout__)
    return x

def inner(x):
    return {}["key"]

def outer(x):
    try:
        return inner(x)
    except KeyError as error:
        raise RuntimeError("outside") from error

def half(x):
    if np.any(x < 0):
        raise ValueError("below 0")
    return np.sqrt(x)

def warns(x):
    import warnings
    warnings.warn("mind")
    np.log(-1 - np.abs(x)), np.float64(1)/np.zeros(1)
    return np.log(np.abs(x))

def sleeps(x):
    time.sleep(60)
    return x

def sleeps_often(x):
    time.sleep(0.2)
    return x

def stubborn(x):
    try:
        time.sleep(60)
    except Exception:
        pass
    return x

def single(x):
    return np.maximum(x, 0).astype(np.float32)

def step(x):
    return np.where(x > 0, 1, 0)

def constant(x):
    return 0.5
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def test_what_it_prints_goes_to_standard_error_and_no_more_than_a_page(folder):
    done = apart(folder, "eval", "mine.py:act", "--at", "1", "--format", "csv")
    assert done.stdout.splitlines()[0].startswith("function,x,value")
    assert "xxx" not in done.stdout
    assert "underneath" not in done.stdout
    assert "from a program" not in done.stdout
    assert done.stderr.startswith("loading\nxxx")
    assert 3000 < done.stderr.count("x") < 5000
    assert "what is printed beyond this is left out" in done.stderr
    assert done.returncode == 0


def test_traceback_shows_all_of_it(folder, run):
    plain = run("eval", "mine.py:outer", "--at", "1")
    assert message(plain).endswith("RuntimeError: outside. --traceback shows all of it.")
    assert "line 20, in outer" in plain.stderr
    for words in (["eval", "mine.py:outer", "--at", "1", "--traceback"], ["plot", "--traceback", "mine.py:outer"]):
        done = run(*words)
        assert done.returncode == 1
        told = done.stderr
        assert told.count("Traceback (most recent call last)") == 2  # of the cause, too
        assert "KeyError: 'key'" in told
        assert 'return {}["key"]' in told
        assert told.splitlines()[-1].startswith("Error: mine.py, line 20")
        assert "actplot" + os.sep + "spec" not in told


def test_where_it_raises_there_is_no_value(folder, run):
    done = run("eval", "mine.py:half", "--at", "-4,4", "--order", "0", "--format", "csv")
    assert done.returncode == 0
    assert [line.rpartition(",")[2] for line in done.stdout.splitlines()[1:]] == ["nan", "2.0"]
    assert re.search(r"mine.py:half: at -\d+(\.\d+)? it raises.*line 24, in half.*ValueError: below 0", done.stderr)
    assert done.stderr.count("it raises") == 1
    assert "end of the values at 0" in done.stderr


def test_where_it_works_it_is_drawn(folder, run):
    done = run("compare", "mine.py:half", "--points", "50", "--dpi", "30", "-o", "half.png")
    assert (done.returncode, (folder / "half.png").exists()) == (0, True)
    assert "wrote half.png" in done.stdout


@pytest.mark.parametrize("line", ["show nan.py:act", "identify nan.py:act", "compare nan.py:act -o a.png"])
def test_what_is_nan_everywhere_has_no_curve(line, folder, run):
    (folder / "nan.py").write_text("def act(x): return x * float('nan')\n", encoding="utf-8")
    assert "it gives nan for every number between −50 and 50" in message(run(*line.split()))


def test_warnings_of_its_code_are_not_told(folder, run):
    done = run("eval", "mine.py:warns", "--at", "1,2")
    assert done.returncode == 0
    assert "Warning" not in done.stderr
    assert "mind" not in done.stderr


def test_other_dtypes_are_told(folder, run):
    assert (
        "mine.py:single returns float32 where it was given float64" in run("eval", "mine.py:single", "--at", "1").stderr
    )
    assert "mine.py:step returns int64" in run("eval", "mine.py:step", "--at", "1").stderr


def test_a_constant_is_one_for_every_number(folder, run):
    done = run("eval", "mine.py:constant", "--at", "1,2", "--format", "csv", "--order", "0")
    assert [line.rpartition(",")[2] for line in done.stdout.splitlines()[1:]] == ["0.5", "0.5"]


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
@pytest.mark.parametrize("name", ["sleeps", "sleeps_often", "stubborn"])
def test_what_takes_too_long_is_stopped(name, folder, run, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.3)  # of 10, for which no test waits
    done = run("eval", f"mine.py:{name}", "--at", "1")
    assert message(done).startswith(f"mine.py:{name} takes more than 0.3 s for ")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
def test_what_is_slow_at_each_of_very_many_points_is_stopped(folder, run, monkeypatch):
    text = "import time\ndef act(x):\n    time.sleep(5e-5*x.size)\n    return x\n"
    (folder / "sluggish.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(calling, "SECONDS", 0.2)  # of 10, so that it takes longer for a point than a tenth of that
    monkeypatch.setattr(calling, "POINTS", 1000)
    assert message(run("show", "sluggish.py:act")).startswith("sluggish.py:act takes more than 0.4 s for ")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a system without alarms")
def test_a_file_that_does_not_end_is_stopped(folder, run, monkeypatch):
    (folder / "endless.py").write_text("def act(x): return x\nwhile True:\n    pass\n", encoding="utf-8")
    monkeypatch.setattr(loading, "SECONDS", 0.2)  # of 30
    assert message(run("eval", "endless.py:act", "--at", "1")).startswith("endless.py takes more than 0.2 s to load.")


def test_where_no_alarm_can_be_set_a_long_time_is_told(folder, monkeypatch):
    (folder / "slow.py").write_text("import time\ndef act(x):\n    time.sleep(0.01)\n    return x\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(calling, "SECONDS", 0.02)
    newly_noticed()
    thread = threading.Thread(target=actplot.get, args=("slow.py:act",))
    thread.start()
    thread.join()
    (note,) = newly_noticed()
    assert note.startswith("note: slow.py:act takes more than 0.02 s for ")


def test_an_interruption_in_its_code_is_one(folder):
    (folder / "stops.py").write_text("def act(x): raise KeyboardInterrupt\n", encoding="utf-8")
    done = apart(folder, "eval", "stops.py:act", "--at", "1")
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


@pytest.mark.parametrize(
    "line",
    [
        *("eval {} --at 1", "show {}", "table {}", "identify {}", "diff relu {}", "check {}", "derive {}"),
        *("check relu --derivative {}", "compare {} relu", "plot {}", "jacobian {} --at 1,2", "surface {}"),
    ],
)
def test_every_command_tells_it(line, folder, run):
    words = line.format("mine.py:outer").split()
    assert re.match(r"mine\.py, line 20, in outer.*RuntimeError: outside\.", message(run(*words)))


@pytest.mark.exhaustive(keep=0.7)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("derive {}", "'actplot identify {}' tells whether it is a function that has a formula"),
        ("surface {}", "'actplot identify {}' tells whether it is a function that has a formula"),
        ("compare {} --formula", "'actplot identify {}' may find one"),
        ("show {} --frameworks", "is the user's own, and frameworks have names"),
        ("eval {} --prediction 1 --target 1", "is no loss but a function of a file"),
        ("plot {} --vary 0 --at 1", "has no meaning for functions of one variable"),
    ],
)
def test_what_code_has_not_is_told_with_what_it_has(line, said, folder, run):
    assert said.format("mine.py:step") in message(run(*line.format("mine.py:step").split()))


RUDE = """
import os, sys, warnings
import numpy as np
np.seterr(all="raise")
warnings.simplefilter("error")
os.chdir("elsewhere")
sys.argv[:] = []
sys.stdout = sys.stderr

def act(x):
    os.chdir("..")
    return np.exp(x) + 0/np.maximum(x, 0)
"""


def test_code_leaves_the_state_of_the_program_as_it_is(folder, run):
    (folder / "elsewhere").mkdir()
    (folder / "rude.py").write_text(RUDE, encoding="utf-8")
    before = (sys.stdout, sys.argv[:], np.geterr(), warnings.filters[:])
    done = run("plot", "rude.py:act", "--points", "50", "--dpi", "30", "-o", "rude.png")
    assert done.returncode == 0
    assert (folder / "rude.png").exists()
    assert (sys.stdout, sys.argv[:], np.geterr(), warnings.filters[:]) == before
