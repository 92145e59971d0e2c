"""The roster is written: one day by a message, many by a spreadsheet (domain.md 6.2)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.duty import absences, planning, rules, store, wording
from handlers.duty.asking import days_of
from handlers.duty.store import Shift
from handlers.duty.wording import NAME
from handlers.line import ImportResult, Reply
from handlers.said import PersonSaid
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.changes import Change
from storage.office import Office, Person
from storage.outbox import Lane

_WRITES = re.compile(
    r"(?:白班|夜班|晚班|全天)\s*(?:[：:是为由]|改[成为由]|换成?)?\s*[\u4e00-\u9fff]{2,3}|改[成为由](?:白班|夜班|晚班)?[\u4e00-\u9fff]{2,3}"
    r"|(?:[日号晚]|周[一二三四五六日])的?(?:还是|换成|改成|改为|改由)[\u4e00-\u9fff]{2,3}(?:来?值?班?|吧)*(?:$|[，,。])"
    r"|值班(?:员|人员|人)?\s*(?:[：:是为由改换]|安排[：:])|带班(?:领导)?\s*[：:是为由改换]|带班(?=[\u4e00-\u9fff]{2,3}(?:$|[，,；;。\s]))|排班[：:]"
)
_ASKS = re.compile(r"谁|哪[个位些]|[吗？?]|多少|什么时候")
_SHIFT = (
    (rules.WHOLE, "全天|24小时|二十四小时"),
    (rules.NIGHT, "夜班|晚班|夜里|晚上|今晚|明晚"),
    (rules.DAY, "白班|白天|日班"),
)
_LEADER, _BACKUP = re.compile("带班"), re.compile("备班|备勤|替补")
_DATE = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_SPLIT = re.compile(r"[、，,；;/\s]+")
FAR = timedelta(days=400)


def writes(turn: Turn) -> bool:
    """Whether the message gives names for a day rather than asking."""
    text = turn.said.text
    return bool(turn.said.times) and _WRITES.search(text) is not None and _ASKS.search(text) is None


def write(turn: Turn) -> Reply:
    """9月23日值班：张敏，带班郭平: written at once and read back."""
    found = [_completed(turn, shift) for shift in _said(turn)]
    if not found or any(not shift.officers for shift in found):
        return Reply("没有认出值班员，请写全名，且须在人员名单里，例如“9月23日值班：张敏，带班郭平”。没有改动。")
    if any(shift.ends <= turn.now for shift in found):
        return Reply("这一班已经过去，不能再排。没有改动。")
    undo: dict[str, Any] = {}
    lines, notes = [], []
    for shift in found:
        before = store.put(turn, shift)
        undo.setdefault(shift.day.isoformat(), [one.as_json() for one in before])
        planning.replan(turn, shift.day)
        planning.touch_swaps(turn, shift.day)
        same = next((one for one in before if one.kind == shift.kind), None)
        old = f"（原：{wording.crew(turn.office, same)}）" if same and same != shift else ""
        lines.append(f"{wording.when(shift)}：{wording.crew(turn.office, shift)}{old}")
        notes += absences.notes(turn, shift, shift.people)
        _record(turn, shift, same)
        _tell_changed(turn, shift, same)
    turn.undoable(NAME, "roster", found[0].key, {"days": undo})
    return Reply(
        "\n".join(("已排班：", *lines, *notes, "前一天16:00和接班前1小时提醒本人。有误回复“撤销”。")),
        about=(found[0].key,),
    )


def undo(turn: Turn, change: Change) -> Reply:
    """The days as they were."""
    for name, rows in change.data["days"].items():
        day = date.fromisoformat(name)
        was, now = store.between(turn.tx, day, day), store.from_json(day, rows)
        store.rewrite(turn, day, now)
        planning.replan(turn, day)
        for shift in now:
            _tell_changed(turn, shift, next((one for one in was if one.kind == shift.kind), None))
        turn.note("撤销排班", f"duty:{name}")
    return Reply("已撤销：排班恢复为原来的安排。")


def _said(turn: Turn) -> Iterator[Shift]:
    """Each day of the message with the people that stand after it (before it when it is the only one).

    白班张敏，夜班陈曦 are two shifts of the day; who leads is said once for both, and once at the end for all days.
    10月1日到7日值班：1日张敏… begins with a heading that names nobody. A kind that is not said is empty.
    """
    text = turn.said.text
    times = sorted((one for one in turn.said.times if one.start), key=lambda one: one.span)
    ends = [*(one.span[0] for one in times[1:]), len(text)]
    parts = [(one, one.span[1] if len(times) > 1 else 0, end) for one, end in zip(times, ends, strict=True)]
    known = [one for one in turn.said.people if one.person is not None]
    said = [(when, start, end, [one for one in known if start <= one.span[0] < end]) for when, start, end in parts]
    named = [part for part in said if part[3]] or said
    of_all = (
        _parts(text, named[-1][3], *named[-1][1:3])[1] if len(named) > 1 and len(_LEADER.findall(text)) == 1 else None
    )
    for when, start, end, people in named:
        _, leader, backup = _parts(text, people, start, end)
        leader = leader or of_all
        first, last = days_of(turn, when)
        for day in rules.days(first, min(last, first + timedelta(days=31))):
            for kind, begin, until in _shifts(text, people, start, end):
                officers, leads, backs = _parts(
                    text, [one for one in people if begin <= one.span[0] < until], begin, until
                )
                yield Shift(day, kind or _kind(when.text) or "", officers, leads or leader, backs or backup)


def _shifts(text: str, people: Sequence[PersonSaid], start: int, end: int) -> list[tuple[str, int, int]]:
    """The shifts of one day and the part of the text that names who has each; one without a kind when none is said."""
    marks = sorted((found.start(), found.end(), kind) for kind, words in _SHIFT for found in re.finditer(words, text))
    marks = [mark for mark in marks if start <= mark[0] < end]
    if len({kind for *_, kind in marks}) < 2:
        return [(marks[0][2] if marks else "", start, end)]
    if any(one.span[0] < marks[0][0] for one in people):  # 张敏白班，陈曦夜班
        begins = [start, *(until for _, until, _ in marks[:-1])]
        return [(kind, begin, at) for begin, (at, _, kind) in zip(begins, marks, strict=True)]
    ends = [*(at for at, _, _ in marks[1:]), end]
    return [(kind, at, until) for (at, _, kind), until in zip(marks, ends, strict=True)]


def _completed(turn: Turn, shift: Shift) -> Shift:
    """A shift with what the roster has of it already and the message leaves out: 23日白班改成尤红 keeps who leads."""
    known = store.between(turn.tx, shift.day, shift.day)
    kind = shift.kind or (known[0].kind if len(known) == 1 else rules.usual(shift.day, turn.calendar))
    same = next((one for one in known if one.kind == kind), None)
    if same is None:
        return replace(shift, kind=kind)
    officers = shift.officers or same.officers
    return Shift(shift.day, kind, officers, shift.leader or same.leader, shift.backup or same.backup)


def _kind(text: str) -> str | None:
    return next((kind for kind, words in _SHIFT if re.search(words, text)), None)


def _parts(
    text: str, people: Sequence[PersonSaid], start: int, end: int
) -> tuple[tuple[str, ...], str | None, str | None]:
    """Each person belongs to the nearest of 值班, 带班 and 备班 before the name."""
    marks = [(0, "officer")]
    marks += [(match.start(), "leader") for match in _LEADER.finditer(text, start, end)]
    marks += [(match.start(), "backup") for match in _BACKUP.finditer(text, start, end)]
    marks += [(match.start(), "officer") for match in re.finditer("值班", text[:end]) if match.start() >= start]
    found: dict[str, list[str]] = {"officer": [], "leader": [], "backup": []}
    for one in people:
        before = [mark for mark in marks if mark[0] <= one.span[0]]
        if one.person is not None:
            found[max(before)[1]].append(one.person.userid)
    return tuple(found["officer"]), next(iter(found["leader"]), None), next(iter(found["backup"]), None)


def _record(desk: Desk, shift: Shift, before: Shift | None) -> None:
    desk.note("排班", shift.key, before=before.as_json() if before else None, after=shift.as_json())


def _tell_changed(desk: Desk, shift: Shift, before: Shift | None) -> None:
    """Whoever was on the roster and is not, or the other way round, hears of the change; a new roster tells nobody."""
    if before is None or before.officers == shift.officers:
        return
    gone, new = set(before.officers) - set(shift.officers), set(shift.officers) - set(before.officers)
    text = f"【值班变更】{wording.when(shift)}改由{wording.names(desk.office, shift.officers)}值班。"
    key = f"{shift.key}:变更:{desk.request_id}"
    desk.tell(sorted(gone | new), text, lane=Lane.TIMELY, key=key, subject=shift.key)


def take_in(desk: Desk, rows: Sequence[Mapping[str, str]]) -> ImportResult:
    """`zhongshu import duty FILE`: headings 日期, 班次, 值班员, 带班领导, 备班. The same rows again change nothing."""
    found, problems = [], []
    for n, row in enumerate(rows, 2):
        shift = _row(desk, row)
        if isinstance(shift, str):
            problems.append(f"第{n}行：{shift}")
        else:
            found.append(shift)
    if len({(shift.day, shift.kind) for shift in found}) < len(found):
        problems.append("同一天同一班次出现了两次，请合并")
    if problems:
        return ImportResult(problems=tuple(problems))
    new = changed = same = 0
    for shift in found:
        before = store.get(desk.tx, shift.day, shift.kind)
        if before == shift:
            same += 1
            continue
        store.put(desk, shift)
        planning.replan(desk, shift.day)
        _record(desk, shift, before)
        _tell_changed(desk, shift, before)
        new, changed = new + (before is None), changed + (before is not None)
    return ImportResult(new, changed, same)


def _row(desk: Desk, row: Mapping[str, str]) -> Shift | str:
    day = _day(desk, row.get("日期", ""))
    if day is None:
        return "日期请写成2026-09-23"
    kind = row.get("班次", "").strip() or rules.usual(day, desk.calendar)
    kind = _kind(kind) or kind
    if kind not in rules.KINDS:
        return "班次只有白班、夜班、全天"
    officers = _named(desk.office, row.get("值班员", "") or row.get("值班人员", ""))
    if not officers or None in officers:
        return "值班员不在人员名单里"
    leader, backup = (_named(desk.office, row.get(name, "")) for name in ("带班领导", "备班"))
    if None in leader or len(leader) > 1:
        return "带班领导不在人员名单里"
    if None in backup or len(backup) > 1:
        return "备班不在人员名单里"
    ids = [person.userid for person in officers if person]
    return Shift(day, kind, tuple(ids), *(one[0].userid if one and one[0] else None for one in (leader, backup)))


def _named(office: Office, cell: str) -> list[Person | None]:
    return [_person(office, name) for name in _SPLIT.split(cell.strip()) if name]


def _person(office: Office, name: str) -> Person | None:
    found = [person for person in office.people if name in (person.name, person.userid, person.address, person.listed)]
    return found[0] if len(found) == 1 else None


def _day(desk: Desk, cell: str) -> date | None:
    match = _DATE.search(cell)
    if match is None:
        return None
    try:
        return date(int(match[1] or desk.here.year), int(match[2]), int(match[3]))
    except ValueError:
        return None
