"""外出报备: from when to when, and who acts; the place and the reason are not kept (domain.md 6.5)."""

import re
from datetime import datetime, time, timedelta

from handlers.contacts import away_amending, store
from handlers.contacts.away_times import span_of, span_words
from handlers.contacts.changing import NAME
from handlers.duty import store as duty
from handlers.duty import wording as duty_wording
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND, Area, Right, may
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.wording import day as day_words
from storage.changes import Change
from storage.office import Person, Role
from storage.outbox import Lane

ACTING = "away_acting"
EARLY = timedelta(days=1)
_BEFORE_ACTING = re.compile(r"(?:由|请|委托|让|授权|代理人|代行人?|主持(?:工作)?(?:人|的是)?|是)[：:是为]?\s*$")
_AFTER_ACTING = re.compile(r"^(?:同志)?(?:代|主持|负责|牵头|临时|顶|值|坐镇|在家)")
_BACK = re.compile(r"销假|回来了|已?返(?:回|岗)|到岗|提前回|取消|撤回")
_ALL_ALLOWED = (Role.DIRECTOR, Role.DEPUTY, Role.SECRETARY_CHIEF, Role.CLERK)


def report(turn: Turn, slots: Slots) -> Reply:
    """外出报备：9月23日至25日，由周志强代."""
    if _BACK.search(turn.said.text) and not turn.said.times:
        return back(turn, slots)
    subject, acting = people_of(turn)
    if subject is None:
        return Reply(NOT_FOUND)
    span = span_of(slots)
    right = away_amending.put_right(turn, subject, span, acting)
    if right is not None:
        return _write(turn, subject, *right)
    if span is None:
        return Reply("请写明起止时间，可写到半天，例如“外出报备 9月23日下午至25日，由周志强代”。")
    start, end = span
    if end <= turn.now:
        return Reply("这段时间已经过去，不用报备了。")
    acting = acting or store.entry(turn.tx, turn.office, subject).backup
    data = {"person": subject.userid, "start": start.isoformat(), "end": end.isoformat()}
    if acting is None:
        whom = "您" if subject.userid == turn.person.userid else subject.address
        return Reply(f"{whom}外出期间由谁主持（代行）？请写姓名。", then=ACTING, data=data, free=True)
    return _write(turn, subject, start, end, acting)


def early(turn: Turn, slots: Slots) -> Reply | None:
    """改由江涛代 names no time: that of the report stays."""
    return report(turn, slots) if away_amending.meant(turn) else None


def acting_named(turn: Turn, answer: Answer) -> Reply:
    """Who acts, when it was not said."""
    people = [one.person for one in turn.said.people if one.person is not None]
    subject = turn.office.person(answer.data["person"])
    if subject is None:
        return Reply(NOT_FOUND)
    if not people:
        text = "请写人员名单里的姓名，例如“周志强”；不报了回复“取消”。"
        return Reply(text, then=ACTING, data=dict(answer.data), free=True)
    start, end = (datetime.fromisoformat(answer.data[name]) for name in ("start", "end"))
    return _write(turn, subject, start, end, people[-1])


def _write(turn: Turn, subject: Person, start: datetime, end: datetime, acting: Person) -> Reply:
    if acting.userid == subject.userid:
        return Reply("代行人不能是外出的本人，请另定一位。没有登记。")
    if store.overlapping(turn.tx, acting.userid, start, end):
        return Reply(f"{acting.name}这段时间也已报备外出，请另定代行人。没有登记。")
    old = store.overlapping(turn.tx, subject.userid, start, end)
    for row in old:
        store.change(turn, row.id, state=store.CANCELLED)
        if row.acting != acting.userid:
            text = (
                f"【外出报备】{_called(subject)}{span_words(row.starts_at, row.ends_at)}外出改由{_called(acting)}代行。"
            )
            turn.tell(row.acting, text, lane=Lane.TIMELY, key=f"absence:{row.id}:改代行")
    found = store.report(turn, subject.userid, start, end, acting.userid)
    behalf = subject.userid if subject.userid != turn.person.userid else None
    after = {"from": start.isoformat(), "to": end.isoformat(), "acting": acting.userid}
    turn.note("外出报备", f"absence:{found}", after=after, acting_for=behalf)
    turn.undoable(NAME, "away", f"absence:{found}", {"id": found, "old": [row.id for row in old]})
    name = _called(subject)
    text = f"【外出报备】{span_words(start, end)}{name}外出，其间由您代行。这段时间找{name}的事项会提示来人找您。"
    turn.tell(acting.userid, text, lane=Lane.TIMELY, key=f"absence:{found}:代行")
    whose = "" if behalf is None else f"{name}（{turn.person.name}代报）"
    lines = [f"已报备：{whose}{span_words(start, end)}外出，由{_called(acting)}代行。"]
    lines[0] += ("（替换原报备）" if old else "") + "去向和事由不记录。"
    notes = (_late(turn, subject, start), _both(turn, subject, start, end), _on_duty(turn, subject, start, end))
    lines += [note for note in notes if note]
    return Reply("\n".join([*lines, "提前返回请回复“销假”，有误回复“撤销”。"]), about=(f"absence:{found}",))


