"""Texts that name a function at several values of a parameter, and what is wrong with those that do not."""

import pytest

from actplot import BadParameter, get
from actplot.errors import ActplotError
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse
from actplot.spec.sweeping import MOST, read_sweep, sweep_of


def swept(text, steps=None):
    return read_sweep(text, {}, None, steps)


@pytest.mark.parametrize(
    ("text", "steps", "canonical", "specs"),
    [
        ("elu:alpha=0.5,1,2", None, "elu:alpha=0.5,1,2", ["elu:0.5", "elu", "elu:2"]),
        ("elu:2,0.5,1", None, "elu:alpha=0.5,1,2", ["elu:0.5", "elu", "elu:2"]),
        ("elu:alpha=2..0", 3, "elu:alpha=0,1,2", ["elu:0", "elu", "elu:2"]),
        ("ELU:alpha=1e-1..1/2", 2, "elu:alpha=0.1,0.5", ["elu:0.1", "elu:0.5"]),
        ("maxout:pieces=2..4", None, "maxout:pieces=2,3,4", ["maxout", "maxout:3", "maxout:4"]),
        ("torch:LeakyReLU:negative_slope=0.1,0.3", None, "leaky_relu:negative_slope=0.1,0.3", None),
        ("huber:delta=0.5..2.5", None, "huber:delta=0.5,1,1.5,2,2.5", None),
        ("barron:alpha=-2..2", 9, "barron:alpha=-2..2", None),
        ("barron:c=3,alpha=-1..1", 8, "barron:alpha=-1..1,c=3", None),
        ("barron:alpha=0,1:c=1,2", None, "barron:alpha=0,1,c=1,2", ["barron:0", "barron", "barron:0,2", "barron:c=2"]),
        ("softmax:temperature=0.5,2", None, "softmax:temperature=0.5,2", ["softmax:0.5", "softmax:2"]),
        ("gumbel_softmax:temperature=0.5,2", None, "gumbel_softmax:tau=0.5,2", None),
        ("x*sigmoid(a*x):a=1,2", None, "x*sigmoid(a*x):a=1,2", ["x*sigmoid(a*x):a=1", "x*sigmoid(a*x):a=2"]),
    ],
)
def test_a_text_names_all_functions_in_the_order_of_their_values(text, steps, canonical, specs):
    found = swept(text, steps)
    assert str(found) == canonical
    assert specs is None or list(found.functions) == [get(spec) for spec in specs]
    assert sweep_of(found.functions) == found
    assert read_sweep(canonical, {}, None, steps if ".." in canonical else None) == found


def test_numbers_between_ends_are_short():
    assert swept("elu:alpha=0..1", 11).axes[0].values == (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)


BAD = {
    "elu": "a sweep takes a parameter with two values or more, and 'elu' gives none. Write 'elu:alpha=0.5,1,2'.",
    "elu:alpha=1": "gives alpha one. Write 'elu:alpha=0.5,1,2'.",
    "sigmoid": "sigmoid has no parameter that could take several values. Draw it with 'actplot plot sigmoid'.",
    "sigmoid:a=1,2": "sigmoid takes no parameters",
    "elu:alhpa=1,2": "elu has no parameter 'alhpa'. Did you mean 'alpha'?",
    "elu:alpha=1,1.0": "elu: alpha = 1.0 is given twice. Write each value once.",
    "elu:alpha=1,2:alpha=3": "elu: alpha is given twice in 'elu:alpha=1,2:alpha=3'. Write all its values",
    "elu:alpha=1,nan": "elu: alpha must be any finite number, got nan",
    "elu:alpha=1,-inf": "elu: alpha must be any finite number, got -inf",
    "elu:alpha=1,x": "'x' is not a number",
    "elu:alpha=1,,2": "elu: alpha lacks a value at place 2 of 3.",
    "huber:delta=-1,1": "huber: delta must be above 0, got -1",
    "huber:delta=-1..1": "huber: delta must be above 0, got -1",
    "elu:alpha=0..2,5": "elu: the range 0..2 of alpha stands alone. Leave the other values out.",
    "elu:alpha=1..1": "elu: the range 1..1 of alpha holds one number. Give two that differ.",
    "elu:alpha=..1": "elu: the range of alpha is written A..B, such as 0..2, got '..1'",
    "elu:alpha=1...2": "elu: the range of alpha is written A..B, such as 0..2, got '1...2'",
    "elu:alpha=a..2": "elu: the range of alpha is written A..B with numbers, but 'a' is not a number",
    "elu:alpha=0..inf": "elu: the ends of the range of alpha must be finite, got 0..inf",
    f"elu:alpha={','.join(map(str, range(100)))}": f"elu: alpha has 100 values; a sweep draws at most {MOST}.",
    "barron:0,1": "'barron:0,1' does not say which parameter it is about. Write 'barron:alpha=",
    "barron:alpha=0,1:c=1..9:x=1": "barron has no parameter 'x'",
    "sigmoid_focal:gamma=1,2,alpha=0.2,0.3,target=0,1": "a sweep takes lists for one or two parameters, got 3: gamma,",
    "maxout:pieces=2.5,3": "maxout: pieces must be a whole number",
    "a*x:b=1,2": "'a*x' has no symbol 'b'. Its symbols: a.",
    "a*x:a=1,nan": "a*x: a must be a finite number, got 'nan'",
    "nosuch:a=1,2": "unknown function 'nosuch'",
    "elu:alpha=-1e308..1e308": "elu: the range -1e308..1e308 of alpha is too wide. Write its values with commas.",
    "torch:gelu:approximate=none,tanh": "got gelu, gelu_tanh. Draw them with 'actplot compare gelu gelu_tanh'.",
    "sigmoid_focal:alpha=none,0.5": "sigmoid_focal: alpha is swept over numbers alone. Leave out what is none.",
    "LeakyReLU(negative_slope=0.2)": "Write 'leaky_relu:negative_slope=0.005,0.01,0.02'.",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:40])
