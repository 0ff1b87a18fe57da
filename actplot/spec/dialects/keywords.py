"""What frameworks' settings that are no parameters of a function may be, and what they do here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from ...catalogue.call import EACH, Call, Reduction
from ...errors import BadParameter, quoted, suggestion
from ...frozen import record
from ...numbers import real
from .literals import bare, ends, items, unquoted
from .signatures import documented
from .spelling import Spelling

REDUCTION, AVERAGE, REDUCE, DTYPE = "reduction", "size_average", "reduce", "dtype"  # what a setting sets


@record
class Keyword:
    """A setting of a framework's call: which words it takes, and what they set; nothing if it changes no number."""

    name: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    sets: str = ""  # one of the above, or a parameter of the function
    other: str = ""  # pattern of what else it takes
    told: str = ""  # that in words
    number: bool = False  # whether it takes any number
    why: str = ""  # why nothing else
    aliases: tuple[str, ...] = ()

    @property
    def constraint(self) -> str:
        """In words, such as none, mean or sum."""
        allowed = [*(word for word in self.words if "." not in word), *([self.told] if self.told else [])]
        return " or ".join(filter(None, (", ".join(allowed[:-1]), allowed[-1])))

    def read(self, owner: str, text: str) -> Any:
        """The value that a text means. Raises `BadParameter` for what the setting does not take."""
        word = unquoted(bare(text))
        known = {one.lower(): value for one, value in self.words.items() if one != "None" or word == "None"}
        if word == "None" and word not in self.words:  # which is not the word none
            known.pop("none", None)
        for end in ends(word.lower()):
            if end in known:
                return known[end]
        if self.other and re.fullmatch(self.other, bare(text)):
            return _number_or_text(text)
        if self.number:
            try:
                return real(word)
            except ValueError:
                pass
        near = suggestion(word, known) if self.words else ""
        more = f": {self.why}" if self.why else f".{near}" if near else ""
        raise BadParameter(f"{owner}: {self.name} must be {self.constraint}, got {quoted(text.strip())}{more}")


def _number_or_text(text: str) -> Any:
    parts = items(text)
    if parts is not None:
        return tuple(map(_number_or_text, parts))
    word = unquoted(text)
    return int(word) if re.fullmatch(_WHOLE, word) else word


_TRUTH = {"true": True, "false": False}
_NONE = {"None": None}
_WHOLE = r"[+-]?\d{1,9}"
_TEXT = r"'[^']*'|\"[^\"]*\"|[A-Za-z_.][\w./>-]*"
_DEVICE = r"(?P<q>['\"]?)(?:cpu|cuda|mps|xpu|xla|hip|hpu|mtia|meta|vulkan|privateuseone)(?::\d{1,4})?(?P=q)|\d{1,4}"
_FLOATS = {"float32": "float32", "float64": "float64", "float": "float32", "double": "float64", **_NONE}
_BATCH = "it weights the numbers of a batch one by one, which 'actplot eval' prints one by one"
_MASK = "a mask belongs to one batch; leave the masked numbers out of it"
_OBJECT = "objects of a program have no place in a text"


def _only(word: str, why: str, *others: str) -> Keyword:
    """A setting that is taken where it says nothing."""
    return Keyword(words=dict.fromkeys((word, *others)), why=why)


def _reduced(words: Mapping[str, str], *, zero_of_none: bool = False) -> dict[str, Reduction]:
    return {word: Reduction(how, word.rpartition(".")[2], zero_of_none) for word, how in words.items()}


_TORCH = {"none": "none", "mean": "mean", "sum": "sum"}
_KERAS = {
    **dict.fromkeys(("sum_over_batch_size", "mean", "mean_with_sample_weight", "auto"), "mean"),
    **{"sum": "sum", "none": "none", "None": "none"},
}
_FIRST = {  # of TensorFlow 1, by word and as a member of Reduction
    "none": "none",
    "weighted_sum": "sum",
    **dict.fromkeys(("weighted_mean", "weighted_sum_over_batch_size", "weighted_sum_by_nonzero_weights"), "mean"),
}
_MEMBERS = {
    **{"none": "none", "sum": "sum"},
    **dict.fromkeys(("mean", "sum_over_batch_size", "sum_by_nonzero_weights", "sum_over_nonzero_weights"), "mean"),
}
_FIRST_WORDS = {**_reduced(_FIRST), **{f"reduction.{word}": Reduction(how, word) for word, how in _MEMBERS.items()}}
_DEFAULTS = ("sum_over_batch_size", "weighted_sum_by_nonzero_weights", "mean")  # whichever a framework has
_LEGACY = {**_TRUTH, **_NONE}

