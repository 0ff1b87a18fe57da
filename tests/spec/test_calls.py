"""Settings of a framework's call that are no parameters: reductions, floats, what says nothing, and wrong words."""

import copy
import pickle

import numpy as np
import pytest

import actplot
from actplot.requests.derivations.derive import DeriveRequest
from actplot.requests.facts.eval import EvalRequest
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.figures.jacobian import JacobianRequest
from actplot.requests.figures.surface import SurfaceRequest

P, T = [[0.2, 0.9], [1.5, -0.3], [0.0, 2.0]], [[1, 0], [0, 1], [1, 1]]
LOGITS, CLASSES = [[2.0, 1.0, 0.1], [0.5, -1.0, 3.0], [0.0, 0.3, -0.2]], [0, 2, 1]
LOGS, SHARES = (
    [[-0.417, -1.417, -2.317], [-2.5957, -4.0957, -0.0957], [-1.1533, -0.8533, -1.3533]],
    [[0.5, 0.3, 0.2], [0.1, 0.1, 0.8], [0.3, 0.3, 0.4]],
)
SIGNS = [[1, -1], [-1, 1], [1, 1]]
SQUARES, ROW_MEANS = [[0.64, 0.81], [2.25, 1.69], [1.0, 1.0]], [0.725, 1.97, 1.0]
DATA = {"P": (P, T), "signs": (P, SIGNS), "classes": (LOGITS, CLASSES), "shares": (LOGS, SHARES)}
PYTORCH = {  # of PyTorch 2.13, by data and call
    "P": {
        "MSELoss()": 1.2316666666666667,
        "MSELoss(reduction='sum')": 7.39,
        "MSELoss(reduction='mean')": 1.2316666666666667,
        "MSELoss(reduction='none')": SQUARES,
        "MSELoss(size_average=False)": 7.39,
        "MSELoss(reduce=False)": SQUARES,
        "MSELoss(reduce=False, size_average=True)": SQUARES,
        "MSELoss(size_average=True, reduce=True, reduction='sum')": 1.2316666666666667,
        "MSELoss(size_average=None, reduce=None, reduction='sum')": 7.39,
        "torch.nn.functional.mse_loss(size_average=False, reduction='none')": 7.39,
        "torch:mse_loss:reduction=sum": 7.39,
        "L1Loss(reduction='sum')": 6.5,
        "HuberLoss('sum', 1.0)": 3.525,
        "BCEWithLogitsLoss(pos_weight=torch.tensor([3.0]))": 1.626712511512325,
        "BCEWithLogitsLoss(pos_weight=3)": 1.626712511512325,
        "MultiLabelSoftMarginLoss(weight=(0.2, 0.3))": 0.21087850077632234,
    },
    "signs": {
        "SoftMarginLoss(reduction='sum')": 5.215136458167876,
        "SoftMarginLoss(reduce=True, size_average=False)": 5.215136458167876,
    },
    "classes": {
        "CrossEntropyLoss()": 0.4553303003404883,
        "CrossEntropyLoss(weight=[0.2, 0.3, 1.5])": 0.24145173198795744,
        "CrossEntropyLoss([0.2, 0.3, 1.5])": 0.24145173198795744,
        "CrossEntropyLoss(weight=torch.tensor([0.2, 0.3, 1.5]))": 0.24145173198795744,
        "torch:CrossEntropyLoss:weight=0.2:0.3:1.5": 0.24145173198795744,
        "CrossEntropyLoss(weight=[0.2, 0.3, 1.5], label_smoothing=0.1, ignore_index=2)": 1.044281088618759,
        "CrossEntropyLoss(ignore_index=1, reduction='sum')": 0.5127043456922158,
        "CrossEntropyLoss(label_smoothing=0.25, ignore_index=0)": 0.7786471090384824,
        "MultiMarginLoss(weight=(0.2, 0.3, 1.5))": 0.04,
    },
    "shares": {
        "KLDivLoss()": 0.025379461215558435,
        "KLDivLoss(reduction='batchmean')": 0.0761383836466753,
        "KLDivLoss(reduction='sum')": 0.2284151509400259,
        "KLDivLoss(reduction='batchmean', size_average=False)": 0.2284151509400259,
        "KLDivLoss(reduction='none')": [
            [-0.13807359027997265, 0.06390815870221916, 0.14151241751317994],
            [0.029311490700595466, 0.17931149070059543, -0.10195484105136778],
            [-0.01520184129778085, -0.10520184129778082, 0.174803707250338],
        ],
    },
}
KERAS = {  # of Keras 3.15 and TensorFlow 2.21, which takes version 1 to float32
    "keras:MeanSquaredError": 1.2316666666666667,
    "keras.losses.MeanSquaredError(reduction='sum')": 3.695,
    "keras.losses.MeanSquaredError(reduction=None)": ROW_MEANS,
    "keras.losses.MeanSquaredError(reduction='mean_with_sample_weight', name='mine')": 1.2316666666666667,
    "keras.losses.MeanSquaredError(reduction='auto')": 1.2316666666666667,
    "keras:mean_squared_error": ROW_MEANS,
    "keras.losses.MeanAbsoluteError('sum')": 3.25,
    "keras:Huber:reduction=none": [0.3625, 0.9, 0.5],
    "tf:mean_squared_error": 1.2316666666666667,
    "tf.compat.v1.losses.mean_squared_error(reduction=tf.compat.v1.losses.Reduction.SUM)": 7.39,
    "tf.compat.v1.losses.mean_squared_error(reduction='weighted_sum_over_batch_size')": 1.2316666666666667,
    "tf:l2_loss": 3.695,
    "optax:squared_error": SQUARES,
    "mse": SQUARES,
}
CASES = [(data, words, value) for data, calls in PYTORCH.items() for words, value in calls.items()]
CASES += [("P", words, value) for words, value in KERAS.items()]


