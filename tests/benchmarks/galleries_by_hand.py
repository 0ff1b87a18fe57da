"""What a user would write with pyplot for the figures of `galleries.py`: two panels of five curves, or one of one."""

import json
import sys

import matplotlib.pyplot as plt
import numpy as np

FUNCTIONS = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "elu": lambda x, alpha=1.0: np.where(x > 0, x, alpha * np.expm1(x)),
}


def slope(function, x, step=1e-6):
    return (function(x + step) - function(x - step)) / (2 * step)


def two_panels(path, reach, alpha):
    x = np.linspace(-reach, reach, 1000)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10.74, 4.63), dpi=150)
    for name, function in FUNCTIONS.items():
        scaled = (lambda x, f=function: f(x, alpha)) if name == "elu" else function
        left.plot(x, scaled(x), label=name)
        right.plot(x, slope(scaled, x), label=name)
    for axes, title in ((left, "f(x)"), (right, "f′(x)")):
        axes.set_title(title)
        axes.set_xlabel("x")
        axes.grid(True)
        axes.legend()
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def one_panel(path, reach, alpha):
    x = np.linspace(-7, 7, 1000)
    figure, axes = plt.subplots()
    axes.grid(color="k", alpha=0.2, linestyle="--")
    axes.plot(x, FUNCTIONS["elu"](x, alpha))
    axes.set_title(f"ELU(alpha={alpha})")
    axes.set_xlabel("Input")
    axes.set_ylabel("Output")
    axes.set_xlim([-7, 7])
    axes.set_ylim([-7, 7])
    figure.savefig(path)
    plt.close(figure)


if __name__ == "__main__":
    kind, folder, figures = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    for number, (reach, alpha) in enumerate(figures):
        {"two": two_panels, "one": one_panel}[kind](f"{folder}/{number}.png", reach, alpha)
