"""`actplot eval` of functions of vectors, random layers and losses of a prediction and a target."""

import csv
import io
import json
import shlex

import pytest
from click.testing import CliRunner

import actplot
from actplot.catalogue.registry import names
from actplot.cli import main

CROSS = "softmax_cross_entropy_with_logits"


def run(line: str, **options):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot", **options)


def known(line: str, **options) -> list[dict]:
    result = run(f"{line} --format json", **options)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["functions"]


def test_softmax_with_its_jacobian():
    (one,) = known("eval softmax --at 2,1,0.1")
    assert one["input"] == [2, 1, 0.1]
    assert one["output"] == pytest.approx([0.65900, 0.24243, 0.09857], abs=1e-5)
    assert one["jacobian"] == actplot.get("softmax").jacobian([2, 1, 0.1]).tolist()
    assert "jacobian" not in known("eval softmax --at 2,1,0.1 --order 0")[0]


def test_outputs_of_another_length_than_the_input():
    rows = list(csv.DictReader(io.StringIO(run("eval glu logsumexp --at 1,2,3,4 --format csv").stdout)))
    assert [bool(row["output"]) for row in rows] == [True, True, False, False, True, False, False, False]


def test_rows_of_a_file_and_of_standard_input(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("a,b\n1,2\n\n3,4\n")
    assert [one["input"] for one in known(f"eval softmax --at @{path}")] == [[1, 2], [3, 4]]
    assert [one["input"] for one in known("eval softmax --at -", input="1 2\n3 4\n")] == [[1, 2], [3, 4]]


def test_a_random_layer_with_its_moments():
    (one,) = known("eval dropout:rate=0.3,seed=1 --at 1,2,3")
    assert one["training"] == actplot.get("dropout:0.3,1").train([[1, 2, 3]])[0].tolist()
    assert one["evaluation"] == [1, 2, 3]
    assert one["mean"] == [1, 2, 3]
    assert one["variance"] == pytest.approx([0.3 / 0.7 * x**2 for x in (1, 2, 3)])


def test_a_cross_entropy_has_loss_gradient_and_parts():
    (one,) = known(f"eval {CROSS} --prediction 2,1,0.1 --target 1,0,0")
    assert one["loss"] == pytest.approx(0.41703, abs=1e-5)
    assert one["gradient"] == pytest.approx([-0.34100, 0.24243, 0.09857], abs=1e-5)
    assert sum(one["probability"]) == pytest.approx(1)
    assert one["target"] == [1, 0, 0]


def test_classes_by_number_in_many_rows():
    one, other = known(f"eval sparse_{CROSS} --prediction '2,1,0.1;0,0,1' --target 0,2")
    assert (one["target"], other["target"]) == (0, 2)
    assert one["loss"] == pytest.approx(0.41703, abs=1e-5)


@pytest.mark.parametrize("reduction", ["sum", "mean", "batchmean"])
def test_reductions_reduce_gradients_too(reduction):
    arguments = "--prediction '2,1;0,3' --target '1,0;0,1'"
    each = known(f"eval {CROSS} {arguments}")
    all = known(f"eval {CROSS} {arguments} --reduction {reduction}")
    share = 1 if reduction == "sum" else 0.5
    assert all[0][f"loss ({reduction})"] == pytest.approx(share * sum(one["loss"] for one in each))
    assert all[1]["gradient"] == pytest.approx([share * slope for slope in each[1]["gradient"]])


def test_elementwise_losses_broadcast():
    (one,) = known("eval mse --prediction 1,2,3 --target 0 --reduction mean")
    assert one["loss (mean)"] == pytest.approx(14 / 3)
    assert one["gradient"] == pytest.approx([2 / 3, 4 / 3, 2])


@pytest.mark.parametrize("name", names("vector loss"))
def test_the_example_of_every_loss_can_be_asked_for(name):
    loss = actplot.get(name)
    prediction, target = loss.example
    rows = target if isinstance(target, tuple) else (target,)
    rows = rows if isinstance(rows[0], tuple) else (rows,)
    written = ";".join(",".join(map(str, row)) for row in rows)
    (one,) = known(f"eval {name} --prediction={','.join(map(str, prediction))} --target='{written}'")
    assert one["loss"] == pytest.approx(float(loss.evaluate(prediction, target)))
    assert one["gradient"] == pytest.approx(loss.gradient(prediction, target).tolist())


def test_float32_is_kept():
    (one,) = known(f"eval {CROSS} --prediction 2,1 --target 1,0 --dtype float32")
    assert one["dtype"] == "float32"


def test_labels_that_are_no_distribution_warn_and_give_the_true_gradient():
    result = run(f"eval {CROSS} --prediction 2,1,0.1 --target 1,1,0 --format json")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"warning: {CROSS}: the target is no distribution, for its sum is 2")
    slopes = json.loads(result.stdout)["functions"][0]["gradient"]
    assert slopes == pytest.approx([2 * 0.65900 - 1, 2 * 0.24243 - 1, 2 * 0.09857], abs=1e-4)