def answer(words, prediction, target, **given):
    """The losses that `eval` prints, or the reduced one, the gradients, and what it calls the losses."""
    tables = EvalRequest((words,), prediction=prediction, target=target, **given).answer().tables
    found = [{**one.shared, **one.whole, **one.columns} for one in tables]
    label = max((name for name in found[0] if name.startswith("loss")), key=len)
    losses = found[0][label] if label in tables[0].shared else [one[label] for one in found]
    return np.array(losses), np.array([one["gradient"] for one in found]), label


@pytest.mark.parametrize(("data", "words", "value"), CASES)
def test_the_reduction_of_a_call_is_that_of_eval(data, words, value):
    prediction, target = DATA[data]
    losses, _, label = answer(words, prediction, target)
    assert losses == pytest.approx(np.array(value), rel=1e-9)
    assert ("(" in label) == (np.ndim(value) < 2 or data == "shares")


@pytest.mark.parametrize(
    ("words", "slopes"),
    [
        ("MSELoss()", [-0.8, 0.9]),
        ("MSELoss(reduction='sum')", [-1.6, 1.8]),
        ("keras.losses.MeanSquaredError(reduction='sum')", [-0.8, 0.9]),
        ("keras:mse", [-0.8, 0.9]),
    ],
)
def test_gradients_are_those_of_the_reduced_loss(words, slopes):
    assert answer(words, [0.2, 0.9], [1, 0])[1][0] == pytest.approx(slopes, rel=1e-12)


def test_an_option_wins_over_the_call():
    for words in ("MSELoss(reduction='sum')", "torch:MSELoss", "mse", "keras:mse"):
        losses, _, label = answer(words, P, T, reduction="mean")
        assert losses == pytest.approx(1.2316666666666667)
        assert label == "loss (mean)"
    assert answer("torch:KLDivLoss", LOGS, SHARES, reduction="batchmean")[0] == pytest.approx(0.0761383836466753)
    assert answer("torch:KLDivLoss", LOGS, SHARES, reduction="mean")[0] == pytest.approx(0.025379461215558435)


def test_the_table_says_which():
    labels = {
        words: answer(words, P, T)[2] for words in ("torch:MSELoss", "keras:MeanSquaredError", "keras:mse", "mse")
    }
    assert list(labels.values()) == ["loss (mean)", "loss (sum_over_batch_size)", "loss (mean of the row)", "loss"]


def test_equal_losses_of_different_reductions_are_both_answered():
    functions = ("torch:MSELoss", "mse", "MSELoss(reduction='sum')", "torch:MSELoss")
    assert len(EvalRequest(functions, prediction=[0.2, 0.9], target=[1, 0]).answer().tables) == 3


