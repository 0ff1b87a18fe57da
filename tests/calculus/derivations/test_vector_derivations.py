"""Derivations about vectors: every line holds at every size, wrong lines are caught, every format shows them."""

import random
from dataclasses import replace
from xml.etree import ElementTree

import mpmath
import pytest
from click.testing import CliRunner
from matplotlib.mathtext import MathTextParser

import actplot
from actplot.algebra.evaluating.precision import value
from actplot.algebra.evaluating.sized import SIZES, Instance, split_index
from actplot.algebra.reading.authored import parse_line
from actplot.algebra.term import Cases, D, Neg, Sym, walk
from actplot.algebra.writing.boxes import to_box
from actplot.algebra.writing.latex import to_latex
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.algebra.writing.source import to_text
from actplot.calculus.derivations.checking import DIGITS, check_derivation, first_failure
from actplot.calculus.derivations.of_models import ROUTES
from actplot.calculus.derivations.vector_routes import MODELS, derive_vectors
from actplot.catalogue.entry import Line
from actplot.catalogue.registry import ELEMENTWISE, KINDS, lookup, names
from actplot.cli import main
from actplot.requests.derivations.derive import DeriveRequest

WRITTEN = [
    (name, None, route)
    for kind in KINDS
    if kind not in ELEMENTWISE
    for name in names(kind)
    for route in lookup(name).routes
    if name != "entmax15"  # which takes long, and is looked at at two sizes
]
WRITTEN += [(name, "linear", route) for name, routes in ROUTES.items() for route in routes]
MATHTEXT = MathTextParser("path")
ENDS = {  # the last line of the main chain, as the text of the language
    "softmax": "p_i*(delta_ij - p_j)",
    "log_softmax": "delta_ij - p_j",
    "softmax_cross_entropy_with_logits": "p_j - y_j",
    "kl_divergence": "-p_j/q_j",
    "sparsemax": "s_i*(delta_ij - s_j/K)",
    "multiclass_sparsemax": "p_j - delta_jk",
    "mse": "(2/n)*sum(x_i*w + b - y_i, i, n)",
    "sigmoid_cross_entropy_with_logits": "-sum(y_i - theta_i, i, n)",
}
ENDS_OF_FEATURES = {
    "mse": "(2/n)*sum(x_ij*(z_i - y_i), i, n)",
    "sigmoid_cross_entropy_with_logits": "-sum((y_i - theta_i)*x_ij, i, n)",
}


CHECKED = {}  # derivation → its check: those take long, and are the same in every format


@pytest.fixture
def _checked_once(monkeypatch):
    def once(derivation, function):
        if derivation not in CHECKED:
            CHECKED[derivation] = check_derivation(derivation, function)
        return CHECKED[derivation]

    monkeypatch.setattr("actplot.calculus.derivations.checking.check_derivation", once)


def derivation_of(name, model, route):
    return derive_vectors(actplot.get(name), route, model)


def lines_of(derivation):
    return [(chain, step) for chain in derivation.chains for step in chain.steps]


def with_line(derivation, chain_number, step_number, change):
    """The derivation with one term changed."""
    chains = list(derivation.chains)
    steps = list(chains[chain_number].steps)
    steps[step_number] = replace(steps[step_number], term=change(steps[step_number].term))
    chains[chain_number] = replace(chains[chain_number], steps=tuple(steps))
    return replace(derivation, chains=tuple(chains))


def run(*arguments):
    return CliRunner().invoke(main, ["derive", *arguments], prog_name="actplot")


def test_what_is_written_down():
    assert {name for name, _, _ in WRITTEN} >= set(ENDS)


@pytest.mark.exhaustive(keep=0.06, thorough=0.15)
@pytest.mark.parametrize(("name", "model", "route"), WRITTEN)
def test_every_line_holds_at_every_size(name, model, route):
    derivation = derivation_of(name, model, route)
    check = check_derivation(derivation)
    assert first_failure(derivation, check) is None
    assert check.digits == DIGITS
    assert check.points >= 12
    assert check.conclusion.startswith("checked to 40 digits at ")
    assert check.conclusion.endswith(" points, sizes 2 to 5")
    ends = ENDS_OF_FEATURES if route == "features" else ENDS
    assert to_text(derivation.chains[-1].steps[-1].term) == ends[name]


