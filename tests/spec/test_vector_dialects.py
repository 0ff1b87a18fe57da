"""Frameworks' words for functions and losses of vectors and for random layers, and the names that are left out."""

import copy
import json
import pickle

import numpy as np
import pytest
from click.testing import CliRunner

import actplot
from actplot.calculus.facts.dialects import OMITTED, code_of, dialects_of, words_of
from actplot.catalogue.registry import ELEMENTWISE, KINDS, names
from actplot.cli import main
from actplot.spec.dialects.finding import FRAMEWORKS, framework
from actplot.spec.dialects.left_out import LEFT_OUT
from actplot.spec.dialects.spelling import REQUIRED

VECTORS = [kind for kind in KINDS if kind not in ELEMENTWISE]
NAMES = [one for key in FRAMEWORKS for one in framework(key).names() if one.canonical.kind in VECTORS]
P, Y = np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0])
Z = np.array([2.0, 1.0, 0.1])


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("torch:Softmax", "softmax"), ("torch:softmax", "softmax"), ("torch:LogSoftmax", "log_softmax"),
        ("torch:Softmin", "softmin"), ("torch:GLU", "glu"), ("Softmax(dim=-1)", "softmax"),
        ("torch.nn.functional.log_softmax", "log_softmax"), ("torch:Softmax2d", "softmax"),
        ("torch:logsumexp", "logsumexp"), ("jax:logmeanexp:axis=-1", "logmeanexp"), ("jax:standardize", "standardize"),
        ("jax:standardize:epsilon=0.1", "standardize:0.1"), ("flax:softmax", "softmax"), ("tf:nn.crelu", "crelu"),
        ("keras:softmax", "softmax"), ("keras:Softmax", "softmax"), ("keras:ops.glu", "glu"),
        ("torch:CrossEntropyLoss", "cross_entropy:ignore_index=-100"),
        ("torch:CrossEntropyLoss:label_smoothing=0.1", "cross_entropy:label_smoothing=0.1,ignore_index=-100"),
        ("CrossEntropyLoss(label_smoothing=0.1)", "cross_entropy:label_smoothing=0.1,ignore_index=-100"),
        ("torch:CrossEntropyLoss:weight=1:2:0.5,ignore_index=1", "cross_entropy:weight=1:2:0.5,ignore_index=1"),
        ("torch:NLLLoss", "log_probability_nll:ignore_index=-100"),
        ("torch:KLDivLoss", "kl_divergence:log_prediction=true"), ("optax:kl_divergence", "kl_divergence:1"),
        ("optax:convex_kl_divergence", "generalized_kl:1"), ("torch:MultiMarginLoss:p=2", "multi_margin:2"),
        ("torch:MultiLabelMarginLoss", "multilabel_margin"),
        ("torch:MultiLabelSoftMarginLoss:weight=1:2", "multilabel_soft_margin:weight=1:2"),
        ("torch:MarginRankingLoss:margin=0.5", "margin_ranking:0.5"), ("torch:TripletMarginLoss", "triplet_margin"),
        ("torch:triplet_margin_loss:margin=2,p=1", "triplet_margin:2,1"),
        ("torch:Dropout", "dropout"), ("torch:Dropout:p=0.2", "dropout:0.2"), ("keras:Dropout:rate=0.2", "dropout:0.2"),
        ("Dropout(p=0.2, inplace=False)", "dropout:0.2"), ("torch:Dropout:p=0.2,seed=3", "dropout:0.2,3"),
        ("tf:nn.dropout:rate=0.2", "dropout:0.2"), ("flax:nnx.Dropout:0.2", "dropout:0.2"),
        ("torch:Dropout2d:p=0.1", "channel_dropout:0.1"), ("torch:AlphaDropout", "alpha_dropout"),
        ("keras:SpatialDropout1D:rate=0.1", "channel_dropout:0.1"),
        ("keras:GaussianNoise:stddev=2", "gaussian_noise:2"),
        ("keras:GaussianDropout:rate=0.1", "gaussian_dropout:0.1"),
        ("torch:gumbel_softmax:tau=0.5,hard=True", "gumbel_softmax:0.5,1"),
        ("optax:softmax_cross_entropy", "softmax_cross_entropy_with_logits"),
        ("optax:safe_softmax_cross_entropy", "softmax_cross_entropy_with_logits"),
        ("optax:softmax_cross_entropy_with_integer_labels", "sparse_softmax_cross_entropy_with_logits"),
        ("tf:sparse_softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits"),
        ("keras:SparseCategoricalCrossentropy:from_logits=True,ignore_class=2",
         "sparse_softmax_cross_entropy_with_logits:ignore_index=2"),
        ("keras:CategoricalGeneralizedCrossEntropy", "generalized_cross_entropy"),
        ("optax:ranking_softmax_loss", "ranking_softmax"), ("optax:poly_loss_cross_entropy:epsilon=1", "poly_loss:1"),
        ("optax:multiclass_hinge_loss", "multiclass_hinge"), ("optax:cosine_similarity", "cosine_similarity"),
        ("optax:cosine_distance:epsilon=0", "cosine_distance"),
    ],
)  # fmt: skip
def test_words_that_only_spell_differently(words, same):
    entry = actplot.get(words)
    assert entry == actplot.get(same)
    assert str(entry) == str(actplot.get(same))
    assert hash(entry) == hash(actplot.get(same))


