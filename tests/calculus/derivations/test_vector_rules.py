"""Derivations by the rules of sums and indices: of every entry of vectors, and of losses of a linear model."""

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from click.testing import CliRunner
from mpmath import mp, mpf

import actplot
from actplot.algebra.evaluating.precision import value
from actplot.algebra.evaluating.sized import Instance, numbered, split_index
from actplot.algebra.term import D, Neg, Sym
from actplot.algebra.writing.source import to_text
from actplot.calculus.derivations.checking import DIGITS, check_derivation, first_failure
from actplot.calculus.derivations.derivation import RULES
from actplot.calculus.derivations.vector_routes import derive_vectors, vector_route_names
from actplot.calculus.derivations.vector_rules import formula_of_vectors
from actplot.catalogue.kinds.random_layers import RandomLayer
from actplot.catalogue.registry import ELEMENTWISE, KINDS, names
from actplot.cli import main
from actplot.errors import BadOption
from tests.definitions import definition

VECTORS = [name for kind in KINDS if kind not in ELEMENTWISE for name in names(kind)]
OTHERS = [  # parameters that change the formula or stand in it, and what frameworks make of entries
    *("cross_entropy:weight=0.5:2:1,label_smoothing=0.1", "kl_divergence:log_prediction=1", "triplet_margin:p=3"),
    *("multi_margin:p=2,weight=0.5:2:1", "contrastive:label=-1", "tversky:0.3,0.6", "generalized_kl:log_prediction=1"),
    *("log_probability_nll:weight=0.5:2:1", "sparse_categorical_cross_entropy:ignore_index=1"),
    *("keras:categorical_crossentropy", "keras:categorical_focal_crossentropy", "keras:kl_divergence"),
    *("optax:cosine_distance", "optax:triplet_margin_loss", "torch:CrossEntropyLoss:label_smoothing=0.1"),
]
ROUTES = [(name, route) for name in VECTORS for route in vector_route_names(actplot.get(name))]
BY_RULES = [name for name, route in ROUTES if route == RULES]
ENDS = {  # the textbook's last lines
    "logsumexp": "p_j",
    "logmeanexp": "p_j",
    "softmax": "p_i*(delta_ij - p_j)",
    "softmin": "p_i*(p_j - delta_ij)",
    "log_softmax": "delta_ij - p_j",
    "gumbel_softmax": "p_i*(delta_ij - p_j)/tau",
    "standardize": "(delta_ij - 1/n - s_i*s_j/n)/sqrt(V + epsilon)",
    "glu": "a_i*delta_ij*sigmoid(b_i)*(1 - sigmoid(b_i))",
    "dropout": "delta_ij",
    "cross_entropy": "p_j - y_j",
    "softmax_cross_entropy_with_logits": "p_j - y_j",
    "sparse_softmax_cross_entropy_with_logits": "p_j - delta_jk",
    "categorical_cross_entropy": "1/P - y_j/p_j",
    "sparse_categorical_cross_entropy": "1/P - delta_jk/p_k",
    "log_probability_nll": "-delta_jk",
    "kl_divergence": "-p_j/q_j",
    "generalized_kl": "1 - p_j/q_j",
    "jensen_shannon": "(log(q_j) - log(m_j))/2",
    "total_variation": "-sign(p_j - q_j)/2",
    "cosine_similarity": "b_j/(A*B) - S*a_j/A^2",
    "multilabel_soft_margin": "(sigmoid(z_j) - y_j)/n",
    "mean_pairwise_squared_error": "4*sum(r_j - r_k, k, n, k != j)/max(1, n*(n - 1))",
}
LINEAR = {
    "hinge": "-sum(y_i*x_ij, i, n, m_i < 1)/n",
    "huber": "sum(x_ij*clip(r_i, -delta, delta), i, n)/n",
    "soft_margin": "-sum(y_i*x_ij*sigmoid(-m_i), i, n)/n",
    "mae": "sum(x_ij*sign(r_i), i, n)/n",
    "mse": "2*sum(r_i*x_ij, i, n)/n",
    "sigmoid_cross_entropy_with_logits": "sum(x_ij*(sigmoid(z_i) - y_i), i, n)/n",
    "squared_hinge": "-2*sum(y_i*x_ij*(1 - m_i), i, n, m_i < 1)/n",
}
SIZE = 3


@cache
def by_rules(name):
    return derive_vectors(actplot.get(name), RULES)


def run(*arguments):
    return CliRunner().invoke(main, ["derive", *arguments], prog_name="actplot")


@pytest.fixture
def _at_one_size(monkeypatch):
    monkeypatch.setattr("actplot.calculus.derivations.samples.OfVectors.sizes", (SIZE,))


