"""`list --where`, `list --framework`, `show --frameworks` and `check --accuracy`, as a user types them."""

import json

import pytest
from click.testing import CliRunner

import actplot
from actplot.catalogue.registry import elementwise_names
from actplot.cli import main
from actplot.spec.dialects.finding import FRAMEWORKS, framework


def invoke(*words: str):
    return CliRunner().invoke(main, list(words), prog_name="actplot", env={"COLUMNS": "100"})


def run(*words: str) -> str:
    result = invoke(*words)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def refused(*words: str) -> str:
    result = invoke(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Usage: actplot")
    return result.stderr


def listed(text: str) -> set[str]:
    """The first words of the entries' lines."""
    lines = (line for line in text.splitlines() if line.startswith("  ") and not line.startswith("   "))
    return {line.split()[0].rstrip(",") for line in lines}


def test_where_one_trait():
    names = listed(run("list", "--where", "odd"))
    assert {"tanh", "identity", "sin", "cube", "soft_shrink"} <= names
    assert not {"sigmoid", "relu", "mse", "gelu"} & names


def test_where_several_traits_and_a_word():
    names = listed(run("list", "elu", "--kind", "activation", "--where", "monotone,not-smooth,convex"))
    assert {"relu", "elu"} <= names
    assert not {"gelu", "softplus", "selu"} & names


def test_where_as_json():
    rows = json.loads(run("list", "--where", "bounded,even", "--json"))
    assert {"gaussian", "cos", "welsch"} <= {row["name"] for row in rows} < set(actplot.names())


def test_where_nothing_has_the_traits():
    assert "no function" in refused("list", "--where", "odd,nonnegative,not-continuous")


@pytest.mark.parametrize(("words", "part"), [("monoton", "Did you mean 'monotone'"), ("odd,", "unknown trait ''")])
def test_where_with_an_unknown_trait(words, part):
    text = refused("list", "--where", words)
    assert part in text
    assert "each also as not-…" in text


def test_the_help_names_every_framework():
    words = run("list", "--help").replace(",", " ").split()
    assert set(FRAMEWORKS) <= set(words), "add its name to the help of --framework, in cli/facts/list.py"


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_the_list_of_a_framework(key):
    text = run("list", "--framework", key)
    assert text.startswith(f"{framework(key).title} {framework(key).version}")
    leaves = {one.leaf for one in framework(key).names()}
    words = set(text.replace(",", " ").split())
    assert leaves <= words
    assert max(map(len, text.splitlines())) <= 100


def test_the_list_of_a_framework_says_what_differs():
    text = run("list", "--framework", "jax", "leaky")
    assert "leaky_relu  a variant of leaky_relu" in text
    assert "LeakyReLU, leaky_relu, leaky_relu_  leaky_relu" in run("list", "--framework", "pytorch", "leaky")


@pytest.mark.parametrize(
    ("words", "found", "others"),
    [
        ("keras regression", {"Huber", "mse"}, {"relu", "Hinge"}),
        ("tf gradient vanishing", {"tanh"}, {"softmax"}),
        ("flax levels off at", {"elu"}, {"relu"}),
        ("torch attention", {"Softmax", "MultiheadAttention"}, {"ReLU"}),
    ],
)
def test_the_list_of_a_framework_finds_topics_and_descriptions(words, found, others):
    rows = json.loads(run("list", "--json", "--framework", *words.split()))
    names = {name for row in rows for name in row["names"]}
    assert names >= found
    assert not names & others


def test_the_list_of_a_framework_as_json():
    rows = json.loads(run("list", "--framework", "keras", "leaky", "--json"))
    assert [(row["names"], row["meaning"]) for row in rows] == [
        (["leaky_relu"], "leaky_relu:0.2"),
        (["LeakyReLU"], "leaky_relu:0.3"),
        (["PReLU"], "prelu"),  # which is a leaky rectifier, as its description says
    ]


def test_the_list_of_a_framework_by_kind_and_trait():
    text = run("list", "--framework", "torch", "--kind", "loss", "--where", "smooth")
    assert "MSELoss, mse_loss" in text
    assert "L1Loss" not in text
    assert "ReLU" not in text


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("list", "--framework", "trch"), "Did you mean 'torch'"),
        (("list", "--framework", "mxnet"), "Frameworks: torch, keras, tf, jax, flax, optax"),
        (("list", "--framework", "keras", "regresion"), "matches 'regresion'. Did you mean 'regression'"),
        (("list", "regresion"), "match 'regresion'. Did you mean 'regression'"),
        (("list", "--framework", "optax", "gelu"), "See 'actplot list --framework optax'"),
        (("show", "x^2", "--frameworks"), "'x^2' is a formula"),
        (("show", "torch:squareplus"), "It is in another framework: keras:squareplus"),
        (("compare", "torch:leaky_relu:alpha=1", "relu"), "calls it 'negative_slope'"),
        (("plot", "foo:relu"), "Frameworks: torch"),
        (("check", "gelu", "--full"), "--full belongs to --accuracy"),
        (("check", "--accuracy"), "name at least one function"),
    ],
)
def test_wrong_usage(words, part):
    assert part in refused(*words)


