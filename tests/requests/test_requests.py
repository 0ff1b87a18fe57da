"""A request prints to one canonical line, and the line parses back to it."""

import importlib
import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actplot
from actplot.requests.command_line import line_of
from actplot.requests.derivations.derive import DeriveRequest
from actplot.requests.facts.eval import EvalRequest
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.figures.curves import MARKS
from actplot.requests.figures.grid import GridRequest
from actplot.requests.figures.jacobian import JacobianRequest
from actplot.requests.figures.networks.landscape import LandscapeRequest
from actplot.requests.figures.plot import PlotRequest
from actplot.requests.figures.propagate import PropagateRequest
from actplot.requests.figures.surface import SurfaceRequest
from actplot.requests.figures.sweep import SweepRequest
from actplot.requests.file_names import LONGEST, file_stem, file_stems
from actplot.requests.grammar.options import options_of
from actplot.requests.reading import CLASSES, parse, parse_picture
from actplot.requests.request import Request

OF_X = (
    "sigmoid",
    "tanh",
    "relu",
    "elu:0.5",
    "hard_tanh:-2,2",
    "prelu:-0.25",
    "leaky_relu:0.2",
    "torch:gelu",
    "keras:gelu",
)
ends = st.floats(-1e300, 1e300)
texts = st.none() | st.text(max_size=300).filter(str.isprintable)
names = st.text(min_size=1, max_size=20).filter(
    lambda name: name.isprintable() and name.strip() == name and "," not in name
)
VALUES = {
    "over": st.sampled_from([None, "margin", "logit", "probability", "residual"]),
    "behind": st.sampled_from([None, "normal", "normal:0.5,2", "inputs.csv:a"]),
    "x_range": st.none() | st.tuples(ends, ends),
    "y_range": st.none() | st.tuples(ends, ends),
    "x_scale": st.sampled_from(["linear", "log", "symlog"]),
    "y_scale": st.sampled_from(["linear", "log", "symlog"]),
    "slope_scale": st.sampled_from(["linear", "log", "symlog"]),
    "points": st.integers(2, 100_000),
    "size": st.none() | st.tuples(st.floats(1, 100), st.floats(1, 100)),
    "dpi": st.floats(10, 1200),
    "title": texts,
    "caption": texts,
    "alt_text": texts,
    "letters": st.sampled_from(["outlines", "real"]),
    "no_caption": st.booleans(),
    "slope_range": st.none() | st.tuples(ends, ends),
    "slope_label": texts,
    "x_label": texts,
    "y_label": texts,
    "axes": st.sampled_from(["box", "origin"]),
    "theme": st.sampled_from(["light", "dark"]),
    "style": st.lists(names, max_size=3),
    "purpose": st.sampled_from([None, "slide", "paper", "web"]),
    "paper": st.sampled_from([None, "icml", "neurips"]),
    "columns": st.sampled_from([1, 2]),
    "background": st.sampled_from([None, "none"]),
    "derivative": st.sampled_from(["closed", "finite", "both"]),
    "mark": st.lists(st.sampled_from(MARKS), max_size=4) | st.just(["none"]),
    "legend": st.booleans(),
    "no_legend": st.booleans(),
    "zoom": st.none() | st.tuples(ends, ends),
    "overlay": st.booleans(),
    "scales": st.sampled_from(["shared", "own"]),
    "across": st.none() | st.integers(1, 20),
    "page": st.none() | st.integers(1, 3),
    "where": st.sampled_from([None, "odd,bounded"]),
    "kind": st.sampled_from([None, "loss", "vector-function"]),
    "family": st.sampled_from([None, "rectified", "margins"]),
    "framework": st.sampled_from([None, "torch", "flax"]),
    "order": st.sampled_from([1, 2]),
    "only": st.sampled_from([None, "value", "derivative"]),
    "formula": st.booleans(),
    "param": st.dictionaries(st.sampled_from(["a", "b", "slope"]), ends, max_size=2),
    "var": st.sampled_from([None, "x", "z"]),
}
PAPER = ("size", "dpi", "title", "theme", "style", "purpose", "paper", "columns", "background")
DERIVE = {
    "route": st.sampled_from([None, "quotient", "chain", "rules"]),
    "explain": st.booleans(),
    "details": st.booleans(),
    "steps": st.none() | st.integers(1, 100) | st.tuples(st.integers(1, 4), st.integers(4, 9)),
    "blank": st.lists(st.integers(1, 6) | st.sampled_from(["rules", "terms"]), max_size=3),
    "frame": st.none() | st.just(1),
    "model": st.sampled_from([None, "linear"]),
    "data": st.none() | st.sampled_from(["line:n=20", "moons:n=200,seed=1", "points.csv"]),
    "x": st.lists(st.sampled_from(["TV", "Radio, in k$", "x1"]), max_size=3),
    "y": st.sampled_from([None, "Sales", 'in "k$"']),
    **{name: VALUES[name] for name in ("order", "param", "var", *PAPER)},
}
DEPTH = {
    "layers": st.integers(0, 60),
    "gain": st.sampled_from(["auto", "he", "lecun", "glorot", "1.5", 0.7, "5/3"]),
    "residual": st.booleans(),
    "width": st.integers(1, 64),
    "seeds": st.integers(0, 3),
    **{name: VALUES[name] for name in ("legend", "no_legend", "param", "var", *PAPER)},
}
vectors = st.lists(ends, min_size=1, max_size=6)
VECTORS = {"at": st.none() | vectors, "vary": st.none() | st.integers(0, 6), "simplex": st.booleans()}
ALONE = {
    "tangent": st.lists(st.floats(-4, 4), max_size=3),
    "layout": st.sampled_from([None, "one", "beside", "stacked"]),
}
weights = st.sampled_from(["w", "b", "x2"])
SURFACE = {
    "data": st.none() | st.sampled_from(["line:n=20", "moons:n=200,seed=1", "points.csv", "my data.csv"]),
    "x": st.lists(st.sampled_from(["TV", "Radio, in k$", "x1"]), max_size=3),
    "y": st.sampled_from([None, "Sales", 'in "k$"']),
    "weights": st.lists(weights, max_size=3),
    "fix": st.dictionaries(weights, ends, max_size=2),
    "view": st.sampled_from(["contour", "3d"]),
    "reduction": st.sampled_from(["mean", "sum"]),
    "descend": st.booleans(),
    "start": st.lists(st.tuples(ends, ends), max_size=3),
    "rate": st.lists(st.floats(1e-300, 1e300), max_size=3),
    "steps": st.integers(1, 100_000),
    "momentum": st.floats(0, 0.999),
    "beside": st.lists(st.sampled_from(["loss", "fit"])),
    **{name: VALUES[name] for name in ("x_range", "y_range", *PAPER)},
}
numbers = st.sampled_from(["-1,2", "1/3 inf", "@points.csv", "-", "w=10,b=2", ""]) | st.lists(st.floats(), max_size=3)
EVAL = {
    "at": st.none() | numbers | st.lists(st.lists(ends, min_size=2, max_size=3), max_size=3) | SURFACE["fix"],
    "ends": VALUES["x_range"],
    "num": st.none() | st.integers(1, 1_000_000),
    "prediction": st.none() | numbers,
    "target": st.none() | numbers,
    **{name: SURFACE[name] for name in ("data", "x", "y")},
    "reduction": st.sampled_from([None, "none", "sum", "mean", "batchmean"]),
    "dtype": st.sampled_from(["float32", "float64"]),
    "order": st.sampled_from([0, 1, 2]),
    "finite": st.booleans(),
}
LANDSCAPE = {
    "layers": st.integers(1, 20),
    "width": st.integers(1, 128),
    "seed": st.integers(0, 2**32 - 1),
    "xor": st.booleans(),
    **{name: VALUES[name] for name in ("x_range", "no_legend", *PAPER)},
}
AT_VECTORS = {**{name: VALUES[name] for name in PAPER}, "vary": VECTORS["vary"], "simplex": VECTORS["simplex"]}
OF_VECTORS = ("softmax", "glu", "crelu", "maxout:3", "dropout:rate=0.3,seed=1", "random_rrelu", "sigmoid", "2*x")
FORMULAS = ("x*sigmoid(1.702*x)", "-a*x^2 + b", "slope*z", "quick = |x - 1|")