@pytest.mark.exhaustive(keep=0.06, thorough=0.15)
@pytest.mark.usefixtures("_at_one_size")
@pytest.mark.parametrize("spec", [*BY_RULES, *OTHERS])
def test_every_line_of_every_entry_holds(spec):
    derivation = by_rules(spec)
    check = check_derivation(derivation)
    assert first_failure(derivation, check) is None
    assert check.digits == DIGITS


@pytest.mark.parametrize("name", ENDS)
def test_derivations_end_in_the_textbooks_form(name):
    assert to_text(by_rules(name).chains[-1].steps[-1].term) == ENDS[name]


@pytest.mark.parametrize("name", BY_RULES)
def test_every_chain_ends_without_a_derivative_and_every_rule_has_a_reason(name):
    for chain in by_rules(name).chains:
        assert "D(" not in to_text(chain.steps[-1].term)
        assert all(step.why for step in chain.steps), [step.rules for step in chain.steps if not step.why]


def test_every_function_and_loss_of_vectors_derives():
    assert {name for name, _ in ROUTES} == set(VECTORS)
    assert set(VECTORS) - set(BY_RULES) == {"entmax15"}  # by its own route alone: its rules fill a page


# Held against the entries, and against their definitions in mpmath


class Numbers:
    """Random numbers for an entry, as its methods take them and as the letters of its derivation."""

    def __init__(self, entry, seed):
        self.entry, self.formula, self.source = entry, formula_of_vectors(entry), random.Random(seed)
        self.parts = self.formula.prediction.split(", ")
        rows = int(getattr(entry, self.formula.parts)) if self.formula.parts else len(self.parts)
        fixed = getattr(entry, "length", None)
        self.size = int(fixed or SIZE)
        places = range(1, self.size + 1)
        if self.formula.parts:
            self.names = [numbered(self.parts[0], (row, place)) for row in range(1, rows + 1) for place in places]
        else:
            self.names = [numbered(part, (place,)) for part in self.parts for place in places]
        self.x = self.prediction(len(self.names))
        self.target, self.letters = self.aimed() if self.formula.target else (None, {})

    def prediction(self, count):
        takes = getattr(self.entry, "takes", "")
        if takes == "probabilities":
            return self.shares(count)
        reach = self.entry.reach if hasattr(self.entry, "reach") else 1.5
        numbers = [self.source.uniform(-reach, reach) for _ in range(count)]
        return [-abs(number) - 0.1 for number in numbers] if takes == "log-probabilities" else numbers

    def shares(self, count):
        numbers = [self.source.uniform(0.1, 1) for _ in range(count)]
        return [number / sum(numbers) for number in numbers]

    def aimed(self):
        """The target, and its letters."""
        kind, letters = self.entry.target_kind, self.formula.target.split(", ")
        count = range(self.size)
        if kind == "class":
            return self.source.randrange(self.size), {}
        if kind == "label":
            label = self.source.choice((-1, 1))
            return label, {letters[0]: label}
        made = {
            "distribution": lambda: self.shares(self.size),
            "shares": lambda: [self.source.uniform(0.1, 0.9) for _ in count],
            "multilabel": lambda: [self.source.choice((0, 1)) for _ in count],
        }.get(kind, lambda: [self.source.uniform(-1.5, 1.5) for _ in count])
        rows = [made() for _ in letters]
        named = {
            numbered(letter, (place + 1,)): row[place]
            for letter, row in zip(letters, rows, strict=True)
            for place in count
        }
        return (rows[0] if kind != "pair" else rows), named

    def environment(self, derivation):
        found = {**dict(zip(self.names, self.x, strict=True)), **self.letters}
        for parameter in self.entry.declared:
            own = getattr(self.entry, parameter.attribute)
            for symbol in derivation.symbols:
                if symbol.meaning.startswith(f"{parameter.name}, ") or symbol.name == parameter.name:
                    found |= weights_of(symbol.name, own) if parameter.many else {symbol.name: own}
                elif symbol.meaning == parameter.meaning:
                    found[symbol.name] = own
        return {name: number for name, number in found.items() if number is not None}


def weights_of(name, given):
    return {f"{name.removesuffix('i')}{place}": weight for place, weight in enumerate(given, start=1)}


