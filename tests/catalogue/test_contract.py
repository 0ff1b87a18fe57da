"""Every entry says of itself what cards, lists and tables need; of what is missing the test says what to add."""

from collections.abc import Iterator

import pytest

import actplot
from actplot.calculus.facts.dialects import dialects_of
from actplot.catalogue.entry import Entry
from actplot.catalogue.kinds.functions import METHODS, Activation, Function
from actplot.catalogue.registry import KINDS, lookup, names
from actplot.documents.dialects import dialects_text

SENTENCES = {
    "docstring": lambda entry: type(entry).__doc__,
    "note": lambda entry: entry.note,
}
LISTED = {
    "aliases": "the other spellings that papers and frameworks have",
    "strengths": "at least one sentence that says where it is the right choice",
    "weaknesses": "at least one sentence that says where it is not",
    "sources": "the publication that introduced it, with its year, or the page of the documentation",
}


def lacking(entry: Entry) -> Iterator[str]:
    """What is missing, each with what to add."""
    if entry.kind not in KINDS:
        yield f"the kind {entry.kind!r}, which lists and commands do not know: add it to KINDS in catalogue/registry.py"
    if not is_whole(entry):
        yield "no closed form: add compose, or all of value, derivative and second_derivative"
    for what, text_of in SENTENCES.items():
        if not (text_of(entry) or "").strip().endswith("."):
            yield f"no {what}: add one sentence that ends with a full stop"
    for what, how in LISTED.items():
        if not getattr(entry, what):
            yield f"no {what}: add {how}"
    if isinstance(entry.aliases, str) or len(set(entry.aliases)) < len(entry.aliases):
        yield "aliases that are no tuple of different texts: add each other spelling once"
    for parameter in entry.declared:
        if not parameter.meaning:
            yield f"no meaning of {parameter.name}: add what the parameter is, as the second argument of param"
    if not has_equivalents(entry):
        yield "no equivalents: add one line per framework, or 'none' with a reason"


def has_equivalents(entry: Entry) -> bool:
    """Whether a framework has a name or a composition for it, or the entry says why none has."""
    return bool(entry.equivalents) or any(one.names or one.code for one in dialects_of(entry))


def is_whole(entry: Entry) -> bool:
    """Whether a function of one variable has both derivatives; what other kinds lack is named where it is asked for."""
    try:
        return not isinstance(entry, Function) or all(getattr(entry, method)(0.5) is not None for method in METHODS)
    except NotImplementedError:
        return False


@pytest.mark.parametrize("name", names())
def test_every_entry_says_what_is_asked_of_it(name):
    faults = [f"{name} has {fault}" for fault in lacking(actplot.get(name))]
    assert not faults, "\n".join(faults)


def test_what_is_missing_is_said_with_what_to_add():
    class Fair(Activation):
        __module__ = "actplot.catalogue.activations.planted"
        name = "fair"
        formula = "x"
        note = "No full stop"
        strengths = ("It is planted.",)
        aliases = ("just", "just")

    assert [*lacking(Fair())] == [
        "no closed form: add compose, or all of value, derivative and second_derivative",
        "no docstring: add one sentence that ends with a full stop",
        "no note: add one sentence that ends with a full stop",
        "no weaknesses: add at least one sentence that says where it is not",
        "no sources: add the publication that introduced it, with its year, or the page of the documentation",
        "aliases that are no tuple of different texts: add each other spelling once",
        "no equivalents: add one line per framework, or 'none' with a reason",
    ]


def test_a_kind_that_the_registry_does_not_know_is_a_fault():
    class Gate(Entry):
        __module__ = "actplot.catalogue.activations.planted"
        name = "gate"
        kind = "gate"

    assert next(lacking(Gate())).startswith("the kind 'gate', which lists and commands do not know: add it to KINDS")


def test_an_entry_that_no_framework_has_is_told_with_its_reason():
    class Alone(Activation):
        __module__ = "actplot.catalogue.activations.planted"
        name = "alone"
        formula = "x"
        equivalents = {"none": "It is new."}

    absent = [one for one in dialects_of(Alone()) if not one.code]
    assert dialects_text(Alone(), absent, 80).endswith("alone in\n  It is new.\n")


@pytest.mark.parametrize("name", names())
def test_every_source_is_a_publication_with_its_year_or_a_page(name):
    for source in lookup(name).sources:
        year = any(word.strip(",.:").isdigit() and len(word.strip(",.:")) == 4 for word in source.split())
        page = " documentation, " in source or ", github.com/" in source
        assert year or page, f"{name} names {source!r}: add the year, or the page of the documentation"
