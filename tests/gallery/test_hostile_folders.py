"""What a stranger put where a gallery writes: links are not followed, pipes and devices are not read."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.files import NO_FILE, contents, digest_of, write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")

FIGURE = '[[figure]]\nname = "one"\ndraw = "plot relu --points 20 --size 3 2.5 --dpi 40"\n'
RECORDS = ("state.json", ".gitignore", "lock")


def run(*arguments: str):
    result = CliRunner().invoke(main, list(map(str, arguments)), prog_name="actplot")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A gallery's folder beside a file that is none of its business."""
    (tmp_path / "victim").write_text("precious", encoding="utf-8")
    place = tmp_path / "gallery"
    (place / "images" / ".actplot").mkdir(parents=True)
    (place / "gallery.toml").write_text(FIGURE, encoding="utf-8")
    monkeypatch.chdir(place)
    return place


def stray(folder: Path) -> list[str]:
    """What there is beside the folder."""
    return sorted(path.name for path in folder.parent.iterdir())


@pytest.mark.parametrize("victim", ["victim", "new"])
def test_links_in_place_of_records_and_images_are_not_followed(folder, victim):
    images = folder / "images"
    for name in RECORDS:
        (images / ".actplot" / name).symlink_to(f"../../../{victim}")
    for name in ("one.png", "facts.json"):
        (images / name).symlink_to(f"../../{victim}")
    result = run("gallery", "build")
    assert (result.exit_code, result.output) == (
        0,
        "built one.png: one.png was a link, which is not followed\n1 built\n",
    )
    assert (folder.parent / "victim").read_text(encoding="utf-8") == "precious"
    assert stray(folder) == ["gallery", "victim"]
    made = [*images.iterdir(), *(images / ".actplot").iterdir()]
    assert len(made) == 6
    assert not any(path.is_symlink() for path in made)


@pytest.mark.parametrize("words", [("build",), ("check", "--update")])
def test_a_folder_of_records_that_is_a_link_is_refused(folder, words):
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (folder / "images" / ".actplot").rmdir()
    (folder / "images" / ".actplot").symlink_to(elsewhere)
    result = run("gallery", *words)
    assert result.exit_code == 1
    assert "images/.actplot' is a link, which a build does not follow. Remove it" in result.stderr
    assert list(elsewhere.iterdir()) == []


def test_pipes_in_place_of_records_and_images(folder):
    images = folder / "images"
    for place in (*(f".actplot/{name}" for name in RECORDS), "one.png", "extra.png", "facts.json"):
        os.mkfifo(images / place)
    checked = run("gallery", "check")
    assert checked.exit_code == 1
    assert f"one.png: unreadable\n    it cannot be read: {NO_FILE}\n" in checked.stdout
    assert "facts.json: unreadable" in checked.stdout
    assert run("gallery", "build", "--prune").exit_code == 0
    assert (images / "one.png").is_file()
    assert (images / "facts.json").is_file()
    assert stat.S_ISFIFO((images / "extra.png").stat().st_mode)


@pytest.mark.parametrize("output", ["/", "..", "../other", "linked"])
def test_an_output_outside_of_the_manifests_folder_is_told(folder, output):
    (folder / "linked").symlink_to("..")
    (folder / "gallery.toml").write_text(f'[gallery]\noutput = "{output}"\n{FIGURE}', encoding="utf-8")
    result = run("gallery", "build", "--dry-run")
    real = (folder / output).resolve()
    assert result.stderr == (
        f"warning: images go to '{real}', which is outside of the manifest's folder '{folder.resolve()}'\n"
    )


@pytest.mark.parametrize("output", [".", "images", "pictures"])
def test_an_output_inside_is_no_news(folder, output):
    (folder / "gallery.toml").write_text(f'[gallery]\noutput = "{output}"\n{FIGURE}', encoding="utf-8")
    assert run("gallery", "build", "--dry-run").stderr == ""


PIPED = {
    "recipe": ["recipe", "{}"],
    "numbers": ["eval", "relu", "--at", "@{}"],
    "vectors": ["eval", "mse", "--prediction", "1", "--target", "@{}"],
    "data": ["surface", "mse", "--data", "{}"],
    "manifest": ["gallery", "build", "{}"],
    "checked manifest": ["gallery", "check", "{}"],
    "style": ["plot", "relu", "--style", "{}"],
}


