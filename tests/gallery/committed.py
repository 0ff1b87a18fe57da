"""A gallery in a folder, with the images that its manifest drew when it was committed."""

from pathlib import Path

from actplot.gallery.check.accepting import update
from actplot.gallery.check.comparison import check
from actplot.gallery.check.judging import Verdict
from actplot.gallery.manifest.entries import Manifest
from actplot.gallery.manifest.manifest import load

FORMATS = ("svg", "png", "pdf")


def written(folder: Path, formats=FORMATS, **lines: str) -> Manifest:
    """A manifest of figures by their names."""
    figures = "".join(f"[[figure]]\nname = '{name}'\ndraw = \"{line}\"\n" for name, line in lines.items())
    path = folder / "gallery.toml"
    path.write_text(f"[gallery]\ntitle = 'A <gallery>'\nformats = {list(formats)}\n{figures}", encoding="utf-8")
    return load(path)


def committed(folder: Path, formats=FORMATS, **lines: str) -> Manifest:
    """The same with its images and facts."""
    gallery = written(folder, formats, **lines)
    update(gallery, check(gallery))
    return gallery


def words(verdicts: list[Verdict]) -> dict[str, str]:
    """The word for each file."""
    return {verdict.file: verdict.word for verdict in verdicts}


def told(verdicts: list[Verdict]) -> str:
    """All that the verdicts say."""
    return "\n".join(detail for verdict in verdicts for detail in verdict.details)
