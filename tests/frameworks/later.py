"""Public names of frameworks that the dialects leave out: functions that wait for their turn, each with a word why."""

import re

_DROPOUTS = "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout"
_OPTAX_BOTH = {
    "vector": "ctc_loss ctc_loss_with_forward_probs safe_softmax_cross_entropy softmax_cross_entropy "
    "softmax_cross_entropy_with_integer_labels",
    "pair": "cosine_distance cosine_similarity ntxent",
    "distribution": "convex_kl_divergence generalized_kl_divergence kl_divergence",
}
_JAX = {"vector": "glu log_softmax logsumexp softmax standardize"}

_WAITING = {  # prefix → why → names
    "torch.nn": {
        "vector": "AdaptiveLogSoftmaxWithLoss CTCLoss CrossEntropyLoss GLU LinearCrossEntropyLoss LogSoftmax "
        "MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d Softmax Softmax2d Softmin",
        "attention": "MultiheadAttention",
        "pair": "CosineEmbeddingLoss MarginRankingLoss",
        "triplet": "TripletMarginLoss TripletMarginWithDistanceLoss",
        "distribution": "KLDivLoss",
        "stochastic": _DROPOUTS,
    },
    "torch.nn.functional": {
        "vector": "cross_entropy ctc_loss glu linear_cross_entropy log_softmax multi_margin_loss "
        "multilabel_margin_loss multilabel_soft_margin_loss nll_loss softmax softmin",
        "attention": "multi_head_attention_forward scaled_dot_product_attention",
        "pair": "cosine_embedding_loss cosine_similarity margin_ranking_loss pairwise_distance pdist",
        "triplet": "triplet_margin_loss triplet_margin_with_distance_loss",
        "distribution": "kl_div",
        "stochastic": "dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout gumbel_softmax",
    },
    "keras.activations": {"vector": "glu log_softmax softmax sparsemax"},
    "keras.ops": {
        "vector": "categorical_crossentropy ctc_loss glu log_softmax softmax sparse_categorical_crossentropy sparsemax",
        "attention": "dot_product_attention",
        "pair": "psnr",
    },
    "keras.layers": {
        "vector": "Softmax",
        "stochastic": "AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D "
        "SpatialDropout3D",
    },
    "keras.losses": {
        "vector": "CTC CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy "
        "CategoricalHinge Dice SparseCategoricalCrossentropy Tversky ctc categorical_crossentropy "
        "categorical_focal_crossentropy categorical_generalized_cross_entropy categorical_hinge dice "
        "sparse_categorical_crossentropy tversky",
        "pair": "Circle CosineSimilarity circle cosine_similarity",
        "distribution": "KLDivergence kl_divergence kld KLD",
    },
    "tf.nn": {
        "vector": "crelu ctc_loss isotonic_regression log_softmax softmax softmax_cross_entropy_with_logits "
        "sparse_softmax_cross_entropy_with_logits",
        "stochastic": "dropout nce_loss sampled_softmax_loss",
    },
    "tf.compat.v1.losses": {
        "vector": "mean_pairwise_squared_error softmax_cross_entropy sparse_softmax_cross_entropy",
        "pair": "cosine_distance",
    },
    "tf.keras.losses": {"distribution": "kullback_leibler_divergence", "legacy": "logcosh"},
    "tf.keras.layers": {"legacy": "ThresholdedReLU"},
    "jax.nn": {**_JAX, "vector": f"{_JAX['vector']} logmeanexp", "attention": "dot_product_attention"},
    "flax.linen": {**_JAX, "stochastic": "Dropout"},
    "flax.nnx": {**_JAX, "stochastic": "Dropout"},
    "optax": _OPTAX_BOTH,
    "optax.losses": {
        "vector": f"{_OPTAX_BOTH['vector']} binary_dice_loss dice_loss make_fenchel_young_loss "
        "multiclass_generalized_dice_loss multiclass_hinge_loss multiclass_perceptron_loss multiclass_sparsemax_loss "
        "poly_loss_cross_entropy ranking_softmax_loss",
        "pair": _OPTAX_BOTH["pair"],
        "triplet": "triplet_margin_loss",
        "distribution": f"{_OPTAX_BOTH['distribution']} kl_divergence_with_log_targets",
    },
}
LATER = {
    f"{prefix}.{name}": why
    for prefix, groups in _WAITING.items()
    for why, names in groups.items()
    for name in names.split()
}

# Neither activations nor losses, though they are found beside them.
OTHERS = (
    r"torch\.nn\.functional\.(adaptive_|fractional_)?(avg|max|lp)_pool\dd(_with_indices)?",
    r"torch\.nn\.functional\.(max_unpool\dd|conv(_transpose)?\dd|conv_tbc|(bi)?linear|(scaled_|grouped_)+mm)",
    r"torch\.nn\.functional\.((batch|group|instance|layer|local_response|rms)_norm|normalize)",
    r"torch\.nn\.functional\.(affine_grid|grid_sample|interpolate|upsample\w*|pad|fold|unfold)",
    r"torch\.nn\.functional\.((native_)?channel_shuffle|pixel_(un)?shuffle|embedding(_bag)?|one_hot)",
    r"torch\.nn\.functional\.(Optional|assert_int_or_pair|boolean_dispatch|\w+_torch_function\w*)",
    r"keras\.ops\.(\w+_pool|\w*conv(_transpose)?|\w+_normalization|normalize|moments|fold|unfold)",
    r"keras\.ops\.(ctc_decode|depth_to_space|space_to_depth|one_hot|multi_hot|polar)",
    r"keras\.(activations|losses)\.(get|serialize|deserialize)",
    r"keras\.losses\.(Loss|LossFunctionWrapper)",
    r"keras\.layers\.(Activation|ActivityRegularization)",
    r"tf\.keras\.(losses\.Reduction|layers\.Random(Height|Width))",
    r"tf\.nn\.(\w*conv\w*|\w*pool\w*|dilation2d|erosion2d|bias_add|batch_normalization|lrn)",
    r"tf\.nn\.(\w+_normalization|l2_normalize|\w*moments|sufficient_statistics|zero_fraction)",
    r"tf\.nn\.(\w+_sampler|compute_accidental_hits|compute_average_loss|scale_regularization_loss)",
    r"tf\.nn\.(\w*embedding_lookup\w*|in_top_k|top_k|approx_m\w\w_k|collapse_repeated|ctc_(\w+_decoder|unique_labels))",
    r"tf\.nn\.(depth_to_space|space_to_depth|space_to_batch|with_space_to_batch)",
    r"tf\.compat\.v1\.losses\.(add_loss|compute_weighted_loss|get_\w+)",
    r"jax\.nn\.(one_hot|scaled_matmul|(get_)?scaled_dot_general\w*)",
    r"flax\.(linen|nnx)\.one_hot",
    r"optax\.(losses\.)?smooth_labels",
)


def is_other(path):
    return any(re.fullmatch(pattern, path) for pattern in OTHERS)
