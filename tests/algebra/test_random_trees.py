"""Random formulas and random text: every printer writes them, the parser reads them back or says why not."""

import time
from xml.etree import ElementTree

import pytest
from algebra.trees import terms
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser

import actplot
from actplot.algebra.reading.parser import parse
from actplot.algebra.rewriting.recognise import recognised
from actplot.algebra.rewriting.tidy import tidied
from actplot.algebra.term import Call, Cases, D, Fold, Rel, Sym, children, number, piecewise, walk
from actplot.algebra.writing.boxes import to_box
from actplot.algebra.writing.latex import to_latex, to_mathtext
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.algebra.writing.source import to_text
from actplot.calculus.letters import readable_formula
from actplot.catalogue.registry import elementwise_names
from actplot.errors import FormulaError
from actplot.figures.page.setting import term_ink

ANYTHING = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
CASES = piecewise(Rel(">", Sym("x"), number("0")), Sym("x"), number("1"))
MATHTEXT = MathTextParser("path")
FORMULAS = {name: readable_formula(actplot.get(name)) for name in elementwise_names()}


@ANYTHING
@given(terms)
def test_text_reads_back(term):
    text = to_text(term)
    assert to_text(parse(text)) == text


@ANYTHING
@given(terms)
def test_every_printer_writes_every_tree(term):
    for marked in (term, D(term, "x")):
        box = to_box(marked)
        assert {len(line) for line in box.lines} == {box.width}
        assert 0 <= box.baseline < box.height
        assert "\n" not in to_line(marked)
        assert to_line(marked, ascii=True).isascii()
        assert all(line.isascii() for line in to_box(marked, ascii=True).lines)
        latex = to_latex(marked)
        assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}")
        assert latex.count(r"\left") == latex.count(r"\right")
        ElementTree.fromstring(f"<math>{to_mathml(marked)}</math>")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms)
def test_mathtext_reads_what_has_no_cases(term):
    if not any(isinstance(node, Cases) for node in walk(term)):
        MATHTEXT.parse(f"${to_mathtext(term)}$")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@example(Call("abs", (CASES,)))
@example(Call("sqrt", (CASES,)))
@example(Call("exp", (CASES,)))
@example(Fold("sum", CASES, "i", "n"))
@example(D(CASES, "z_j", partial=True))
@given(terms)
def test_a_picture_sets_every_tree(term):
    for marked in (term, D(term, "x")):
        ink = term_ink(marked, 12.0)
        assert ink.width > 0
        assert ink.height > 0


def test_a_picture_shows_every_argument():
    """What stands beside cases is not left out: keywords, and the comma between two arguments."""
    plain, named = Call("elu", (CASES,)), Call("elu", (CASES,), (("alpha", number("0.7")),))
    assert term_ink(named, 12.0).width > term_ink(plain, 12.0).width


@ANYTHING
@given(terms)
def test_tidying_comes_to_an_end(term):
    once = tidied(recognised(term))
    assert tidied(once) == once or len(to_text(once)) < 10_000


def without_cases(term):
    """The term, or its largest parts that hold no cases, which mathtext has no brace for."""
    if not any(isinstance(node, Cases) for node in walk(term)):
        return [term]
    return [part for child in children(term) for part in without_cases(child)]


@pytest.mark.exhaustive(keep=0.266, thorough=0.5)
@pytest.mark.parametrize("name", FORMULAS)
def test_mathtext_reads_every_formula_piece_by_piece(name):
    formula = FORMULAS[name]
    for part in without_cases(formula):
        MATHTEXT.parse(f"${to_mathtext(part)}$")
    ElementTree.fromstring(f"<math>{to_mathml(formula)}</math>")


@ANYTHING
@given(st.text() | st.text("x0123456789.+-*/^()|<>=, ²√σ"))
@example("1e9999999")
@example("(" * 10_000)
@example("-" * 10_000 + "x")
@example("10**10**10")
def test_any_text_is_read_or_refused(text):
    start = time.perf_counter()
    try:
        parse(text)
    except FormulaError as error:
        said = str(error)
    else:
        said = "^"
    assert "^" in said
    assert time.perf_counter() - start < 2