@pytest.mark.parametrize(
    ("words", "prediction", "target", "loss", "gradient"),
    [
        ("keras:CategoricalCrossentropy", [1, 0, 0], [0, 1, 0], -np.log(1e-7), [0, 0, 0]),
        ("keras:CategoricalCrossentropy:label_smoothing=0.3", P, Y, -np.log(P) @ [0.8, 0.1, 0.1], None),
        ("keras:CategoricalCrossentropy:from_logits=true", Z, [2, 0, 0], 0.8340603, [-1.340999, 0.242433, 0.0985659]),
        ("tf:softmax_cross_entropy_with_logits", Z, [2, 0, 0], 0.8340603, [-1.340999, 0.242433, 0.0985659]),
        ("keras:SparseCategoricalCrossentropy", [2, 1, 1], 0, -np.log(1 / 3), [0, 0, 0]),
        ("keras:KLDivergence", [1, 0, 0], [0, 1, 0], np.log(1e7) - 1e-7 * np.log(1e7), [-1e-7, 0, 0]),
        ("keras:CosineSimilarity", [3, 4, 0], [3, 4, 0], -1, [0, 0, 0]),
        ("keras:CategoricalHinge", [2, 1, 0], [1, 0, 0], 0, [-1, 1, 0]),
        ("keras:Dice", [0, 0, 0], [0, 0, 0], 1, [0, 0, 0]),
        ("keras:Tversky:alpha=0,beta=1", [1, 1, 0], [1, 0, 1], 0.5, None),
        ("torch:KLDivLoss:log_target=true", np.log(P), np.log(P), 0, -P),
        ("optax:kl_divergence_with_log_targets", np.log(P), np.log(P), 0, -P),
        ("optax:binary_dice_loss", [0, 0, 0], [1, 1, 1], 1 - 5 / 6.5, None),
        ("torch:CosineEmbeddingLoss", [0, 0], [3, 4], 1, [-6e5, -8e5]),
        ("torch:cosine_similarity:eps=10", [3, 4], [3, 4], 0.25, None),
        ("optax:cosine_distance:epsilon=100", [3, 4], [3, 4], 0.75, [-0.03, -0.04]),
        ("tf:losses.cosine_distance", [3, 4], [3, 4], -24, [-3, -4]),
        ("torch:TripletMarginLoss:swap=true,eps=0", [0, 0], [[2, 0], [3, 0]], 2, [-1, 0]),
        ("optax:triplet_margin_loss:eps=0", [0, 0], [[3, 0], [2, 0]], 2, [0, 0]),
    ],
)  # fmt: skip
def test_what_a_framework_computes_instead(words, prediction, target, loss, gradient):
    entry = actplot.get(words)
    assert entry.evaluate(prediction, target) == pytest.approx(loss, rel=1e-6, abs=1e-9)
    if gradient is not None:
        assert entry.gradient(prediction, target) == pytest.approx(np.array(gradient), rel=1e-4, abs=1e-9)


def test_the_threshold_of_keras_sparsemax():
    wrong, right = actplot.get("keras:sparsemax"), actplot.get("sparsemax")
    assert wrong.value([1.0, 1.0, 0.1]).tolist() == [0, 0, 0]
    assert wrong.value(Z) == pytest.approx(right.value(Z))
    assert wrong != right


