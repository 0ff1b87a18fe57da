"""Tables of facts: every form holds the same, and is what its format asks for."""

import csv
import io
import json
import re
import xml.dom.minidom

import pytest
from click.testing import CliRunner

import actplot
from actplot.calculus.facts.listing import chosen_entries
from actplot.calculus.facts.moments import moments_of
from actplot.cli import main
from actplot.documents.comparisons.side_by_side import COLUMNS, USUAL
from actplot.spec.dialects.finding import framework

MIXED = ("relu", "abs", "huber", "softmax", "dropout", "cross_entropy", "|x|")


def table(*words: str) -> str:
    result = CliRunner().invoke(main, ["table", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def every_column() -> dict[str, str]:
    """All columns of entries of all kinds, in each form."""
    forms = ("text", "markdown", "html", "latex", "csv", "json")
    return {form: table(*MIXED, "--columns", ",".join(COLUMNS), "--format", form) for form in forms}


def test_text_fits_the_terminal(every_column):
    assert max(map(len, every_column["text"].splitlines())) <= 80
    lines = table("relu", "gelu", "silu").splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["function", "formula", "derivative", "range", "smoothness", "Lipschitz", "gain"]


def test_markdown_has_the_same_cells_in_every_line(every_column):
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in every_column["markdown"].splitlines()}
    assert bars == {len(COLUMNS) + 2}
    assert r"`\|x\|`" in every_column["markdown"]


def test_html_is_well_formed(every_column):
    rows = xml.dom.minidom.parseString(every_column["html"]).getElementsByTagName("tr")
    assert [len(row.childNodes) for row in rows] == [len(COLUMNS) + 1] * (len(MIXED) + 1)


def test_latex_has_the_same_cells_in_every_line(every_column):
    first, *body = every_column["latex"].splitlines()
    assert first == r"% needs \usepackage{amsmath,booktabs}"
    assert body[0] == rf"\begin{{tabular}}{{{'l' * (len(COLUMNS) + 1)}}}"
    assert [line for line in body if line.endswith("rule")] == [r"\toprule", r"\midrule", r"\bottomrule"]
    outside = [re.sub(r"\\begin\{(cases|aligned)\}.*?\\end\{\1\}", "", line) for line in body[2:-2] if "&" in line]
    assert {len(re.findall(r"(?<!\\)&", line)) for line in outside} == {len(COLUMNS)}
    assert all(line.count("{") - line.count(r"\{") == line.count("}") - line.count(r"\}") for line in outside)


def test_csv_and_json_have_all_digits(every_column):
    head, *rows = csv.reader(io.StringIO(every_column["csv"], newline=""))
    assert head == ["function", *COLUMNS]
    assert [row[0] for row in rows] == list(MIXED)
    told = json.loads(every_column["json"])
    assert [one["function"] for one in told] == list(MIXED)
    huber = told[2]
    assert huber["range"] == {"low": 0.0, "high": "inf", "low_included": True, "high_included": False}
    gain = float(rows[2][1 + list(COLUMNS).index("gain")])
    assert gain == huber["gain"] == moments_of(actplot.get("huber")).gain


@pytest.mark.exhaustive(keep=0.18, thorough=1)
@pytest.mark.parametrize("options", [{"where": "odd,bounded"}, {"kind": "loss", "where": "convex,not-smooth"}])
def test_rows_are_those_of_list(options):
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    listed = json.loads(CliRunner().invoke(main, ["list", *words, "--json"]).stdout)
    assert [one.name for one in chosen_entries(**options)] == [one["name"] for one in listed]


def test_families_and_frameworks_choose_rows():
    listed = json.loads(CliRunner().invoke(main, ["list", "--kind", "activation", "--json"]).stdout)
    periodic = [one["name"] for one in listed if one["family"] == "periodic"]
    assert [one.name for one in chosen_entries(family="Periodic", kind="activation")] == periodic
    spoken = {one.canonical.name for one in framework("flax").names()}
    assert {one.name for one in chosen_entries(framework="flax")} == spoken


def test_named_functions_come_first_and_once():
    words = ("tanh", "relu", "tanh", "--family", "mish", "--columns", "formula,formula", "--format", "json")
    chosen = json.loads(table(*words))
    names = [one["function"] for one in chosen]
    assert names[:2] == ["tanh", "relu"]
    assert len(names) == len(set(names)) > 2
    assert list(chosen[0]) == ["function", "formula"]


@pytest.mark.exhaustive(keep=0.9)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["relu", "--columns", "gian"], "--columns: unknown 'gian'. Did you mean 'gain'? Columns: formula, derivative"),
        (["relu", "--columns", ""], "--columns: unknown ''."),
        ([], "name functions, or choose them with --where, --kind, --family or --framework."),
        (["--family", "rectifier"], "no family is called 'rectifier'. Did you mean 'rectified'"),
        (["--where", "odd,even"], "no function is odd and even."),
        (["--where", "od"], "unknown trait 'od'. Did you mean 'odd'"),
        (["--framework", "torhc"], "'torhc'. Did you mean 'torch'"),
        (["--family", "periodic", "--where", "convex"], "no function is chosen by --where convex --family periodic."),
    ],
)
def test_what_cannot_be_chosen_is_told(words, said):
    result = CliRunner().invoke(main, ["table", *words])
    assert result.exit_code == 2
    assert said in result.stderr


def test_help_tells_every_column():
    shown = " ".join(CliRunner().invoke(main, ["table", "--help"]).stdout.split())
    told = shown[shown.index("Columns:") :]
    assert all(re.search(rf"[ ,]{re.escape(name)}\b", told) for name in COLUMNS)
    assert set(USUAL) <= set(COLUMNS)


def test_no_reader_gets_more_digits_than_a_float_has():
    cards, columns = actplot.show("selu"), actplot.table("selu", columns="formula,derivative")
    texts = [cards.text(), cards._repr_html_(), columns.text(), columns.latex(), columns.markdown(), columns.csv()]
    texts += [shown("selu", form) for form in ("latex", "markdown", "html")]
    assert [text for text in texts if re.search(r"\d{17}", text)] == []
    assert r"1.050700987\ldots \cdot x" in texts[-3]
    assert "1.05070098735548049341933498" in shown("1.05070098735548049341933498*x", "latex")


def shown(name: str, form: str) -> str:
    return CliRunner().invoke(main, ["show", name, "--format", form]).stdout