def _called(person: Person) -> str:
    """周书记, 吴洋."""
    return person.address if person.has(Role.LEADER) else person.name


def _late(turn: Turn, subject: Person, start: datetime) -> str:
    if start - turn.now >= EARLY or not (subject.has(Role.LEADER) or subject.has(Role.UNIT_HEAD)):
        return ""
    return f"主要负责同志外出一般提前1至3天报备；时间较紧，请同时电话报值班室{turn.office.phones.duty}。"


def _both(turn: Turn, subject: Person, start: datetime, end: datetime) -> str:
    """No. 1 and No. 2 are not away together without an explanation (6.5)."""
    principals = turn.office.leaders[:2]
    others = [one for one in principals if subject in principals and one.userid != subject.userid]
    if any(store.overlapping(turn.tx, one.userid, start, end) for one in others):
        return "党政主要负责同志一般不同时外出，另一位这段时间已报备外出，请向上级另作说明。"
    return ""


def _on_duty(turn: Turn, subject: Person, start: datetime, end: datetime) -> str:
    """A shift in that time must be swapped first: nobody is on duty from elsewhere (6.2)."""
    shifts = [
        one
        for one in duty.of_person(turn.tx, subject.userid, turn.now)
        if one.starts < end and start < one.ends and subject.userid in one.people
    ]
    if not shifts:
        return ""
    whose = "您" if subject.userid == turn.person.userid else _called(subject)
    listed = "、".join(duty_wording.title(one) for one in shifts)
    return f"其间{whose}有值班：{listed}，请先找好替班人，说“换班 日期 找某某替”。"


def back(turn: Turn, _slots: Slots) -> Reply:
    """销假: back earlier, or not gone at all."""
    subject = people_of(turn)[0] or turn.person
    row = store.away_at(turn.tx, subject.userid, turn.now)
    since = next((one.start for one in turn.said.times if one.start and one.start > turn.now), None)
    if since is not None:
        return _back_on(turn, subject, since)
    if row is not None:
        store.change(turn, row.id, state=store.BACK, ends_at=turn.now)
    else:
        ahead = store.overlapping(turn.tx, subject.userid, turn.now, turn.now + timedelta(days=90))
        if not ahead:
            return Reply("没有在外或待外出的报备。")
        row = ahead[0]
        store.change(turn, row.id, state=store.CANCELLED)
    turn.note("销假", f"absence:{row.id}")
    text = f"【外出报备】{subject.name}已返岗（或取消外出），不再由您代行。"
    turn.tell(row.acting, text, lane=Lane.TIMELY, key=f"absence:{row.id}:销假")
    return Reply(
        "已销假，相关事项仍找您本人。" if subject.userid == turn.person.userid else f"已为{subject.address}销假。"
    )


def _back_on(turn: Turn, subject: Person, since: datetime) -> Reply:
    """书记提前回来，24号就在: the report ends when he is back."""
    found = store.overlapping(turn.tx, subject.userid, turn.now, turn.now + timedelta(days=90))
    row = next((one for one in found if one.starts_at < since < one.ends_at), None)
    if row is None:
        return Reply("没有跨这一天的外出报备，未作改动。")
    store.change(turn, row.id, ends_at=since)
    turn.note("销假", f"absence:{row.id}", after={"to": since.isoformat()})
    words = span_words(row.starts_at, since)
    text = f"【外出报备】{_called(subject)}提前返回，外出改为{words}，此后不再由您代行。"
    turn.tell(row.acting, text, lane=Lane.TIMELY, key=f"absence:{row.id}:提前:{since.isoformat()}")
    return Reply(f"已更新：{_called(subject)}外出改为{words}，此后事项仍找本人。", about=(f"absence:{row.id}",))


