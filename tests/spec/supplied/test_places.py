"""What a text may name in a file or module: functions, what makes them, objects with settings, and actplot's own."""

import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import actplot
from actplot.errors import BadParameter, BadSpec, SuppliedError
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse
from actplot.spec.supplied.addresses import place_of
from actplot.spec.supplied.containing import contained

CODE = """
import functools
import math
from dataclasses import dataclass

import numpy as np

import actplot

def act(x, alpha=0.25, approximate="none", flag=True):
    return np.where(x > 0, x, alpha*x)

def single(x, alpha=0.25):
    return x if x > 0 else alpha*x

def make(alpha=0.25):
    def inner(x):
        return act(x, alpha)
    return inner

def usual(x=0.0, alpha=0.25):
    return act(np.asarray(x), alpha)

def fractions(x):
    return np.frompyfunc(lambda one: one if one > 0 else 0.25*one, 1, 1)(x)

def masked(x):
    return np.ma.masked_less(x, -1.5)

@dataclass
class Kept:
    alpha: float = 0.25
    name: str = "kept"

    def __call__(self, x):
        return act(x, self.alpha)

class Plain:
    def __init__(self, alpha=0.25):
        self.alpha = alpha

    def __call__(self, x):
        return act(x, self.alpha)

    def method(self, x, alpha=0.25):
        return act(x, alpha)

instance = Kept(0.25)
plain = Plain()
closed = make()
partial = functools.partial(act, alpha=0.25)
anonymous = lambda x, *, alpha=0.25: act(x, alpha)
vectorized = np.vectorize(single)
ufunc = np.tanh

elu = actplot.get("elu:0.5")
dialect = actplot.get("torch:LeakyReLU:negative_slope=0.25")
formula = actplot.get("x*sigmoid(b*x)", {"b": 1.5})
soft = actplot.get("softmax")
loss = actplot.get("mse")

class Own(actplot.Activation):
    '''x tanh x.'''

    name = "own"
    family = "own"
    formula = "x*tanh(x)"

    def value(self, x):
        return x*np.tanh(x)

    def derivative(self, x):
        return np.tanh(x) + x/np.cosh(x)**2

    def second_derivative(self, x):
        return 2/np.cosh(x)**2*(1 - x*np.tanh(x))
"""
X = np.array([-2.0, -0.5, 0.25, 3.0])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(CODE, encoding="utf-8")
    return tmp_path


SAME = (
    *("act", "single", "make", "usual", "Kept", "Plain", "plain.method", "instance", "plain", "closed", "partial"),
    *("anonymous", "vectorized", "fractions", "dialect"),
)
WITH_ALPHA = ("act", "single", "make", "usual", "Kept", "Plain", "instance", "plain.method", "partial", "anonymous")


@pytest.mark.parametrize("name", SAME)
def test_whatever_can_be_called_is_a_function(name, folder):
    function = actplot.get(f"mine.py:{name}")
    assert str(function) == f"mine.py:{name}"
    values = function.calls.values if function.by_values_alone else function.value  # which looks for its breaks first
    np.testing.assert_array_equal(values(X), np.where(X > 0, X, 0.25 * X))


@pytest.mark.parametrize("name", ["act", "single", "dialect"])
def test_derivatives_are_there_too(name, folder):
    function = actplot.get(f"mine.py:{name}")
    np.testing.assert_array_equal(function.value(X), np.where(X > 0, X, 0.25 * X))
    np.testing.assert_allclose(function.derivative(X), np.where(X > 0, 1, 0.25), rtol=1e-9)


@pytest.mark.parametrize("name", WITH_ALPHA)
def test_arguments_with_defaults_are_parameters(name, folder):
    function = actplot.get(f"mine.py:{name}")
    assert function.parameters == {"alpha": 0.25}
    assert [(one.name, one.default) for one in function.declared] == [("alpha", 0.25)]
    for other in (
        actplot.get(f"mine.py:{name}:alpha=1/2"),
        actplot.get(f"mine.py:{name}:0.5"),
        actplot.get(f"mine.py:{name}", {"alpha": 0.5}),
        function.with_parameters({"alpha": 0.5}),
    ):
        assert (str(other), other.label) == (f"mine.py:{name}:alpha=0.5", f"{name} (alpha=0.5)")
        assert other != function
    assert pickle.loads(pickle.dumps(other)) == other
    np.testing.assert_array_equal(other.calls.values(X), np.where(X > 0, X, 0.5 * X))


