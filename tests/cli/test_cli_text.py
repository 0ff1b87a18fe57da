"""`eval`, `show`, `list` and `completion` print what they promise."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse


def run(line: str, given: str | bytes = "") -> str:
    result = CliRunner().invoke(main, shlex.split(line), input=given, prog_name="actplot")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def evaluated(line: str, given: str | bytes = "") -> list[dict]:
    return json.loads(run(f"eval {line} --format json", given), parse_constant=pytest.fail)["functions"]


def test_eval_json():
    (record,) = evaluated("sigmoid --at 0,1/3,inf,-inf,nan --order 2")
    assert list(record) == ["function", "dtype", "x", "value", "derivative", "second_derivative"]
    assert record["function"] == "sigmoid"
    assert record["x"] == [0.0, 1 / 3, "inf", "-inf", "nan"]
    assert record["value"] == [0.5, 0.5825702064623147, 1.0, 0.0, "nan"]
    assert record["derivative"][0] == 0.25


def test_eval_keeps_functions_of_different_variables():
    assert [record["function"] for record in evaluated("relu mse hinge --at 1")] == ["relu", "mse", "hinge"]


@pytest.mark.parametrize("given", ["-1 0.5\n2", "-1,0.5,2\n", "-1, 0.5 ,\t2", b"\xef\xbb\xbf-1 0.5 2"])
def test_eval_reads_standard_input(given):
    assert evaluated("relu --at - --order 0", given) == [
        {"function": "relu", "dtype": "float64", "x": [-1.0, 0.5, 2.0], "value": [0.0, 0.5, 2.0]}
    ]


def test_eval_names_what_is_not_a_number():
    result = CliRunner().invoke(main, ["eval", "relu", "--at", "-"], input=b"1 2 \xff\xfe 4", prog_name="actplot")
    assert result.exit_code == 2
    assert "standard input: number 3 is '\\xff\\xfe'" in result.stderr


def test_eval_of_the_sigmoid_and_its_gradient():
    (record,) = evaluated("sigmoid --range -10 10 --num 10 --dtype float32")
    x = np.linspace(-10, 10, 10).astype(np.float32)
    assert np.array_equal(np.array(record["x"], np.float32), x)
    assert np.array_equal(np.array(record["value"], np.float32), actplot.get("sigmoid").value(x))
    assert all(len(repr(number)) <= 13 for number in record["value"])


def test_eval_one_point_of_a_range():
    assert evaluated("relu --range 1 2 --num 1")[0]["x"] == [1.0]


def test_eval_finite():
    (record,) = evaluated("sigmoid --at -1,0,1 --finite")
    assert list(record)[-3:] == ["finite_difference", "finite_error", "finite_status"]
    assert record["finite_difference"] == pytest.approx(record["derivative"], rel=1e-8)
    assert all(isinstance(status, str) for status in record["finite_status"])


def test_eval_finite_at_every_kind_of_point():
    (record,) = evaluated("relu --at -inf,-1,0,inf,nan --finite")
    assert record["finite_difference"][1] == pytest.approx(0)
    assert len(record["finite_status"]) == 5


def test_eval_writes_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("eval relu --at 1 -o x.csv") == "wrote x.csv\n"
    assert Path("x.csv").read_text(encoding="utf-8") == "function,x,value,derivative\nrelu,1.0,1.0,1.0\n"
    assert run("eval relu --at 1 -o x.dat --format json") == "wrote x.dat\n"
    assert json.loads(Path("x.dat").read_text(encoding="utf-8"))
    run("eval relu --at 1 -o x.txt")
    assert Path("x.txt").read_text(encoding="utf-8") == run("eval relu --at 1")


def test_show():
    assert "largest f′     0.25 at x = 0" in run("show sigmoid")
    assert json.loads(run("show leaky_relu:0.2 --json"))["function"] == "leaky_relu:0.2"


def test_list():
    text = run("list")
    assert all(f"  {name} " in text for name in actplot.names())
    assert "activation · rectified" in text
    assert "relu" not in run("list --kind loss")


@pytest.mark.parametrize(
    ("words", "found", "others"),
    [
        ("regression", ("mse", "huber"), ("hinge", "relu")),
        ("attention", ("softmax", "sparsemax"), ("tanh", "mse")),
        ("vanishing gradient", ("sigmoid", "tanh", "relu"), ("mse", "softmax")),
        ("Lecture", ("sigmoid", "cross_entropy"), ("barron", "entmax15")),
        ("blocks the others", ("relu",), ("gelu",)),
        ("segmentation", ("dice",), ("relu",)),
        ("gradient vanishing", ("sigmoid", "relu"), ("mse", "softmax")),
        ("soft max", ("softmax",), ("softplus",)),
    ],
)
def test_list_finds_topics_and_descriptions(words, found, others):
    names = {row["name"] for row in json.loads(run(f"list {words} --json"))}
    assert names >= {*found}
    assert not names & {*others}


def test_list_json():
    rows = json.loads(run("list --json"))
    assert {row["name"] for row in rows} == set(actplot.names())
    assert all(list(row) == ["name", "kind", "family", "aliases", "description", "topics"] for row in rows)
    assert all("regression" in row["topics"] for row in rows if row["name"] == "mse")
    assert {row["kind"] for row in json.loads(run("list --kind loss --json"))} == {"loss"}


@pytest.mark.parametrize(
    "pair",
    [
        "--range -3 3",
        "--range -3,3",
        "--range=-3,3",
        "--range=-3 3",
        "--range '-3 3'",
        "--range -3, 3",
        "--range='-3, 3'",
    ],
)
@pytest.mark.parametrize("count", ["--num 4", "--points 4", "--points=4"])
def test_spellings_of_points(pair, count):
    assert run(f"eval relu {pair} {count} --format csv") == run("eval --num 4 --range -3 3 --format csv relu")
    line = f"compare relu {pair} {count}"
    assert line_of(parse(line)) == "compare relu --range -3 3 --points 4"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell):
    text = run(f"completion {shell}")
    assert f"_ACTPLOT_COMPLETE={shell}_complete" in text


def completed(*words: str) -> list[str]:
    """What the last of some words may become."""
    *before, incomplete = words
    found = ShellComplete(main, {}, "actplot", "_ACTPLOT_COMPLETE").get_completions(before, incomplete)
    return [one.value for one in found]


def test_functions_of_files_complete_without_being_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("mine.py").write_text("raise SystemExit\n\ndef act(x): ...\nclass Gate: ...\nhalf = quarter = 1\n")
    Path("own", "broken.py").write_text("def act(x:\n")
    assert completed("show", "mi") == ["mish", "mine.py:"]
    assert completed("show", "own/") == ["own/broken.py:"]
    assert completed("check", "mish", "--derivative", "mine.py:") == [
        *("mine.py:act", "mine.py:Gate", "mine.py:half", "mine.py:quarter")
    ]
    for nothing in ("own/broken.py:", "none.py:", "own/no/", "/", "\0.py:a", "./mine.py:x"):
        assert completed("identify", nothing) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("table --columns gai", ["gain"]),
        ("table relu --columns formula,largest", ["formula,largest-slope"]),
        ("table --family rect", ["rectified", "rectified_variants"]),
        ("table --framework j", ["jax"]),
        ("list --framework to", ["torch"]),
        ("list --where odd,not-sm", ["odd,not-smooth"]),
        ("check relu --derivative ste", ["step"]),
        ("identify gelu_", ["gelu_tanh"]),
        ("identify gelu_e", ["gelu_exact", "gelu_erf"]),
        ("diff gelu gelu_t", ["gelu_tanh"]),
        ("compare softma", []),
        ("compare relu --mark kinks,as", ["kinks,asymptotes"]),
        ("compare relu --style ggplot,gray", ["ggplot,grayscale"]),
        ("surface mse --data mo", ["moons"]),
        ("surface mse --data moons:n=3,s", ["moons:n=3,seed="]),
        ("surface hing", ["hinge", "hinge_embedding"]),
        ("surface gel", []),
        ("jacobian softm", ["softmax", "softmin"]),
        ("jacobian gelu_t", ["gelu_tanh"]),
        ("show torch:Lea", ["torch:LeakyReLU"]),
        ("show torch:LeakyReLU:n", ["torch:LeakyReLU:negative_slope="]),
        ("show torch:MSELoss:reduction=m", ["torch:MSELoss:reduction=mean"]),
        ("compare torch:Softma", []),
        ("show tor", ["torch:"]),
        ("show leaky_relu:neg", ["leaky_relu:negative_slope="]),
        ("show LeakyReLU:neg", ["LeakyReLU:negative_slope="]),
        ("derive sigmoid --route ch", ["chain"]),
        ("eval mse --reduction su", ["sum"]),
        ("help gallery ch", ["check"]),
        ("surface mse --data moons:n=3,seed=1,", ["moons:n=3,seed=1,noise="]),
        ("compare relu --mark kinks,no", []),
        ("compare relu --mark none,", []),
        ("compare relu --mark no", ["none"]),
        ("check relu --dtype float64,", ["float64,float32"]),
        ("list regr", ["regression"]),
        ("site --only relu,rectified_v", ["relu,rectified_variants"]),
    ],
)
def test_words_complete(words, expected):
    assert completed(*words.split()) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("recipe ", ["my folder/", "relu.png"]),
        ("compare relu -o my", ["my data.csv", "my folder/"]),
        ("compare relu --style my", ["my folder/"]),
        ("surface mse --data my", ["my data.csv", "my folder/"]),
        ("compare relu --behind re", ["relu.png"]),
        ("eval relu --at @my", ["@my data.csv", "@my folder/"]),
        ("gallery build ga", ["gallery.toml"]),
        ("show relu --functions ", ["gallery.toml", "my folder/"]),
        ("site ", ["my folder/"]),
        ("gallery page gallery.toml m", ["my folder/"]),
        ("help --man ", ["my folder/"]),
    ],
)
def test_files_complete(words, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my folder").mkdir()
    for name in ("my data.csv", "relu.png", "gallery.toml", ".hidden.png"):
        Path(name).touch()
    assert completed(*words.split(" ")) == expected


def test_names_of_a_project_complete(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.actplot.functions]\nswoosh = 'x*sigmoid(2*x)'\n", encoding="utf-8")
    Path("own.toml").write_text("[functions]\nswirl = 'x*sin(x)'\n", encoding="utf-8")
    assert completed("show", "sw") == ["swiglu", "swoosh"]
    assert completed("compare", "--functions", "own.toml", "swi")[-1] == "swirl"
    Path("pyproject.toml").write_text("[tool.actplot.functions]\nswoosh = 3\n", encoding="utf-8")
    assert completed("show", "swo") == []
    assert completed("compare", "--functions", "none.toml", "gelu_t") == ["gelu_tanh"]


def complete(words: str, shell: Path) -> list[str]:
    """What bash completes the last of some words to, after sourcing the script."""
    script = (
        f'source "{shell}"; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); '
        '_actplot_completion actplot; echo "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env={"PATH": path})
    assert run.stderr == ""
    return run.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.skipif(not (Path(sys.executable).parent / "actplot").exists(), reason="needs the installed command")
def test_bash_completes(tmp_path):
    shell = tmp_path / "actplot.bash"
    shell.write_text(run("completion bash"))
    assert complete("actplot comp", shell) == ["compare", "completion"]
    assert complete("actplot compare relu sigmo", shell)[0] == "sigmoid"
    assert complete("actplot compare relu --theme ''", shell) == ["light", "dark", "auto"]
    assert complete("actplot show gel", shell) == ["gelu", "gelu_tanh"]
