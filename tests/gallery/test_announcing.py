"""What a check tells to whoever has to act on it, and how strict it is on which machine."""

import json
import shutil

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.gallery.check.announcing import annotations
from actplot.gallery.check.judging import Verdict
from actplot.gallery.manifest.manifest import load

MANIFEST = (
    '[gallery]\ntitle = "A | <b>"\n\n[[figure]]\nname = "relu"\ndraw = "plot relu"\n\n'
    '[[figure]]\nname = "gelu"\ndraw = "plot gelu"\n'
)


@pytest.fixture
def gallery(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gallery.toml").write_text(MANIFEST)
    assert asked("build", "--jobs", "1").exit_code == 0
    return tmp_path


def asked(command, *words):
    return CliRunner().invoke(main, ["gallery", command, *words])


def restyled(folder):
    """Another look of one figure, and nothing else."""
    (folder / "gallery.toml").write_text(MANIFEST.replace('plot gelu"', 'plot gelu --theme dark"'))


def test_a_check_ends_with_the_commands_that_mend_it(gallery):
    assert asked("check", "--jobs", "1").output == "2 images: 2 same\n"
    (gallery / "gallery.toml").write_text(MANIFEST.replace("plot relu", "plot elu"))
    shutil.copy(gallery / "images" / "gelu.png", gallery / "images" / "other.png")
    failed = asked("check", "gallery.toml", "--jobs", "1")
    assert failed.exit_code == 1
    *_, said, update, prune = failed.output.splitlines()
    assert said == "If what is drawn now is meant:"
    assert (update, prune) == (
        "    actplot gallery check gallery.toml --update",
        "    actplot gallery build gallery.toml --prune",
    )
    answer = json.loads(asked("check", "gallery.toml", "--jobs", "1", "--json").output)
    assert answer["mend"] == [update.strip(), prune.strip()]
    for line in (update, prune):
        asked(*line.split()[2:])
    assert asked("check", "--jobs", "1").output == "2 images: 2 same\n"


def test_annotations_and_a_summary(gallery):
    (gallery / "gallery.toml").write_text(MANIFEST.replace("plot relu", "plot elu"))
    failed = asked("check", "--jobs", "1", "--format", "github", "--summary", "check.md")
    first = failed.output.splitlines()[0]
    assert first.startswith(
        "::error file=gallery.toml,line=5,title=relu.png::facts changed%0Atitle of the figure: 'ReLU and"
    )
    summary = (gallery / "check.md").read_text(encoding="utf-8")
    assert summary.startswith(
        "## A \\| \\<b\\>: check\n\n2 images: 1 same, 1 facts changed.\n\n| image | verdict | what |"
    )
    assert "| relu.png | facts changed | title of the figure:" in summary
    assert summary.endswith("```\nactplot gallery check --update\n```\n")
    restyled(gallery)
    assert (
        "::warning file=gallery.toml,line=9,title=gelu.png::style changed"
        in asked("check", "--jobs", "1", "--format", "github").output
    )
    both = asked("check", "--json", "--format", "github")
    assert (both.exit_code, "--json and --format github contradict each other." in both.output) == (2, True)


def test_annotations_stand_beside_their_figure_wherever_the_check_was_started(gallery, monkeypatch):
    (gallery / ".git").mkdir()
    docs = gallery / "my, docs"
    docs.mkdir()
    (docs / "gallery.toml").write_text(
        'figure = [{draw = "plot relu", name = "one", themes = ["light", "dark"]}]\n[[preset]]\nname = "pytorch"\n'
    )
    monkeypatch.chdir(docs)
    manifest = load(".")
    verdicts = [
        Verdict(one.name, "png", "missing", severity=1.5) for one in manifest.figures[:1] + manifest.figures[-2:]
    ]
    lines = annotations(manifest, verdicts).splitlines()
    assert [line.partition(",title=")[0] for line in lines] == [
        f"::error file=my%2C docs/gallery.toml,line={number}" for number in (2, 1, 1)
    ]
    monkeypatch.setenv("GITHUB_WORKSPACE", str(docs))
    assert annotations(manifest, verdicts).startswith("::error file=gallery.toml,line=2,title=")


def test_the_summary_of_a_step_keeps_what_it_holds(gallery, monkeypatch):
    (gallery / "step.md").write_text("Before.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(gallery / "step.md"))
    for _ in range(2):
        assert asked("check", "--jobs", "1", "--summary", "step.md").exit_code == 0
    told = (gallery / "step.md").read_text(encoding="utf-8")
    assert told.startswith("Before.\n## A")
    assert told.count("2 images: 2 same.") == 2
    for place, said in (("no/check.md", "there is no folder 'no'."), ("gallery.toml", "it is the manifest.")):
        refused = asked("check", "--jobs", "1", "--summary", place)
        assert (refused.exit_code, said in refused.output) == (2, True)
    assert (gallery / "gallery.toml").read_text(encoding="utf-8") == MANIFEST


def test_strict_where_the_baseline_was_made(gallery):
    restyled(gallery)
    codes = [asked("check", "--jobs", "1", *words).exit_code for words in ((), ("--strict", "auto"))]
    assert codes == [0, 1]
    assert asked("check", "--strict", "gallery.toml", "--jobs", "1").exit_code == 1  # which is no value of the option
    facts = gallery / "images" / "facts.json"
    record = json.loads(facts.read_text(encoding="utf-8"))
    assert set(record["gelu"]["drawn_with"]) == {"actplot", "matplotlib", "numpy"}
    for one in record.values():
        one["drawn_with"]["matplotlib"] = "3.0"
    facts.write_text(json.dumps(record), encoding="utf-8")
    codes = [asked("check", "--jobs", "1", *words).exit_code for words in (("--strict", "auto"), ("--strict",))]
    assert codes == [0, 1]
