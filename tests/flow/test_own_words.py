"""The office's own words for the guard (domain.md 7.3): heeded at every door, beside those of the product."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import guard
from storage.office import SAMPLE, Office, OfficeError, load_office
from tests.day import Day, sample_office
from tests.process.serving import PROGRAM

WORDS = "hard: [海豚行动], soft: [拆迁底价]"


def profile(folder: Path, words: str) -> Path:
    path = folder / "office.yaml"
    text = SAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("hard: [], soft: []", words), encoding="utf-8")
    return path


@pytest.fixture
def wary(tmp_path: Path) -> Iterator[Office]:
    """An office with words of its own; afterwards the process heeds the sample again."""
    yield load_office(profile(tmp_path, WORDS))
    guard.heed(sample_office())


def kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("office.db*"))


async def test_the_office_adds_words(wary: Office, sqlite_url: str, tmp_path: Path) -> None:
    day = Day(sqlite_url, office=wary)
    await day.start()
    zhang = day.phone("zhangmin")
    try:
        for text in ("登记收文，市委办，《关于海豚行动的通知》", "海 豚-行动怎么办", "这份是机密的"):
            assert "已停止处理且未保存" in await zhang.says(text)
        assert "尚未保存" in await zhang.says("登记收文，市委办，《关于拆迁底价的请示》")
        await zhang.says("3")
        assert "收〔2026〕1203号" in await zhang.says(
            "登记收文：平件，市委办，南委办〔2026〕3号，《关于防汛的通知》，阅件"
        )
        assert len(day.rows("incoming")) == 1
        with pytest.raises(guard.GuardRefused):
            day.bot.db.write_now(lambda tx: guard.refuse_unless_ok("海豚行动.docx"))
    finally:
        await day.stop()
    assert [word for word in ("海豚", "拆迁底价") if word.encode() in kept(tmp_path)] == []
    assert day.fake.violations == []


def test_explain_heeds_them(tmp_path: Path) -> None:
    environment = {**os.environ, "ZHONGSHU_OFFICE": str(profile(tmp_path, WORDS))}
    lines = "".join(
        json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(("海豚行动", "拆迁底价", "你好"))
    )
    ran = subprocess.run(
        [PROGRAM, "explain", "--jsonl"], input=lines, env=environment, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(a["guard"], a["rule"]) for a in answers] == [("hard", "H10"), ("soft", "S11"), ("ok", None)]


@pytest.mark.parametrize("words", ["hard: [密]", "soft: ['，。 ']", f"hard: [{'长' * 31}]"])
def test_what_is_no_word_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(OfficeError, match="每个词应为2至30个字"):
        load_office(profile(tmp_path, words))
