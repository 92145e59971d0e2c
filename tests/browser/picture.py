"""Takes the picture of the README: `python -m tests.browser.picture` writes docs/demo.png."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from bot.sandbox.demo import running
from tests.browser.chromium import ARGS, find_chromium
from tests.day import START

OUT = Path(__file__).parents[2] / "docs" / "demo.png"
TALK = (
    (
        "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈",
        "已登记",
    ),
    ("呈送周书记", "牵头单位"),
    ("应急局牵头，住建局配合", "1发送 2修改"),
    ("1", "已转办"),
)


async def take(out: Path) -> None:
    """张敏 registers and transfers a document; 李可 asks for a task and has the card to sign for."""
    async with running(START) as demo, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGS)
        page = await browser.new_page(
            viewport={"width": 1280, "height": 860}, device_scale_factor=1.25, locale="zh-CN", reduced_motion="reduce"
        )
        await page.goto(f"{demo.address}/?phones=zhangmin,like,chenxi")
        await _say(page, 2, "督办那个道路的到哪了", "看哪一项")
        for words, answer in TALK:
            await _say(page, 1, words, answer)
        await expect(page.locator("#seat-2 .card")).to_contain_text("请签收")
        await expect(page.locator(".step_next")).to_contain_text("16:20")
        await page.screenshot(path=out)
        await browser.close()


async def _say(page: Page, slot: int, words: str, answer: str) -> None:
    field = page.locator(f"#seat-{slot} .say textarea")
    await field.fill(words)
    await field.press("Enter")
    await expect(page.locator(f"#seat-{slot} .msg").last).to_contain_text(answer)


if __name__ == "__main__":
    asyncio.run(take(OUT))
    sys.stdout.write(f"{OUT.name}: {OUT.stat().st_size // 1024} KB\n")
