"""Title, caption and alt text of a figure in a manifest are used, and an alt text that says what is not so fails."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.gallery.check.contradictions import contradicting
from actplot.gallery.drawing.render import render_figure
from actplot.requests.reading import parse_picture as parse

MANIFEST = """
[gallery]
formats = ["svg"]
[[figure]]
name = "two"
draw = "plot relu"
title = "A title"
caption = "A caption"
[[figure]]
name = "told"
draw = "plot leaky_relu:0.1 --only value --range -10 10"
alt = "leaky relu from {ends}"
"""


def run(*words):
    return CliRunner().invoke(main, ["gallery", *words], prog_name="actplot")


@pytest.fixture
def built(tmp_path, monkeypatch):
    def build(ends):
        monkeypatch.chdir(tmp_path)
        Path("gallery.toml").write_text(MANIFEST.replace("{ends}", ends), encoding="utf-8")
        assert run("build").exit_code == 0
        return tmp_path

    return build


def test_title_and_caption_are_in_the_image_the_facts_the_answer_and_the_report(built):
    folder = built("-3 to 3")
    facts = json.loads((folder / "images" / "facts.json").read_text(encoding="utf-8"))
    assert (facts["two"]["title"], facts["two"]["caption"]) == ("A title", "A caption")
    assert facts["two"]["alt"] == parse("plot relu").alt
    assert facts["told"]["alt"] == "leaky relu from -3 to 3"
    assert "<title" in (image := (folder / "images" / "two.svg").read_text(encoding="utf-8"))
    assert "A title</title>" in image
    assert parse(facts["two"]["command"]).draw().texts[1].get_text() == "A caption"
    (told,) = (one for one in json.loads(run("check", "--json").stdout)["figures"] if one["name"] == "two")
    assert (told["title"], told["caption"], told["alt"]) == ("A title", "A caption", facts["two"]["alt"])
    run("check", "--report", "report")
    assert 'alt="expected: leaky relu from -3 to 3"' in Path("report", "index.html").read_text(encoding="utf-8")


def test_a_wrong_alt_text_fails_until_it_is_mended(built):
    built("-3 to 3")
    for words in (["check"], ["check", "--update"], ["check"]):
        result = run(*words)
        assert result.exit_code == 1
        assert "alt 'leaky relu from -3 to 3' says -3, a number that the figure does not have." in result.stdout
    built("-10 to 10")
    assert run("check").exit_code == 0


def test_a_title_and_a_caption_are_held_against_the_figure_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (
        MANIFEST.replace("A title", "ReLU on −3…3")
        .replace("A caption", "Its slope is 1/2")
        .replace("{ends}", "-10 to 10")
    )
    Path("gallery.toml").write_text(text, encoding="utf-8")
    assert run("build").exit_code == 0
    result = run("check")
    assert result.exit_code == 1
    assert (
        "title 'ReLU on −3…3' says −3, a number that the figure does not have. Mend it, or leave it out."
        in result.stdout
    )
    assert "caption 'Its slope is 1/2' says 1/2, a number that the figure does not have." in result.stdout


@pytest.mark.exhaustive(keep=0.05, thorough=1)
@pytest.mark.parametrize(
    ("line", "text", "wrong"),
    [
        ("plot sigmoid --range -10 10", "sigmoid rises from 0 to 1", False),
        ("plot sigmoid --range -10 10", "sigmoid falls from 1 to 0", False),
        ("plot sigmoid --range -10 10", "sigmoid rises from 1 to 0", True),
        ("plot sigmoid --only derivative", "a bell with its top of 1/4 at 0", False),
        ("plot sigmoid --only derivative", "a bell with its top of 1/3 at 0", True),
        ("plot sigmoid", "at x = 1 it is 0.73", False),
        ("plot sigmoid", "at x = 1 it is 0.75", True),
        ("plot gelu", "its minimum is −0.17 at −0.75", False),
        ("plot gelu", "its minimum is −0.3 at −0.75", True),
        ("plot relu --range -5 8", "relu from -5 to 8", False),
        ("plot relu --range -5 8", "relu from -5 to 5", True),
        ("plot relu6 --range -2 10", "relu6 is 6 from 6 on", False),
        ("jacobian softmax --at 2,1,0.1", "softmax at (2, 1, 0.1)", False),
        ("jacobian softmax --at 2,1,0.1", "softmax at (2, 1, 0.3)", True),
        ("compare binary_cross_entropy binary_cross_entropy:target=0.3", "the targets 1 and 0.3", False),
        ("surface mse --data line", "its minimum of 0.2634 at w = 1.995", False),
        ("surface mse --data line", "its minimum of 0.5 at w = 1.995", True),
        ("plot sigmoid", "sigmoid on −5…5", False),
        ("plot sigmoid", "sigmoid on −3…3", True),
        ("plot sigmoid", "sigmoid on -5..5", False),
        ("plot sigmoid", "sigmoid on -3..3", True),
        ("plot sigmoid", "the slope is at most 25 % at 0", False),
        ("plot sigmoid", "the slope is at most 30 percent at 0", True),
        ("plot sigmoid", "the slope is at most a quarter", False),
        ("plot sigmoid", "the slope is at most a third", True),
        ("plot sigmoid", "the slope is at most ¼", False),
        ("plot sigmoid", "the slope is at most ⅓", True),
        ("plot sigmoid", "it starts at 6.7e-3", False),
        ("plot sigmoid", "it starts at 6.7e-4", True),
        ("plot sigmoid", "at x = 2 it is 0.88", False),
        ("plot sigmoid", "at x = 2 it is 0.95", True),
        ("plot sigmoid", "rises to 2", True),
        ("plot sigmoid", "Figure 3 of 2024: 2·sigmoid(2x) − 1 is tanh", False),
        ("plot leaky_relu", "a slope of 1e-2 on the left, of 100% on the right", False),
        ("plot leaky_relu", "a slope of 1·10⁻³ on the left", True),
        ("plot gelu", "minimum of about −0,17 near −0,75", False),
        ("plot gelu", "minimum of about −0,37 near −0,75", True),
        ("plot gelu", "minimum of 0.17 at 0.75", True),
        ("plot relu --range -3 3", "ReLU from minus three to three", False),
        ("plot relu --range -3 3", "ReLU from minus five to five", True),
        ("plot relu --range -3 3", "for −5 ≤ x ≤ 5", True),
        ("plot relu --range -1000 1000", "relu from -1,000 to 1,000", False),
        ("plot relu --range -1000 1000", "relu from -1 000 to 1 000", False),
        ("plot relu --range -1000 1000", "relu from -2,000 to 2,000", True),
        ("plot relu --range -1e6 1e6", "relu from −10⁶ to 10^6", False),
        ("plot relu --range -1e6 1e6", "relu from −10⁵ to 10⁵", True),
        ("compare sigmoid tanh relu", "three activations in two panels", False),
        ("compare sigmoid tanh relu", "four activations and their derivatives", True),
        ("compare sigmoid tanh relu", "the second of five panels", True),
        ("compare sigmoid tanh relu", "one of them is zero for half of the axis", False),
    ],
)
def test_numbers_of_a_text_are_held_against_the_figure(line, text, wrong):
    drawn = render_figure("a", f"{line} --alt-text '{text}'")
    assert not drawn.error
    assert bool(contradicting(text, drawn.facts, drawn.told)) == wrong
