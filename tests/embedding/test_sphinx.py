"""A small site that Sphinx builds, in themes of several kinds and by other builders."""

import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import pytest

pytest.importorskip("sphinx", reason="sites are built by Sphinx")

PAGES = {
    "index": """Activations
===========

.. toctree::

   facts
   figures

See :actplot:`gelu`, :actplot:`the swish <silu>`, :actplot:`relu` and :ref:`both <both>`, in :numref:`both`.

.. actplot:: compare gelu steep
   :caption: GELU and a *steep* <b>one</b>
   :name: both

.. actplot:: plot relu
   :alt: "mine" <b>
   :width: 50%

.. actplot:: plot tanh --theme dark

.. actplot:: compare gelu mine.py:act
   --range -3 3
   :themes: light
""",
    "facts": "Facts\n=====\n\n.. actplot-facts:: gelu silu\n\n.. actplot-derivation:: gelu --explain\n",
    "figures": "Figures\n=======\n\n.. actplot-gallery:: gallery.toml\n   :tags: shown\n",
}
FILES = {
    "mine.py": "import numpy as np\ndef act(x): return x*np.tanh(x)\n",
    "gallery.toml": (
        '[gallery]\nthemes = ["light", "dark"]\n[functions]\nsteep = "x*sigmoid(3*x)"\n'
        '[[figure]]\nname = "a"\ndraw = "plot steep"\ntags = ["shown"]\n'
        '[[figure]]\nname = "b"\ndraw = "plot relu"\n'
    ),
}
CONFIGURED = 'project = "A"\nextensions = ["actplot.sphinx"]\nactplot_functions = "gallery.toml"\nnumfig = True\n'


