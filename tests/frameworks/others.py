"""Public names of frameworks that are neither functions nor losses, though they are found beside them."""

import re

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
