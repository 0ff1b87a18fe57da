"""Frameworks' spellings of the catalogue, one module per framework; none of them is imported."""
