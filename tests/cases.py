"""The functions that tests run over: every entry by being registered, and some with unusual parameters."""

import actplot

UNUSUAL = (
    *("leaky_relu:0.2", "prelu:-0.25", "rrelu:0.1,0.7", "threshold:1,2", "threshold:-3,9", "step:0.5"),
    *("elu:0.3", "elu:1000", "elu:0", "celu:0.3", "celu:2.7", "softplus:0.7", "softplus:13", "silu:1.7", "silu:0.3"),
    *("hard_tanh:-2.5,0.3", "hard_shrink:0", "soft_shrink:0.1", "huber:0.1", "huber:30"),
    *("sigmoid_cross_entropy_with_logits:0", "sigmoid_cross_entropy_with_logits:0.3"),
    *("weighted_cross_entropy_with_logits:1,3.7", "weighted_cross_entropy_with_logits:0.3,2.1"),
    *("binary_cross_entropy:0", "binary_cross_entropy:0.3"),
)
CASES = [actplot.get(spec) for spec in (*actplot.names(), *UNUSUAL)]
