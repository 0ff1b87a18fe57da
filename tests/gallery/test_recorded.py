"""Facts are kept as the texts that a file has of them, and are the same facts."""

import json

import pytest

from actplot.documents.jsonable import laid_out
from actplot.files import digest, digest_of_parts
from actplot.gallery.statements.recorded import Recorded
from actplot.gallery.statements.statements import BadFacts, dumps, facts_of, read, recorded
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse_picture

FACTS = {
    name: {"command": line_of(parse_picture(line)), "images": {"png": "0" * 64}, **facts_of(parse_picture(line))}
    for name, line in {"relu": "plot relu", 'α-"β\\': "plot gelu --only value", "pair": "compare relu tanh"}.items()
}


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "facts.json"
    found.write_text(dumps(FACTS), encoding="utf-8")
    return found


def test_the_file_is_json_laid_out_in_the_order_of_names():
    assert dumps(FACTS) == laid_out(dict(sorted(FACTS.items()))) + "\n"
    assert dumps({}) == laid_out({}) + "\n"
    lines = b"".join(Recorded.of(FACTS).lines())
    assert digest_of_parts(Recorded.of(FACTS).lines()) == digest(lines)


@pytest.mark.parametrize("as_written", [True, False])
def test_a_file_is_read_one_figure_at_a_time(path, as_written):
    found = recorded(path, as_written=as_written)
    assert dict(found) == FACTS == read(path)
    assert all(isinstance(text, bytes) for text in found.texts.values())  # a tenth of what objects take
    assert b"".join(found.lines()) == path.read_bytes()
    assert dict(found.without(["pair", "none"])) == {name: one for name, one in FACTS.items() if name != "pair"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: json.dumps(json.loads(text), indent=1),
        lambda text: json.dumps(json.loads(text)),
        lambda text: text.replace('\n "relu"', '\n\n "relu"'),
        lambda text: text.replace("[-5,5]", "[-5, 5]"),
        lambda text: text.replace(' "relu": {', ' "relu" : {'),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_what_somebody_laid_out_otherwise_is_the_same(path, edit):
    text = path.read_text(encoding="utf-8")
    path.write_text(edit(text), encoding="utf-8", newline="")
    assert path.read_text(encoding="utf-8") != text or "\r" in edit(text)
    found = recorded(path, as_written=False)
    assert dict(found) == FACTS
    assert b"".join(found.lines()).decode() == text


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{\n "a": 1\n}\n', '{\n "a": {\n}\n', '{\n "a": {},\n "a": []\n}\n', "{\n\n}\n"]
)
def test_what_is_no_record_is_told_as_before(path, text):
    path.write_text(text)
    told = []
    for reading in (read, lambda path: dict(recorded(path, as_written=True))):
        try:
            told.append(reading(path))
        except BadFacts as error:
            told.append(str(error))
    assert told[0] == told[1]
