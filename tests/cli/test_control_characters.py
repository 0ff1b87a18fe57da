"""What a terminal or browser would heed is shown and not sent, wherever a user's or a stranger's words come back."""

import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.documents.wording import in_latex, in_markdown
from actplot.errors import quoted, shown, visible
from actplot.gallery.check.judging import EXTRA, Verdict
from actplot.gallery.check.report import verdicts_text, write_report
from actplot.gallery.manifest.manifest import load

EVIL = {
    "escapes": "\x1b[31mX\x07",
    "directions": "a\u202eb\u2066",
    "line": "a\nError: false",
    "C1": "\x9b31m\x7f",
    "separators": "\u2028\r\x08",
}
if sys.getfilesystemencoding() != "utf-8":  # a C locale, in which no file has such a name
    EVIL = {what: text for what, text in EVIL.items() if text.isascii()}
HEEDED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LINES = """
X
compare X
compare relu X
compare relu -o X
compare relu -o X/X.png
compare relu -oX
compare relu --style X
compare relu --title X
compare relu --range X 1
compare relu --format X
compare relu --format=X
compare relu --X
compare relu -X
eval relu --at X
eval relu --at @X
eval X --at 1
eval relu --at 1 --dtype X
eval x --var X --at 1
eval a*x --param X --at 1
eval relu --at 1 -o X
eval softmax --at @rows.csv
eval softmax --at @rows.csv:X
eval softmax --at @rows.csv --format json
eval softmax --at @rows.csv --format csv
surface mse --data X
surface mse --data rows.csv
surface mse --data rows.csv --x X --y X
show X
show relu --format X
list X
list --kind X
list --framework X
list --where X
check X
derive X
derive relu --route X
derive relu -o X
recipe X
recipe rows.csv X
gallery X
gallery --X
gallery build X
gallery build --only X
gallery check X
gallery new X/X
completion X
jacobian softmax --at X
--X
eval relu --at 1 -o X.csv
recipe X.png
""".strip().split("\n")


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("words", LINES, ids=lambda line: line.replace("/", "|"))
def test_no_message_sends_them(words, evil, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = EVIL[evil]
    Path("rows.csv").write_text(f'"{text}",b\n1,2\n2,3\n', encoding="utf-8")
    Path("gallery.toml").write_text('[[figure]]\nname = "a"\ndraw = "plot relu"\n', encoding="utf-8")
    result = CliRunner().invoke(main, [word.replace("X", text) for word in words.split()], "", color=True)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert not HEEDED.search(result.output)
    assert not re.search("^Error: false", result.output, re.MULTILINE)


@pytest.mark.skipif(os.name != "posix", reason="needs odd names of files")
@pytest.mark.parametrize("text", EVIL.values(), ids=EVIL)
def test_names_of_files_that_are_written_and_read(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def said(*words: str) -> str:
        return CliRunner().invoke(main, words, color=True).output

    small = ["--points", "20", "--size", "3", "2.5"]
    assert said("plot", "relu", *small, "-o", f"{text}.svg") == f"wrote {shown(text)}.svg\n"
    assert said("recipe", f"{text}.svg", f"{text}.svg").startswith(f"{shown(text)}.svg: actplot plot relu ")
    assert said("gallery", "new", f"{text}.toml") == f"wrote {shown(text)}.toml\n"
    Path("link.csv").symlink_to(f"{text}.csv")
    told = said("eval", "relu", "--at", "1", "-o", "link.csv")
    assert told == f"wrote link.csv, a link to {shown(str(tmp_path.resolve() / text))}.csv\n"
    assert Path("link.csv").is_symlink()


def test_json_is_json_with_them_written_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("a\u202e,b\x9b\n1,2\n", encoding="utf-8")
    printed = CliRunner().invoke(main, ["eval", "softmax", "--at", "@rows.csv", "--format", "json"], color=True).output
    assert "a\\u202e" in printed
    assert json.loads(printed)["functions"][0]["names"] == ["a\u202e", "b\x9b"]
    assert not HEEDED.search(printed)


class Elements(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [tag, *(name for name, _ in attrs)]


HTML = "<script>alert(1)</script><img src=x onerror='a()'> --> ]]> & \" \x1b[31m \u202e"


def test_a_report_on_a_strangers_gallery(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    title = json.dumps(HTML)
    Path("gallery.toml").write_text(
        f"[gallery]\ntitle = {title}\n[[figure]]\nname = 'a'\ndraw = 'plot relu'\n", encoding="utf-8"
    )
    extra = Verdict(HTML.replace("/", ""), "svg", EXTRA, (HTML, "two\nlines"), 1.0)
    page = write_report("out", load("gallery.toml"), [extra]).read_text(encoding="utf-8")
    assert not {"script", "img", "onerror"} & set(Elements(page).found)
    assert not HEEDED.search(page.replace("\r", ""))
    told = verdicts_text([extra])
    assert not HEEDED.search(told)
    assert len(told.splitlines()) == 4


@pytest.mark.parametrize("words", ["compare relu tanh", "derive tanh", "jacobian softmax --at 1,2"])
def test_a_title_makes_no_element_of_an_svg(words, tmp_path):
    title = HTML.partition(" \x1b")[0]
    result = CliRunner().invoke(main, [*words.split(), "--title", title, "-o", str(tmp_path / "a.svg")])
    assert result.exit_code == 0, result.output
    found = {element.tag.rpartition("}")[2] for element in ElementTree.parse(tmp_path / "a.svg").iter()}
    assert not found & {"script", "img", "image", "foreignObject", "a"}
    assert CliRunner().invoke(main, ["recipe", str(tmp_path / "a.svg")]).output.startswith(f"actplot {words} --title")


def test_a_name_is_no_markup_in_documents():
    assert in_markdown("<b> a*b*c _d_ e_f `g` [h](i) $j$ &lt; ~~k~~ \\") == (
        r"\<b\> a\*b\*c \_d\_ e_f \`g\` \[h\](i) \$j\$ \&lt; \~\~k\~\~ " + "\\\\"
    )
    assert in_latex("\\input{x} a_b 100% #1 ~") == r"\textbackslash{}input\{x\} a\_b 100\% \#1 \textasciitilde{}"
    printed = CliRunner().invoke(
        main, ["derive", "where(X<b, X*2, 1)", "--var", "X", "--param", "b=3", "--format", "markdown"]
    )
    assert r"*Derivative of where(X \< b, X\*2, 1) (b = 3), checked" in printed.output


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("markdown", r"\<script\>alert(1)\</script\> for j = 1, a\$\\input{x}\`\* for j = 2"),
        ("latex", r"$<$script$>$alert(1)$<$/script$>$ for j = 1, a\$\textbackslash{}input\{x\}`* for j = 2\\"),
    ],
)
def test_names_of_columns_are_no_markup(form, told, tmp_path):
    names = "<script>alert(1)</script>", r"a$\input{x}`*"
    (tmp_path / "d.csv").write_text(f"{','.join(names)},y\n1,2,3\n2,3,5\n", encoding="utf-8")
    words = ["--data", str(tmp_path / "d.csv"), "--x", ",".join(names), "--y", "y", "--format", form]
    printed = CliRunner().invoke(main, ["derive", "mse", "--model", "linear", *words])
    assert f"feature j of example i: {told}\n" in printed.output


def test_lines_and_tabs_stay():
    assert visible("a\tb\nc") == "a\tb\nc"
    assert visible("\x1b\x7f\x9b\u202e\ud800") == "\\x1b\\x7f\\x9b\\u202e\\ud800"


@pytest.mark.parametrize("folder", ["/home/somebody/", "C:\\Users\\somebody\\", "~/", "../../", ""])
def test_of_a_long_path_the_name_stays(folder):
    told = quoted(folder + 30 * "deep/" + "gallery.toml")
    assert told.startswith(f"'{folder}")
    assert told.endswith("deep/gallery.toml'")
    assert len(told) < 90
    assert quoted(80 * "x") == f"'{80 * 'x'}'"
