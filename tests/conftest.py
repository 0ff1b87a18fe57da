"""One profile for hypothesis: the same examples each run, and no deadline on a busy machine; and what `--update` is."""

import pytest
from hypothesis import settings

settings.register_profile("actplot", derandomize=True, deadline=None)
settings.load_profile("actplot")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what is shown or measured anew, where it differs")


def pytest_configure(config):
    if config.getoption("update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update writes files: run it without -n")
