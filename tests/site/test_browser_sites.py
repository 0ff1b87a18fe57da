"""What a reader can do on the pages of a site, opened from disk in headless Chromium."""

import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from actplot.site.galleries import build_gallery_page
from actplot.site.sites import build_site

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "functions/elu.html",
    "functions/softmax.html",
    "functions/dice.html",
    "functions/dropout.html",
    "families/activation-exponential.html",
    "gallery/index.html",
)
MANIFEST = """
[gallery]
title = "Own <b>figures</b>"
themes = ["light", "dark"]

[[figure]]
name = "words"
draw = "compare relu --only value --size 4 3"
tags = ["kinks"]

[[figure]]
name = "second"
draw = "compare step --only value --size 4 3"
title = "A step"
formats = ["svg"]
tags = ["jumps"]
"""
MOBILE, DESKTOP = (360, 740), (1280, 900)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("site")
    build_site(str(place), ["exponential", "softmax", "dice", "dropout", "huber"])
    (place / "gallery.toml").write_text(MANIFEST, encoding="utf-8")
    build_gallery_page(str(place), str(place / "gallery"))
    return place


class Reader:
    """Who looks at a page of some size."""

    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder

    def open(self, page, size=DESKTOP, dark=False, link=""):
        screen = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == MOBILE}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        wanted = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})
        self.browser.get("about:blank")
        self.browser.get(f"{(self.folder / page).as_uri()}{link}")
        time.sleep(0.2)
        return self

    def run(self, script, *given):
        return self.browser.execute_script(script, *given)

    def find(self, selector):
        return self.browser.find_element("css selector", selector)

    def shown(self):
        """The names of the tiles that are seen."""
        tiles = self.browser.find_elements("css selector", "[data-name]")
        return [tile.get_attribute("data-name") for tile in tiles if tile.is_displayed()]

    def complaints(self):
        return [entry["message"] for entry in self.browser.get_log("browser")]

    @property
    def ground(self):
        return self.run("return getComputedStyle(document.body).backgroundColor")


@pytest.fixture
def reader(chromium, folder):
    one = Reader(chromium, folder)
    one.open("index.html").run("localStorage.clear()")
    yield one
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert one.complaints() == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("selu", ["selu"]),
        ("ExponentialLinear", ["elu"]),
        ("gate", []),
        ("Huber loss", ["huber"]),
        ("shares scores", ["softmax"]),
        ("nn.ELU", ["elu", "pelu"]),
        ("F.softmax", ["softmax"]),
        ("keras.losses.Huber()", ["huber"]),
        ("attention", ["softmax"]),
        ("", ["celu", "elu", "exponential", "pelu", "selu", "xielu", "huber", "dropout", "softmax", "dice"]),
    ],
)
def test_a_search_finds(reader, typed, names):
    reader.open("index.html").find("#words").send_keys(typed)
    assert reader.shown() == names
    told = reader.find("#found").text
    assert told == (f"{len(names)} of 10" if names else "Nothing is found.")
    headings = [one.text for one in reader.browser.find_elements("css selector", "h2") if one.is_displayed()]
    assert bool(headings) == bool(names)


@pytest.mark.parametrize(("typed", "name"), [("hubber", "huber"), ("softmx", "softmax"), ("nn.Dorpout", "dropout")])
def test_a_search_forgives_what_is_mistyped(reader, typed, name):
    reader.open("index.html").find("#words").send_keys(typed)
    assert reader.shown() == [name]
    assert reader.find("#found").text == "Nothing is called so; 1 of 10 nearly"


def test_filters_and_links_to_them(reader):
    reader.open("index.html").find("summary").click()
    reader.find("[value=smooth]").click()
    assert reader.shown() == ["exponential"]
    address = reader.run("return location.href")
    assert address.endswith("#trait=smooth")
    reader.find("#clear").click()
    assert len(reader.shown()) == 10
    reader.find("#kind").send_keys("Losses on vectors")
    assert reader.shown() == ["dice"]
    reader.open("index.html", link="#q=elu&framework=PyTorch&trait=convex")
    assert "elu" in reader.shown()
    assert "dice" not in reader.shown()
    assert reader.find("[value=convex]").is_displayed()
    reader.open("index.html", link="#q=%E0&kind=%3Cb%3E&trait=none")
    assert reader.complaints() == []


def test_a_gallery_is_searched(reader):
    reader.open("gallery/index.html").find("#words").send_keys("compare step")
    assert reader.shown() == ["second"]
    reader.find("#clear").click()
    reader.find("summary").click()
    reader.find("[value=kinks]").click()
    assert reader.shown() == ["words"]
    reader.find("#theme").send_keys("Dark")
    time.sleep(0.3)
    assert reader.run("return document.querySelector('.picture img').currentSrc").endswith("words-dark.png")


