"""Functions as people write them, their derivatives, and what goes wrong in these: for the tests of claims."""

HEAD = """
import numpy as np
from scipy.special import erf, expit
PI = np.pi

def sp(x):
    return np.logaddexp(0, x)
"""
# name → a formula, an entry of the catalogue, the value and the derivative in NumPy
FUNCTIONS = {
    "sigmoid": ("1/(1+exp(-x))", "sigmoid", "expit(x)", "expit(x)*expit(-x)"),
    "tanh": ("tanh(x)", "tanh", "np.tanh(x)", "1/np.cosh(np.clip(x, -300, 300))**2"),
    "softplus": ("log(1+exp(x))", "softplus", "sp(x)", "expit(x)"),
    "silu": ("x/(1+exp(-x))", "silu", "x*expit(x)", "expit(x)*(1 + x*expit(-x))"),
    "mish": (
        "x*tanh(log(1+exp(x)))",
        "mish",
        "x*np.tanh(sp(x))",
        "np.tanh(sp(x)) + x*(1 - np.tanh(sp(x))**2)*expit(x)",
    ),
    "gelu": ("x*Phi(x)", "gelu", "x*0.5*(1 + erf(x/2**.5))", "0.5*(1 + erf(x/2**.5)) + x*np.exp(-x*x/2)/np.sqrt(2*PI)"),
    "relu": ("max(x,0)", "relu", "np.maximum(x, 0)", "np.where(x > 0, 1.0, 0.0)"),
    "leaky": ("where(x>0,x,0.1*x)", "leaky_relu:0.1", "np.where(x > 0, x, .1*x)", "np.where(x > 0, 1.0, 0.1)"),
    "elu": (
        "where(x>0,x,exp(x)-1)",
        "elu",
        "np.where(x > 0, x, np.expm1(np.minimum(x, 0)))",
        "np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))",
    ),
    "softsign": ("x/(1+|x|)", "softsign", "x/(1 + np.abs(x))", "1/(1 + np.abs(x))**2"),
    "hardtanh": ("max(-1,min(1,x))", "hardtanh", "np.clip(x, -1, 1)", "np.where(np.abs(x) < 1, 1.0, 0.0)"),
    "hardswish": (
        "x*max(0,min(6,x+3))/6",
        "hard_swish",
        "x*np.clip(x + 3, 0, 6)/6",
        "np.where(x <= -3, 0.0, np.where(x < 3, (2*x + 3)/6, 1.0))",
    ),
    "gaussian": ("exp(-x^2)", "gaussian", "np.exp(-x*x)", "-2*x*np.exp(-x*x)"),
    "sin": ("sin(x)", "sine", "np.sin(x)", "np.cos(x)"),
    "arctan": ("atan(x)", "arctan", "np.arctan(x)", "1/(1 + x*x)"),
    "squareplus": ("(x+sqrt(x^2+4))/2", "squareplus", "(x + np.sqrt(x*x + 4))/2", "(1 + x/np.sqrt(x*x + 4))/2"),
    "exp": ("exp(x)", "exp(x)", "np.exp(x)", "np.exp(x)"),
    "square": ("x^2", "x^2", "x*x", "2*x"),
}
# name → what stands in place of the derivative d of the value v, and words of the sentence that tells it
PLANTED = {
    "doubled": ("2*d", ("a factor of 2 too large",)),
    "shrunk": ("0.4*d", ("a factor of 2.5 too small",)),
    "hair": ("(1 + 1e-6)*d", ("a factor of 1.000001",)),
    "sign": ("-d", ("the sign",)),
    "right_tail": ("np.where(x > 3, -d, d)", ("the sign", "x > 3")),
    "left_tail": ("np.where(x < -3, -d, d)", ("the sign", "x < −3")),
    "constant": ("d + 0.1", ("off by a constant, 0.1",)),
    "value": ("v", ("the derivative is the value itself",)),
    "root": ("np.sqrt(np.abs(d))", ("a lost square",)),
    "squared": ("d**2", ("squared once too often",)),
    "left_branch": ("np.where(x < 0, x*x + 2, d)", ("wrong branch", "x < 0")),
    "right_branch": ("np.where(x >= 0, 0.5 - x, d)", ("wrong branch", "x > 0")),
    "nan": ("np.where(x > 88.75, np.nan, d)", ("right in the bulk, nan from x = 88.8 in float64",)),
    "infinite": ("np.where(x < -103.95, np.inf, d)", ("right in the bulk, infinite below x = −104",)),
    "hole": ("np.where(x == 0, np.nan, d)", ("right in the bulk, nan at x = 0",)),
    "times_x": ("d*x", ("a factor x too many",)),
}
# where the planted derivative is the right one, or as good as that, or where another sentence is as true
SAME = {
    *(("relu", name) for name in ("left_tail", "root", "squared", "times_x")),
    *(("hardtanh", name) for name in ("right_tail", "left_tail", "root", "squared", "times_x")),
    *(("leaky", name) for name in ("root", "squared", "times_x")),
    *(
        ("hardswish", "left_tail"),
        ("exp", "value"),
        ("gelu", "infinite"),
        ("gaussian", "nan"),
        ("gaussian", "infinite"),
    ),
}