def test_settings_that_are_none_are_refused(folder):
    with pytest.raises(BadSpec, match="alpha is given twice"):
        actplot.get("mine.py:act:0.5", {"alpha": 0.5})
    with pytest.raises(BadSpec, match="no formula"):
        actplot.get("mine.py:act", variable="z")
    with pytest.raises(BadParameter, match="alpha must be any finite number"):
        actplot.get("mine.py:act:alpha=nan")
    with pytest.raises(BadSpec, match=r"mine\.py:ufunc has no parameters"):
        actplot.get("mine.py:ufunc:1")


def test_a_masked_number_is_none(folder):
    np.testing.assert_array_equal(actplot.get("mine.py:masked").value(X), [np.nan, *X[1:]])


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("elu", "elu:0.5"),
        ("dialect", "leaky_relu:0.25"),
        ("soft", "softmax"),
        ("loss", "mse"),
        ("elu:alpha=2", "elu:2"),
    ],
)
def test_entries_keep_all_that_they_know(name, same, folder):
    found, entry = actplot.get(f"mine.py:{name}"), actplot.get(same)
    assert str(found) == f"mine.py:{name}"
    assert isinstance(found, type(entry))
    assert (found.kind, found.formula, found.note) == (entry.kind, entry.formula, entry.note)
    assert found.parameters.values() != () or not entry.parameters
    assert pickle.loads(pickle.dumps(found)) == found
    if found.has_curve:
        np.testing.assert_array_equal(found.derivative(X), entry.derivative(X))


def test_a_formula_of_a_file_keeps_its_values(folder):
    found = actplot.get("mine.py:formula")
    np.testing.assert_array_equal(found.value(X), actplot.get("x*sigmoid(1.5*x)").value(X))
    other = actplot.get("mine.py:formula:b=3")
    assert str(other) == "mine.py:formula:b=3"
    np.testing.assert_array_equal(other.value(X), actplot.get("x*sigmoid(3*x)").value(X))


def test_a_class_of_ones_own_has_derivations(folder):
    from actplot.calculus.subjects import subject

    found = actplot.get("mine.py:Own")
    assert subject(found).routes()
    assert subject(found).facts()
    np.testing.assert_array_equal(found.value(X), X * np.tanh(X))


def test_a_figure_says_where_its_function_stands_and_not_where_this_machine_has_it(folder):
    (folder / "inner").mkdir()
    (folder / "inner" / "mine.py").write_text(CODE, encoding="utf-8")
    for name in ("inner/mine.py", "./inner/../inner/mine.py", str(folder / "inner" / "mine.py")):
        assert line_of(parse(f"compare {name}:act:0.50 relu")) == "compare inner/mine.py:act:alpha=0.5 relu"
    line = "compare 'mine = mine.py:act' relu"
    assert line_of(parse(line)) == line
    assert parse(line).functions[0].label == "mine"


def test_a_file_is_loaded_once_and_anew_where_it_has_changed(folder):
    text = "with open('runs', 'a') as file: file.write('x')\nfrom beside import FACTOR\ndef act(x): return FACTOR*x\n"
    (folder / "counted.py").write_text(text, encoding="utf-8")
    (folder / "beside.py").write_text("FACTOR = 2", encoding="utf-8")
    for _ in range(3):
        assert actplot.get("counted.py:act").value(1.0) == 2
    assert (folder / "runs").read_text(encoding="utf-8") == "x"
    (folder / "beside.py").write_text("FACTOR = 3.5", encoding="utf-8")
    assert actplot.get("counted.py:act").value(1.0) == 3.5