def test_the_names_of_pytorch_take_log_probabilities():
    assert actplot.get("NLLLoss").name == actplot.get("nll_loss").name == "log_probability_nll"
    assert actplot.get("torch:NLLLoss").name == "log_probability_nll"


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("spoken", NAMES, ids=lambda one: one.path)
def test_every_name_reads_back(spoken):
    required = [name for name, default in spoken.spelling.settings.items() if default is REQUIRED]
    settings = ",".join(f"{name}=0.5" for name in required)
    for name in (spoken.leaf, spoken.path.partition(".")[2]):
        words = f"{spoken.framework}:{name}" + (f":{settings}" if required else "")
        if required:
            with pytest.raises(actplot.BadSpec, match="no default for"):
                actplot.get(words.rpartition(":")[0])
        entry = actplot.get(words)
        again = actplot.get(str(entry))
        assert again == entry
        assert hash(again) == hash(entry)
        assert pickle.loads(pickle.dumps(entry)) == entry == copy.deepcopy(entry)
    assert actplot.get(f"{spoken.path}({settings})") == actplot.get(
        f"{spoken.framework}:{spoken.path.partition('.')[2]}" + (f":{settings}" if required else "")
    )


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("spoken", NAMES, ids=lambda one: one.path)
def test_every_form_of_a_name_computes_its_example(spoken):
    switch = spoken.spelling.switch
    given = {name: 0.5 for name, default in spoken.spelling.settings.items() if default is REQUIRED}
    for i in range(len(switch.meanings)) if switch else [None]:
        entry = spoken.with_parameters(given if switch is None else {**given, switch.name: float(i)})
        assert code_of(spoken, entry).startswith(f"{spoken.path}(")
        if entry.kind == "vector loss":
            assert np.isfinite(entry.evaluate(*entry.example))
            assert np.isfinite(entry.gradient(*entry.example)).all()
        elif entry.kind == "vector function":
            x = np.array([2.0, 1.0, 0.1, -1.0])
            assert np.isfinite(entry.value(x)).all()
            assert np.isfinite(entry.jacobian(x)).all()
        else:
            assert np.isfinite(entry.train(np.ones((2, 3)))).all()


@pytest.mark.parametrize(
    ("words", "error", "part"),
    [
        ("torch:CTCLoss", actplot.UnknownName, "'CTCLoss' is left out: it sums over alignments"),
        ("optax:ntxent", actplot.UnknownName, "is left out: it compares all rows"),
        ("torch:AdaptiveLogSoftmaxWithLoss", actplot.UnknownName, "weights that are learned"),
        ("torch:CrossEntropyLoss:label_smoothing=2", actplot.BadParameter, "label_smoothing must be from 0 to 1"),
        ("torch:CrossEntropyLoss:smoothing=0.1", actplot.UnknownName, "no parameter 'smoothing'"),
        ("torch:TripletMarginLoss:margin=0", actplot.BadParameter, "margin must be above 0"),
        ("torch:Dropout:rate=0.2", actplot.UnknownName, "calls it 'p'"),
        ("keras:Dropout:p=0.2", actplot.UnknownName, "calls it 'rate'"),
        ("keras:Dropout", actplot.BadSpec, "no default for rate"),
        ("torch:sparsemax", actplot.UnknownName, "keras:sparsemax"),
        ("keras:CategoricalCrossentropy:from_logits=perhaps", actplot.BadParameter, "from_logits must be"),
    ],
)
def test_errors(words, error, part):
    with pytest.raises(error) as caught:
        actplot.get(words)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", LEFT_OUT)
def test_what_is_left_out_has_a_reason(path):
    with pytest.raises(actplot.UnknownName, match="is left out: "):
        actplot.get(path)
    key = path.partition(".")[0]
    listed = [word for word in words_of(key, None, path.rpartition(".")[2], ()) if word.kind == OMITTED]
    assert any(word.meaning == LEFT_OUT[path] for word in listed)


def run(*words):
    result = CliRunner().invoke(main, words, prog_name="actplot", env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize("name", [name for kind in VECTORS for name in names(kind)])
def test_show_frameworks_of_every_entry(name):
    text = run("show", name, "--frameworks")
    assert f"{name} in" in text
    rows = json.loads(run("show", name, "--frameworks", "--json"))["frameworks"]
    assert len(rows) == len(dialects_of(actplot.get(name)))
    assert all(row["names"] or not row["arguments"] for row in rows)
    code = "".join(row["code"] for row in rows)
    assert not any(f"{setting}=None" in code for setting in ("ignore_index", "ignore_class", "weight"))


def test_the_order_of_arguments_is_said():
    assert "keras.losses.KLDivergence(reduction='none')(target, prediction)" in run(
        "show", "kl_divergence", "--frameworks", "--json"
    )
    assert "log q, p" in run("show", "kl_divergence", "--frameworks")
    assert "Takes target, prediction, in this order." in " ".join(run("show", "keras:CategoricalHinge").split())


def test_the_list_of_a_framework_has_a_heading_for_each_kind():
    text = run("list", "--framework", "torch")
    for heading in ("vector function · normalisers", "random layer · noise", "vector loss · cross entropies", OMITTED):
        assert f"\n{heading}\n" in text
    only = run("list", "--framework", "torch", "--kind", "vector-loss")
    assert "CrossEntropyLoss" in only
    assert "CTCLoss" not in only
    assert "ReLU" not in run("list", "--framework", "torch", "--kind", "random-layer")


def test_a_card_in_a_framework_s_words():
    card = json.loads(run("show", "keras:Tversky:alpha=0.3", "--json"))
    assert [one["name"] for one in card["parameters"]] == ["alpha", "beta", "axis"]
    assert "missed" in card["parameters"][0]["meaning"]
    assert card["spoken"][0] == "Keras"