@pytest.mark.parametrize("place", ["./pipe", "/dev/zero"])
@pytest.mark.parametrize("words", PIPED.values(), ids=PIPED)
def test_a_pipe_or_device_is_no_input(folder, words, place):
    os.mkfifo("pipe")
    result = run(*(word.format(place) for word in words))
    assert result.exit_code in (1, 2)
    assert NO_FILE in result.stderr
    assert place.removeprefix("./") in result.stderr


def test_a_file_is_read_up_to_its_bound(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert contents(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4e-06 MB"):
        contents(path, 4)
    with pytest.raises(OSError, match=r"larger than 0\.0001 MB"):
        contents("/proc/self/maps", 100)  # whose size the system gives as 0
    with path.open("r+b") as file:
        file.truncate(10**12)  # of nothing, which takes no place
    assert digest_of(path) is None


@pytest.mark.parametrize(("place", "error"), [(".", IsADirectoryError), ("a\0b", FileNotFoundError)])
def test_what_is_no_file(place, error):
    with pytest.raises(error):
        contents(place)


def test_a_pipe_in_a_gallery_is_replaced(tmp_path):
    os.mkfifo(tmp_path / "a.png")
    write(tmp_path / "a.png", b"data", follow=False)
    assert (tmp_path / "a.png").read_bytes() == b"data"


SECRETS = [
    "root:$6$secret:19000:0:99999\n",
    "export TOKEN=secret\n",
    "axes.facecolor: secret\n",
    "lines.linewidth: 1\n" * 2,
]


@pytest.mark.parametrize("text", [*SECRETS, "secret\xff".encode("latin-1")])
def test_a_file_that_is_no_style_sheet_is_not_quoted(folder, text):
    Path("private").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run("plot", "relu", "--style", "private")
    assert result.exit_code == 2
    assert "--style: 'private' is not a matplotlib style sheet: " in result.stderr
    assert not {"secret", "root", "TOKEN", "$6"} & set(result.stderr.replace(":", " ").split())
    assert "secret" not in result.output


def test_a_style_sheet_is_read_up_to_its_bound(folder):
    Path("large.mplstyle").write_bytes(b"#" * 1_000_001)
    result = run("plot", "relu", "--style", "large.mplstyle")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2, "Error: --style: cannot read 'large.mplstyle': it is larger than 1 MB"
    )  # fmt: skip


def test_settings_in_the_current_folder_are_not_read(folder):
    """matplotlib would read that file when it is imported, and never come back from a pipe."""
    os.mkfifo("matplotlibrc")
    code = "import sys, actplot.cli; print('matplotlib' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "True\n", "")


def test_a_link_is_written_through_where_the_user_named_it_alone(folder):
    small = ["--points", "20", "--size", "3", "2.5"]
    victim = folder.parent / "victim"
    for name in ("plot-relu.svg", "mine.svg", "new.toml"):
        Path(name).symlink_to("../victim" if name != "new.toml" else "../new")
    assert run("plot", "relu", *small, "--format", "svg").stdout == "wrote plot-relu.svg\n"
    assert run("plot", "relu", *small, "-o", "./", "--format", "svg").stdout == "wrote plot-relu.svg\n"
    assert victim.read_text(encoding="utf-8") == "precious"
    assert run("gallery", "new", "new.toml").exit_code == 1
    assert stray(folder) == ["gallery", "victim"]
    told = run("plot", "relu", *small, "-o", "mine.svg").stdout
    assert told == f"wrote mine.svg, a link to {victim.resolve()}\n"
    assert victim.read_text(encoding="utf-8").startswith("<?xml")


def test_folders_that_are_called_like_leftovers_stay(folder):
    (folder / "images" / ".one-999999999-x.part").mkdir()
    (folder / "images" / ".two-999999999-x.part").symlink_to("../../victim")
    assert run("gallery", "build").exit_code == 0
    assert sorted(path.name for path in (folder / "images").glob(".*part")) == [".one-999999999-x.part"]
    assert (folder.parent / "victim").exists()
