"""The axis of a framework's call is the one along which vectors lie in an array."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import BadInput, BadParameter
from actplot.spec.dialects.finding import FRAMEWORKS, framework

MATRIX = np.array([[1.0, 2.0, 0.5, -1.0], [3.0, 4.0, -2.0, 0.25]])
OTHER = np.array([[0.5, -1.0, 2.0, 1.0], [1.5, 0.25, -3.0, 4.0]])
EVERY = [one for key in FRAMEWORKS for one in framework(key).names() if one.spelling.axis]
OF_KIND = {
    kind: [one for one in EVERY if one.canonical.kind == kind]
    for kind in ("vector function", "vector loss", "random layer")
}


def shares(z):
    """The softmax along the first axis, as it is defined."""
    return np.exp(z) / np.exp(z).sum(axis=0)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    Path("named.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


def known(line: str) -> list[dict]:
    result = run(f"{line} --format json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["functions"]


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ("Softmax(dim=0)", shares(MATRIX)),
        ("Softmax(0)", shares(MATRIX)),
        ("Softmax(dim=-2)", shares(MATRIX)),
        ("F.softmax(x, dim=0)", shares(MATRIX)),
        ("LogSoftmax(dim=0)", np.log(shares(MATRIX))),
        ("Softmin(dim=0)", shares(-MATRIX)),
        ("GLU(dim=0)", (MATRIX[0] / (1 + np.exp(-MATRIX[1])))[None]),
        ("keras:softmax:axis=0", shares(MATRIX)),
        ("keras.layers.Softmax(axis=0)", shares(MATRIX)),
        ("jax:softmax:axis=0", shares(MATRIX)),
        ("jax:softmax:axis=1", shares(MATRIX.T).T),
        ("jax:softmax:axis=none", np.exp(MATRIX) / np.exp(MATRIX).sum()),
        ("jax.scipy.special.softmax", np.exp(MATRIX) / np.exp(MATRIX).sum()),
        ("flax:softmax:axis=0", shares(MATRIX)),
        ("tf:softmax:axis=0", shares(MATRIX)),
        ("tf:crelu:axis=0", np.concatenate([np.maximum(MATRIX, 0), np.maximum(-MATRIX, 0)])),
        ("jax:standardize:axis=0", (MATRIX - MATRIX.mean(0)) / np.sqrt(MATRIX.var(0) + 1e-5)),
        ("torch.logsumexp(x, dim=0, keepdim=True)", np.log(np.exp(MATRIX).sum(axis=0))),
        ("jax:logsumexp:axis=0", np.log(np.exp(MATRIX).sum(axis=0))),
        ("jax:logsumexp", np.log(np.exp(MATRIX).sum())),
        ("jax:logmeanexp", np.log(np.exp(MATRIX).mean())),
        ("keras:logsumexp", np.log(np.exp(MATRIX).sum())),
        ("tf:reduce_logsumexp:axis=0", np.log(np.exp(MATRIX).sum(axis=0))),
    ],
)
def test_functions_are_along_the_axis(spec, value):
    assert actplot.get(spec).value(MATRIX) == pytest.approx(value, rel=1e-14)


def test_losses_are_along_the_axis():
    cosine = (MATRIX * OTHER).sum(0) / np.sqrt((MATRIX**2).sum(0) * (OTHER**2).sum(0))
    assert actplot.get("CosineSimilarity(dim=0)").evaluate(MATRIX, OTHER) == pytest.approx(cosine, rel=1e-14)
    assert actplot.get("keras:cosine_similarity:axis=0").evaluate(MATRIX, OTHER) == pytest.approx(-cosine)
    assert actplot.get("optax:cosine_distance:axis=0").evaluate(MATRIX, OTHER) == pytest.approx(1 - cosine)
    target = shares(OTHER)
    entropy = -(target * np.log(shares(MATRIX))).sum(axis=0)
    for name in ("optax:softmax_cross_entropy", "tf:softmax_cross_entropy_with_logits"):
        assert actplot.get(f"{name}:axis=0").evaluate(MATRIX, target) == pytest.approx(entropy, rel=1e-14)
    numbered = actplot.get("optax:softmax_cross_entropy_with_integer_labels:axis=0").evaluate(MATRIX, [0, 1, 1, 0])
    assert numbered == pytest.approx(-np.log(shares(MATRIX))[[0, 1, 1, 0], [0, 1, 2, 3]])
    overlap = 2 * (target * shares(MATRIX)).sum()
    whole = (target.sum() + shares(MATRIX).sum()) + 1e-7
    assert actplot.get("keras:dice").evaluate(shares(MATRIX), target) == pytest.approx(1 - overlap / whole, rel=1e-12)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("spoken", OF_KIND["vector function"], ids=str)
def test_every_function_does_to_columns_what_it_does_to_rows(spoken):
    x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 4.0], [2.0, 0.25]])
    along, across = (spoken.with_parameters({spoken.axis_name: axis}) for axis in (-1, 0))
    rows = along.value(x.T)
    assert np.array_equal(across.value(x), rows.T)
    assert np.array_equal(across.jacobian(x), along.jacobian(x.T))
    assert np.array_equal(spoken.with_parameters({spoken.axis_name: 1}).value(x), along.value(x))
    stack = np.stack([x, -x, x / 3])
    middle = spoken.with_parameters({spoken.axis_name: 1}).value(stack)
    assert np.array_equal(middle[0], across.value(x))


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize(
    "spoken", [one for one in OF_KIND["vector loss"] if one.canonical.target_kind != "pair"], ids=str
)
def test_every_loss_does_to_columns_what_it_does_to_rows(spoken):
    x, y = shares(MATRIX), shares(OTHER)
    x = np.log(x) if spoken.with_parameters({}).takes == "log-probabilities" else x
    along, across = (spoken.with_parameters({spoken.axis_name: axis}) for axis in (-1, 0))
    target = np.array([0, 1, 1, 0]) if along.target_kind == "class" else y
    turned = target if along.target_kind == "class" else y.T
    for reduction in ("none", "mean"):
        assert np.array_equal(across.evaluate(x, target, reduction), along.evaluate(x.T, turned, reduction))
        assert np.array_equal(across.gradient(x, target, reduction), along.gradient(x.T, turned, reduction).T)
    parts = zip(across.parts(x, target).values(), along.parts(x.T, turned).values(), strict=True)
    assert all(np.array_equal(one, other.T) for one, other in parts)


def test_a_random_layer_along_an_axis():
    layer = actplot.get("torch:gumbel_softmax:dim=0")
    assert layer.train(MATRIX).sum(axis=0) == pytest.approx(np.ones(4))
    assert layer.evaluate(MATRIX) == pytest.approx(shares(MATRIX))


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("spoken", EVERY, ids=str)
def test_entries_with_an_axis_return_from_their_text(spoken):
    entry = spoken.with_parameters({spoken.axis_name: 0})
    assert actplot.get(str(entry)) == entry
    assert f"{spoken.axis_name}=0" in str(entry)
    assert entry != spoken.with_parameters({})


def test_the_last_axis_is_the_catalogues_own():
    assert str(actplot.get("Softmax(dim=-1)")) == str(actplot.get("keras:softmax")) == "softmax"
    assert actplot.get("torch:cosine_similarity").evaluate([1.0, 2.0], [2.0, 1.0]) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("line", "outputs"),
    [
        ("'Softmax(dim=0)' --at @m.csv", [[0.11920292202211756, 0.88079707797788244]] * 2),
        ("'LogSoftmax(dim=0)' --at @m.csv", [[-2.1269280110429725, -0.12692801104297250]] * 2),
        ("keras:softmax:axis=0 --at '1,2;3,4'", [[0.11920292202211756, 0.88079707797788244]] * 2),
        ("'Softmax(dim=1)' --at @m.csv", [[0.26894142136999512, 0.73105857863000488]] * 2),
        ("'Softmax(dim=0)' --at 1,2", [[0.26894142136999512, 0.73105857863000488]]),
        ("torch:softmax --at @m.csv", [[0.26894142136999512, 0.73105857863000488]] * 2),
        ("jax:logsumexp --at @m.csv", [[4.4401896985611953]]),
        ("jax:logsumexp:axis=0 --at @m.csv", [[3.1269280110429725], [4.1269280110429725]]),
    ],
)
def test_numbers_of_a_matrix(line, outputs):
    found = [one["output"] for one in known(f"eval {line} --order 0")]
    assert found == [pytest.approx(output, rel=1e-15) for output in outputs]


def test_columns_of_a_file_keep_their_names():
    assert [one["vector"] for one in known("eval 'Softmax(dim=0)' --at @named.csv")] == ["a", "b"]
    assert [one["vector"] for one in known("eval 'Softmax(dim=0)' --at @m.csv")] == ["column 0", "column 1"]
    assert run("eval 'Softmax(dim=0)' --at @named.csv").stdout.startswith("torch:Softmax:dim=0 (float64), a\n")
    tables = known("eval 'CosineSimilarity(dim=0)' --prediction @named.csv --target @m.csv")
    assert [(one["vector"], one["prediction"]) for one in tables] == [("a", [1, 3]), ("b", [2, 4])]
    assert [one["loss"] for one in tables] == pytest.approx([1, 1])


@pytest.mark.parametrize(
    "line",
    [
        "eval 'Softmax(dim=1)' --at 1,2",
        "jacobian 'Softmax(dim=1)' --at 1,2 -o a.png",
        "plot 'Softmax(dim=1)' --vary 0 --at 1,2 -o a.png",
        "plot 'F.gumbel_softmax(dim=1)' --at 1,2 -o a.png",
        "eval optax:softmax_cross_entropy:axis=1 --prediction 1,2 --target 1,0",
    ],
)
def test_a_single_vector_has_no_second_axis(line):
    result = run(line)
    assert result.exit_code == 0, result.output
    assert "a single vector has no second axis, and is taken as the one row of a matrix" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("eval 'Softmax(dim=2)' --at @m.csv", "dim 2 is out of range: the array has 2 axes, allowed are -2 to 1."),
        ("eval 'Softmax(dim=2)' --at 1,2", "dim 2 is out of range: the array has one axis, allowed are -1 to 0."),
        ("jacobian 'Softmax(dim=-2)' --at 1,2", "dim -2 is out of range"),
        ("plot 'Softmax(dim=2)' --vary 0 --at 1,2", "dim 2 is out of range"),
        ("eval 'Softmax(dim=banana)' --at 1,2", "dim must be none or a whole number, but 'banana' is not a number"),
        ("eval 'keras:softmax:axis=banana' --at 1,2", "axis must be a whole number, but 'banana'"),
        ("eval 'GLU(dim=None)' --at 1,2", "dim must be a whole number"),
        ("eval 'Softmax(dim=0.5)' --at 1,2", "dim must be none or a whole number, got 0.5"),
        ("eval 'jax.nn.softmax(axis=(0,1))' --at 1,2", "axis must be one number, got '(0,1)': vectors lie along one"),
        ("eval keras:sparse_categorical_crossentropy:axis=0 --prediction 1,2 --target 0", "axis must be -1 or 1"),
        ("eval keras:binary_crossentropy:axis=0 --prediction 1 --target 0", "axis must be -1"),
        ("eval optax:dice_loss:axis=0 --prediction 1,2 --target 0,1", "axis must be None"),
        (
            "eval optax:triplet_margin_loss:axis=0 --prediction '1,2;3,4' --target '1,2;2,3;1,2;4,5'",
            "axis=0 is not taken, since its target is a pair of vectors.",
        ),
        ("eval softmax:axis=0 --at 1,2", "The call of a framework takes axis, such as 'keras:softmax:axis=…'."),
        ("eval relu:dim=0 --at 1,2", "relu takes no parameters"),
        ("eval 'GLU(dim=0)' --at '1,2;3,4;5,6'", "glu takes vectors of even length"),
    ],
)
def test_axes_that_are_refused(line, said):
    result = run(line)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert said.partition("glu ")[2] in result.stderr if "GLU(dim=0)" in line else said in result.stderr


def test_what_is_refused_from_python():
    with pytest.raises(BadInput, match="dim 2 is out of range"):
        actplot.get("Softmax(dim=2)").value(MATRIX)
    with pytest.raises(BadParameter, match="must be none or a whole number"):
        actplot.get("torch:softmax:dim=0.5")
    with pytest.raises(BadInput, match="takes vectors, got one number"):
        actplot.get("Softmax(dim=0)").value(1.0)


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(
    "spec", ["Softmax(dim=0)", "CosineSimilarity(dim=0)", "torch:gumbel_softmax:dim=0", "keras:dice"]
)
def test_checks_and_cards_do_not_mind_the_axis(spec):
    assert run(f"check '{spec}'").exit_code == 0
    card = run(f"show '{spec}'")
    assert card.exit_code == 0
    assert ("dim = 0" in card.stdout) == ("dim=0" in spec)


def test_derivations_do_not_mind_the_axis():
    own, usual = (run(f"derive {spec}").stdout.splitlines()[1:] for spec in ("'Softmax(dim=0)'", "softmax"))
    assert "".join(own).count("pᵢ·(δᵢⱼ − pⱼ)") == "".join(usual).count("pᵢ·(δᵢⱼ − pⱼ)") == 1
