"""Every guided story told to its end in a real browser; a visitor who takes over; a story that goes astray."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from sqlalchemy import Connection, func, select

from bot.sandbox.callbacks import Delivery
from bot.sandbox.pages_stories import PLAYER
from bot.sandbox.stories import STORIES
from bot.sandbox.stories.acting import act
from bot.sandbox.stories.looking import looked
from bot.sandbox.stories.model import Check, Press, beijing
from bot.sandbox.stories.player import Mode, Player
from bot.sandbox.timeline import timeline
from bot.sandbox.world import Demo
from scheduler.clock import local
from scheduler.desk import Desk
from storage.outbox import Lane
from storage.tables import number_series
from storage.types import metadata
from tests.browser.test_demo_browser import LOG, last, say, seat

pytestmark = pytest.mark.browser

SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "urgent": {
        "zhangmin": ("收〔2026〕1203号", "区应急局反馈", "已办结"),
        "liaison-yingjiju": ("尚未签收", "已签收", "已收到区应急局"),
        "fengkai": ("周明远书记已阅，由冯凯代录",),
    },
    "meeting": {
        "chenxi": ("刚被预订（区财政局联络员）", "参加 1", "1周明远", "席卡"),
        "like": ("由吴副局长替会（待批）", "已经何晓东副区长同意"),
        "liaison-yingjiju": ("已回执：参加",),
    },
    "task": {
        "duheng": ("已立项：督〔2026〕0123号", "延至9月29日17:30（杜衡", "红色", "暂缓发红牌", "0123号已办结"),
        "like": ("距时限还有3个工作日（9月24日17:30）", "灯色转为黄色", "已同意（第1次）", "已审核办结"),
        "zhouzhiqiang": ("灯色转为黄色",),
    },
    "secret": {
        "zhangmin": (
            "可能涉及国家秘密，已停止处理且未保存",
            "名称、文号也不能在企业微信出现",
            "已登记：收〔2026〕1203号",
        ),
    },
    "bulletin": {
        "guoping": ("9月21日（星期一）17:00编发", "232期缺号"),
        "liaison-jiaoyuju": ("①区工信局：新增规上工业企业12家　其余请到OA阅览",),
    },
    "thrice": {"zhangmin": ("已登记：收〔2026〕1203号", "已登记：收〔2026〕1204号", "已撤销：收〔2026〕1204号")},
    "quarter": {
        "guoping": ("2026年第三季度总结草稿已生成", "督查简报1则", "收〔2026〕1203号", "系统计算3，郭平调整：补录2件"),
        "mishukezhang": ("总结数据初稿",),
    },
}
"""What must stand on the phones at the end, by story and person."""
HIDDEN = {"liaison-jiaoyuju": "一事快办", "liaison-yingjiju": "省委办文件"}
"""What must not."""


@pytest_asyncio.fixture(loop_scope="session")
async def player(demo: Demo, page: Page) -> AsyncIterator[Player]:
    """The player of the demo's page, in a hurry."""
    assert page.url
    found = demo.server.app[PLAYER]
    found.hurry = True
    yield found
    await found.close()
    found.hurry = False


async def tell(page: Page, name: str) -> None:
    await page.get_by_role("button", name=f"讲：{STORIES[name].title}").click()
    await expect(page.locator("#story .story__said")).to_have_attribute("data-mode", "done", timeout=120_000)


@pytest.mark.parametrize("name", list(STORIES))
async def test_a_story_is_told_to_its_end(page: Page, player: Player, demo: Demo, name: str) -> None:
    story = STORIES[name]
    await tell(page, name)
    assert player.done == len(story.steps)
    for userid, words in SHOWN[name].items():
        await page.goto(f"{demo.address}/?phones={userid},fengkai,duheng")
        log = seat(page, 1).locator(".log")
        for text in words:
            await expect(log).to_contain_text(text)
        if userid in HIDDEN:
            await expect(log).not_to_contain_text(HIDDEN[userid])
    await expect(page.locator("#story")).to_contain_text(story.end)


async def test_a_visitor_takes_over_and_hands_back(page: Page, player: Player, demo: Demo) -> None:
    """What a visitor says in the middle stops the story; it goes on when he wants, at the pace that he wants."""
    player.hurry = False
    await page.get_by_text("快", exact=True).click()
    await page.get_by_role("button", name=f"讲：{STORIES['secret'].title}").click()
    strip = page.locator("#story .story__said")
    await expect(page.locator("#story")).to_contain_text("它当场拦下")
    await expect(seat(page, 1).locator(".say textarea")).not_to_have_value("")
    await expect(last(page, 1)).to_contain_text("涉及国家秘密")
    assert player.pace == "fast"
    await say(page, 3, "帮助")
    await expect(last(page, 3)).to_contain_text("您可以直接这样说")
    await expect(strip).to_have_attribute("data-mode", "taken")
    await expect(page.locator("#story")).to_contain_text("您接手了")
    player.hurry = True
    await page.get_by_role("button", name="接着讲").click()
    await expect(strip).to_have_attribute("data-mode", "done")
    await expect(page.locator("#story")).to_contain_text("保密靠规则")
    await page.get_by_role("button", name="收起").click()
    await expect(page.locator("#story")).to_be_empty()
    assert player.mode is Mode.IDLE


