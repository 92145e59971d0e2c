"""`make bench explain`: what understanding costs, beside an existing Chinese time library on the same lines.

One process, one core, CPU time. The library (jionlp) is an optional extra: it pulls a GPL package and is measured only.
"""

import contextlib
import io
import logging
import os
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import orjson

from bot.bench.sayings import hostile, sayings
from bot.dialogue.explain import explain_stream
from bot.dialogue.recognise import recognise
from bot.dialogue.times import find_times
from bot.dialogue.understand import understand
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage import guard
from storage.office import SAMPLE, load_office

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
LINES, MANY, ROUNDS, PEER_LINES = 4000, 200_000, 3, 500
MESSAGE = 2000
HOW = "要对比，请先装上：.venv/bin/pip install -e '.[bench]'（jionlp，仅测试用，含 GPL 组件）"


def run() -> None:
    """Measure and print."""
    office, calendar = load_office(SAMPLE), WorkCalendar()
    texts = sayings(LINES)
    stream = _stream(texts)
    click.echo(f"{LINES} 句，每句15–80字，单进程CPU时间，取{ROUNDS}次中最快的一次：")
    _say(
        "explain --jsonl（整句理解）",
        _best(lambda: explain_stream(io.BytesIO(stream), io.BytesIO(), office, NOW)),
        LINES,
    )
    _say("其中的时间表达", _best(lambda: [find_times(text, NOW, calendar) for text in texts]), LINES)
    _peer(texts[:PEER_LINES])
    _memory(lambda part: explain_stream(io.BytesIO(part), io.BytesIO(), office, NOW))

    def whole(text: str) -> None:
        guard.screen(text)
        recognise(understand(text, NOW, office, calendar).text)

    for length in (MESSAGE, MESSAGE // 2, MESSAGE * 10):
        worst = max((_best(partial(whole, text)), text) for text in hostile(length))
        click.echo(f"刁难文本 {length} 字：最慢 {worst[0] * 1000:.1f} 毫秒（{worst[1][:12]!r}…）")


def _stream(texts: list[str]) -> bytes:
    return b"".join(
        orjson.dumps({"id": n, "text": text}, option=orjson.OPT_APPEND_NEWLINE) for n, text in enumerate(texts)
    )


def _best(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def _say(name: str, seconds: float, lines: int) -> None:
    click.echo(f"  {name}：{lines / seconds:,.0f} 句/秒，每句 {seconds / lines * 1e6:,.0f} 微秒")


def _peer(texts: list[str]) -> None:
    """jionlp's extraction with parsing: the part that its users call for times in free text."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            library: Any = import_module("jionlp")
    except ImportError:
        click.echo(f"  jionlp：没有安装。{HOW}")
        return
    logging.disable()  # it writes a traceback for every phrase that it cannot place
    base = NOW.timestamp()

    def read() -> None:
        for text in texts:
            with contextlib.suppress(ValueError):  # it refuses some dates that it has found
                library.ner.extract_time(text, time_base=base, with_parsing=True)

    _say(f"jionlp {library.__version__} 的时间表达（前{len(texts)}句）", _best(read), len(texts))


def _memory(read: Callable[[bytes], None]) -> None:
    """Resident memory before and after very many lines, all different."""
    read(_stream(sayings(LINES, seed=1)))
    before = _resident()
    for part in range(MANY // LINES):
        read(_stream(sayings(LINES, seed=part + 2)))
    click.echo(f"内存：{before:.1f} MB，再读{MANY}句后 {_resident():.1f} MB")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
