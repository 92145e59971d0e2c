"""突发事件: the telephone first, a timer when wanted, and nothing of what was told is kept (domain.md 6.1, SC26)."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from handlers.duty import rules, store, wording
from handlers.duty.rules import Timer
from handlers.duty.tables import emergency_timer
from handlers.duty.wording import NAME
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import hour, moment
from storage.outbox import Lane
from storage.reminders import Reminder

OPEN, CLOSED, STOPPED = "计时中", "终报", "停止"
TIMER, BEGIN = "timer", "timer"
OFFER = ("计时", "不用")
_GRAVE = re.compile("特别重大|特大|重大")
_PICTURES = re.compile(r"照片|图片|视频|录像|现场图|拍(?:的|了|照)")
_HOW = re.compile(r"要素|怎么(?:写|报)|模板|格式|写(?:什么|哪些)|报(?:什么|哪些)")
ELEMENTS = (
    "突发事件信息要素：时间（24小时制）、地点、信息来源、起因和性质、基本过程、伤亡和财产损失、影响范围、发展趋势、"
    "领导到位情况、已采取措施、下一步安排和建议，以及报告人、签发人、联系电话。请电话先报，书面走值班信息渠道，不要发到这里。"
)


def alarm(turn: Turn, _slots: Slots) -> Reply:
    """The first answer, at once. The words of the message go nowhere."""
    text, phone = turn.said.text, wording.phone(turn)
    if not re.search(rules.EVENT, text) and _PICTURES.search(text):
        return Reply(f"请通过值班信息渠道报送，不要发群。值班室电话{phone}。")
    if not re.search(rules.EVENT, text) and _HOW.search(text):
        return Reply(ELEMENTS)
    if re.search(rules.NO_EVENT, text):
        return Reply(f"如有突发事件，请立即电话报区值班室{phone}。要办别的事请换个说法，回复“帮助”看例句。")
    shift = store.at(turn.tx, turn.now)
    leader = wording.name(turn.office, shift.leader) if shift else ""
    who = f"（带班领导：{leader}）" if leader else ""
    return Reply(
        f"疑似突发事件，请立即电话报区值班室{phone}{who}，不要在群内转发现场图片。您发来的内容没有保存。需要我为你计时吗？",
        options=OFFER,
        then=BEGIN,
        data={"grave": _GRAVE.search(text) is not None},
    )


def begin(turn: Turn, answer: Answer) -> Reply:
    """1计时 2不用."""
    if answer.index != 0:
        return Reply(f"好的。请务必先电话报区值班室{wording.phone(turn)}。")
    return _start(turn, bool(answer.data.get("grave")))


def _start(turn: Turn, grave: bool) -> Reply:
    grave = grave or _GRAVE.search(turn.said.text) is not None
    shift = store.at(turn.tx, turn.now)
    officers = list(shift.officers) if shift else []
    phone, written = (timedelta(minutes=minutes) for minutes in rules.LIMITS[grave])
    values = {
        "reporter": turn.person.userid,
        "officers": officers,
        "grave": grave,
        "started_at": turn.now,
        "phone_due": turn.now + phone,
        "written_due": turn.now + written,
        "state": OPEN,
        "created_by": turn.actor,
        "created_at": turn.now,
        "updated_at": turn.now,
    }
    timer = _timer(turn.tx.execute(insert(emergency_timer).values(**values).returning(*emergency_timer.c)).one())
    _plan(turn, timer)
    turn.note("突发事件计时", _key(timer))
    who = wording.names(turn.office, officers)
    limits = f"电话报告不迟于{hour(timer.phone_due)}，书面报告不迟于{hour(timer.written_due)}"
    limits += "，此后至少每2小时续报一次，直到终报"
    post = f"{turn.person.unit or ''}{turn.person.post if turn.person.name in turn.person.post else turn.person.name}"
    turn.tell(
        [userid for userid in officers if userid != turn.person.userid],
        f"【突发事件计时】{hour(turn.now)}{post}开始计时：{limits}。请立即电话核实，情况不要发在这里。",
        lane=Lane.URGENT,
        key=f"{_key(timer)}:开始",
        subject=_key(timer),
    )
    told = (
        f"您和值班员{who}" if who and officers != [turn.person.userid] else "您（本班值班员未排班，请直接拨打值班电话）"
    )
    return Reply(
        f"已于{hour(turn.now)}开始计时：{limits}。只提醒{told}；这里只记时间，不保存事件内容。"
        "报完请回复“已电话报告”“已书面报告”“已续报”“终报”；不用了回复“停止计时”。",
        about=(_key(timer),),
    )


def command(turn: Turn, _slots: Slots) -> Reply:
    """计时, 已电话报告, 已书面报告, 续报, 终报, 停止计时; what stands behind the word is not kept."""
    text = turn.said.text
    timer = _of(turn)
    if re.search(r"停止|结束|取消|不用|终止", text) and "计时" in text:
        return _close(turn, timer, STOPPED) if timer else Reply("没有正在进行的突发事件计时。")
    if "终报" in text:
        return _close(turn, timer, CLOSED) if timer else Reply("没有正在进行的突发事件计时。")
    if re.match(r"^\W*(?:请|帮我|给我|需要|要|现在|马上|开始)*(?:重大|特大|特别重大)?\W*计时", text):
        return _start(turn, False) if timer is None else Reply(f"正在计时。{_standing(turn, timer)}")
    if timer is None:
        return Reply(f"没有正在进行的突发事件计时。突发事件请电话报区值班室{wording.phone(turn)}；要计时回复“计时”。")
    if "电话" in text:
        return _mark(turn, timer, "电话报告", phoned_at=timer.phoned_at or turn.now)
    if "书面" in text or "首报" in text:
        phoned = timer.phoned_at or turn.now
        return _mark(turn, timer, "书面报告", written_at=timer.written_at or turn.now, phoned_at=phoned)
    if "续报" in text:
        done = {"phoned_at": timer.phoned_at or turn.now, "written_at": timer.written_at or turn.now}
        return _mark(turn, timer, f"续报{timer.reports + 1}", reports=timer.reports + 1, reported_at=turn.now, **done)
    return Reply(_standing(turn, timer))


def keep_quiet(turn: Turn) -> Reply | None:
    """While a timer runs, words that mean nothing else are taken for the event: they are answered and not kept."""
    timer = _of(turn)
    if timer is None or turn.said.choice is not None or turn.said.yes is not None or len(turn.said.bare) < 2:
        return None
    if _PICTURES.search(turn.said.text):
        return Reply(f"请通过值班信息渠道报送，不要发群。值班室电话{wording.phone(turn)}。")
    if timer.started_at + timedelta(hours=2) < turn.now or turn.person.userid != timer.reporter:
        return None
    return Reply(
        f"如是突发事件情况，请电话报区值班室{wording.phone(turn)}，这里不接收也没有保存。{_standing(turn, timer)}"
    )


def remind(desk: Desk, reminder: Reminder) -> None:
    """What is owed now, to the reporter and to who is on duty; then the next."""
    row = desk.tx.execute(select(emergency_timer).where(emergency_timer.c.id == reminder.data["id"])).first()
    if row is None or row.state != OPEN:
        return
    timer = _timer(row)
    shift = store.at(desk.tx, desk.now)
    people = [timer.reporter, *(shift.officers if shift else timer.officers)]
    text = f"【突发事件计时】{_owed(desk, timer)}区值班室{wording.phone(desk)}。"
    key = f"{_key(timer)}:{reminder.due_at:%d%H%M}"
    desk.tell(people, text, lane=Lane.URGENT, key=key, subject=_key(timer), expires_at=desk.now + rules.AGAIN)
    _plan(desk, timer)


def _owed(desk: Desk, timer: Timer) -> str:
    if timer.phoned_at is None and timer.written_at is None and desk.now < timer.written_due:
        late = "已到" if desk.now >= timer.phone_due else "快到"
        return f"电话报告时限{late}（{hour(timer.phone_due)}），请立即电话报告，报后回复“已电话报告”。"
    if timer.written_at is None and desk.now < timer.next_report:
        late = "已到" if desk.now >= timer.written_due else "快到"
        return f"书面报告时限{late}（{hour(timer.written_due)}），请通过值班信息渠道报送，报后回复“已书面报告”。"
    return f"请报续报{timer.reports + 1}（至少每2小时一次），报后回复“已续报”；处置完毕回复“终报”。"


def _standing(desk: Desk, timer: Timer) -> str:
    def state(name: str, due: datetime, done: datetime | None) -> str:
        return f"{name}{f'已于{hour(done)}完成' if done else f'不迟于{hour(due)}'}"

    parts = [
        state("电话报告", timer.phone_due, timer.phoned_at),
        state("书面报告", timer.written_due, timer.written_at),
        f"续报{timer.reports + 1}不迟于{moment(timer.next_report)}",
    ]
    return "；".join(parts) + "。"


def _mark(turn: Turn, timer: Timer, what: str, **values: Any) -> Reply:
    _set(turn, timer, **values)
    timer = _get(turn, timer.id)
    _plan(turn, timer)
    turn.note(what, _key(timer))
    more = "（只记时间，内容没有保存）" if len(turn.said.bare) > 10 else ""
    return Reply(
        f"已记{what}时间{hour(turn.now)}{more}。{_standing(turn, timer)}处置完毕回复“终报”。", about=(_key(timer),)
    )


def _close(turn: Turn, timer: Timer, state: str) -> Reply:
    _set(turn, timer, state=state)
    turn.unplan(NAME, _key(timer))
    turn.note(f"突发事件计时{state}", _key(timer))
    others = {timer.reporter, *timer.officers} - {turn.person.userid}
    did = "已报终报" if state == CLOSED else "停止计时"
    text = f"【突发事件计时】{turn.person.name}于{hour(turn.now)}{did}，不再提醒。"
    turn.tell(sorted(others), text, lane=Lane.URGENT, key=f"{_key(timer)}:结束", subject=_key(timer))
    done = "已记终报时间" if state == CLOSED else "已停止计时"
    return Reply(f"{done}（{hour(turn.now)}），不再提醒。")


def _of(turn: Turn) -> Timer | None:
    """The newest running timer that this person started or is on duty for."""
    shift = store.at(turn.tx, turn.now)
    on_duty = shift is not None and turn.person.userid in shift.officers
    query = select(emergency_timer).where(emergency_timer.c.state == OPEN).order_by(emergency_timer.c.id.desc())
    found = [_timer(row) for row in turn.tx.execute(query)]
    own = [one for one in found if one.reporter == turn.person.userid]
    others = [one for one in found if on_duty or turn.person.userid in one.officers]
    return next(iter([*own, *others]), None)


def _plan(desk: Desk, timer: Timer) -> None:
    at = rules.next_push(timer, desk.now)
    desk.plan(NAME, TIMER, _key(timer), timer.reporter, at, {"id": timer.id})


def _key(timer: Timer) -> str:
    return f"emergency:{timer.id}"


def _get(desk: Desk, timer: int) -> Timer:
    return _timer(desk.tx.execute(select(emergency_timer).where(emergency_timer.c.id == timer)).one())


def _set(desk: Desk, timer: Timer, **values: Any) -> None:
    table = emergency_timer
    more = {"updated_at": desk.now, "version": table.c.version + 1}
    desk.tx.execute(update(table).where(table.c.id == timer.id).values(**values, **more))


def _timer(row: Row[Any]) -> Timer:
    return Timer(
        *(row.id, row.reporter, tuple(row.officers), row.started_at, row.phone_due, row.written_due),
        *(row.phoned_at, row.written_at, row.reports, row.reported_at),
    )
