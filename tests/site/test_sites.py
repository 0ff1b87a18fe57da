"""Sites that need no browser to be tested: what is written, what stays, and what cannot be asked."""

import json
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest
import walked
from click.testing import CliRunner

import actplot
from actplot.catalogue.registry import added_entries
from actplot.cli import main
from actplot.errors import BadOption, OutputError
from actplot.site import pages, sites
from actplot.site.entry_pages import EntryLeaf, Relative, _Told
from actplot.site.keeping import leaves
from actplot.site.keeping.folders import STATE_FILE, STATE_FOLDER
from actplot.site.selection import families

STATE = f"{STATE_FOLDER}/{STATE_FILE}"


def run(*words):
    return CliRunner().invoke(main, ["site", *words], prog_name="actplot")


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Of a function with a parameter, a random layer and a loss on vectors."""
    folder = tmp_path_factory.mktemp("site")
    sites.build_site(str(folder), ["elu,selu", "dropout", "dice"], jobs=1)
    return folder


@pytest.fixture
def quick(monkeypatch):
    """Pages without what takes time to compute."""
    monkeypatch.setattr(EntryLeaf, "made", lambda leaf: leaves.Made({leaf.path: leaf.slug.encode()}, RECORD | {
        "name": leaf.slug, "title": leaf.slug, "path": leaf.path, "line": leaf.slug}))  # fmt: skip
    monkeypatch.setattr(sites.FamilyLeaf, "made", lambda leaf: leaves.Made({leaf.path: leaf.records.encode()}))


RECORD = {"description": "", "aliases": [], "traits": [], "frameworks": [], "thumbnail": None, "picture": None}
RECORD |= {"formula": "", "codes": []}


def test_links_lead_somewhere_and_pages_are_sound(site):
    found = walked.check(site)
    assert {"index.html", "functions/elu.html", "families/activation-exponential.html"} < found.keys()


@pytest.mark.exhaustive(keep=0)
def test_the_whole_catalogue_has_sound_pages(tmp_path):
    """In a process of its own, in which no other test has registered a function."""
    subprocess.run([sys.executable, "-m", "actplot", "site", str(tmp_path)], check=True)
    found = walked.check(tmp_path)
    assert {f"functions/{name}.html" for name in actplot.names()} < found.keys()


def test_a_page_holds_what_is_known_of_its_function(site):
    page = (site / "functions/elu.html").read_text(encoding="utf-8")
    facts = actplot.show("elu").facts[0]
    for text in (*facts.strengths, *facts.weaknesses, *facts.sources, facts.description):
        assert escape(text, quote=False) in page
    assert all(f"<code>{code}</code>" in page for _, code in facts.equivalents)
    assert '<code tabindex="0">actplot plot elu -o elu.svg</code>' in page
    assert '<code tabindex="0">actplot plot elu --theme dark -o elu.svg</code>' in page
    assert "actplot derive elu" in page
    assert page.count("<math") >= 2
    assert 'data-parameter="alpha"' in page


def test_the_command_beside_a_picture_draws_it(site):
    command = "plot elu --theme dark"
    drawn = CliRunner().invoke(main, [*command.split(), "-o", "-", "--format", "svg"]).stdout_bytes
    assert drawn == (site / "figures/elu-dark.svg").read_bytes()


@pytest.mark.parametrize("name", actplot.names("vector loss"))
def test_a_loss_on_vectors_has_a_picture(name):
    assert _Told(actplot.get(name), name).picture.command.startswith(f"actplot plot {name} --vary 0 --at ")


def test_a_function_without_a_picture_has_a_page(monkeypatch):
    monkeypatch.setattr(_Told, "picture", None)
    made = EntryLeaf("dice", "vector loss", Relative("Overlaps", "families/overlaps.html"), ()).made()
    (page,) = made.files.values()
    assert b"<figure" not in page
    assert b'<h2 id="derivation">' in page
    assert made.record["formula"]


def test_the_index_has_every_entry_once(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    (text,) = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page)
    index = json.loads(text)
    assert sorted(one["name"] for one in index) == sorted(re.findall(r'data-name="(.*?)"', page))
    (elu,) = (one for one in index if one["name"] == "elu")
    assert {"convex", "continuous"} <= set(elu["traits"])
    assert "PyTorch" in elu["frameworks"]


def test_pages_hold_no_date_and_no_place(site):
    for name, data in files_of(site).items():
        text = data.decode()
        assert str(Path.cwd()) not in text, name
        assert str(site) not in text, name
        assert not re.search(r"\b202[4-9]-\d\d-\d\d", text), name


def test_what_did_not_change_is_not_made_again(site, monkeypatch):
    before = files_of(site)
    stamps = {path: path.stat().st_mtime_ns for path in site.rglob("*.*")}
    monkeypatch.setattr(EntryLeaf, "made", lambda _: pytest.fail("a page is made again"))
    report = sites.build_site(str(site), ["elu,selu", "dropout", "dice"], jobs=1)
    assert (report.made, report.written) == (0, 0)
    assert files_of(site) == before
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_a_file_that_is_lost_or_edited_is_made_again(quick, tmp_path):
    report = sites.build_site(str(tmp_path), ["relu,elu"])
    assert report.made == report.pages == 5
    whole = files_of(tmp_path)
    (tmp_path / "functions/relu.html").unlink()
    (tmp_path / "functions/elu.html").write_text("edited", encoding="utf-8")
    (tmp_path / "assets/site.css").write_text("", encoding="utf-8")
    assert sites.build_site(str(tmp_path), ["relu,elu"]).made == 2
    assert files_of(tmp_path) == whole


def test_another_world_makes_all_again(quick, tmp_path, monkeypatch):
    sites.build_site(str(tmp_path), ["relu,elu"])
    monkeypatch.setattr(leaves, "_world", lambda: "another")
    assert sites.build_site(str(tmp_path), ["relu,elu"]).made == 4


def test_what_no_longer_belongs_is_removed_and_nothing_else(quick, tmp_path):
    sites.build_site(str(tmp_path), ["relu,elu,softmax"])
    (tmp_path / "CNAME").write_text("mine", encoding="utf-8")
    (tmp_path / "functions/own.html").write_text("mine", encoding="utf-8")
    (tmp_path / "functions/softmax.html").write_text("edited", encoding="utf-8")
    done = run(str(tmp_path), "--only", "relu")
    assert done.exit_code == 0
    assert "left functions/softmax.html: it does not belong here any more, but somebody" in done.stderr
    left = set(files_of(tmp_path))
    assert {"CNAME", "functions/own.html", "functions/softmax.html", "functions/relu.html"} < left
    assert not {"functions/elu.html", "families/activation-exponential.html"} & left


def test_what_a_leaf_has_no_more_is_removed(quick, tmp_path, monkeypatch):
    usual = EntryLeaf.made
    monkeypatch.setattr(
        EntryLeaf,
        "made",
        lambda leaf: leaves.Made({**usual(leaf).files, leaf.claims[2]: b"<svg/>"}, usual(leaf).record),
    )
    sites.build_site(str(tmp_path), ["relu"])
    assert (tmp_path / "figures/relu-light.svg").exists()
    monkeypatch.setattr(EntryLeaf, "made", usual)
    monkeypatch.setattr(leaves, "_world", lambda: "another")
    sites.build_site(str(tmp_path), ["relu"])
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, RuntimeError])
def test_a_site_that_is_interrupted_goes_on(quick, tmp_path, monkeypatch, stopped_by):
    usual = EntryLeaf.made

    def stop(leaf):
        if leaf.slug == "relu":
            raise stopped_by
        return usual(leaf)

    monkeypatch.setattr(EntryLeaf, "made", stop)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        sites.build_site(str(tmp_path / "site"), ["elu,relu"], jobs=1)
    assert (tmp_path / "site/functions/elu.html").read_text(encoding="utf-8") == "elu"
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.setattr(EntryLeaf, "made", usual)
    assert sites.build_site(str(tmp_path / "site"), ["elu,relu"], jobs=1).made == 4


def test_a_page_that_cannot_be_made_is_told(quick, tmp_path, monkeypatch):
    monkeypatch.setattr(EntryLeaf, "made", lambda _: 1 / 0)
    done = run(str(tmp_path / "site"), "--only", "relu")
    assert done.exit_code == 1
    assert done.stderr == "Error: the page of relu cannot be made: ZeroDivisionError: division by zero\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["site", "--only", "sigmod"], "no function, family or kind is called 'sigmod'. Did you mean 'sigmoid'"),
        (["site", "--only", "rectifed"], "Did you mean 'rectified'"),
        (["site", "--only", ","], "--only: name functions, families or kinds"),
        (["a-file"], "DIR 'a-file': 'a-file' is no folder. Name another one."),
        (["a-file/inner"], "'a-file' is no folder"),
        (["full"], "DIR 'full': it holds files that are no site of actplot's. Name another folder."),
        ([], "Missing argument 'DIR'"),
        (["site", "--jobs", "0"], "--jobs"),
    ],
)
def test_what_cannot_be_asked(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("full").mkdir()
    Path("full/letter.txt").touch()
    found = run(*words)
    assert found.exit_code == 2, found.output
    assert told in found.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file", "full"]


def test_a_file_of_somebody_in_the_way_stays(quick, tmp_path):
    sites.build_site(str(tmp_path), ["relu"])
    (tmp_path / "functions/gelu.html").write_text("mine", encoding="utf-8")
    done = run(str(tmp_path), "--only", "relu,gelu")
    assert done.exit_code == 1
    assert "'functions/gelu.html' in " in done.stderr
    assert "was not written by actplot, and stays" in done.stderr
    assert (tmp_path / "functions/gelu.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_no_site_is_written_through_a_link(quick, tmp_path):
    sites.build_site(str(tmp_path / "site"), ["relu"])
    (tmp_path / "site/functions/relu.html").unlink()
    (tmp_path / "site/functions").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site/functions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        sites.build_site(str(tmp_path / "site"), ["relu"])
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whom the system refuses nothing")
def test_a_folder_that_may_not_be_written(quick, tmp_path):
    tmp_path.chmod(0o500)
    done = run(str(tmp_path / "site"), "--only", "relu")
    tmp_path.chmod(0o700)
    assert done.exit_code == 1
    assert "cannot make the folder" in done.stderr


def test_a_state_that_is_torn_is_no_site_of_ours(quick, tmp_path):
    sites.build_site(str(tmp_path), ["relu"])
    (tmp_path / STATE).write_text("{", encoding="utf-8")
    with pytest.raises(BadOption, match="no site of actplot's"):
        sites.build_site(str(tmp_path), ["relu"])


def test_a_state_names_no_file_outside(quick, tmp_path):
    folder = tmp_path / "site"
    sites.build_site(str(folder), ["relu"])
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    state = json.loads((folder / STATE).read_text(encoding="utf-8"))
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    state["leaves"]["stranger"] = {"key": "", "record": {}, "files": {"../victim": empty}}
    (folder / STATE).write_text(json.dumps(state))
    sites.build_site(str(folder), ["relu"])
    assert victim.exists()


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (["ReLU"], {"relu"}),
        (["shrinkage"], {"hard_shrink", "soft_shrink", "tanh_shrink"}),
        (["vector-function"], set(actplot.names("vector function"))),
        (["vector function", "relu"], {*actplot.names("vector function"), "relu"}),
        ([], set(actplot.names())),
    ],
)
def test_words_choose(only, names):
    added = {entry.name for entry in added_entries()}  # which other tests may have left
    assert {one.name for family in families(only) for one in family.members} - added == names - added


FUNCTIONS = """
[functions]
gate = "gate.py:gate"
loose = "x*sigmoid(k*x)"

