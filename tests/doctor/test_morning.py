"""The examination of each workday morning: what is wrong is told to the administrator, once."""

import asyncio

from bot.doctor import morning
from tests.day import Day


async def looks(day: Day) -> list[str]:
    """One look; returns what the administrator then reads."""
    phone = day.phone("admin-sys")
    phone.new()
    await morning.look(day.bot, {})
    await day.settle()
    return phone.new()


async def test_mornings(day: Day) -> None:
    port = int(day.address.rpartition(":")[2])
    day.bot.settings = day.bot.settings.model_copy(update={"port": port})
    await day.until("2026-09-21T07:59")
    day.fake.add_member("like", "李可", status=4)
    assert await looks(day) == []  # nobody is at work yet
    await day.until("2026-09-21T08:00")
    [told] = await looks(day)
    assert told.startswith(
        "【系统体检】9月21日发现1个问题：\n1. 可见范围与人员：1人未激活企业微信，收不到消息：李可（like）。处理："
    )
    assert await looks(day) == []  # looked today
    await day.until("2026-09-22T08:10")
    assert await looks(day) == []  # the same as yesterday
    day.fake.add_member("jiangtao", "江涛", status=2)
    await day.until("2026-09-23T08:10")
    [told] = await looks(day)
    assert "江涛" in told
    assert "李可" not in told
    day.fake.add_member("like", "李可")
    day.fake.add_member("jiangtao", "江涛")
    await day.until("2026-09-24T08:10")
    assert await looks(day) == []  # all is well
    day.fake.add_member("like", "李可", status=4)
    await day.until("2026-09-25T08:10")
    assert await looks(day) == []  # 中秋节
    await day.until("2026-09-28T08:10")
    first, second = await asyncio.gather(morning.look(day.bot, {}), morning.look(day.bot, {}))
    assert sorted((len(first), len(second))) == [0, 1]  # two servers, one message
    day.fake.add_member("like", "李可")
