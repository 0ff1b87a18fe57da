"""Builds that are killed, that run at the same time, and that find nothing to do."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from actplot.gallery.build.turns import turn

ACTPLOT = [sys.executable, "-m", "actplot", "gallery", "build"]
SMALL = "--points 20 --size 3 2.5 --dpi 40 --no-legend"
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


def write_manifest(folder: Path, count: int, *, formats: str = '["png", "svg"]') -> None:
    tables = "\n".join(f'[[figure]]\nname = "figure-{n}"\ndraw = "plot elu:{n}"' for n in range(1, count + 1))
    (folder / "gallery.toml").write_text(f'[gallery]\nformats = {formats}\ndefaults = "{SMALL}"\n{tables}\n')


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def finish(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([*ACTPLOT, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """What a build that nobody disturbs leaves of twelve figures."""
    folder = tmp_path_factory.mktemp("undisturbed")
    write_manifest(folder, 12)
    assert finish(folder, "--jobs", "1").returncode == 0
    return contents(folder / "images")


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_the_number_of_jobs_changes_no_byte(expected, tmp_path):
    write_manifest(tmp_path, 12)
    assert finish(tmp_path, "--jobs", "2").returncode == 0
    assert contents(tmp_path / "images") == expected


def is_whole(path: Path) -> bool:
    if path.suffix == ".svg":
        return path.read_text(encoding="utf-8").endswith("</svg>\n")
    with Image.open(path) as image:
        image.load()
    return True


@posix
@pytest.mark.exhaustive(keep=0, thorough=0.5)
@pytest.mark.parametrize("seed", range(4))
def test_a_killed_build_leaves_whole_images_and_the_next_completes_it(seed, expected, tmp_path):
    write_manifest(tmp_path, 12)
    chance = random.Random(seed)
    jobs = str(1 + seed % 2)
    for _ in range(2):
        build = subprocess.Popen(
            [*ACTPLOT, "--jobs", jobs], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if seed > 1:  # from the first image on, else somewhere in the start
            build.stdout.readline()
        time.sleep(chance.uniform(0, 0.4 if seed > 1 else 1.5))
        build.send_signal(signal.SIGKILL)
        build.communicate()
        images = tmp_path / "images"
        for path in images.glob("[!.]*.[ps]*g") if images.is_dir() else ():
            assert is_whole(path)
            assert path.read_bytes() == expected[path.name]
    assert finish(tmp_path).returncode == 0
    assert contents(images) == expected
    assert sorted(path.name for path in (images / ".actplot").iterdir()) == [".gitignore", "lock", "state.json"]
    assert finish(tmp_path).stdout == "12 up to date\n"


@posix
@pytest.mark.exhaustive(keep=0, thorough=1)
def test_little_of_what_a_killed_build_had_done_is_done_again(tmp_path):
    write_manifest(tmp_path, 40)
    build = subprocess.Popen([*ACTPLOT, "--jobs", "1"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    for _ in range(3):
        build.stdout.readline()
    build.kill()
    build.communicate()
    found = json.loads(finish(tmp_path, "--dry-run", "--json").stdout)["figures"]
    done = [one["name"] for one in found if one["status"] == "up to date"]
    assert 1 <= len(done) < 40
    assert finish(tmp_path, "--jobs", "1").stdout.splitlines()[-1] == f"{40 - len(done)} built, {len(done)} up to date"


@posix
@pytest.mark.skipif(shutil.which("ps") is None, reason="needs ps")
def test_the_workers_of_a_killed_build_end(tmp_path):
    write_manifest(tmp_path, 60)
    build = subprocess.Popen([*ACTPLOT, "--jobs", "2"], cwd=tmp_path, stdout=subprocess.PIPE, start_new_session=True)
    build.stdout.readline()
    build.kill()
    build.communicate(timeout=30)  # the workers hold its standard output as long as they run
    deadline = time.monotonic() + 20
    while members(build.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not members(build.pid)


@posix
@pytest.mark.exhaustive(keep=0.06, thorough=0.4)
@pytest.mark.parametrize("seconds", [0, 0.4, 1])
def test_ctrl_c_ends_a_build_with_one_line(seconds, tmp_path):
    """At work, and while the server imports from which workers are forked."""
    write_manifest(tmp_path, 300)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([*ACTPLOT, "--jobs", "2"], cwd=tmp_path, **pipes) as build:
        while not list(tmp_path.rglob("lock")):
            time.sleep(0.01)
        time.sleep(seconds)
        os.killpg(build.pid, signal.SIGINT)
        _, errors = build.communicate(timeout=20)
    # Python sends itself the signal again where it came in the midst of text that it executes.
    assert build.returncode in (130, -signal.SIGINT)
    assert errors == b"interrupted\n"
    assert not list(tmp_path.rglob("*.part"))


def members(session: int) -> list[str]:
    """The processes of a session that still run."""
    found = subprocess.run(["ps", "-o", "stat=", "--sid", str(session)], capture_output=True, text=True).stdout
    return [line for line in found.split("\n") if line and not line.startswith("Z")]


@posix
def test_temporary_files_of_live_processes_stay(tmp_path):
    write_manifest(tmp_path, 1)
    images = tmp_path / "images"
    images.mkdir()
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    left, live = images / f".a.png-{dead.pid}-abc.part", images / f".a.png-{os.getpid()}-abc.part"
    foreign = images / ".mine.part"
    for path in (left, live, foreign):
        path.write_bytes(b"x")
    assert finish(tmp_path).returncode == 0
    assert not left.exists()
    assert live.exists()
    assert foreign.exists()


@pytest.mark.exhaustive(keep=0, thorough=0.4)
@pytest.mark.parametrize(
    "patterns", [((), ()), (("--only", "figure-[1-6]"), ("--only", "figure-[7-9]", "--only", "figure-1?"))]
)
def test_two_builds_at_once(patterns, expected, tmp_path):
    write_manifest(tmp_path, 12)
    both = [
        subprocess.Popen([*ACTPLOT, "--jobs", "1", *only], cwd=tmp_path, stdout=subprocess.PIPE) for only in patterns
    ]
    assert [build.wait(120) for build in both] == [0, 0]
    for build in both:
        build.stdout.close()
    assert contents(tmp_path / "images") == expected
    assert finish(tmp_path).stdout == "12 up to date\n"
    assert sorted(path.name for path in (tmp_path / "images" / ".actplot").iterdir()) == [
        ".gitignore",
        "lock",
        "state.json",
    ]


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize(
    ("words", "last"), [("build", "1 built"), ("check --update", "accepted figure-1.png: missing")]
)
def test_what_writes_waits_for_a_build(words, last, tmp_path):
    write_manifest(tmp_path, 1, formats='["png"]')
    images = tmp_path / "images"
    command = [*ACTPLOT[:-1], *words.split()]
    with turn(images, lambda: None):
        build = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert build.stderr.readline() == "waiting for another build of this gallery\n"
        assert build.poll() is None
        assert contents(images) == {}
    said, _ = build.communicate(timeout=120)
    assert said.splitlines()[-1] == last


def test_nothing_to_do_loads_nothing_heavy(tmp_path):
    write_manifest(tmp_path, 3, formats='["png"]')
    assert finish(tmp_path).returncode == 0
    code = (
        "import sys\nfrom actplot.cli import main\n"
        "try: main(['gallery', 'build'], prog_name='actplot')\n"
        "except SystemExit as end: print(end.code)\n"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    said, status, modules = run.stdout.splitlines()
    assert (said, status) == ("3 up to date", "0")
    heavy = {"numpy", "matplotlib", "scipy", "tomllib", "concurrent.futures", "multiprocessing", "tempfile", "PIL"}
    assert not heavy & set(modules.split())


def test_a_worker_that_dies_is_reported_for_its_figure(tmp_path):
    """One of the figures ends the process that draws it, as too little memory does."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os\n"
        "from actplot.gallery.drawing import render\n"
        "draw = render._rendered\n"
        "render._rendered = lambda name, *rest: os._exit(9) if name == 'figure-3' else draw(name, *rest)\n"
    )
    write_manifest(tmp_path, 6, formats='["png"]')
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    run = subprocess.run(
        [*ACTPLOT, "--jobs", "2"], cwd=tmp_path, capture_output=True, text=True, timeout=120, env=environment
    )
    assert run.returncode == 1
    assert "failed figure-3: the worker that was to draw it died" in run.stderr
    assert "5 built, 1 failed" in run.stdout


