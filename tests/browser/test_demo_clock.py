"""The clock of the demo, over HTTP."""

from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.demo import running
from bot.sandbox.world import Demo
from bot.wecom import messages
from scheduler.clock import SHANGHAI, local
from tests.browser.asking import got, posted
from tests.day import START


@pytest.mark.parametrize(
    ("step", "at", "then"),
    [
        ("10m", "", "2026-09-18T15:30"),
        ("1h", "", "2026-09-18T16:20"),
        ("workday", "", "2026-09-20T08:30"),
        ("", "2026-09-18T15:21", "2026-09-18T15:21"),
    ],
)
async def test_clock_moves(demo: Demo, http: aiohttp.ClientSession, step: str, at: str, then: str) -> None:
    bar = await posted(http, "/demo/clock", 200, step=step, at=at)
    assert local(demo.clock.now()).isoformat().startswith(then)
    assert then[-5:] in bar


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-09-18T15:19", "时钟只能向前拨"),
        ("2028-01-01T08:00", "一次最多向前拨一年"),
        ("明天", "请选一个日期和时间"),
        ("", "请选一个日期和时间"),
    ],
)
async def test_clock_says_what_is_wrong(demo: Demo, http: aiohttp.ClientSession, at: str, why: str) -> None:
    assert why in await posted(http, "/demo/clock", 200, at=at)
    assert demo.clock.now() == START


async def test_clock_jumps_to_the_next_reminder_and_says_who_got_it(demo: Demo, http: aiohttp.ClientSession) -> None:
    moment = await demo.next_moment()
    assert moment is not None
    assert f"今天{local(moment).hour}:{local(moment).minute:02d}" in await got(http, "/demo/clock")
    bar = await posted(http, "/demo/clock", 200, step="next")
    assert demo.clock.now() == moment
    assert "到点送达" in bar
    assert "赵婉" in bar


@pytest.mark.parametrize(
    ("at", "label"),
    [("2026-09-18", "工作日"), ("2026-09-19", "周末"), ("2026-09-20", "调休上班"), ("2026-09-25", "中秋节放假")],
)
async def test_clock_names_the_kind_of_day(demo_file: Path, at: str, label: str) -> None:
    start = datetime.fromisoformat(f"{at}T07:00").replace(tzinfo=SHANGHAI)
    async with running(start, demo_file) as demo, aiohttp.ClientSession(demo.address) as http:
        assert label in await got(http, "/demo/clock")


async def test_next_morning_may_be_this_morning(demo_file: Path) -> None:
    start = datetime(2026, 9, 21, 7, tzinfo=SHANGHAI)
    async with running(start, demo_file) as demo:
        async with aiohttp.ClientSession(demo.address, headers={"Origin": demo.address}) as http:
            await posted(http, "/demo/clock", 200, step="workday")
        assert local(demo.clock.now()).isoformat() == "2026-09-21T08:30:00+08:00"


async def test_time_stands_above_a_message_after_a_pause_and_with_the_date_on_a_new_day(
    demo: Demo, http: aiohttp.ClientSession
) -> None:
    send = demo.bot.client.send
    for step in ("", "10m", "workday"):
        if step:
            await posted(http, "/demo/clock", 200, step=step)
        await send(["qianjin"], messages.Text(content=f"通知一{step}"))
        await send(["qianjin"], messages.Text(content=f"通知二{step}"))
    seat = await got(http, "/demo/seat/1?user=qianjin")
    stamps = [part.split("<")[0] for part in seat.split('<time class="stamp">')[1:]]
    assert stamps == ["9月18日（星期五）15:20", "15:30", "9月20日（星期日）8:30"]
