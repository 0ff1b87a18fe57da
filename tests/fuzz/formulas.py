"""Random texts of formulas: all that the language has, at any depth, some with what it has not."""

from . import words
from .dice import Dice

SYMBOLS = ("a", "b", "alpha", "t")
CONSTANTS = ("1", "2", "0", "0.5", "3", "10", "100", "-1", "pi", "e", "1.702", "1/3", "1e-3")
HUGE = ("1e300", "1e-300", "1e308", "5e-324", "1e10", "10^10^10", "9^99", "1e16", "0^0", "2^1000", "123456789^50")
POWERS = ("2", "3", "-1", "-2", "0.5", "(1/3)", "(2/3)", "1.5", "x", "(-x)", "0", "100", "1e10", "a")
PLAIN = (
    "exp", "log", "sqrt", "cbrt", "abs", "sign", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    "asinh", "acosh", "atanh", "erf", "erfc", "Phi", "phi", "log1p", "expm1", "floor", "ceil", "round", "log2",
    "log10", "exp2", "softplus", "sigmoid", "relu", "gelu", "silu", "mish", "elu", "selu", "celu", "leaky_relu",
    "hard_tanh", "soft_shrink", "hard_shrink", "tanh_shrink", "log_ndtr", "ndtr", "squareplus", "snake", "sinc",
    "soft_root_sign", "log1mexp", "gelu_tanh", "huber", "mse", "hinge", "welsch", "np.tanh", "torch.relu", "F.elu",
    "nn.Softplus()", "tf.nn.silu", "math.exp", "jnp.sin", "jax.nn.gelu", "keras.activations.mish",
)  # fmt: skip
PAIRS = ("max", "min", "np.maximum", "torch.minimum", "mod", "hypot", "atan2", "np.power", "pow")
SWITCHES = ("where({0} {1} {2}, {3}, {4})", "np.where({0} {1} {2}, {3}, {4})", "({3} if {0} {1} {2} else {4})")
SWITCHES += ("({0} {1} {2})*{3} + {4}", "where({0} {1} {2} {1} x, {3}, {4})", "clip({0}, {2}, {3})")
OUTSIDE = ("|{0}|", "√({0})", "({0})²", "-({0})", "lambda x: {0}", "f(x) = {0}", "({0})!", "{0};{0}", "${0}$")
OUTSIDE += ("d/dx {0}", "\\frac{{{0}}}{{2}}", "{0} = {0}", "__import__('os')", "{0}.__class__", "x[0]", "{0} {0}")


def formula(dice: Dice, depth: int = 3) -> str:
    """A text, of which most can be read."""
    made = _grown(dice, dice.randint(1, depth))
    if dice.wrong():
        made = dice.choice(OUTSIDE).format(made)
    return words.misspelt(dice, made) if dice.wrong() else made


def _grown(dice: Dice, depth: int) -> str:
    if depth == 0:
        return _leaf(dice)

    def inner() -> str:
        return _grown(dice, dice.randint(0, depth - 1))

    kind = dice.randrange(12)
    if kind < 4:
        return f"({inner()} {dice.choice('+-*/')} {inner()})"
    if kind < 8:
        return f"{dice.choice(PLAIN)}({inner()})"
    if kind == 8:
        return f"{dice.choice(PAIRS)}({inner()}, {inner()})"
    if kind == 9:
        return dice.choice(SWITCHES).format(inner(), dice.choice(("<", "<=", ">", ">=")), inner(), inner(), inner())
    if kind == 10:
        return f"({inner()})^{dice.choice(POWERS)}"
    return dice.choice(OUTSIDE[:4]).format(inner())


def _leaf(dice: Dice) -> str:
    odds = dice.random()
    if odds < 0.65:
        return "x"
    if odds < 0.9:
        return dice.choice(CONSTANTS)
    return dice.choice(SYMBOLS if odds < 0.95 else HUGE)