def slopes_of(derivation, numbers):
    """What the last lines of the chains of the outputs say of every output and input."""
    setting = derivation.setting
    meanings = {
        split_index(name)[0]: (split_index(name)[1], term) for name, term in (*derivation.lets, *derivation.defined)
    }
    counts = {numbers.formula.parts: int(numbers.entry.pieces)} if numbers.formula.parts else {}
    instance = Instance(numbers.size, meanings, counts, setting.classes, letters=setting.letters)
    at = {setting.classes: numbers.target + 1} if setting.classes else {}
    environment = numbers.environment(derivation)
    outputs = [text.partition(" = ")[0] for text in numbers.formula.lines]
    found = {}
    for chain in derivation.chains:
        if isinstance(chain.left, D) and to_text(chain.left.operand) in outputs:
            for row, column, here in places_of(chain.left, outputs, numbers, at):
                found[row, column] = float(value(instance.term(chain.steps[-1].term, here), environment))
    rows, columns = (1 + max(place[axis] for place in found) for axis in (0, 1))
    return np.array([[found[row, column] for column in range(columns)] for row in range(rows)])


def places_of(left, outputs, numbers, at):
    """Where in the Jacobian the derivative of an output stands, for each choice of its indices."""
    (_, own), (stem, letters) = split_index(to_text(left.operand)), split_index(left.variable)
    block = outputs.index(to_text(left.operand)) * numbers.size
    for i in range(1, numbers.size + 1) if own else (0,):
        if not letters:
            yield 0, numbers.names.index(left.variable), at
        for column, name in enumerate(numbers.names):
            if letters and name.startswith(f"{stem}_"):
                place = dict(zip(letters, map(int, name.partition("_")[2]), strict=True))
                yield block + max(i - 1, 0), column, {**at, **place, **({own: i} if own else {})}


def differences(numbers):
    """Of the definition in mpmath, at 50 digits."""
    entry, aim = numbers.entry, exact(numbers.target)

    def outputs(x):
        found = definition(entry, x) if numbers.target is None else definition(entry, x, aim)
        return found if isinstance(found, list) else [found]

    with mp.workdps(60):
        columns = []
        for place in range(len(numbers.x)):
            sides = []
            for sign in (1, -1):
                x = [mpf(number) for number in numbers.x]
                x[place] += sign * mpf(10) ** -25
                sides.append(outputs(x))
            columns.append([float((high - low) / (2 * mpf(10) ** -25)) for high, low in zip(*sides, strict=True)])
        return np.transpose(columns)


def exact(target):
    return [exact(part) for part in target] if isinstance(target, list) else target if target is None else mpf(target)


