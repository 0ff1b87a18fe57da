"""A small site that MkDocs builds, whose pages have blocks of actplot's."""

import subprocess
import sys

import pytest

for package in ("mkdocs", "pymdownx"):
    pytest.importorskip(package, reason="sites are built by MkDocs with PyMdown Extensions")

CONFIGURED = """site_name: A
theme: mkdocs
plugins: []
markdown_extensions:
  - attr_list
  - pymdownx.superfences:
      custom_fences:
        - name: actplot
          class: actplot
          format: {format}
          validator: !!python/name:actplot.markdown.validator
"""
FENCE = "!!python/name:actplot.markdown.fence"
PAGE = """# A

```actplot alt="a &quot;b&quot; <i>" caption="GELU <b>& co</b>" width="50%"
compare gelu mine.py:act
  --range -3 3
```

``` { .actplot #it .wide themes="dark" }
plot relu
```

- in a list

    ```actplot
    plot lazy
    ```
"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mine.py").write_text("import numpy as np\ndef act(x): return x*np.tanh(x)\n")
    (tmp_path / "pyproject.toml").write_text('[tool.actplot.functions]\nlazy = "x/(1+abs(x))"\n')
    return tmp_path


def built(folder, page, form=FENCE):
    """Its exit code, what it said and the page; started from elsewhere."""
    (folder / "site.yml").write_text(CONFIGURED.replace("{format}", form), encoding="utf-8")
    (folder / "docs" / "index.md").write_text(page, encoding="utf-8")
    words = ["build", "-q", "--strict", "-f", f"{folder.name}/site.yml"]
    run = subprocess.run([sys.executable, "-m", "mkdocs", *words], capture_output=True, text=True, cwd=folder.parent)
    page = folder / "site" / "index.html"
    return run.returncode, run.stderr, page.read_text(encoding="utf-8") if page.exists() else ""


def test_blocks_are_drawn(site):
    code, told, page = built(site, PAGE)
    assert code == 0, told
    assert "<code" not in page.partition("<h1")[2].partition("<footer")[0]
    assert page.count('<img class="actplot-light"') == page.count('<img class="actplot-dark"') == 2
    assert page.count("data:image/svg+xml;base64,") == 5
    assert 'style="width:50%" alt="a &amp;quot;b&amp;quot; &lt;i&gt;"' in page
    assert "<figcaption>GELU &lt;b&gt;&amp; co&lt;/b&gt;</figcaption>" in page
    assert '<figure class="actplot wide" id="it">' in page
    assert 'alt="ReLU and its derivative' in page
    kept = {path: path.stat().st_mtime_ns for path in (site / ".cache" / "actplot").glob("*.svg")}
    assert len(kept) == 5
    assert built(site, PAGE)[2].partition("Build Date")[0] == page.partition("Build Date")[0]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_functions_of_a_file(site):
    (site / "functions.toml").write_text('[functions]\nsteep = "x*sigmoid(3*x)"\n')
    page = "```actplot\ncompare steep gelu\n```\n"
    code, told, page = built(site, page, "!!python/object/apply:actplot.markdown.fences [functions.toml]")
    assert code == 0, told
    assert 'alt="Steep and GELU' in page


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("```actplot\ncompare gellu\n```", "in the block 'compare gellu': unknown function 'gellu'."),
        ("```actplot\n```", "there is no line that says what to draw. Write one, such as 'compare gelu silu'."),
        ("```actplot\nplot gelu -o x.png\n```", "'-o' has no place here: the picture stands in this page."),
        ("```actplot\nplot gelu\nplot relu\n```", "'plot relu' is a line of its own, and each picture needs"),
        ('```actplot captoin="a"\nplot gelu\n```', "there is no option 'captoin'. Did you mean 'caption'?"),
        ('```actplot width="1;x:y"\nplot gelu\n```', "width is a length, such as 60% or 400px, got '1;x:y'"),
    ],
)
def test_a_broken_line_ends_the_build_with_its_page(site, block, said):
    code, told, _ = built(site, f"# A\n\n{block}\n")
    assert code == 1
    assert "Error reading page 'index.md'" in told
    assert said in told
    assert "Traceback" not in told
