"""Prints how long the steps and the check of every derivation take, as ratios to numpy's import.

python tests/benchmarks/derivations.py [ROUNDS]
"""

import statistics
import subprocess
import sys
import time

import actplot
from actplot.calculus.derivations.checking import check_derivation
from actplot.calculus.derivations.deriving import derive, route_names
from actplot.catalogue.registry import elementwise_names


def main(rounds: int) -> None:
    yardstick = statistics.median(numpy_import() for _ in range(rounds))
    rows = [
        (statistics.median(seconds(actplot.get(name), route) for _ in range(rounds)), name, route)
        for name in elementwise_names()
        for route in route_names(actplot.get(name))
    ]
    print(f"median of {rounds} runs, as a ratio to numpy's import, and in milliseconds (aim: below 50)")
    for duration, name, route in sorted(rows, reverse=True):
        print(f"{duration / yardstick:6.2f}  {1000 * duration:6.1f} ms  {name}, {route}")


def numpy_import() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    return time.perf_counter() - start


def seconds(function: actplot.Function, route: str) -> float:
    start = time.perf_counter()
    check_derivation(derive(function, route), function)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