_USUAL: dict[str, Keyword] = {  # by name, in every framework
    **dict.fromkeys(("inplace", "keepdim", "keepdims", "trainable", "autocast"), Keyword(words=_TRUTH)),
    **dict.fromkeys(
        ("name", "scope", "loss_collection", "rng_collection", "activity_regularizer"),
        Keyword(words=_NONE, other=_TEXT, told="a text"),
    ),
    **dict.fromkeys(
        ("alpha_regularizer", "alpha_constraint"), Keyword(words=_NONE, other=_TEXT, told="what acts in training")
    ),
    **dict.fromkeys(("parent", "rngs", "negative_slope_metadata"), _only("None", _OBJECT)),
    "promote_dtype": _only("promote_dtype", _OBJECT),
    "num_parameters": Keyword(other=r"0*[1-9]\d{0,8}", told="a whole number of at least 1"),
    "shared_axes": Keyword(words=_NONE, other=rf"[\[(]?\s*{_WHOLE}(?:\s*,\s*{_WHOLE})*,?\s*[\])]?", told="axes"),
    "data_format": Keyword(words={**_NONE, "channels_first": None, "channels_last": None}),
    "device": Keyword(words=_NONE, other=_DEVICE, told="a device such as cpu, cuda or cuda:0"),
    "out": _only("None", "numbers are printed and not written into a tensor"),
    "algorithm": Keyword(words={"fast": None, "stable": None}),
    "dtype": Keyword(words=_FLOATS, sets=DTYPE, why="numbers here are float32 or float64"),
    "dim": Keyword(words=_NONE, sets="axis", other=_WHOLE, told="a whole number"),  # an older name of it
    "axis": _only("None", "it goes over all numbers of a vector"),
    "size_average": Keyword(words=_LEGACY, sets=AVERAGE),
    "reduce": Keyword(words=_LEGACY, sets=REDUCE),
    "reduce_fn": Keyword(words=_reduced({"None": "none", "mean": "mean", "sum": "sum"}), sets=REDUCTION),
    **dict.fromkeys(("weight", "sample_weight"), _only("None", _BATCH)),
    "weights": _only("1", _BATCH, "1.0", "None"),
    "class_weights": _only("None", "it has one class, whose weight multiplies the loss"),
    "where": _only("None", _MASK),
    "b": _only("None", "weights inside the sum make it another function"),
    **dict.fromkeys(("mean", "variance"), _only("None", "it is that of the vector itself")),
    "return_sign": _only("false", "the sum of exponentials has the sign 1"),
    "noise_shape": _only("None", "each number, or each channel, is dropped on its own"),
    "broadcast_dims": _only("()", "channel_dropout drops channels as a whole", "None"),
    **dict.fromkeys(("training", "deterministic"), Keyword(words={**_TRUTH, **_NONE})),  # tables have both
    "param_dtype": _only("float64", "the slope is kept as it is given; --dtype float32 rounds all numbers"),
    **dict.fromkeys(("apply_softmax", "apply_sigmoid"), _only("true", "it takes logits")),
    "ignore_background": _only("false", "it has one class alone"),
    "series_order": _only("3", "numbers here are exact, whatever series a framework takes"),
    "min_value": Keyword(sets="min_val", words=_NONE, number=True, told="a number"),
    "max_value": Keyword(sets="max_val", words=_NONE, number=True, told="a number"),
    "alpha_initializer": Keyword(
        sets="alpha", words={"zeros": 0.0, "ones": 1.0, "zero": 0.0, "one": 1.0}, number=True, told="a number"
    ),
    "eps": Keyword(number=True, told="a number"),
}
_USUAL["reduction"] = Keyword(words=_reduced(_TORCH), sets=REDUCTION)
_SPECIAL: tuple[tuple[str, str, Keyword], ...] = (  # by name and path, where it is not the usual one
    ("reduction", r"torch\..*(KLDivLoss|kl_div)", Keyword(words=_reduced({**_TORCH, "batchmean": "batchmean"}))),
    ("reduction", r"keras\..*", Keyword(words=_reduced(_KERAS, zero_of_none=True))),
    ("reduction", r"tf\.compat\..*", Keyword(words=_FIRST_WORDS)),
    ("reduction", r"optax\..*dice_loss", Keyword(words=dict.fromkeys(_TORCH))),
    ("training", r".*rrelu_?", _only("false", "in training it draws each slope; see 'actplot show rrelu'")),
    ("axis", r"optax\..*dice_loss", _only("None", "its sums are over all numbers of a vector")),
    ("axis", r"keras\..*(?i:sparse\w*crossentropy)", _only("-1", "Keras takes the last axis alone", "1")),
    ("axis", r"keras\..*(?i:binary\w*crossentropy|bce)", _only("-1", "the mean is over the numbers of each row", "1")),
)

