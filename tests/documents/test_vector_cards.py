"""Cards of what is no function of one variable: whole, in any width, and true of the example."""

import json
import shlex

import pytest
from click.testing import CliRunner

import actplot
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import KINDS, names
from actplot.cli import main
from actplot.documents.card import card_text

ENTRIES = [actplot.get(name) for kind in KINDS[2:] for name in names(kind)]


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


@pytest.mark.exhaustive(keep=0.65, thorough=1)
@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_every_entry_has_a_card_with_its_facts(entry):
    card = " ".join(card_text(subject(entry).facts(), 80).split())
    for said in (entry.note, entry.convention, *entry.strengths, *entry.weaknesses, *entry.sources, entry.kind):
        assert " ".join(said.split()) in card
    assert max(map(len, card_text(subject(entry).facts(), 80).splitlines())) <= 80


@pytest.mark.exhaustive(keep=0.1, thorough=0.15)
@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_the_commands_of_a_card_work(entry, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in subject(entry).facts().commands:
        assert run(line).exit_code == 0, line


def test_a_narrow_card_is_narrow():
    facts = subject(actplot.get("softmax")).facts()
    assert "formula\n  pᵢ = e^zᵢ/S\n  S =" in card_text(facts, 30)


def test_the_card_says_what_the_jacobian_is():
    text = run("show softmax").stdout
    assert "symmetric" in text
    assert "(0.2247, −0.1598, −0.06496)" in text
    assert "keep_prob" in run("show dropout").stdout


def test_json_holds_the_example_in_full():
    card = json.loads(run("show softmax --json").stdout)
    assert card["example"][0]["output"] == actplot.get("softmax").value([2, 1, 0.1]).tolist()
    assert card["kind"] == "vector function"
    assert json.loads(run("show softmax_cross_entropy_with_logits --json").stdout)["target"]


@pytest.mark.parametrize("kind", ["vector function", "vector-function", "random_layer", "vector-loss"])
def test_kinds_are_listed_with_or_without_hyphens(kind):
    result = run(f"list --kind '{kind}' --json")
    assert result.exit_code == 0
    assert {entry["kind"] for entry in json.loads(result.stdout)} == {kind.replace("-", " ").replace("_", " ")}


def test_traits_are_those_of_curves():
    assert run("list --where monotone").exit_code == 0