@given(
    cls=st.sampled_from([CompareRequest, PlotRequest, GridRequest]),
    functions=st.lists(st.sampled_from([*OF_X, *FORMULAS]), min_size=1),
    values=st.fixed_dictionaries({}, optional=VALUES),
)
def test_lines_round_trip(cls, functions, values):
    declared = {option.name for option in options_of(cls)}
    returns(cls, functions, {name: value for name, value in values.items() if name in declared})


@given(
    st.sampled_from(
        ["elu:alpha=0.5,1", "elu:alpha=0..2", "barron:alpha=0..2:c=1,2", "a*x^2:a=1,2,3", "rrelu:lower=0,0.1"]
    ),
    st.fixed_dictionaries({}, optional={**VALUES, "steps": st.integers(2, 12)}),
)
def test_lines_of_sweeps_round_trip(function, values):
    taken = {option.name for option in options_of(SweepRequest)}
    returns(SweepRequest, [function], {name: value for name, value in values.items() if name in taken})


@given(vectors, st.fixed_dictionaries({}, optional={name: VALUES[name] for name in (*PAPER, "y_range", "legend")}))
def test_lines_of_sweeps_of_vectors_round_trip(at, values):
    returns(SweepRequest, ["softmax:temperature=0.5,1,2"], {**values, "at": at})


