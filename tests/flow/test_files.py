"""Files and pictures through the outbox: once each, in order, one upload for all, gone when delivered (wecom.md 7)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.sandbox.faults import Kind
from scheduler.desk import Desk
from storage import files
from storage.files import outgoing_file
from storage.guard import GuardRefused
from storage.outbox import Lane
from tests.day import Day
from tests.flow.telling import CLERK, LEADER, told

PNG = files.PNG + bytes(range(64))
DOCX = b"PK\x03\x04" + bytes(range(200))
CLERKS = ["like", "duheng", "chenxi", "zhaowan"]


def act(day: Day, unit: Callable[[Desk], None]) -> None:
    def in_transaction(tx: Connection) -> None:
        unit(Desk(tx=tx, now=day.clock.now(), office=day.office, calendar=day.bot.calendar, request_id="t"))

    day.bot.db.write_now(in_transaction)


async def acted(day: Day, unit: Callable[[Desk], None]) -> None:
    act(day, unit)
    await day.settle()


def kept(day: Day) -> int:
    return day.bot.db.read_now(lambda tx: int(tx.execute(select(func.count()).select_from(outgoing_file)).scalar_one()))


async def all_sent(day: Day) -> None:
    async with asyncio.timeout(180):
        while any(row["state"] in ("queued", "sending") for row in day.rows("outbox")):
            await day.settle()


async def test_a_file_for_many_is_kept_once_and_uploaded_once(day: Day) -> None:
    def unit(desk: Desk) -> None:
        desk.send_file(CLERKS, "会议通知.docx", DOCX, key="notice:1")
        desk.send_file(LEADER, "会议通知.docx", DOCX)
        desk.send_file(CLERKS, "会议通知.docx", DOCX, key="notice:1")

    await acted(day, unit)
    for userid in (*CLERKS, LEADER):
        [file] = day.phone(userid).files
        assert (file.name, file.title, file.content) == ("会议通知.docx", "会议通知", DOCX)
    assert (kept(day), day.fake.journal.calls["media/upload"]) == (1, 1)
    assert {row["text"] for row in day.rows("outbox")} == {"会议通知.docx"}
    await acted(day, lambda desk: desk.send_picture(CLERK, PNG, title="9月24日会议座次图"))
    [picture] = day.phone(CLERK).pictures
    assert (picture.title, picture.content) == ("9月24日会议座次图", PNG)
    assert day.phone(CLERK).texts == ["[文件] 会议通知.docx", "[图片]"]


@pytest.mark.usefixtures("impatient")
async def test_files_keep_their_place_and_never_merge(day: Day) -> None:
    """Also when the upload of the first fails."""
    day.fake.fail_next("media/upload", "500", 2)

    def unit(desk: Desk) -> None:
        desk.tell(CLERK, "一")
        desk.send_file(CLERK, "二.docx", DOCX, lane=Lane.ROUTINE)
        desk.tell(CLERK, "三")
        desk.tell(CLERK, "四")

    await acted(day, unit)
    await all_sent(day)
    assert day.phone(CLERK).texts[:2] == ["一", "[文件] 二.docx"]
    assert day.phone(CLERK).texts[2:] in (["三", "四"], ["【提醒】共2项：\n1. 三\n2. 四"])


async def test_quiet_hours_hold_for_files_too(day: Day) -> None:
    day.at("2026-09-21 23:00")
    await acted(day, lambda desk: desk.send_file(CLERK, "座次.docx", DOCX, lane=Lane.TIMELY))
    await acted(day, lambda desk: desk.send_file(CLERK, "答复.docx", DOCX))
    assert [file.name for file in day.phone(CLERK).files] == ["答复.docx"]
    await day.until("2026-09-22 07:30")
    assert [file.name for file in day.phone(CLERK).files] == ["答复.docx", "座次.docx"]


BREAKS: list[tuple[str, Kind]] = [
    ("media/upload", "500"),
    ("media/upload", "reset_after_delivery"),
    ("media/upload", -1),
    ("media/upload", 40014),
    ("media/upload", 45009),
    ("message/send", "reset"),
    ("message/send", "reset_after_delivery"),
    ("message/send", 60020),
    ("message/send", 40007),
    ("message/send", 40145),
]


@pytest.mark.usefixtures("impatient")
async def test_whatever_breaks_the_file_comes_once(day: Day) -> None:
    for number, (path, kind) in enumerate(BREAKS):
        day.fake.fail_next(path, kind, 1)
        await acted(day, lambda desk, n=number: desk.send_file(CLERK, f"{n}.docx", DOCX))  # type: ignore[misc]
        await all_sent(day)
    assert [file.name for file in day.phone(CLERK).files] == [f"{n}.docx" for n in range(len(BREAKS))]
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}


async def test_the_server_dies_after_sending(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the result is written down: the next server repeats the call to the letter and WeCom swallows it."""

    def forget(*_: object, **__: object) -> None:
        raise ConnectionError

    await day.bot.sender.finish()
    monkeypatch.setattr("storage.outbox.mark_sent", forget)
    act(day, lambda desk: desk.send_file(CLERKS, "通知.docx", DOCX))
    with pytest.raises(ConnectionError):
        await day.settle()
    for userid in CLERKS:
        await day.fake.wait_for(userid, lambda message: message.kind == "file")
    await asyncio.gather(*day.bot.sender._calls)
    day.bot.sender._results.clear()
    monkeypatch.undo()
    await day.restart_bot()
    day.bot.sender.wake()
    await all_sent(day)
    assert [len(day.phone(userid).files) for userid in CLERKS] == [1, 1, 1, 1]
    assert (day.fake.journal.calls["media/upload"], len(day.fake.suppressed)) == (1, 4)


