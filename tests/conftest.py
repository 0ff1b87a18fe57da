"""What runs of the suite have in common: the examples, the samples of large grids, and what `--update` is."""

import pytest
from hypothesis import settings
from sample import in_sample

# the same examples each run, and no deadline on a busy machine
settings.register_profile("actplot", derandomize=True, deadline=None)
settings.load_profile("actplot")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what is shown or measured anew, where it differs")


def pytest_configure(config):
    if config.getoption("update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update writes files: run it without -n")


def pytest_collection_modifyitems(config, items):
    """Take a sample of the grids that are marked exhaustive, unless they are asked for, or one test by its name is."""
    if "exhaustive" in config.getoption("markexpr") or any("::" in argument for argument in config.args):
        return
    left_out = [item for item in items if not in_sample(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if in_sample(item)]
