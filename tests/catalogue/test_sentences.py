"""What entries say of themselves is true at the parameters that they have: words are held against computed traits."""

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.facts.traits import traits_of
from actplot.catalogue.entry import Sentences, Text, sentences_of
from actplot.catalogue.kinds.functions import Activation, param
from actplot.catalogue.parameter import declared_parameters
from actplot.catalogue.registry import elementwise_names, lookup, names
from actplot.errors import ActplotError
from actplot.spec.dialects.finding import FRAMEWORKS, framework

EDGES = (0.0, 1.0, -1.0, 0.25, 0.5, 2.0, 1e-9, 1e9, -0.3, 3.7, 5.0, -5.0)
SAMPLE = np.concatenate([-np.logspace(-3, 1.4, 300)[::-1], np.logspace(-3, 1.4, 300)])


def with_edges(cls):
    """An entry at its defaults, with each parameter at the edges of what is legal, and with random parameters."""
    yield {}
    for parameter in cls.declared:
        yield from ({parameter.attribute: value} for value in EDGES)
        ends = (parameter.above, parameter.at_least, parameter.at_most, parameter.below)
        yield from ({parameter.attribute: end} for end in ends if end is not None)
    random = np.random.default_rng(11)
    for _ in range(12):
        yield {
            p.attribute: float(random.choice([*EDGES, random.normal(), 10 ** random.normal()])) for p in cls.declared
        }


def made(cls):
    """The entries of a class that are legal; not those of which a break is no float, so that floats see a kink."""
    found = []
    for values in with_edges(cls):
        with suppress(ActplotError):
            found.append(cls(**values))
    return [one for one in dict.fromkeys(found) if getattr(one, "name", "") != "smoothed_hinge" or one.gamma > 1e-3]


def spoken_classes():
    """The classes of variants that names of frameworks give at their defaults."""
    for key in FRAMEWORKS:
        for one in framework(key).names():
            with suppress(ActplotError):
                cls = type(one.with_parameters({}))
                if cls.has_curve and cls.framework:
                    yield cls


traits = cache(traits_of)


def values(function):
    return function.value(SAMPLE[np.clip(SAMPLE, *function.domain) == SAMPLE])


def kinds(function):
    return {point.kind for point in breaks_of(function)}


CLAIMS = (  # words, and what is then true
    (r"^Smooth\b(?! and a pair)|[Ss]mooth everywhere|^Bounded and smooth", lambda f: not kinds(f) & {"jump", "kink"}),
    (r"^Monotone\b", lambda f: "monotone" in traits(f)),
    (r"[Nn]ot monotone", lambda f: "monotone" not in traits(f)),
    (r"strictly increasing", lambda f: "increasing" in traits(f)),
    (r"\bbounded below\b", lambda f: "bounded-below" in traits(f)),
    (r"[Uu]nbounded above", lambda f: "bounded-above" not in traits(f)),
    (r"^Bounded\b(?! below)|^Smooth and bounded|A fixed output range", lambda f: "bounded" in traits(f)),
    (r"Unbounded on both sides", lambda f: not {"bounded-below", "bounded-above"} & set(traits(f))),
    (r"negative outputs are unbounded", lambda f: "bounded-below" not in traits(f)),
    (r"^Zero-centred|[Oo]utputs are centred at zero", lambda f: "zero-centred" in traits(f)),
    (r"not centred at zero", lambda f: "zero-centred" not in traits(f)),
    (r"[Aa]lways positive", lambda f: not np.any(values(f) < 0)),
    (r"Its outputs are never negative", lambda f: "nonnegative" in traits(f)),
    (r"Negative outputs bring", lambda f: np.any(values(f) < 0)),
    (r"gradient is never (exactly )?0|gradient for x < 0 is not 0", lambda f: np.all(near_slopes(f) != 0)),
    (r"gradient is exactly 0|gradient is 0 for", lambda f: flat_somewhere(f)),
    (r"Gives exact zeros", lambda f: zero_on_a_side(f)),
    (r"no exact zeros", lambda f: not zero_on_a_side(f)),
    (r"^Convex|^Smooth(, strictly)?,? (and )?convex", lambda f: "convex" in traits(f)),
    (r"^Not convex\b(?! (for|beyond))", lambda f: "convex" not in traits(f)),
    (r"^Jumps\b", lambda f: "jump" in kinds(f)),
    (r"^A kink|^Kinks|^Not differentiable", lambda f: kinds(f) & {"jump", "kink"}),
    (r"differentiable everywhere", lambda f: "differentiable" in traits(f)),
    (r"[Ss]aturates on both sides", lambda f: "saturating" in traits(f)),
    (r"^Even\b", lambda f: "even" in traits(f)),
    (r"^Continuous", lambda f: "continuous" in traits(f)),
    (r"[Ii]nfinite for a certain wrong", lambda f: math.isinf(f.bounds.high)),
    (r"Adds no non-linearity", lambda f: {"convex", "concave"} <= set(traits(f))),
    (r"negative inputs give positive outputs", lambda f: np.all(f.value(-small(f)) > 0)),
    (r"\b[Bb]ounded above\b", lambda f: "bounded-above" in traits(f)),
    (r"[Uu]nbounded below\b", lambda f: "bounded-below" not in traits(f)),
    (r"^Falls exponentially to the left", lambda f: "bounded-below" not in traits(f) and "increasing" in traits(f)),
    (r"^Constant where", lambda f: {"increasing", "decreasing"} <= set(traits(f))),
    (r"smooth at 0|Smooth at 0", lambda f: not [p for p in breaks_of(f) if p.x == 0 and p.kind in ("kink", "jump")]),
    (r"Saturates for very negative x", lambda f: f.asymptotes[0] is not None and f.asymptotes[0].slope == 0),
    (r"close to 0 on the left, close to x on the right", lambda f: lines(f) == [(0, 0), (1, 0)]),
    (r"close to x on the left, close to 0 on the right", lambda f: lines(f) == [(1, 0), (0, 0)]),
    (r"levels off at", lambda f: f.asymptotes[0] is not None and f.asymptotes[0].slope == 0),
    (r"[Ii]t is the identity", lambda f: np.all(f.value(SAMPLE) == SAMPLE)),
    (r"never above 1\b", lambda f: np.all(f.derivative(SAMPLE) <= 1)),
    (r"no gradient is larger than 1", lambda f: np.all(np.abs(f.derivative(SAMPLE)) <= 1)),
)


