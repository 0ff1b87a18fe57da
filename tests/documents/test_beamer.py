"""Frames of beamer hold what fits a slide, and all of it."""

import re

import pytest
from latex import complaints, needs, told
from test_page_width import CASES, TYPED, linear_models

import actplot
from actplot.algebra.reading.parser import parse
from actplot.algebra.term import D
from actplot.algebra.writing.latex import LATEX
from actplot.calculus.derivations.derivation import Check, LineCheck
from actplot.documents.derivation import Page
from actplot.documents.typeset.aligning import lines_of
from actplot.documents.typeset.beamer import Slides, derivation_beamer, standalone
from actplot.errors import ActplotError
from actplot.requests.derivations.derive import DeriveRequest

PLAIN, FULL = Page(80, boxes=False), Page(80, boxes=False, explain=True, details=True)
SHARES = 16
WHOLE = [*((*case, None) for case in CASES), *((name, route, 1, "linear") for name, route in linear_models())]
WHOLE += [(text, None, order, None) for text in TYPED for order in (1, 2)]
FEW = ["sigmoid", "softmax", "selu", "gelu_tanh", "huber", "cross_entropy"]
beamer = needs("beamer.cls")


def drafted(name, route=None, order=1, model=None):
    """A derivation, and a check that was not made, which changes no line; nothing for an approximation's second one."""
    try:
        derivation = DeriveRequest(actplot.get(name), route=route, order=order, model=model).draft
    except ActplotError:
        return None
    return derivation, Check(tuple(tuple(LineCheck(40, 5) for _ in chain.steps) for chain in derivation.chains))


def frames(name, page=PLAIN, slides=Slides(), **which):  # noqa: B008
    text = derivation_beamer(*drafted(name, **which), page, slides)
    return re.findall(r"\\begin\{frame\}.*?\\end\{frame\}", text, re.DOTALL)


def document(text, ratio):
    return f"\\documentclass[aspectratio={ratio}]{{beamer}}\\begin{{document}}\n{text}\n\\end{{document}}\n"


@beamer
@pytest.mark.exhaustive(keep=0.0, thorough=0.2)
@pytest.mark.parametrize("ratio", [43, 169])
@pytest.mark.parametrize("share", range(SHARES))
def test_frames_of_all_derivations_fit_their_slides(share, ratio, tmp_path):
    page, slides = (FULL, Slides(4, overlays=True)) if share % 2 else (PLAIN, Slides())
    found = [(case, drafted(*case)) for case in WHOLE[share::SHARES]]
    texts = [(str(case), derivation_beamer(*both, page, slides)) for case, both in found if both]
    assert complaints(document(told(texts), ratio), tmp_path) == []


@beamer
def test_frames_fit_their_slides(tmp_path):
    texts = [(name, derivation_beamer(*drafted(name), FULL, Slides(overlays=True))) for name in FEW]
    assert complaints(document(told(texts), 169), tmp_path) == []


@beamer
@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("form", ["latex", "beamer"])
def test_a_whole_document_compiles_as_it_is(form, tmp_path):
    from actplot.documents.markup import derivation_latex

    write = derivation_latex if form == "latex" else lambda *all: derivation_beamer(*all, Slides())
    assert complaints(standalone(write(*drafted("tanh"), PLAIN), form), tmp_path, draft=False) == []