@pytest.mark.usefixtures("impatient")
async def test_the_server_dies_after_the_upload(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second upload and nothing else."""
    real = files.uploaded
    deaths = [ConnectionError()]

    def die_once(*args: object, **more: object) -> str:
        if deaths:
            raise deaths.pop()
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.files.uploaded", die_once)
    act(day, lambda desk: desk.send_file(CLERKS, "通知.docx", DOCX))
    await day.settle()
    await all_sent(day)
    assert [len(day.phone(userid).files) for userid in CLERKS] == [1, 1, 1, 1]
    assert day.fake.journal.calls["media/upload"] == 2


@pytest.mark.usefixtures("impatient")
async def test_an_upload_that_takes_long(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on while its message waits for the next try, and words are not held up; one upload in the end."""
    monkeypatch.setattr("bot.uploads.PATIENCE", 0.01)
    client, gate = day.bot.client, asyncio.Event()
    real = client.upload_media

    async def slowly(*args: Any) -> str:
        await gate.wait()
        return await real(*args)

    monkeypatch.setattr(client, "upload_media", slowly)
    act(day, lambda desk: desk.send_file(CLERKS, "通知.docx", DOCX))
    assert await told(day, LEADER, "请阅", lane=Lane.URGENT) == ["请阅"]
    assert [row["state"] for row in day.rows("outbox")] == ["queued"] * 4 + ["sent"]
    gate.set()
    await all_sent(day)
    assert [len(day.phone(userid).files) for userid in CLERKS] == [1, 1, 1, 1]
    assert day.fake.journal.calls["media/upload"] == 1


async def test_after_three_days_it_is_uploaded_again(day: Day) -> None:
    """Held back over a long weekend for one, sent at once to the other."""
    await acted(day, lambda desk: desk.send_file(CLERK, "通知.docx", DOCX))
    file = day.bot.db.read_now(lambda tx: int(tx.execute(select(outgoing_file.c.id)).scalar_one()))
    first = day.bot.db.read_now(lambda tx: files.upload(tx, file))
    assert first.good_at(day.clock.now())
    await day.until("2026-09-21 16:00")
    assert not first.good_at(day.clock.now())
    again = await day.bot.sender._wecom._uploads.media_id(file)
    assert again != first.media_id
    assert await day.bot.sender._wecom._uploads.media_id(file) == again


async def test_files_go_when_nobody_waits_for_them(day: Day) -> None:
    day.fake.fail_next("media/upload", 60020, 1)
    act(day, lambda desk: desk.send_file(CLERK, "等着的.docx", DOCX))
    await day.settle()
    await acted(day, lambda desk: desk.send_file(CLERKS[1], "送到的.docx", DOCX))
    assert [row["state"] for row in day.rows("outbox")] == ["queued", "sent"]

    def forget(days: int) -> int:
        now = (day.clock.now() + timedelta(days=days)).astimezone(UTC)
        return day.bot.db.write_now(lambda tx: files.forget_old(tx, now))

    assert (forget(3), kept(day)) == (0, 2)
    assert (forget(4), kept(day)) == (1, 1)


async def test_a_file_that_wecom_refuses_is_told(day: Day) -> None:
    day.fake.fail_next("media/upload", 40005, 1)

    def unit(desk: Desk) -> None:
        desk.actor = "zhangmin"
        desk.send_file(CLERK, "通知.docx", DOCX)

    await acted(day, unit)
    assert [row["state"] for row in day.rows("outbox")] == ["failed", "sent"]
    assert "李可" in day.phone("zhangmin").last


async def test_what_cannot_be_sent_is_refused_at_once(day: Day) -> None:
    wrong: list[Callable[[Desk], None]] = [
        lambda desk: desk.send_file(CLERK, "a.docx", b"12345"),
        lambda desk: desk.send_file(CLERK, "a.docx", bytes((20 << 20) + 1)),
        lambda desk: desk.send_file(CLERK, " . ", DOCX),
        lambda desk: desk.send_picture(CLERK, DOCX, title="座次"),
        lambda desk: desk.send_picture(CLERK, PNG + bytes(10 << 20), title="座次"),
    ]
    for unit in wrong:
        with pytest.raises(ValueError, match=r"bytes|name|PNG"):
            act(day, unit)
    with pytest.raises(GuardRefused):
        act(day, lambda desk: desk.send_file(CLERK, "机密★1年 关于防汛的通知.docx", DOCX))
    assert (kept(day), day.rows("outbox")) == (0, [])


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("通知.docx", "通知.docx"),
        ("关于“放管服”的/通知\n.docx", "关于“放管服”的_通知.docx"),
        ('C:\\a"b".docx', "C__a_b_.docx"),
        ("长" * 200 + ".xlsx", "长" * 95 + ".xlsx"),
        ("../../x", "_.._x"),
        ("没有后缀", "没有后缀"),
    ],
)
def test_names_that_a_phone_can_store(name: str, proper: str) -> None:
    assert files.proper_name(name) == proper
