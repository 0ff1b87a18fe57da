"""What every entry of vectors computes, straight from its definition in numbers of mpmath: an opinion of its own.

The product holds closed forms against formulas; these definitions hold the formulas.
"""

from collections.abc import Callable
from typing import Any

from actplot.catalogue.entry import Entry
from actplot.numerics.arrays import arithmetic
from actplot.spec.dialects.variants.distances import SQUARE_FLOOR
from actplot.spec.dialects.variants.functions import KERAS_EPSILON

METHODS: dict[tuple[str, str], Callable] = {}


def definition(entry: Entry, *given: Any) -> Any:
    """The outputs of a function of a vector, or the loss of a prediction and a target, all of mpmath's numbers."""
    return call("truth", entry, *given)


def of(name: str, what: str) -> Callable[[Callable], Callable]:
    """Files a definition under its module and class."""
    return lambda method: METHODS.setdefault((name, what), method)


def names_of(entry: Entry) -> list[str]:
    """The classes of an entry, nearest first, each behind its module."""
    return [f"{_module(cls)}.{cls.__name__}" for cls in type(entry).__mro__]


def _module(cls: type) -> str:
    *_, room, module = f".{cls.__module__}".split(".")
    return f"variants.{module}" if room == "variants" else module


def call(what: str, entry: Entry, *given: Any) -> Any:
    name = next(name for name in names_of(entry) if (name, what) in METHODS)
    return METHODS[name, what](entry, *given)


def above(name: str, entry: Entry, *given: Any) -> Any:
    """The definition of the next class that has one."""
    names = names_of(entry)
    after = names[names.index(name) + 1 :]
    return METHODS[next(one for one in after if (one, "truth") in METHODS), "truth"](entry, *given)


def true_shares(z):
    powers = [arithmetic(z).exp(score) for score in z]
    return [power / sum(powers) for power in powers]


def true_log_sum(z):
    return arithmetic(z).log(sum(map(arithmetic(z).exp, z)))


def true_log_shares(z):
    exact = arithmetic(z)
    total = exact.log(exact.fsum(map(exact.exp, z)))
    return [score - total for score in z]


def true_cross_entropy(y, log_p):
    exact = arithmetic(log_p)
    return -exact.fsum(share * score for share, score in zip(y, log_p, strict=True) if share != 0)


def true_one_hot(number, classes):
    return [int(position == int(number)) for position in range(classes)]


def true_cosine(a, b):
    exact = arithmetic(a)
    length = exact.sqrt(exact.fsum(x * x for x in a)) * exact.sqrt(exact.fsum(x * x for x in b))
    return exact.fsum(x * y for x, y in zip(a, b, strict=True)) / length if length else exact.mpf(0)


def true_distance(a, b, shift=0, degree=2):
    exact = arithmetic(a)
    powers = (abs(x - y + shift) ** degree for x, y in zip(a, b, strict=True))
    return exact.fsum(powers) ** (1 / exact.mpf(degree))


def true_term(p, ratio):
    """p·log of a ratio, where 0·log 0 is 0; the ratio is a function, for it may not exist."""
    exact = arithmetic([p])
    return p if p == 0 else p * exact.log(ratio())


def _true_smooth(target, share, exact):
    share = exact.mpf(share)
    return [y * (1 - share) + share / len(target) for y in target]


def _true_clip(number, exact):
    return min(max(number, exact.mpf(KERAS_EPSILON)), 1 - exact.mpf(KERAS_EPSILON))


@of("normalisers.Softmax", "truth")
def _(self, x):
    return true_shares([score / self.temperature for score in x])


@of("normalisers.Softmin", "truth")
def _(self, x):
    return true_shares([-score for score in x])


@of("normalisers.LogSoftmax", "truth")
def _(self, x):
    scores = [score / self.temperature for score in x]
    total = true_log_sum(scores)
    return [score - total for score in scores]


@of("normalisers.LogSumExp", "truth")
def _(self, x):
    return [true_log_sum(x)]


@of("normalisers.LogMeanExp", "truth")
def _(self, x):
    return [true_log_sum(x) - arithmetic(x).log(len(x))]


