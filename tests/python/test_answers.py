"""What is known of functions, in Python: the same as the commands print, as text, data and tables of a page."""

import json
import math
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import ActplotError, BadOption
from actplot.requests.facts import claiming

CLAIM = ("x*sigmoid(x)", "sigmoid(x)*(1 + x*sigmoid(x))")


def printed(*words: str) -> str:
    return CliRunner().invoke(main, list(words), prog_name="actplot").output


@pytest.fixture(autouse=True)
def _of_usual_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


ANSWERS = {
    "check elu:0.5": lambda: actplot.check("elu:0.5"),
    "identify x^3": lambda: actplot.identify("x^3"),
    "eval gelu relu --at -1,0.5,nan --order 2": lambda: actplot.eval("gelu", "relu", at=[-1, 0.5, math.nan], order=2),
    "eval softmax --at 2,1,0.1": lambda: actplot.eval("softmax", at=(2, 1, 0.1)),
    "eval mse --prediction 2,1 --target 0.5,1": lambda: actplot.eval("mse", prediction=[2, 1], target=[0.5, 1]),
    "eval elu --range -3 3 --points 3": lambda: actplot.eval("elu", range=(-3, 3), points=3),
    "show gelu": lambda: actplot.show("gelu"),
    "show relu softmax": lambda: actplot.show("relu", "softmax"),
    "table relu gelu --columns range,gain": lambda: actplot.table("relu", "gelu", columns=["range", "gain"]),
    "table --where odd,bounded --columns gain": lambda: actplot.table(where=["odd", "bounded"], columns="gain"),
    "table --family rectified --columns gain": lambda: actplot.table(family="rectified", columns="gain"),
}


@pytest.mark.exhaustive(keep=0.18, thorough=1)
@pytest.mark.parametrize("line", ANSWERS)
def test_texts_and_data_are_what_the_command_prints(line):
    answer = ANSWERS[line]()
    assert answer.text() == str(answer) == f"{answer!r}\n" == printed(*line.split())
    form = ["--format", "json"] if line.startswith("table") else ["--json"]
    told = json.loads(printed(*line.split(), *form))
    data = answer.to_dict()
    assert isinstance(data, dict)
    assert told in (data, data.get("functions"), {name: data[name] for name in data if name != "passed"})
    assert json.loads(json.dumps(data)) == data


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("line", [line for line in ANSWERS if line != "identify x^3"])
def test_a_notebook_shows_tables(line):
    """Which are well formed, so that every browser reads them alike."""
    html = ANSWERS[line]()._repr_html_()
    page = ElementTree.fromstring(html)
    assert page.get("class") == "actplot"
    assert page.find(".//table/tbody/tr/th") is not None
    assert all(image.get("alt") for image in page.iter("img"))


def test_a_claim_is_judged():
    function, claimed = CLAIM
    wrong = actplot.check(function, derivative=claimed)
    assert not wrong.passed
    assert not wrong
    assert wrong.text() == printed("check", function, "--derivative", claimed)
    assert "worst at" in "".join(ElementTree.fromstring(wrong._repr_html_()).itertext())
    right = actplot.check(function, derivative=claimed.replace("1 + x*s", "1 + x*(1 - s").replace("(x))", "(x)))"))
    assert right.passed


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_the_catalogue_is_checked_beside_what_is_named(monkeypatch):
    monkeypatch.setattr(claiming, "registered", lambda: ("square", "step"))
    found = actplot.check("square", "identity", all=True)
    assert found.passed
    assert list(dict.fromkeys(one.function for one in found.agreements)) == ["square", "step", "identity"]
    assert found.to_dict() == actplot.check("square", "step", "identity").to_dict()


def test_what_a_function_is():
    assert actplot.identify("x*sigmoid(1.702*x)").names[0] == "quick_gelu"
    new = actplot.identify("x*tanh(x) + 0.1*x")
    assert not new.names
    page = ElementTree.fromstring(new._repr_html_())
    assert page.find(".//tbody/tr/th/code").text == new.to_dict()["nearest"][0]["function"] == "lisht"


def test_a_difference_shows_its_picture_and_its_table():
    data, _ = actplot.diff("gelu", "gelu_tanh")._repr_mimebundle_()
    page = ElementTree.fromstring(f"<body>{data['text/html']}</body>")
    assert page.find("img").get("alt") == data["text/plain"]
    rows = {row.find("th").text: row.find("td").text for row in page.iter("tr")}
    told = actplot.diff("gelu", "gelu_tanh").text()
    assert rows.keys() >= {"|f − g|", "|f′ − g′|", "far out"}
    assert all(text in told for text in rows.values())
    assert actplot.diff("gelu", "gelu_tanh")._repr_mimebundle_(include=["image/png"])[0].keys() == {"image/png"}


