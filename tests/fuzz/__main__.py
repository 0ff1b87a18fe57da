"""`python -m tests.fuzz --lines 5000 --seed 7`: runs the lines of a seed, and prints those that end badly."""

import sys
from collections import Counter
from functools import partial
from multiprocessing import Pool

import click

from .running import Run, limit_memory, run


@click.command()
@click.option("--lines", default=300, show_default=True, help="How many.")
@click.option("--seed", default=0, show_default=True, help="Of the random numbers.")
@click.option("--line", "only", type=int, help="This one alone.")
@click.option("--jobs", default=1, show_default=True, help="Processes.")
@click.option("--slow", default=5.0, show_default=True, help="Lines that take more seconds are printed, too.")
def main(lines: int, seed: int, only: int | None, jobs: int, slow: float) -> None:
    """Exit 1 if one of the lines has a fault."""
    limit_memory()
    numbers = range(lines) if only is None else [only]
    bad, codes = 0, Counter()
    with Pool(jobs, initializer=limit_memory, maxtasksperchild=500) as pool:
        for done in pool.imap(partial(run, seed), numbers):
            bad += bool(done.faults)
            codes[str(done.code)] += 1
            tell(done, slow, aloud=only is not None)
    ended = ", ".join(f"{count} with {code}" for code, count in sorted(codes.items()))
    click.echo(f"{bad} of {len(numbers)} lines end badly; exit codes: {ended}")
    sys.exit(bool(bad))


def tell(done: Run, slow: float, aloud: bool) -> None:
    if done.faults or aloud:
        click.echo(str(done))
    if done.seconds > slow:
        click.echo(f"{done.seconds:.1f} s: {done}")


main()