def test_the_theme_is_chosen_and_kept(reader):
    reader.open("functions/elu.html")
    light = reader.ground
    picture = "return document.querySelector('.picture img').currentSrc"
    assert reader.run(picture).endswith("elu-light.svg")
    assert "--theme" not in reader.find(".picture figcaption").text
    reader.find("#theme").send_keys("Dark")
    time.sleep(0.2)
    dark = reader.ground
    assert dark != light
    assert reader.run(picture).endswith("elu-dark.svg")
    assert "--theme dark" in reader.find(".picture figcaption").text
    assert reader.open("index.html").ground == dark
    reader.find("#theme").send_keys("Auto")
    assert reader.ground == light
    reader.open("functions/elu.html", dark=True)
    assert reader.ground == dark
    assert reader.run(picture).endswith("elu-dark.svg")
    reader.find("#theme").send_keys("Light")
    time.sleep(0.2)
    assert reader.ground == light
    assert reader.run(picture).endswith("elu-light.svg")


def test_a_page_without_storage_works(reader):
    script = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    made = reader.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    reader.open("functions/elu.html").find("#theme").send_keys("Dark")
    reader.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)
    assert reader.run("return document.documentElement.dataset.theme") == "dark"


def test_commands_are_copied(reader):
    reader.open("functions/elu.html")
    reader.run("navigator.clipboard.writeText = (text) => { window.kept = text; return Promise.resolve(); }")
    button = reader.find(".in-light [data-copy]")
    button.click()
    time.sleep(0.1)
    assert reader.run("return window.kept") == "actplot plot elu -o elu.svg"
    assert button.text == "Copied"


def test_the_plot_of_a_page_moves(reader):
    reader.open("functions/elu.html", link="#alpha=0.5&x=-2")
    value = reader.find("td[data-order='0']").text
    assert value == "−0.432332"
    reader.find(".stage").send_keys("n")
    assert reader.find("td[data-order='0']").text == "0"
    time.sleep(0.3)
    assert reader.run("return location.hash") == "#alpha=0.5&x=0"


def test_keys_lead_to_everything(reader):
    from selenium.webdriver import ActionChains, Keys

    reader.open("index.html")
    ActionChains(reader.browser).send_keys(Keys.TAB).perform()
    assert reader.run("return document.activeElement.className") == "skip"
    assert reader.find(".skip").is_displayed()
    ActionChains(reader.browser).send_keys(Keys.ENTER).perform()
    reader.find("#words").send_keys("celu")
    link = reader.find("[data-name=celu] a")
    link.send_keys(Keys.ENTER)
    time.sleep(0.3)
    assert reader.run("return document.querySelector('h1').textContent") == "CELU"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_without_scripts(reader, page):
    reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    reader.open(page, size=MOBILE, dark=True)
    assert not [one for one in reader.browser.find_elements("css selector", "input, select, button, .stage")
                if one.is_displayed()]  # fmt: skip
    images = reader.browser.find_elements("css selector", "main img")
    assert all(one.is_displayed() for one in images)
    assert reader.find("h1").is_displayed()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wider_than_a_phone(reader, page):
    reader.open(page, size=MOBILE)
    assert reader.run("return document.documentElement.scrollWidth") <= MOBILE[0]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [MOBILE, DESKTOP])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_keeps_a_reader_out(reader, axe, page, size, dark):
    reader.open(page, size=size, dark=dark)
    reader.run("document.querySelector('details')?.setAttribute('open', '')")
    reader.run(axe)
    run = "axe.run({preload: false}).then(({violations}) => arguments[0](violations))"
    found = reader.browser.execute_async_script(run)
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


class Strict(SimpleHTTPRequestHandler):
    """A server that allows pages nothing but its own files."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page", PAGES)
def test_a_server_may_forbid_all_but_its_own_files(reader, address, page):
    reader.browser.get(f"{address}/{page}")
    asked = reader.run("return performance.getEntriesByType('resource').map((one) => one.name)")
    assert all(name.startswith((address, "data:")) for name in asked)
    if page == "functions/elu.html":
        reader.run(
            "const slider = document.querySelector('[data-parameter=alpha] [type=range]'); slider.value = 0.5;"
            "slider.dispatchEvent(new Event('input', {bubbles: true}))"
        )
        assert reader.run("return document.querySelector('.plot').plot.functions[0].values.alpha") == 0.5
    if page.endswith("index.html"):
        before = len(reader.shown())
        reader.find("#words").send_keys("softmax" if page == "index.html" else "step")
        assert 0 < len(reader.shown()) < before


def test_paper_is_white(reader):
    reader.open("functions/elu.html", dark=True)
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})  # fmt: skip
    try:
        assert reader.ground == "rgb(255, 255, 255)"
        picture = "return document.querySelector('.picture img').currentSrc"
        assert reader.run(picture).endswith("elu-light.svg")
        assert not reader.find(".command button").is_displayed()
        assert reader.find(".command code").is_displayed()
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_where_nothing_may_be_copied_the_text_is_chosen(reader):
    reader.open("functions/elu.html").run(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject()}});"
        "document.execCommand = () => false;"
    )
    button = reader.find(".in-light [data-copy]")
    button.click()
    time.sleep(0.1)
    assert button.text == "Not allowed"
    assert reader.run("return String(getSelection())") == "actplot plot elu -o elu.svg"