def planted_file() -> str:
    """The code of a file with every function, its derivative `name_right`, and every planted one."""
    parts = [HEAD]
    for name, (_, _, value, derivative) in FUNCTIONS.items():
        parts.append(f"def {name}(x):\n    return {value}\n\ndef {name}_right(x):\n    return {derivative}\n")
        for planted, (code, _) in PLANTED.items():
            parts.append(f"def {name}_{planted}(x):\n    d = {derivative}\n    v = {value}\n    return {code}\n")
    return "\n".join(parts)


# Right claims: value, derivative, and a formula if one is to judge as well
RIGHT = {
    "relu": ("np.maximum(0, x)", "(x > 0).astype(float)", "max(x,0)"),
    "relu_where": ("np.where(x > 0, x, 0)", "np.where(x >= 0, 1.0, 0.0)", None),
    "relu_abs": ("(x + abs(x))/2", "np.heaviside(x, 0.5)", "relu(x)"),
    "relu_times": ("x*(x > 0)", "1.0*(x > 0)", None),
    "relu_integers": ("np.maximum(0, x)", "(x > 0).astype(int)", None),
    "relu_sign": ("np.maximum(x, 0)", "(np.sign(x) + 1)/2", "max(x,0)"),
    "gelu_erf": (
        "0.5*x*(1 + erf(x/np.sqrt(2)))",
        "0.5*(1 + erf(x/np.sqrt(2))) + x*np.exp(-x**2/2)/np.sqrt(2*PI)",
        "x*Phi(x)",
    ),
    "gelu_tanh": (
        "0.5*x*(1 + np.tanh(np.sqrt(2/PI)*(x + 0.044715*x**3)))",
        "0.5*(1 + np.tanh(np.sqrt(2/PI)*(x + 0.044715*x**3))) + 0.5*x"
        "*(1 - np.tanh(np.sqrt(2/PI)*(x + 0.044715*x**3))**2)*np.sqrt(2/PI)*(1 + 3*0.044715*x**2)",
        "gelu_tanh(x)",
    ),
    "quick_gelu": ("x*expit(1.702*x)", "expit(1.702*x)*(1 + 1.702*x*(1 - expit(1.702*x)))", "x*sigmoid(1.702*x)"),
    "quick_gelu_naive": (
        "x/(1 + np.exp(-1.702*x))",
        "1/(1 + np.exp(-1.702*x)) + 1.702*x*np.exp(-1.702*np.abs(x))/(1 + np.exp(-1.702*np.abs(x)))**2",
        None,
    ),
    "silu_naive": ("x/(1 + np.exp(-x))", "1/(1 + np.exp(-x)) + x/(1 + np.exp(-x))*(1 - 1/(1 + np.exp(-x)))", "silu(x)"),
    "silu_product": ("x*expit(x)", "expit(x) + x*expit(x)*(1 - expit(x))", None),
    "mish_log1p": (
        "x*np.tanh(np.log1p(np.exp(x)))",
        "np.tanh(np.log1p(np.exp(x))) + x*(1 - np.tanh(np.log1p(np.exp(x)))**2)/(1 + np.exp(-x))",
        None,
    ),
    "mish_formula": (
        "x*np.tanh(np.logaddexp(0, x))",
        "np.tanh(sp(x)) + x*expit(x)/np.cosh(np.minimum(sp(x), 300))**2",
        "x*tanh(softplus(x))",
    ),
    "sigmoid_naive": ("1/(1 + np.exp(-x))", "1/(1 + np.exp(-x))*(1 - 1/(1 + np.exp(-x)))", "sigmoid(x)"),
    "tanh_square": ("np.tanh(x)", "1 - np.tanh(x)**2", "tanh(x)"),
    "softplus_stable": ("np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)", "expit(x)", "softplus(x)"),
    "softplus_naive_bulk": ("np.where(x > 30, x, np.log(1 + np.exp(np.minimum(x, 30))))", "1/(1 + np.exp(-x))", None),
    "leaky": ("np.maximum(0.01*x, x)", "np.where(x > 0, 1, 0.01)", "leaky_relu(x)"),
    "elu": ("np.where(x > 0, x, np.exp(x) - 1)", "np.where(x > 0, 1, np.exp(x))", "elu(x)"),
    "selu": (
        "1.0507009873554805*np.where(x > 0, x, 1.6732632423543772*(np.exp(x) - 1))",
        "1.0507009873554805*np.where(x > 0, 1, 1.6732632423543772*np.exp(x))",
        None,
    ),
    "softsign": ("x/(1 + abs(x))", "1/(1 + abs(x))**2", "softsign(x)"),
    "hard_sigmoid": ("np.clip((x + 3)/6, 0, 1)", "np.where(np.abs(x) < 3, 1/6, 0)", None),
    "hard_swish": ("x*np.clip(x + 3, 0, 6)/6", "np.where(x < -3, 0, np.where(x > 3, 1, x/3 + 0.5))", "hard_swish(x)"),
    "hard_shrink": ("np.where(np.abs(x) > 0.5, x, 0)", "(np.abs(x) > 0.5)*1.0", None),
    "soft_shrink": (
        "np.sign(x)*np.maximum(np.abs(x) - 0.5, 0)",
        "np.where(np.abs(x) > 0.5, 1.0, 0.0)",
        "soft_shrink(x)",
    ),
    "absolute": ("np.abs(x)", "np.sign(x)", "|x|"),
    "gaussian": ("np.exp(-x**2)", "-2*x*np.exp(-x**2)", "exp(-x^2)"),
    "sine": ("np.sin(x)", "np.cos(x)", "sin(x)"),
    "snake": ("x + np.sin(x)**2", "1 + np.sin(2*x)", None),
    "squared_relu": ("np.maximum(x, 0)**2", "2*np.maximum(x, 0)", "max(x,0)^2"),
    "cubic": ("x**3", "3*x**2", "x^3"),
    "bent": ("(np.sqrt(x**2 + 1) - 1)/2 + x", "x/(2*np.sqrt(x**2 + 1)) + 1", None),
    "tiny": ("1e-20*np.tanh(x)", "1e-20*(1 - np.tanh(x)**2)", None),
    "large": ("1e9*np.tanh(x)", "1e9*(1 - np.tanh(x)**2)", None),
    "logarithm": ("np.log(x)", "1/x", None),
    "root": ("np.sqrt(x)", "0.5/np.sqrt(x)", "sqrt(x)"),
    "constant": ("0*x + 3", "0*x", None),
    "step": ("np.where(x > 0, 1.0, 0.0)", "np.zeros_like(x)", None),
    "third": ("np.where(x > 1/3, 2*x, x + 1/3)", "np.where(x > 1/3, 2, 1)", None),
    "tenth": ("np.where(x > 0.1, 2*x, x + 0.1)", "np.where(x > 0.1, 2, 1)", "where(x>0.1,2x,x+0.1)"),
}