def test_a_model_takes_the_reduction_of_the_call():
    def loss(words, **given):
        (table,) = EvalRequest((words,), data="line", at="w=1,b=2", **given).answer().tables
        return table.columns["loss"][0]

    count = loss("mse", reduction="sum") / loss("mse")
    assert count > 2
    assert loss("MSELoss(reduction='sum')") == loss("mse", reduction="sum")
    assert loss("MSELoss(reduction='sum')", reduction="mean") == loss("mse") == loss("torch:MSELoss")
    with pytest.raises(actplot.BadOption, match="one number"):
        loss("MSELoss(reduction='none')")
    assert SurfaceRequest(("MSELoss(reduction='sum')",), data="line").reduction == "sum"
    assert SurfaceRequest(("MSELoss(reduction='sum')",), data="line", reduction="mean").reduction is None
    assert SurfaceRequest(("torch:MSELoss",), data="line").reduction is None


def test_from_python_a_named_reduction_is_taken_and_another_wins():
    loss = actplot.get("MSELoss(reduction='sum')")
    for one in (loss, copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert one.evaluate(P, T) == pytest.approx(7.39)
        assert one.gradient([0.2, 0.9], [1, 0]) == pytest.approx([-1.6, 1.8])
        assert one.evaluate(P, T, "none") == pytest.approx(np.array(SQUARES))
    assert loss == actplot.get("mse")
    assert actplot.get("torch:MSELoss").evaluate(P, T) == pytest.approx(np.array(SQUARES))
    smooth = actplot.get("keras:BinaryCrossentropy:reduction=sum")
    assert smooth.call == pickle.loads(pickle.dumps(smooth)).call


@pytest.mark.parametrize(
    ("words", "dtype"),
    [
        ("torch:softmax:dim=-1,dtype=float32", "float32"),
        ("torch.nn.functional.softmax(dim=-1, dtype=torch.float32)", "float32"),
        ("torch:log_softmax:dtype=double", "float64"),
        ("torch:softmax:dtype=None", "float64"),
        ("torch:softmax", "float64"),
    ],
)
def test_floats_of_a_call(words, dtype):
    (table,) = EvalRequest((words,), at=[1, 2], order=0).answer().tables
    assert table.dtype == dtype == table.columns["output"].dtype
    (table,) = EvalRequest((words,), at=[1, 2], order=0, dtype="float64").answer().tables
    assert table.dtype == "float64"


@pytest.mark.parametrize(
    ("words", "error", "parts"),
    [
        ("MSELoss(reduction='banana')", actplot.BadParameter, ("reduction must be none, mean or sum", "banana")),
        ("MSELoss(reduction='batchmean')", actplot.BadParameter, ("none, mean or sum",)),
        ("KLDivLoss(reduction='batchmeen')", actplot.BadParameter, ("or batchmean", "Did you mean 'batchmean'")),
        (
            "torch.nn.functional.kl_div(reduction='batchmean', size_average=False)",
            actplot.BadParameter,
            ("batchmean beside size_average", "by the batch size"),
        ),
        ("MSELoss(reduction=3)", actplot.BadParameter, ("none, mean or sum",)),
        ("keras:Huber:reduction=banana", actplot.BadParameter, ("sum_over_batch_size, mean",)),
        ("MSELoss(reduce=maybe)", actplot.BadParameter, ("reduce must be true, false or None", "maybe")),
        ("MSELoss(size_average='yes')", actplot.BadParameter, ("size_average must be",)),
        ("ReLU(inplace=banana)", actplot.BadParameter, ("inplace must be true or false",)),
        ("PReLU(device=3.5)", actplot.BadParameter, ("device must be None or a device", "3.5")),
        ("PReLU(device=banana)", actplot.BadParameter, ("such as cpu, cuda or cuda:0",)),
        ("PReLU(num_parameters=0)", actplot.BadParameter, ("a whole number of at least 1",)),
        ("GELU(approximate='foo')", actplot.BadParameter, ("approximate must be none or tanh",)),
        ("Softmax(dim=banana)", actplot.BadParameter, ("dim must be", "whole number", "banana")),
        ("torch:softmax:dtype=float16", actplot.BadParameter, ("dtype must be float32", "float16")),
        ("keras:softmax:axis=0.5", actplot.BadParameter, ("axis must be",)),
        ("torch:relu:reduction=mean", actplot.UnknownName, ("no parameter 'reduction'", "Parameters: inplace")),
        ("torch:MSELoss:reductoin=mean", actplot.UnknownName, ("Did you mean 'reduction'",)),
        ("torch:Softmax:dtype=float32", actplot.UnknownName, ("no parameter 'dtype'", "Parameters: dim")),
        ("torch:tanh:dim=1", actplot.ActplotError, ("takes no parameters",)),
        ("BCELoss(weight=[1, 2])", actplot.BadParameter, ("weight must be None", "a batch")),
        ("BCEWithLogitsLoss([1, 2])", actplot.BadParameter, ("weight must be None",)),
        ("BCEWithLogitsLoss(pos_weight=[1, 2])", actplot.BadParameter, ("pos_weight must be one number",)),
        ("CrossEntropyLoss(weight=[[1, 2]])", actplot.BadParameter, ("weight must be",)),
        ("CrossEntropyLoss(weight=[1, banana])", actplot.BadParameter, ("weight must be", "banana")),
        ("CrossEntropyLoss(weight=[1, 2)", actplot.ActplotError, ()),
        ("CrossEntropyLoss(weight=torch.ones(2))", actplot.BadParameter, ("such as [0.5, 2]", "torch.ones(2)")),
        ("CrossEntropyLoss(weight={0: 1})", actplot.BadParameter, ("weight must be",)),
        ("MSELoss(reduction=None)", actplot.BadParameter, ("none, mean or sum",)),
        ("MSELoss(reduction='')", actplot.BadParameter, ("none, mean or sum",)),
        ("MSELoss(,)", actplot.ActplotError, ()),
        ("PReLU(num_parameters=" + "9" * 5000 + ")", actplot.BadParameter, ("a whole number",)),
        ("torch.nn.functional.rrelu(training=True)", actplot.BadParameter, ("training must be false", "draws")),
        ("tf.compat.v1.losses.huber_loss(weights=2.0)", actplot.BadParameter, ("weights must be 1",)),
        ("optax.losses.dice_loss(axis=0)", actplot.BadParameter, ("axis must be None", "all numbers of a vector")),
        ("keras:bce:axis=0", actplot.BadParameter, ("axis must be -1", "each row")),
        ("SmoothL1Loss(0.5)", actplot.BadParameter, ("size_average must be",)),
        ("optax.ranking_softmax_loss(reduce_fn=jnp.max)", actplot.ActplotError, ()),
    ],
)
def test_wrong_words_are_refused_with_the_allowed_ones(words, error, parts):
    with pytest.raises(error) as caught:
        actplot.get(words)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("PReLU(1, 0.3, 'cuda:0')", "prelu:0.3"),
        ("PReLU(num_parameters=3, init=0.3, device=torch.device('cpu'), dtype=torch.float32)", "prelu:0.3"),
        ("torch:PReLU:device=cuda:0", "prelu"),
        ("ELU(0.5, True)", "elu:0.5"),
        ("ELU(alpha=torch.tensor(0.5),)", "elu:0.5"),
        ("torch.nn.Hardtanh(min_value=-2, max_value=2)", "hard_tanh:-2,2"),
        ("keras.layers.PReLU(alpha_initializer=keras.initializers.Constant(0.25), shared_axes=[1, 2])", None),
        ("keras.layers.Softmax(axis=-1, name='last', trainable=False)", "softmax"),
        ("tf:nn.relu:name=first", "relu"),
        ("tf.compat.v1.losses.cosine_distance(dim=0)", "tf:cosine_distance:axis=0"),
        ("torch.nn.functional.alpha_dropout(p=0.2, training=False)", "alpha_dropout:0.2"),
        ("keras.layers.Dropout(0.2, noise_shape=None, seed=None)", "dropout:0.2"),
        ("CrossEntropyLoss(weight=None, ignore_index=0)", "cross_entropy:ignore_index=0"),
        ("cross_entropy:weight=[0.2, 0.3]", "cross_entropy:0.2:0.3"),
        ("multi_margin:weight=(1,2),p=2", "multi_margin:2,weight=1:2"),
        ("torch.nn.functional.gumbel_softmax(tau=0.5, eps=1e-10, hard=True)", "gumbel_softmax:0.5,1"),
        ("tf.compat.v1.losses.huber_loss(weights=1.0, scope='s')", "huber"),
        ("jax.nn.standardize(algorithm='stable')", "standardize"),
    ],
)
def test_settings_without_effect_and_lists(words, same):
    entry = actplot.get(words)
    if same is None:
        assert entry.value(-1.0) == -0.25
    else:
        assert entry == actplot.get(same)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("F.elu(x, inplace=banana)", "inplace must be True or False, got 'banana'"),
        ("nn.ELU(alpha=2, inplace=maybe)(x)", "inplace must be True or False"),
        ("F.elu(x, 1.0, maybe)", "unknown name 'maybe'"),
        ("F.elu(x, 1.0, 3)", "inplace must be true or false, got '3'"),
        ("F.gelu(x, approximate='ta nh')", "approximate must be none or tanh, got 'ta nh'"),
        ("tf.nn.relu(x, name=3.5)", "name must be a text"),
        ("torch.exp(x, device=3.5)", "device must be a device"),
        ("np.exp(x, dtype=np.float32)", "dtype must be float64 in a formula, which --dtype rounds as a whole"),
        ("np.exp(x, dtype=banana)", "dtype must be"),
        ("torch.exp(x, out=x)", "out must be None"),
        ("F.rrelu(x, 0.1, 0.3, True)", "training must be false"),
    ],
)
def test_wrong_words_in_formulas(text, said):
    with pytest.raises(actplot.ActplotError) as caught:
        actplot.get(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("F.elu(x, 1.0, True)", "elu(x)"),
        ("nn.LeakyReLU(0.1, True)(x)", "leaky_relu(x, negative_slope=0.1)"),
        ("nn.PReLU(1, 0.3)(x)", "prelu(x, weight=0.3)"),
        ("F.hardtanh(x, -2, 2, False)", "hard_tanh(x, min_val=-2, max_val=2)"),
        ("nn.Hardtanh(min_value=-2)(x)", "hard_tanh(x, min_val=-2)"),
        ("np.exp(x, dtype=np.float64)", "exp(x)"),
        ("tf.nn.relu(x, name='the first/1')", "relu(x)"),
        ("nn.PReLU(init=0.3, device='cuda:0')(x)", "prelu(x, weight=0.3)"),
        ("torch.exp(x, out=None, device=torch.device('cuda'))", "exp(x)"),
        ("torch.tensor(2.0, dtype=torch.float32)*x", "2*x"),
        ("x.to(dtype=torch.float32)*2", "2*x"),
    ],
)
def test_settings_in_formulas(text, same):
    x = np.array([-3.0, -1.5, 0.5])
    assert np.array_equal(actplot.get(text).value(x), actplot.get(same).value(x))