def who(turn: Turn, _slots: Slots) -> Reply:
    """今天谁外出: only within the office, leaders only for those who keep their diaries (6.3, 6.5)."""
    if not (may(turn.person, Right.READ_ALL, Area.DUTY) or turn.person.unit == turn.office.own.short):
        return Reply(NOT_FOUND)
    when = next((one for one in turn.said.times if one.start), None)
    day = local(when.start).date() if when and when.start else turn.here.date()
    start = datetime.combine(day, time(), SHANGHAI)
    sees_leaders = any(turn.person.has(role) for role in _ALL_ALLOWED)
    lines = []
    for row in store.away_between(turn.tx, start, start + timedelta(days=1)):
        person, acting = turn.office.person(row.userid), turn.office.person(row.acting)
        if person and acting and (sees_leaders or not person.has(Role.LEADER)):
            lines.append(f"{_called(person)}（{span_words(row.starts_at, row.ends_at)}），由{_called(acting)}代")
    return Reply("\n".join([f"{day_words(day)}已报备外出：", *lines]) if lines else f"{day_words(day)}没有外出报备。")


def acting_words(turn: Turn, person: Person, start: datetime, end: datetime) -> list[str]:
    """Who acts for somebody who is away between two instants; neither where to nor why (6.5)."""
    rows = store.overlapping(turn.tx, person.userid, start, end)
    named = [(row, turn.office.person(row.acting)) for row in rows]
    return [
        f"{span_words(row.starts_at, row.ends_at)}已报备外出，由{_called(acting)}代行。"
        for row, acting in named
        if acting
    ]


def undo(turn: Turn, change: Change) -> Reply:
    """The report is cancelled, and one that it replaced holds again."""
    store.change(turn, change.data["id"], state=store.CANCELLED)
    for old in change.data["old"]:
        store.change(turn, old, state=store.AWAY)
    turn.note("撤销外出报备", f"absence:{change.data['id']}")
    row = store.by_id(turn.tx, change.data["id"])
    subject = turn.office.person(row.userid)
    if subject is not None:
        standing = [store.by_id(turn.tx, old) for old in change.data["old"]]
        for one in standing:
            words = f"{_called(subject)}外出恢复为{span_words(one.starts_at, one.ends_at)}，由您代行。"
            turn.tell(one.acting, f"【外出报备】{words}", lane=Lane.TIMELY, key=f"absence:{row.id}:恢复:{one.id}")
        words = f"{_called(subject)}{span_words(row.starts_at, row.ends_at)}的外出报备已撤销，不再由您代行。"
        gone = [row.acting] if row.acting not in {one.acting for one in standing} else []
        turn.tell(gone, f"【外出报备】{words}", lane=Lane.TIMELY, key=f"absence:{row.id}:撤销")
    return Reply("已撤销：外出报备取消" + ("，原来的报备恢复有效。" if change.data["old"] else "。"))


def people_of(turn: Turn) -> tuple[Person | None, Person | None]:
    """Who is away and who acts. Others than oneself only by a leader's 联络员, the unit, or 行政科; else nobody."""
    acting: Person | None = None
    others: list[Person] = []
    for one in turn.said.people:
        if one.person is None:
            continue
        before, after = turn.said.text[: one.span[0]], turn.said.text[one.span[1] :]
        if _BEFORE_ACTING.search(before) or _AFTER_ACTING.match(after):
            acting = one.person
        else:
            others.append(one.person)
    subject = others[0] if others else turn.person
    if acting is None and len(others) > 1:
        acting = others[-1]
    if subject.userid != turn.person.userid and not _may_report(turn.person, subject):
        if acting is None and len(others) == 1:
            return turn.person, subject
        return None, acting
    return subject, acting


def _may_report(person: Person, subject: Person) -> bool:
    if person.serves == subject.userid:
        return True
    if subject.has(Role.LEADER):
        return False
    same = person.unit == subject.unit and may(person, Right.WRITE_OWN, Area.DUTY)
    return same or may(person, Right.WRITE, Area.DUTY)
