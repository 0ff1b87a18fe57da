"""Some lines of a derivation are those that were counted, and what is left out is told nowhere."""

import itertools
import json
from functools import cache, partial

import pytest
from click.testing import CliRunner

from actplot.algebra.writing.latex import to_latex
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.calculus.derivations.derivation import Check, LineCheck
from actplot.calculus.excerpts import DOTS, FEWER_DOTS, blanked, excerpt, line_count
from actplot.cli import main
from actplot.documents.derivation import Page, derivation_text
from actplot.documents.markup import derivation_latex, derivation_markdown, derivation_mathml
from actplot.documents.typeset.aligning import lines_of
from actplot.documents.typeset.beamer import Slides, derivation_beamer
from actplot.requests.command_line import line_of
from actplot.requests.derivations.derive import DeriveRequest
from actplot.requests.reading import parse

NAMES = ("sigmoid", "softmax", "selu", "gelu_tanh", "cross_entropy", "relu")


FORMS = {"text": derivation_text, "latex": derivation_latex, "markdown": derivation_markdown}
FORMS |= {"mathml": derivation_mathml, "beamer": partial(derivation_beamer, slides=Slides(20))}
PAGE = Page(1000, boxes=False, explain=True)


def run(*words):
    return CliRunner().invoke(main, ["derive", *words])


@cache
def drafted(name):
    """A derivation, and a check that was not made, which changes no line."""
    derivation = DeriveRequest((name,)).draft
    return derivation, Check(tuple(tuple(LineCheck(40, 5) for _ in chain.steps) for chain in derivation.chains))


def lines(name, first=1, last=200):
    return [line.term for line in lines_of(*excerpt(*drafted(name), first, last), PAGE)]


def request(name, **asked):
    return DeriveRequest((name,), **asked)


@pytest.mark.parametrize("name", NAMES)
def test_spans_are_parts_of_all_lines(name):
    whole = [line.term for line in lines_of(*drafted(name), PAGE)]
    assert len(whole) == line_count(drafted(name)[0])
    for first, last in itertools.combinations_with_replacement(range(1, len(whole) + 1), 2):
        assert lines(name, first, last) == whole[first - 1 : last]
    assert lines(name) == whole


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_begins_an_excerpt_has_its_left_side(name, form):
    lefts = [line.left for line in lines_of(*drafted(name), PAGE)]
    for number, left in enumerate(lefts, start=1):
        text = FORMS[form](*excerpt(*drafted(name), number, number), PAGE)
        shown = {"text": f"  {to_line(left)} ", "mathml": f"<mtd>{to_mathml(left)}</mtd>"}.get(
            form, f"{to_latex(left)} &"
        )
        assert shown in text


def test_the_command_prints_what_was_asked_for():
    text = run("softmax", "--steps", "4-6").output
    assert [line.split("  ")[0] for line in text.splitlines() if "= " in line[:16]] == ["", "", ""]
    assert text.count("only k = j depends on it") == 1
    assert "derivative of a sum" not in text
    assert "checked to 40 digits" in text


def test_side_conditions_and_symbols_are_those_of_the_lines_that_are_shown():
    name = "categorical_cross_entropy"
    derivation, check = drafted(name)
    assert derivation.conditions
    assert excerpt(derivation, check, 1, line_count(derivation))[0].conditions == derivation.conditions
    assert not excerpt(derivation, check, 1, 2)[0].conditions
    shown = excerpt(*drafted("softmax"), 4, 8)[0]
    assert [symbol.name for symbol in shown.symbols] == ["z_i"]


@pytest.mark.exhaustive(keep=0.24, thorough=1)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_is_told_nowhere(name, form):
    derivation, check = drafted(name)
    count = line_count(derivation)
    terms = [line.term for line in lines_of(derivation, check, PAGE)]
    written = {"text": to_line, "mathml": to_mathml}.get(form, to_latex)
    for number in range(1, count + 1):
        left_out = blanked(derivation, {number}, rules=False, terms=False)
        text = FORMS[form](left_out, check, PAGE)
        answer = written(terms[number - 1])
        times = FORMS[form](derivation, check, PAGE).count(answer)
        others = [one for index, one in enumerate(terms, start=1) if index != number]
        told = any(answer in written(one) for one in others) or len(answer) < 6 or not times
        assert told or text.count(answer) < times
        assert "..." in text or "ldots" in text


