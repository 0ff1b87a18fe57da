"""Lets frameworks warn: their warnings are no faults of the dialects."""

import warnings

import pytest


@pytest.fixture(autouse=True)
def _frameworks_may_warn():
    with warnings.catch_warnings(action="ignore"):
        yield
