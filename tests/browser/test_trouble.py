"""The trouble switches in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.world import Demo
from tests.browser.contrast import faint

pytestmark = pytest.mark.browser


def panel(page: Page) -> Locator:
    return page.locator("#side-trouble")


async def test_switches_and_violations(page: Page, demo: Demo) -> None:
    await page.locator('[data-side-tab="trouble"]').click()
    await expect(panel(page).get_by_role("switch")).to_have_count(3)
    ip = panel(page).get_by_role("switch", name="服务器IP不可信（60020）")
    await ip.click()
    await expect(ip).to_have_attribute("aria-checked", "true")
    assert await faint(page, "#side-trouble") == []
    assert await page.evaluate("document.querySelector('#side-trouble').scrollWidth") <= 364
    await page.locator("#seat-1 .say textarea").fill("帮助")
    await page.keyboard.press("Enter")
    await expect(page.locator("#seat-1 .msg_mine")).to_have_count(1)
    await expect(panel(page).locator(".waiting-of")).to_have_text("有1条消息等着发出")
    await ip.focus()
    await page.keyboard.press("Space")
    await expect(ip).to_have_attribute("aria-checked", "false")
    await expect(panel(page).locator(".waiting-of")).to_have_text("有1条消息等着发出")
    await expect(page.locator("#seat-1 .msg")).to_have_count(1)
    await panel(page).get_by_label("谁").select_option("fengkai")
    await panel(page).get_by_role("switch", name="有人离职").click()
    await expect(panel(page).get_by_role("heading", name="有人离职：冯凯")).to_be_visible()
    badge = page.locator('[data-side-count="trouble"]')
    await expect(badge).to_be_hidden()
    demo.fake.journal.violation("text.content: 3000 bytes, WeCom cuts at 2048")
    await expect(badge).to_have_text("1")
    await expect(panel(page).locator(".charge")).to_contain_text("正文超过2048字节，企业微信会截断")
    await expect(panel(page).locator(".charge")).to_contain_text("依据：wecom.md 5.2")
    assert await faint(page, ".charges") == []
    await demo.reset()
    await expect(badge).to_be_hidden()


async def test_restart_from_the_page(page: Page, demo: Demo) -> None:
    before = demo.bot
    await page.locator('[data-side-tab="trouble"]').click()
    restart = panel(page).locator("form", has_text="机器人重启").get_by_role("button")
    await restart.click()
    await expect(restart).to_have_text("又来一次")
    assert demo.bot is not before
    await page.locator("#seat-1 .say textarea").fill("帮助")
    await page.keyboard.press("Enter")
    await expect(page.locator("#seat-1 .msg").last).to_contain_text("您可以直接这样说")
