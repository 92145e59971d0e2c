"""The demo in a real browser: what a visitor does and sees. No request may leave loopback (conftest.py)."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.world import Demo
from bot.wecom import cards, messages
from scheduler.clock import local

pytestmark = pytest.mark.browser

LOG = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
MEETING = "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，住建局、应急局主要负责人，两个小时"


def seat(page: Page, slot: int) -> Locator:
    return page.locator(f"#seat-{slot}")


def field(page: Page, slot: int) -> Locator:
    return seat(page, slot).locator(".say textarea")


def last(page: Page, slot: int) -> Locator:
    return seat(page, slot).locator(".msg").last


async def say(page: Page, slot: int, text: str) -> None:
    await field(page, slot).fill(text)
    await field(page, slot).press("Enter")


async def test_document_from_the_clerk_to_the_secretary(page: Page) -> None:
    """张敏 logs and submits on the left; 冯凯's phone on the right receives the push by itself."""
    await say(page, 1, LOG)
    await expect(last(page, 1)).to_contain_text("已登记：收〔2026〕1203号")
    await expect(seat(page, 1).locator(".msg_mine .bubble")).to_have_text(LOG)
    await expect(seat(page, 2).locator(".msg")).to_have_count(0)
    await say(page, 1, "呈送周书记")
    await expect(last(page, 1)).to_contain_text("已同步呈送：周明远书记")
    await expect(last(page, 2)).to_contain_text("南委办〔2026〕88号")
    await say(page, 2, "1203号阅毕")
    await expect(last(page, 2)).to_contain_text("周明远书记已阅，由冯凯代录")


