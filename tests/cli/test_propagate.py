"""`actplot propagate`: what it prints and draws, and what it refuses."""

import json
import math
import shlex

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

SMALL = "--layers 6 --width 12 --seeds 2"


def run(line: str):
    return CliRunner().invoke(main, ["propagate", *shlex.split(line)], prog_name="actplot")


def test_json_tells_where_functions_lead():
    result = run(f"relu tanh --gain he {SMALL} --json")
    assert (result.exit_code, result.stderr) == (0, "")
    known = json.loads(result.stdout)
    assert {key: known[key] for key in ("layers", "gain", "residual", "width", "seeds")} == {
        "layers": 6, "gain": "he", "residual": False, "width": 12, "seeds": 2,
    }  # fmt: skip
    relu, tanh = known["functions"]
    assert (relu["function"], relu["gain"]) == ("relu", math.sqrt(2))
    assert (relu["q_star"], relu["chi_1"], relu["c_star"]) == (pytest.approx(2), 1, 1)
    assert (relu["depth_scale"], relu["depth_scale_correlation"], relu["why_no_q_star"]) == ("inf", "inf", None)
    assert tanh["chi_1"] > 1
    assert tanh["depth_scale"] == pytest.approx(1 / math.log(tanh["chi_1"]))
    field = relu["mean_field"]
    assert {len(column) for column in field.values()} == {7}
    assert field["q"][:2] == [None, pytest.approx(2)]
    assert field["gradient_by_layers_back"] == pytest.approx([1] * 7)
    assert {(len(rows), len(rows[0])) for rows in relu["simulation"].values()} == {(2, 7)}


def test_what_does_not_exist_is_null_with_its_reason():
    (one,) = json.loads(run(f"relu --gain 2 {SMALL} --json").stdout)["functions"]
    assert (one["q_star"], one["chi_1"], one["depth_scale"]) == (None, None, None)
    assert one["why_no_q_star"] == "lengths grow without bound"


def test_json_beside_an_image(tmp_path):
    result = run(f"tanh {SMALL} --json -o {shlex.quote(str(tmp_path / 'one.svg'))}")
    assert (tmp_path / "one.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert json.loads(result.stdout)["layers"] == 6
    assert "wrote" in result.stderr


@pytest.mark.exhaustive(keep=0.1, thorough=1)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("exponential --gain he", "note: exponential: activations explode behind layer 2\n"),
        ("cube --gain 0.1 --layers 20", "activations vanish behind layer"),
        ("step", "note: step: no gradient passes a layer, as f′ is 0\n"),
        ("'sqrt(|x|)'", "gradients have no bound, as E[f′(z)²] has none\n"),
        ("sigmoid --gain 1 --layers 600", "note: sigmoid: gradients vanish 478 layers back\n"),
        ("tanh", ""),
    ],
)
def test_what_leaves_the_floats_is_said(line, said, tmp_path):
    result = run(f"{SMALL} {line} -o {shlex.quote(str(tmp_path / 'one.png'))}")
    assert result.exit_code == 0
    assert said in result.stderr
    assert bool(said) == bool(result.stderr)
    told = said.removeprefix("note: ").rpartition(": ")[2].strip()
    assert told.rpartition(" ")[0] in parse(f"propagate {SMALL} {line}").alt


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("relu --layers 0", "--layers must be a whole number from 1 to 1000, got 0"),
        ("relu --layers 10000", "--layers must be a whole number from 1 to 1000, got 10000"),
        ("relu --width 1", "--width must be a whole number from 2 to 4096, got 1"),
        ("relu --seeds 0", "--seeds must be a whole number from 1 to 100, got 0"),
        ("relu --gain hee", "--gain: unknown 'hee'. Did you mean 'he'? Allowed: auto, he, lecun, glorot or a number."),
        ("relu --gain -1", "--gain must be a number from 1e-06 to 1000000, got -1"),
        ("relu --gain nan", "--gain takes finite numbers, got 'nan'"),
        ("mse", "propagate: mse is a loss, which stands behind the last layer and not between layers."),
        ("softmax", "propagate: softmax is a function of a whole vector"),
        ("dropout", "propagate: dropout draws random numbers"),
        ("'log(x)'", "propagate: log(x) is not defined for z < 0, and what goes into it is normal."),
        ("'sqrt(x)' --gain he", "propagate: sqrt(x) is not defined for z < 0, and what goes into it is normal."),
        ("'1/x' --gain 1", "E[f(z)²] has no bound that floats hold for z of standard deviation 1"),
        ("'exp(x)' --gain 40", "so that no layer has a size. Give a smaller --gain."),
        ("'0*x'", "propagate: 0*x gives the same for every input"),
        ("relu --layers 1000 --width 4096", "propagate: 1000 layers of 4096 units in 5 networks have 8.4e+10 weights"),
        ("relu relu6 elu selu gelu silu mish tanh", "propagate draws up to 7 functions, and got 8. Name fewer."),
        ("relu --json -o -", "propagate: --json stands alone on standard output."),
        ("relu --json --alt", "propagate: --json stands alone on standard output."),
        ("relu --legend --no-legend", "--legend and --no-legend contradict each other."),
    ],
)
def test_what_cannot_be_asked(line, message):
    result = run(line)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("propagate --gain auto relu --layers 50 --width 512", "propagate relu"),
        ("propagate relu --gain 5/3", "propagate relu --gain 1.6666666666666667"),
        ("propagate relu tanh --residual --gain he --seeds 3", "propagate relu tanh --gain he --residual --seeds 3"),
    ],
)
def test_the_canonical_line(typed, canonical):
    assert line_of(parse(typed)) == canonical
    assert parse(canonical) == parse(typed)
