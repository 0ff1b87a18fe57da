"""The suite takes a sample of large grids, and leaves no entry out."""

from pathlib import Path

import pytest
from sample import in_sample, sample, share_of

import actplot
from actplot.catalogue.entry import Entry

WHERE_FRAMEWORKS_ARE = "frameworks"


def entries_of(item: pytest.Item) -> set[str]:
    """The entries that a test is about, by their names."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    specs = {value.partition(":")[0] for value in values if isinstance(value, str)}
    return specs | {value.name for value in values if isinstance(value, Entry)}


def test_every_entry_is_in_some_test_of_the_suite(request):
    items = request.session.items
    folder = Path(__file__).parent
    files = {path for path in folder.rglob("test_*.py") if path.parent.name != WHERE_FRAMEWORKS_ARE}
    if not files <= {item.path for item in items}:
        pytest.skip("not the whole suite")
    assert set(actplot.names()) <= set().union(*map(entries_of, items))


class Item:
    """A test as far as its share is concerned."""

    def __init__(self, name, **shares):
        self.name = self.nodeid = name
        self.shares = shares

    def iter_markers(self, name):
        return iter([pytest.mark.exhaustive(**self.shares).mark] if self.shares else [])


def test_a_sample_is_the_same_each_time_and_has_about_its_share():
    names = [f"test_grid[{number}]" for number in range(2000)]
    first, second = ([name for name in names if in_sample(Item(name, keep=0.2))] for _ in range(2))
    assert first == second
    assert 300 < len(first) < 500
    assert all(in_sample(Item(name)) for name in names)
    others = [name for name in names if in_sample(Item(name, keep=0.2, thorough=0.5), "thorough")]
    assert not {*first} & {*others}
    assert 500 < len(others) < 700
    assert {*names} - {*first} == {name for name in names if in_sample(Item(name, keep=0.2, thorough=1), "thorough")}


def test_a_grid_leaves_the_suite_only_where_nothing_of_it_is_kept():
    small = [Item(f"test_small[{number}]", keep=1e-9) for number in range(20)]
    gone, always = [Item(f"test_gone[{number}]", keep=0) for number in range(20)], Item("test_always")
    taken = sample([*small, always, *gone])
    assert len(taken) == 2
    assert taken[-1] is always
    assert sample([*small, always, *gone]) == taken


def test_a_share_of_the_suite_is_one_of_grids_and_of_single_tests():
    grid, single = ([Item(f"test_{word}[{number}]") for number in range(2000)] for word in ("grid", "single"))
    for item in grid:
        item.shares = {"keep": 0.5}
    suite = sample([*grid, *single])
    taken = share_of([*grid, *single], 0.5)
    assert {*taken} < {*suite}
    assert 400 < len({*taken} & {*grid}) < 600
    assert 900 < len({*taken} & {*single}) < 1100
