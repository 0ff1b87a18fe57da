"""What editors and type checkers are told is what the package offers."""

import ast
import re
import runpy
from pathlib import Path

import actplot
from actplot.catalogue.registry import KINDS, names
from actplot.python.asking import keywords_of
from actplot.python.helping import typed
from actplot.requests.reading import CLASSES, picture_classes
from actplot.requests.request import Request

STUB = Path(actplot.__file__).with_name("__init__.pyi")
LINE = 118  # characters of the longest line of names


def offered() -> dict[str, str]:
    """Each public name of the stub, and the module that it comes from; empty where the stub says what it is."""
    found = {}
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {alias.asname: node.module for alias in node.names if alias.asname}
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ""
    return found


def test_the_stub_offers_what_the_package_does():
    stub = offered()
    assert set(stub) == set(actplot._HOMES)
    assert set(stub) - set(actplot.__all__) == {"eval"}, "a word of Python, which a star import shall not hide"
    assert {name: module for name, module in stub.items() if module} == {
        name: module for name, module in actplot._HOMES.items() if stub[name]
    }
    assert all(name in dir(actplot) and getattr(actplot, name) for name in stub)


def listed(kind: str) -> str:
    """The names of a kind as the stub writes them, some on a line."""
    lines = [""]
    for name in names(kind):
        word = f'"{name}",'
        if len(lines[-1]) + len(word) + 1 > LINE - 4:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return (
        f"_{kind.title().replace(' ', '')} = Literal[\n"
        + "".join(f"    {line}\n" for line in lines)
        + "]  # fmt: skip\n"
    )


def test_the_stub_knows_every_name(pytestconfig):
    text = now = STUB.read_text(encoding="utf-8")
    for kind in KINDS:
        literal = f"_{kind.title().replace(' ', '')}"
        now, count = re.subn(rf"^{literal} = Literal\[.*?\]  # fmt: skip\n", listed(kind), now, flags=re.M | re.S)
        assert count == 1, f"no names of the kind {kind} in __init__.pyi: add '{literal} = Literal[]  # fmt: skip'"
    if pytestconfig.getoption("update"):
        STUB.write_text(now, encoding="utf-8")
    else:
        assert now == text, "write the names of the catalogue with --update"


def told(cls: type[Request], answer: str) -> str:
    """A command as the stub writes it: its options with their types, some on a line."""
    words = [f"{name}: {typed(option)} | None = ..." for name, option in keywords_of(cls).items()]
    lines, pieces = [""], ["*names: _Named", *words, "functions: _Functions = None"]
    for word in pieces:
        if len(lines[-1]) + len(word) + 2 > LINE - 4:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word},".strip()
    body = "".join(f"    {line}\n" for line in lines)
    return f'def {cls.command_name}(\n{body}) -> {answer}:\n    """{cls.__doc__}"""\n'


def test_the_stub_knows_every_option(pytestconfig):
    assert set(actplot._PICTURES) == set(picture_classes())
    text = STUB.read_text(encoding="utf-8")
    answers = {**{name: CLASSES[name].__name__ for name in actplot._PICTURES}, "eval": "Numbers"}
    written = (
        "# fmt: off\n" + "\n".join(told(CLASSES[name], answer) for name, answer in answers.items()) + "# fmt: on\n"
    )
    now = re.sub(r"^# fmt: off\n.*?^# fmt: on\n", lambda _: written, text, flags=re.M | re.S)
    if pytestconfig.getoption("update"):
        STUB.write_text(now, encoding="utf-8")
    else:
        assert now == text, "write the options of commands with --update"


def test_what_a_type_checker_reads_runs():
    runpy.run_path(str(Path(__file__).with_name("typed.py")))
