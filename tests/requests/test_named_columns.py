"""Columns of a file are picked by their names, and a place that is empty is told wherever numbers are read."""

import csv
import io
import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.requests.command_line import line_of
from actplot.requests.figures.surface import SurfaceRequest
from actplot.requests.reading import parse

LOGITS = "image,logit_a,logit_b,logit_c,label\na,2,1,0.1,0\nb,0.3,2.5,1,1\nc,1,0,3,2\n"
SALES = "TV,Radio,Newspaper,Sales\n230.1,37.8,69.2,22.1\n44.5,39.3,45.1,10.4\n17.2,45.9,69.3,12\n151.5,41.3,58.5,16.5\n"
SCORES = np.array([[2, 1, 0.1], [0.3, 2.5, 1], [1, 0, 3]])
LOSSES = np.log(np.exp(SCORES).sum(axis=1)) - SCORES[[0, 1, 2], [0, 1, 2]]
PICKED = "--prediction @f.csv:logit_a,logit_b,logit_c --target @f.csv:label"


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("f.csv", LOGITS), ("sales.csv", SALES)):
        Path(name).write_text(text, encoding="utf-8")


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


def known(line: str) -> list[dict]:
    result = run(f"{line} --format json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["functions"]


def test_logits_and_labels_of_one_file():
    tables = known(f"eval cross_entropy {PICKED}")
    assert [one["loss"] for one in tables] == pytest.approx(LOSSES)
    assert [one["prediction"] for one in tables] == SCORES.tolist()
    assert {tuple(one["names"]) for one in tables} == {("logit_a", "logit_b", "logit_c")}
    assert run(f"eval cross_entropy {PICKED}").stdout.count("logit_b") == 3


def test_with_a_reduction_losses_stay_and_the_mean_stands_once():
    first, *others = known(f"eval cross_entropy {PICKED} --reduction mean")
    assert first["loss (mean)"] == pytest.approx(LOSSES.mean())
    assert [first["loss"], *(one["loss"] for one in others)] == pytest.approx(LOSSES)
    assert not any("loss (mean)" in one for one in others)
    assert run(f"eval cross_entropy {PICKED} --reduction mean").stdout.count("loss (mean)") == 1
    rows = list(csv.DictReader(io.StringIO(run(f"eval cross_entropy {PICKED} --reduction mean --format csv").stdout)))
    means = [row["loss (mean)"] for row in rows]
    assert float(means[0]) == pytest.approx(LOSSES.mean())
    assert set(means[1:]) == {""}
    assert [float(row["loss"]) for row in rows[::3]] == pytest.approx(LOSSES)


@pytest.mark.parametrize(("reduction", "factor"), [("sum", 1), ("mean", 3), ("batchmean", 3)])
def test_a_column_of_numbers_is_one_table(reduction, factor):
    asked = f"eval mse --prediction @f.csv:logit_a --target @f.csv:label --reduction {reduction}"
    (table,) = known(asked)
    assert table["loss"] == pytest.approx((SCORES[:, 0] - [0, 1, 2]) ** 2)
    assert table[f"loss ({reduction})"] == pytest.approx(sum(table["loss"]) / factor)
    assert table["gradient"] == pytest.approx(2 * (SCORES[:, 0] - [0, 1, 2]) / factor)


def test_points_of_a_column_are_headed_by_its_name():
    (table,) = known("eval sigmoid --at @f.csv:logit_b")
    assert table["logit_b"] == [1.0, 2.5, 0.0]
    assert known("eval sigmoid --at @f.csv:logit_b,logit_a")[0]["x"] == [1.0, 2.0, 2.5, 0.3, 0.0, 1.0]


def test_vectors_keep_the_names_of_their_numbers():
    table = known("eval softmax --at @f.csv:logit_c,logit_a")[1]
    assert table["names"] == ["logit_c", "logit_a"]
    assert run("eval softmax --at @f.csv:logit_c,logit_a").stdout.count("d/dlogit_c") == 3


def test_classes_may_be_called_as_the_columns_of_the_predictions():
    Path("c.csv").write_text("cat,dog,label\n2,1,cat\n0.5,3,dog\n", encoding="utf-8")
    result = run("eval cross_entropy --prediction @c.csv:cat,dog --target @c.csv:label --format json")
    assert result.stderr == "note: classes are counted as cat = 0, dog = 1\n"
    assert [one["target"] for one in json.loads(result.stdout)["functions"]] == [0, 1]
    refused = run("eval cross_entropy --prediction '1,2;2,3' --target @c.csv:label")
    assert refused.exit_code == 2
    assert "line 2 of 'c.csv', column label: 'cat' is not a number" in refused.stderr
    assert "A class is its number, counted from 0." in refused.stderr
    assert "'cat' is not a number" in run("eval mse --prediction @c.csv:cat --target @c.csv:label").stderr


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("logit a,b", "logit a"),
        ('"logit a",b', "logit a"),
        ('"a, in k",b', '"a, in k"'),
        ("\ufeffA ,b", "a"),
        ("a:b,c", "a:b"),
        ("ü,x", "ü"),
    ],
)
def test_names_as_people_write_them(header, asked):
    Path("n.csv").write_text(f"{header}\n1,2\n3,4\n", encoding="utf-8")
    assert known(f"eval sigmoid --at '@n.csv:{asked}'")[0]["value"] == pytest.approx(1 / (1 + np.exp([-1.0, -3.0])))


