"""A headless Chromium for tests of pages; where there is none, they are skipped."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    "--hide-scrollbars",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """A browser that keeps what its console says."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="pages are tested by selenium")
    if not (CHROMIUM and DRIVER):
        pytest.skip("pages are tested in Chromium, which is not installed with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def axe() -> str:
    """The source of axe-core, which CI installs."""
    path = Path(os.environ.get("AXE", ""))
    if not path.is_file():
        pytest.skip("the environment variable AXE names no file of axe-core")
    return path.read_text(encoding="utf-8")
