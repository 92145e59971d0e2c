"""The private address of a report's files: for one person, a few times, a quarter of an hour, and in the audit."""

import io
import re
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from docx import Document

from bot.downloads import PER_MINUTE, Pace, disposition
from handlers.reports import downloads
from handlers.reports.tables import report_download
from storage import audit
from storage.tables import audit_event
from tests.day import Day


async def _get(url: str) -> tuple[int, bytes, dict[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.read(), dict(response.headers)


async def test_the_address(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    day.at("2026-10-09 10:00")
    guo = day.phone("guoping")
    assert "/files/" not in await guo.says("生成三季度工作总结")

    monkeypatch.setenv("ZHONGSHU_PUBLIC_URL", "https://bot.example.gov.cn")
    await day.restart_bot()
    made = await guo.says("生成三季度工作总结")
    assert "15分钟内有效" in made
    paper, table = re.findall(r"https://bot\.example\.gov\.cn(/files/[\w-]{43})", made)
    rows = day.bot.db.read_now(lambda tx: tx.execute(report_download.select()).all())
    assert {(row.userid, row.period, row.fetched) for row in rows} == {("guoping", "2026Q3", 0)}
    assert paper.removeprefix("/files/") not in str(rows)
    said = [row["text"] for row in day.rows("outbox") if "15分钟内有效" in row["text"]]
    assert said and paper not in str(said) and table not in str(said)

    status, content, headers = await _get(day.address + paper)
    assert status == 200
    assert content == guo.files[-2].content
    assert any("主要情况如下" in p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert headers["Content-Type"].endswith("wordprocessingml.document")
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Content-Disposition"].startswith(
        "attachment; filename=\"report.docx\"; filename*=UTF-8''2026%E5%B9"
    )
    assert (await _get(day.address + table))[1] == guo.files[-1].content
    seen = day.bot.db.read_now(
        lambda tx: tx.execute(audit_event.select().where(audit_event.c.action == "下载总结文件")).all()
    )
    assert [(row.actor, row.object, row.channel) for row in seen] == [("guoping", "report:2026Q3", "web")] * 2
    assert seen[0].after == {"file": "2026年第三季度工作总结（草稿）.docx", "time": 1}
    day.bot.db.write_now(audit.seal)
    assert day.bot.db.read_now(audit.broken_at) is None

    for _ in range(4):
        assert (await _get(day.address + paper))[0] == 200
    used_up = await _get(day.address + paper)
    wrong = await _get(f"{day.address}/files/{'a' * 43}")
    odd = await _get(f"{day.address}/files/%2e%2e%2fetc%2fpasswd")
    assert used_up[0] == wrong[0] == odd[0] == 404
    assert used_up[1] == wrong[1] == odd[1] != b""
    assert "no-store" in wrong[2]["Cache-Control"]
    await day.until("2026-10-09 10:15")
    assert (await _get(day.address + table))[0] == 404

    later = re.findall(r"/files/([\w-]{43})", await guo.says("生成三季度工作总结"))
    without_guo: Any = SimpleNamespace(person=lambda _userid: None)
    now = day.clock.now()
    assert day.bot.db.write_now(lambda tx: downloads.fetch(tx, without_guo, later[0], now, "1")) is None
    assert day.bot.db.write_now(lambda tx: downloads.fetch(tx, day.office, later[0], now, "2")) is not None

    monkeypatch.delenv("ZHONGSHU_PUBLIC_URL")
    await day.restart_bot()
    assert "/files/" not in await guo.says("生成三季度工作总结")


def test_the_pace() -> None:
    pace = Pace()
    assert all(pace.allows("10.0.0.1", real=100.0 + n / 10) for n in range(PER_MINUTE))
    assert not pace.allows("10.0.0.1", real=110.0)
    assert pace.allows("10.0.0.2", real=110.0)
    assert pace.allows("10.0.0.1", real=160.5)
    for n in range(1500):
        pace.allows(f"10.1.{n // 250}.{n % 250}", real=161.0)
    assert len(pace._seen) == 1000


def test_the_name_of_the_file() -> None:
    shown = disposition("2026年（定稿第1版）.docx")
    assert shown.isascii()
    assert shown.endswith("filename*=UTF-8''2026%E5%B9%B4%EF%BC%88%E5%AE%9A%E7%A8%BF%E7%AC%AC1%E7%89%88%EF%BC%89.docx")
    assert '"' not in disposition('a"b.xlsx').partition("filename*=")[2]