def test_a_colon_may_be_part_of_a_path():
    Path("a:b.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    assert known("eval relu --at @a:b.csv")[0]["x"] == [1, 2]
    assert known("eval relu --at @a:b.csv:y")[0]["y"] == [2]


def test_a_surface_of_named_columns_is_that_of_the_same_numbers():
    renamed = SALES.replace("TV,Radio,Newspaper,Sales", "x1,x2,x3,y")
    Path("renamed.csv").write_text(renamed, encoding="utf-8")
    named = parse("surface mse --data sales.csv --x TV,Radio,Newspaper --y Sales")
    usual = parse("surface mse --data renamed.csv")
    assert np.array_equal(named.content().surface.value, usual.content().surface.value)
    assert named.content().surface.names == ("w_TV", "w_Radio")
    assert named.content().heading == "mean of mse under the model TV·w_TV + … + b"
    two = parse("surface mse --data sales.csv --x TV,Radio --y Sales").content()
    assert two.heading == "mean of mse under the model TV·w_TV + Radio·w_Radio + b"
    assert line_of(named) == "surface mse --data sales.csv --x TV,Radio,Newspaper --y Sales"


def test_a_model_of_named_columns_in_numbers():
    (table,) = known("eval mse --data sales.csv --x tv,Radio --y sales --at w_TV=0.05,w_Radio=0.1,b=3")
    rows = np.array([line.split(",") for line in SALES.splitlines()[1:]], float)
    residual = rows[:, 0] * 0.05 + rows[:, 1] * 0.1 + 3 - rows[:, 3]
    assert table["loss"] == pytest.approx([np.mean(residual**2)])
    assert table["dL/dw_Radio"] == pytest.approx([np.mean(2 * residual * rows[:, 1])])


def test_names_that_differ_in_signs_alone_have_weights_of_their_own():
    Path("n.csv").write_text("a b,a-b,$,y\n1,2,3,4\n5,6,7,9\n", encoding="utf-8")
    result = run("eval mse --data n.csv --x 'a b,a-b,$' --at b=1")
    assert "lacks w_a_b, w_a_b_2, w_" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("surface mse --data sales.csv", "--x TV,Radio,Newspaper --y Sales. Its columns: TV, Radio, Newspaper, Sales."),
        ("eval mse --data sales.csv --at b=1", "has a column 'TV'"),
        ("surface mse --data sales.csv --x TV", "--x needs --y too, the column of the target. Its columns: TV,"),
        (
            "surface mse --data sales.csv --x Radoi --y Sales",
            "--x: 'sales.csv' has no column 'Radoi'. Did you mean 'Radio'?",
        ),
        ("surface mse --data sales.csv --x Sales --y Sales", "'Sales' is named twice"),
        ("surface mse --data sales.csv --x TV,,Radio --y Sales", "--x: a name is missing in 'TV,,Radio': place 2 of 3"),
        ("surface mse --data line --x x", "name columns of a file, and line is a built-in set"),
        ("surface mse --x TV", "--x has no meaning without --data"),
        ("eval relu --at 1 --x TV", "--x names columns of --data"),
        ("eval softmax --at 1 --y TV", "--y names a column of --data"),
        ("eval mse --data f.csv --x logit_a --y image --at b=1", "column image: 'a' is not a number. Of two classes"),
        ("eval cross_entropy --prediction @f.csv --target 0,1,2", "here with logit_a,logit_b,logit_c,label"),
        ("eval sigmoid --at @f.csv:logit_d", "has no column 'logit_d'. Did you mean 'logit_c' or 'logit_b'"),
        ("eval sigmoid --at @f.csv:", "--at: a name is missing in ''"),
        ("eval sigmoid --at @f.csv:logit_a,,label", "place 2 of 3 is empty"),
        ("eval sigmoid --at @none.csv:a", "--at: there is no file 'none.csv'"),
        ("eval sigmoid --at @f.csv:label,label", "a column is named twice"),
    ],
)
def test_what_is_wrong_with_columns(line, said):
    result = run(line)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert said in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a;b\n1;2\n", "'n.csv': its columns seem to be separated by semicolons. Separate them by commas."),
        ("a\tb\n1\t2\n", "separated by tabs"),
        ("1,2\n3,4\n", "has no header"),
        ("a,a\n1,2\n", "--at: 'n.csv' has 'a' twice, as columns 1 and 2. Rename one of them."),
        ("a,b\n,2\n", "--at, line 2 of 'n.csv', column a: the cell is empty"),
        ("a,b\n1,2\nNA,2\n", "--at, line 3 of 'n.csv', column a: 'NA' is not a number"),
        ("a,b\n1\n", "--at, line 2 of 'n.csv' has 1 cells, and the header names 2."),
        ("a,b\n", "has a header and no rows"),
        ("", "'n.csv' is empty"),
    ],
)
def test_what_is_wrong_with_a_file(content, said):
    Path("n.csv").write_text(content, encoding="utf-8")
    result = run("eval sigmoid --at @n.csv:a")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("eval sigmoid --at 1,,2", "--at: a number is missing in '1,,2': place 2 of 3 is empty"),
        ("eval sigmoid --at 1,2,", "place 3 of 3 is empty"),
        ("eval softmax --at ',1'", "place 1 of 2 is empty"),
        ("eval softmax --at '1,2;;3,4'", "--at: a row is missing in '1,2;;3,4': place 2 of 3 is empty"),
        ("eval mse --prediction 1,,2 --target 1,2", "--prediction: a number is missing"),
        ("eval mse --prediction 1,2 --target 1,,2", "--target: a number is missing"),
        ("eval sigmoid --at @hole.csv", "--at, line 2 of 'hole.csv': a number is missing in '3,,4': place 2 of 3"),
        ("eval softmax --at @hole.csv", "--at, line 2 of 'hole.csv': a number is missing in '3,,4': place 2 of 3"),
        ("eval softmax --at @both.csv", "line 1 of 'both.csv': '1,5;2,5' holds commas and semicolons"),
        ("eval 'a*x+b' --at 1 --param a=1,,b=2", "--param: NAME=VALUE is missing in 'a=1,,b=2': place 2 of 3"),
        ("eval mse --data line --at w=1,,b=2", "--at: NAME=VALUE is missing in 'w=1,,b=2'"),
        ("surface mse --data line --descend --start 1,,2", "--start: a number is missing in '1,,2'"),
        ("surface mse --data line --descend --start 1,2::3,4", "--start: a start is missing in '1,2::3,4'"),
        ("surface mse --data line --descend --learning-rate 0.1,,1", "--learning-rate: a rate is missing in '0.1,,1'"),
        ("surface mse --data line --fix w=1,,b=2", "--fix: NAME=VALUE is missing in 'w=1,,b=2'"),
        ("jacobian softmax --at 1,,2", "--at: a number is missing in '1,,2': place 2 of 3 is empty"),
        ("plot softmax --vary 0 --at 1,,2", "--at: a number is missing in '1,,2': place 2 of 3 is empty"),
        ("show cross_entropy:weight=0.2::0.3", "weight lacks a number in '0.2::0.3': place 2 of 3 is empty"),
        ("show 'CrossEntropyLoss(weight=[0.2,,0.3])'", "weight lacks a number in '[0.2,,0.3]': place 2 of 3 is empty"),
        ("surface mse --data moons:n=20,,seed=1", "a setting is missing: place 2 of 3 is empty"),
        ("jacobian softmax --at @m.csv", "--at takes the numbers themselves, such as 2,1,0.1; files are read by"),
        ("show hard_tanh:min_val=1,,max_val=2", "lacks a value after ':', ',' or '=' at place 2 of 3"),
    ],
)
def test_an_empty_place_is_named(line, said):
    Path("hole.csv").write_text("1,2,5\n3,,4\n", encoding="utf-8")
    Path("both.csv").write_text("1,5;2,5\n", encoding="utf-8")
    result = run(line)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert said in result.stderr


