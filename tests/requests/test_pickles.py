"""What is public can be sent to another process, or copied, and is equal there."""

import copy
import inspect
import pickle

import numpy as np
import pytest

import actplot
from actplot import errors
from actplot.catalogue.registry import names
from actplot.gallery.drawing.render import Task, render_figure
from actplot.requests.reading import CLASSES, parse

WAYS = {
    "pickle": lambda one: pickle.loads(pickle.dumps(one)),
    "oldest pickle": lambda one: pickle.loads(pickle.dumps(one, 0)),
    "deep copy": copy.deepcopy,
    "copy": copy.copy,
}
SPECS = (
    *names(),
    *("leaky_relu:0.2", "relu_general:max_value=6", "dropout:0.3", "torch:Softplus:beta=0.1", "keras:hinge"),
    *("torch:CrossEntropyLoss", "x*sigmoid(1.702*x)", "log(x^2 - 1)", "tan(x)", "relu(x)", "where(x > 0, x, x^3)"),
)
LINES = (
    *("plot gelu --theme dark --style ggplot", "compare relu 'x^2' --range -1 1", "jacobian softmax --at 2,1,0.1"),
    *("diff gelu gelu_tanh --range -3 3", "propagate relu tanh --layers 3 --gain he", "grid relu mse --across 1"),
    *("sweep elu:alpha=0..2 --steps 9 --theme dark", "sweep softmax:temperature=0.5,1,2 --at 2,1,0.1"),
    *("landscape relu tanh --seed 3", "explore elu --at 1 --theme dark"),
    *("surface mse --data line", "derive sigmoid --explain", "eval relu --at 1,inf --order 2"),
)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("make", [actplot.get, parse])
def test_entries_and_requests(make, way):
    for text in SPECS if make is actplot.get else LINES:
        one = make(text)
        other = way(one)
        assert other == one, text
        assert hash(other) == hash(one)
        assert (str(other), repr(other), type(other)) == (str(one), repr(one), type(one))


def test_every_kind_of_request_is_among_them():
    assert {line.split()[0] for line in LINES} == set(CLASSES)


def test_a_formula_that_was_looked_at_computes_the_same_after_it_was_sent():
    one = actplot.get("log(x^2 - 1)")
    x = np.linspace(-9, 9, 31)
    values, parts = one.value(x), one.domain_parts
    other = pickle.loads(pickle.dumps(one))
    assert np.array_equal(other.value(x), values, equal_nan=True)
    assert other.domain_parts == parts


def made(cls: type[errors.ActplotError]) -> errors.ActplotError:
    """An error with as many arguments as its class takes."""
    takes = inspect.signature(cls.__init__).parameters
    return cls("it ended", "x +", 3) if "position" in takes else cls("it ended")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_errors(way):
    classes = [cls for cls in vars(errors).values() if inspect.isclass(cls) and issubclass(cls, errors.ActplotError)]
    assert len(classes) > 10
    raised = [made(cls) for cls in classes]
    for text in ("softshrnk", "relu:(", "1 + ", "leaky_relu:banana"):
        with pytest.raises(errors.ActplotError) as caught:
            actplot.get(text)
        raised.append(caught.value)
    for error in raised:
        other = way(error)
        assert type(other) is type(error)
        assert (str(other), other.args, vars(other)) == (str(error), error.args, vars(error))


def test_what_goes_to_the_processes_of_a_gallery_and_back():
    task = Task("one", "plot relu", ("svg",))
    assert pickle.loads(pickle.dumps(task)) == task
    drawn = render_figure(*task)
    assert pickle.loads(pickle.dumps(drawn)) == drawn
