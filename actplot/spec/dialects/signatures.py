"""The settings that each name of a framework documents beside its data, in the framework's order."""

from functools import cache

# Settings, a bar, and the ends of the paths that have them; an indented line goes on.
_TEXTS = {
    "torch": """
weight, size_average, ignore_index, reduce, reduction | nn.NLLLoss2d nn.NLLLoss nn.functional.nll_loss
out | sigmoid special.expit tanh sign sgn abs absolute exp sin cos erf special.erf square atan arctan asinh arcsinh
    special.ndtr special.log_ndtr
inplace | nn.ReLU nn.functional.relu nn.ReLU6 nn.functional.relu6 nn.SELU nn.functional.selu nn.SiLU
    nn.functional.silu nn.Mish nn.functional.mish nn.Hardsigmoid nn.functional.hardsigmoid nn.Hardswish
    nn.functional.hardswish
threshold, value | threshold nn.functional.threshold_
dim, dtype | log_softmax nn.functional.softmax nn.functional.log_softmax nn.functional.softmin softmax special.softmax
    special.log_softmax
negative_slope, inplace | nn.LeakyReLU nn.functional.leaky_relu
negative_slope | nn.functional.leaky_relu_
num_parameters, init, device, dtype | nn.PReLU
weight | nn.functional.prelu prelu
lower, upper, inplace | nn.RReLU
lower, upper, training, inplace | nn.functional.rrelu
lower, upper, training | nn.functional.rrelu_
alpha, inplace | nn.ELU nn.functional.elu nn.CELU nn.functional.celu
alpha | nn.functional.elu_ nn.functional.celu_
approximate | nn.GELU nn.functional.gelu
beta, threshold | nn.Softplus nn.functional.softplus
min_val, max_val, inplace, min_value, max_value | nn.Hardtanh
min_val, max_val, inplace | nn.functional.hardtanh
min_val, max_val | nn.functional.hardtanh_
lambd | nn.Hardshrink nn.functional.hardshrink hardshrink nn.Softshrink nn.functional.softshrink
threshold, value, inplace | nn.Threshold nn.functional.threshold
values, out | heaviside
size_average, reduce, reduction | nn.MSELoss nn.L1Loss nn.SoftMarginLoss nn.functional.soft_margin_loss
    nn.MultiLabelMarginLoss nn.functional.multilabel_margin_loss
size_average, reduce, reduction, weight | nn.functional.mse_loss nn.functional.l1_loss
reduction, delta | nn.HuberLoss
reduction, delta, weight | nn.functional.huber_loss
size_average, reduce, reduction, beta | nn.SmoothL1Loss nn.functional.smooth_l1_loss
full, eps, reduction | nn.GaussianNLLLoss nn.functional.gaussian_nll_loss
log_input, full, size_average, eps, reduce, reduction | nn.PoissonNLLLoss nn.functional.poisson_nll_loss
weight, size_average, reduce, reduction, pos_weight | nn.BCEWithLogitsLoss
    nn.functional.binary_cross_entropy_with_logits
weight, size_average, reduce, reduction | nn.BCELoss nn.functional.binary_cross_entropy nn.MultiLabelSoftMarginLoss
    nn.functional.multilabel_soft_margin_loss
margin, size_average, reduce, reduction | nn.HingeEmbeddingLoss nn.functional.hinge_embedding_loss
    nn.CosineEmbeddingLoss nn.functional.cosine_embedding_loss nn.MarginRankingLoss nn.functional.margin_ranking_loss
dim | nn.Softmax nn.LogSoftmax nn.Softmin nn.GLU nn.functional.glu
dim, keepdim, out | logsumexp special.logsumexp
p, inplace | nn.Dropout nn.Dropout1d nn.Dropout2d nn.Dropout3d nn.AlphaDropout nn.FeatureAlphaDropout
p, training, inplace | nn.functional.dropout nn.functional.dropout1d nn.functional.dropout2d nn.functional.dropout3d
    nn.functional.alpha_dropout nn.functional.feature_alpha_dropout
tau, hard, eps, dim | nn.functional.gumbel_softmax
weight, size_average, ignore_index, reduce, reduction, label_smoothing | nn.CrossEntropyLoss
    nn.functional.cross_entropy
size_average, reduce, reduction, log_target | nn.KLDivLoss nn.functional.kl_div
p, margin, weight, size_average, reduce, reduction | nn.MultiMarginLoss nn.functional.multi_margin_loss
dim, eps | nn.functional.cosine_similarity cosine_similarity nn.CosineSimilarity
margin, p, eps, swap, size_average, reduce, reduction | nn.TripletMarginLoss nn.functional.triplet_margin_loss
""",
    "keras": """
negative_slope, max_value, threshold | activations.relu
max_value, negative_slope, threshold, name, dtype, trainable, autocast, activity_regularizer | layers.ReLU
negative_slope | activations.leaky_relu ops.leaky_relu
negative_slope, name, dtype, trainable, autocast, activity_regularizer | layers.LeakyReLU
alpha_initializer, alpha_regularizer, alpha_constraint, shared_axes, name, dtype, trainable, autocast,
    activity_regularizer | layers.PReLU
alpha | activations.elu ops.elu activations.celu ops.celu
alpha, name, dtype, trainable, autocast, activity_regularizer | layers.ELU
approximate | activations.gelu ops.gelu
threshold | activations.hard_shrink ops.hard_shrink activations.soft_shrink ops.soft_shrink
threshold, default_value | activations.threshold ops.threshold
b | activations.squareplus ops.squareplus
x2 | ops.heaviside
reduction, name, dtype | losses.MeanSquaredError losses.MeanAbsoluteError losses.LogCosh
    losses.MeanAbsolutePercentageError losses.MeanSquaredLogarithmicError losses.Poisson losses.Hinge
    losses.SquaredHinge losses.CategoricalHinge losses.KLDivergence
delta, reduction, name, dtype | losses.Huber
delta | losses.huber
from_logits, label_smoothing, axis, reduction, name, dtype | losses.BinaryCrossentropy losses.CategoricalCrossentropy
from_logits, label_smoothing, axis | losses.binary_crossentropy losses.bce losses.BCE losses.categorical_crossentropy
from_logits | ops.binary_crossentropy
apply_class_balancing, alpha, gamma, from_logits, label_smoothing, axis, reduction, name, dtype |
    losses.BinaryFocalCrossentropy
apply_class_balancing, alpha, gamma, from_logits, label_smoothing, axis | losses.binary_focal_crossentropy
axis | activations.softmax ops.softmax activations.log_softmax ops.log_softmax activations.sparsemax ops.sparsemax
    activations.glu ops.glu losses.cosine_similarity losses.dice
axis, name, dtype, trainable, autocast, activity_regularizer | layers.Softmax
axis, keepdims | ops.logsumexp
rate, noise_shape, seed, name, dtype, trainable, autocast, activity_regularizer | layers.Dropout layers.AlphaDropout
rate, seed, name, dtype, trainable, autocast, activity_regularizer | layers.SpatialDropout1D layers.GaussianDropout
rate, data_format, seed, name, dtype, trainable, autocast, activity_regularizer | layers.SpatialDropout2D
    layers.SpatialDropout3D
stddev, seed, name, dtype, trainable, autocast, activity_regularizer | layers.GaussianNoise
from_logits, axis | ops.categorical_crossentropy ops.sparse_categorical_crossentropy
from_logits, ignore_class, reduction, axis, name, dtype | losses.SparseCategoricalCrossentropy
from_logits, ignore_class, axis | losses.sparse_categorical_crossentropy
alpha, gamma, from_logits, label_smoothing, axis, reduction, name, dtype | losses.CategoricalFocalCrossentropy
alpha, gamma, from_logits, label_smoothing, axis | losses.categorical_focal_crossentropy
q, reduction, name, dtype | losses.CategoricalGeneralizedCrossEntropy
q | losses.categorical_generalized_cross_entropy
axis, reduction, name, dtype | losses.CosineSimilarity
reduction, name, axis, dtype | losses.Dice
alpha, beta, reduction, name, axis, dtype | losses.Tversky
alpha, beta, axis | losses.tversky
""",
    "tf": """
name | identity nn.sigmoid math.sigmoid sigmoid math.log_sigmoid nn.tanh math.tanh tanh nn.relu nn.relu6 nn.elu
    nn.selu nn.softplus math.softplus nn.softsign math.softsign sign math.sign abs math.abs exp math.exp sin math.sin
    cos math.cos math.erf square math.square atan math.atan asinh math.asinh math.squared_difference nn.l2_loss
    nn.sigmoid_cross_entropy_with_logits nn.sparse_softmax_cross_entropy_with_logits
alpha, name | nn.leaky_relu
approximate, name | nn.gelu
beta | nn.silu nn.swish
weights, scope, loss_collection, reduction | compat.v1.losses.mean_squared_error compat.v1.losses.absolute_difference
    compat.v1.losses.hinge_loss compat.v1.losses.sparse_softmax_cross_entropy
weights, delta, scope, loss_collection, reduction | compat.v1.losses.huber_loss
compute_full_loss, name | nn.log_poisson_loss
weights, label_smoothing, scope, loss_collection, reduction | compat.v1.losses.sigmoid_cross_entropy
    compat.v1.losses.softmax_cross_entropy
pos_weight, name | nn.weighted_cross_entropy_with_logits
weights, epsilon, scope, loss_collection, reduction | compat.v1.losses.log_loss
axis, name | nn.softmax math.softmax nn.log_softmax math.log_softmax nn.crelu nn.softmax_cross_entropy_with_logits
axis, keepdims, name | math.reduce_logsumexp reduce_logsumexp
rate, noise_shape, seed, name | nn.dropout
weights, scope, loss_collection | compat.v1.losses.mean_pairwise_squared_error
axis, weights, scope, loss_collection, reduction, dim | compat.v1.losses.cosine_distance
""",
    "jax": """
negative_slope | nn.leaky_relu
alpha | nn.elu nn.celu
approximate | nn.gelu
b | nn.squareplus
x2 | numpy.heaviside
series_order | scipy.special.log_ndtr
axis, where | nn.softmax nn.log_softmax
axis | scipy.special.softmax scipy.special.log_softmax nn.glu
axis, b, keepdims, return_sign, where | nn.logsumexp scipy.special.logsumexp
axis, where, keepdims | nn.logmeanexp
axis, mean, variance, epsilon, where, algorithm | nn.standardize
""",
    "flax": """
negative_slope | linen.leaky_relu nnx.leaky_relu
alpha | linen.elu nnx.elu linen.celu nnx.celu
approximate | linen.gelu nnx.gelu
axis, where | linen.softmax nnx.softmax linen.log_softmax nnx.log_softmax
axis, b, keepdims, return_sign, where | linen.logsumexp nnx.logsumexp
axis | linen.glu nnx.glu
axis, mean, variance, epsilon, where, algorithm | linen.standardize nnx.standardize
param_dtype, negative_slope_init, parent, name | linen.PReLU
negative_slope_init, dtype, param_dtype, promote_dtype, negative_slope_metadata | nnx.PReLU
rate, broadcast_dims, deterministic, rng_collection, parent, name | linen.Dropout
rate, broadcast_dims, deterministic, rng_collection, rngs | nnx.Dropout
""",
    "optax": """
delta | losses.huber_loss huber_loss
alpha, gamma | losses.sigmoid_focal_loss sigmoid_focal_loss
axis, where | losses.softmax_cross_entropy softmax_cross_entropy losses.softmax_cross_entropy_with_integer_labels
    softmax_cross_entropy_with_integer_labels losses.kl_divergence kl_divergence losses.kl_divergence_with_log_targets
    losses.generalized_kl_divergence generalized_kl_divergence losses.convex_kl_divergence convex_kl_divergence
epsilon, axis, where | losses.cosine_similarity cosine_similarity losses.cosine_distance cosine_distance
    losses.poly_loss_cross_entropy
where, weights, reduce_fn | losses.ranking_softmax_loss
axis, norm_degree, margin, eps | losses.triplet_margin_loss
class_weights, smooth, alpha, beta, apply_softmax, reduction, ignore_background, axis | losses.dice_loss
smooth, apply_sigmoid | losses.binary_dice_loss
""",
}


def documented(framework: str, path: str) -> tuple[str, ...]:
    """The names of the settings of one of a framework's functions, layers or losses."""
    return _signatures(framework).get(path.removeprefix(f"{framework}."), ())


@cache
def _signatures(framework: str) -> dict[str, tuple[str, ...]]:
    """None of a framework whose names alone are known."""
    lines = _TEXTS.get(framework, "").replace("\n    ", " ").strip().splitlines()
    rows = [tuple(part.replace(",", " ").split() for part in line.split("|")) for line in lines]
    return {name: tuple(settings) for settings, names in rows for name in names}
