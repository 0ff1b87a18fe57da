"""What conf.py says for all pages: functions of one's own, usual themes, and how a page switches between them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.util import logging

from ..embedding.asked import USUAL, Place, check_themes, reason
from ..embedding.kept import Store
from ..errors import ActplotError
from .references import functions_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

logger = logging.getLogger(__name__)

CLASSES, PREFERENCE = "classes", "preference"
SWITCHES = ("auto", CLASSES, PREFERENCE)
# Themes of HTML with a switch, and those made from them: of two images each shows the one of its scheme.
WITH_CLASSES = {"furo", "pydata_sphinx_theme", "sphinx_book_theme", "shibuya", "lutra", "sphinx_immaterial"}
IMAGES = (("image/svg+xml", "svg"), ("application/pdf", "pdf"), ("image/png", "png"))


def add_values(app: "Sphinx") -> None:
    """The values that conf.py may set."""
    app.add_config_value("actplot_functions", None, "env", (str, type(None)), "A TOML file with [functions].")
    app.add_config_value("actplot_themes", ", ".join(USUAL), "env", (str, list, tuple), "The usual themes of pictures.")
    app.add_config_value("actplot_switch", "auto", "html", (str,), f"How pages switch: {', '.join(SWITCHES)}.")


def check_values(app: "Sphinx", config: "Config") -> None:
    """Stop at values that mean nothing."""
    if config.actplot_switch not in SWITCHES:
        raise ConfigError(f"actplot_switch is {config.actplot_switch!r}. Write one of {', '.join(SWITCHES)}.")
    try:
        usual_themes(config)
        place_of(app)
    except ActplotError as error:
        raise ConfigError(f"conf.py: {reason(error)}") from None


def find_place(app: "Sphinx") -> None:
    """Read the functions that pages may name."""
    functions = functions_in(app.env)
    functions.app, functions.place = app, place_of(app)


def place_of(app: "Sphinx") -> Place:
    """Paths of lines start in the folder of conf.py."""
    return Place.of(Path(app.confdir), app.config.actplot_functions)


def usual_themes(config: "Config") -> tuple[str, ...]:
    given = config.actplot_themes
    return check_themes(given if isinstance(given, str) else " ".join(given))


def store_of(app: "Sphinx") -> Store:
    """Images are kept beside the doctrees, for all builders."""
    return Store(Path(app.doctreedir, "actplot"))


def format_for(builder: "Builder") -> str | None:
    """The format that a builder takes; None where it shows none."""
    return next((form for kind, form in IMAGES if kind in builder.supported_image_types), None)


def follows_reader(app: "Sphinx") -> bool:
    """Whether one image follows its reader's preference; else each theme has one of its own, with a class."""
    if app.builder.format != "html" or app.config.actplot_switch == CLASSES:
        return False
    return app.config.actplot_switch == PREFERENCE or not WITH_CLASSES & set(_theme_names(app.builder))


def _theme_names(builder: Any) -> list[str]:
    """The theme of HTML, and those that it is made from."""
    theme = getattr(builder, "theme", None)
    folders = theme.get_theme_dirs() if theme is not None else []
    return [getattr(theme, "name", ""), *(Path(folder).name for folder in folders)]