@pytest.mark.exhaustive(keep=0, thorough=1)
@pytest.mark.parametrize("size", [2, 3])
def test_every_line_of_entmax_holds(size, monkeypatch):
    monkeypatch.setattr("actplot.calculus.derivations.samples.OfVectors.sizes", (size,))
    derivation = derivation_of("entmax15", None, "support")
    assert first_failure(derivation, check_derivation(derivation)) is None
    assert to_text(derivation.chains[-1].steps[-1].term) == "s_i*(delta_ij - s_j/R)"


def defining(derivation, chain, step):
    """Whether a line defines what stands on its left, so that another line would be another definition."""
    return step is chain.steps[0] and chain.left in [Sym(name) for name, _ in derivation.defined]


def every_line():
    return list(_every_line())


def _every_line():
    for name, model, route in WRITTEN:
        derivation = derivation_of(name, model, route)
        for chain_number, chain in enumerate(derivation.chains):
            for number, step in enumerate(chain.steps):
                if not defining(derivation, chain, step):
                    yield pytest.param(derivation, chain_number, number, id=f"{name}-{route}-{chain_number}-{number}")


def other_sign(term):
    """Minus the term; 0, which has no sign, becomes n."""
    if to_text(term) == "0":
        return Sym("n")
    return term.operand if isinstance(term, Neg) else Neg(term)


@pytest.mark.exhaustive(keep=0.06, thorough=0.12)
@pytest.mark.parametrize(("derivation", "chain", "number"), every_line())
def test_a_changed_sign_is_caught_in_every_line(derivation, chain, number, monkeypatch):
    """At one size already, so at all of them as well."""
    monkeypatch.setattr("actplot.calculus.derivations.samples.OfVectors.sizes", (3,))
    wrong = with_line(derivation, chain, number, other_sign)
    assert first_failure(wrong, check_derivation(wrong)) is not None


@pytest.mark.exhaustive(keep=0.1, thorough=0.4)
@pytest.mark.parametrize(
    ("name", "model", "right", "wrong"),
    [
        ("softmax", None, "p_i*(delta_ij - p_j)", "p_i*(delta_ij - p_i)"),
        ("softmax", None, "p_i*(delta_ij - p_j)", "p_j*(delta_ij - p_j)"),
        ("softmax", None, "p_i*(delta_ij - p_j)", "p_i*(delta_ij + p_j)"),
        ("softmax", None, "p_i*(delta_ij - p_j)", "delta_ij - p_j"),
        ("softmax", None, "p_i*(1 - p_i)", "p_i*(1 + p_i)"),
        ("softmax", None, "-p_i*p_j", "p_i*p_j"),
        ("softmax", None, "-p_i*p_j", "-p_i*p_i"),
        ("softmax", None, "(exp(z_i)*S - exp(z_i)*exp(z_j))/S^2", "(exp(z_i)*S - exp(z_i)*exp(z_j))/S"),
        ("softmax", None, "D(exp(z_i)/S, z_j)", "D(1 + exp(z_i)/S, z_j)"),
        ("softmax", None, "where(i == j, p_i*(1 - p_i), -p_i*p_j)", "where(i != j, p_i*(1 - p_i), -p_i*p_j)"),
        ("log_softmax", None, "delta_ij - p_j", "delta_ij - p_i"),
        ("log_softmax", None, "delta_ij - p_j", "1 - p_j"),
        ("softmax_cross_entropy_with_logits", None, "p_j - y_j", "p_j + y_j"),
        ("softmax_cross_entropy_with_logits", None, "sum(y_i, i, n)*p_j - y_j", "p_j - y_j"),
        ("softmax_cross_entropy_with_logits", None, "-sum(y_i*(delta_ij - p_j), i, n)", "-sum(y_i*(1 - p_j), i, n)"),
        ("kl_divergence", None, "C - H", "C + H"),
        ("kl_divergence", None, "-p_j/q_j", "-q_j/p_j"),
        ("mse", "linear", "(2/n)*sum(x_i*(x_i*w + b - y_i), i, n)", "1/n*sum(x_i*(x_i*w + b - y_i), i, n)"),
        ("mse", "linear", "(2/n)*sum(x_i*(x_i*w + b - y_i), i, n)", "2/n*sum(x_i*w + b - y_i, i, n)"),
        ("mse", "linear", "(2/n)*sum(x_i*(x_i*w + b - y_i), i, n)", "2*sum(x_i*(x_i*w + b - y_i), i, n)"),
        ("mse", "linear", "(2/n)*sum(x_i*w + b - y_i, i, n)", "2/n*sum(x_i*w + b + y_i, i, n)"),
        (
            "sigmoid_cross_entropy_with_logits",
            "linear",
            "-sum((y_i - theta_i)*x_i, i, n)",
            "sum((y_i-theta_i)*x_i, i, n)",
        ),
        ("sigmoid_cross_entropy_with_logits", "linear", "-sum((y_i - theta_i)*x_i, i, n)", "-sum(y_i - theta_i, i, n)"),
    ],
)
def test_slips_of_the_pen_are_caught(name, model, right, wrong):
    derivation = derivation_of(name, model, None)
    local = [known for known, _ in (*derivation.lets, *derivation.defined)]
    (chain, number), *_ = (
        (chain, number)
        for chain, found in enumerate(derivation.chains)
        for number, step in enumerate(found.steps)
        if to_text(step.term) == right
    )
    term = parse_line(wrong, symbols=local)
    slip = with_line(derivation, chain, number, lambda _: term)
    assert first_failure(slip, check_derivation(slip)) is not None