@pytest.mark.exhaustive(keep=0.003, thorough=0.09)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("name", "route"), [*ROUTES, *((spec, RULES) for spec in OTHERS)])
def test_the_last_line_is_the_derivative_of_the_entry(name, route, seed):
    entry = actplot.get(name)
    numbers = Numbers(entry, seed)
    found = slopes_of(by_rules(name) if route == RULES else derive_vectors(entry, route), numbers)
    if isinstance(entry, RandomLayer):
        step = 1e-6
        moved = [entry.evaluate(np.array(numbers.x) + step * unit) for unit in np.eye(len(numbers.x))]
        still = entry.evaluate(np.array(numbers.x))
        np.testing.assert_allclose(found, np.transpose([(one - still) / step for one in moved]), atol=1e-5)
        return
    closed = entry.jacobian(numbers.x) if numbers.target is None else entry.gradient(numbers.x, numbers.target)
    np.testing.assert_allclose(found, np.reshape(closed, found.shape), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(found, differences(numbers), rtol=1e-10, atol=1e-14)


@pytest.mark.usefixtures("_at_one_size")
@pytest.mark.parametrize("name", ["cosine_similarity", "dice", "multi_margin"])
def test_a_line_with_another_sign_is_caught(name):
    derivation = derive_vectors(actplot.get(name), RULES)
    main_chain = derivation.chains[-1]
    for number, step in enumerate(main_chain.steps):
        steps = list(main_chain.steps)
        steps[number] = replace(step, term=step.term.operand if isinstance(step.term, Neg) else Neg(step.term))
        wrong = replace(derivation, chains=(*derivation.chains[:-1], replace(main_chain, steps=tuple(steps))))
        assert first_failure(wrong, check_derivation(wrong)) is not None


# Losses of a linear model


def linear_losses():
    found = []
    for name in names("loss"):
        try:
            vector_route_names(actplot.get(name), "linear")
        except BadOption:
            continue
        found.append(name)
    return found


LOSSES = linear_losses()


def test_every_residual_margin_and_logit_loss_has_a_linear_model():
    wanted = [name for name in names("loss") if actplot.get(name).variable in ("residual", "margin", "logit")]
    assert len(wanted) > 30
    assert set(wanted) <= set(LOSSES)


@pytest.mark.exhaustive(keep=0.075, thorough=0.15)
@pytest.mark.usefixtures("_at_one_size")
@pytest.mark.parametrize("name", [*LOSSES, "huber:0.3", "quantile:0.2", "smoothed_hinge:0.5", "torch:SmoothL1Loss"])
def test_every_line_of_a_linear_model_holds(name):
    derivation = derive_vectors(actplot.get(name), RULES, "linear")
    assert first_failure(derivation, check_derivation(derivation)) is None


@pytest.mark.parametrize("name", LINEAR)
def test_gradients_of_linear_models_end_in_the_textbooks_form(name):
    of_weight = next(chain for chain in derive_vectors(actplot.get(name), RULES, "linear").chains if over_weight(chain))
    assert to_text(of_weight.steps[-1].term) == LINEAR[name]


def over_weight(chain):
    return chain.left == D(Sym("L"), "w_j", partial=True)


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("name", LOSSES)
def test_the_gradient_of_a_linear_model_is_that_of_its_mean_loss(name):
    """Held against difference quotients of the loss itself, of four examples with three features."""
    loss, source = actplot.get(name), random.Random(name)
    derivation = derive_vectors(loss, RULES, "linear")
    examples, features = SIZE + 1, SIZE + 2
    x = np.array([[source.uniform(-1, 1) for _ in range(features)] for _ in range(examples)])
    y = np.array([aim_of(loss, source) for _ in range(examples)])
    w, b = np.array([source.uniform(-1, 1) for _ in range(features)]), source.uniform(-1, 1)
    environment = {f"x_{i + 1}{j + 1}": x[i, j] for i in range(examples) for j in range(features)}
    environment |= {f"w_{j + 1}": w[j] for j in range(features)} | {f"y_{i + 1}": y[i] for i in range(examples)}
    environment |= {"b": b, **parameters_of(derivation, loss)}
    meanings = {split_index(one)[0]: (split_index(one)[1], term) for one, term in derivation.lets}
    instance = Instance(examples, meanings, letters=derivation.setting.letters)

    def mean(weights, bias):
        return np.mean(loss.evaluate(x @ weights + bias, y))

    for chain in derivation.chains:
        if chain.left in (D(Sym("L"), "w_j", partial=True), D(Sym("L"), "b", partial=True)):
            for j in range(features):
                found = float(value(instance.term(chain.steps[-1].term, {"j": j + 1}), environment))
                step = 1e-6 * np.eye(features)[j] if over_weight(chain) else np.zeros(features)
                shift = 0 if over_weight(chain) else 1e-6
                wanted = (mean(w + step, b + shift) - mean(w - step, b - shift)) / 2e-6
                assert found == pytest.approx(wanted, rel=1e-6, abs=1e-8)


def aim_of(loss, source):
    if loss.target_kind == "labels":
        return source.choice((-1.0, 1.0))
    if loss.only_targets:
        return source.choice((0.0, 1.0))
    return source.uniform(0.1, 0.9)


def parameters_of(derivation, loss):
    found = {}
    for symbol in derivation.symbols:
        for parameter in loss.declared:
            if symbol.meaning in (parameter.meaning, f"{parameter.name}, {parameter.meaning}"):
                found[symbol.name] = getattr(loss, parameter.attribute)
    return found


# The command


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.usefixtures("_at_one_size")
@pytest.mark.parametrize(
    "how",
    [
        ("--layout", "boxes"),
        ("--layout", "lines", "--ascii", "--check"),
        ("--explain",),
        ("--format", "latex", "--explain"),
        ("--format", "markdown"),
        ("--format", "mathml"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "what", [("cross_entropy",), ("multi_margin",), ("maxout",), ("hinge", "--model", "linear")], ids=" ".join
)
def test_rules_in_every_format(what, how):
    result = run(*what, *how)
    assert result.exit_code == 0, result.output
    if "--ascii" in how:
        assert result.output.isascii()
        assert "?" not in result.output


@pytest.mark.exhaustive(keep=0.1, thorough=0.4)
@pytest.mark.usefixtures("_at_one_size")
@pytest.mark.parametrize(
    "what", [("cross_entropy",), ("categorical_hinge",), ("huber", "--model", "linear")], ids=" ".join
)
def test_rules_as_a_picture(what, tmp_path):
    path = tmp_path / "derivation.svg"
    assert run(*what, "-o", str(path)).exit_code == 0
    assert path.stat().st_size > 2000


def test_a_layer_is_derived_in_evaluation():
    assert "Jacobian of random_rrelu in evaluation" in run("random_rrelu").output


def test_a_derivation_says_the_convention():
    assert "Convention: Where a class is behind by exactly the margin" in run("multi_margin").output.replace("\n", " ")