def small(function):
    """Sizes at which no exponential underflows."""
    return smallest_size(function) * np.array([0.01, 0.1, 1, 3])


def lines(function):
    """Slope and intercept of both asymptotes."""
    return [None if one is None else (one.slope, one.intercept) for one in function.asymptotes]


def smallest_size(function):
    """A distance from 0 at which nothing underflows."""
    return min([1.0, *(abs(1 / value) for value in function.numbers.values() if value)])


def near_slopes(function):
    """Where no exponential underflows, and breaks have no say."""
    x = smallest_size(function) * np.array([-3, -1, -0.1, -0.01, 0.01, 0.1, 1, 3])
    return function.derivative(x[~np.isin(x, function.breaks)])


def flat_somewhere(function):
    """Whether f′ is 0 on a side of a break, or of 0."""
    at = np.array([*function.breaks, 0.0])
    sizes = np.where(at == 0, 1.0, np.abs(at))
    return bool(np.any(function.derivative(np.concatenate([at - 0.4 * sizes, at + 0.4 * sizes, at - 2 * sizes])) == 0))


def zero_on_a_side(function):
    """Whether f is 0 on a side of 0 or of a break."""
    at = np.array([*function.breaks, 0.0])
    sizes = np.where(at == 0, smallest_size(function), np.abs(at))
    pairs = (function.value(at + side * np.array([[0.3], [0.4]]) * sizes) for side in (-1, 1))
    return any(bool(np.any(np.all(pair == 0, axis=0))) for pair in pairs)


def false_sentences(function):
    described = function.summary or type(function).__doc__ or ""
    noted = [text for text in function.note.split(". ") if not text.startswith(("Keras", "PyTorch", "Optax"))]
    said = [*function.strengths, *function.weaknesses, *noted, described]
    for sentence in said:
        for words, holds in CLAIMS:
            if re.search(words, sentence) and not holds(function):
                yield f"{function} says: {sentence}  [{words}]"


@pytest.mark.exhaustive(keep=0.025)
@pytest.mark.parametrize("name", elementwise_names())
def test_sentences_hold_at_every_parameter(name):
    assert not [text for function in made(lookup(name)) for text in false_sentences(function)]


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize("cls", dict.fromkeys(spoken_classes()), ids=lambda cls: cls.name)
def test_sentences_hold_for_what_frameworks_have(cls):
    assert not [text for function in made(cls) for text in false_sentences(function)]