@pytest.mark.parametrize("name", NAMES)
def test_rules_and_terms_are_left_out_of_all_lines(name):
    derivation, _ = drafted(name)
    rules = blanked(derivation, (), rules=True, terms=False)
    assert all(step.rules == (FEWER_DOTS,) and not step.why for chain in rules.chains for step in chain.steps)
    terms = blanked(derivation, (), rules=False, terms=True)
    for chain in terms.chains:
        for step in chain.steps:
            assert (step.term == DOTS) != step.rules[0].startswith("definition")
    assert rules.terms == derivation.terms


def test_alternative_texts_tell_no_solution():
    alt = request("sigmoid", blank=(6,)).alt
    assert "f(x)·(1 − f(x))" not in alt
    assert "to be filled in [to be filled in]" in alt


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize(
    ("file", "key"), [("a.tex", "b.tex"), ("a.md", "b.txt"), ("a.txt", "b.png"), ("a.svg", "b.tex")]
)
def test_the_key_is_the_derivation_itself(file, key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("tanh", "--blank", "2,terms", "-o", file, "--key", key).output == f"wrote {file}\nwrote {key}\n"
    assert run("tanh", "-o", f"plain{key[1:]}").exit_code == 0
    assert (tmp_path / key).read_bytes() == (tmp_path / f"plain{key[1:]}").read_bytes()
    assert (tmp_path / file).read_bytes() != (tmp_path / key).read_bytes()


def test_the_key_of_slides_is_slides(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("tanh", "--blank", "rules", "--format", "beamer", "-o", "a.tex", "--key", "b.tex")
    assert all("\\begin{frame}" in (tmp_path / name).read_text(encoding="utf-8") for name in ("a.tex", "b.tex"))


@pytest.mark.parametrize("more", ["", "--standalone", "--overlays --standalone"])
def test_the_key_of_slides_may_be_of_another_format(more, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("--blank", "2", "--format", "beamer", "-o", "a.tex", "--key", "b.md", *more.split())
    assert run("tanh", *words).output == "wrote a.tex\nwrote b.md\n"
    assert (tmp_path / "b.md").read_text(encoding="utf-8").startswith("$$")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--steps 9-3", "--steps 9-3 ends before it begins. Did you mean 3-9?"),
        ("--steps 4-99", "the derivation of sigmoid has 6 lines, and --steps 4-99 asks for more"),
        ("--steps 0", "--steps: lines are counted from 1 to 200, got 0"),
        ("--steps 2-", "--steps takes a number of lines, as 6, or some of them, as 4-8, got '2-'"),
        ("--steps ٣", "--steps takes a number of lines"),
        ("--blank 99", "--blank 99 names no line: the lines are 1 to 6"),
        ("--blank 3 --steps 1-2", "--blank 3 names no line: the lines are 1 to 2"),
        ("--blank lines", "--blank takes numbers of lines, as 3,5 or 4-8, or rules or terms, got 'lines'"),
        ("--key b.tex", "--key writes the solution of what --blank leaves out. Add --blank"),
        ("--blank 3 --key -", "--key '-': the solution needs a file of its own"),
        ("--blank 3 -o b.tex --key ./b.tex", "--key './b.tex': the solution needs a file of its own"),
        ("--blank 3 --key .", "--key '.' names no file"),
        ("--blank 3 --key b.xyz", "--key 'b.xyz': its suffix names no format"),
        ("--blank 3 --key b", "--key 'b': its suffix names no format"),
        ("--format beamer --lines-per-slide 0", "0 is not in the range 1<=x<=20"),
        ("--overlays", "--overlays has no meaning for text"),
        ("--standalone --format markdown", "--standalone has no meaning for markdown"),
        ("--format beamer -o b.md", "-o 'b.md' and --format beamer contradict each other"),
    ],
)
def test_what_cannot_be_is_refused(words, said):
    result = run("sigmoid", *words.split())
    assert result.exit_code == 2
    assert said in result.output
    assert "wrote" not in result.output


@pytest.mark.parametrize(
    ("words", "canonical"),
    [("--steps 1-3", "--steps 3"), ("--steps 2-2", "--steps 2-2"), ("--blank terms,5,3-4,3", "--blank 3,4,5,terms")],
)
def test_lines_have_one_canonical_form(words, canonical):
    line = line_of(parse(f"derive sigmoid {words}"))
    assert line == f"derive sigmoid {canonical}"
    assert line_of(parse(line)) == line


def test_python_takes_numbers():
    assert request("sigmoid", steps=3) == request("sigmoid", steps=(1, 3)) == request("sigmoid", steps="1-3")
    assert request("sigmoid", blank=3) == request("sigmoid", blank="3")
    assert json.dumps(request("sigmoid", blank=[5, 3]).blank) == "[3, 5]"