def test_markup_of_a_table():
    answer = actplot.table("relu", "gelu", columns="formula,range")
    for form in ("latex", "markdown", "csv"):
        assert getattr(answer, form)() == printed(
            "table", "relu", "gelu", "--columns", "formula,range", "--format", form
        )


def test_markup_of_formulas():
    answer = actplot.show("gelu", "a*x^2", param={"a": 2})
    for form in ("latex", "markdown"):
        assert getattr(answer, form)() == printed("show", "gelu", "a*x^2", "--param", "a=2", "--format", form)
    assert actplot.show(lambda x: x + 1).latex() == ""  # of which values alone are known


def test_a_function_shows_its_card():
    for name, pictures in (("gelu", 1), ("leaky_relu:0.2", 1), ("softmax", 1), ("cross_entropy", 1), ("a*x^2", 1)):
        function = actplot.get(name, {"a": 2}) if name == "a*x^2" else actplot.get(name)
        data = function._repr_mimebundle_()
        page = ElementTree.fromstring(data["text/html"])
        assert page.find(".//{*}math") is not None
        assert len(list(page.iter("img"))) == pictures
        assert page.find(".//h3/code").text == str(function)
        assert data["text/plain"] == repr(function)


def test_what_has_no_card_is_shown_all_the_same():
    """A notebook shows whatever a cell ends in."""
    formula = actplot.get("a*x^2")
    assert formula._repr_mimebundle_() == {"text/plain": repr(formula)}


def test_show_prints_a_card_as_html():
    page = ElementTree.fromstring(f"<body>{printed('show', 'gelu', 'softmax', '--format', 'html')}</body>")
    assert [heading.text for heading in page.iter("code")] == ["gelu", "softmax"]
    assert [row.find("td").text for row in page.iter("tr") if row.find("th").text == "range"] == ["[−0.169971, ∞)"]
    assert not list(page.iter("img"))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: actplot.table("relu", colums="gain"), "table has no option 'colums'. Did you mean 'columns'?"),
        (lambda: actplot.table("relu", columns="gian"), "--columns: unknown 'gian'. Did you mean 'gain'"),
        (lambda: actplot.table(), "table: name functions, or choose them with --where"),
        (lambda: actplot.show("gelu", theme="dark"), "show has no option 'theme'. It is an option of compare, plot"),
        (lambda: actplot.show(), "show: name at least one function"),
        (lambda: actplot.check(), "check: name at least one function"),
        (lambda: actplot.check("gelu", dtype="float16"), "--dtype: unknown 'float16'"),
        (lambda: actplot.check("gelu", dtype=3), "--dtype takes names with commas between"),
        (lambda: actplot.table(where=3), "--where takes traits such as 'odd,bounded', or a list of them, got int"),
        (lambda: actplot.table(where=["odd", "monoton"]), "unknown trait 'monoton'. Did you mean 'monotone'"),
        (lambda: actplot.table(kind="los"), "--kind: unknown 'los'. Did you mean 'loss'?"),
        (lambda: actplot.table(family=3), "--family takes text, got int"),
        (lambda: actplot.table("relu", columns=[3]), "--columns takes names with commas between"),
        (lambda: actplot.check("geluu"), "unknown function 'geluu'. Did you mean 'gelu'"),
        (lambda: actplot.check(all=True, formula="relu"), "check: derivative, formula and dtype are of one function"),
        (lambda: actplot.check("gelu", jobs=0), "--jobs must be a whole number from 1"),
        (lambda: actplot.check("gelu", al=True), "check has no option 'al'. Did you mean 'all'?"),
        (lambda: actplot.eval("gelu"), "give the points either with --at A,B,C"),
        (lambda: actplot.eval("gelu", at="-"), "eval: a hyphen stands for standard input on the command line"),
        (lambda: actplot.eval("gelu", range=(0, 1), num=3, points=4), "eval: --num and --points mean the same"),
        (lambda: actplot.eval("gelu", att=3), "eval has no option 'att'. Did you mean 'at'?"),
        (lambda: actplot.identify("gelu", "silu"), "identify: name one function"),
        (lambda: actplot.identify("softmax"), "identify: softmax is a function of a whole vector"),
    ],
)
def test_what_cannot_be_asked(ask, said):
    with pytest.raises(ActplotError) as caught:
        ask()
    assert str(caught.value).startswith(said)
    assert issubclass(BadOption, ActplotError)
