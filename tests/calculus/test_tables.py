"""Every entry has tables, whatever its kind, and documents print them alike."""

import csv
import io
import json

import numpy as np
import pytest

import actplot
from actplot.calculus.subjects import subject
from actplot.calculus.tables import Asked, Table
from actplot.catalogue.registry import KINDS, names
from actplot.documents.tables import csv_text, json_text, table_text


def tables_of(name: str, **asked) -> list[Table]:
    """At the entry's own example, or at two points where it has none."""
    entry = actplot.get(name)
    about = subject(entry)
    given = {"points": {"at": (0.25, 0.75)}, "vectors": {"at": (getattr(entry, "example", ()),)}}
    return about.tables(Asked(**given.get(about.asked_at, {"pair": getattr(entry, "example", None)}), **asked))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_entry_has_tables(kind, dtype):
    for name in names(kind):
        for table in tables_of(name, dtype=dtype):
            assert table.function == name
            assert table.dtype == dtype
            assert {column.dtype.name for column in (*table.whole.values(), *table.all_columns.values())} == {dtype}


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_has_a_row_for_each_row(kind):
    tables = [table for name in names(kind) for table in tables_of(name)]
    rows = sum(table.length for table in tables)
    assert len(list(csv.DictReader(io.StringIO(csv_text(tables))))) == rows
    heads = sum(2 + len(table.whole) for table in tables)
    assert len([line for line in table_text(tables).splitlines() if line]) == rows + heads
    assert [one["function"] for one in json.loads(json_text(tables))["functions"]] == [one.function for one in tables]


def test_the_columns_of_a_jacobian_are_its_columns():
    (table,) = tables_of("softmax")
    assert list(table.matrix) == ["d/dz_0", "d/dz_1", "d/dz_2"]
    assert np.array_equal(table.jacobian, actplot.get("softmax").jacobian(table.columns["input"]))


def test_a_loss_of_single_numbers_has_one_for_each():
    (table,) = subject(actplot.get("mse")).tables(Asked(pair=([1.0, 2.0], [0.0])))
    assert not table.whole
    assert {name: column.tolist() for name, column in table.columns.items()} == {
        "prediction": [1, 2],
        "target": [0, 0],
        "loss": [1, 4],
        "gradient": [2, 4],
    }