def test_weights_of_any_sum_are_no_fault_of_generalized_kl():
    asked = "eval generalized_kl --prediction 2,3 --target"
    assert "warning" not in run(f"{asked} 0.7,5").output
    assert "warning: generalized_kl: the target has an entry below 0" in run(f"{asked} -0.7,5").output
    assert "weights that are not negative, of any sum" in " ".join(run("show generalized_kl").output.split())
    assert "warning" not in run("eval generalized_kl:true --prediction -2,3 --target 0.7,5").output


def test_logarithms_in_place_of_probabilities_are_said():
    answer = run("eval nll --prediction -0.2,-1.7 --target 0")
    assert answer.exit_code == 0
    assert "warning: nll takes a probability from 0 to 1, got -0.2. See 'actplot show nll'." in answer.output
    rate = run("eval poisson_nll_rate --prediction -1 --target 2").output
    assert "warning: poisson_nll_rate takes a rate of at least 0" in rate
    for name, inside in (("nll", "0,1"), ("mse", "-3,4"), ("sigmoid_cross_entropy_with_logits", "-3,4")):
        assert "warning" not in run(f"eval {name} --prediction {inside} --target 1,0").output


@pytest.mark.parametrize(
    ("name", "said"),
    [("cross_entropy", "cross_entropy compares whole vectors"), ("relu", "relu is no loss")],
)
def test_a_model_says_why_it_does_not_take_a_function(name, said):
    answer = run(f"eval {name} --data line --at w=1,b=0")
    assert answer.exit_code == 2
    assert said in answer.output


def test_nan_and_infinity_are_numbers():
    assert known("eval softmax --at nan,1")[0]["output"] == ["nan", "nan"]
    assert known(f"eval {CROSS} --prediction 2,nan --target 1,0")[0]["loss"] == "nan"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"eval sparse_{CROSS} --prediction 2,1,0 --target 3", "a class must be a whole number from 0 to 2, got 3"),
        (f"eval {CROSS} --prediction 2,1,0 --target 1,0", "predictions of shape (3,) need targets of shape (3,), got"),
        (f"eval {CROSS} --prediction 2,1,0", "--prediction needs --target too"),
        (f"eval {CROSS} --target 2,1,0", "--target needs --prediction too"),
        (f"eval {CROSS} --prediction '' --target 1", "--prediction holds no numbers"),
        (f"eval {CROSS} --prediction 2,x --target 1,0", "--prediction: 'x' is not a number"),
        (f"eval {CROSS} --prediction 2,,1 --target 1,0", "a number is missing in '2,,1'"),
        (f"eval {CROSS} --prediction '1,2;3' --target 1,0", "row 1 holds 2 numbers, row 2 holds 1"),
        (f"eval {CROSS} --prediction @none.csv --target 1,0", "there is no file 'none.csv'"),
        (f"eval {CROSS} --prediction 1,2 --target 1,0 --reduction men", "Did you mean 'mean'"),
        (f"eval {CROSS} --prediction - --target -", "cannot both be read from standard input"),
        (f"eval {CROSS} --prediction 1,2 --target 1,0 --at 3", "--at has no meaning beside --prediction"),
        (f"eval {CROSS} --at 1,2", f"'actplot eval {CROSS} --prediction 2,1,0.1 --target 1,0,0'"),
        ("eval mse --prediction 1,2 --target 1,2,3", "their shapes are (2,) and (3,)"),
        ("eval softmax --prediction 1,2 --target 1,0", "softmax is no loss but a vector function"),
        ("eval softmax relu --at 1,2", "softmax takes whole vectors, and relu single numbers"),
        ("eval softmax --range 0 1", "--range belongs to functions of one variable"),
        ("eval softmax --at 1,2 --order 2", "no second derivative"),
        ("eval softmax", "give a vector for softmax, such as --at 2,1,0.1"),
        ("eval glu --at 1,2,3", "glu takes vectors of even length"),
        ("eval relu --at 1 --reduction mean", "--reduction belongs to --prediction"),
        ("eval softmax --at 1,2 --reduction mean", "--reduction belongs to --prediction"),
        ("eval mse --data line --at w=1,b=2 --dtype float32", "--dtype has no meaning beside --data"),
        ("eval relu --at 1 --target 2", "--at has no meaning beside --target. Leave one of them out."),
        ("eval dropout --at 1,2 --order 0", "--order 0: dropout has no derivatives. Leave it out."),
        ("eval dropout --at 1,2 --order 2", "--order 2: dropout has no derivatives. Leave it out."),
        ("eval mse --prediction 1 --target 2 --order 0", "--order 0 has no meaning beside --prediction"),
    ],
)
def test_what_cannot_be_asked_is_refused(line, said):
    result = run(line)
    assert result.exit_code == 2
    assert said in result.stderr
