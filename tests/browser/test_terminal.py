"""The phone in the terminal: the same demo, typed."""

import pytest

from bot.sandbox.terminal import TerminalPhone
from bot.sandbox.world import Demo
from bot.wecom import cards, messages
from scheduler.clock import local
from tests.day import START

LOG = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"


class Talk:
    """A terminal phone whose screen is a list."""

    def __init__(self, demo: Demo, userid: str) -> None:
        self.screen: list[str] = []
        self.phone = TerminalPhone(demo, userid, self.screen.append)

    async def type(self, line: str) -> str:
        self.screen.clear()
        await self.phone.does(line)
        return "\n".join(self.screen)


async def test_document_through_two_people(demo: Demo) -> None:
    talk = Talk(demo, "zhangmin")
    assert talk.phone.prompt == "张敏> "
    assert "机器人：已登记：收〔2026〕1203号" in await talk.type(LOG)
    await talk.type("呈送周书记")
    await talk.type("应急局牵头，住建局配合")
    assert "已转办" in await talk.type("1")
    assert "[签收]" in await talk.type("/换 李可")
    assert "按钮有：1签收" in await talk.type("/按 退回")
    assert "李可 9月18日15:20 已签收" in await talk.type("/按 签收")
    assert "按钮有：1反馈 2看全流程" in await talk.type("/按 签收")


async def test_card_with_a_choice(demo: Demo) -> None:
    vote = cards.MultipleInteraction(
        task_id="state-1",
        main_title=cards.Title(title="填报进展"),
        select_list=(
            cards.Select(
                question_key="state",
                title="状态",
                option_list=(cards.Option(id="a", text="按期"), cards.Option(id="b", text="滞后")),
            ),
        ),
        submit_button=cards.Submit(text="提交", key="go"),
    )
    await demo.bot.client.send(["like"], messages.TemplateCardMessage(card=vote))
    talk = Talk(demo, "like")
    assert "选项有：1按期 2滞后" in await talk.type("/按 提交 延期")
    with demo.fake.subscribe() as events:
        await talk.type("/按 提交 滞后")
        assert (await events.get())["statuses"] == [200]


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("10m", "18T15:30"),
        ("1h", "18T16:20"),
        ("PT1H", "18T16:20"),
        ("2d", "20T15:20"),
        ("2026-09-18T18:00", "18T18:00"),
    ],
)
async def test_clock(demo: Demo, words: str, then: str) -> None:
    assert "您是张敏" in await Talk(demo, "zhangmin").type(f"/时间 {words}")
    assert local(demo.clock.now()).isoformat().startswith(f"2026-09-{then}")


async def test_next_reminder_names_who_got_it(demo: Demo) -> None:
    moment = await demo.next_moment()
    shown = await Talk(demo, "zhangmin").type("/下一个")
    assert demo.clock.now() == moment
    assert "同时收到消息的：赵婉" in shown


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/时间 2026-09-18T15:00", "时钟只能向前拨"),
        ("/时间 PT1X", "时间请写成"),
        ("/时间", "时间请写成"),
        ("/时间 999d", "一次最多向前拨一年"),
        ("/换 孙悟空", "没有“孙悟空”这个人"),
        ("/按", "没有可以按的卡片"),
        ("/什么", "没有这个命令"),
    ],
)
async def test_mistakes(demo: Demo, line: str, why: str) -> None:
    assert why in await Talk(demo, "zhangmin").type(line)
    assert demo.clock.now() == START


async def test_help(demo: Demo) -> None:
    assert "/下一个" in await Talk(demo, "zhangmin").type("/help")