async def test_meeting_confirmed_by_a_card(page: Page, demo: Demo) -> None:
    """陈曦 sends a notice; 李可 presses 参加 on the card, and the card changes."""
    await page.keyboard.press("Control+k")
    await page.locator(".people__search").fill("会务")
    await expect(page.locator(".people__row")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(seat(page, 1).locator(".persona__name")).to_have_text("陈曦")
    await expect(page).to_have_url(f"{demo.address}/?phones=chenxi,fengkai,like")
    await say(page, 1, MEETING)
    await expect(last(page, 1)).to_contain_text("1发送 2修改 3取消")
    await say(page, 1, "发")
    card = seat(page, 3).locator(".card")
    await expect(card).to_contain_text("全区安全生产工作会议")
    await expect(card).to_contain_text("3楼301会议室")
    await card.get_by_role("button", name="参加").click()
    await expect(card.locator(".card__done")).to_be_visible()
    await expect(card.get_by_role("button")).to_have_count(0)
    await expect(seat(page, 3).locator("[data-elsewhere]")).to_have_text("1")
    await seat(page, 3).get_by_label("返回消息列表").click()
    await expect(seat(page, 3).locator(".chats__row .weui-badge")).to_have_text("1")
    await seat(page, 3).locator(".chats__row", has_text="会务-0923A").click()
    await expect(seat(page, 3).locator(".msg")).to_have_count(1)
    await expect(seat(page, 3).locator(".mute")).to_be_visible()
    assert any(group.name == "会务-0923A" for group in demo.fake.groups.values())


async def test_clock_jumps_to_the_next_reminder(page: Page, demo: Demo) -> None:
    """A transferred 特急 that nobody signs: an hour later 李可 is reminded."""
    for words, answer in (
        (LOG, "已登记"),
        ("呈送周书记", "牵头单位是哪家"),
        ("应急局牵头，住建局配合", "1发送 2修改"),
        ("1", "已转办"),
    ):
        await say(page, 1, words)
        await expect(last(page, 1)).to_contain_text(answer)
    await expect(last(page, 3).locator(".card")).to_contain_text("请签收")
    await expect(page.locator(".step_next")).to_contain_text("今天16:20")
    await page.keyboard.press("Alt+n")
    await expect(last(page, 3)).to_contain_text("尚未签收")
    await expect(last(page, 3).locator(".stamp")).to_have_text("16:20")
    await expect(page.locator("#clock .clock__said")).to_contain_text("李可")
    await expect(seat(page, 1).locator(".status time")).to_have_text("16:20")
    assert local(demo.clock.now()).strftime("%H:%M") == "16:20"


async def test_clock_by_its_buttons(page: Page, demo: Demo) -> None:
    await page.get_by_role("button", name="+1小时").click()
    await expect(page.locator(".clock__hour")).to_have_text("16:20")
    await page.get_by_role("button", name="下一工作日8:30").click()
    await expect(page.locator(".clock__day")).to_contain_text("2026年9月20日（星期日）")
    await expect(page.locator(".kind")).to_have_text("调休上班")
    await page.get_by_text("拨到…").click()
    await page.get_by_label("拨到").fill("2026-09-25T09:00")
    await page.get_by_role("button", name="拨过去").click()
    await expect(page.locator(".kind")).to_have_text("中秋节放假", timeout=120_000)
    assert local(demo.clock.now()).isoformat() == "2026-09-25T09:00:00+08:00"


async def test_keyboard(page: Page) -> None:
    await page.keyboard.press("Control+2")
    await expect(field(page, 2)).to_be_focused()
    await page.keyboard.press("Control+1")
    await expect(field(page, 1)).to_be_focused()
    for words in ("你好", "帮助"):
        await page.keyboard.type(words)
        await page.keyboard.press("Enter")
        await expect(field(page, 1)).to_have_value("")
    await expect(seat(page, 1).locator(".msg")).to_have_count(4)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(field(page, 1)).to_have_value("你好")
    await page.keyboard.press("ArrowDown")
    await expect(field(page, 1)).to_have_value("帮助")
    await page.keyboard.press("Shift+Enter")
    await expect(field(page, 1)).to_have_value("帮助\n")
    await seat(page, 1).locator(".hint").first.click()
    await expect(field(page, 1)).to_have_value(LOG)
    await expect(seat(page, 1).locator(".msg")).to_have_count(4)


async def test_choices_on_a_card_and_a_press_that_comes_too_late(page: Page, demo: Demo) -> None:
    options = tuple(cards.CheckOption(id=str(n), text=f"9月2{n}日", is_checked=False) for n in (3, 4))
    vote = cards.VoteInteraction(
        task_id="vote-1",
        main_title=cards.Title(title="学习日选哪天"),
        checkbox=cards.Checkbox(question_key="day", mode=1, option_list=options),
        submit_button=cards.Submit(text="提交", key="go"),
    )
    await demo.bot.client.send(["like"], messages.TemplateCardMessage(card=vote))
    card = seat(page, 3).locator(".card")
    await card.get_by_label("9月24日").check()
    async with page.expect_response("**/demo/press") as pressed:
        await card.get_by_role("button", name="提交").click()
    assert (await pressed.value).status == 204
    shown = demo.fake.phones.card("like", "vote-1")
    assert shown.card is not None
    shown.card.replaced = "已截止"
    await card.get_by_role("button", name="提交").click()
    await expect(page.locator("#toast")).to_contain_text("这一步做不了")
    demo.fake.phones.changed(shown)
    await expect(card.locator(".card__done")).to_have_text("已截止")
    await expect(card.get_by_label("9月24日")).to_be_disabled()


async def test_narrow_screen_shows_one_phone_with_tabs(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(seat(page, 1)).to_be_in_viewport()
    await expect(seat(page, 2)).not_to_be_in_viewport()
    await say(page, 1, LOG)
    await expect(last(page, 1)).to_contain_text("已登记")
    await say(page, 1, "呈送周书记")
    await expect(page.locator("#tab-2 .dot")).to_be_visible()
    await page.locator("#tab-2").click()
    await expect(seat(page, 1)).not_to_be_in_viewport()
    await expect(last(page, 2)).to_be_in_viewport()
    await expect(page.locator("#tab-2 .dot")).to_be_hidden()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390
    await page.locator("#tab-2").click()
    await page.locator(".people__search").fill("杜衡")
    await expect(page.locator(".people__row")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#tab-2 .tab__name")).to_have_text("杜衡")


async def test_phones_find_back_after_the_stream_breaks(page: Page, demo: Demo) -> None:
    """What arrives while the page hears nothing is there once it hears again, and a half-written line stays."""
    await field(page, 2).fill("1203号")
    await demo.bot.client.send(["fengkai"], messages.Text(content="断线前的消息"))
    await expect(seat(page, 2).locator(".msg")).to_have_count(1)
    server = demo.server.server
    assert server is not None
    for connection in server.connections:
        if connection.transport is not None:
            connection.transport.abort()
    demo.fake.phones.show("fengkai", "text", "断线时的消息", "中枢")
    await expect(last(page, 2)).to_contain_text("断线时的消息")
    await expect(field(page, 2)).to_have_value("1203号")