@given(
    cls=st.sampled_from([CompareRequest, PlotRequest]),
    losses=st.lists(st.sampled_from(["hinge", "mse", "bce", "bce:target=1", "brier:0.3", "bce:0"]), min_size=1),
    values=st.fixed_dictionaries({}, optional={name: VALUES[name] for name in ("over", "behind", "order", "only")}),
)
def test_lines_of_losses_round_trip(cls, losses, values):
    returns(cls, losses, values)


@given(st.sampled_from(["sigmoid", "mse", "softmax", *FORMULAS]), st.fixed_dictionaries({}, optional=DERIVE))
def test_lines_of_derivations_round_trip(function, values):
    returns(DeriveRequest, [function], values)


@given(
    cls=st.sampled_from([PlotRequest, JacobianRequest]),
    function=st.sampled_from(OF_VECTORS),
    at=vectors,
    values=st.fixed_dictionaries(
        {}, optional={name: VALUES[name] for name in PAPER} | {name: VECTORS[name] for name in ("vary", "simplex")}
    ),
)
def test_lines_with_vectors_round_trip(cls, function, at, values):
    if cls is JacobianRequest:
        values.pop("vary", None)
        values.pop("simplex", None)
    returns(cls, [function], {**values, "at": at})


@given(
    st.lists(vectors, min_size=1, max_size=2, unique_by=len) | vectors.map(lambda one: [one, one]),
    st.fixed_dictionaries({"at": vectors, "vary": st.integers(0, 5)}),
)
def test_lines_with_targets_round_trip(target, values):
    returns(PlotRequest, ["contrastive"], {**values, "target": target[0] if len(target) == 1 else target})
    returns(PlotRequest, ["triplet_margin"], {**values, "target": target})


@settings(max_examples=20)
@given(st.sampled_from(["sigmoid", "sin(20*x)"]), st.fixed_dictionaries({}, optional=ALONE))
def test_lines_of_functions_alone_round_trip(function, values):
    returns(PlotRequest, [function], {"points": 64, **values})


@given(st.lists(st.sampled_from(["relu", "tanh", "exp(x)"]), max_size=3), st.fixed_dictionaries({}, optional=DEPTH))
def test_lines_of_depth_round_trip(functions, values):
    returns(PropagateRequest, functions, values)


@given(st.sampled_from(["mse", "huber:2", "hinge"]), st.fixed_dictionaries({}, optional=SURFACE))
def test_lines_of_surfaces_round_trip(loss, values):
    returns(SurfaceRequest, [loss], {"data": "line:n=20", "descend": True, **values})


