"""A spec names one function; every other text gets one clear error."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import actplot
from actplot.calculus.checks.of_vectors import variants
from actplot.catalogue.registry import ELEMENTWISE, KINDS, lookup
from actplot.numbers import number_text, real

LONG = "1" * 100_000


@pytest.mark.parametrize("name", actplot.names())
def test_defaults_round_trip(name):
    function = actplot.get(name)
    assert str(function) == name
    assert actplot.get(str(function)) == function


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("name", actplot.names())
def test_every_alias_names_the_same_function(name):
    for alias in lookup(name).aliases:
        assert actplot.get(alias) == actplot.get(name)
        assert actplot.get(alias.upper()) == actplot.get(name)


@given(data=st.data())
def test_specs_round_trip(data):
    cls = lookup(data.draw(st.sampled_from(actplot.names())))
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    values = data.draw(st.dictionaries(st.sampled_from([p.name for p in cls.declared] or [""]), numbers))
    try:
        function = cls.with_parameters(values)
    except actplot.BadParameter:
        return
    assert actplot.get(str(function)) == function
    assert hash(actplot.get(str(function))) == hash(function)


@pytest.mark.parametrize("name", [name for kind in KINDS if kind not in ELEMENTWISE for name in actplot.names(kind)])
def test_entries_of_vectors_read_back_with_every_parameter(name):
    for variant in variants(actplot.get(name)):
        assert str(variant) != name
        assert actplot.get(str(variant)) == variant
        assert (
            actplot.get(f"{name}:" + ",".join(f"{p}={number_text(v)}" for p, v in variant.numbers.items())) == variant
        )


@given(st.lists(st.floats(0, 1e300, exclude_min=True), min_size=1, max_size=5))
def test_parameters_of_several_numbers_round_trip(weight):
    loss = actplot.get("cross_entropy").with_parameters({"weight": weight})
    assert loss.weight == tuple(weight)
    assert actplot.get(str(loss)) == loss


@given(st.text())
def test_no_text_gets_another_error(text):
    for spec in (text, f"elu:{text}", f"hard_tanh:{text},{text}", f"elu:alpha={text}"):
        with contextlib.suppress(actplot.ActplotError):
            actplot.get(spec)


@pytest.mark.parametrize(
    ("spec", "same"),
    [
        ("leaky_relu:1/5", "leaky_relu:0.2"),
        ("leaky_relu:alpha=0.2", "leaky_relu:0.2"),
        ("Leaky-ReLU:NEGATIVE-SLOPE=.2", "leaky_relu:0.2"),
        (" elu : alpha = 2 ", "elu:2"),
        ("elu:1.0", "elu"),
        ("hard_tanh:-2,2", "hard_tanh:min_val=-2,max_val=2"),
        ("hard_tanh:-2,max_val=2", "hard_tanh:-2,2"),
        ("soft_shrink:threshold=1", "soft_shrink:lambd=1"),
        ("threshold:0.5,2", "threshold:value=2,threshold=0.5"),
        ("prelu:−1e-3", "prelu:-0.001"),
        ("prelu:-0", "prelu:0"),
        ("cross_entropy:weight=1:2:1/2", "cross_entropy:weight=1:2:0.5"),
        ("kl_divergence:log_prediction=true", "kl_divergence:true"),
        ("dropout:p=0.3,seed=1", "dropout:0.3,1"),
    ],
)
def test_spellings(spec, same):
    assert actplot.get(spec) == actplot.get(same)


def test_a_function_is_returned_as_it_is():
    function = actplot.get("elu:2")
    assert actplot.get(function) is function


@pytest.mark.parametrize(
    ("spec", "error", "parts"),
    [
        ("sigmid", actplot.UnknownName, ("'sigmid'", "Did you mean 'sigmoid'", "actplot list")),
        ("x" * 10_000, actplot.UnknownName, ("unknown function", "…")),
        ("relu\udcff", actplot.ActplotError, ("unexpected character", "\\udcff")),
        ("elu:aplha=1", actplot.UnknownName, ("no parameter 'aplha'", "Did you mean 'alpha'", "actplot show elu")),
        ("elu:alpha=nan", actplot.BadParameter, ("alpha must be", "got nan")),
        ("elu:inf", actplot.BadParameter, ("alpha must be", "got inf")),
        ("elu:1e999", actplot.BadParameter, ("alpha must be", "got 1e999")),
        ("huber:-1", actplot.BadParameter, ("delta must be", "got -1")),
        ("elu:1/0", actplot.BadParameter, ("alpha must be", "divides by zero")),
        (f"elu:{LONG}", actplot.BadParameter, ("alpha must be", "…")),
        (f"elu:{LONG}/{LONG}", actplot.BadParameter, ("alpha must be", "…")),
        ("elu:1e300/1e-300", actplot.BadParameter, ("alpha must be",)),
        ("elu:abc", actplot.BadParameter, ("'abc' is not a number",)),
        ("elu:1_0", actplot.BadParameter, ("'1_0' is not a number",)),
        ("elu:٣", actplot.BadParameter, ("is not a number",)),
        ("hard_tanh:3,2", actplot.BadParameter, ("min_val",)),
        ("", actplot.ActplotError, ("the formula is empty", "e.g. x*sigmoid(x)")),
        ("   ", actplot.ActplotError, ("the formula is empty",)),
        (":0.2", actplot.BadSpec, ("names no function",)),
        ("elu:", actplot.BadSpec, ("lacks a value", "'elu:1'")),
        ("elu:alpha=", actplot.BadSpec, ("lacks a value",)),
        ("elu:=1", actplot.BadSpec, ("lacks a value",)),
        ("elu:1,", actplot.BadSpec, ("lacks a value",)),
        ("elu:1,2", actplot.BadSpec, ("at most 1", "got 2")),
        ("elu:alpha=1,alpha=2", actplot.BadSpec, ("alpha is given twice",)),
        ("elu:1,alpha=2", actplot.BadSpec, ("alpha is given twice",)),
        ("hard_tanh:max_val=2,-2", actplot.BadSpec, ("'-2' without a name",)),
        ("relu:", actplot.BadSpec, ("takes no parameters", "Write 'relu'")),
        ("relu:alpha=1", actplot.BadSpec, ("takes no parameters",)),
        (5, actplot.BadSpec, ("got int",)),
        (None, actplot.BadSpec, ("got NoneType",)),
        (b"relu", actplot.BadSpec, ("got bytes",)),
    ],
)
def test_errors(spec, error, parts):
    with pytest.raises(error) as caught:
        actplot.get(spec)
    assert all(part in str(caught.value) for part in parts), str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.5", 0.5), ("-.5", -0.5), ("5.", 5), ("1e-3", 1e-3), ("1/3", 1 / 3), ("-1/4", -0.25), (" inf ", math.inf)],
)
def test_real_numbers(text, number):
    assert real(text) == number


@given(st.floats(allow_nan=False))
def test_real_reads_what_python_prints(number):
    assert real(repr(number)) == number
