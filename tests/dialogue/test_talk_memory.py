"""What is remembered: across restarts and servers, for thirty minutes, and what 撤销 may forget (C.1 e, f)."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.app import Bot
from bot.server import make_app
from tests.day import Day, settings_for

START = "收到一份文件，登记一下"


class Pair:
    """The day's own server and a second one on the same database; WeCom calls now this, now that."""

    def __init__(self, day: Day, bot: Bot, second: str) -> None:
        self._day, self._bot, self._second = day, bot, second

    async def says(self, userid: str, text: str) -> str:
        """As on the phone, with both servers' senders at rest."""
        phone = self._day.phone(userid)
        before = len(phone.texts)
        await phone.says(text)
        await self._bot.sender.drain()
        return "\n".join(phone.texts[before:])

    async def first(self) -> None:
        await self._day.fake.set_callback(f"{self._day.address}/wecom/callback")

    async def second(self) -> None:
        await self._day.fake.set_callback(f"{self._second}/wecom/callback")


@pytest.fixture
async def pair(day: Day) -> AsyncIterator[Pair]:
    bot = Bot(settings_for(day.base, day.database_url), day.office, clock=day.clock)
    runner = web.AppRunner(make_app(bot))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Pair(day, bot, "http://{}:{}".format(*runner.addresses[0][:2]))
    await runner.cleanup()


async def test_two_servers_hold_one_conversation(day: Day, pair: Pair) -> None:
    await pair.says("zhangmin", START)
    await pair.second()
    assert "标题或文号" in await pair.says("zhangmin", "市发改局")
    await pair.first()
    assert "缓急" in await pair.says("zhangmin", "关于A工作的函")
    await pair.second()
    assert "阅件还是办件" in await pair.says("zhangmin", "3")
    await pair.first()
    assert "收〔2026〕1203号" in await pair.says("zhangmin", "办件")
    await pair.second()
    assert "1203号：缓急 平件→特急" in await pair.says("zhangmin", "把它改成特急")
    assert "恢复" in await pair.says("zhangmin", "撤销") or day.rows("incoming")[0]["urgency"] == "平件"


async def test_a_code_once_registered_is_known_to_every_server(day: Day, pair: Pair) -> None:
    """domain.md 2.5: 收到……来的…… has words before the code; known codes say where it begins."""
    words = "登记收文：市空天局送过来南空天产〔2026〕{}号，《关于{}工作的函》，平件，阅件"
    await pair.second()
    await pair.says("zhangmin", "登记收文：市空天局，南空天产〔2026〕3号，《关于A工作的函》，平件，阅件")
    await pair.first()
    await pair.says("zhangmin", words.format(4, "B"))
    await day.restart_bot()
    await pair.says("zhangmin", words.format(5, "C"))
    assert [row["doc_no"] for row in day.rows("incoming")] == [f"南空天产〔2026〕{n}号" for n in (3, 4, 5)]


async def test_a_restart_forgets_nothing(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(START)
    await zhang.says("订201，9月24日9点到10点")
    await day.restart_bot()
    assert "哪个单位来文" in await zhang.says("继续")
    await zhang.says("市发改局")
    await zhang.says("关于A工作的函")
    await day.restart_bot()
    assert "阅件还是办件" in await zhang.says("3")
    await zhang.says("办件")
    await zhang.says("登记收文：平件，市教育局，《关于B工作的函》，阅件；订201，9月28日9点到10点")
    await day.restart_bot()
    assert "已订：2楼201会议室，9月28日" in await zhang.says("下一件")
    assert [row["sender"] for row in day.rows("incoming")] == ["市发改局", "市教育局"]


async def test_thirty_minutes_of_silence(day: Day) -> None:
    """Whoever goes on talking keeps his draft; silence ends it, and it is said what was lost."""
    zhang = day.phone("zhangmin")
    await zhang.says(START)
    await day.until("2026-09-18 15:45")
    assert "哪个单位来文" in await zhang.says("稍等")
    await day.until("2026-09-18 16:10")
    assert "标题或文号" in await zhang.says("市发改局")
    await day.until("2026-09-18 16:41")
    late = await zhang.says("关于A工作的函")
    assert "上次没说完的“登记收文”已超过30分钟，未保存" in late and day.rows("incoming") == []
    assert "没有没办完的事项" in await zhang.says("继续")


async def test_what_was_only_offered_ends_in_silence(day: Day) -> None:
    like = day.phone("like")
    await like.says("那个路的事咋弄")
    await day.until("2026-09-18 15:55")
    answer = await like.says("1")
    assert "没有待您选择" in answer and "30分钟" not in answer


async def test_an_undo_that_was_refused_leaves_the_change_the_last(day: Day) -> None:
    """A notice that went out is not taken back, and the booking before it must not go in its stead."""
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("订201，9月28日9点到10点")
    await chen.says("9月23日上午9点到11点全区安全生产工作会议，301，何副区长主持，交通局主要负责人参加")
    await chen.says("发")
    for _ in range(2):
        assert "不能直接撤销" in await chen.says("撤销")
    assert {row["state"] for row in day.rows("bookings")} == {"已订"}


async def test_undo_within_ten_minutes_by_whoever_wrote(day: Day) -> None:
    zhang, guo = day.phone("zhangmin"), day.phone("mishukezhang")
    await zhang.says("登记收文：平件，市发改局，《关于A工作的函》，办件")
    assert "没有可以撤销的操作" in await guo.says("撤销")
    await day.until("2026-09-18 15:29")
    assert "1203号登记作废（编号保留）" in await zhang.says("刚才那个登错了，撤销")
    await zhang.says("登记收文：平件，市发改局，《关于A工作的函》，办件")
    await day.until("2026-09-18 15:40")
    assert "已超过10分钟，请说明要改什么" in await zhang.says("撤销")
    assert [row["status"] for row in day.rows("incoming")] == ["作废", "已登记"]


async def test_what_a_question_for_free_words_learns_nothing_from_may_be_a_wish(day: Day) -> None:
    """牵头单位是哪家 waits for a unit; a loose wish, a question about 它 and thanks are no units (C.1 e)."""
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕91号，《关于做好国庆值班的通知》，办件，9月28日前")
    assert "1203号" in await zhang.says("它到哪了")
    assert "牵头单位是哪家" in await zhang.says("呈送周书记")
    assert "没认出单位" in await zhang.says("石油办牵头")
    asked = await zhang.says("它到哪了")
    assert "1203号" in asked and "牵头单位是哪家" in asked
    offered = await zhang.says("明天下午3点到5点找个能坐20人的屋")
    assert "订会议室" in offered and "先放下" in offered
    assert "牵头单位是哪家" in await zhang.says("继续")
