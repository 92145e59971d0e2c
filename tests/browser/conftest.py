"""A running demo, and a Chromium to look at it. Where there is no Chromium its tests are not collected."""

import shutil
from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from bot.sandbox.demo import running
from bot.sandbox.world import Demo
from tests.browser.chromium import ARGS, find_chromium
from tests.day import START

MEANT = ("Failed to load resource", "Response Status Error Code 422")
HERE = Path(__file__).parent
expect.set_options(timeout=30_000)
CHROMIUM = find_chromium()
NEED_CHROMIUM = ["test_demo_browser.py", "test_phones.py", "test_stories.py", "test_inspector.py", "test_trouble.py"]
collect_ignore = [] if CHROMIUM else NEED_CHROMIUM


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line, where there is no browser to test with."""
    if CHROMIUM is None:
        terminalreporter.write_line(
            "没有找到 Chromium，未收集浏览器测试；Debian/Ubuntu：apt-get install chromium fonts-noto-cjk"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder run on one loop: one demo server and one Chromium serve them all."""
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function) and iscoroutinefunction(item.obj):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def demo_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated database file for a demo of a test's own."""
    return Path(shutil.copy(sqlite_template, tmp_path / "demo.db"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world() -> AsyncIterator[Demo]:
    """The one demo server of the session."""
    async with running(START) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def demo(world: Demo) -> AsyncIterator[Demo]:
    """The demo, begun anew at 2026-09-18 15:20 (Friday). At the end nothing may have broken WeCom's rules."""
    await world.reset()
    yield world
    assert world.fake.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def http(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    """Asks the demo, as its own page does."""
    async with aiohttp.ClientSession(demo.address, headers={"Origin": demo.address}) as session:
        yield session


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, demo: Demo) -> AsyncIterator[Page]:
    """The demo's page. At the end no request may have left loopback, and no script may have failed."""
    requests: list[str] = []
    troubles: list[str] = []
    opened = await browser.new_page(viewport={"width": 1600, "height": 1000}, locale="zh-CN")
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("pageerror", lambda error: troubles.append(error.stack or str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
    await opened.goto(f"{demo.address}/")
    yield opened
    await opened.close()
    assert requests
    assert [url for url in requests if not url.startswith((f"{demo.address}/", "data:"))] == []
    assert troubles == []


def _is_trouble(message: ConsoleMessage) -> bool:
    """A refused press and a stream that a test breaks are reported as errors too; those are meant."""
    return message.type == "error" and not message.text.startswith(MEANT)
