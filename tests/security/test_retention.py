"""What is over goes after its time, what is open, filed or frozen stays (domain.md 7.2), on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, Table, insert, select
from sqlalchemy.types import Float, SmallInteger

from bot import exports
from bot.kinds import KINDS
from handlers import registry
from handlers.retention import nightly
from handlers.retention.words import NAME
from handlers.supervision.tables import task
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage import audit, reminders
from storage.db import Database
from storage.office import Office, load_office
from storage.retention import CLEARED, Kept, Personal, months_before
from storage.types import Instant, metadata
from tests.day import Day

OLD = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
SECRET_WORD, SECRET_NAME = "机敏词甲", "yuangongjia"

_PLAIN = """
no year doc_no number series register_no archive_no group_name chatid period figure edition section status state kind
type mode level need action stage slot colour urgency genre secrecy sensitivity sender sender_level identities unit
units lead_unit co_units drafting_unit main_to cc joint_units cosign_units part due_source source_kind result_kind
feedback_day before_pause held_from held_for reply_no room equipment compound_types rrule begins holiday openness
category audience organ credits tasks topic externals register meeting box retention responsible even shown owner
definitions figures content key
"""
PLAIN = frozenset(_PLAIN.split())
"""Columns that say nothing of a person and quote nobody: numbers, units, states, kinds."""
STAYS = {
    "inbox": "keys against repeats, forgotten by their own rule",
    "waiting_press": "keys of buttons, gone as soon as they are done",
    "outgoing_file": "gone three days after it was sent",
    "number_series": "numbers only",
    "setting": "the office's own marks",
    "wecom_schedule": "numbers of entries",
    "decision_item": "which proposals belong together, by number",
    "sheet_columns": "how a foreign spreadsheet is read",
}
STATES: dict[str, dict[str, str | None]] = {
    "incoming_doc": {"status": "办结", "archive_no": None},
    "outgoing_doc": {"status": "作废", "archive_no": None},
    "doc_number": {"status": "作废"},
    "archive_item": {"status": "不归档", "object": "incoming:1"},
    "task": {"status": "办结"},
    "meeting_series": {"state": "已停"},
    "minutes": {"state": "已印发"},
    "info_item": {"state": "退稿", "openness": "内部"},
    "info_issue": {"state": "已编发"},
    "info_call": {"state": "取消"},
    "post_transfer": {"state": "已接收"},
    "emergency_timer": {"state": "终报"},
    "personal_reminder": {"state": "已提醒"},
    "outbox": {"state": "sent"},
    "reminder": {"state": "fired"},
    "guard_counter": {"date": "2026-01-05", "rule": "H1"},
    "audit_event": {"hash": "0" * 64},
    "report_text": {"text": "总结文字", "section": "一"},
}


def _declared() -> Iterator[Kept | Personal]:
    for line in registry.lines():
        yield from line.keeps


def _value(table: Table, column: Column[Any]) -> Any:
    """Something that gives itself away wherever it is not declared as saying nothing."""
    kind, name = column.type, column.name
    if name in STATES.get(table.name, {}):
        return STATES[table.name][name]
    if isinstance(kind, Instant):
        return OLD
    if isinstance(kind, Date):
        return OLD.date()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | SmallInteger | Float):
        return 1
    if isinstance(kind, JSON):
        return [] if name in PLAIN else [SECRET_WORD, SECRET_NAME]
    length = getattr(kind, "length", None) or 20
    return (name if name in PLAIN else f"{SECRET_WORD}{SECRET_NAME}")[:length]


def _fill(tx: Connection) -> None:
    for table in metadata.sorted_tables:
        if table.name in STAYS:
            continue
        row = {
            column.name: _value(table, column)
            for column in table.columns
            if not (column.nullable and column.foreign_keys and column.name not in {"meeting"})
            and not (column.primary_key and column.autoincrement is True)
        }
        tx.execute(insert(table).values(row))


def _texts(tx: Connection) -> dict[str, str]:
    return {table.name: repr(tx.execute(select(table)).all()) for table in metadata.sorted_tables}


def _desk(tx: Connection, now: datetime, office: Office) -> Desk:
    return Desk(tx=tx, now=now.astimezone(UTC), office=office, calendar=WorkCalendar(), request_id="night")


async def _night(db: Database, now: datetime, office: Office) -> None:
    def unit(tx: Connection) -> None:
        desk = _desk(tx, now, office)
        nightly.start(desk)
        (planned,) = reminders.planned_for(tx, NAME, "retention")
        nightly.fire(desk, planned)

    await db.write(unit)


def _with(office: Office, **terms: Any) -> Office:
    retention = office.limits.retention.model_copy(update=terms)
    return office.model_copy(update={"limits": office.limits.model_copy(update={"retention": retention})})


async def test_nothing_of_a_person_or_a_text_outlives_its_time(database: Database) -> None:
    """Every table and every column: a new one must be declared or be named above."""
    office = load_office(None)
    await database.write(_fill)
    told = {name for name, text in (await database.read(_texts)).items() if SECRET_WORD in text}
    frozen = _with(office, frozen=("no", "doc_no", "number", "register_no"))
    await _night(database, datetime(2026, 12, 31, 3, 10, tzinfo=SHANGHAI), office)
    early = await database.read(_texts)
    assert told - {name for name, text in early.items() if SECRET_WORD in text} <= {"change", "conversation"}
    await _night(database, datetime(2029, 1, 6, 3, 10, tzinfo=SHANGHAI), frozen)
    left = {name for name, text in (await database.read(_texts)).items() if SECRET_WORD in text} - {"setting"}
    assert left == {"incoming_doc", "outgoing_doc", "archive_item", "task", "minutes"} | _parts_of(
        "incoming_doc", "outgoing_doc", "task"
    )
    await _night(database, datetime(2029, 1, 15, 3, 10, tzinfo=SHANGHAI), office)
    texts = await database.read(_texts)
    assert [name for name, text in texts.items() if SECRET_WORD in text] == []
    assert CLEARED in texts["incoming_doc"]
    assert "'no'" in texts["incoming_doc"]
    await _night(database, datetime(2029, 1, 16, 3, 10, tzinfo=SHANGHAI), office)
    again = await database.read(_texts)
    changed = {name for name in texts if texts[name] != again[name]}
    assert changed <= {"reminder", "setting", "audit_event"}, "done once is done"
    assert await database.read(audit.broken_at) is None


def _parts_of(*names: str) -> set[str]:
    kept = [one for one in _declared() if isinstance(one, Kept) and one.table.name in names]
    return {part.table.name for one in kept for part in one.parts}


def test_every_table_is_declared_once_or_stays_for_a_reason() -> None:
    kept = [one.table.name for one in _declared() if isinstance(one, Kept)]
    parts = [part.table.name for one in _declared() if isinstance(one, Kept) for part in one.parts]
    personal = {one.table.name for one in _declared() if isinstance(one, Personal)}
    machinery = {"audit_event", "outbox", "reminder", "change", "conversation", "guard_counter"}
    assert len(set(kept + parts)) == len(kept + parts)
    known = {*kept, *parts, *personal, *machinery, *STAYS}
    assert {table.name for table in metadata.sorted_tables} - known == set()
    assert all("created_by" in one.people or one.drop for one in _declared() if isinstance(one, Kept))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2029, 9, 18), 36, date(2026, 9, 18)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 12, date(2025, 1, 31)),
    ],
)
def test_months_back(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


async def _asleep_until(day: Day, when: str) -> None:
    """The clock moves on while the server does nothing; then it makes up for it."""
    day.clock.move(datetime.fromisoformat(when).replace(tzinfo=SHANGHAI))
    await day.bot.day.tick()
    await day.settle()


async def test_three_years_later(day: Day) -> None:
    """A closed paper, an open one, a filed one and a private reminder, seen after three years through the exports."""
    zhang, admin = day.phone("zhangmin"), day.phone("admin-sys")
    for number in (11, 12, 13):
        await zhang.says(f"登记收文：平件，市府办，南府办〔2026〕{number}号，《关于报送材料{number}的通知》，办件")
    for number in (1203, 1205):
        await zhang.says(f"收〔2026〕{number}号办结，已落实")
    await day.phone("youhong").says("收〔2026〕1205号归档")
    await zhang.says("提醒我今天下午5点交材料")
    await day.until("2026-09-18T18:00")
    await day.bot.db.write(audit.seal)
    await _asleep_until(day, "2029-09-17T23:00")
    rows = {row["no"]: row for row in day.rows("incoming")}
    assert rows["收〔2026〕1203号"]["title"] == "关于报送材料11的通知", "one day before its time"
    assert not [text for text in admin.texts if "留存期限" in text]
    sealed = len([row for row in day.rows("audit") if row["action"] == "登记"])
    assert sealed == 0, "the audit keeps twelve months"
    await _asleep_until(day, "2029-09-19T03:10")
    await _asleep_until(day, "2029-09-19T10:00")
    rows = {row["no"]: row for row in day.rows("incoming")}
    assert rows["收〔2026〕1203号"]["title"] == CLEARED
    assert rows["收〔2026〕1204号"]["title"] == "关于报送材料12的通知", "what is in hand is never over"
    assert rows["收〔2026〕1205号"]["title"] == "关于报送材料13的通知", "what is filed belongs to the archive"
    (told,) = [text for text in admin.texts if "留存期限" in text]
    assert "收文1条" in told
    assert "个人提醒1条" in told
    assert "材料" not in told
    for kind in KINDS:
        exports.as_csv(kind, day.rows(kind))
    assert await day.bot.db.read(audit.broken_at) is None
    assert CLEARED not in await zhang.says("登记收文：平件，市府办，南府办〔2029〕9号，《关于年度总结的通知》，办件")


def _task_of_hers(tx: Connection) -> None:
    row: dict[str, Any] = {
        "no": "督〔2026〕0123号",
        "title": "某事项",
        "lead_unit": "住建局",
        "period": "无",
        "status": "承办",
    }
    row |= {"supervisor": "zhangmin", "created_on": OLD.date(), "created_by": "wuyang"}
    tx.execute(insert(task).values(**row, created_at=OLD, updated_at=OLD))


async def test_a_leaver_takes_his_own_with_him(database_url: str) -> None:
    """Disabled at once; open work is told; his own rows go after a week; what he did for the office stays."""
    day = Day(database_url)
    await day.start()
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市府办，南府办〔2026〕11号，《关于报送材料的通知》，办件")
    await zhang.says("提醒我10月8日下午5点交材料")
    await zhang.says("我的手机改成13800138000")
    await zhang.says("1")
    await day.bot.db.write(_task_of_hers)
    people = tuple(one for one in day.office.people if one.userid != "zhangmin")
    day.office = Office.model_validate({**day.office.model_dump(), "people": [one.model_dump() for one in people]})
    await day.restart_bot()
    assert "未查询到" in await zhang.says("我的提醒")
    admin = day.phone("admin-sys")
    await _asleep_until(day, "2026-09-21T03:10")
    await _asleep_until(day, "2026-09-21T09:00")
    assert any("zhangmin" in text and "督查督办事项1件" in text for text in admin.texts), admin.texts
    rows = await day.bot.db.read(_texts)
    assert "zhangmin" in rows["contact"], "a slip in the profile costs nobody his reminders"
    await _asleep_until(day, "2026-09-27T03:10")
    rows = await day.bot.db.read(_texts)
    assert "zhangmin" in rows["contact"]
    await _asleep_until(day, "2026-09-28T03:10")
    rows = await day.bot.db.read(_texts)
    gone = {"contact", "personal_reminder", "quiet_hours", "conversation", "info_subscription"}
    assert [name for name in gone if "zhangmin" in rows[name] or "138001" in rows[name]] == []
    assert day.rows("incoming")[0]["received_by"] == "zhangmin"
    await _asleep_until(day, "2026-10-08T18:00")
    assert not [text for text in zhang.texts if "交材料" in text and text[:2] == "提醒"]
    await day.stop()
