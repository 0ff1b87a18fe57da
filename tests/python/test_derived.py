"""A derivation in Python: text, LaTeX, Markdown, lines as data, and mathematics in a notebook."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import BadOption


def printed(*words: str) -> str:
    return CliRunner().invoke(main, ["derive", *words], prog_name="actplot").output


@pytest.mark.parametrize("name", ["sigmoid", pytest.param("softmax", marks=pytest.mark.exhaustive(keep=0, thorough=1))])
def test_texts_are_those_of_the_command(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    found = actplot.derive(name)
    assert found.text() == printed(name)
    assert found.latex() == printed(name, "--format", "latex")
    assert found.markdown() == printed(name, "--format", "markdown")
    assert found.mathml() == printed(name, "--format", "mathml")
    assert found.beamer(lines_per_slide=4) == printed(name, "--format", "beamer", "--lines-per-slide", "4")
    assert actplot.derive(name, explain=True).text() == printed(name, "--explain")
    assert found.text(layout="boxes", width=60) == printed(name, "--layout", "boxes", "--width", "60")


def test_lines_say_what_follows_from_what():
    found = actplot.derive("sigmoid")
    first, *_, last = found.lines
    assert (str(first), first.digits) == ("f′(x) = (1/(1 + e⁻ˣ))′", found.check.lines[0][0].digits)
    assert last.source == "f(x)*(1 - f(x))"
    assert last.latex == r"= f(x) \cdot (1 - f(x))"
    assert [line.rule for line in found.lines[1:]] == [step.note for step in found.derivation.chains[-1].steps[1:]]
    assert all(line.why for line in found.lines[1:])


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("name", ["gelu", "softmax", "mse", "selu"])
def test_data_is_ready_for_json(name):
    data = actplot.derive(name).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["function"] == name
    assert len(data["lines"]) == actplot.derive(name).line_count


def test_a_notebook_shows_mathematics():
    found = actplot.derive("sigmoid")
    data, _ = found._repr_mimebundle_()
    assert set(data) == {"text/markdown", "text/latex", "text/plain"}
    assert data["text/markdown"] == found.markdown()
    assert data["text/latex"].startswith("$$\n\\begin{aligned}")
    assert data["text/latex"].endswith("$$")
    assert data["text/plain"] == found.text()
    assert (data["text/markdown"], data["text/latex"]) == (found._repr_markdown_(), found._repr_latex_())
    assert set(found._repr_mimebundle_(include=["image/png"])[0]) == {"image/png"}


def test_a_derivation_is_written_as_text_or_as_a_picture(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = actplot.derive("tanh")
    for name, text in (("x.tex", found.latex()), ("x.md", found.markdown()), ("x.txt", found.text())):
        assert found.save(name) == Path(name)
        assert Path(name).read_text(encoding="utf-8") == text
    assert found.save("x.png").read_bytes() == found.image("png")
    with pytest.raises(BadOption, match=r"save: 'x\.doc': the suffix \.doc is unknown"):
        found.save("x.doc")
    with pytest.raises(BadOption, match="there is no folder 'no'"):
        found.save("no/x.tex")


def test_some_lines_and_blank_ones():
    some = actplot.derive("sigmoid", steps=(2, 4), blank=[3])
    assert some == actplot.draw("derive sigmoid --steps 2-4 --blank 3")
    first, blank, last = some.lines
    assert [first, last] == [*actplot.derive("sigmoid", steps="2-4").lines[::2]]
    assert set(blank.source) == {"."}
    assert len(some.to_dict()["lines"]) == 3
    assert actplot.derive("sigmoid", steps=2) == actplot.draw("derive sigmoid --steps 2")


def test_options_and_wrong_ones():
    assert actplot.derive("tanh", route="rules").command == "actplot derive tanh --route rules"
    assert actplot.derive("gelu", order=2) == actplot.draw("derive gelu --order 2")
    with pytest.raises(BadOption, match="derive takes one function, and these are 2"):
        actplot.derive("tanh", "gelu")
    with pytest.raises(BadOption, match="derive has no option 'routs'"):
        actplot.derive("tanh", routs="rules")