@given(st.lists(st.sampled_from(["relu", "elu:2", "x^2"]), min_size=1), st.fixed_dictionaries({}, optional=LANDSCAPE))
def test_lines_of_landscapes_round_trip(functions, values):
    returns(LandscapeRequest, functions, values)


@given(st.sampled_from(["relu", "mse", "softmax", "kl_divergence"]), st.fixed_dictionaries({}, optional=EVAL))
def test_lines_of_numbers_round_trip(function, values):
    returns(EvalRequest, [function], values)


def test_numbers_make_no_picture():
    assert parse("eval relu --at 1").at == "1"
    with pytest.raises(actplot.BadOption, match=r"no figure is made by 'eval'\. Commands: compare, derive"):
        parse_picture("eval relu --at 1")


def returns(cls, functions, values):
    try:
        request = cls(functions, **values)
    except actplot.ActplotError:
        return
    line = line_of(request)
    assert parse(line) == request
    assert line_of(parse(line)) == line
    assert hash(parse(line)) == hash(request)


def test_every_option_is_tested():
    declared = {option.name for cls in CLASSES.values() for option in options_of(cls)}
    tried = set().union(VALUES, DEPTH, DERIVE, VECTORS, ALONE, SURFACE, LANDSCAPE, EVAL)
    assert tried == declared, f"add values of {sorted(declared - tried)}, take out those of {sorted(tried - declared)}"


@given(st.text())
def test_no_line_gets_another_error(line):
    for text in (line, f"compare {line}", f"plot relu --title {line}", f"compare relu --range {line}"):
        try:
            parse(text)
        except actplot.ActplotError:
            continue


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("compare sigmoid tanh relu --range -10 10", "compare sigmoid tanh relu --range -10 10"),
        ("compare --range=-10 10 SIGMOID -- tanh", "compare sigmoid tanh --range -10 10"),
        ("actplot compare tanh tanh Tanh", "compare tanh"),
        ("compare leaky_relu:negative_slope=1/5", "compare leaky_relu:0.2"),
        ("compare relu --dpi 150.0 --range -5 5 --points 1000", "compare relu"),
        ("compare binary_cross_entropy --range 0 1", "compare binary_cross_entropy"),
        ("compare relu --mark extrema,kinks,extrema", "compare relu --mark kinks,extrema"),
        ("plot relu --no-legend --theme dark", "plot relu --theme dark --no-legend"),
        ('plot relu --title "it\'s"', "plot relu --title 'it'\"'\"'s'"),
        ("plot relu --title ''", "plot relu --title ''"),
        ("plot relu --title --range", "plot relu --title --range"),
        ("plot relu --dpi 50 --dpi 60", "plot relu --dpi 60"),
        ("plot softmax --vary 0 --at=0,1/2,-2.0", "plot softmax --vary 0 --at 0,0.5,-2"),
        ("jacobian softmax --at=-1,2,1e3", "jacobian softmax --at -1,2,1000"),
        ("derive mse --model linear", "derive mse --model linear"),
        ("surface mse --data line --weights w,b", "surface mse --data line --weights w,b"),
        (
            "surface mse --data line:n=9 --descend --start 0,1 --start=2,-1.0 --learning-rate 0.1 --learning-rate 0.5",
            "surface mse --data line:n=9 --descend --start 0,1:2,-1 --learning-rate 0.1,0.5",
        ),
    ],
)
def test_canonical_lines(line, canonical):
    assert line_of(parse(line)) == canonical


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", ("empty line",)),
        ("compare 'relu", ("not a command line", "closing quotation")),
        ("cmpare relu", ("'cmpare'", "Did you mean 'compare'?")),
        ("compare", ("at least one function",)),
        ("compare relu --tilte x", ("no option '--tilte'", "'--title'")),
        ("compare relu --title", ("takes 1 value, got 0",)),
        ("compare relu --range 3", ("takes 2 values, got 1",)),
        ("compare relu --no-legend=3", ("takes no value",)),
        ("compare relu --range 1 0", ("LO must be below HI", "got 1 0")),
        ("compare relu --range 1 1", ("LO must be below HI",)),
        ("compare relu --range -inf inf", ("--range takes finite numbers", "'-inf'")),
        ("compare relu --range 0 1e301", ("1e+300",)),
        ("compare relu --range 1 1.00000000000001", ("too narrow",)),
        ("compare relu --ylim 0 1e-310", ("--ylim", "too narrow")),
        ("compare relu --points 0", ("--points", "2 to 100000", "got 0")),
        ("compare relu --points 2.5", ("whole number",)),
        ("compare relu --size 0 5", ("--size", "1 to 100", "got 0 5")),
        ("compare relu --size 1e6 1e6", ("--size", "1 to 100")),
        ("compare relu --size 100 100 --dpi 600", ("million pixels",)),
        ("compare relu --size 100 1 --dpi 1000", ("65535 pixels",)),
        ("compare relu --size 1 1 --dpi 10", ("100 pixels",)),
        ("compare relu --dpi nan", ("--dpi takes finite numbers",)),
        ("compare relu --order 3", ("--order", "1, 2")),
        ("compare relu --order 2 --only value", ("--order 2", "--only value")),
        ("compare relu --mark kinsk", ("Did you mean 'kinks'?", "asymptotes")),
        ("compare relu --style ggplot,,dark", ("empty name",)),
        ("compare relu --title 'a\nb'", ("printable", "\\n")),
        (f"compare relu --title {'x' * 301}", ("at most 300",)),
        ("compare relu --theme drak", ("Did you mean 'dark'?",)),
        ("compare sigmoid mse hinge", ("sigmoid is a function of x, mse of residual, hinge of margin",)),
    ],
)
def test_errors(line, parts):
    with pytest.raises((actplot.BadOption, actplot.BadSpec)) as caught:
        parse(line)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