def test_a_file_named_like_a_module_of_python_hides_it_from_nobody(folder):
    (folder / "random.py").write_text("def act(x): return 2*x\n", encoding="utf-8")
    (folder / "numbers.py").write_text("raise RuntimeError\n", encoding="utf-8")
    code = "import actplot; print(actplot.get('random.py:act').value(1.0)); import random, fractions; random.random()"
    program = ["-P", "-c", code]
    done = subprocess.run([sys.executable, *program], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == "2.0\n"


def test_functions_of_modules_are_found_from_the_current_folder(folder):
    inner = folder / "package_of_mine" / "inner"
    inner.mkdir(parents=True)
    (inner.parent / "constants.py").write_text("FACTOR = 7", encoding="utf-8")
    for place in (inner, inner.parent):
        (place / "__init__.py").touch()
    text = "from ..constants import FACTOR\ndef act(x): return FACTOR*x\n"
    (inner / "module.py").write_text(text, encoding="utf-8")
    assert actplot.get("package_of_mine.inner.module:act").value(1.0) == 7


@pytest.mark.parametrize(
    ("text", "source", "name", "settings", "label"),
    [
        ("mine.py:act", "mine.py", "act", (), ""),
        (" a b = in ner/mine.py : act : alpha=1, 2 ", "in ner/mine.py", "act", ("alpha=1", "2"), "a b"),
        ("package.module:act.inner", "package.module", "act.inner", (), ""),
        ("mine.py::act", "mine.py", "act", (), ""),
        ("mine.py", "mine.py", "", (), ""),
        ("mine.py:", "mine.py", "", (), ""),
        ("../mine.py:act", "../mine.py", "act", (), ""),
    ],
)
def test_texts_that_name_places(text, source, name, settings, label):
    place = place_of(text)
    assert (place.source, place.name, place.settings, place.label) == (source, name, settings, label)


@pytest.mark.parametrize("text", ["relu", "torch:relu", "x*2.5", "leaky_relu:0.2", "mine:act", "x.py", "0.5:act", "x"])
def test_texts_that_name_none(text):
    found = place_of(text)
    assert found is None or found.name == ""


@pytest.mark.parametrize("text", ["torch.nn:ReLU", "torch.nn.functional:relu", "tf.nn:relu", "keras.activations:relu"])
def test_names_of_frameworks_are_those_of_the_catalogue(text):
    assert str(actplot.get(text)) == "relu"


@pytest.mark.skipif(os.name != "nt", reason="a drive")
def test_a_drive_is_no_name():
    assert place_of(r"C:\inner\mine.py:act").name == "act"


def test_what_failed_is_run_again_once_it_is_mended(folder):
    (folder / "broken.py").write_text("open('tried', 'a').write('x')\nfrom inner import FACTOR\nFACTOR/0\n", "utf-8")
    (folder / "inner.py").write_text("FACTOR = 2", encoding="utf-8")
    for _ in range(3):
        with pytest.raises(SuppliedError, match="division by zero"):
            actplot.get("broken.py:act")
    assert (folder / "tried").read_text(encoding="utf-8") == "x"
    (folder / "inner.py").write_text("FACTOR = 4", encoding="utf-8")
    (folder / "broken.py").write_text("from inner import FACTOR\ndef act(x): return FACTOR*x", encoding="utf-8")
    assert actplot.get("broken.py:act").value(1.0) == 4
    assert not (folder / "__pycache__").exists()


def test_threads_load_a_file_once(folder):
    text = "import time\nopen('tried', 'a').write('x')\ntime.sleep(0.05)\ndef act(x): return 2*x\n"
    (folder / "slow.py").write_text(text, encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        values = [one.value(1.0) for one in pool.map(actplot.get, ["slow.py:act"] * 4)]
    assert values == [2.0] * 4
    assert (folder / "tried").read_text(encoding="utf-8") == "x"


def test_threads_that_call_code_at_once_leave_it_in_any_order():
    """The first to enter may be the first to leave: each has its own way to treat infinities, and keeps it."""
    entered, left = threading.Barrier(2), threading.Event()

    def first():
        with contained("mine.py"):
            entered.wait(5)
        left.set()

    def last():
        entered_before = np.geterr()
        with contained("mine.py"):
            entered.wait(5)
            assert left.wait(5)
            assert set(np.geterr().values()) == {"ignore"}
        return np.geterr() == entered_before

    with ThreadPoolExecutor(2) as pool:
        ended, same = pool.submit(first), pool.submit(last)
        assert ended.result() is None
        assert same.result()


@pytest.mark.parametrize(
    "text", [" " * 20_000 + "x", "a " * 10_000 + "= x.py", "(a" * 10_000 + "=", "a." * 10_000 + ":x"]
)
def test_long_texts_take_no_time(text):
    """Every formula is looked at, a stranger's too."""
    start = time.process_time()
    place_of(text)
    assert time.process_time() - start < 1
