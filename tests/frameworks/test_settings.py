"""Walks what frameworks document as settings of all names: they are honoured, refused with a reason, or say nothing."""

from importlib.util import find_spec

import pytest
from frameworks.signatures import installed, recorded
from frameworks.spoken_cases import MODULES

import actplot
from actplot.errors import ActplotError
from actplot.spec.dialects.finding import FRAMEWORKS, framework, spoken_by
from actplot.spec.dialects.keywords import AVERAGE, DTYPE, REDUCE, REDUCTION
from actplot.spec.dialects.spelling import REQUIRED

RECORDED = recorded()
SAYS_NOTHING = {  # no number changes by them, whatever they are; tables of random layers have training and evaluation
    *("inplace", "keepdim", "keepdims", "trainable", "autocast", "name", "scope", "loss_collection", "rng_collection"),
    *("activity_regularizer", "alpha_regularizer", "alpha_constraint", "num_parameters", "shared_axes", "data_format"),
    *("device", "algorithm", "training", "deterministic"),
}
NO_EFFECT_IN = {("reduction", "optax.losses.dice_loss"), ("eps", "torch.nn.functional.gumbel_softmax")}
REFUSED_DEFAULTS = {  # the slope of Flax is rounded to float32, which its note says; TensorFlow asks for an axis
    ("param_dtype", "flax.linen.PReLU"),
    ("param_dtype", "flax.nnx.PReLU"),
    ("axis", "tf.compat.v1.losses.cosine_distance"),
}
BESIDE = {"eps": {"log_input": "false"}, "min_value": {"max_val": "9"}}  # without which others say nothing
ELSEWHERE = {"keras.layers": {"dtype"}, "torch.log_softmax": {"dim", "dtype"}}  # said of what they are made of
OTHERS = {REDUCTION: "sum", AVERAGE: "false", REDUCE: "false", DTYPE: "float32"}
WORDS = ("0.75", "2", "-1", "true", "false", "tanh", "none", "1", "0.3", "-2", "0.2", "[0.5, 0.25]")


def settings(key):
    """Every name of a framework with each of its settings and the default of it."""
    for path, named in RECORDED[key]["names"].items():
        for setting, default in named.items():
            yield spoken_by(key, path), setting, default


def asked(one, **given):
    """The entry of a name with these settings, and any number for each one that it needs."""
    needed = {name: "0.5" for name, default in one.spelling.settings.items() if default is REQUIRED}
    return actplot.get(f"{one.path}({', '.join(f'{name}={word}' for name, word in {**needed, **given}.items())})")


def refusal(one, setting, word):
    """What is said to a word; empty where it is taken."""
    try:
        asked(one, **{setting: word})
    except ActplotError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_every_name_is_recorded(key):
    assert set(RECORDED[key]["names"]) == {one.path for one in framework(key).names()}
    assert RECORDED[key]["version"] == framework(key).version


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_what_is_recorded_is_what_is_installed(key):
    if find_spec(MODULES.get(key, key)) is None:
        pytest.skip(f"{key} is missing")
    assert installed(key) == RECORDED[key]["names"], f"{framework(key).version} was read, another may be installed"


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_settings_stand_in_the_order_of_the_framework(key):
    """So that one given by its place is the one that the framework takes there."""
    for path, named in RECORDED[key]["names"].items():
        assert [one.name for one in spoken_by(key, path).accepted][: len(named)] == list(named), path


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("key", FRAMEWORKS)
def test_documented_defaults_change_nothing(key):
    for one, setting, default in settings(key):
        written = default and not any(word in default for word in ("object", "proxy"))
        if written and (setting, one.path) not in REFUSED_DEFAULTS:
            assert asked(one, **{setting: default}) == asked(one), (one.path, setting)


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_documented_setting_is_honoured_or_refused_or_says_nothing(key):
    swallowed = [(one.path, setting) for one, setting, _ in settings(key) if not is_settled(one, setting)]
    assert not swallowed


def is_settled(one, setting):
    if setting in {parameter.name for parameter in one.declared}:
        return is_honoured(one, setting)
    keyword = next(keyword for keyword in one.keywords if keyword.name == setting)
    if keyword.sets in OTHERS:
        word = "weighted_sum" if one.framework == "tf" and keyword.sets == REDUCTION else OTHERS[keyword.sets]
        return asked(one, **{setting: word}).call != asked(one).call
    if keyword.sets:
        beside = BESIDE.get(setting, {})
        return asked(one, **beside, **{setting: "3"}) != asked(one, **beside)
    if keyword.why:
        return keyword.why in refusal(one, setting, "7.25")
    return setting in SAYS_NOTHING or (setting, one.path) in NO_EFFECT_IN


def is_honoured(one, setting):
    """Whether some other value makes another entry."""
    beside = {name: word for name, word in BESIDE.get(setting, {}).items() if name in one.spelling.settings}
    made = set()
    for word in WORDS:
        try:
            made.add(asked(one, **beside, **{setting: word}))
        except ActplotError:
            continue
        if len(made) > 1:
            return True
    return False


@pytest.mark.exhaustive(keep=0.85, thorough=1)
@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_wrong_word_is_refused_with_the_allowed_ones(key):
    for one, setting, _ in settings(key):
        text = any(own.name == setting and own.told == "a text" for own in one.keywords)
        if not setting.startswith("alpha_"):  # what acts in training alone may be any text
            said = refusal(one, setting, "3.5" if text else "banana")
            assert f"{setting} must be " in said, (one.path, setting, said)


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_setting_that_a_framework_does_not_document_is_unknown(key):
    for one in framework(key).names():
        named = {*RECORDED[key]["names"][one.path], *next((ELSEWHERE[at] for at in ELSEWHERE if at in one.path), ())}
        for setting in {"reduction", "dtype", "nonsense"} - named:
            said = refusal(one, setting, "1")
            assert "has no parameter" in said or "takes no parameters" in said, (one.path, setting, said)
