"""Threads that draw and evaluate at the same time."""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from threading import Barrier

import matplotlib as mpl
import numpy as np

import actplot
from actplot.requests.reading import parse

THREADS = 16
LINES = ("plot gelu --theme dark", "compare relu elu --style ggplot", "jacobian softmax --at 2,1,0.1", "derive tanh")


def image(line: str) -> bytes:
    return parse(f"{line} --dpi 40").image("svg")


def test_threads_that_draw_get_the_images_that_one_gets():
    alone = {line: image(line) for line in LINES}
    before, start = dict(mpl.rcParams), Barrier(THREADS)

    def all_at_once(line: str) -> bytes:
        start.wait()
        return image(line)

    lines = [LINES[index % len(LINES)] for index in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        for line, drawn in zip(lines, pool.map(all_at_once, lines), strict=True):
            assert drawn == alone[line], line
    assert dict(mpl.rcParams) == before


def test_threads_that_evaluate_get_the_numbers_that_one_gets():
    names = ("gelu", "mish", "x*sigmoid(1.702*x)", "log(exp(x) - 1)", "softmax")
    x = np.linspace(-30, 800, 997)
    alone = {name: actplot.get(name).value(x) for name in names}

    def again(name: str, start: Barrier) -> bool:
        start.wait()
        return np.array_equal(actplot.get(name).value(x), alone[name], equal_nan=True)

    tasks = [names[index % len(names)] for index in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(again, tasks, repeat(Barrier(THREADS))))