_CLASHES: tuple[
    tuple[str, str, tuple[str, ...], str], ...
] = (  # pattern of paths, a word, and beside what it is refused
    (
        r"torch\..*\.kl_div",
        "batchmean",
        ("size_average", "reduce"),
        "PyTorch divides what these give by the batch size",
    ),
)


def check_clashes(path: str, given: Mapping[str, Any]) -> None:
    """Raise `BadParameter` for settings of a call that a framework takes together in a sense of its own."""
    for pattern, word, others, why in _CLASHES:
        beside = [name for name in others if given.get(name) is not None]
        if beside and re.fullmatch(pattern, path) and getattr(given.get(REDUCTION), "word", "") == word:
            raise BadParameter(f"{path}: {word} beside {' and '.join(beside)}: {why}. Leave one of them out.")


def keywords_of(framework: str, path: str, parameters: tuple[str, ...]) -> tuple[Keyword, ...]:
    """The settings that a framework documents for one of its names and that are no parameters here."""
    return tuple(_keyword(name, path) for name in documented(framework, path) if name not in parameters)


def _keyword(name: str, path: str) -> Keyword:
    usual = _USUAL.get(name, Keyword())
    special = next((own for one, pattern, own in _SPECIAL if one == name and re.fullmatch(pattern, path)), None)
    if special is None:
        return replace(usual, name=name)
    sets = usual.sets if name == "reduction" and any(special.words.values()) else special.sets
    return replace(special, name=name, sets=sets)


def usual_of(framework: str, spelling: Spelling, keywords: Sequence[Keyword]) -> Reduction:
    """The reduction that a framework takes where a call names none."""
    words = next((one.words for one in keywords if one.sets == REDUCTION), {})
    named = next((words[word] for word in _DEFAULTS if word in words), EACH)
    return replace(Reduction(spelling.reduces) if spelling.reduces else named, over=spelling.over)


def call_of(usual: Call, keywords: Sequence[Keyword], given: Mapping[str, Any]) -> Call:
    """What a call asks for: the reduction and the floats that its keywords name."""
    by_aim = {one.sets: given[one.name] for one in keywords if one.name in given}
    reduction = by_aim.get(REDUCTION)
    if (average := by_aim.get(AVERAGE), by_aim.get(REDUCE)) != (None, None):
        reduction = _legacy(average, by_aim.get(REDUCE))
    if reduction is not None:
        reduction = replace(reduction, over=usual.usual.over)
    return replace(usual, reduction=reduction, dtype=by_aim.get(DTYPE) or "")


def _legacy(average: bool | None, reduce: bool | None) -> Reduction:
    """PyTorch's reduction before 0.4, which wins over the new one; what is left out is true."""
    if reduce is False:
        return Reduction("none", "none")
    return Reduction("sum", "sum") if average is False else Reduction("mean", "mean")