@pytest.mark.parametrize(("asked", "head"), [("'e^2' --var e", "e"), ("'z^2'", "z"), ("'relu(e)' --var e", "e")])
def test_the_variable_heads_its_column(asked, head):
    assert known(f"eval {asked} --at 1,2")[0][head] == [1, 2]
    assert run(f"eval {asked} --at 1,2").stdout.splitlines()[1].split()[0] == head
    assert run(f"eval {asked} --range 0 1 --format csv").stdout.startswith(f"function,{head},value")


def test_columns_from_python():
    request = SurfaceRequest("mse", data="sales.csv", x=["TV"], y="Sales")
    assert request == parse("surface mse --data sales.csv --x TV --y Sales")
    assert request.files == ("sales.csv",)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "--data sales.csv --x TV,Radio --y Sales",
            ["xᵢⱼ: feature j of example i: TV for j = 1, Radio for j = 2", "yᵢ: Sales of example i"],
        ),
        ("--data sales.csv --x tv --y Sales", ["xᵢ: TV of example i", "w: the weight of TV", "yᵢ: Sales of example i"]),
        ("--x TV", ["xᵢ: TV of example i", "yᵢ: the target of example i"]),
        ("--route rules --x TV,Radio", ["m: the number of features, here 2"]),
    ],
)
def test_a_derivation_says_what_its_letters_stand_for(asked, said):
    lines = run(f"derive mse --model linear {asked}").stdout.splitlines()
    assert set(said) <= set(lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("derive mse --model linear --route chain --x a,b", "the route chain is of one feature, and these are 2."),
        ("derive mse --x TV", "--x has no meaning without --model"),
        ("derive mse --model linear --data sales.csv", "--x TV,Radio,Newspaper --y Sales"),
    ],
)
def test_what_a_derivation_cannot_name(line, said):
    result = run(line)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_picture_of_a_derivation_says_its_line():
    line = "derive mse --model linear --data sales.csv --x TV,Radio --y Sales"
    assert line_of(parse(line)) == line
    assert parse(line).files == ("sales.csv",)


def test_a_long_name_leaves_the_heading_short():
    Path("long.csv").write_text(f"{'n' * 200},y\n1,2\n2,3\n", encoding="utf-8")
    content = parse(f"surface mse --data long.csv --x {'n' * 200} --y y").content()
    assert content.heading == "mean of mse under the model x·w + b"
    assert content.surface.names == ("w_" + "n" * 23, "b")