@of("normalisers.Standardize", "truth")
def _(self, x):
    mean = sum(x) / len(x)
    variance = sum((number - mean) ** 2 for number in x) / len(x)
    return [(number - mean) / arithmetic(x).sqrt(variance + self.epsilon) for number in x]


@of("sparse_normalisers.Sparsemax", "truth")
def _(self, x):
    support = list(x)  # Michelot's way: leave out what is below the threshold until nothing is
    while (below := [z for z in support if z <= (sum(support) - 1) / len(support)]) and len(support) > 1:
        support = [z for z in support if z not in below]
    threshold = (sum(support) - 1) / len(support)
    return [max(z - threshold, 0 * z) for z in x]


@of("sparse_normalisers.Entmax15", "truth")
def _(self, x):
    scores = sorted((z / 2 for z in x), reverse=True)
    for count in range(1, len(scores) + 1):  # the one threshold that leaves exactly the scores above it
        mean = sum(scores[:count]) / count
        rest = 1 - sum((z - mean) ** 2 for z in scores[:count])
        if rest < 0:
            continue
        threshold = mean - arithmetic(x).sqrt(rest / count)
        if scores[count - 1] > threshold and all(z <= threshold for z in scores[count:]):
            return [max(z / 2 - threshold, 0 * z) ** 2 for z in x]
    raise ValueError("no threshold makes the shares sum to 1")


@of("gated_units.Gate", "truth")
def _(self, x):
    middle = len(x) // 2
    return [call("exact", self, arithmetic(x), a, b) for a, b in zip(x[:middle], x[middle:], strict=True)]


@of("gated_units.Glu", "exact")
def _(self, mp, a, b):
    return a / (1 + mp.exp(-b))


@of("gated_units.Swiglu", "exact")
def _(self, mp, a, b):
    return a * b / (1 + mp.exp(-a))


@of("gated_units.Geglu", "exact")
def _(self, mp, a, b):
    return a * b * mp.erfc(-a / mp.sqrt(2)) / 2


@of("gated_units.Reglu", "exact")
def _(self, mp, a, b):
    return max(a, 0 * a) * b


@of("gated_units.Bilinear", "exact")
def _(self, mp, a, b):
    return a * b


@of("gated_units.Crelu", "truth")
def _(self, x):
    return [max(sign * number, 0 * number) for sign in (1, -1) for number in x]


@of("gated_units.Maxout", "truth")
def _(self, x):
    size = len(x) // int(self.pieces)
    return [max(x[unit::size]) for unit in range(size)]


@of("cross_entropies.CrossEntropyOfLogits", "truth")
def _(self, prediction, target):
    return true_cross_entropy(target, true_log_shares(prediction))


@of("cross_entropies._OfClass", "true_spread")
def _(self, target, prediction):
    exact = arithmetic(prediction)
    if self.ignore_index is not None and target == self.ignore_index:
        return [0] * len(prediction)
    classes = len(prediction)
    weight = (1,) * classes if self.weight is None else self.weight
    return [exact.mpf(w) * hot for w, hot in zip(weight, true_one_hot(target, classes), strict=True)]


@of("cross_entropies._OfClassAndLogits", "truth")
def _(self, prediction, target):
    return true_cross_entropy(call("true_spread", self, target, prediction), true_log_shares(prediction))


@of("cross_entropies.CrossEntropy", "true_spread")
def _(self, target, prediction):
    exact = arithmetic(prediction)
    if self.ignore_index is not None and target == self.ignore_index:
        return [0] * len(prediction)
    classes = len(prediction)
    weight = (1,) * classes if self.weight is None else self.weight
    spread = exact.mpf(self.label_smoothing)
    hot = true_one_hot(target, classes)
    return [exact.mpf(w) * ((1 - spread) * y + spread / classes) for w, y in zip(weight, hot, strict=True)]