def test_floats_of_a_call_from_python():
    x = np.array([1.0, 2.0, 0.1])
    single = actplot.get("torch.nn.functional.softmax(dim=-1, dtype=torch.float32)")
    for one in (single, copy.deepcopy(single), pickle.loads(pickle.dumps(single))):
        assert one.value(x).dtype == one.jacobian(x).dtype == np.float32
        assert np.array_equal(one.value(x), actplot.get("softmax").value(x.astype(np.float32)))
    assert actplot.get("PReLU(dtype=torch.float32)").derivative(-0.1).dtype == np.float32
    assert actplot.get("keras:MeanSquaredError:dtype=float32").evaluate(0.1, 1).dtype == np.float32
    assert actplot.get("keras:CategoricalHinge:dtype=float32").evaluate([0.1, 1], [1, 0]).dtype == np.float32
    assert (
        actplot.get("keras:CategoricalHinge:dtype=float64").gradient(np.float32([0.1, 1]), [1, 0]).dtype == np.float64
    )
    assert actplot.get("torch:softmax:dtype=None").value(x).dtype == np.float64


def test_floats_of_a_call_in_tables_and_pictures():
    words = "torch:softmax:dtype=float32"
    assert JacobianRequest((words,), at=[1, 2]).table.dtype == "float32"
    assert JacobianRequest((words,), at=[1, 2]).jacobian.dtype == "float64"
    for given, dtype in ((None, "float32"), ("float64", "float64")):
        pair = {"prediction": [[0.1, 0.7]], "target": [[1, 0]], "dtype": given}
        for loss in ("keras:MeanSquaredError:dtype=float32", "keras:CategoricalHinge:dtype=float32"):
            (table,) = EvalRequest((loss,), **pair).answer().tables
            assert {table.dtype, *(str(column.dtype) for column in table.columns.values())} == {dtype}
        (table,) = EvalRequest(("PReLU(dtype=torch.float32)",), at=[-0.1], dtype=given).answer().tables
        assert {table.dtype, *(str(column.dtype) for column in table.columns.values())} == {dtype}
    (drawn,) = CompareRequest(("PReLU(dtype=torch.float32)",)).functions
    assert drawn.value(-0.1).dtype == np.float64
    with pytest.raises(actplot.BadOption, match="computed in float64"):
        EvalRequest(("keras:MeanSquaredError:dtype=float32",), data="line", at="w=1,b=2").answer()


