"""The log: one JSON line a message with its request id, and nothing of what anybody wrote (domain.md 7.3)."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from bot import logs
from tests.day import Day

SAID = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
HARD = "收到一份机密文件，编号第7号"
WORDS = ("台风", "南委办", "88号", "机密", "第7号", "秋游", "登记", "zhangmin", "张敏", "secret-of-the-sample-app")
KEYS = {
    "event",
    "level",
    "at",
    "kind",
    "outcome",
    "request",
    "reason",
    "rule",
    "at_code",
    "logger",
    "code",
    "cause",
    "fix",
}


@pytest.fixture
async def day(sqlite_url: str) -> AsyncIterator[Day]:
    """An office on one database: a log line does not know which."""
    running = Day(sqlite_url)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def stream(day: Day) -> Iterator[io.StringIO]:
    """What `serve` would write."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.set_up(day.clock, written)
    yield written
    structlog.reset_defaults()
    root.handlers, root.level = before, level


def lines(stream: io.StringIO) -> list[dict[str, str]]:
    """The lines since last asked."""
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    assert not any(word in text for word in WORDS), text
    found = [json.loads(line) for line in text.splitlines()]
    assert all(set(line) <= KEYS for line in found), found
    return found


async def test_one_line_a_message(day: Day, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = day.phone("zhangmin")
    await phone.says(SAID)
    [handled] = lines(stream)
    assert (handled["event"], handled["kind"], handled["outcome"]) == ("handled", "TextMessage", "answered")
    assert len(handled["request"]) == 12
    assert handled["at"] == "2026-09-18T07:20:00.000+00:00"
    await phone.says("把秋游的事办一下")
    await day.fake.enter("zhangmin")
    assert len(lines(stream)) == 2
    await phone.says(HARD)
    assert lines(stream) == []  # of a refused text not even that it came

    def broken(*_: object, **__: object) -> None:
        raise ValueError(SAID)

    monkeypatch.setattr("bot.flow.engine.converse", broken)
    await phone.says("把秋游的事办一下")
    [fault] = lines(stream)
    assert fault["event"] == "fault"
    assert fault["at_code"].startswith("ValueError test_logs.py:")
    assert fault["request"] in phone.last


def test_what_libraries_say_loses_its_words(day: Day, stream: io.StringIO) -> None:
    try:
        raise RuntimeError(SAID)
    except RuntimeError:
        logging.getLogger("aiohttp.server").exception("Error handling request with %s", SAID)
    logging.getLogger("asyncio").warning("Executing %s took 1 s", SAID)
    first, second = lines(stream)
    assert (first["event"], first["level"], first["logger"]) == ("library", "error", "aiohttp.server")
    assert first["at_code"].startswith("RuntimeError")
    assert (second["level"], second["logger"]) == ("warning", "asyncio")
