"""Prints the whole table of speed, as the manual shows it.

    python tests/benchmarks/speed.py [ROUNDS] [REVISION]

The rows that compare with the time before need a revision of this repository; those of torch, torch in the interpreter
that runs this. Everything together takes half an hour on two processors.
"""

import sys
import tempfile
from pathlib import Path

import command_line
import galleries
import numbers_in_bulk
from measuring import install, print_table, versions


def main(rounds: int, revision: str = "") -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        installed = install(folder / "venv")
        print(f"{versions(installed)}; medians of {rounds} paired runs, with the smallest and the largest ratio\n")
        print_table(
            [
                *command_line.rows(installed, folder, rounds),
                *galleries.rows(installed, folder, max(1, rounds // 3)),
                *numbers_in_bulk.rows(installed, folder, max(1, rounds // 3), revision),
            ]
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9, *sys.argv[2:3])