PLANTED = ("json", "numpy", "matplotlib", "pickle", "random", "selectors", "sitecustomize", "socket", "tempfile", "PIL")
PROGRAM = """
import multiprocessing, sys
if {method!r}:
    multiprocessing.get_all_start_methods = lambda: [{method!r}]
from actplot.cli import main
if __name__ == "__main__":
    main(prog_name="actplot")
"""


elsewhere = pytest.mark.exhaustive(keep=0, thorough=1)


@pytest.mark.parametrize(
    "start", ["python -m", pytest.param("spawn", marks=elsewhere), pytest.param("forkserver", marks=elsewhere)]
)
def test_no_module_of_the_current_folder_is_imported(start, tmp_path):
    """A stranger's folder may hold modules that are called like ours; that of a script of the user's is another one."""
    folder, images = tmp_path / "stranger", tmp_path / "stranger" / "images"
    folder.mkdir()
    for name in PLANTED:
        (folder / f"{name}.py").write_text(
            f"open({str(tmp_path / name)!r} + '.executed', 'w').close()\nraise ImportError('planted')\n"
        )
    write_manifest(folder, 22, formats='["svg"]')
    script = tmp_path / "program.py"
    script.write_text(PROGRAM.format(method=start))
    program = [sys.executable, *(["-m", "actplot"] if start == "python -m" else [script])]
    words = ["gallery", "build", "--jobs", "2", "--quiet"]
    run = subprocess.run([*program, *words], cwd=folder, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")
    assert len(contents(images)) == 22 + 1  # and the facts
    assert not list(tmp_path.glob("*.executed"))


@posix
def test_a_full_disk_is_a_clear_error(tmp_path):
    """A limit on the size of files stands for it."""
    import resource

    write_manifest(tmp_path, 2, formats='["png"]')
    run = subprocess.run(
        [*ACTPLOT, "--jobs", "1"], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )  # fmt: skip
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "File too large" in run.stderr
    assert not [path for path in (tmp_path / "images").iterdir() if path.suffix in (".part", ".png")]


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_a_cluster_draws_the_same_bytes(expected, tmp_path):
    distributed = pytest.importorskip("distributed")
    write_manifest(tmp_path, 12)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        run = finish(tmp_path, "--scheduler", cluster.scheduler_address)
    assert run.returncode == 0, run.stderr
    assert contents(tmp_path / "images") == expected


@posix
@pytest.mark.exhaustive(keep=0, thorough=1)
@pytest.mark.parametrize("loss", ["scheduler", "workers"])
def test_a_cluster_that_dies_midway_is_one_message_and_what_was_drawn_is_kept(loss, tmp_path):
    pytest.importorskip("distributed")
    write_manifest(tmp_path, 400, formats='["png"]')
    known = tmp_path / "scheduler.json"
    dask, quiet = [sys.executable, "-m"], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen([*dask, *words, "--scheduler-file", str(known)], **quiet)
    words = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker = subprocess.Popen([*dask, *words, "--scheduler-file", str(known)], **quiet)
    try:
        while not known.exists():
            time.sleep(0.1)
        address = json.loads(known.read_text(encoding="utf-8"))["address"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen([*ACTPLOT, "--scheduler", address], cwd=tmp_path, **pipes) as build:
            build.stdout.readline()
            (scheduler if loss == "scheduler" else worker).kill()
            _, errors = build.communicate(timeout=100)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    said = {"scheduler": "no longer answers. Start it again", "workers": "has no workers. Start some with 'dask worker"}
    assert build.returncode == 1
    assert errors.startswith("Error: --scheduler: the Dask scheduler at ")
    assert said[loss] in errors
    assert errors.count("\n") == 1
    found = json.loads(finish(tmp_path, "--dry-run", "--json").stdout)["figures"]
    assert 1 <= len([one for one in found if one["status"] == "up to date"]) < 400


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(("address", "code"), [("nonsense", 2), ("tcp://127.0.0.1:9", 1)])
def test_no_cluster(address, code, tmp_path):
    pytest.importorskip("distributed")
    write_manifest(tmp_path, 1)
    run = finish(tmp_path, "--scheduler", address)
    assert run.returncode == code
    assert f"'{address}'" in run.stderr
    assert "Traceback" not in run.stderr
