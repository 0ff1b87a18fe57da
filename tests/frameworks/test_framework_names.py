"""Holds the dialects against what frameworks have: no name is invented, and none is left out without a word."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from frameworks.others import OTHERS, is_other
from frameworks.spoken_cases import EVERY_NAME, MODULES

import actplot
from actplot.calculus.facts.dialects import OMITTED, words_of
from actplot.errors import UnknownName
from actplot.spec.dialects.finding import FRAMEWORKS, framework
from actplot.spec.dialects.left_out import LEFT_OUT

SPOKEN = {spoken.path for spoken in EVERY_NAME}
HERE = [
    pytest.param(key, marks=[] if find_spec(module) else pytest.mark.skip(reason=f"{module} is missing"))
    for key in FRAMEWORKS
    for module in [MODULES.get(key, key)]
]


def public(key):
    """The names that the installed framework has for activations and losses, and for what is found beside them."""
    return import_module(f"frameworks.adapters.{key}").public()


def of(key, paths):
    return {path for path in paths if path.startswith(f"{key}.")}


def is_settled(path):
    """Whether a name is in a dialect, left out with a reason, or needs neither; TensorFlow's Keras is Keras."""
    return any(name in SPOKEN or name in LEFT_OUT or is_other(name) for name in (path, path.removeprefix("tf.")))


@pytest.mark.parametrize("key", HERE)
def test_every_name_is_one_of_the_framework(key):
    find, invented = import_module(f"frameworks.adapters.{key}").find, []
    for path in of(key, SPOKEN):
        try:
            assert callable(find(path))
        except (AttributeError, ValueError):
            invented.append(path)
    assert not invented, f"{framework(key).title} {framework(key).version} was read, another version may be installed"


@pytest.mark.parametrize("key", HERE)
def test_no_public_name_is_forgotten(key):
    forgotten = sorted(path for path in public(key) if not is_settled(path))
    assert not forgotten, f"{framework(key).title} {framework(key).version} was read, another version may be installed"


@pytest.mark.parametrize("key", HERE)
def test_names_that_are_left_out_are_still_there(key):
    assert not of(key, LEFT_OUT) - public(key)
    patterns = [pattern for pattern in OTHERS if pattern.startswith((f"{key}\\.", f"{key}."))]
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, path) for path in public(key))] == []


@pytest.mark.parametrize("path", LEFT_OUT)
def test_a_name_that_is_left_out_says_why(path):
    assert path not in SPOKEN
    key, _, rest = path.partition(".")
    for text in (path, f"{key}:{rest}", f"{key}:{path.rpartition('.')[2]}"):
        with pytest.raises(UnknownName) as error:
            actplot.get(text)
        assert f"is left out: {LEFT_OUT[path]}." in str(error.value)


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_the_list_of_a_framework_ends_with_what_is_left_out(key):
    omitted = [word for word in words_of(key, None, "", ()) if word.kind == OMITTED]
    assert {name for word in omitted for name in word.names} == {p.rpartition(".")[2] for p in of(key, LEFT_OUT)}
    assert all(word.meaning for word in omitted)
