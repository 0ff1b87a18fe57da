"""LaTeX of derivations fits the text of an A4 page, and their Markdown has well-formed runs of mathematics."""

import re
import shutil
import subprocess

import pytest

import actplot
from actplot.algebra.reading.parser import parse
from actplot.algebra.term import D
from actplot.algebra.writing.breaking import latex_rows
from actplot.algebra.writing.latex import to_latex
from actplot.algebra.writing.widths import latex_width, words_width
from actplot.calculus.derivations.derivation import Check, LineCheck
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import KINDS, names
from actplot.documents.derivation import Page
from actplot.documents.markup import TEXT_WIDTH, derivation_latex, derivation_markdown
from actplot.documents.wording import in_formula, in_latex
from actplot.errors import ActplotError
from actplot.requests.derivations.derive import DeriveRequest

PAGE = Page(80, boxes=False)
EXPLAINED = Page(80, boxes=False, explain=True, details=True)
LATEX = shutil.which("pdflatex")
PREAMBLE = "\\documentclass[a4paper]{article}\\usepackage{amsmath}\\begin{document}\n"
TYPED = [
    "exp(relu(x))*gelu(x)/(1+elu(x)^2)",
    "exp(where(x>0,x,2))",
    "|where(x>0,x,2)|*where(where(3 >= 1, x, 2) <= x, 1, sin(x))",
    "(1+x)*(1+x^2)*(1+x^3)*(1+x^4)*(1+x^5)*(1+x^6)*(1+x^7)*(1+x^8)*(1+x^9)*sin(x)*cos(x)*tanh(x)*exp(x)*(2+sin(x))",
    "sqrt(1+exp(x)+sin(x)+cos(x)+tanh(x)+x^2+x^3+x^4+x^5+x^6+x^7+x^8+x^9+x^10+x^11+x^12+x^13+x^14+x^15)",
    "exp(-(1+x+x^2+x^3+x^4+x^5+x^6+x^7+x^8+x^9+x^10+x^11+x^12+x^13+x^14+x^15+x^16+x^17+x^18+x^19+x^20+x^21+x^22))",
]


def derivations():
    """Every entry of the catalogue along every route, in both orders."""
    for name in (name for kind in KINDS for name in names(kind)):
        entry = actplot.get(name)
        for route in subject(entry).routes():
            for order in (1, 2) if entry.has_curve else (1,):
                yield name, route, order


CASES = list(derivations())
ALL = [*CASES, *((text, None, order) for text in TYPED for order in (1, 2))]


def documents(entry, route=None, order=1, model=None):
    """LaTeX and Markdown, without the check of the lines, which takes long and changes no line."""
    try:
        derivation = DeriveRequest(actplot.get(entry), route=route, order=order, model=model).draft
    except ActplotError:
        pytest.skip("an approximation of the first derivative alone")
    lines = tuple(tuple(LineCheck(40, 5) for _ in chain.steps) for chain in derivation.chains)
    return [
        write(derivation, Check(lines), page)
        for page in (PAGE, EXPLAINED)
        for write in (derivation_latex, derivation_markdown)
    ]


