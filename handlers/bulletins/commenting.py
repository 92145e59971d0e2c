"""批示 on information: leader and day, never the words; then 督办 is offered (domain.md 5.5, 7.6; F07)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from handlers.bulletins import pieces, queries, wording
from handlers.bulletins.desks import LINE, is_editor
from handlers.bulletins.elsewhere import ASK
from handlers.bulletins.pieces import Piece
from handlers.bulletins.tables import info_comment
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision.establish import Draft, propose
from handlers.supervision.sources import default_days
from handlers.supervision.terms import Source
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from storage.changes import Change
from storage.office import Person

DISTRICT = "区领导"
OFFER = ("提请督办立项", "暂不立项")


def comment(turn: Turn, slots: Slots) -> Reply:
    """周书记对231期第1条作了批示. A 联络员 does it for his own leader only, marked 代."""
    slots = dict(slots)
    if not slots.get("leaders"):
        own = turn.office.person(turn.person.serves) if turn.person.serves else None
        if own is None:
            return Reply("是哪位领导批示的？", free=True, then="commented_by", data=slots)
        slots["leaders"] = [own.userid]
    if not is_editor(turn.person) and any(who != turn.person.serves for who in slots["leaders"]):
        return Reply(NOT_FOUND)
    found = pieces.find(turn, str(slots["words"]), issues=True)
    if not found:
        return Reply(f"批示的{ASK}", free=True, then="commented_piece", data=slots)
    return _record(turn, found[0], slots)


def commented_by(turn: Turn, answer: Answer) -> Reply:
    leaders = leaders_in(answer.said.text, [(p.span, p.person) for p in answer.said.people])
    if not leaders:
        return Reply(
            "没有认出是哪位领导，请写姓名或“姓＋职务”，如“林区长”。", free=True, then="commented_by", data=answer.data
        )
    return comment(turn, {**answer.data, "leaders": leaders})


def commented_piece(turn: Turn, answer: Answer) -> Reply:
    found = pieces.as_title(turn, answer.said.text)
    if not found:
        return Reply(f"没有认出来。{ASK}", free=True, then="commented_piece", data=dict(answer.data))
    return _record(turn, found[0], answer.data)


def leaders_in(text: str, people: list[tuple[tuple[int, int], Person | None]]) -> list[str]:
    """Who commented: the people before the word 批, else those after it; leaders of other levels in words."""
    known = [(span[0], person.userid) for span, person in people if person is not None]
    at = min((n for n in (text.find(word) for word in "批圈") if n >= 0), default=len(text))
    before = [userid for start, userid in known if start < at]
    if before or known:
        return list(dict.fromkeys(before or [userid for _, userid in known]))
    return next(([f"{level}领导"] for level in "市省" if f"{level}领导" in text), [])


def _record(turn: Turn, piece: Piece, slots: Any) -> Reply:
    queries.hold(turn.tx)
    on = date.fromisoformat(slots["on"]) if slots.get("on") else turn.here.date()
    if on > turn.here.date():
        return Reply("批示日期在今天之后，没有登记，请核对后重说。")
    lines, added = [], []
    for leader in slots["leaders"]:
        name, level = _level(turn, leader)
        title = piece.title if piece.title.startswith("《") else f"《{piece.title}》"
        said = f"{name}对{title}的批示（{on.month}月{on.day}日）"
        same = (info_comment.c.piece == piece.key, info_comment.c.leader == leader, info_comment.c.on == on)
        if turn.tx.execute(select(info_comment.c.id).where(*same)).first() is not None:
            lines.append(f"{said}已登记过，同日不重复计数。")
            continue
        acting = turn.person.serves if turn.person.serves == leader else None
        values = {"piece": piece.key, "title": piece.title, "item": piece.item, "leader": leader, "level": level}
        row = queries.add(turn.tx, info_comment, turn.person.userid, turn.now, **values, on=on, acting_for=acting)
        turn.note("info_comment", f"comment:{row}", after={"leader": leader, "on": on.isoformat()}, acting_for=acting)
        added.append(row)
        counted = "计1则" if level == DISTRICT else f"{level}批示，不计入区领导批示"
        lines.append(f"已登记：{said}{f'，{turn.person.name}代' if acting else ''}，{counted}。")
    if not added:
        return Reply("\n".join(lines))
    turn.undoable(LINE, "comment", f"comment:{added[0]}", {"ids": added})
    lines.append("只记批示的领导和日期，内容不留存。是否提请督办？")
    data = {"ids": added, "title": piece.title, "unit": slots.get("unit") or piece.unit, "leader": slots["leaders"][0]}
    about = (piece.key,) if piece.item else ()
    return Reply("\n".join(lines), options=OFFER, then="comment_task", data=data, about=about)


def _level(turn: Turn, leader: str) -> tuple[str, str]:
    person = turn.office.person(leader)
    if person is None:
        return leader, leader[:3]
    return person.address, DISTRICT if turn.office.is_leader(leader) else "本办领导"


def comment_task(turn: Turn, answer: Answer) -> Reply:
    """The 督查室 decides on the proposal; nothing is handed out before."""
    if answer.index != 0:
        return Reply("好的，不提请督办，批示登记保留。")
    return _propose(turn, dict(answer.data))


def comment_unit(turn: Turn, answer: Answer) -> Reply:
    unit = next((unit.short for unit in answer.said.units if unit.short), None)
    return _propose(turn, {**answer.data, "unit": unit})


def _propose(turn: Turn, data: dict[str, Any]) -> Reply:
    if not data["unit"]:
        return Reply("请哪个单位牵头办理？请写单位简称，如“工信局”。", free=True, then="comment_unit", data=data)
    name, level = _level(turn, str(data["leader"]))
    title = str(data["title"])
    person = turn.office.person(str(data["leader"])) if level == DISTRICT else None
    last = turn.here.date() + timedelta(days=default_days(Source.INSTRUCTION))
    draft = Draft(
        title=f"落实{name}对{title if title.startswith('《') else f'信息“{title}”'}的批示",
        lead_unit=str(data["unit"]),
        basis=f"{name}批示",
        due_at=datetime.combine(last, turn.office.closing_time.end, SHANGHAI),
        due_source="本办设定",
        leader=person.name if person else None,
        source_kind=Source.INSTRUCTION.value,
    )
    task = propose(turn, draft)
    changed = update(info_comment).where(info_comment.c.id.in_(data["ids"]))
    turn.tx.execute(changed.values(task=task.id, updated_at=turn.now, version=info_comment.c.version + 1))
    unit = wording.label(str(data["unit"]), turn.office)
    return Reply(
        f"已提请督查室立项：“{draft.title}”，建议{unit}牵头，时限按本办设定{default_days(Source.INSTRUCTION)}天，批准后编号交办。",
        about=(task.key,),
    )


def undo_comment(turn: Turn, change: Change) -> Reply:
    turn.tx.execute(info_comment.delete().where(info_comment.c.id.in_(change.data["ids"])))
    turn.note("undo_comment", change.object)
    return Reply("已撤销：批示登记作废。")