class Images(HTMLParser):
    """The images of a page: their classes, and what they say."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img" and "actplot" in (dict(attrs).get("class") or ""):
            self.found.append(dict(attrs))


class Site:
    """A folder of sources, and what Sphinx makes of it."""

    def __init__(self, folder, pages, configured=CONFIGURED):
        self.folder = folder
        for name, text in {**FILES, "conf.py": configured}.items():
            (folder / name).write_text(text, encoding="utf-8")
        for name, text in pages.items():
            (folder / f"{name}.rst").write_text(text, encoding="utf-8")

    def build(self, builder="html", *options):
        """Its exit code and what it said."""
        words = [
            "-q",
            "-b",
            builder,
            "-d",
            f"{self.folder}/trees",
            *options,
            str(self.folder),
            f"{self.folder}/{builder}",
        ]
        strict = ["-W", "error::PendingDeprecationWarning", "-W", "error::DeprecationWarning:actplot"]
        run = subprocess.run([sys.executable, *strict, "-m", "sphinx", *words], capture_output=True, text=True)
        return run.returncode, run.stderr

    def page(self, name, builder="html", suffix="html"):
        return (self.folder / builder / f"{name}.{suffix}").read_text(encoding="utf-8")

    def images(self, name):
        return Images(self.page(name)).found


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path, PAGES)


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme"])
def test_themes_with_a_switch_get_an_image_for_each_scheme(site, theme):
    pytest.importorskip(theme, reason=f"{theme} is not installed")
    assert site.build("html", "-W", "-j", "2", "-D", f"html_theme={theme}") == (0, "")
    light, dark, *others = site.images("index")
    assert "only-light" in light["class"].split()
    assert "only-dark" in dark["class"].split()
    assert light["alt"] == dark["alt"]
    assert light["alt"].startswith("GELU and steep and their derivatives")
    assert light["src"] != dark["src"]
    assert [one["alt"] for one in others[:2]] == ['"mine" <b>'] * 2
    assert others[0]["style"] == "width: 50%;"
    assert [set(one["class"].split()) & {"dark-light"} for one in others[2:]] == [{"dark-light"}] * 2
    caption = re.search(r"<figcaption>.*?</figcaption>", site.page("index"), re.DOTALL)[0]
    assert "<em>steep</em> &lt;b&gt;one&lt;/b&gt;" in caption
    assert re.search(r"</p>\s*<figcaption", site.page("index"))  # not beside an image that may be hidden
    for image in site.images("index"):
        assert (site.folder / "html" / image["src"]).read_bytes().startswith(b"<?xml")


def test_plain_themes_get_one_that_follows_its_reader(site):
    assert site.build("html", "-W") == (0, "")
    both, relu, _tanh, _mine = site.images("index")
    for image in (both, relu):
        assert "prefers-color-scheme" in (site.folder / "html" / image["src"]).read_text(encoding="utf-8")
    (figure,) = site.images("figures")  # the same in another theme is no other, and others have no such tag
    assert "prefers-color-scheme" in (site.folder / "html" / figure["src"]).read_text(encoding="utf-8")
    assert "actplot plot 'steep = x*sigmoid(3*x)'" in unescape(re.sub("<[^>]*>", "", site.page("figures")))
    page = site.page("index")
    assert 'href="facts.html#actplot-gelu" title="The input, gated by the probability' in page
    assert 'href="facts.html#actplot-silu"' in page
    assert '<code class="xref actplot docutils literal notranslate"><span class="pre">relu</span></code>' in page
    facts = site.page("facts")
    assert r"\begin{align*}" in facts
    assert "torch.nn.GELU()" in facts
    assert "checked to 40 digits" in facts


def test_other_builders_get_what_they_can_show(site):
    assert site.build("latex", "-W") == (0, "")
    (tex,) = (site.folder / "latex").glob("*.tex")
    text = tex.read_text(encoding="utf-8")
    assert r"{[}\(-\)0.169971, \(\infty\))" in text
    # pdfLaTeX has no Greek letter, sign or index in its usual fonts, but has dashes and quotation marks.
    assert re.search("[\u0300-\u200f\u2030-\uffff]", text) is None
    names = re.findall(r"includegraphics(?:\[.*?\])?\{\{(.*?)\}\.pdf\}", text)
    assert len(names) == 5
    for name in names:
        assert (site.folder / "latex" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    assert site.build("text", "-W") == (0, "")
    assert "[image: GELU and steep and their derivatives" in site.page("index", "text", "txt")
    assert "= Φ(x) + x·(Φ(x))′" in site.page("facts", "text", "txt")


def test_a_page_is_read_again_when_its_code_changes(site):
    def read():
        code, told = site.build("html", "-W", "-v")
        assert code == 0, told
        return [one["src"] for one in site.images("index")]

    before = read()
    kept = {path: path.stat().st_mtime_ns for path in (site.folder / "trees" / "actplot").iterdir()}
    assert read() == before
    assert {path: path.stat().st_mtime_ns for path in (site.folder / "trees" / "actplot").iterdir()} == kept
    (site.folder / "mine.py").write_text("def act(x): return x*x\n")
    after = read()
    assert after[:-1] == before[:-1]
    assert after[-1] != before[-1]


MENDED = {
    "directive": (".. actplot:: plot later.py:act", "later.py", "def act(x): return x*x\n"),
    "role": (":actplot:`lazy`", "pyproject.toml", '[tool.actplot.functions]\nlazy = "x/(1+abs(x))"\n'),
    "gallery": (".. actplot-gallery:: later.toml", "later.toml", '[[figure]]\nname = "a"\ndraw = "plot relu"\n'),
}


def test_a_broken_page_is_read_again_until_it_is_mended(tmp_path):
    listed = "".join(f"   {page}\n" for page in MENDED)
    pages = {page: f"A\n=\n\n{text}\n" for page, (text, _, _) in MENDED.items()}
    site = Site(tmp_path, {"index": f"A\n=\n\n.. toctree::\n\n{listed}", **pages})
    for _ in range(2):
        _, told = site.build()
        assert told.count("WARNING") == len(MENDED)
    for _, file, text in MENDED.values():
        (site.folder / file).write_text(text, encoding="utf-8")
    assert site.build("html", "-W") == (0, "")
    (site.folder / "pyproject.toml").write_text("[tool.actplot.functions]\n", encoding="utf-8")
    assert "role.rst:4: WARNING: :actplot:`lazy`: unknown function 'lazy'." in site.build()[1]


BROKEN = {
    ".. actplot:: compare gellu": "actplot: unknown function 'gellu'. Did you mean 'gelu' or",
    ".. actplot:: compare gelu -o x.png": "actplot: '-o' has no place here: the picture stands in this page.",
    ".. actplot:: compare gelu\n   plot silu": "actplot: 'plot silu' is a line of its own, and each picture needs",
    ".. actplot:: compare gelu\n\n   plot silu": "actplot: 'plot silu' has no place here: each line needs its own",
    ".. actplot::": "actplot: there is no line that says what to draw. Write one, such as 'compare gelu silu'.",
    ".. actplot:: plot gelu\n   :captoin: a": "no such option. Did you mean 'caption'? Options: alt, caption, name",
    ".. actplot:: plot gelu\n   :themes: drak": "there is no theme 'drak'. Did you mean 'dark'? Themes: light, dark,",
    ".. actplot:: plot nosuch.py:act": "actplot: there is no file 'nosuch.py'.",
    ".. actplot-facts:: 'gelu": "actplot-facts: ''gelu' names no functions: No closing quotation",
    ".. actplot-facts::": "actplot-facts: name at least one function, such as gelu. See 'actplot list'.",
    ".. actplot-derivation:: gelu relu": "actplot-derivation: derive takes one function, and these are 2",
    ".. actplot-gallery:: no.toml": "no.toml'. Make one with 'actplot gallery new'.",
    ":actplot:`gellu`": ":actplot:`gellu`: unknown function 'gellu'.",
}


def test_a_broken_line_is_a_warning_with_its_place(tmp_path):
    text = "Title\n=====\n\n"
    lines = {}
    for broken in BROKEN:
        lines[broken] = text.count("\n") + 1
        text += f"{broken}\n\n"
    site = Site(tmp_path, {"index": text})
    code, told = site.build("html")
    assert code == 0
    for broken, said in BROKEN.items():
        assert said in told
        assert f"index.rst:{lines[broken]}: " in told
    assert "Traceback" not in told
    assert site.build("html", "-W", "-E")[0] in (1, 2)  # as versions of Sphinx have it


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('actplot_themes = "drak"', "conf.py: there is no theme 'drak'. Did you mean 'dark'?"),
        ('actplot_switch = "never"', "actplot_switch is 'never'. Write one of auto, classes, preference."),
        ('actplot_functions = "no.toml"', "no.toml"),
    ],
)
def test_values_of_conf_that_mean_nothing_stop_the_build(tmp_path, value, said):
    code, told = Site(tmp_path, {"index": "A\n=\n"}, f"{CONFIGURED}{value}\n").build("html")
    assert code == 2
    assert said in told
