"""What a reader can do on a page, in headless Chromium."""

import time
from pathlib import Path

import numpy as np
import pytest

import actplot
from actplot.requests.figures.explore import ExploreRequest
from actplot.site.pages import explore_page

pytestmark = pytest.mark.browser

PAGES = {
    "elu": ExploreRequest(("elu",)),
    "several": ExploreRequest(("leaky_relu", "hard_shrink", "tan(x)"), order=2),
    "loss": ExploreRequest(("binary_cross_entropy",), theme="dark"),
    "pairs": ExploreRequest(("elu:0.5", "celu:2")),
    "hard_tanh": ExploreRequest(("hard_tanh",)),
    "huge": ExploreRequest(("x^1000",), x_range=(-1000, 1000)),
    "poles": ExploreRequest(("tan(3*x)",)),
    "fast": ExploreRequest(("sin(200*x)",)),
    "moving": ExploreRequest(("log(x + b)",)),
    "hostile": ExploreRequest(('</script><b>&amp;<!--" = x^2',), title="</title><script>alert(2)</script>"),
    "sampled": ExploreRequest((f"{Path(__file__).parents[2] / 'gallery' / 'data' / 'gate.py'}:gate",)),
}
MOBILE, DESKTOP = (360, 740), (1280, 900)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Where each page is."""
    folder = tmp_path_factory.mktemp("pages")
    for name, request in PAGES.items():
        (folder / f"{name}.html").write_text(explore_page(request), encoding="utf-8")
    return folder


class Reader:
    """Who looks at a page of some size."""

    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder

    def open(self, name, state="", size=DESKTOP, dark=False):
        width, height = size
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.browser.get("about:blank")  # else another state alone is no other page
        self.browser.get((self.folder / f"{name}.html").as_uri() + state)

    def run(self, script, *given):
        return self.browser.execute_script(script, *given)

    def find(self, selector):
        return self.browser.find_element("css selector", selector)

    def value(self, order=0, function=0):
        cell = f'tr[data-function="{function}"] [data-order="{order}"]'
        return float(self.run("return document.querySelector(arguments[0]).dataset.value", cell))

    def set(self, selector, value):
        self.run(
            "const input = document.querySelector(arguments[0]); input.value = arguments[1];"
            "for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, {bubbles: true}));",
            selector,
            value,
        )
        self.settle()

    def settle(self):
        self.run("return null")
        self.browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))")

    def state(self):
        time.sleep(0.2)  # the link follows when a reader pauses
        return self.run("return location.hash")

    def curves(self):
        return self.run("return [...document.querySelectorAll('path.curve')].map((one) => one.getAttribute('d'))")


@pytest.fixture
def reader(chromium, written):
    reader = Reader(chromium, written)
    chromium.get_log("browser")
    yield reader
    assert not chromium.get_log("browser")
    assert (
        reader.run("return performance.getEntriesByType('resource').filter((one) => !one.name.startsWith('data:'))")
        == []
    )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [MOBILE, DESKTOP])
def test_a_page_draws_and_does_not_scroll_sideways(reader, name, size):
    reader.open(name, size=size)
    assert len(reader.curves()) >= 2
    assert reader.run("return document.documentElement.scrollWidth") <= size[0]
    outside = (
        "[...document.querySelectorAll('.plot *')].filter((one) => one.getBoundingClientRect().right > innerWidth)"
    )
    assert reader.run(f"return {outside}.length") == 0


def test_a_curve_is_drawn_as_far_as_there_are_numbers(reader):
    reader.open("huge")
    (piece,) = reader.run("return document.querySelector('.plot').plot.panels[0].curves[0]")
    assert piece[0][0] == pytest.approx(-(2**1.024), rel=1e-4)
    assert piece[-1][0] == pytest.approx(2**1.024, rel=1e-4)
    assert all(path for path in reader.curves())


def test_a_branch_ends_on_its_side_of_a_pole(reader):
    reader.open("poles")
    pieces = reader.run("return document.querySelector('.plot').plot.panels[0].curves[0].map((one) => "
                        "[one[0], one.at(-1)])")  # fmt: skip
    assert len(pieces) == 11
    assert all(start[1] < -1e3 for start, _ in pieces[1:])
    assert all(end[1] > 1e3 for _, end in pieces[:-1])


def test_what_swings_fast_fills_what_it_covers(reader):
    reader.open("fast")
    (piece,) = reader.run("return document.querySelector('.plot').plot.panels[0].curves[0]")
    x, y = np.array(piece).T
    assert np.all(np.diff(x) > 0)
    for start in np.linspace(-5, 4.9, 50):  # three swings each
        assert np.ptp(y[(x >= start) & (x <= start + 0.1)]) > 1.95


def test_a_parameter_moves_where_a_function_is_defined(reader):
    reader.open("moving", "#x=-3&b=4")
    assert reader.value() == 0
    assert "the domain ends" not in reader.find("[data-note='0']").text
    reader.set("[data-parameter=b] [type=number]", "1")
    assert reader.run('return document.querySelector(\'tr[data-function="0"] [data-order="0"]\').textContent') == "–"


def test_numbers_are_not_cut_in_two(reader):
    reader.open("several", "#x=-4.71", size=MOBILE)
    cells = reader.run("return [...document.querySelectorAll('td[data-order]')].filter((one) => !one.hidden).map("
                       "(one) => one.getClientRects()[0].height)")  # fmt: skip
    assert max(cells) < 80
    assert reader.run("return document.documentElement.scrollWidth") <= MOBILE[0]


def test_sliders_move_the_curve(reader):
    reader.open("elu", "#x=-1")
    before = reader.curves()
    assert reader.value() == pytest.approx(-0.6321205588285577, rel=1e-14)
    reader.set("[data-parameter=alpha] [type=range]", "0.5")
    assert reader.value() == pytest.approx(-0.31606027941427883, rel=1e-14)
    assert reader.value(1) == pytest.approx(0.18393972058572117, rel=1e-14)
    assert reader.curves() != before
    assert reader.state() == "#alpha=0.5"
    assert reader.find("[data-parameter=alpha] [type=number]").get_attribute("value") == "0.5"
    reader.set("[data-parameter=alpha] [type=number]", "17.25")  # beyond the slider
    assert reader.state() == "#alpha=17.25"
    reader.find("[name=reset]").click()
    reader.settle()
    assert reader.curves() == before
    assert reader.state() == ""


def test_a_parameter_keeps_to_what_the_function_takes(reader):
    reader.open("several")
    box = '[data-parameter="lambd"] [type=number]'
    before = reader.curves()
    reader.set(box, "")
    assert "lambd" not in reader.state()
    assert reader.find(box).get_attribute("aria-invalid") == "true"
    assert "must be" in reader.find('[data-parameter="lambd"] .wrong').text
    assert reader.curves() == before


def test_parameters_do_not_contradict_each_other(reader):
    reader.open("hard_tanh")
    reader.set("[data-parameter=min_val] [type=number]", "2")
    assert reader.find("[data-parameter=min_val] .wrong").text == "min_val must be at most max_val"
    assert reader.state() == ""


def test_the_keyboard_moves_the_point(reader):
    from selenium.webdriver.common.keys import Keys

    reader.open("elu", "#x=1&alpha=0.5")
    stage = reader.find(".stage")
    stage.send_keys(Keys.ARROW_RIGHT)
    assert reader.value() == 1.1
    assert stage.get_attribute("aria-valuenow") == "1.1"
    stage.send_keys(Keys.HOME)
    assert stage.get_attribute("aria-valuetext") == "x = −5"
    stage.send_keys("n")
    assert (reader.value(), reader.value(1)) == (0, 0.5)
    assert "kink" in reader.find("[data-note='0']").text
    time.sleep(0.6)
    assert reader.find(".said").get_attribute("textContent").startswith("x = 0. ELU: 0, slope 0.5")
    reader.browser.switch_to.active_element.send_keys(Keys.TAB)
    assert reader.browser.switch_to.active_element.get_attribute("name") == "x"


def test_the_pointer_moves_the_point(reader):
    from selenium.webdriver import ActionChains

    reader.open("elu")
    ActionChains(reader.browser).move_to_element_with_offset(reader.find(".stage"), 100, -20).perform()
    assert reader.run("return document.querySelector('.plot').plot.x") > 0.5
    assert reader.state().startswith("#x=")


@pytest.mark.parametrize("state", ["#alpha=0.25&x=-2", "#x=-2&alpha=0.25", "#x=−2&alpha=.25&y=3"])
def test_a_link_holds_the_state(reader, state):
    reader.open("elu", state)
    assert reader.value() == pytest.approx(0.25 * -0.8646647167633873, rel=1e-14)
    reader.run("location.hash = '#x=3'")
    time.sleep(0.1)
    assert (reader.value(), reader.run("return document.querySelector('[data-parameter=alpha] input').value")) == (
        3,
        "1",
    )


@pytest.mark.parametrize(
    "state", ["#alpha=&x=", "#alpha=abc&x=nan", "#x=1e999&alpha=Infinity", "#%E0%A4%A=1", "#=&&==", "#x"]
)
def test_a_link_that_says_nothing_changes_nothing(reader, state):
    reader.open("elu", state)
    assert reader.run(
        "const {plot} = document.querySelector('.plot'); return [plot.x, plot.functions[0].values.alpha]"
    ) == [-1, 1]


def test_functions_that_share_a_parameter_have_keys_of_their_own(reader):
    reader.open("pairs", "#elu.alpha=2&celu.alpha=0.5&x=-1")
    assert reader.value(function=0) == pytest.approx(-1.2642411176571153, rel=1e-14)
    assert reader.value(function=1) == pytest.approx(-0.43233235838169365, rel=1e-14)


def test_the_second_derivative_is_shown_when_asked_for(reader):
    reader.open("elu", "#x=-2")
    assert len(reader.curves()) == 2
    reader.find("[name=second]").click()
    reader.settle()
    assert len(reader.curves()) == 3
    assert reader.value(2) == pytest.approx(0.1353352832366127, rel=1e-14)
    assert reader.state() == "#x=-2&order=2"


def test_jumps_are_gaps_with_open_and_closed_ends(reader):
    reader.open("several", "#x=0.5")
    ends = reader.run("return document.querySelector('.plot').plot.functions[1].dots(0, -5, 5)")
    assert [filled for _, _, filled in ends] == [False, True, False, True]
    assert [end[:2] for end in ends] == [pytest.approx(at) for at in ([-0.5, -0.5], [-0.5, 0], [0.5, 0.5], [0.5, 0])]
    assert "jump, from 0 to 0.5" in reader.find("[data-note='1']").text
    pieces = reader.run(
        "return document.querySelector('.plot').plot.panels[0].curves[1].map((one) => [one[0][0], one.at(-1)[0]])"
    )
    assert pieces == [[-5, -0.5], [-0.5, 0.5], [0.5, 5]]


@pytest.mark.parametrize("dark", [False, True])
def test_the_theme_follows_the_reader_until_it_is_chosen(reader, dark):
    pages = ("rgb(255, 255, 255)", "rgb(21, 25, 29)")
    reader.open("elu", dark=dark)
    colour = "return getComputedStyle(document.body).backgroundColor"
    assert reader.run(colour) == pages[dark]
    reader.find("#theme").click()
    assert reader.run(colour) == pages[not dark]


def test_a_page_that_was_asked_for_dark_is_dark(reader):
    reader.open("loss")
    assert reader.run("return getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 29)"


def test_texts_of_users_are_texts(reader):
    reader.open("hostile")
    assert reader.browser.title == "</title><script>alert(2)</script>"
    assert reader.run("return document.querySelectorAll('img').length") == 1  # the still picture
    assert "</script>" in reader.find("tbody th").text


def test_what_is_sampled_says_so(reader):
    reader.open("sampled", "#x=1.5")
    assert "sampled" in reader.find(".controls").text
    assert reader.value() == pytest.approx(1.5 / (1 + np.exp(-1.702 * 1.5)), rel=1e-5)
    assert reader.run("return document.querySelectorAll('.formula').length") == 0


def test_a_page_without_scripts_shows_the_picture(reader):
    reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.open("elu")
        picture = reader.find(".still img")
        assert picture.is_displayed()
        assert picture.size["width"] > 300
        assert not reader.find(".controls").is_displayed()
        assert "smoothness" in reader.find("dl").text
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(reader, axe, name, dark):
    reader.open(name, dark=dark)
    reader.run(axe)
    found = reader.browser.execute_async_script("axe.run().then(({violations}) => arguments[0](violations))")
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious]


def test_a_frame_of_a_notebook_works(reader):
    shown = actplot.explore("elu")._repr_html_()
    (reader.folder / "notebook.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{shown}", encoding="utf-8")
    reader.open("notebook")
    reader.browser.switch_to.frame(reader.find("iframe"))
    before = reader.curves()
    reader.set("[data-parameter=alpha] [type=range]", "0.5")
    assert reader.curves() != before
    assert not reader.find("[name=link]").is_displayed()
    reader.browser.switch_to.default_content()
