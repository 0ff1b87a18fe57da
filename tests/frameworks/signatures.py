"""What frameworks document as the settings of each name: recorded with the versions, and read from what is installed.

`python -m frameworks.signatures torch keras` from the folder `tests` records those of the installed frameworks again.
"""

import inspect
import json
import re
import sys
from importlib import import_module
from pathlib import Path

from actplot.spec.dialects.finding import framework

FILE = Path(__file__).with_name("signatures.json")
DATA = {  # what is no setting
    *("self", "args", "kwargs", "input", "target", "x", "x1", "features", "input_tensor", "logits", "labels"),
    *("multi_class_labels", "onehot_labels", "predictions", "targets", "t", "y", "y_true", "y_pred", "output"),
    *("input1", "input2", "anchor", "positive", "negative", "anchors", "positives", "negatives"),
    *("log_predictions", "log_targets", "scores", "predictor_outputs", "a", "var", "_stacklevel"),
}
OF_ONE = {"cosine_similarity": ("x2",), "log_poisson_loss": ("log_input",)}  # data there, and settings elsewhere
_SIGNATURE = re.compile(r"\w+\((.*)\)")


def recorded():
    """By framework its version and, by path, the settings with their defaults; the latter are the texts of Python."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def installed(key):
    """The same of an installed framework."""
    find = import_module(f"frameworks.adapters.{key}").find
    return {one.path: settings_of(find(one.path), one.leaf) for one in framework(key).names()}


def settings_of(function, leaf):
    function = function.__init__ if _hides(function) else function
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # compiled: the first line of its documentation says it
        given = [part.strip() for part in _documented(function) if part.strip() not in ("*", "")]
        named = {part.partition("=")[0].partition(":")[0].strip(): part.partition("=")[2].strip() for part in given}
    else:
        named = {one.name: "" if one.default is one.empty else _text(one.default) for one in found}
    return {name: default for name, default in named.items() if name not in (*DATA, *OF_ONE.get(leaf, ()))}


def _hides(function):
    """Whether a class is called through its metaclass, which takes anything."""
    return inspect.isclass(function) and [*inspect.signature(function).parameters] == ["args", "kwargs"]


def _documented(function):
    match = _SIGNATURE.match((function.__doc__ or "").strip().split("\n")[0])
    return match[1].split(",") if match else []


def _text(default):
    return getattr(default, "__name__", None) or (repr(default) if "object at" not in repr(default) else "object")


if __name__ == "__main__":
    known = recorded() if FILE.exists() else {}
    known |= {key: {"version": framework(key).version, "names": installed(key)} for key in sys.argv[1:]}
    FILE.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