[functions.swoosh]
formula = "x*sigmoid(a*x)"
parameters = {a = 1.5}
aliases = ["SwooshUnit"]
note = "Steeper than silu."
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with functions of its own, and their site."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "own").mkdir()
    (folder / "own/functions.toml").write_text(FUNCTIONS, encoding="utf-8")
    (folder / "own/gate.py").write_text("def gate(x, a=1.702):\n    return x / (1 + 2.718281828459045**(-a * x))\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = run("site", "--only", "project,elu", "--functions", "own/functions.toml", "--json", "--jobs", "1")
    told = json.loads(done.stdout)
    assert (told["folder"], told["pages"], told["made"], told["removed"], told["left"]) == ("site", 8, 8, [], [])
    return folder


def test_what_a_project_names_has_pages(project):
    found = walked.check(project / "site")
    assert {"functions/swoosh.html", "functions/loose.html", "functions/gate.html", "functions/elu.html"} < found.keys()
    page = (project / "site/functions/swoosh.html").read_text(encoding="utf-8")
    assert '<p class="lead">Steeper than silu.</p>' in page
    assert "SwooshUnit" in page
    assert "actplot show &#39;swoosh = x*sigmoid(a*x):a=1.5&#39;" in page
    assert 'data-parameter="k"' in (project / "site/functions/loose.html").read_text(encoding="utf-8")
    index = (project / "site/index.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'data-name="(.*?)"', index)) == ["elu", "gate", "loose", "swoosh"]


def test_only_what_a_project_changed_is_made_again(project, monkeypatch):
    monkeypatch.chdir(project)
    words = ("site", "--only", "swooshunit,gate,loose,elu", "--functions", "own/functions.toml", "--json")
    assert json.loads(run(*words).stdout)["made"] == 0
    (project / "own/gate.py").write_text("def gate(x):\n    return x * (x > 0)\n", encoding="utf-8")
    told = json.loads(run(*words, "--jobs", "1").stdout)
    assert told["made"] == 3  # its family and the front page
    assert told["removed"] == []
    text = FUNCTIONS.replace("Steeper", "Much steeper")
    (project / "own/functions.toml").write_text(text, encoding="utf-8")
    assert json.loads(run(*words, "--jobs", "1").stdout)["made"] == 3


def test_errors_are_told_in_json_too():
    done = run("site", "--only", "sigmod", "--json")
    assert done.exit_code == 2
    assert "Did you mean 'sigmoid'" in json.loads(done.stdout)["error"]


def test_without_jinja_the_install_line_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    pages.environment.cache_clear()
    done = run(str(tmp_path / "site"))
    assert done.exit_code == 2
    assert "pip install 'actplot[site]'" in done.stderr
    assert not (tmp_path / "site").exists()
