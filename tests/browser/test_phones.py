"""What makes the demo's page usable: contrast, names, focus, the keyboard, dragging, swiping, long chats, the clock."""

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.pages_view import PAGE
from bot.sandbox.stories.acting import act
from bot.sandbox.stories.model import Press
from bot.sandbox.world import Demo
from scheduler.clock import local
from tests.browser.test_demo_browser import LOG, field, last, say, seat

pytestmark = pytest.mark.browser

FAINT = """
() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const own = parse(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(node.parentElement));
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const node = walker.currentNode.parentElement;
    if (!text || node.closest("script, :disabled, svg") || !node.checkVisibility({ checkOpacity: true })) continue;
    const style = getComputedStyle(node);
    const back = ground(node);
    const [a, b] = [light(over(parse(style.color), back)), light(back)].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${text.slice(0, 20)} ${ratio.toFixed(2)} ${node.className}`);
  }
  return found;
}
"""
NAMELESS = """
() => [...document.querySelectorAll("button, a, input, textarea, select, summary, [role=tab]")]
  .filter((node) => node.checkVisibility() && node.type !== "hidden")
  .filter((node) => !(node.ariaLabel || node.innerText?.trim() || node.labels?.length || node.title))
  .map((node) => node.outerHTML.slice(0, 120))
"""
FOCUSED = """
() => {
  const node = document.activeElement;
  const shown = node.matches(".paces input") ? node.nextElementSibling : node;
  const style = getComputedStyle(shown);
  return [node.className || node.tagName, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1];
}
"""


async def test_everything_can_be_read_named_and_reached(page: Page, demo: Demo) -> None:
    """Contrast of at least 4.5 everywhere, a name for every control, a visible focus; wide and narrow."""
    for words in (LOG, "呈送周书记", "应急局牵头，住建局配合", "1"):
        await demo.fake.say("zhangmin", words)
        await demo.bot.sender.drain()
    await expect(last(page, 3).locator(".card")).to_contain_text("请签收")
    await act(demo, Press("like", "签收", ""))
    await demo.bot.sender.drain()
    await expect(seat(page, 3)).to_contain_text("已签收")
    for tab in ("stories", "timeline", "stories"):
        await page.locator(f"#side-tab-{tab}").click()
        await expect(page.locator(f"#side-{tab}")).to_be_visible()
        if tab == "timeline":
            await expect(page.locator(".coming__row").first).to_be_visible()
        assert await page.evaluate(FAINT) == []
        assert await page.evaluate(NAMELESS) == []
    await page.keyboard.press("Control+2")
    for _ in range(12):
        await page.keyboard.press("Tab")
        name, outlined = await page.evaluate(FOCUSED)
        assert outlined, name
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="演示台").click()
    await expect(page.locator("#side-stories")).to_be_in_viewport()
    assert await page.evaluate(FAINT) == []
    await page.locator("#side-tab-timeline").click()
    await expect(page.locator(".coming__row").first).to_be_in_viewport()
    await page.get_by_label("回到手机").click()
    await expect(page.locator("#side-timeline")).not_to_be_in_viewport()
    async with page.expect_response("**/demo/timeline"):
        await demo.fake.say("zhangmin", "帮助")
    await expect(page.locator("#side-timeline"), "the timeline is drawn anew behind the phone").not_to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_people_are_put_on_phones_by_dragging_clicking_and_numbers(page: Page, demo: Demo) -> None:
    await page.locator(".dock__person", has_text="赵婉").drag_to(seat(page, 2))
    await expect(seat(page, 2).locator(".persona__name")).to_have_text("赵婉")
    await page.keyboard.press("Control+3")
    await page.locator(".dock__person", has_text="杜衡").click()
    await expect(seat(page, 3).locator(".persona__name")).to_have_text("杜衡")
    await page.keyboard.press("Control+k")
    await page.locator(".people__search").fill("LIAISON-Y")
    await expect(page.locator(".people__row")).to_have_count(2)
    await page.keyboard.press("2")
    await expect(seat(page, 3).locator(".persona__name")).to_have_text("区医保局联络员")
    await expect(page).to_have_url(f"{demo.address}/?phones=zhangmin,zhaowan,liaison-yibaoju")
    await expect(field(page, 3)).to_have_attribute("aria-label", "以区医保局联络员的身份说话")


async def test_a_swipe_changes_the_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#tab-1")).to_have_attribute("aria-current", "true")
    await page.locator(".seats").evaluate("row => row.scrollTo({ left: 390 })")
    await expect(page.locator("#tab-2")).to_have_attribute("aria-current", "true")
    await say(page, 2, "帮助")
    await expect(last(page, 2)).to_be_in_viewport()
    await expect(seat(page, 1)).not_to_be_in_viewport()


async def test_a_long_chat_shows_its_end_and_older_messages_on_the_way_up(page: Page, demo: Demo) -> None:
    for number in range(1, 501):
        demo.fake.phones.show("qianjin", "text", f"第{number}条", "中枢")
    await page.goto(f"{demo.address}/?phones=qianjin")
    log = seat(page, 1).locator(".log")
    shown = log.locator(".msg")
    await expect(shown).to_have_count(PAGE)
    await expect(shown.last).to_be_in_viewport()
    await log.evaluate("log => log.scrollTo({ top: 0 })")
    await expect(shown).to_have_count(2 * PAGE)
    await expect(shown.first).to_contain_text("第401条")
    await expect(shown.nth(PAGE)).to_be_in_viewport()
    await expect(log.locator(".stamp")).to_have_count(0)
    demo.fake.phones.show("qianjin", "text", "第501条", "中枢")
    await expect(shown).to_have_count(2 * PAGE + 1)
    await expect(shown.last).not_to_be_in_viewport()
    await log.get_by_role("button", name="看更早的消息").click()
    await expect(log).to_contain_text("第351条")


async def test_the_clock_runs_and_stands(page: Page, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    await page.get_by_role("button", name="×60").click()
    await expect(page.locator(".clock__hour")).to_have_text("15:22")
    await page.get_by_role("button", name="停住").click()
    await expect(page.get_by_role("button", name="×60")).to_be_visible()
    stands = demo.clock.now()
    assert "15:22" <= f"{local(stands):%H:%M}" <= "15:30"
    monkeypatch.setattr(demo.clock, "real", lambda: stands.timestamp() + 3600)
    await page.get_by_role("button", name="现在").click()
    await expect(page.locator(".clock__hour")).to_have_text(f"{local(stands):16:%M}")
    monkeypatch.setattr(demo.clock, "real", lambda: stands.timestamp() - 3600)
    await page.get_by_role("button", name="现在").click()
    await expect(page.locator(".clock__said_wrong")).to_contain_text("只能向前拨")
