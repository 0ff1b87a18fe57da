"""Cards, tables and lists say what the records hold."""

import csv
import io
import json
import math

import numpy as np
import pytest

import actplot
from actplot.calculus.facts.facts import facts_of
from actplot.calculus.facts.listing import select_entries
from actplot.calculus.tables import Asked, table_of_points
from actplot.catalogue.registry import elementwise_names
from actplot.documents.answers.carded import card_json
from actplot.documents.card import card_text
from actplot.documents.listing import listing_json, listing_text
from actplot.documents.tables import csv_text, json_text, table_text
from actplot.numbers import about, readable

WIDTHS = (20, 50, 80)


def card(spec: str) -> dict[str, str]:
    """The first line behind each label."""
    lines = card_text(facts_of(actplot.get(spec)), 80).splitlines()
    return {line[:15].strip(): line[15:] for line in lines if line[:15].strip()}


def table(spec: str, x, **asked):
    return table_of_points(actplot.get(spec), Asked(x, **asked))


@pytest.mark.exhaustive(keep=0.08, thorough=0.15)
@pytest.mark.parametrize("name", elementwise_names())
def test_cards_keep_to_the_width_and_are_valid_json(name):
    facts = facts_of(actplot.get(name))
    for width in WIDTHS:
        text = card_text(facts, width)
        assert max(map(len, text.splitlines())) <= width
        assert text.splitlines()[0].startswith(name[:width])
    record = json.loads(card_json(facts), parse_constant=pytest.fail)
    assert record["function"] == record["name"] == name
    assert [parameter["name"] for parameter in record["parameters"]] == list(actplot.get(name).parameters)


@pytest.mark.exhaustive(keep=0.88, thorough=1)
@pytest.mark.parametrize(
    ("spec", "label", "text"),
    [
        ("sigmoid", "largest f′", "0.25 at x = 0"),
        ("sigmoid", "smallest f′", "approaches 0 as x → −∞ and as x → ∞"),
        ("sigmoid", "range", "(0, 1)"),
        ("sigmoid", "asymptotes", "y = 0 as x → −∞"),
        ("gelu", "largest f′", "≈ 1.1289 at x ≈ 1.41421"),
        ("relu", "largest f′", "1 for x > 0"),
        ("relu", "breaks", "x = 0: kink; f′ → 0 from the left and → 1 from the right"),
        ("relu", "f′(0)", "0 by convention"),
        ("relu6", "largest f′", "1 for 0 < x < 6"),
        ("identity", "largest f′", "1 everywhere"),
        ("mse", "largest f′", "none: f′ is unbounded as r → ∞"),
        ("gcu", "largest f′", "none: f′ is unbounded as x → −∞ and as x → ∞"),
        ("log1mexp", "asymptotes", "y = 0 as x → ∞"),
        ("nll", "asymptotes", "vertical: p = 0"),
        ("binary_cross_entropy:0.3", "asymptotes", "vertical: p = 0, 1"),
        ("log_ndtr", "asymptotes", "y = 0 as x → ∞"),
        ("soft_shrink:1", "asymptotes", "y = x + 1 as x → −∞"),
        ("log_cosh", "asymptotes", "y ≈ −r − 0.693147 as r → −∞"),
        ("leaky_relu:0.2", "asymptotes", "y = 0.2·x as x → −∞"),
        ("elu:2", "largest f′", "approaches 2 as x → 0 from the left"),
        ("step", "f′(0)", "none: f jumps at 0"),
        ("binary_cross_entropy", "domain", "[0, 1]"),
        ("leaky_relu:0.2", "PyTorch", "torch.nn.LeakyReLU(negative_slope=0.2)"),
    ],
)
def test_lines_of_cards(spec, label, text):
    assert card(spec)[label] == text


def test_asymptotes_that_were_not_found_are_not_spoken_of():
    for spec, said in (("mse", False), ("cube", False), ("exponential", True), ("exponential_loss", True)):
        text = card_text(facts_of(actplot.get(spec)), 80)
        assert ("asymptotes" in text) == said
        assert "none as" not in text


def test_vertical_asymptotes():
    text = card_text(facts_of(actplot.get("log1mexp")), 80)
    assert "asymptotes     y = 0 as x → ∞\n               vertical: x = 0\n" in text
    record = json.loads(card_json(facts_of(actplot.get("log1mexp"))))
    assert record["asymptotes"] == {"-inf": None, "inf": {"slope": 0.0, "intercept": 0.0}}
    assert record["vertical_asymptotes"] == [0.0]
    assert json.loads(card_json(facts_of(actplot.get("relu"))))["vertical_asymptotes"] == []