def test_without_its_side_condition_the_last_line_fails():
    derivation = derivation_of("softmax_cross_entropy_with_logits", None, None)
    *others, last = derivation.chains[-1].steps
    assert last.given
    bare = replace(derivation.chains[-1], steps=(*others, replace(last, given=())))
    loose = replace(derivation, chains=(*derivation.chains[:-1], bare))
    assert first_failure(loose, check_derivation(loose)).note == last.note


# Held against the entries themselves

NUMBERS = random.Random(7)


def meanings(derivation):
    return {
        split_index(name)[0]: (split_index(name)[1], term) for name, term in (*derivation.lets, *derivation.defined)
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("name", "stem"), [("softmax", "p"), ("log_softmax", "l")])
def test_definitions_are_those_of_the_entry(name, stem, size):
    derivation, entry = derivation_of(name, None, None), actplot.get(name)
    z = [NUMBERS.uniform(-2, 2) for _ in range(size)]
    numbers = {f"z_{place}": number for place, number in enumerate(z, start=1)}
    instance = Instance(size, meanings(derivation))
    last = derivation.chains[-1].steps[-1].term
    outputs, slopes = entry.value(z), entry.jacobian(z)
    for i in range(size):
        own = value(instance.term(Sym(f"{stem}_i"), {"i": i + 1}), numbers)
        assert float(own) == pytest.approx(outputs[i], rel=1e-13)
        for j in range(size):
            slope = value(instance.term(last, {"i": i + 1, "j": j + 1}), numbers)
            assert float(slope) == pytest.approx(slopes[i, j], rel=1e-12)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "prediction", "target", "loss"),
    [("softmax_cross_entropy_with_logits", "z", "y", "L"), ("kl_divergence", "q", "p", "KL")],
)
def test_losses_are_those_of_the_entry(name, prediction, target, loss, size):
    derivation, entry = derivation_of(name, None, None), actplot.get(name)
    shares = [[NUMBERS.uniform(0.1, 1) for _ in range(size)] for _ in range(2)]
    given, aim = ([part / sum(row) for part in row] for row in shares)
    numbers = {f"{prediction}_{place}": number for place, number in enumerate(given, start=1)}
    numbers |= {f"{target}_{place}": number for place, number in enumerate(aim, start=1)}
    instance = Instance(size, meanings(derivation))
    assert float(value(instance.term(Sym(loss), {}), numbers)) == pytest.approx(entry.evaluate(given, aim), rel=1e-12)
    slopes = entry.gradient(given, aim)
    for j in range(size):
        slope = value(instance.term(derivation.chains[-1].steps[-1].term, {"j": j + 1}), numbers)
        assert float(slope) == pytest.approx(slopes[j], rel=1e-9)


