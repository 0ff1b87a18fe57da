"""How wide text may be."""

from shutil import get_terminal_size

NARROWEST, WIDEST = 20, 80  # columns of text


def table_width() -> int:
    """Columns for a table: the terminal's."""
    return max(NARROWEST, get_terminal_size().columns)


def text_width() -> int:
    """Columns for text: the terminal's, but no more than reads well."""
    return max(NARROWEST, min(WIDEST, get_terminal_size().columns))
