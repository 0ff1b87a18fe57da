"""A gallery in a folder, with the images that its manifest drew when it was committed."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
    if gallery.output.exists():
        update(gallery, check(gallery))
        return gallery
    for name, content in _drawn(tuple(formats), tuple(lines.items())).items():
        (gallery.output / name).parent.mkdir(parents=True, exist_ok=True)
        (gallery.output / name).write_bytes(content)
    return gallery


@cache
def _drawn(formats: tuple[str, ...], lines: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    """What a gallery's folder holds once all is drawn: the same for all tests that ask for the same figures."""
    with TemporaryDirectory() as folder:
        gallery = written(Path(folder), formats, **dict(lines))
        update(gallery, check(gallery))
        paths = [path for path in gallery.output.rglob("*") if path.is_file()]
        return {str(path.relative_to(gallery.output)): path.read_bytes() for path in paths}


def words(verdicts: list[Verdict]) -> dict[str, str]:
    """The word for each file."""
    return {verdict.file: verdict.word for verdict in verdicts}


def told(verdicts: list[Verdict]) -> str:
    """All that the verdicts say."""
    return "\n".join(detail for verdict in verdicts for detail in verdict.details)