@of("cross_entropies.CategoricalCrossEntropy", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    total = exact.fsum(prediction)
    return exact.fsum(-y * exact.log(p / total) for p, y in zip(prediction, target, strict=True) if y != 0)


@of("cross_entropies.SparseCategoricalCrossEntropy", "truth")
def _(self, prediction, target):
    spread = call("true_spread", self, target, prediction)
    return METHODS["cross_entropies.CategoricalCrossEntropy", "truth"](self, prediction, spread)


@of("cross_entropies.LogProbabilityNLL", "truth")
def _(self, prediction, target):
    return true_cross_entropy(call("true_spread", self, target, prediction), prediction)


@of("multiclass.MultiMargin", "truth")
def _(self, prediction, target):
    exact, k = arithmetic(prediction), int(target)
    terms = (
        max(exact.mpf(0), self.margin - prediction[k] + score) ** int(self.p)
        for i, score in enumerate(prediction)
        if i != k
    )
    return (1 if self.weight is None else self.weight[k]) * exact.fsum(terms) / len(prediction)


@of("multiclass._Best", "truth")
def _(self, prediction, target):
    k = int(target)
    return max(score + (self.margin if i != k else 0) for i, score in enumerate(prediction)) - prediction[k]


@of("multiclass.CategoricalHinge", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    best = max((1 - y) * score for score, y in zip(prediction, target, strict=True))
    right = exact.fsum(y * score for score, y in zip(prediction, target, strict=True))
    return max(exact.mpf(0), 1 + best - right)


@of("multiclass.MulticlassSparsemax", "truth")
def _(self, prediction, target):
    exact, ordered = arithmetic(prediction), sorted(prediction, reverse=True)
    sizes = range(1, len(ordered) + 1)
    size = max(n for n in sizes if 1 + n * ordered[n - 1] > exact.fsum(ordered[:n]))
    threshold = (exact.fsum(ordered[:size]) - 1) / size
    squares = exact.fsum(score**2 - threshold**2 for score in ordered[:size])
    return squares / 2 + exact.mpf(1) / 2 - prediction[int(target)]


@of("multiclass.CategoricalFocal", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    total = exact.fsum(prediction)
    terms = (
        y * (1 - p / total) ** exact.mpf(self.gamma) * exact.log(p / total)
        for p, y in zip(prediction, target, strict=True)
        if y != 0
    )
    return -exact.mpf(self.alpha) * exact.fsum(terms)


@of("multiclass.GeneralizedCrossEntropy", "truth")
def _(self, prediction, target):
    q = arithmetic(prediction).mpf(self.q)
    return (1 - prediction[int(target)] ** q) / q


@of("multiclass.PolyLoss", "truth")
def _(self, prediction, target):
    exact, logs = arithmetic(prediction), true_log_shares(prediction)
    lacking = exact.fsum(y * (1 - exact.exp(score)) for score, y in zip(logs, target, strict=True))
    return above("multiclass.PolyLoss", self, prediction, target) + exact.mpf(self.epsilon) * lacking


@of("pairs.CosineSimilarity", "truth")
def _(self, prediction, target):
    return true_cosine(prediction, target)


@of("pairs.CosineDistance", "truth")
def _(self, prediction, target):
    return 1 - true_cosine(prediction, target)


@of("pairs.CosineEmbedding", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    cosine = true_cosine(prediction, target)
    return 1 - cosine if self.side == 1 else max(exact.mpf(0), cosine - exact.mpf(self.margin))


@of("pairs.MarginRanking", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    return max(exact.mpf(0), exact.mpf(self.margin) - target * (prediction[0] - prediction[1]))


@of("pairs.TripletMargin", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    near, far = (true_distance(prediction, other, exact.mpf(self.eps), exact.mpf(self.p)) for other in target)
    return max(exact.mpf(0), near - far + exact.mpf(self.margin))


@of("pairs.Contrastive", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    distance = true_distance(prediction, target)
    return (distance if self.side == 1 else max(exact.mpf(0), exact.mpf(self.margin) - distance)) ** 2 / 2


@of("pairs.MeanPairwiseSquaredError", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    r = [p - y for p, y in zip(prediction, target, strict=True)]
    pairs = [(r[i] - r[j]) ** 2 for j in range(len(r)) for i in range(j)]
    return exact.fsum(pairs) / len(pairs) if pairs else exact.mpf(0)


@of("divergences._Relative", "_true_terms")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    if self.log_prediction:
        prediction = [exact.exp(score) for score in prediction]
    for q, p in zip(prediction, target, strict=True):
        yield q, p, exact.inf if q == 0 < p else true_term(p, lambda q=q, p=p: p / q)


@of("divergences.KullbackLeibler", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    return exact.fsum(term for _, _, term in call("_true_terms", self, prediction, target))


@of("divergences.GeneralizedKL", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    return exact.fsum(term - p + q for q, p, term in call("_true_terms", self, prediction, target))


@of("divergences.JensenShannon", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    terms = (
        true_term(a, lambda a=a, b=b: 2 * a / (a + b)) + true_term(b, lambda a=a, b=b: 2 * b / (a + b))
        for a, b in zip(prediction, target, strict=True)
    )
    return exact.fsum(terms) / 2


@of("divergences.Hellinger", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    pairs = zip(prediction, target, strict=True)
    return exact.sqrt(exact.fsum((exact.sqrt(q) - exact.sqrt(p)) ** 2 for q, p in pairs) / 2)


@of("divergences.TotalVariation", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    return exact.fsum(abs(q - p) for q, p in zip(prediction, target, strict=True)) / 2


@of("overlaps._Overlap", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    pairs = list(zip(prediction, target, strict=True))
    hit = exact.fsum(p * y for p, y in pairs) + exact.mpf(self.smooth)
    excess, missed = exact.fsum(p * (1 - y) for p, y in pairs), exact.fsum((1 - p) * y for p, y in pairs)
    whole = hit + exact.mpf(self.alpha) * excess + exact.mpf(self.beta) * missed
    return 1 - hit / whole if whole else exact.mpf(0)


@of("multilabel.MultilabelMargin", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    right = [score for score, y in zip(prediction, target, strict=True) if y == 1]
    wrong = [score for score, y in zip(prediction, target, strict=True) if y == 0]
    terms = (max(exact.mpf(0), 1 - high + low) for high in right for low in wrong)
    return exact.fsum(terms) / len(prediction)


@of("multilabel.MultilabelSoftMargin", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    weight = (1,) * len(prediction) if self.weight is None else self.weight
    terms = (
        w * (y * exact.log1p(exact.exp(-z)) + (1 - y) * exact.log1p(exact.exp(z)))
        for w, z, y in zip(weight, prediction, target, strict=True)
    )
    return exact.fsum(terms) / len(prediction)


@of("variants.vectors.KerasSparsemax", "truth")
def _(self, x):
    exact, ordered = arithmetic(x), sorted(x, reverse=True)
    sums = [exact.fsum(ordered[: j + 1]) for j in range(len(x))]
    left = [c for j, c in enumerate(sums) if ordered[j] > (c - 1) / (j + 1)]
    threshold = (exact.fsum(left) - 1) / len(left)
    return [max(number - threshold, exact.mpf(0)) for number in x]


@of("variants.vectors.TensorflowSoftmaxCrossEntropy", "truth")
def _(self, prediction, target):
    labels = _true_smooth(target, self.label_smoothing, arithmetic(prediction))
    return true_cross_entropy(labels, true_log_shares(prediction))


@of("variants.vectors.KerasCategoricalCrossEntropy", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    labels, total = _true_smooth(target, self.label_smoothing, exact), exact.fsum(prediction)
    return true_cross_entropy(labels, [exact.log(_true_clip(p / total, exact)) for p in prediction])


@of("variants.vectors.KerasSparseCategoricalCrossEntropy", "truth")
def _(self, prediction, target):
    return above(
        "variants.vectors.KerasSparseCategoricalCrossEntropy",
        self,
        [_true_clip(p, arithmetic(prediction)) for p in prediction],
        target,
    )


@of("variants.vectors.KerasCategoricalFocal", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    labels, total = _true_smooth(target, self.label_smoothing, exact), exact.fsum(prediction)
    clipped = [_true_clip(p / total, exact) for p in prediction]
    pairs = zip(labels, clipped, strict=True)
    terms = (y * (1 - c) ** exact.mpf(self.gamma) * exact.log(c) for y, c in pairs if y != 0)
    return -exact.mpf(self.alpha) * exact.fsum(terms)


@of("variants.vectors.KerasSoftmaxFocal", "truth")
def _(self, prediction, target):
    return above(
        "variants.vectors.KerasSoftmaxFocal",
        self,
        list(map(arithmetic(prediction).exp, true_log_shares(prediction))),
        target,
    )


@of("variants.vectors.KerasKullbackLeibler", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    q, p = ([min(max(x, exact.mpf(KERAS_EPSILON)), exact.mpf(1)) for x in v] for v in (prediction, target))
    return above("variants.vectors.KerasKullbackLeibler", self, q, p)


@of("variants.vectors.KullbackLeiblerOfLogs", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    pairs = zip(prediction, target, strict=True)
    return exact.fsum(exact.exp(t) * (t - q) for q, t in pairs if t != -exact.inf)


@of("variants.vectors._Floored", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    pairs = list(zip(prediction, target, strict=True))
    hit = exact.fsum(p * y for p, y in pairs)
    excess, missed = exact.fsum(p * (1 - y) for p, y in pairs), exact.fsum((1 - p) * y for p, y in pairs)
    miss = exact.mpf(self.alpha) * excess + exact.mpf(self.beta) * missed
    return 1 - hit / (hit + miss + exact.mpf(self.below))


@of("variants.vectors._OfLogits", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    return above("variants.vectors._OfLogits", self, [1 / (1 + exact.exp(-z)) for z in prediction], target)


@of("variants.distances._Floored", "truth")
def _(self, prediction, target):
    exact, floor = arithmetic(prediction), arithmetic(prediction).mpf(self.floor)
    lengths = [max(exact.sqrt(exact.fsum(x * x for x in v)), floor) for v in (prediction, target)]
    product = exact.fsum(x * y for x, y in zip(prediction, target, strict=True))
    cosine = product / (lengths[0] * lengths[1]) if all(lengths) else exact.mpf(0)
    return exact.mpf(self.offset) + exact.mpf(self.sign) * cosine


@of("variants.distances.TensorflowCosineDistance", "truth")
def _(self, prediction, target):
    return 1 - arithmetic(prediction).fsum(a * b for a, b in zip(prediction, target, strict=True))


@of("variants.distances.TorchCosineEmbedding", "truth")
def _(self, prediction, target):
    exact = arithmetic(prediction)
    square = exact.fsum(x * x for x in prediction) + exact.mpf(SQUARE_FLOOR)
    square = square * (exact.fsum(x * x for x in target) + exact.mpf(SQUARE_FLOOR))
    cosine = exact.fsum(x * y for x, y in zip(prediction, target, strict=True)) / exact.sqrt(square)
    return 1 - cosine if self.side == 1 else max(exact.mpf(0), cosine - exact.mpf(self.margin))


@of("variants.distances.TorchTripletSwap", "truth")
def _(self, prediction, target):
    exact, (near, far) = arithmetic(prediction), target

    def apart(a, b):
        powers = (abs(x - y + exact.mpf(self.eps)) ** exact.mpf(self.p) for x, y in zip(a, b, strict=True))
        return exact.fsum(powers) ** (1 / exact.mpf(self.p))

    away = min(apart(prediction, far), apart(near, far))
    return max(exact.mpf(0), apart(prediction, near) - away + exact.mpf(self.margin))


@of("variants.distances.OptaxTriplet", "truth")
def _(self, prediction, target):
    exact, degree = arithmetic(prediction), arithmetic(prediction).mpf(self.p)
    near, far = (
        (exact.fsum((x - y) ** degree for x, y in zip(prediction, other, strict=True)) + exact.mpf(self.eps))
        ** (1 / degree)
        for other in target
    )
    return max(exact.mpf(0), near - far + exact.mpf(self.margin))
