"""投诉建议: a number, an owner, an answer within three workdays (domain.md 7.9, 9.6 no. 23)."""

import re
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, insert, select, update

from handlers.line import Reply, Slots
from handlers.personal.listing import NAME
from handlers.personal.tables import SUGGESTION_LENGTH, suggestion
from handlers.policy import NOT_FOUND
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from scheduler.wording import deadline
from storage.office import Office, Person, Role
from storage.outbox import Lane
from storage.reminders import Reminder

DUE = "suggestion_due"
WORKDAYS = 3
MORNING = time(9)
_LEAD = re.compile(
    r"^\W*(?:我|你们?)?(?:想|要|来|给你们?)?(?:投诉建议|提?(?:个|一个|点|条|几条|一点)?(?:建议|意见)|投诉|反馈(?:个|一个)?(?:问题|意见)|吐槽)[：:，,\s]*"
)
_ANSWER = re.compile(
    r"^\W*(?:答复|回复)?(?:投诉)?建议\s*(?:第)?(\d+)号?\s*(?:的?答复|的?回复|答复如下)?[：:，,\s]+(.+)$", re.S
)


def suggest(turn: Turn, slots: Slots) -> Reply:
    """Keep it and lay it before the one who answers."""
    text, year = str(slots["text"])[:SUGGESTION_LENGTH], turn.here.year
    owner, seq = owners(turn.office)[0], turn.number("建议", year)
    due = OfficeHours(turn.calendar, turn.office.hours).closing_of(
        turn.calendar.add_workdays(turn.here.date(), WORKDAYS)
    )
    values = {"year": year, "seq": seq, "text": text, "owner": owner, "due_at": due, "created_by": turn.actor}
    query = insert(suggestion).values(**values, created_at=turn.now, updated_at=turn.now).returning(suggestion.c.id)
    found = turn.tx.execute(query).scalar_one()
    told = list(dict.fromkeys([owner, *(person.userid for person in turn.office.people_with(Role.SYSADMIN))]))
    words = f"【建议{seq}】{turn.person.name}：{text}\n请于{deadline(due)}前答复，回复“答复建议{seq}：……”。"
    turn.tell(told, words, lane=Lane.ROUTINE, key=f"suggestion:{found}", subject=f"suggestion:{found}")
    turn.plan(NAME, DUE, f"suggestion:{found}", owner, _morning(turn, local(due)))
    turn.note("投诉建议", f"suggestion:{found}")
    return Reply(f"已记录您的建议，3个工作日内由办公室回复。编号：建议{seq}，{deadline(due)}前答复您本人。")


def owners(office: Office) -> list[str]:
    """Who owes the answer: the director, else a deputy, else the administrator."""
    people = [*office.people_with(Role.DIRECTOR), *office.people_with(Role.DEPUTY), *office.people_with(Role.SYSADMIN)]
    return [person.userid for person in people]


def may_answer(person: Person) -> bool:
    """The director, a deputy, the administrator."""
    return any(person.has(role) for role in (Role.DIRECTOR, Role.DEPUTY, Role.SYSADMIN))


def answer(turn: Turn, _slots: Slots) -> Reply:
    """答复建议3：…"""
    if not may_answer(turn.person):
        return Reply(NOT_FOUND)
    found = _ANSWER.match(turn.said.text)
    row = _by_seq(turn, int(found[1])) if found else None
    if found is None:
        return Reply("请写编号和答复内容，例如“答复建议3：已采纳，下月上线”。")
    if row is None:
        return Reply(f"没有查到建议{found[1]}。回复“待答复建议”查看。")
    text = found[2].strip()[:SUGGESTION_LENGTH]
    values = {"answer": text, "answered_by": turn.actor, "answered_at": turn.now, "updated_at": turn.now}
    turn.tx.execute(update(suggestion).where(suggestion.c.id == row.id).values(**values, version=row.version + 1))
    turn.unplan(NAME, f"suggestion:{row.id}")
    turn.note("答复建议", f"suggestion:{row.id}")
    again = "（更正）" if row.answered_at else ""
    words = f"【建议答复】您的建议{row.seq}（{_short(row.text)}）{again}：{text}\n如仍有意见，请回复“建议+内容”。"
    turn.tell(row.created_by, words, lane=Lane.TIMELY, key=f"suggestion:{row.id}:{turn.request_id}", origin=turn.actor)
    asker = turn.office.person(row.created_by)
    return Reply(f"已答复{asker.name if asker else '提出人'}：建议{row.seq}。")


def listed(turn: Turn, _slots: Slots) -> Reply:
    """待答复建议 for those who answer; everybody else sees his own."""
    if may_answer(turn.person) and "我的" not in turn.said.text:
        rows = turn.tx.execute(
            select(suggestion).where(suggestion.c.answered_at.is_(None)).order_by(suggestion.c.id)
        ).all()
        lines = [f"建议{row.seq}（{deadline(row.due_at)}前）：{_short(row.text)}" for row in rows]
        return Reply("\n".join(("待答复建议：", *lines)) if lines else "没有待答复的建议。")
    query = (
        select(suggestion)
        .where(suggestion.c.created_by == turn.person.userid)
        .order_by(suggestion.c.id.desc())
        .limit(5)
    )
    lines = [
        f"建议{row.seq}（{_short(row.text)}）：{row.answer or f'{deadline(row.due_at)}前答复'}"
        for row in turn.tx.execute(query)
    ]
    return Reply("\n".join(lines) if lines else "您还没有提过建议。要提请回复“建议+内容”。")


def remind(desk: Desk, reminder: Reminder) -> None:
    """On the day it is due, and each workday after, until it is answered."""
    row = desk.tx.execute(select(suggestion).where(suggestion.c.id == int(reminder.object.rpartition(":")[2]))).first()
    if row is None or row.answered_at is not None:
        return
    late = (
        "已超过答复时限" if desk.here.date() > local(row.due_at).date() else f"今天{deadline(row.due_at)[-5:]}前须答复"
    )
    text = f"【建议{row.seq}】{late}：{_short(row.text)}。请回复“答复建议{row.seq}：……”。"
    key = f"{reminder.object}:{desk.here:%m%d}"
    desk.tell(reminder.recipient, text, lane=Lane.ROUTINE, key=key, subject=reminder.object)
    next_ = datetime.combine(desk.calendar.next_workday(desk.here.date()), MORNING, SHANGHAI)
    desk.plan(NAME, DUE, reminder.object, reminder.recipient, next_)


def _morning(desk: Desk, due: datetime) -> datetime:
    return datetime.combine(due.date(), MORNING, SHANGHAI)


def _by_seq(turn: Turn, seq: int) -> Row[Any] | None:
    query = select(suggestion).where(suggestion.c.seq == seq).order_by(suggestion.c.year.desc())
    return turn.tx.execute(query).first()


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"


def text_slot(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The suggestion without the words that announce it; 希望… stays whole."""
    rest = said.bare if asked else _LEAD.sub("", said.text).strip(" \t\n，,。：:")
    return rest if len(rest) > 1 else None