def test_the_documents_numbers_of_mean_squares():
    """x = 5, w = 10, b = 2 and y = 50.6296: loss 1.878, slopes 13.704 and 2.7408."""
    derivation = derivation_of("mse", "linear", None)
    instance = Instance(1, meanings(derivation))
    numbers = {"x_1": 5, "w": 10, "b": 2, "y_1": 50.6296}
    residual = 52 - mpmath.mpf("50.6296")
    slope_w, slope_b = (chain.steps[0].term for chain in derivation.chains[1:])
    for term, wanted in ((slope_w, 10 * residual), (slope_b, 2 * residual)):
        parts = [node for node in walk(term) if isinstance(node, D)]
        assert float(value(instance.term(parts[0], {"i": 1}), numbers)) == pytest.approx(float(wanted), rel=1e-12)


# Every format

PARTIALS = [
    "D(p_i, z_j)",
    "D(exp(z_i)/S, z_j)",
    "2*D(L, w)",
    "D(L, w)/n",
    "D(L, w)^2",
    "-D(log(p_i), z_j)*S",
    "1/D(L, w)",
]


@pytest.mark.parametrize("text", PARTIALS)
def test_every_printer_writes_partial_derivatives(text):
    term = parse_line(text)
    assert parse_line(to_text(term)) == term
    assert "∂" in to_line(term)
    assert to_line(term, ascii=True).isascii()
    assert {len(line) for line in to_box(term).lines} == {to_box(term).width}
    assert r"\partial" in to_latex(term)
    MATHTEXT.parse(f"${to_latex(term)}$")
    ElementTree.fromstring(f"<math>{to_mathml(term)}</math>")


def test_partial_derivatives_as_they_are_read():
    shown = {text: to_line(parse_line(text)) for text in PARTIALS}
    assert shown["D(p_i, z_j)"] == "∂pᵢ/∂zⱼ"
    assert shown["2*D(L, w)"] == "2·∂L/∂w"
    assert shown["D(L, w)/n"] == "(∂L/∂w)/n"
    assert shown["1/D(L, w)"] == "1/(∂L/∂w)"
    assert shown["D(L, w)^2"] == "(∂L/∂w)²"
    assert to_line(parse_line("p_i*(delta_ij - p_j)")) == "pᵢ·(δᵢⱼ − pⱼ)"
    assert to_latex(parse_line("D(p_i, z_j)")) == r"\frac{\partial p_{i}}{\partial z_{j}}"


@pytest.mark.exhaustive(keep=0.03)
@pytest.mark.usefixtures("_checked_once")
@pytest.mark.parametrize(("name", "model", "route"), WRITTEN)
@pytest.mark.parametrize(
    "how",
    [
        ("--layout", "boxes"),
        ("--layout", "lines", "--width", "40"),
        ("--layout", "boxes", "--ascii"),
        ("--layout", "lines", "--ascii", "--check"),
        ("--explain",),
        ("--steps", "1"),
        ("--format", "latex", "--explain"),
        ("--format", "markdown"),
        ("--format", "mathml"),
    ],
    ids=" ".join,
)
def test_every_route_in_every_format(name, model, route, how):
    result = run(name, "--route", route, *(("--model", model) if model else ()), *how)
    assert result.exit_code == 0, result.output
    if "--ascii" in how:
        assert result.output.isascii()
        assert "?" not in result.output
    if "latex" in how:
        assert result.output.count(r"\left") == result.output.count(r"\right")
        assert not any(character in result.output for character in "∂Σθδᵢⱼ′σ−")
    if "mathml" in how:
        ElementTree.fromstring(result.output)
    else:
        assert "sizes 2 to 5" in result.output.replace("\n", " ")


@pytest.mark.exhaustive(keep=0.03, thorough=0.2)
@pytest.mark.usefixtures("_checked_once")
@pytest.mark.parametrize(("name", "model", "route"), WRITTEN)
def test_every_route_is_a_picture(name, model, route):
    figure = DeriveRequest(name, route=route, model=model, explain=True).content().draw()
    assert len(figure.patches) + len(figure.artists) > len(lines_of(derivation_of(name, model, route)))


