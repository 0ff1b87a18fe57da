"""The derivations of losses of a linear model, x·w + b: their gradients over the weight and the bias."""

from ...catalogue.entry import Line

_DATA = (
    Line("symbol", "x_i", "the input of example i"),
    Line("symbol", "w", "the weight"),
    Line("symbol", "b", "the bias"),
    Line("symbol", "n", "the number of examples"),
)

_SQUARES = (
    *_DATA,
    Line("symbol", "y_i", "the target of example i"),
    Line("mean of squares", "L = 1/n*sum((x_i*w + b - y_i)^2, i, n)", "The residuals of all examples, squared."),
    Line(
        "derivative of a sum",
        "D(L, w) = 1/n*sum(D((x_i*w + b - y_i)^2, w), i, n)",
        "A sum is differentiated term by term, and 1/n does not depend on w.",
    ),
    Line(
        "chain rule",
        "1/n*sum(2*(x_i*w + b - y_i)*D(x_i*w + b - y_i, w), i, n)",
        "A square's derivative is twice the base, times the derivative of the base.",
    ),
    Line("slope of a line", "1/n*sum(2*(x_i*w + b - y_i)*x_i, i, n)", "The residual grows by x with the weight."),
    Line("take out 2", "2/n*sum(x_i*(x_i*w + b - y_i), i, n)", "A constant factor stands before the sum."),
    Line(
        "derivative of a sum",
        "D(L, b) = 1/n*sum(D((x_i*w + b - y_i)^2, b), i, n)",
        "The same for the bias.",
    ),
    Line(
        "chain rule",
        "1/n*sum(2*(x_i*w + b - y_i)*D(x_i*w + b - y_i, b), i, n)",
        "As for the weight.",
    ),
    Line("slope of a line", "1/n*sum(2*(x_i*w + b - y_i)*1, i, n)", "The residual grows by 1 with the bias."),
    Line("take out 2", "2/n*sum(x_i*w + b - y_i, i, n)", "Twice the mean residual."),
)

FOR_MEANS = Line("remark", "The loss is the sum over the examples; for their mean, divide it and its gradient by n.")

_BERNOULLI = (
    Line(
        "Bernoulli likelihood",
        "P = prod(theta_i^y_i*(1 - theta_i)^(1 - y_i), i, n)",
        "The probability of all labels: a product without any sign in front.",
    ),
    Line(
        "ln of a product",
        "log(P) = sum(log(theta_i^y_i*(1 - theta_i)^(1 - y_i)), i, n)",
        "The logarithm of a product is the sum of the logarithms.",
    ),
    Line(
        "ln of powers",
        "sum(y_i*log(theta_i) + (1 - y_i)*log(1 - theta_i), i, n)",
        "The sum runs over both terms: they stand in one bracket.",
    ),
    Line("minus the log-likelihood", "L = -log(P)", "So that less is better."),
    Line(
        "from above",
        "-sum(y_i*log(theta_i) + (1 - y_i)*log(1 - theta_i), i, n)",
        "The sum of all examples' cross-entropies.",
    ),
)

_LIKELIHOOD = (
    *_DATA,
    Line("symbol", "y_i", "the label of example i, 0 or 1"),
    Line("let", "z_i = x_i*w + b"),
    Line("let", "theta_i = sigmoid(z_i)"),
    *_BERNOULLI,
    Line(
        "chain rule",
        "D(theta_i, w) = theta_i*(1 - theta_i)*D(z_i, w)",
        "The derivative of the sigmoid is σ·(1 − σ).",
    ),
    Line("slope of a line", "theta_i*(1 - theta_i)*x_i", "The logit grows by x with the weight."),
    Line(
        "derivative of ln",
        "D(L, w) = -sum(y_i/theta_i*D(theta_i, w) - (1 - y_i)/(1 - theta_i)*D(theta_i, w), i, n)",
        "The derivative of ln u is u′/u; that of 1 − θ is minus that of θ.",
    ),
    Line(
        "derivative of θ from above",
        "-sum((y_i*(1 - theta_i) - (1 - y_i)*theta_i)*x_i, i, n)",
        "θ·(1 − θ) cancels θ in the first fraction and 1 − θ in the second.",
    ),
    Line("simplify", "-sum((y_i - theta_i)*x_i, i, n)", "y − y·θ − θ + y·θ = y − θ."),
    Line("chain rule", "D(theta_i, b) = theta_i*(1 - theta_i)*D(z_i, b)", "The same for the bias."),
    Line("slope of a line", "theta_i*(1 - theta_i)*1", "The logit grows by 1 with the bias."),
    Line(
        "derivative of ln",
        "D(L, b) = -sum(y_i/theta_i*D(theta_i, b) - (1 - y_i)/(1 - theta_i)*D(theta_i, b), i, n)",
        "The same for the bias.",
    ),
    Line(
        "derivative of θ from above",
        "-sum(y_i*(1 - theta_i) - (1 - y_i)*theta_i, i, n)",
        "θ·(1 − θ) cancels as before.",
    ),
    Line("simplify", "-sum(y_i - theta_i, i, n)", "Minus the sum of label minus prediction."),
    FOR_MEANS,
)