def right_file() -> str:
    parts = [HEAD]
    for name, (value, derivative, _) in RIGHT.items():
        parts.append(f"def {name}(x):\n    return {value}\n\ndef d_{name}(x):\n    return {derivative}\n")
    return "\n".join(parts)


# Wrong for a reason of their own: value, derivative, formula or None, precision, words that tell it
WRONG = {
    "softplus_overflows": ("np.log(1 + np.exp(x))", "expit(x)", None, "float64", "infinite from x = 709.8 in float64"),
    "softplus_float32": (
        "np.log(1 + np.exp(x))",
        "expit(x)",
        "softplus(x)",
        "float32",
        "infinite from x = 88.8 in float32",
    ),
    "sigmoid_of_quotients": (
        "expit(x)",
        "np.exp(x)/(1 + np.exp(x))**2",
        None,
        "float64",
        "nan from x = 709.8 in float64",
    ),
    "softplus_of_quotients": ("sp(x)", "np.exp(x)/(1 + np.exp(x))", None, "float32", "nan from x = 88.8 in float32"),
    "relu_of_signs": ("np.maximum(x, 0)", "(1 + x/np.abs(x))/2", None, "float64", "right in the bulk, nan at x = 0"),
    "relu_value": ("np.maximum(x, 0)", "np.maximum(x, 0)", None, "float64", "the derivative is the value itself"),
    "relu_step": ("np.maximum(x, 0)", "np.heaviside(x, 2.0)", None, "float64", "at x = 0 alone"),
    "leaky_swapped": (
        "np.where(x > 0, x, .1*x)",
        "np.where(x < 0, 1.0, .1)",
        None,
        "float64",
        "it is the derivative at −x",
    ),
    "elu_one": ("np.where(x > 0, x, np.expm1(x))", "1 + 0*x", None, "float64", "wrong branch for x < 0: always 1"),
    "tanh_unsquared": ("np.tanh(x)", "1 - np.tanh(x)", None, "float64", "a lost square of the value"),
    "gaussian_halved": ("np.exp(-x**2)", "-x*np.exp(-x**2)", "exp(-x^2)", "float64", "a factor of 2 too small"),
    "quick_gelu_inner": (
        "x*expit(1.702*x)",
        "expit(1.702*x) + x*expit(1.702*x)*expit(-1.702*x)",
        None,
        "float64",
        "a factor of 1.702 too small",
    ),
    "gelu_without_x": (
        "0.5*x*(1 + erf(x/2**.5))",
        "0.5*(1 + erf(x/2**.5)) + np.exp(-x**2/2)/np.sqrt(2*PI)",
        None,
        "float64",
        "a lost factor x in x·g′",
    ),
    "mish_unsquared": (
        "x*np.tanh(sp(x))",
        "np.tanh(sp(x)) + x*(1 - np.tanh(sp(x)))*expit(x)",
        None,
        "float64",
        "a lost square: 1 − g for 1 − g²",
    ),
    "silu_half": ("x*expit(x)", "expit(x) + x*expit(x)", None, "float64", "a lost factor 1 − g in x·g′"),
    "silu_one_term": ("x*expit(x)", "expit(x)", None, "float64", "x·g′ is missing"),
    "silu_other_term": ("x*expit(x)", "x*expit(x)*expit(-x)", None, "float64", "g is missing"),
    "silu_minus": ("x*expit(x)", "expit(x) - x*expit(x)*expit(-x)", None, "float64", "the sign of x·g′"),
    "value_wrong": ("np.maximum(x, 0)**2", "np.maximum(x, 0)*2", "max(x,0)", "float64", "wrong"),
}


def wrong_file() -> str:
    parts = [HEAD]
    for name, (value, derivative, *_) in WRONG.items():
        parts.append(f"def {name}(x):\n    return {value}\n\ndef d_{name}(x):\n    return {derivative}\n")
    return "\n".join(parts)
