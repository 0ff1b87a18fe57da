"""What other systems than this one do otherwise: paths, names, locks and calls that they lack."""

import ntpath
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import actplot
from actplot import files
from actplot.calculus.models.datasets import canonical
from actplot.gallery.build.store import Store
from actplot.gallery.manifest import effective
from actplot.gallery.manifest.manifest import load
from actplot.requests.command_line import line_of
from actplot.requests.file_names import file_stems
from actplot.requests.reading import parse
from actplot.shell import words_of

SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(actplot.__file__).parent.rglob("*.py"))}
ONLY_POSIX_MODULES = r"^import (?:fcntl|termios|resource|pwd|grp|pty|tty)\b"
ONLY_POSIX_CALLS = (
    r"os\.(?:fork|getuid|geteuid|mkfifo|killpg|setsid|fchmod|chown|O_NOFOLLOW|O_DIRECTORY|O_NONBLOCK|O_CLOEXEC"
    r"|sched_getaffinity|uname|getpgid|statvfs)\b"
    r"|signal\.(?:SIGALRM|SIGKILL|SIGHUP|SIGPIPE|SIGXFSZ|setitimer|alarm|pthread_sigmask)\b"
)


BESIDE_A_FORK_SERVER = {"pool.py": r"SIGKILL|pthread_sigmask"}  # asked for where there is one, not on Windows


def lines_with(pattern: str) -> Iterator[tuple[str, str]]:
    """The names of modules and their lines in which a pattern is found."""
    for name, source in SOURCES.items():
        if re.search(pattern, source, re.MULTILINE):
            yield from ((name, line) for line in source.splitlines() if re.search(pattern, line))


def test_nothing_is_needed_that_only_posix_has():
    assert not list(lines_with(ONLY_POSIX_MODULES))  # inside a try they are indented
    calls = [found for found in lines_with(ONLY_POSIX_CALLS) if "hasattr(" not in found[1]]
    assert not [line for name, line in calls if not re.search(BESIDE_A_FORK_SERVER.get(name, "$^"), line)]


def test_files_are_written_as_bytes_so_that_no_line_end_is_translated():
    assert not list(lines_with(r"""\.write_text\(|\bopen\([^)]*["'][wax]\+?t?["']"""))


def test_no_text_is_read_in_the_encoding_of_the_system():
    assert not [found for found in lines_with(r"\.read_text\(") if 'encoding="utf-8"' not in found[1]]


@pytest.fixture
def windows(monkeypatch):
    """The module of files as it would see Windows, with its current folder on C:."""
    monkeypatch.setattr(ntpath, "abspath", lambda path: ntpath.normpath(ntpath.join("C:\\docs\\site", path)))
    monkeypatch.setattr(files, "os", SimpleNamespace(path=ntpath, sep="\\", fspath=os.fspath, curdir="."))


@pytest.mark.parametrize(
    ("path", "start", "named"),
    [
        ("C:\\docs\\site\\styles\\a.mplstyle", ".", "styles/a.mplstyle"),
        ("C:\\docs\\b.csv", ".", "../b.csv"),
        ("D:\\styles\\a.mplstyle", ".", "D:/styles/a.mplstyle"),
        ("gallery.toml", "images", "../gallery.toml"),
        ("C:\\docs\\site\\gallery.toml", "E:\\images", "C:/docs/site/gallery.toml"),
    ],
)
def test_paths_in_records_have_slashes_and_survive_other_drives(path, start, named, windows):
    assert files.portable(path, start) == named


@pytest.mark.usefixtures("windows")
def test_names_of_files_in_command_lines_have_slashes():
    assert files.local("styles\\a.mplstyle") == "styles/a.mplstyle"
    assert files.local("ggplot") == "ggplot"
    assert canonical("data\\houses.csv") == "data/houses.csv"
    assert canonical("D:\\houses.csv") == "D:/houses.csv"
    line = line_of(parse(r"plot relu --style styles\a.mplstyle,D:\b.mplstyle"))
    assert line == "plot relu --style styles/a.mplstyle,D:/b.mplstyle"


def test_a_manifest_on_another_drive_is_on_record(tmp_path, monkeypatch):
    (tmp_path / "gallery.toml").write_text('[[figure]]\nname = "a"\ndraw = "plot relu"\n', encoding="utf-8")
    manifest = load(tmp_path)

    def no_way(path: str, start: str) -> str:
        raise ValueError(f"path is on mount 'C:', start on mount 'D:', {path} {start}")

    monkeypatch.setattr(os.path, "relpath", no_way)
    assert Store.read(tmp_path / "images").world(manifest)["manifest"] == str(manifest.path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"plot relu --style styles\mine.mplstyle", ["plot", "relu", "--style", r"styles\mine.mplstyle"]),
        (r"--style ..\a\_b\.c\9", ["--style", r"..\a\_b\.c\9"]),
        (r"""--data 'my data\a.csv' "b c\d.csv" """, ["--data", r"my data\a.csv", r"b c\d.csv"]),
        (r"""--title Don\'t "a \"b\"" c\ d""", ["--title", "Don't", 'a "b"', "c d"]),
        (r"""--title "it's a\b" 'x'\y""", ["--title", r"it's a\b", r"x\y"]),
        ("a\\\\b", ["a\\b"]),
    ],
)
def test_backslashes_of_paths_stay_and_others_escape(line, words):
    assert words_of(line) == words


@given(st.text("ab '\t\n\"#.-\u00a0\x0b", max_size=12))
def test_lines_without_backslashes_are_cut_as_shells_do(line):
    try:
        wanted = shlex.split(line)
    except ValueError as error:
        with pytest.raises(ValueError, match=str(error)):
            words_of(line)
    else:
        assert words_of(line) == wanted


def test_the_lines_of_a_manifest_keep_the_backslashes_of_paths():
    line = effective.effective_line(r"surface mse --data data\houses.csv", ["--style", r"styles\mine.mplstyle"], {})
    assert line == r"surface --style 'styles\mine.mplstyle' mse --data 'data\houses.csv'"
    assert parse(effective.effective_line("plot relu", ["--style", r"a\b.mplstyle"], {})).style == (r"a\b.mplstyle",)
    assert effective.effective_line("plot relu \\\n --dpi 90", [], {}) == "plot relu --dpi 90"


def test_names_of_files_differ_in_more_than_case():
    names = file_stems([parse("plot 'phi(x)'"), parse("plot 'Phi(x)'"), parse("plot relu")])
    assert len({name.lower() for name in names}) == 3
    assert names[2] == "plot-relu"