_FEATURES = (
    Line("symbol", "x_ij", "feature j of example i"),
    Line("symbol", "w_j", "the weight of feature j"),
    Line("symbol", "b", "the bias"),
    Line("symbol", "n", "the number of examples"),
    Line("symbol", "m", "the number of features"),
)
_SLOPES = (
    Line("derivative of a sum", "D(z_i, w_j) = sum(D(x_ik*w_k, w_j), k, m)", "Term by term; the bias drops out."),
    Line("only k = j is left", "x_ij", "The weight of every other feature is a constant."),
)

_SQUARES_OF_FEATURES = (
    *_FEATURES,
    Line("symbol", "y_i", "the target of example i"),
    Line("let", "z_i = sum(x_ik*w_k, k, m) + b"),
    Line("mean of squares", "L = 1/n*sum((z_i - y_i)^2, i, n)", "The residuals of all examples, squared."),
    *_SLOPES,
    Line(
        "derivative of a sum",
        "D(L, w_j) = 1/n*sum(D((z_i - y_i)^2, w_j), i, n)",
        "A sum is differentiated term by term, and 1/n does not depend on w.",
    ),
    Line("chain rule", "1/n*sum(2*(z_i - y_i)*D(z_i, w_j), i, n)", "A square's derivative is twice the base."),
    Line("insert the slope", "1/n*sum(2*(z_i - y_i)*x_ij, i, n)", "From the side calculation."),
    Line("take out 2", "2/n*sum(x_ij*(z_i - y_i), i, n)", "A constant factor stands before the sum."),
)

_LIKELIHOOD_OF_FEATURES = (
    *_FEATURES,
    Line("symbol", "y_i", "the label of example i, 0 or 1"),
    Line("let", "z_i = sum(x_ik*w_k, k, m) + b"),
    Line("let", "theta_i = sigmoid(z_i)"),
    *_BERNOULLI,
    *_SLOPES,
    Line(
        "chain rule",
        "D(theta_i, w_j) = theta_i*(1 - theta_i)*D(z_i, w_j)",
        "The derivative of the sigmoid is σ·(1 − σ).",
    ),
    Line("insert the slope", "theta_i*(1 - theta_i)*x_ij", "The logit grows by its feature with a weight."),
    Line(
        "derivative of ln",
        "D(L, w_j) = -sum(y_i/theta_i*D(theta_i, w_j) - (1 - y_i)/(1 - theta_i)*D(theta_i, w_j), i, n)",
        "The derivative of ln u is u′/u; that of 1 − θ is minus that of θ.",
    ),
    Line(
        "derivative of θ from above",
        "-sum((y_i*(1 - theta_i) - (1 - y_i)*theta_i)*x_ij, i, n)",
        "θ·(1 − θ) cancels θ in the first fraction and 1 − θ in the second.",
    ),
    Line("simplify", "-sum((y_i - theta_i)*x_ij, i, n)", "y − y·θ − θ + y·θ = y − θ."),
    FOR_MEANS,
)

ROUTES: dict[str, dict[str, tuple[Line, ...]]] = {
    "mse": {"chain": _SQUARES, "features": _SQUARES_OF_FEATURES},
    "sigmoid_cross_entropy_with_logits": {"likelihood": _LIKELIHOOD, "features": _LIKELIHOOD_OF_FEATURES},
}
