"""What a user would write with pyplot for `actplot compare sigmoid tanh relu softplus elu --size 15 5 --dpi 100`."""

import sys

import matplotlib.pyplot as plt
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def tanh(x):
    return np.tanh(x)


def relu(x):
    return np.maximum(x, 0)


def softplus(x):
    return np.log1p(np.exp(x))


def elu(x):
    return np.where(x > 0, x, np.expm1(x))


def slope(function, x, step=1e-6):
    return [(function(at + step) - function(at - step)) / (2 * step) for at in x]


x = np.linspace(-5, 5, 1000)
figure, (left, right) = plt.subplots(1, 2, figsize=(15, 5), dpi=100)
for function in (sigmoid, tanh, relu, softplus, elu):
    left.plot(x, function(x), label=function.__name__)
    right.plot(x, slope(function, x), label=function.__name__)
for axes, title in ((left, "f(x)"), (right, "f′(x)")):
    axes.set_title(title)
    axes.set_xlabel("x")
    axes.grid(True)
    axes.legend()
figure.tight_layout()
figure.savefig(sys.argv[1])
