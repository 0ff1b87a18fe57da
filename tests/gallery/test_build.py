"""A build draws what changed and nothing else, and says what it did."""

import contextlib
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from actplot.cli import main
from actplot.errors import ActplotError, BadOption, OutputError
from actplot.files import digest_of
from actplot.gallery.build import store, versions
from actplot.gallery.build.building import build
from actplot.gallery.build.outcomes import BUILT, CURRENT, FAILED, KEPT, WANTED, Options, Watch
from actplot.gallery.drawing import FIGURES_PER_JOB, render
from actplot.processes import pool

SMALL = "--points 20 --size 3 2.5 --dpi 40 --no-legend"
FIGURES = {"relu": "plot relu", "gelu": "plot gelu --only value", "pair": "compare tanh sigmoid"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_manifest(tmp_path)
    return tmp_path


def write_manifest(folder: Path, figures=FIGURES, head: str = 'formats = ["png"]') -> None:
    tables = "\n".join(f'[[figure]]\nname = "{name}"\ndraw = "{draw}"' for name, draw in figures.items())
    (folder / "gallery.toml").write_text(f'[gallery]\n{head}\ndefaults = "{SMALL}"\n{tables}\n', encoding="utf-8")


def statuses(report) -> dict[str, str]:
    return {outcome.name: outcome.status for outcome in report.outcomes}


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that can be committed."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(*arguments: str):
    return CliRunner().invoke(main, ["gallery", *arguments], prog_name="actplot")


def test_everything_is_built_once(folder):
    assert set(statuses(build()).values()) == {BUILT}
    before = contents(folder / "images")
    assert set(before) == {"relu.png", "gelu.png", "pair.png", "facts.json"}
    assert set(statuses(build()).values()) == {CURRENT}
    assert set(statuses(build(options=Options(force=True))).values()) == {BUILT}
    assert contents(folder / "images") == before


def test_the_state_is_beside_the_images_and_git_ignores_it(folder):
    build()
    inside = sorted(path.name for path in (folder / "images" / ".actplot").iterdir())
    assert inside == [".gitignore", "lock", "state.json"]
    assert "*" in (folder / "images" / ".actplot" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_image_is_the_one_that_the_command_draws(folder):
    build()
    alone = CliRunner().invoke(main, ["compare", "tanh", "sigmoid", *SMALL.split(), "-o", "alone.png"])
    assert alone.exit_code == 0
    assert Path("alone.png").read_bytes() == Path("images/pair.png").read_bytes()


def test_facts_say_which_image_they_are_of(folder):
    build()
    facts = json.loads(Path("images/facts.json").read_text(encoding="utf-8"))
    assert set(facts) == set(FIGURES)
    for name, entry in facts.items():
        assert entry["images"] == {"png": digest_of(f"images/{name}.png")}
        assert entry["panels"]
    assert facts["relu"]["command"].startswith("plot relu --points 20")


@pytest.mark.exhaustive(keep=0.1, thorough=1)
@pytest.mark.parametrize("harm", ["deleted", "edited", "truncated", "emptied"])
def test_a_harmed_image_is_rebuilt(folder, harm):
    build()
    image = Path("images/gelu.png")
    before = image.read_bytes()
    changed = {"edited": before[:-20] + b"x" + before[-19:], "truncated": before[: len(before) // 2], "emptied": b""}
    image.unlink() if harm == "deleted" else image.write_bytes(changed[harm])
    assert statuses(build()) == {"relu": CURRENT, "gelu": BUILT, "pair": CURRENT}
    assert image.read_bytes() == before


def test_an_edit_that_keeps_size_and_time_is_seen(folder):
    build()
    image, when = Path("images/gelu.png"), Path("images/gelu.png").stat()
    data = image.read_bytes()
    image.write_bytes(data[:-20] + b"x" + data[-19:])
    os.utime(image, ns=(when.st_atime_ns, when.st_mtime_ns))
    assert image.stat().st_size == when.st_size
    assert statuses(build())["gelu"] == BUILT
    assert image.read_bytes() == data


def test_a_changed_line_or_default_rebuilds_what_it_changes(folder):
    build()
    write_manifest(folder, {**FIGURES, "relu": "plot relu --range -2 2"})
    assert statuses(build()) == {"relu": BUILT, "gelu": CURRENT, "pair": CURRENT}
    write_manifest(folder, {**FIGURES, "relu": "plot --range=-2 2 relu"})
    assert set(statuses(build()).values()) == {CURRENT}, "the same request in other words"
    text = Path("gallery.toml").read_text(encoding="utf-8")
    Path("gallery.toml").write_text(text.replace("--points 20", "--points 21"), encoding="utf-8")
    assert set(statuses(build()).values()) == {BUILT}


def test_a_new_format_is_built_and_the_old_one_stays(folder):
    build()
    before = contents(folder / "images")
    write_manifest(folder, head='formats = ["png", "svg"]')
    build()
    after = contents(folder / "images")
    assert {f"{name}.svg" for name in FIGURES} <= set(after)
    assert all(after[name] == data for name, data in before.items() if name.endswith(".png"))


def test_a_changed_style_sheet_rebuilds_its_figure(folder):
    Path("own.mplstyle").write_text("lines.linewidth: 1\n", encoding="utf-8")
    write_manifest(folder, {**FIGURES, "styled": "plot relu --style own.mplstyle"})
    build()
    assert set(statuses(build()).values()) == {CURRENT}
    Path("own.mplstyle").write_text("lines.linewidth: 3\n", encoding="utf-8")
    assert [name for name, status in statuses(build()).items() if status == BUILT] == ["styled"]


def test_style_sheets_are_found_from_the_manifest(folder, monkeypatch):
    Path("own.mplstyle").write_text("lines.linewidth: 1\n", encoding="utf-8")
    write_manifest(folder, {"styled": "plot relu --style own.mplstyle"})
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert statuses(build("../gallery.toml")) == {"styled": BUILT}
    assert (folder / "images" / "styled.png").is_file()


def as_if_built_with(versions: dict[str, str]) -> None:
    """Make the state say that other versions drew the images."""
    path = Path("images/.actplot/state.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    for record in found["figures"].values():
        record["versions"] = versions
    path.write_text(json.dumps(found), encoding="utf-8")


def test_other_versions_alone_change_no_image(folder):
    build()
    image = Path("images/relu.png")
    image.write_bytes(image.read_bytes() + b"as another version drew it")
    facts = json.loads(Path("images/facts.json").read_text(encoding="utf-8"))
    facts["relu"]["images"]["png"] = digest_of(image)
    Path("images/facts.json").write_text(json.dumps(facts), encoding="utf-8")
    before = contents(folder / "images")
    as_if_built_with({"numpy": "1.0", "matplotlib": "1.0"})
    report = build()
    assert set(statuses(report).values()) == {KEPT}
    assert "built with matplotlib 1.0, numpy 1.0, with the same facts" in [one.reason for one in report.outcomes]
    assert {**contents(folder / "images"), "facts.json": b""} == {**before, "facts.json": b""}
    assert set(statuses(build()).values()) == {CURRENT}
    assert statuses(build(options=Options(force=True)))["relu"] == BUILT
    assert contents(folder / "images")["relu.png"] != before["relu.png"]


def test_other_versions_and_other_facts_are_drawn_anew(folder):
    build()
    path = Path("images/facts.json")
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["relu"]["panels"][0]["y_limits"] = [-9, 9]
    path.write_text(json.dumps(facts), encoding="utf-8")
    as_if_built_with({"numpy": "1.0", "matplotlib": "1.0"})
    report = build()
    assert statuses(report) == {"relu": BUILT, "gelu": KEPT, "pair": KEPT}
    assert "the facts changed" in report.outcomes[0].reason


def test_a_fresh_clone_keeps_the_committed_images(folder):
    build()
    before = contents(folder / "images")
    shutil.rmtree("images/.actplot")
    result = run("build")
    assert result.exit_code == 0
    assert "kept" in result.output
    assert contents(folder / "images") == before
    shutil.rmtree("images/.actplot")
    Path("images/pair.png").write_bytes(b"torn")
    assert statuses(build()) == {"relu": KEPT, "gelu": KEPT, "pair": BUILT}
    assert contents(folder / "images") == before


def test_lost_facts_are_written_again(folder):
    build()
    before = contents(folder / "images")
    for harm in (b"", b"<<<<<<< ours", b'{"relu": 3}', b"{}"):
        Path("images/facts.json").write_bytes(harm)
        build()
        assert contents(folder / "images") == before


def test_a_torn_state_is_written_again(folder):
    build()
    before = contents(folder / "images")
    for harm in ("", "{", "[]", '{"format": 1, "figures": {"relu": 5}, "whole": {}}', '{"format": 99}'):
        Path("images/.actplot/state.json").write_text(harm, encoding="utf-8")
        assert not build().failed
        assert contents(folder / "images") == before
        assert set(statuses(build()).values()) == {CURRENT}


def test_only_some(folder):
    assert statuses(build(options=Options(only=("*elu",)))) == {"relu": BUILT, "gelu": BUILT}
    assert not Path("images/pair.png").exists()
    assert statuses(build(options=Options(only=("pair", "relu")))) == {"relu": CURRENT, "pair": BUILT}
    assert set(statuses(build()).values()) == {CURRENT}
    with pytest.raises(BadOption, match=r"--only: no figure is named 'rleu'. Did you mean 'relu'?"):
        build(options=Options(only=("rleu",)))


def test_a_dry_run_touches_nothing(folder):
    assert set(statuses(build(options=Options(dry_run=True))).values()) == {WANTED}
    assert not Path("images").exists()
    build()
    Path("images/gelu.png").unlink()
    before = contents(folder / "images")
    assert statuses(build(options=Options(dry_run=True))) == {"relu": CURRENT, "gelu": WANTED, "pair": CURRENT}
    assert contents(folder / "images") == before


def test_prune_removes_what_the_manifest_no_longer_has_and_nothing_foreign(folder):
    build()
    images = folder / "images"
    Image.new("RGB", (3, 3)).save(images / "photo.png")
    (images / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><desc>plot relu</desc></svg>', encoding="utf-8"
    )
    (images / "notes.txt").write_text("mine", encoding="utf-8")
    (images / "torn.png").write_bytes(b"")
    (images / "folder.png").mkdir()
    write_manifest(folder, {"relu": "plot relu"})
    assert build().pruned == ()
    Image.new("RGB", (3, 3)).save(images / "gelu.png")  # the user's own now
    assert build(options=Options(prune=True, dry_run=True)).pruned == ("pair.png",)
    assert (images / "pair.png").exists()
    assert build(options=Options(prune=True)).pruned == ("pair.png",)
    assert {path.name for path in images.iterdir()} == {
        *("relu.png", "facts.json", ".actplot", "gelu.png"),
        *("photo.png", "drawing.svg", "notes.txt", "torn.png", "folder.png"),
    }
    assert set(statuses(build()).values()) == {CURRENT}


def test_prune_knows_images_by_the_command_inside(folder):
    build()
    shutil.rmtree("images/.actplot")
    Path("images/facts.json").unlink()
    write_manifest(folder, {"relu": "plot relu"})
    assert build(options=Options(prune=True)).pruned == ("gelu.png", "pair.png")


def test_a_failing_figure_does_not_stop_the_others(folder):
    Path("faulty.mplstyle").write_text("lines.linewidth: thick\n", encoding="utf-8")
    write_manifest(folder, {"bad": "plot relu --style faulty.mplstyle", **FIGURES})
    result = run("build")
    assert result.exit_code == 1
    assert "failed bad: --style: 'faulty.mplstyle' is not a matplotlib style sheet" in result.stderr
    assert "3 built, 1 failed" in result.stdout
    again = run("build", "--json")
    assert again.exit_code == 1
    found = {one["name"]: one["status"] for one in json.loads(again.stdout)["figures"]}
    assert found == {"bad": FAILED, "relu": CURRENT, "gelu": CURRENT, "pair": CURRENT}


def test_an_image_that_cannot_be_written_fails_alone(folder):
    Path("images/relu.png").mkdir(parents=True)
    report = build()
    assert statuses(report) == {"relu": FAILED, "gelu": BUILT, "pair": BUILT}
    assert "is a folder" in report.outcomes[0].reason


def test_a_folder_that_cannot_be_written_is_said_once(folder, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match=r"cannot write in '.*images': Read-only file system"):
        build()


def test_output(folder):
    first = run("build")
    assert first.stdout.splitlines() == [
        *(f"built {name}.png: new" for name in FIGURES),
        "3 built",
    ]
    assert run("build").stdout == "3 up to date\n"
    assert run("build", "--force", "--quiet").output == ""
    Path("images/relu.png").unlink()
    assert run("build").stdout == "built relu.png: relu.png is missing\n1 built, 2 up to date\n"
    wrong = run("build", "nowhere.toml")
    assert wrong.exit_code == 2
    assert "there is no manifest 'nowhere.toml'. Make one with 'actplot gallery new'." in wrong.stderr


def test_new_writes_a_manifest_that_builds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new").stdout == "wrote gallery.toml\n"
    assert "'gallery.toml' exists" in run("new").stderr
    assert run("build", "--dry-run").exit_code == 0
    assert {outcome.name for outcome in build(options=Options(only=("gelu",))).outcomes} == {"gelu"}


def test_a_project_table_works_too(folder):
    text = Path("gallery.toml").read_text(encoding="utf-8").replace("[gallery]", "[tool.actplot.gallery]")
    Path("pyproject.toml").write_text(
        '[tool.other]\noutput = "wrong"\n' + text.replace("[[", "[[tool.actplot.gallery.")
    )
    Path("gallery.toml").unlink()
    assert set(statuses(build()).values()) == {BUILT}
    assert store.unchanged(Path("pyproject.toml")) == {name: (f"{name}.png",) for name in FIGURES}


def test_any_executor_gives_the_same_bytes(folder):
    build()
    before = contents(folder / "images")
    with ThreadPoolExecutor(2) as executor:
        assert set(statuses(build(options=Options(force=True), executor=executor)).values()) == {BUILT}
    assert contents(folder / "images") == before


def test_results_come_in_the_order_of_the_tasks():
    tasks = [render.Task(str(number), f"plot elu:{number} {SMALL}") for number in range(1, 9)]
    with ThreadPoolExecutor(3) as executor:
        found = render.render_all(tasks, executor=executor)
    assert [one.name for one in found] == [task.name for task in tasks]
    assert found == render.render_all(tasks, jobs=1)


@pytest.mark.parametrize(("figures", "jobs"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3), (1000, 4)])
def test_jobs_by_the_work(figures, jobs, monkeypatch):
    monkeypatch.setattr(pool, "_processors", lambda: 4)
    assert pool.default_jobs(figures, FIGURES_PER_JOB) == jobs


def test_versions_are_found_without_a_search(monkeypatch):
    found = versions.installed()
    assert versions.still_installed(found)
    assert not versions.still_installed({**found, "prefix": "/elsewhere"})
    gone = {name: place + "x" for name, place in found["places"].items()}
    assert not versions.still_installed({**found, "places": gone})


def on_record() -> set[str]:
    """The figures of which both files say the same."""
    state, facts = (
        json.loads(Path("images", name).read_text(encoding="utf-8")) for name in (store.STATE, store.FACTS_FILE)
    )
    return {name for name, one in state["figures"].items() if one["images"] == facts[name]["images"]}


class Interrupted(BaseException):
    """As Ctrl-C."""


@pytest.mark.parametrize("written", ["at once", "late"])
def test_an_interrupted_build_keeps_what_it_had_done(written, folder, monkeypatch):
    monkeypatch.setattr(store, "SPACED", 0 if written == "at once" else 1e9)
    done = []

    def hear(outcome):
        done.append(outcome.name)
        assert on_record() == set(done if written == "at once" else done[:1])
        if len(done) == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        build(options=Options(jobs=1), watch=Watch(done=hear))
    assert on_record() == set(done)
    assert statuses(build()) == {name: CURRENT if name in done else BUILT for name in FIGURES}


def test_what_is_written_midway_vouches_for_no_manifest(folder, monkeypatch):
    """Else a manifest that is taken back would find the images of the other one right."""
    build()
    before = Path("gallery.toml").read_text(encoding="utf-8")
    write_manifest(folder, {**FIGURES, "relu": "plot relu --range -1 1", "pair": "compare tanh elu"})

    def stop(outcome):
        raise Interrupted

    with pytest.raises(Interrupted):
        build(options=Options(jobs=1), watch=Watch(done=stop))
    Path("gallery.toml").write_text(before, encoding="utf-8")
    assert statuses(build()) == {"relu": BUILT, "gelu": CURRENT, "pair": CURRENT}


def test_edited_facts_are_seen_by_the_next_whole_build(folder):
    """Whatever a build of some figures does before."""
    build()
    facts = Path("images/facts.json")
    right = facts.read_text(encoding="utf-8")
    facts.write_text(right.replace('"y_limits": [', '"y_limits": [1'), encoding="utf-8")
    assert facts.read_text(encoding="utf-8") != right
    build(options=Options(only=("gelu",)))
    build()
    assert facts.read_text(encoding="utf-8") == right


def test_a_failed_build_does_not_hide_a_changed_style(tmp_path):
    (tmp_path / "own.mplstyle").write_text("lines.linewidth: 1\n", encoding="utf-8")
    gallery = tmp_path / "gallery.toml"
    gallery.write_text('[[figure]]\nname = "a"\ndraw = "compare relu --style own.mplstyle"\n', encoding="utf-8")
    build(gallery)
    thin = (tmp_path / "images" / "a.png").read_bytes()
    (tmp_path / "own.mplstyle").write_text("lines.linewidth: 6\nnonsense: 1\n", encoding="utf-8")
    with contextlib.suppress(ActplotError):  # whether the manifest is refused or the figure fails
        assert build(gallery).failed
    (tmp_path / "own.mplstyle").write_text("lines.linewidth: 6\n", encoding="utf-8")
    build(gallery)
    assert (tmp_path / "images" / "a.png").read_bytes() != thin


def test_a_style_that_changed_elsewhere_is_seen_without_a_state(tmp_path):
    (tmp_path / "own.mplstyle").write_text("lines.linewidth: 1\n", encoding="utf-8")
    gallery = tmp_path / "gallery.toml"
    gallery.write_text('[[figure]]\nname = "a"\ndraw = "compare relu --style own.mplstyle"\n', encoding="utf-8")
    build(gallery)
    shutil.rmtree(tmp_path / "images" / ".actplot")  # as a fresh clone has it
    thin = (tmp_path / "images" / "a.png").read_bytes()
    (tmp_path / "own.mplstyle").write_text("lines.linewidth: 6\n", encoding="utf-8")
    build(gallery)
    assert (tmp_path / "images" / "a.png").read_bytes() != thin


def test_an_edited_record_of_facts_is_put_right(tmp_path):
    gallery = tmp_path / "gallery.toml"
    gallery.write_text('[[figure]]\nname = "a"\ndraw = "compare relu"\n', encoding="utf-8")
    build(gallery)
    facts = tmp_path / "images" / "facts.json"
    right = facts.read_text(encoding="utf-8")
    facts.write_text(right.replace('"y_limits": [', '"y_limits": [1', 1), encoding="utf-8")
    build(gallery)
    assert facts.read_text(encoding="utf-8") == right


@pytest.mark.exhaustive(keep=0.03, thorough=1)
@pytest.mark.parametrize("harm", ["[]", '{"g": 5}', '{"relu": {}}', "stamps", "whole"])
def test_a_malformed_state_counts_as_absent(folder, harm):
    build()
    path = Path("images/.actplot/state.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    if harm == "stamps":
        found["figures"]["relu"]["stamps"] = 4
    elif harm == "whole":
        found["whole"] = [1]
    else:
        found = {"format": store.FORMAT, "figures": json.loads(harm)}
    path.write_text(json.dumps(found), encoding="utf-8")
    assert not build().failed
    assert set(statuses(build()).values()) == {CURRENT}


def test_a_dry_run_does_not_say_that_it_removed(folder):
    build()
    write_manifest(folder, {"relu": "plot relu", "gelu": "plot gelu --only value"})
    assert "would remove pair.png: the manifest does not have it\n" in run("build", "--prune", "--dry-run").stdout
    assert json.loads(run("build", "--prune", "--dry-run", "--json").stdout)["would_remove"] == ["pair.png"]
    assert json.loads(run("build", "--prune", "--json").stdout)["removed"] == ["pair.png"]


def test_new_leaves_projects_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("new", "pyproject.toml")
    assert result.exit_code == 2
    assert "name another file, such as gallery.toml" in result.stderr
    assert not Path("pyproject.toml").exists()


def test_a_gallery_replaces_a_link_and_not_what_it_leads_to(folder):
    (folder / "images").mkdir()
    Path("foreign.png").write_bytes(b"mine")
    Path("images/relu.png").symlink_to("../foreign.png")
    assert set(statuses(build()).values()) == {BUILT}
    assert Path("foreign.png").read_bytes() == b"mine"
    assert not Path("images/relu.png").is_symlink()


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8786", "ws://"])
def test_an_address_of_no_scheduler(folder, address):
    result = run("build", "--scheduler", address)
    assert result.exit_code == 2
    assert "--scheduler takes an address such as tcp://127.0.0.1:8786" in result.stderr


BAD = {
    "function": 'name = "bad"\ndraw = "plot rleu"',
    "option": 'name = "bad"\ndraw = "plot relu --rnage 0 1"',
    "value": 'name = "bad"\ndraw = "plot relu --dpi many"',
    "type": 'name = "bad"\ndraw = 3',
    "key": 'name = "bad"\ndraw = "plot relu"\ncolor = "red"',
    "format": 'name = "bad"\ndraw = "plot relu"\nformats = ["gif"]',
    "style": 'name = "bad"\ndraw = "plot relu --style nosuch"',
    "several images": 'name = "bad"\ndraw = "plot relu tanh"',
    "data": 'name = "bad"\ndraw = "surface mse --data none.csv"',
    "no name": 'draw = "plot relu"',
    "name": 'name = "../bad"\ndraw = "plot relu"',
    "twice": 'name = "gelu"\ndraw = "plot tanh"',
}


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("figure", BAD.values(), ids=BAD)
def test_one_bad_figure_does_not_keep_the_others_from_being_drawn(folder, figure):
    write_manifest(folder, {"gelu": FIGURES["gelu"]})
    path = folder / "gallery.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}[[figure]]\n{figure}\n", encoding="utf-8")
    result = run("build")
    assert (result.exit_code, result.stdout) == (1, "built gelu.png: new\n1 built, 1 failed\n")
    assert result.stderr.startswith("failed ")
    assert set(contents(folder / "images")) == {"gelu.png", "facts.json"}
    again = run("build", "--prune")
    assert (again.exit_code, again.stdout) == (1, "1 up to date, 1 failed\n")


def test_a_misspelt_name_loses_no_image(folder):
    build()
    path = folder / "gallery.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('name = "relu"', 'nmae = "relu"'), encoding="utf-8")
    assert run("build", "--prune").exit_code == 1
    assert (folder / "images" / "relu.png").exists()


def test_missing_folders_above_the_output_are_made(folder):
    write_manifest(folder, {"relu": FIGURES["relu"]}, 'output = "docs/static/images"')
    assert run("build").exit_code == 0
    assert (folder / "docs" / "static" / "images" / "relu.png").is_file()


def test_of_very_many_failures_some_are_told(folder):
    write_manifest(folder, {f"bad{number}": "plot rleu" for number in range(30)})
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.count("failed bad") == 20
    assert result.stderr.endswith("and 10 more failed; --json names all\n")
    assert len(json.loads(run("build", "--json").stdout)["figures"]) == 30
