"""Evaluates a million points: of functions that torch has too, beside torch, or of all double-double entries.

python tests/benchmarks/evaluation.py torch [ROUNDS]
python tests/benchmarks/evaluation.py float32
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

import actplot
from actplot.catalogue.kinds.functions import Function

POINTS = 10**6
TWINS = (  # elementwise layers that need no parameter, by their names in torch.nn
    *("ReLU", "LeakyReLU", "ReLU6", "Sigmoid", "Tanh", "Softplus", "SiLU", "GELU", "ELU", "SELU", "CELU", "Hardswish"),
    *("Hardsigmoid", "Hardtanh", "Mish", "Softsign", "Tanhshrink", "Softshrink", "Hardshrink", "LogSigmoid"),
)


def beside_torch(rounds: int) -> None:
    """Print the ratios of each function and, of each round, the median over all."""
    import torch

    torch.set_num_threads(1)
    x = np.random.default_rng(0).uniform(-8, 8, POINTS)
    given = torch.from_numpy(x)
    pairs = {name: (actplot.get(f"torch:{name}").value, getattr(torch.nn, name)()) for name in TWINS}
    ratios = {name: [] for name in TWINS}
    with torch.no_grad():
        for ours, theirs in pairs.values():  # what is loaded at the first call is no part of the second
            ours(x), theirs(given)
        for _ in range(rounds):
            for name, (ours, theirs) in pairs.items():
                ratios[name].append(best(lambda ours=ours: ours(x)) / best(lambda theirs=theirs: theirs(given)))
    for name, found in ratios.items():
        print(f"{statistics.median(found):7.2f}  {name}")
    for number in range(rounds):
        print(f"{statistics.median(found[number] for found in ratios.values()):7.2f}  median")


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of several runs: what else the machine does only adds to them."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def single() -> None:
    """Evaluate every entry whose closed form is composed of double-double numbers, once."""
    x = np.random.default_rng(0).uniform(-8, 8, POINTS).astype(np.float32)
    for name in (*actplot.names("activation"), *actplot.names("loss")):
        function = actplot.get(name)
        if type(function).compose is not Function.compose:
            function.value(x)


if __name__ == "__main__":
    if sys.argv[1] == "torch":
        beside_torch(int(sys.argv[2]) if len(sys.argv) > 2 else 3)
    else:
        single()