def test_a_derivation_of_a_model_is_reduced_as_the_call_says_or_refused():
    with pytest.raises(actplot.BadOption, match="is the mean over the examples, and reduction=sum is asked for"):
        DeriveRequest(("MSELoss(reduction='sum')",), model="linear")
    assert DeriveRequest(("MSELoss(reduction='mean')",), model="linear").messages() == ()
    summed = DeriveRequest(("BCEWithLogitsLoss(reduction='sum')",), model="linear")
    assert summed.draft.route == "likelihood"
    with pytest.raises(actplot.BadOption, match="is the sum over the examples"):
        DeriveRequest(("BCEWithLogitsLoss(reduction='mean')",), model="linear")
    assert DeriveRequest(("BCEWithLogitsLoss(reduction='mean')",), model="linear", route="rules").draft


def test_one_example_is_said_to_be_one():
    asked = ("MSELoss(reduction='sum')",)
    for request in (DeriveRequest(asked), CompareRequest(asked), SurfaceRequest(asked)):
        (note,) = request.messages()
        assert note.startswith("note: mse of one example; reduction=sum is over several")
    assert EvalRequest(asked, at=[1]).answer().messages == (note,)
    assert SurfaceRequest(asked, data="line").messages() == ()
    assert CompareRequest(("torch:MSELoss",)).messages() == ()


