"""Numbers are read alike from words, files and standard input."""

from pathlib import Path

import numpy as np
import pytest

import actplot
from actplot.requests.facts.eval import EvalRequest
from actplot.requests.grammar.given import read_points, read_vectors, read_weights

LINES = "1,2\n3, 4\n"
WRITTEN = "1,2;3,4"


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def elsewhere(content: str) -> dict[str, bytes]:
    """A file and standard input with the same content: what a user writes, and what a hyphen stands for."""
    Path("numbers.csv").write_text(content)
    return {"@numbers.csv": b"", "-": content.encode()}


@pytest.mark.parametrize("heading", ["", "a,b\n", "\ufeffa b\n"])
def test_files_and_standard_input_hold_rows(heading):
    for text, given in elsewhere(heading + LINES).items():
        assert read_points("--at", text, lambda given=given: given).tolist() == [1, 2, 3, 4]
        assert read_vectors("--at", text, lambda given=given: given).numbers.tolist() == [[1, 2], [3, 4]]


def test_weights_stand_in_one_line_or_in_several():
    for content in ("w=10,b=1/2", "w=10\nb = 1/2\n"):
        for text, given in elsewhere(content).items():
            assert read_weights("--at", text, lambda given=given: given) == {"w": 10, "b": 0.5}
    assert read_weights("--at", "w=10,b=1/2", bytes) == {"w": 10, "b": 0.5}


def test_rows_that_are_written_out():
    assert np.array_equal(read_vectors("--at", WRITTEN, bytes).numbers, [[1, 2], [3, 4]])
    assert read_vectors("--at", "1,2", bytes).single
    assert not read_vectors("--at", WRITTEN, bytes).single


@pytest.mark.parametrize("read", [read_points, read_vectors, read_weights])
@pytest.mark.parametrize(("text", "said"), [("@none.csv", "there is no file 'none.csv'"), ("@.", "'.' is a folder")])
def test_files_that_cannot_be_read(read, text, said):
    with pytest.raises(actplot.BadOption, match=f"^--at: {said}"):
        read("--at", text, bytes)


@pytest.mark.parametrize(
    ("read", "content", "said"),
    [
        (read_points, "1,2\n3,x", "number 4 is 'x'"),
        (read_vectors, "1,2\n3,x", "line 2 of {place}: 'x' is not a number"),
        (read_vectors, "1,2\n\n3", "line 1 of {place} holds 2 numbers, line 3 of {place} holds 1"),
        (read_points, "", "holds no numbers"),
        (read_vectors, "\n", "holds no numbers"),
        (read_weights, "w=1\nb", "takes NAME=VALUE"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(read, content, said):
    for text, given in elsewhere(content).items():
        place = "standard input" if text == "-" else f"'{text[1:]}'"
        with pytest.raises(actplot.BadOption) as error:
            read("--at", text, lambda given=given: given)
        assert said.format(place=place) in str(error.value)


def test_standard_input_is_read_once():
    chunks = [b"2,1,0.1"]
    answer = EvalRequest(("softmax", "sparsemax"), at="-").answer(chunks.pop)
    assert [table.function for table in answer.tables] == ["softmax", "sparsemax"]
    assert not chunks


def test_numbers_from_python():
    assert EvalRequest("relu", at=[1, float("nan")]).at == "1.0,nan"
    assert EvalRequest("softmax", at=[[1, 2], [3, 4]]).at == "1.0,2.0;3.0,4.0"
    assert EvalRequest("mse", data="line", at={"w": 1, "b": 2}).at == "w=1.0,b=2.0"
    assert EvalRequest("mse", prediction=1, target=(0.5,)).prediction == "1.0"