def test_the_side_condition_is_said():
    said = run("softmax_cross_entropy_with_logits").output
    assert "= pⱼ − yⱼ" in said
    assert "= (Σᵢ₌₁ⁿ yᵢ)·pⱼ − yⱼ" in said
    assert "Side condition of the line 'for labels of sum 1': Σᵢ₌₁ⁿ yᵢ = 1" in said
    assert r"$\sum_{i=1}^{n}\, y_{i} = 1$" in run("softmax_cross_entropy_with_logits", "--format", "latex").output


# Wrong usage

REFUSED = [
    (("softmax", "--order", "2"), "of softmax there are first derivatives only. Leave --order 2 out."),
    (("mse", "--model", "linear", "--order", "2"), "of mse there are first derivatives only"),
    (("gumbel_softmax:hard=1",), "gumbel_softmax:hard=1 has no formula that could be differentiated"),
    (("keras:sparsemax",), "has no formula that could be differentiated"),
    (
        ("softmax", "--route", "quotent"),
        "has no route 'quotent'. Did you mean 'quotient'? Its routes: quotient, logarithm, rules.",
    ),
    (("hinge", "--model", "linear", "--route", "chain"), "hinge has no route 'chain'. Its routes: rules."),
    (
        ("mse", "--model", "linear", "--route", "features2"),
        "Did you mean 'features'? Its routes: chain,",
    ),
    (("x^2", "--model", "linear"), "x^2 is of the kind 'expression'"),
    (("softmax", "--model", "linear"), "softmax is of the kind 'vector function'"),
    (
        ("cross_entropy", "--model", "linear"),
        "cross_entropy is of the kind 'vector loss'",
    ),
    (("relu", "--model", "linear"), "relu is of the kind 'activation'"),
    (("nll", "--model", "linear"), "nll has no target"),
    (("brier", "--model", "linear"), "takes a probability from 0 to 1, and a linear model gives any number"),
    (("msle", "--model", "linear"), "takes a prediction of at least -1, and a linear model gives any number"),
    (("hinge_embedding", "--model", "linear"), "takes a distance, which a linear model does not give"),
    (("mse", "--model", "cubic"), "--model: unknown 'cubic'. Allowed: linear."),
    (("softmax(x)",), "softmax is a vector function, and a formula is made of numbers"),
    (("x + dropout(x)",), "dropout is a random layer, and a formula is made of numbers"),
    (("softmax", "log_softmax"), "derive takes one function, and these are 2: softmax, log_softmax"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), REFUSED, ids=lambda part: " ".join(part) if isinstance(part, tuple) else ""
)
def test_what_cannot_be_derived_is_said(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


BY_RULES = "rules  (by the rules of differentiation alone)\n"


def test_routes_are_listed():
    assert run("softmax", "--routes").output == f"quotient\nlogarithm\n{BY_RULES}"
    assert run("mse", "--model", "linear", "--routes").output == f"chain\nfeatures\n{BY_RULES}"
    assert run("mse", "--routes").output.startswith("power\n")


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(
    ("loss", "last"),
    [("mse", "(2/n)·Σᵢ₌₁ⁿ xᵢⱼ·(zᵢ − yᵢ)"), ("sigmoid_cross_entropy_with_logits", "−Σᵢ₌₁ⁿ (yᵢ − θᵢ)·xᵢⱼ")],
)
def test_the_gradient_over_several_features(loss, last):
    answer = run(loss, "--model", "linear", "--route", "features")
    assert answer.exit_code == 0
    assert last in answer.output
    assert "checked to 40 digits" in answer.output


def test_a_sum_over_features_is_none_over_examples(monkeypatch):
    lines = list(ROUTES["mse"]["features"])
    slips = [*lines[:-1], Line(lines[-1].rule, lines[-1].text.replace("1/n", "1/m").replace("2/n", "2/m"))]
    monkeypatch.setitem(MODELS["linear"], "mse", {"right": lines, "wrong": slips})
    right, wrong = (check_derivation(derivation_of("mse", "linear", route)) for route in ("right", "wrong"))
    assert min(line.digits for chain in right.lines for line in chain) >= 40
    assert wrong.lines[-1][-1].digits < 5


def test_both_cases_stand_in_the_picture():
    cases = [step.term for _, step in lines_of(derivation_of("softmax", None, None)) if isinstance(step.term, Cases)]
    assert len(cases) == 1