def test_what_oscillates_says_where_it_was_seen():
    text = " ".join(card_text(facts_of(actplot.get("snake:1e-5")), 80).split())
    assert "extremes, zeros and traits for x from −5000000 to 5000000; it turns farther out too" in text
    record = json.loads(card_json(facts_of(actplot.get("sin"))))
    assert record["seen_between"] == [-70.0, 70.0]
    assert json.loads(card_json(facts_of(actplot.get("gelu"))))["seen_between"] is None


def test_a_jump_has_no_derivative():
    text = " ".join(card_text(facts_of(actplot.get("step")), 80).split())
    assert "x = 0: jump, no derivative; f → 0 from the left and → 1 from the right, f(x) = 0" in text


def test_extremes_in_json():
    record = json.loads(card_json(facts_of(actplot.get("mse"))))
    assert record["derivative_maximum"] == {"value": "inf", "at": [], "on": [], "approached_at": ["inf"]}
    assert record["range"] == {"low": 0.0, "high": "inf", "low_included": True, "high_included": False}
    assert record["asymptotes"] == {"-inf": None, "inf": None}


def test_tables_align():
    assert table_text([table("relu", [-1, 0.5, math.inf])]).splitlines() == [
        "relu (float64)",
        "   x  value  derivative",
        "-1.0    0.0         0.0",
        " 0.5    0.5         1.0",
        " inf    inf         1.0",
    ]


def test_csv_reads_back():
    specs = ("gelu", "hard_tanh:-2,2")
    x = np.linspace(-3, 3, 7)
    rows = list(csv.DictReader(io.StringIO(csv_text([table(spec, x, order=2) for spec in specs]))))
    assert [row["function"] for row in rows] == ["gelu"] * 7 + ["hard_tanh:-2,2"] * 7
    for method in ("value", "derivative", "second_derivative"):
        wanted = np.concatenate([getattr(actplot.get(spec), method)(x) for spec in specs])
        assert [float(row[method]) for row in rows] == wanted.tolist()


@pytest.mark.parametrize("order", [0, 1, 2])
def test_json_has_the_asked_keys(order):
    (record,) = json.loads(json_text([table("sigmoid", [0, 1], order=order)]))["functions"]
    keys = ["function", "dtype", "x", "value", "derivative", "second_derivative"]
    assert list(record) == keys[: order + 4]
    assert record["value"] == actplot.get("sigmoid").value([0.0, 1.0]).tolist()


def test_json_has_words_for_what_is_not_finite():
    text = json_text([table("identity", [math.nan, math.inf, -math.inf])])
    assert json.loads(text, parse_constant=pytest.fail)["functions"][0]["x"] == ["nan", "inf", "-inf"]


def test_float32_is_written_shortest():
    text = json_text([table("identity", [0.1, 1e-45, 1e39], dtype="float32")])
    assert json.loads(text)["functions"][0]["value"] == [0.1, 1e-45, "inf"]
    assert "0.1," in text


@pytest.mark.parametrize("width", WIDTHS)
def test_lists_keep_to_the_width(width):
    lines = listing_text(select_entries(), width).splitlines()
    assert max(len(line) for line in lines if " " in line.strip() and "·" not in line) <= width
    assert {line.split()[0] for line in lines if line} >= set(actplot.names())


def test_lists_as_json():
    rows = json.loads(listing_json(select_entries("loss", "huber")))
    assert {tuple(row) for row in rows} == {("name", "kind", "family", "aliases", "description", "topics")}
    names = {row["name"] for row in rows}
    assert {"huber", "modified_huber", "pseudo_huber"} <= names < set(actplot.names("loss"))


@pytest.mark.parametrize("word", ["relu", "ReLU", "leaky-relu", "rectified"])
def test_words_match_names_aliases_and_families(word):
    assert "leaky_relu" in {entry.name for entry in select_entries(None, word)}


def test_a_word_that_matches_nothing():
    with pytest.raises(actplot.UnknownName, match="Did you mean 'relu'"):
        select_entries(None, "rleu")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.25, "0.25"), (-1.5, "−1.5"), (math.pi, "≈ 3.14159"), (math.inf, "∞"), (-math.inf, "−∞"), (1e-20, "1e−20")],
)
def test_numbers_for_readers(number, text):
    assert about(number) == text
    assert readable(math.nan) == "nan"


SLOPES = (("x/1e308/1e308", "not 0, but nearer"), ("x^2", "0"), ("x/1e300", "1e−300"))


@pytest.mark.parametrize(("text", "said"), SLOPES)
def test_a_slope_that_floats_take_for_0_is_told(text, said):
    assert card(text)["f′(0)"].startswith(said)
