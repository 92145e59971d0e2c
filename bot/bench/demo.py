"""`zhongshu bench demo`: how quick the demo is after 500 messages and 30 simulated days, and what it has grown to."""

import asyncio
import itertools
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp
import click

from bot import logs
from bot.sandbox.demo import running
from bot.sandbox.world import Demo
from scheduler.clock import SHANGHAI, SteerableClock

START = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
MESSAGES, DAYS = 500, 30
TIMES = 9
"""Measurements of each thing; their median counts."""
SPEAKER = "zhangmin"
SAYINGS = (
    "登记收文：特急，市委办，南委办〔2026〕{n}号，《关于第{n}号事项的通知》，办件，明天上午10点前反馈",
    "提醒我后天上午9点交第{n}份材料",
    "督办那个道路的到哪了",
    "今天有什么会",
    "帮助",
)
FRAGMENTS = ("/", f"/demo/seat/1?user={SPEAKER}", "/demo/clock", "/demo/timeline", "/demo/trouble", "/demo/inspector")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def run() -> None:
    """The command of `zhongshu bench demo`."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        logs.set_up(SteerableClock(START), nowhere)
        asyncio.run(_measure())


async def _measure() -> None:
    async with running(START) as demo, aiohttp.ClientSession(demo.address, headers={"Origin": demo.address}) as http:
        await _say(demo, http, SPEAKER, "帮助")
        fresh, sizes = await _timed(demo, http), [_rss()]
        people, began = [person.userid for person in demo.office.people if person.userid != SPEAKER], perf_counter()
        for number, saying in zip(range(1, MESSAGES + 1), itertools.cycle(SAYINGS), strict=False):
            await _say(demo, http, people[number % len(people)], saying.format(n=number))
            await demo.move(START + timedelta(days=DAYS) * (number / MESSAGES))
            if number % (MESSAGES // 5) == 0:
                sizes.append(_rss())
        spent = perf_counter() - began
        _print(fresh, await _timed(demo, http), sizes, spent, demo.fake.phones.newest)
        click.echo(f"violations of WeCom's rules: {len(demo.fake.violations)}")


def _print(fresh: dict[str, float], later: dict[str, float], sizes: list[float], spent: float, shown: int) -> None:
    click.echo(f"{MESSAGES} messages and {DAYS} days in {spent:.1f} s; {shown} messages on the phones")
    for name, before in fresh.items():
        click.echo(
            f"  {name:36} fresh {before * 1000:6.1f} ms, now {later[name] * 1000:6.1f} ms, ×{later[name] / before:.2f}"
        )
    steps = ", ".join(f"{size:.0f}" for size in sizes)
    click.echo(
        f"  RSS in MB, fresh and after each fifth: {steps}; the last two fifths grew by {sizes[-1] - sizes[-3]:.1f}"
    )


async def _timed(demo: Demo, http: aiohttp.ClientSession) -> dict[str, float]:
    """Medians in seconds: a message until its answer is on the phone, and every fragment of the page."""
    found = {"a message and its answer": await _median(lambda: _say(demo, http, SPEAKER, "今天有什么会"))}
    last = demo.fake.inbox(SPEAKER)[-1].id
    for path in (*FRAGMENTS, f"/demo/inspector?message={last}"):
        name = "/demo/inspector?message=…" if "message=" in path else path
        found[name] = await _median(lambda path=path: _get(http, path))  # type: ignore[misc]
    return found


async def _median(act: Callable[[], Awaitable[None]]) -> float:
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        await act()
        times.append(perf_counter() - began)
    return median(times)


async def _say(demo: Demo, http: aiohttp.ClientSession, userid: str, text: str) -> None:
    async with http.post("/demo/say", data={"user": userid, "text": text}) as response:
        response.raise_for_status()
    await demo.bot.sender.drain()


async def _get(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path) as response:
        response.raise_for_status()
        await response.read()


def _rss() -> float:
    """Resident memory of this process in MB; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0.0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6