def test_what_is_wrong_is_told(text):
    with pytest.raises(ActplotError) as told:
        swept(text)
    assert BAD[text] in str(told.value)


def test_steps_of_whole_numbers_are_whole():
    with pytest.raises(ActplotError, match=r"maxout: pieces takes whole numbers, and 2\.\.5 in 3 steps holds others"):
        swept("maxout:pieces=2..5", 3)
    assert [axis.values for axis in swept("maxout:pieces=2..5", 2).axes] == [(2, 5)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sweep elu:alpha=0..2 --steps 1", "--steps must be a whole number from 2 to 40, got 1"),
        ("sweep elu:alpha=0..2 --steps 1000", "--steps must be a whole number from 2 to 40, got 1000"),
        ("sweep elu:alpha=0,2 --steps 4", "sweep: --steps has no meaning without a range, such as alpha=0..2."),
        ("sweep elu:alpha=0,2 relu", "sweep takes one function, and these are 2: elu:alpha=0,2, relu"),
        ("sweep", "sweep: name a function and values of a parameter, such as elu:alpha=0.5,1,2."),
        (
            "sweep softmax:0.5,1",
            "sweep: softmax takes vectors. Give one, as 'actplot sweep softmax:temperature=0.5,1 --at",
        ),
        (
            "sweep softmax:0.5,1 --at 1,2 --range -1 1",
            "sweep: --range has no meaning for functions of vectors, and softmax",
        ),
        ("sweep elu:0.5,1 --at 1,2", "sweep: --at has no meaning for functions of one variable, and elu is one."),
        ("sweep barron:alpha=0,1:c=1,2 --zoom 0 1", "sweep: --zoom has no meaning with two parameters"),
        (
            "sweep dropout:rate=0.1,0.2,seed=0,1 --at 1,2",
            "sweep: dropout takes vectors, and is swept over one parameter",
        ),
        ("sweep standardize:epsilon=0,1 --at 1,1", "sweep: an output is not finite at some epsilon."),
        ("sweep label_smoothing_cross_entropy:1,2", "unknown function"),
        ("sweep cross_entropy:label_smoothing=0,0.1", "compares whole vectors. See 'actplot eval cross_entropy"),
    ],
)
def test_wrong_lines_are_told(line, told):
    with pytest.raises(ActplotError) as error:
        parse(line)
    assert told in str(error.value)


def test_lines_are_canonical():
    line = line_of(parse("sweep ELU:alpha=2..-2 --steps 9 --theme dark"))
    assert line == "sweep elu:alpha=-2..2 --steps 9 --theme dark"
    assert line_of(parse(line)) == line
    assert line_of(parse("sweep elu:alpha=0..2")) == "sweep elu:alpha=0,0.5,1,1.5,2"
    assert line_of(parse("sweep 'b*x^2 + a:a=1,2' --param b=3")) == "sweep 'b*x^2 + a:a=1,2' --param b=3"


def test_a_parameter_that_changes_nothing_is_no_sweep(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("def act(x, alpha=1.0):\n    return alpha*x\n", encoding="utf-8")
    assert str(swept("mine.py:act:alpha=0,1")) == "mine.py:act:alpha=0,1"
    with pytest.raises(BadParameter):
        swept("huber:delta=0,1")
