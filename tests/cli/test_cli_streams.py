"""Standard streams that lack letters, fill up or are closed."""

import io
import json
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from actplot.cli import main
from actplot.documents.wording import in_ascii

FULL = Path("/dev/full")
CUT = 8192
full_disk = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
ANSWERS = (
    "--help",
    "--version",
    "list relu",
    "show relu --json",
    "eval relu --at 1",
    "completion bash",
    "check square",
)


def ended(line: str) -> int:
    """Run a command in this process; its exit code."""
    with pytest.raises(SystemExit) as end:
        main(line.split(" "), prog_name="actplot")
    return end.value.code or 0


def run(monkeypatch, line: str, encoding: str = "utf-8", out: io.TextIOBase | str | None = "") -> tuple[int, str, str]:
    """Exit code, standard output and standard error, where `out` may be another stream for the former, or none."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", streams[0] if out == "" else out)
    monkeypatch.setattr(sys, "stderr", streams[1])
    code = ended(line)
    return code, *(stream.buffer.getvalue().decode(encoding) for stream in streams)


PRINTED = (
    *("show gelu", "show softmax", "show gelu --frameworks", "list relu", "list --framework torch", "check square"),
    *("derive softmax --explain", "eval sqrt(x) --at=-1,2", "compare softmax", "show réłu"),
)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
@pytest.mark.parametrize("line", PRINTED)
def test_mathematics_is_spelt_where_it_cannot_be_shown(line, encoding, monkeypatch):
    code, *texts = run(monkeypatch, line, encoding)
    assert code == (2 if line in PRINTED[-2:] else 0)
    assert not re.findall("[′−∞²·⎛√]", "".join(texts))
    assert not re.search(r"\\u2[0-9]{3}|\\xb[0-9]", "".join(texts))  # nothing that has an ASCII form is escaped
    assert ("\\u0142" in texts[1]) == ("ł" in line)


def test_what_is_spelt_keeps_its_meaning():
    assert in_ascii("10⁻¹⁰·√2 ≤ eᵏ⁺¹") == "10^-10*sqrt(2) <= e^(k+1)"
    assert in_ascii("Σₖ₌₁ⁿ aᵢⱼ → ±∞, f″(−x)") == "sum_(k=1)^n a_ij -> +-inf, f''(-x)"
    assert in_ascii("Müller") == r"M\xfcller"


def test_a_card_is_set_in_ascii(monkeypatch):
    _, text, _ = run(monkeypatch, "show gelu", "ascii")
    assert "                       x  /        /     x     \\ \\\n" in text
    assert "\nrange          [-0.169971, inf)\n" in text


def test_json_and_mathml_stay_what_they_are(monkeypatch):
    spelt, plain = (run(monkeypatch, "show gelu --json", encoding)[1] for encoding in ("ascii", "utf-8"))
    assert "Φ" in plain
    assert json.loads(spelt) == json.loads(plain)
    spelt, plain = (run(monkeypatch, "derive tanh --format mathml", encoding)[1] for encoding in ("ascii", "utf-8"))
    assert "′" in plain
    assert list(ElementTree.fromstring(spelt).itertext()) == list(ElementTree.fromstring(plain).itertext())


def test_files_are_utf_8_whatever_is_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode("ä.txt".encode())  # in the C locale as Python is given it
    said = (0, "wrote \\xe4.txt\n", "")
    assert run(monkeypatch, f"derive tanh --explain -o {name}", "ascii") == said
    run(monkeypatch, "derive tanh --explain -o b.txt")
    assert Path(name).read_bytes() == Path("b.txt").read_bytes()
    assert "′" in Path("b.txt").read_text(encoding="utf-8")


def unbuffered(path: Path) -> io.TextIOWrapper:
    """What standard output is with PYTHONUNBUFFERED=1."""
    return io.TextIOWrapper(path.open("wb", buffering=0), "utf-8", write_through=True)


@full_disk
@pytest.mark.parametrize("line", ANSWERS)
@pytest.mark.parametrize("opened", [unbuffered, lambda path: path.open("w", encoding="utf-8")])
def test_a_full_disk_is_told_once(line, opened, monkeypatch):
    with opened(FULL) as full:  # and closing it does not fail
        code, _, said = run(monkeypatch, line, out=full)
    assert (code, said) == (1, "Error: [Errno 28] No space left on device\n")


@pytest.mark.skipif(os.name != "posix", reason="needs limits")
@pytest.mark.parametrize("opened", [unbuffered, lambda path: path.open("w", encoding="utf-8")])
@pytest.mark.parametrize("line", ["eval relu --range 0 1 --num 3000", "plot relu -o - --format png"])
def test_an_answer_that_is_cut_off_is_no_success(line, opened, tmp_path, monkeypatch):
    """A limit on the size of files stands for a disk that is nearly full."""
    import resource

    whole, cut = tmp_path / "whole", tmp_path / "cut"
    with opened(whole) as stream:
        assert run(monkeypatch, line, out=stream) == (0, "", "")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CUT, before[1]))
    try:
        with opened(cut) as stream:
            code, _, said = run(monkeypatch, line, out=stream)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, said) == (1, "Error: [Errno 27] File too large\n")
    assert cut.read_bytes() == whole.read_bytes()[:CUT]


@pytest.mark.parametrize("line", [*ANSWERS, "plot relu -o - --format svg", "list --framework jax --json"])
def test_a_closed_standard_output_loses_no_answer_silently(line, monkeypatch):
    assert run(monkeypatch, line, out=None) == (1, "", "Error: standard output is closed\n")


def test_what_only_says_what_was_done_needs_no_standard_output(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    assert run(monkeypatch, "eval relu --at 1 -o x.csv", out=None) == (0, "", "")
    assert Path("x.csv").read_bytes() == b"function,x,value,derivative\nrelu,1.0,1.0,1.0\n"
    assert run(monkeypatch, "gallery new", out=None) == (0, "", "")


def test_a_closed_standard_input_is_empty(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert run(monkeypatch, "recipe -") == (1, "", "Error: '-' is empty\n")
    assert run(monkeypatch, "eval relu --at -")[0] == 2
    assert sys.stdin is None


def test_a_closed_standard_error(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert ended("show nosuch") == 2
    assert ended("check square") == 0
    assert sys.stderr is None
