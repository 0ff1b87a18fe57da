"""Pages that need no browser to be tested: what they hold, and what cannot be asked."""

import re
import sys
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import BadOption
from actplot.requests.command_line import line_of
from actplot.requests.figures.explore import ExploreRequest
from actplot.requests.reading import parse
from actplot.site import pages
from actplot.site.interactive import plot_of
from actplot.site.sliders import sliders_of


def run(*words):
    return CliRunner().invoke(main, ["explore", *words], prog_name="actplot")


@pytest.fixture(scope="module")
def page():
    return pages.explore_page(ExploreRequest(('</script><b>" = a*x^2:a=2',), title="</title>", order=2))


class Addresses(HTMLParser):
    """Collects what a page asks for."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("src", "href", "action", "srcset", "poster")]


def test_a_page_asks_for_nothing(page):
    reader = Addresses()
    reader.feed(page)
    assert all(address.startswith("data:") for address in reader.found)
    assert not re.search(
        r"@import|url\((?!#)(?!`?\$?\{?#)|fetch\(|XMLHttpRequest|import\(", page.replace("url(#${id})", "")
    )


def test_texts_of_users_are_escaped(page):
    assert page.count("</script>") == 2
    assert page.count("</title>") == 1
    assert "<b>" not in page


def test_the_same_request_gives_the_same_page(page):
    request = ExploreRequest(('</script><b>" = a*x^2:a=2',), title="</title>", order=2)
    assert pages.explore_page(request) == page


@pytest.mark.parametrize(
    "line",
    [
        "explore elu",
        "explore elu:0.5 gelu --range -4 4 --at 2 --order 2 --title Two --theme dark",
        "explore 'x*sigmoid(b*x)' --param b=1.5",
    ],
)
def test_lines_read_back(line):
    assert line_of(parse(line)) == line


def test_what_is_usual_is_left_out_of_the_line():
    assert line_of(ExploreRequest(("elu",), x_range=(-5, 5), at=-1)) == "explore elu"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["softmax"], "is a function of a whole vector"),
        (["dropout"], "draws random numbers"),
        (["relu", "mse"], "functions of different variables do not share axes"),
        (["sigmod"], "Did you mean 'sigmoid'"),
        ([], "name at least one function"),
        (["relu", "-o", "relu.png"], "-o 'relu.png': a page is HTML. Name a file that ends in .html."),
        (["relu", "-o", "relu"], "Name a file that ends in .html."),
        (["relu", "-o", "nowhere/relu.html"], "there is no folder 'nowhere'"),
        (["relu", "--at", "7"], "--at 7: the plot goes from -5 to 5."),
        (["relu", "--range", "3", "1"], "LO must be below HI"),
        (["relu", "--order", "3"], "--order"),
        (
            ["abs", "relu", "elu", "selu", "celu", "gelu", "silu", "mish"],
            "explore shows 7 functions at most, got 8",
        ),
    ],
)
def test_what_cannot_be_asked(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = run(*words)
    assert found.exit_code == 2, found.output
    assert told in found.output
    assert not list(tmp_path.iterdir())


def test_without_a_place_the_file_is_named_like_a_picture(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("abs").output == "wrote explore-abs.html\n"
    assert run("abs", "-o", "pages/").output == "wrote pages/explore-abs.html\n"
    assert run("abs", "-o", "-").output.startswith("<!DOCTYPE html>\n")


def test_without_jinja_the_install_line_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    pages.environment.cache_clear()
    with pytest.raises(BadOption, match=re.escape("pip install 'actplot[site]'")):
        pages.explore_page(ExploreRequest(("relu",)))


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("name", actplot.names())
def test_sliders_keep_to_what_parameters_take(name):
    function = actplot.get(name)
    if not function.has_curve:
        return
    for slider in sliders_of(function):
        (declared,) = (one for one in function.declared if one.name == slider.name)
        assert declared.accepts(slider.low) and declared.accepts(slider.high)  # noqa: PT018
        assert slider.low <= slider.value <= slider.high
        assert slider.low < slider.high
        assert 10 <= (slider.high - slider.low) / slider.step <= 401 or declared.whole or declared.one_of


@pytest.mark.parametrize("formula", ["log(x + b)", "log(a)*x", "sqrt(b*x)", "x^n", "1/(x - c)"])
def test_a_parameter_moves_also_where_that_moves_the_domain(formula):
    plot = plot_of(ExploreRequest((formula,)))
    assert set(plot.programs[0].moving) == set(plot.request.shown[0].numbers)


def test_a_slope_without_digits_is_printed_as_its_derivation_has_it():
    (program,) = plot_of(ExploreRequest(("soft_clipping",))).programs
    assert "sigmoid_slope" in program.orders[2]
