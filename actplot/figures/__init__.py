"""Records as matplotlib figures."""

import logging


def _is_of_figures(record: logging.LogRecord) -> bool:
    """Whether matplotlib says more than that it may not keep files in its own folder, which changes no figure."""
    return record.funcName != "_get_config_or_cache_dir"


logging.getLogger("matplotlib").addFilter(_is_of_figures)  # before matplotlib is imported, which says so at once
