"""Every function of one variable that has parameters, written down by hand in numbers of mpmath."""

from mpmath import mp, mpf


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def soft(x):
    return mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x))


def clip(x, low, high):
    return min(max(x, low), high)


def rectified(x, slope):
    return x if x > 0 else slope * x


def general(x, negative_slope, max_value, threshold):
    if max_value is not None and x >= max_value:
        return max_value
    return x if x >= threshold else negative_slope * (x - threshold)


def s_shaped(x, t_right, a_right, t_left, a_left):
    if x >= t_right:
        return t_right + a_right * (x - t_right)
    return t_left + a_left * (x - t_left) if x <= t_left else x


def smelu(x, beta):
    return mpf(0) if x <= -beta else x if x >= beta else (x + beta) ** 2 / (4 * beta)


def xielu(x, alpha_p, alpha_n, beta):
    return alpha_p * x**2 + beta * x if x > 0 else alpha_n * (mp.expm1(x) - x) + beta * x


def barron(r, alpha, c):
    z = (r / c) ** 2
    if alpha == 2:
        return z / 2
    if alpha == 0:
        return mp.log1p(z / 2)
    b = abs(alpha - 2)
    return b / alpha * ((z / b + 1) ** (alpha / 2) - 1)


def entropy(p, y):
    positive = 0 if y == 0 else -y * mp.log(p)
    return positive if y == 1 else positive - (1 - y) * mp.log1p(-p)


def logit_entropy(z, y):
    return y * soft(-z) + (1 - y) * soft(z)


def softened(y, share):
    return y * (1 - share) + share / 2


def weight(y, alpha):
    return 1 if alpha is None else alpha * y + (1 - alpha) * (1 - y)


def focal(p, y, gamma, alpha):
    return weight(y, alpha) * (y * (1 - p) + (1 - y) * p) ** gamma * entropy(p, y)


def logit_focal(z, y, gamma, alpha):
    wrong = y * sigmoid(-z) + (1 - y) * sigmoid(z)
    return weight(y, alpha) * wrong**gamma * logit_entropy(z, y)


def smoothed_hinge(m, gamma):
    if m >= 1:
        return mpf(0)
    return 1 - m - gamma / 2 if m <= 1 - gamma else (1 - m) ** 2 / (2 * gamma)


def wing(r, w, epsilon):
    r = abs(r)
    return w * mp.log1p(r / epsilon) if r < w else r - w + w * mp.log1p(w / epsilon)


def stirling(target):
    """Stirling's approximation of log t!, of targets above 1."""
    return target * mp.log(target) - target + mp.log(2 * mp.pi * target) / 2 if target > 1 else mpf(0)


DEFINITIONS = {
    "aria2": lambda x, alpha, beta: x * sigmoid(beta * x) ** alpha,
    "barron": barron,
    "binary_cross_entropy": lambda p, target, label_smoothing: entropy(p, softened(target, label_smoothing)),
    "binary_focal": focal,
    "brier": lambda p, target: (p - target) ** 2,
    "cauchy": lambda r, c: c**2 / 2 * mp.log1p((r / c) ** 2),
    "celu": lambda x, alpha: x if x > 0 else alpha * mp.expm1(x / alpha),
    "charbonnier": lambda r, epsilon: mp.sqrt(r**2 + epsilon**2),
    "e_swish": lambda x, beta: beta * x * sigmoid(x),
    "elu": lambda x, alpha: x if x > 0 else alpha * mp.expm1(x),
    "epsilon_insensitive": lambda r, epsilon: max(0, abs(r) - epsilon),
    "expectile": lambda r, tau: (1 - tau if r > 0 else tau) * r**2,
    "gamma_deviance": lambda p, target: 2 * (mp.log(p / target) + target / p - 1),
    "gaussian_nll": lambda r, variance, full: (mp.log(variance) + r**2 / variance + full * mp.log(2 * mp.pi)) / 2,
    "hard_shrink": lambda x, lambd: x if abs(x) > lambd else mpf(0),
    "hard_tanh": lambda x, min_val, max_val: clip(x, min_val, max_val),
    "hinge_embedding": lambda d, target, margin: d if target == 1 else max(0, margin - d),
    "huber": lambda r, delta: r**2 / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2),
    "isrlu": lambda x, alpha: x if x >= 0 else x / mp.sqrt(1 + alpha * x**2),
    "isru": lambda x, alpha: x / mp.sqrt(1 + alpha * x**2),
    "leaky_relu": rectified,
    "mape": lambda p, target, epsilon: 100 * abs(p - target) / max(abs(target), epsilon),
    "msle": lambda p, target: (mp.log1p(p) - mp.log1p(target)) ** 2,
    "nlrelu": lambda x, beta: mp.log1p(beta * max(x, 0)),
    "pelu": lambda x, a, b: a / b * x if x >= 0 else a * mp.expm1(x / b),
    "penalized_tanh": lambda x, a: mp.tanh(x) if x > 0 else a * mp.tanh(x),
    "poisson_nll": lambda z, target, full: mp.exp(z) - target * z + full * stirling(target),
    "poisson_nll_rate": lambda p, target, full: p - (target * mp.log(p) if target else 0) + full * stirling(target),
    "prelu": rectified,
    "pseudo_huber": lambda r, delta: delta**2 * (mp.sqrt(1 + (r / delta) ** 2) - 1),
    "quantile": lambda r, tau: (1 - tau) * r if r > 0 else -tau * r,
    "relu_general": general,
    "rrelu": lambda x, lower, upper: rectified(x, (lower + upper) / 2),
    "s_relu": s_shaped,
    "sigmoid_cross_entropy_with_logits": lambda z, target, label_smoothing: logit_entropy(
        z, softened(target, label_smoothing)
    ),
    "sigmoid_focal": logit_focal,
    "silu": lambda x, beta: x * sigmoid(beta * x),
    "smelu": smelu,
    "smooth_l1": lambda r, beta: r**2 / (2 * beta) if abs(r) < beta else abs(r) - beta / 2,
    "smoothed_hinge": smoothed_hinge,
    "snake": lambda x, alpha: x + mp.sin(alpha * x) ** 2 / alpha,
    "soft_clipping": lambda x, alpha: (soft(alpha * x) - soft(alpha * (x - 1))) / alpha,
    "soft_root_sign": lambda x, alpha, beta: x / (x / alpha + mp.exp(-x / beta)),
    "soft_shrink": lambda x, lambd: mp.sign(x) * max(abs(x) - lambd, 0),
    "softplus": lambda x, beta: soft(beta * x) / beta,
    "sparsemax_loss": lambda z, target: smelu(-z if target else z, 1),
    "squared_epsilon_insensitive": lambda r, epsilon: max(0, abs(r) - epsilon) ** 2,
    "squareplus": lambda x, b: (x + mp.sqrt(x**2 + b)) / 2,
    "star_relu": lambda x, s, b: s * max(x, 0) ** 2 + b,
    "step": lambda x, at_zero: mpf(1) if x > 0 else at_zero if x == 0 else mpf(0),
    "threshold": lambda x, threshold, value: x if x > threshold else value,
    "tukey_biweight": lambda r, c: c**2 / 6 * (1 - max(0, 1 - (r / c) ** 2) ** 3),
    "weighted_cross_entropy_with_logits": lambda z, target, q: q * target * soft(-z) + (1 - target) * soft(z),
    "welsch": lambda r, c: -(c**2) * mp.expm1(-((r / c) ** 2) / 2),
    "wing": wing,
    "xielu": xielu,
}