def overfull(texts, folder):
    """What LaTeX complains about: boxes that are too wide, and errors."""
    marked = [f"\\typeout{{TEXT {index}}}\n{text}\n\\par\n" for index, text in enumerate(texts)]
    (folder / "page.tex").write_text(PREAMBLE + "".join(marked) + "\\end{document}\n", encoding="utf-8")
    command = [LATEX, "-interaction=nonstopmode", "page.tex"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    said = ran.stdout.decode("utf-8", "replace").splitlines()
    assert any(line.startswith("Output written") for line in said)
    return [line for line in said if line.startswith(("Overfull \\hbox", "!"))]


@pytest.mark.skipif(not LATEX, reason="pdflatex is not installed")
@pytest.mark.exhaustive(keep=0.005, thorough=0.05)
@pytest.mark.parametrize(
    "case", [*derivations(), *((text, None, order) for text in TYPED for order in (1, 2))], ids=str
)
def test_no_line_is_wider_than_the_page(case, tmp_path):
    latex, _, explained, _ = documents(*case)
    assert overfull([latex, explained], tmp_path) == []


def linear_models():
    for name in names("loss"):
        try:
            yield from ((name, route) for route in DeriveRequest(actplot.get(name), model="linear").routes)
        except ActplotError:
            continue  # no linear model fits it


@pytest.mark.skipif(not LATEX, reason="pdflatex is not installed")
@pytest.mark.exhaustive(keep=0.04)
@pytest.mark.parametrize(("name", "route"), list(linear_models()))
def test_no_line_of_a_linear_model_is_wider_than_the_page(name, route, tmp_path):
    latex, _, explained, _ = documents(name, route, model="linear")
    assert overfull([latex, explained], tmp_path) == []


@pytest.mark.skipif(not LATEX, reason="pdflatex is not installed")
def test_widths_are_never_underestimated(tmp_path):
    """Held against LaTeX's own measure; too much would break lines that fit."""
    texts = ["x", "alpha*x^2 + beta", "sigmoid(beta*x)*(1 - sigmoid(beta*x))", "(x^2 - 1)/(x^3 + 2*x)", "sqrt(x^2+1)"]
    texts += ["tanh(softplus(x))", "exp(-x^2/2)/sqrt(2*pi)", "where(x > 0, x, 0.01*x)", "x_i*w + b", "0.044715*x^3"]
    texts += ["|x - y|^2*asinh(x)", "Phi(x)*phi(x) - erf(x/2)", "1/(1+1/(1+x))", "f(x)*(1 - f(x))", "log(1 + exp(x))"]
    terms = [
        parse(text, symbols=("alpha", "beta", "x_i", "w", "b", "y")) for text in texts if not text.startswith("f(")
    ]
    terms += [D(term, "x") for term in terms]
    lines = [
        f"\\settowidth{{\\wide}}{{$\\displaystyle {to_latex(term)}$}}\\typeout{{WIDE \\the\\wide}}\n" for term in terms
    ]
    source = PREAMBLE.replace("\\begin", "\\newlength{\\wide}\\begin") + "".join(lines) + "\\end{document}\n"
    (tmp_path / "wide.tex").write_text(source, encoding="utf-8")
    ran = subprocess.run(
        [LATEX, "-interaction=nonstopmode", "wide.tex"], cwd=tmp_path, capture_output=True, check=False
    )
    measured = [float(found) for found in re.findall(r"WIDE ([\d.]+)pt", ran.stdout.decode("utf-8", "replace"))]
    assert len(measured) == len(terms)
    for term, true in zip(terms, measured, strict=True):
        assert true <= latex_width(term) + 1 <= 1.6 * true + 8


@pytest.mark.parametrize("room", [120.0, 345.0])
@pytest.mark.parametrize("text", TYPED)
def test_a_formula_that_is_too_wide_has_several_rows(text, room):
    """Everywhere, with LaTeX or without: what does not fit is cut, and what fits is not."""
    term = parse(text)
    rows = [row.text for row in latex_rows(term, room)]
    cut = len(rows) > 1 or r"\begin{aligned}" in rows[0]
    assert cut == (latex_width(term) > room)
    assert [row.text for row in latex_rows(term, latex_width(term))] == [to_latex(term)]


@pytest.mark.exhaustive(keep=0.026)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_rules_stand_beside_lines_only_where_there_is_room(case):
    latex, *_ = documents(*case)
    for row in re.findall(r"^  (.*)&& (.*)$", latex, re.MULTILINE):
        words = "".join(re.findall(r"\\text\{([^}]*)\}", row[1]))
        assert words_width(words) < TEXT_WIDTH


@pytest.mark.exhaustive(keep=0.0274)
@pytest.mark.parametrize("case", ALL, ids=str)
def test_markdown_has_well_formed_runs_of_mathematics(case):
    """One block between lines of $$, without a dollar sign inside; elsewhere dollar signs come in pairs on a line."""
    for text in documents(*case)[1::2]:
        lines = text.splitlines()
        fences = [index for index, line in enumerate(lines) if line == "$$"]
        assert len(fences) == 2
        inside, outside = lines[fences[0] + 1 : fences[1]], [*lines[: fences[0]], *lines[fences[1] + 1 :]]
        assert not any("$" in line for line in inside)
        for line in outside:
            runs = re.findall(r"\$[^$]+\$", line)
            assert 2 * len(runs) == line.count("$")
        for brackets in ("{}", r"\left \right", r"\begin \end"):
            first, last = (brackets[0], brackets[1]) if len(brackets) == 2 else brackets.split()
            assert sum(line.count(first) for line in inside) == sum(line.count(last) for line in inside)


@pytest.mark.parametrize("text", ["(e⁻ˣ)′ = −e⁻ˣ", "σ′ = σ·(1 − σ), chain rule", "p_i and 100 % of α²", "Σᵢ yᵢ"])
def test_words_hold_no_empty_or_doubled_runs(text):
    assert "$$" not in in_latex(text)
    assert "$" not in in_formula(text)
    assert not re.search(r"\^\S+ ?\^|_\S+ ?_(?!\{)", in_latex(text).replace(r"\_", ""))
