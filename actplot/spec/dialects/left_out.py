"""Names of frameworks that have no entry on purpose, each with the reason."""

_ATTENTION = "attention mixes several inputs; its weights are the softmax of scores"
_CTC = "it sums over alignments of sequences of different lengths, not over one vector"
_CONTRAST = "it compares all rows of a batch with each other, so that no row has a loss of its own"
_LEARNED = "it holds weights that are learned, so that settings do not say what it computes"
_SAMPLED = "it draws wrong classes and needs the learned weights of the last layer"
_FUNCTION = "it takes a function as argument, and settings are numbers and words"
_LEGACY = "a spelling that TensorFlow keeps for old code"
_PROJECTED = "it projects a hidden vector by learned weights first; cross_entropy is what it does then"

LEFT_OUT: dict[str, str] = {  # path → why
    "torch.nn.AdaptiveLogSoftmaxWithLoss": _LEARNED,
    "torch.nn.CTCLoss": _CTC,
    "torch.nn.functional.ctc_loss": _CTC,
    "torch.nn.LinearCrossEntropyLoss": _PROJECTED,
    "torch.nn.functional.linear_cross_entropy": _PROJECTED,
    "torch.nn.MultiheadAttention": _LEARNED,
    "torch.nn.functional.multi_head_attention_forward": _LEARNED,
    "torch.nn.functional.scaled_dot_product_attention": _ATTENTION,
    "torch.nn.TripletMarginWithDistanceLoss": _FUNCTION,
    "torch.nn.functional.triplet_margin_with_distance_loss": _FUNCTION,
    "torch.nn.functional.pairwise_distance": "a distance and no loss; triplet_margin compares two of them",
    "torch.nn.functional.pdist": _CONTRAST,
    "keras.losses.CTC": _CTC,
    "keras.losses.ctc": _CTC,
    "keras.losses.Circle": _CONTRAST,
    "keras.losses.circle": _CONTRAST,
    "keras.ops.ctc_loss": _CTC,
    "keras.ops.dot_product_attention": _ATTENTION,
    "keras.ops.psnr": "a measure of the quality of images in decibels; mse is what it is made of",
    "tf.nn.ctc_loss": _CTC,
    "tf.nn.isotonic_regression": "a least squares fit of an increasing sequence, which the catalogue does not have",
    "tf.nn.nce_loss": _SAMPLED,
    "tf.nn.sampled_softmax_loss": _SAMPLED,
    "tf.keras.losses.kullback_leibler_divergence": f"{_LEGACY}; it is keras:kl_divergence",
    "tf.keras.losses.logcosh": f"{_LEGACY}; it is keras:log_cosh",
    "tf.keras.layers.ThresholdedReLU": f"{_LEGACY}; it is threshold with the value 0",
    "jax.nn.dot_product_attention": _ATTENTION,
    "optax.ctc_loss": _CTC,
    "optax.ctc_loss_with_forward_probs": _CTC,
    "optax.ntxent": _CONTRAST,
    "optax.losses.ctc_loss": _CTC,
    "optax.losses.ctc_loss_with_forward_probs": _CTC,
    "optax.losses.ntxent": _CONTRAST,
    "optax.losses.make_fenchel_young_loss": _FUNCTION,
    "optax.losses.multiclass_generalized_dice_loss": (
        "its weights of the classes come from all targets of a batch, so that no row has a loss of its own"
    ),
}


def reasons_for(framework: str, name: str) -> str:
    """Why a framework's name, its last part or more of its path has no entry; empty where it is not left out."""
    ours = (path for path in LEFT_OUT if path.startswith((f"{framework}.", f"tf.{framework}.")))
    found = (path for path in ours if path == name or path.endswith(f".{name}"))
    return next((LEFT_OUT[path] for path in found), "")