async def test_a_story_that_cannot_go_on_says_so_and_starts_again(page: Page, player: Player, demo: Demo) -> None:
    player.story, player.done, player.mode = STORIES["thrice"], 3, Mode.PAUSED
    player.at = 2
    player.cast = list(player.story.cast)
    player.story = replace(player.story, steps=(*player.story.steps[:3], Press("like", "签收", "按一张没有的卡")))
    await page.reload()
    await page.get_by_role("button", name="接着讲").click()
    await expect(page.locator("#story .story__said")).to_have_attribute("data-mode", "astray")
    await expect(page.locator("#story")).to_contain_text("讲不下去")
    await page.get_by_role("button", name="再讲一遍").click()
    await expect(page.locator("#story .story__said")).to_have_attribute("data-mode", "done", timeout=120_000)
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="从头来").click()
    await expect(page.locator("#story")).to_be_empty()
    await expect(page.locator(".clock__hour")).to_have_text("15:20")
    await expect(page.locator(".seat .msg")).to_have_count(0)


async def test_what_a_story_reads_out(demo: Demo) -> None:
    """The facts are the database's own."""
    facts: list[str] = []
    for name in ("secret", "thrice"):
        await demo.reset(STORIES[name].instant)
        delivery: Delivery | None = None
        for step in STORIES[name].steps:
            if isinstance(step, Check):
                facts.append(await looked(demo, step, delivery))
            else:
                delivery = await act(demo, step) or delivery
    tables = facts[0].partition("全库")[2].partition("张")[0]
    assert int(tables) > 40
    searched = f" · 全库{tables}张表搜“粤委办发”“机密”“有关事项的通知”：0处"
    assert facts == [
        f"有效收文0份{searched}",
        f"有效收文1份{searched}",
        "推送3次 · 登记1份 · 答复1条",
        "有效收文1份 · 作废1份",
    ]
    found = Check("zhangmin", "rows", "", ("信息化项目", "国庆值班"))
    assert not (await looked(demo, found, None)).endswith("：0处")


async def test_the_timeline_says_what_then_happens(page: Page, demo: Demo) -> None:
    """Who will hear what, and when: a click goes there, and it is so."""
    await page.locator("#side-tab-timeline").click()
    await expect(page.locator(".month__day_makeup em")).to_have_text("班")
    await expect(page.locator(".month__day_today b")).to_have_text("9/18")
    await expect(page.locator(".month__day", has_text="25").locator("em")).to_have_text("休")
    for words in (LOG, "呈送周书记", "应急局牵头，住建局配合", "1"):
        await demo.fake.say("zhangmin", words)
        await demo.bot.sender.drain()
    row = page.locator(".coming__row", has_text="李可")
    await expect(row).to_contain_text("16:20")
    await expect(row).to_contain_text("办文")
    before = await demo.bot.db.read(_counted)
    coming = [one for _, found in (await timeline(demo)).coming for one in found]
    assert await demo.bot.db.read(_counted) == before
    assert [local(one.at) for one in coming] == sorted(local(one.at) for one in coming)
    promised = next(one for one in coming if one.people == ("李可",))
    await row.click()
    await expect(page.locator(".clock__hour")).to_have_text("16:20")
    await expect(last(page, 3)).to_contain_text(promised.words.removesuffix("…"))
    await expect(row.filter(has_text="16:20")).to_have_count(0)


def _desk(tx: Connection, demo: Demo) -> Desk:
    return Desk(tx=tx, now=demo.clock.now(), office=demo.office, calendar=demo.bot.calendar, request_id="t")


def _counted(tx: Connection) -> list[int]:
    """How many rows each table has, and how far the numbers are."""
    counts = [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables]
    return [*counts, *tx.execute(select(number_series.c.next)).scalars()]


async def test_what_waits_for_the_morning_stands_in_the_timeline(demo: Demo) -> None:
    """A message of the night is shown with its hour; the strip knows the holidays."""
    await demo.move(beijing("2026-09-24 23:00"))
    demo.bot.db.write_now(lambda tx: _desk(tx, demo).tell("like", "夜里的话", lane=Lane.ROUTINE))
    shown = await timeline(demo)
    held = [one for _, found in shown.coming for one in found if one.line == "已写好待发"]
    assert [(one.people, one.hour, one.words) for one in held] == [(("李可",), "7:30", "夜里的话")]
    assert [day.name for day in shown.days[1:4]] == ["中秋节"] * 3
    assert [(part.start, part.length) for part in shown.quiet] == [(0, 312), (916, 84)]
