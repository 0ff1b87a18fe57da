"""Tables that a stranger wrote, and answers too large to be printed unasked."""

import numpy as np
import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.requests.facts.eval import MOST_OF_JACOBIANS

MUCH = 200_000
FILES = {
    "a null character": (b"x,y\n1,\x002\n", "not a number"),
    "null characters": (b"\0" * MUCH, ""),
    "binary": (bytes(range(256)) * 20, ""),
    "one line": (b"x,y\n" + b"1," * MUCH, ""),
    "one cell": (b"x,y\n" + b"1" * MUCH + b",2\n", ""),
    "a quote": (b'x,y\n"' + b"1,2\n" * MUCH, ""),
    "quotes": (b"x,y\n" + b'"' * MUCH, ""),
    "columns": (b",".join(b"x%d" % number for number in range(MUCH // 10)) + b",y\n1\n", ""),
    "columns of one name": (b"x," * MUCH + b"y\n1\n", ""),
    "a long name": (b"x" * MUCH + b",y\n1,2\n", ""),
    "spaces": (b"x,y\n" + b" " * MUCH + b"1,q\n", ""),
    "UTF-16": ("x,y\n1,q\n".encode("utf-16"), ""),
    "Latin-1": ("x,y\n1,é\n".encode("latin-1"), ""),
    "nothing": (b"", ""),
    "a head": (b"x,y", ""),
}
LINES = [
    "surface mse --data f.csv -o o.png",
    "surface mse --data f.csv --x x --y y -o o.png",
    "eval relu --at @f.csv",
    "eval relu --at @f.csv:x",
    "eval softmax --at @f.csv",
]


@pytest.mark.exhaustive(keep=0.147, thorough=0.25)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("file", FILES)
def test_what_is_said_of_a_file_that_is_no_table(file, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data, said = FILES[file]
    (tmp_path / "f.csv").write_bytes(data)
    result = CliRunner().invoke(main, line.split(), prog_name="actplot")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if result.exit_code == 0:  # such as the first column where only that is asked for
        assert "--at" in line
        return
    assert result.exit_code == 2
    assert "f.csv" in result.stderr or "--at" in result.stderr
    assert said in result.stderr or "--at" in line
    assert len(result.stderr) < 900
    assert not (tmp_path / "o.png").exists()


def test_a_file_larger_than_any_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "f.csv").open("wb") as file:
        file.truncate(10**12)  # of nothing, which takes no place
    for line, most in [(LINES[0], 100), (LINES[2], 32), (LINES[3], 32)]:
        result = CliRunner().invoke(main, line.split(), prog_name="actplot")
        assert result.exit_code == 2
        assert result.stderr.endswith(f"cannot read 'f.csv': it is larger than {most} MB\n")


def vector(tmp_path, size: int) -> str:
    np.savetxt(tmp_path / "v.csv", np.linspace(-1, 1, size)[None], delimiter=",")
    return f"@{tmp_path / 'v.csv'}"


def test_a_large_jacobian_is_printed_where_it_is_asked_for(tmp_path):
    size = int(MOST_OF_JACOBIANS**0.5) + 1

    def said(size: int, *words: str):
        words = ("eval", "softmax", "--at", vector(tmp_path, size), "--format", "json", *words)
        return CliRunner().invoke(main, words, prog_name="actplot")

    assert "jacobian" in said(size - 1).stdout
    unasked, asked = said(size), said(size, "--order", "1")
    assert (unasked.exit_code, asked.exit_code) == (0, 0)
    assert unasked.stderr == "note: Jacobians of 100 489 numbers are left out; --order 1 prints them\n"
    assert "jacobian" not in unasked.stdout
    assert "jacobian" in asked.stdout
    assert said(size, "--order", "0").stdout == unasked.stdout