SAID = {  # entries, and words that their cards have or have not
    "leaky_relu": ("The gradient is never 0", None),
    "leaky_relu:0": ("The gradient is exactly 0 for x < 0", "never 0"),
    "leaky_relu:-1": ("Not monotone", "negative outputs are unbounded"),
    "prelu:1": ("overfit", None),
    "elu:0": ("Gives exact zeros", "Negative outputs"),
    "squareplus:0": ("it is relu", "[Ss]mooth everywhere|no exact zeros"),
    "hard_shrink:0": ("the identity", "Jumps|exact zeros"),
    "soft_shrink:0": ("the identity", "Biases|exact zeros"),
    "penalized_tanh:1": ("Equal to tanh", "Breaks the symmetry"),
    "sigmoid_focal:gamma=0": ("Convex", "Not convex|Easy examples"),
    "binary_focal:gamma=0": ("it is the cross-entropy", "Easy examples"),
    "hinge_embedding": ("Alike pairs", "Not differentiable|margin\\) = −1"),
    "hinge_embedding:-1": ("Not differentiable at the margin", "Alike pairs"),
    "Softplus(threshold=-5)": ("never exactly 0", "Smooth everywhere|[Aa]lways positive"),
    "softplus": ("Smooth everywhere", None),
    "softplus:-1": ("Smooth everywhere", "[Aa]lways positive"),
    "elu:-2": ("Not monotone", "closer to zero"),
    "celu:-0.5": ("Falls exponentially", "Saturates|never above 1"),
    "silu:-1": ("bounded above and unbounded below", "dips|left of the dip"),
    "silu:0": ("f\\(x\\) = x/2", "dip|[Nn]ot monotone"),
    "hard_shrink:-1": ("a lambd of 0 or less", "Jumps"),
    "hard_tanh:1,1": ("Constant", "between the bounds"),
    "dropout:1": ("nothing is learned", "regulariser|Adds noise"),
    "alpha_dropout:1": ("nothing is learned", "self-normalising"),
    "poisson_nll:full=true": ("With Stirling", "Without log"),
    "cosine_embedding:-1,2": ("out of reach", "Stops pushing"),
    "rrelu:0.2,0.2": ("Nothing is random", "regularises"),
    "rrelu:-1,1": ("exactly 0 for x < 0", "Not monotone"),
    "rrelu:-2,1": ("Not monotone", "exactly 0 for x < 0"),
    "prelu:0": ("exactly 0 for x < 0", "Not monotone"),
    "prelu:-1": ("Not monotone", "exactly 0"),
    "relu_general:-1": ("Not monotone", None),
    "quantile:0": ("too low predictions cost nothing", "too high predictions cost"),
    "expectile:1": ("too high predictions cost nothing", "too low predictions cost"),
    "threshold:1,1": ("above the threshold", "Jumps"),
    "dropout:0": ("it does nothing", "strong regulariser|Adds noise"),
    "categorical_focal:gamma=0": ("it is the categorical cross-entropy", "Rare and hard"),
    "dice:1": ("noisy for small masks", "target is empty"),
    "binary_cross_entropy:label_smoothing=0.1": ("Label smoothing", "proper scoring|costs nothing"),
    "torch:binary_cross_entropy": ("1e-12", "Infinite for"),
    "keras:relu:max_value=6,threshold=-1": ("all its arguments", "[Jj]umps"),
    "poisson_nll:0": ("no minimum", "z = log t"),
    "welsch": ("c/√2", None),
    "dice": ("2·smooth", None),
}


@pytest.mark.parametrize("spec", SAID)
def test_what_is_said_depends_on_the_parameters(spec):
    entry = actplot.get(spec)
    text = " ".join([*entry.strengths, *entry.weaknesses, entry.note, entry.convention])
    there, absent = SAID[spec]
    assert re.search(there, text)
    assert absent is None or not re.search(absent, text)


@pytest.mark.parametrize("name", names())
def test_every_entry_has_strengths_and_weaknesses_at_every_parameter(name):
    for entry in made(lookup(name)):
        assert entry.strengths, entry
        assert entry.weaknesses, entry
        assert entry.note.endswith("."), entry


def test_sentences_with_conditions():
    class Bent(Activation):
        """Is planted."""

        slope: float = param(0.5, "slope")
        name = "bent"
        formula = "slope*x"
        strengths = Sentences("Always said.", ("Said of some.", lambda self: self.slope > 1))
        note = Text("One.", ("Two.", lambda self: self.slope > 1))

    bent = register_nowhere(Bent)
    assert bent(2).strengths == ("Always said.", "Said of some.")
    assert bent(0.3).strengths == bent.strengths == ("Always said.",)
    assert bent(2).note == "One. Two."
    assert sentences_of(bent, "note")[0] == bent.note == "One."
    assert sentences_of(lookup("relu"), "strengths") == lookup("relu").strengths


def register_nowhere(cls):
    """What `register` does, but for the place in the catalogue."""
    cls = dataclass(init=False, repr=False, eq=False)(cls)
    cls.declared = declared_parameters(cls)
    return cls
