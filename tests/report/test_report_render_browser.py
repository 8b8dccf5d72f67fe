"""The HTML edition in a browser, at the widths people read at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_report_render_sample import sample

from kelisim.report.render import render

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("no Chromium here: run `apt-get install chromium`, or name one in the variable CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    out: Path = tmp_path_factory.mktemp("browser")
    return render(sample(), out, formats=["html"])["html"].as_uri()


def opened(browser: Any, address: str, **settings: Any) -> tuple[Any, list[str]]:
    page = browser.new_context(**settings).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(address)
    return page, said


@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_never_scrolls_sideways(browser: Any, address: str, width: int, scheme: str) -> None:
    page, said = opened(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    light = sum(map(int, paper[4:-1].split(","))) > sum(map(int, ink[4:-1].split(",")))
    assert light is (scheme == "light")
    wide = page.locator("#table-wide .scroll")
    if width < 500:
        assert wide.evaluate("e => e.scrollWidth > e.clientWidth"), "the wide table scrolls by itself"
        assert page.locator("#table-wide caption span").bounding_box()["width"] <= width
    page.context.close()
    assert said == []


def test_charts_come_alive_and_keep_their_description(browser: Any, address: str) -> None:
    page, said = opened(browser, address)
    drawing = page.locator("#figure-output-1 .drawing")
    still = drawing.locator("svg").get_attribute("aria-label")
    drawing.scroll_into_view_if_needed()
    page.wait_for_selector("#figure-output-1 .drawing[data-live]")
    assert drawing.locator("svg.marks").count() == 1
    assert drawing.locator("svg.marks").get_attribute("aria-label") == still
    page.context.close()
    assert said == []


def test_without_scripts_everything_is_there(browser: Any, address: str) -> None:
    page, _ = opened(browser, address, java_script_enabled=False)
    assert page.locator("figure svg").count() == 2
    page.locator('a[href="#claim-C002"]').first.click()
    assert page.url.endswith("#claim-C002")
    assert page.locator("#claim-C002 mark").is_visible()
    page.locator("#claim-C002 .uses a").first.click()
    assert page.url.endswith("#claim-C002~1")
    page.context.close()


def test_a_reference_shows_its_quote_to_pointer_and_keyboard(browser: Any, address: str) -> None:
    page, said = opened(browser, address, viewport={"width": 1000, "height": 800})
    link = page.locator('main p a[href="#claim-C002"]').first
    peek = page.locator(".peek")
    link.hover()
    peek.wait_for(state="visible")
    assert "бес айда 4 910 көлік құрастырылды" in peek.inner_text()
    page.keyboard.press("Escape")
    assert peek.is_hidden()
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    link.focus()
    peek.wait_for(state="visible")
    assert link.get_attribute("aria-describedby") == "report-peek"
    box = peek.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1000
    page.context.close()
    assert said == []


def test_the_first_tab_stop_skips_to_the_report(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.context.close()


def test_print_shows_the_report_without_the_contents_bar(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    page.emulate_media(media="print")
    assert page.locator("nav.contents").is_hidden()
    assert page.locator("#claim-C001 blockquote").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()
