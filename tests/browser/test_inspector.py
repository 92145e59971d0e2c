"""The inspector in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.world import Demo
from tests.browser.contrast import faint

pytestmark = pytest.mark.browser

LOG = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"


def panel(page: Page) -> Locator:
    return page.locator("#side-inspector")


async def say(page: Page, text: str, answer: str) -> None:
    field = page.locator("#seat-1 .say textarea")
    await field.fill(text)
    await field.press("Enter")
    await expect(page.locator("#seat-1 .msg").last).to_contain_text(answer)


async def test_a_message_is_taken_apart(page: Page, demo: Demo) -> None:
    await say(page, LOG, "已登记：收〔2026〕1203号")
    mine = page.locator("#seat-1 .msg_mine").first
    await mine.hover()
    await mine.locator("[data-inspect]").click()
    await expect(panel(page)).to_be_visible()
    await expect(panel(page).locator("h2")).to_contain_text("张敏对中枢说")
    names = panel(page).locator(".stage-of summary b")
    await expect(names.first).to_have_text("加密的XML")
    stages = [await names.nth(index).inner_text() for index in range(await names.count())]
    assert stages[:7] == ["加密的XML", "明文XML", "事件", "守密", "理解", "权限", "改动的行"]
    assert stages[-2:] == ["message/send", "送达"]
    await panel(page).get_by_text("明文XML").click()
    await expect(panel(page).locator("pre").nth(1)).to_contain_text("<MsgType>")
    await panel(page).get_by_text("改动的行").click()
    await expect(panel(page).get_by_text("incoming_doc", exact=True)).to_be_visible()
    assert await faint(page, "#side-inspector") == []
    assert await page.evaluate("document.querySelector('#side-inspector').scrollWidth") <= 364
    await panel(page).get_by_role("button", name="复制").click()
    await expect(panel(page).locator(".copier__said")).to_contain_text("复制")
    source = await panel(page).locator(".copier__source").input_value()
    assert source.startswith('"""从演示复制，9月18日（星期五）15:20起。"""')
    assert 'assert "已登记：收〔2026〕1203号" in answer' in source
    answer = page.locator("#seat-1 .msg").last
    await answer.hover()
    await answer.locator("[data-inspect]").click()
    await expect(panel(page).locator("h2")).to_contain_text("中枢发给张敏")
    await expect(panel(page)).to_contain_text("由来：张敏")


async def test_a_stopped_message_shows_one_sentence(page: Page) -> None:
    await say(page, "机密★一年 关于白鹭行动的通知", "已停止处理且未保存")
    for place in ("first", "last"):
        message = getattr(page.locator("#seat-1 .msg"), place)
        await message.hover()
        await message.locator("[data-inspect]").click()
        await expect(panel(page).locator(".anatomy__stopped")).to_have_text("已拦截，内容未保存")
        await expect(panel(page).locator("details")).to_have_count(0)
        assert "白鹭" not in await panel(page).inner_text()


async def test_by_keyboard_alone(page: Page) -> None:
    await say(page, "帮助", "您可以直接这样说")
    button = page.locator("#seat-1 .msg").last.locator("[data-inspect]")
    await button.focus()
    await expect(button).to_have_css("opacity", "1")
    await page.keyboard.press("Enter")
    await expect(panel(page).locator("h2")).to_contain_text("中枢发给张敏")
    first = panel(page).locator("summary").first
    await first.focus()
    await page.keyboard.press("Enter")
    await expect(panel(page).locator("pre").first).to_be_visible()