@needs("amsmath.sty")
def test_heights_are_never_underestimated(tmp_path):
    """Held against LaTeX's own measure; too much would leave slides empty."""
    texts = ["x", "sigmoid(x)*(1 - sigmoid(x))", "(x^2 - 1)/(x^3 + 2*x)", "sqrt(x^2+1)", "exp(-x)/(1+exp(-x))^2"]
    texts += ["exp(-x^2/2)/sqrt(2*pi)", "where(x > 0, x, 0.01*x)", "1/(1+1/(1+x))", "log(1 + exp(x))", "(x/2)^2"]
    terms = [parse(text) for text in texts]
    terms += [D(term, "x") for term in terms]
    terms += [line.term for name in FEW for line in lines_of(*drafted(name), PLAIN)]
    rows = [
        f"\\sbox0{{$\\displaystyle {LATEX.write(term).text}$}}\\message{{<\\the\\ht0 \\the\\dp0>}}" for term in terms
    ]
    source = (
        "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n" + "\n".join(rows) + "\n\\end{document}\n"
    )
    assert complaints(source, tmp_path) == []
    log = (tmp_path / "page.log").read_text(encoding="utf-8", errors="replace").replace("\n", "")
    measured = [(float(up), float(down)) for up, down in re.findall(r"<(-?[\d.]+)pt(-?[\d.]+)pt>", log)]
    assert len(measured) == len(terms)
    for term, (up, down) in zip(terms, measured, strict=True):
        piece = LATEX.write(term)
        assert piece.up >= up - 0.5, term
        assert piece.down >= down - 1, term
        assert max(piece.height, 12) <= 1.7 * max(up + down, 12), term


@pytest.mark.parametrize("most", [1, 2, 3, 6, 20])
@pytest.mark.parametrize("name", FEW)
def test_every_line_stands_on_one_slide_and_no_slide_has_more_than_asked_for(name, most):
    lines = lines_of(*drafted(name), PLAIN)
    shown = frames(name, slides=Slides(most))
    signs = [len(re.findall(r"&(?:=|\\approx) ", frame)) for frame in shown]
    assert max(signs) <= most
    assert sum(signs) == len(lines)
    text = "".join(shown)
    places = [text.find(f" {LATEX.write(line.term).text}") for line in lines]
    unbroken = [place for place in places if place >= 0]
    assert len(unbroken) > 2
    assert unbroken[0] == min(unbroken)


@pytest.mark.parametrize("name", FEW)
def test_every_slide_begins_with_a_left_side(name):
    for frame in frames(name, slides=Slides(2)):
        display = re.search(r"\\begin\{align\*\}\s*(.*?)&", frame)
        assert display is None or display[1].strip()


def test_lines_are_uncovered_in_turn():
    (first, *_) = frames("softmax", slides=Slides(4, overlays=True))
    assert re.findall(r"\\uncover<(\d)->\{=", first) == ["2", "3", "4"]
    assert "uncover" not in "".join(frames("softmax"))


def test_slides_are_numbered_where_there_are_several():
    assert re.findall(r"\((\d/\d)\)\}", "".join(frames("sigmoid", slides=Slides(3)))) == ["1/2", "2/2"]
    assert frames("relu")[0].startswith("\\begin{frame}{Derivative of relu, route pieces}")


def test_a_slide_begins_with_a_chain_where_it_can():
    """The first lines of the four chains of softmax, behind what is given."""
    starts = [re.search(r"\(definition|\(both|\(derivative", frame) for frame in frames("softmax")[1:-1]]
    assert all(starts)


@beamer
@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("title", ["100%*x_1 & #2", "x" * 3000, "\\alpha{ }~^$"])
def test_names_are_no_commands(title, tmp_path):
    from dataclasses import replace

    derivation, check = drafted("sigmoid")
    text = derivation_beamer(replace(derivation, subject=title, routes=("one",)), check, PLAIN, Slides())
    assert complaints(document(text, 169), tmp_path) == []


def test_a_line_that_needs_small_letters_has_them_alone():
    shown = frames("elish", order=2)
    assert ["\\tiny" in frame for frame in shown].count(True) == 1
    assert all("\\footnotesize\n\\begin{align*}" in frame for frame in shown if "\\tiny" not in frame)


@pytest.mark.parametrize("case", [("smish", 2), ("categorical_focal", 1), ("sigmoid_focal", 2)])
def test_no_slide_shows_rules_alone(case):
    name, order = case
    for frame in frames(name, order=order):
        rows = re.search(r"\\begin\{align\*\}\n(.*?)\n *\\end\{align", frame, re.DOTALL)
        assert rows is None or re.search(r"&(=|\\approx|\\phantom\{\{\}=\{\}\} (?!\\text))", rows[1])