@pytest.mark.parametrize(
    "values",
    [{"size": 3}, {"size": (1, 2, 3)}, {"points": None}, {"title": 5}, {"mark": 5}, {"x_range": "ab"}, {"dpi": []}],
)
def test_wrong_types_are_wrong_options(values):
    with pytest.raises(actplot.BadOption):
        CompareRequest(("relu",), **values)


def test_functions_are_texts_or_functions():
    assert CompareRequest("relu") == CompareRequest((actplot.get("relu"),)) == CompareRequest(["relu", "ReLU"])
    with pytest.raises(actplot.BadSpec, match="sequence of names"):
        CompareRequest(3)


def test_probabilities_have_their_own_interval():
    assert CompareRequest("relu").interval == (-5, 5)
    assert CompareRequest("binary_cross_entropy").interval == (0, 1)


def test_plots_split_into_one_request_per_function():
    request = PlotRequest(("sigmoid", "mse", "binary_cross_entropy"), x_range=(-5, 5))
    assert [line_of(one) for one in request.split()] == [
        "plot sigmoid",
        "plot mse",
        "plot binary_cross_entropy --range -5 5",
    ]


def test_file_names():
    assert file_stem(parse("compare sigmoid tanh relu --dpi 50")) == "compare-sigmoid-tanh-relu"
    assert file_stem(parse("compare elu:1/3")) == "compare-elu-0-3333333333333333"


def test_long_file_names_are_cut_and_told_apart():
    functions = [f"prelu:{slope}" for slope in range(300)]
    stems = {file_stem(CompareRequest(functions)), file_stem(CompareRequest(functions[:-1]))}
    assert len(stems) == 2
    assert all(len(stem) <= LONGEST + 9 and set(stem) <= set("compare-prelu0123456789abcdef") for stem in stems)


def test_functions_of_one_plot_never_share_a_file():
    requests = PlotRequest(("prelu:-0.3", "prelu:0.3", "threshold:0.2,5", "threshold:0,2.5", "relu")).split()
    stems = file_stems(requests)
    assert len(set(stems)) == len(stems)
    assert stems[-1] == "plot-relu"


def test_every_request_is_found_by_its_command():
    package = importlib.import_module("actplot.requests")
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(package.__path__, "actplot.requests.")
    ]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    requests = {cls for cls in found if issubclass(cls, Request) and cls.command_name}
    assert {cls.command_name: cls for cls in requests} == CLASSES
