"""What runs of the suite have in common: the examples, the samples of large grids, and what `--update` is."""

import gc
import sys

import pytest
from hypothesis import settings
from sample import Case, sample, share_of

# the same examples each run, and no deadline on a busy machine
settings.register_profile("actplot", derandomize=True, deadline=None)
settings.load_profile("actplot")


def pytest_addoption(parser):
    parser.addoption("--every", action="store_true", help="run all cases of grids, however many: it takes an hour")
    parser.addoption("--share", type=float, help="run as large a share of the suite, from 0 to 1, drawn by names")
    parser.addoption("--update", action="store_true", help="write what is shown or measured anew, where it differs")


def pytest_configure(config):
    if config.getoption("update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update writes files: run it without -n")


@pytest.hookimpl(trylast=True)
def pytest_generate_tests(metafunc):
    """Make only those tests of a large grid that are run: to make all, and leave most out later, takes seconds."""
    if getattr(metafunc, "_calls", None):  # pytest's own, which need not be there
        cases = [Case(metafunc.definition, call) for call in metafunc._calls]
        metafunc._calls = [case.call for case in taken(metafunc.config, cases)] or metafunc._calls[:1]


def pytest_collection_modifyitems(config, items):
    """Take a sample of the grids that are marked exhaustive, unless one test is asked for by its name, or to write.

    What needs a browser runs where it is asked for by its mark.
    """
    run = items if "browser" in config.getoption("markexpr") else [*filter(needs_no_browser, items)]
    run = taken(config, run)
    config.hook.pytest_deselected(items=[*{*items} - {*run}])
    items[:] = run


def needs_no_browser(item):
    return not item.get_closest_marker("browser")


def taken(config, items):
    """Those of some tests that are run."""
    if config.getoption("every") or config.getoption("update") or any("::" in argument for argument in config.args):
        return items
    share, word = config.getoption("share"), "thorough" if "exhaustive" in config.getoption("markexpr") else "keep"
    return sample(items, word) if share is None else share_of(items, share)


def pytest_collection_finish():
    """What imports and the collection of tests left stays: no later search for garbage looks through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_to_tell():
    """What a test notices of a user's functions is told to no command of the next one."""
    yield
    if noticed := sys.modules.get("actplot.spec.supplied.noticed"):
        noticed.newly_noticed()


@pytest.fixture
def drawn_texts(monkeypatch):
    """Holds figures to texts that lie on the page and not over each other."""
    from drawn_texts import DrawnTexts

    return DrawnTexts(monkeypatch)
