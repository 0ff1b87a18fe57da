"""Columns align, and break where they are too wide."""

from actplot.documents.columns import aligned, hanging

ROWS = [("name", "a few words here", "1.5"), ("x", "one", "-10")]


def test_words_stand_left_and_numbers_right():
    assert aligned(ROWS, words=2) == ["name  a few words here  1.5", "x     one               -10"]


def test_cells_break_at_spaces_where_they_are_too_wide():
    lines = aligned(ROWS, words=3, width=18)
    assert lines == ["name  a few    1.5", "      words", "      here", "x     one      -10"]
    assert aligned(ROWS, words=3, width=100) == aligned(ROWS, words=3)


def test_the_longest_words_stay_whole():
    assert max(map(len, aligned(ROWS, words=3, width=1))) == len("name  words  1.5")


def test_further_lines_stand_below_the_first():
    assert hanging("label  ", "well-known words", 17) == "label  well-known\n       words"