def test_show_frameworks():
    text = run("show", "leaky_relu", "--frameworks")
    head, *rows = text.splitlines()
    assert head.split() == ["framework", "name", "defaults", "f′", "at", "kinks"]
    table = {tuple(row.split()[:2]): row for row in rows[: rows.index("")]}
    assert "negative_slope=0.01" in table["torch", "LeakyReLU,"]
    assert "f′(0) = 0.01" in table["torch", "LeakyReLU,"]
    assert "negative_slope=0.3" in table["keras", "LeakyReLU"]
    assert "alpha=0.2" in table["tf", "leaky_relu"]
    assert "f′(0) = 1" in table["jax", "leaky_relu"]
    assert "keras.activations.leaky_relu(x, negative_slope=0.01)" in text
    assert "tf.nn.leaky_relu(x, alpha=0.01)" in text


def test_show_frameworks_at_other_parameters():
    text = run("show", "leaky_relu:0.3", "--frameworks")
    assert "keras.layers.LeakyReLU()" in text
    assert "torch.nn.LeakyReLU(negative_slope=0.3)" in text


def test_show_frameworks_as_json():
    card = json.loads(run("show", "gelu", "--frameworks", "--json"))
    assert any("approximate=False" in str(row) for row in card["frameworks"])


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("name", elementwise_names())
def test_show_frameworks_of_every_function(name):
    text = run("show", name, "--frameworks")
    assert text.startswith("framework")
    assert max(map(len, text.splitlines())) <= 100
    assert "{" not in text
    assert "None" not in text


def test_the_card_names_the_difference():
    text = " ".join(run("show", "jax:leaky_relu").split())
    assert "f′(0) = 1, as JAX takes it" in text
    assert "a variant of leaky_relu, with f′(0) = 1" in text
    same = " ".join(run("show", "torch:LeakyReLU").split())
    assert "the same as leaky_relu" in same


@pytest.mark.filterwarnings("error")
def test_check_accuracy():
    lines = run("check", "--accuracy", "tanh", "relu").splitlines()
    assert lines[0].split()[:6] == ["function", "order", "bulk", "tails", "near", "0"]
    rows = [line.split() for line in lines[1:7]]
    assert [row[:2] for row in rows] == [[name, order] for name in ("tanh", "relu") for order in ("value", "f′", "f″")]
    assert all(0 <= float(row[2]) <= 16 for row in rows)
    assert "units in the last place (ULP)" in lines[-1]


def test_check_accuracy_as_json():
    orders = json.loads(run("check", "--accuracy", "sigmoid", "--json"))["functions"]
    assert [(one["function"], one["order"], one["allowed"]) for one in orders] == [
        ("sigmoid", 0, 4),
        ("sigmoid", 1, 4),
        ("sigmoid", 2, 16),
    ]
    for one in orders:
        assert set(one["worst"]) == {"bulk", "tails", "near 0"}
        assert all(region["ulps"] <= one["allowed"] for region in one["worst"].values())


def test_check_accuracy_of_a_formula_measures_and_allows_anything():
    orders = json.loads(run("check", "--accuracy", "log(1 + exp(x)) - x", "--json"))["functions"]
    assert [one["allowed"] for one in orders] == [None, None, None]
    assert orders[0]["worst"]["tails"]["ulps"] < 4  # where its floats have lost all digits it is computed with more


def test_check_accuracy_fails_where_digits_are_lost(monkeypatch):
    cls = type(actplot.get("tanh_shrink"))
    right = cls.value
    monkeypatch.setattr(cls, "value", lambda self, x: right(self, x) * (1 + 1e-13))
    result = invoke("check", "--accuracy", "tanh_shrink")
    assert result.exit_code == 1
    assert "tanh_shrink" in result.stdout


@pytest.mark.parametrize("more", [(), ("--frameworks",), ("--format", "latex"), ("--format", "markdown")])
def test_show_tells_each_function(more):
    alone = [run("show", name, *more) for name in ("relu", "softmax", "mse")]
    between = "" if "--format" in more else "\n"
    assert run("show", "relu", "softmax", "mse", *more) == between.join(alone)


@pytest.mark.parametrize("more", [(), ("--frameworks",)])
def test_show_gives_an_array_of_several_functions(more):
    alone = [json.loads(run("show", name, "--json", *more)) for name in ("relu", "softmax")]
    assert json.loads(run("show", "relu", "softmax", "--json", *more)) == alone


def test_show_prints_no_card_where_one_is_refused():
    assert "unknown function 'softmaxx'" in refused("show", "relu", "softmaxx")