def test_a_mean_of_no_example():
    """PyTorch has nan, Keras 0, as both say when they are asked."""
    keras = "keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=1"
    losses, slopes, _ = answer(f"{keras})", [[1.0, 2.0, 3.0]], [1])
    assert (losses, slopes.tolist()) == (0.0, [[0.0, 0.0, 0.0]])
    assert answer(f"{keras})", [[1.0, 2.0, 3.0]], [1], reduction="mean")[0] == 0
    assert np.isnan(answer("CrossEntropyLoss(ignore_index=1)", [[1.0, 2.0, 3.0]], [1])[0])
    some = [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], [1, 0]
    for word in ("mean", "mean_with_sample_weight", "sum"):
        assert answer(f"{keras}, reduction='{word}')", *some)[0] == pytest.approx(2.4076059644443806)


def test_a_single_vector_is_a_batch_of_numbers_for_the_divergence_of_pytorch():
    single, row = ([-1.0, -2.0], [0.5, 0.5]), ([[-1.0, -2.0]], [[0.5, 0.5]])
    assert answer("KLDivLoss(reduction='batchmean')", *single)[0] == pytest.approx(0.4034264097200273)
    assert answer("kl_divergence:log_prediction=true", *single, reduction="batchmean")[0] == pytest.approx(
        0.8068528194400547
    )
    one = actplot.get("KLDivLoss(reduction='batchmean')")
    assert one.evaluate(*row) == pytest.approx(0.8068528194400547)


def test_a_loss_that_a_framework_takes_of_all_vectors_together_is_said_to_be_asked_alone():
    words = ("tf:mean_pairwise_squared_error",)
    several = EvalRequest(words, prediction=[[1, 2], [3, 4]], target=[[1, 0], [0, 1]]).answer()
    assert any("each is asked alone" in message for message in several.messages)
    assert EvalRequest(words, prediction=[1, 2], target=[1, 0]).answer().messages == ()
