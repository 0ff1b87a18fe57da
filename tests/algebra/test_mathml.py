"""Terms as MathML."""

from xml.etree import ElementTree

import pytest

from actplot.algebra.reading.authored import parse_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.catalogue.registry import elementwise_names, lookup


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("name", elementwise_names())
def test_formulas_and_their_derivatives_are_well_formed(name):
    entry = lookup(name)
    symbols = tuple(parameter.name for parameter in entry.declared)
    for source in (entry.formula, f"D({entry.formula})"):
        ElementTree.fromstring(f"<math>{to_mathml(parse_line(source, symbols=symbols))}</math>")


def test_letters_of_an_index_are_identifiers_of_their_own():
    written = to_mathml(parse_line("delta_ij", symbols=("delta_ij",)))
    assert "<mi>i</mi><mi>j</mi>" in written
    assert "<mi>max</mi>" in to_mathml(parse_line("x_max", symbols=("x_max",)))
