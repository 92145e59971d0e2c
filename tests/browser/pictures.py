"""Takes the pictures of README and handbook from the guided stories: `make pictures` writes docs/pictures/*.png."""

import asyncio
import io
import sys
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox.demo import running
from bot.sandbox.pages_stories import PLAYER
from bot.sandbox.stories import STORIES
from bot.sandbox.stories.player import Player
from bot.sandbox.world import Demo
from tests.browser.chromium import ARGS, find_chromium
from tests.day import START

OUT = Path(__file__).parents[2] / "docs" / "pictures"
STOPS = {"secret": 2, "thrice": 2, "meeting": 3, "task": 7}
"""Stories whose picture is taken after so many steps; the others are shown at their end."""
WIDE, NARROW = (1440, 900), (390, 844)
COLOURS = 256
SETTLED = 700
"""Milliseconds in which the clock bar and the side area have been drawn again."""


async def take(out: Path) -> list[Path]:
    """One picture of every story, the timeline in the middle of one, and one on a phone's own screen."""
    async with running(START) as demo, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGS)
        player = demo.server.app[PLAYER]
        player.hurry = True
        page = await _page(browser, demo, WIDE)
        taken = [await _story(page, player, name, out / f"{name}.png") for name in STORIES]
        taken.append(await _timeline(page, player, out / "timeline.png"))
        small = await _page(browser, demo, NARROW)
        taken.append(await _shot(small, out / "narrow.png"))
        await browser.close()
    return taken


async def _page(browser: Browser, demo: Demo, size: tuple[int, int]) -> Page:
    page = await browser.new_page(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
    )
    await page.goto(demo.address)
    return page


async def _story(page: Page, player: Player, name: str, to: Path) -> Path:
    mode = "paused" if name in STOPS else "done"
    await player.start(name, STOPS.get(name))
    await expect(page.locator("#story .story__said")).to_have_attribute("data-mode", mode, timeout=60_000)
    return await _shot(page, to)


async def _timeline(page: Page, player: Player, to: Path) -> Path:
    await player.start("urgent", 5)
    await expect(page.locator("#story .story__said")).to_have_attribute("data-mode", "paused", timeout=60_000)
    await page.locator("#side-tab-timeline").click()
    await expect(page.locator(".coming__row").first).to_be_visible()
    return await _shot(page, to)


async def _shot(page: Page, to: Path) -> Path:
    await page.wait_for_timeout(SETTLED)
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(to, optimize=True)
    return to


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for path in asyncio.run(take(OUT)):
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")
