"""上报 and 采用: what became of pieces above (domain.md 5.2, 5.5; F04-F06)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from handlers.bulletins import pieces, queries, upward
from handlers.bulletins.desks import LINE, chiefs, editors
from handlers.bulletins.pieces import Piece
from handlers.bulletins.tables import info_adoption, info_submission
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from storage.changes import Change

ASK = "是哪一篇？请写标题、编号或期号条次，如“《稳就业八条措施》”“第231期第1条”。"


def adopt(turn: Turn, slots: Slots) -> Reply:
    """市委办采用：《……》，单篇，9月18日."""
    found = pieces.find(turn, str(slots["words"]))
    if not found:
        return Reply(f"采用的{ASK}", free=True, then="adopted_piece", data=dict(slots))
    return _adopt(turn, found, slots)


def adopted_piece(turn: Turn, answer: Answer) -> Reply:
    found = pieces.as_title(turn, answer.said.text)
    if not found:
        return Reply(f"没有认出来。{ASK}", free=True, then="adopted_piece", data=dict(answer.data))
    return _adopt(turn, found, answer.data)


def _adopt(turn: Turn, found: Sequence[Piece], slots: Any) -> Reply:
    organ, kind, on = str(slots["organ"]), str(slots["adopted_as"]), _day(turn, slots)
    if on > turn.here.date():
        return Reply("采用日期在今天之后，没有登记，请核对后重说。")
    queries.hold(turn.tx)
    lines, added = [], []
    for piece in found:
        table = info_adoption.c
        same = (table.piece == piece.key, table.organ == organ)
        known = turn.tx.execute(select(info_adoption).where(*same).order_by(table.on)).first()
        if known is not None:
            lines.append(
                f"《{piece.title}》{_date(known.on)}已登记过{organ}采用（{known.kind}），同一篇只计一次，未重复登记。"
            )
            continue
        values = {"piece": piece.key, "title": piece.title, "item": piece.item, "organ": organ, "kind": kind, "on": on}
        row = queries.add(turn.tx, info_adoption, turn.person.userid, turn.now, **values)
        turn.note("adoption", f"adoption:{row}", after={"organ": organ, "kind": kind, "on": on.isoformat()})
        added.append(row)
        text = f"{organ}采用：{_quoted(piece.title)}（{kind}），{_date(on)}。"
        lines.append(text)
        _tell(turn, piece, text, row)
    if added:
        turn.undoable(LINE, "adoption", f"adoption:{added[0]}", {"ids": added})
        lines.append("已登记采用，按采用日期计数；如有误可回复“撤销”。")
    keys = tuple(piece.key for piece in found if piece.item)
    return Reply("\n".join(lines), about=keys)


def _tell(turn: Turn, piece: Piece, text: str, row: int, kind: str = "采用") -> None:
    """The section hears it (template 16), and whoever sent the piece in."""
    people = {person.userid for person in (*editors(turn), *chiefs(turn))}
    item = queries.item(turn.tx, piece.item) if piece.item else None
    if item is not None:
        people.add(item.created_by)
    people.discard(turn.person.userid)
    turn.tell(sorted(people), text, key=f"adoption:{row}:{kind}", subject=piece.key[:100])


def send_up(turn: Turn, slots: Slots) -> Reply:
    """上报市委办、省委办：第231期第1条."""
    found = pieces.find(turn, str(slots["words"]))
    if not found:
        return Reply(f"上报的{ASK}", free=True, then="sent_piece", data=dict(slots))
    return _send_up(turn, found, slots)


def sent_piece(turn: Turn, answer: Answer) -> Reply:
    found = pieces.as_title(turn, answer.said.text)
    if not found:
        return Reply(f"没有认出来。{ASK}", free=True, then="sent_piece", data=dict(answer.data))
    return _send_up(turn, found, answer.data)


def _send_up(turn: Turn, found: Sequence[Piece], slots: Any) -> Reply:
    queries.hold(turn.tx)
    on, lines, added = _day(turn, slots), [], []
    if on > turn.here.date():
        return Reply("上报日期在今天之后，没有登记，请核对后重说。")
    for piece in found:
        earlier = _sent(turn.tx, piece.key)
        fresh = [organ for organ in slots["organs"] if organ not in {row.organ for row in earlier}]
        for row in earlier:
            if row.organ in slots["organs"]:
                again = update(info_submission).where(info_submission.c.id == row.id)
                turn.tx.execute(again.values(again=row.again + 1, updated_at=turn.now, version=row.version + 1))
        for organ in fresh:
            values = {"piece": piece.key, "title": piece.title, "item": piece.item, "organ": organ}
            more = {"level": upward.level(organ)[:2], "on": on}
            row_id = queries.add(turn.tx, info_submission, turn.person.userid, turn.now, **values, **more)
            turn.note("submit_up", f"submission:{row_id}", after={"organ": organ, "on": on.isoformat()})
            added.append(row_id)
        counts = "此前已上报，补报不重复计数" if earlier else "计1篇"
        lines.append(f"已登记上报：{_quoted(piece.title)}→{'、'.join(slots['organs'])}，{_date(on)}，{counts}。")
    if added:
        turn.undoable(LINE, "submission", f"submission:{added[0]}", {"ids": added})
    return Reply("\n".join(lines), about=tuple(piece.key for piece in found if piece.item))


def _sent(tx: Connection, piece: str) -> list[Row[Any]]:
    return list(tx.execute(select(info_submission).where(info_submission.c.piece == piece)))


def undo_adoption(turn: Turn, change: Change) -> Reply:
    of = info_adoption.c
    for row in turn.tx.execute(select(info_adoption).where(of.id.in_(change.data["ids"]))).all():
        piece = Piece(row.piece, row.title, row.item)
        _tell(turn, piece, f"【更正】{row.organ}采用{_quoted(row.title)}系误登，已撤销。", row.id, "撤销")
    turn.tx.execute(info_adoption.delete().where(of.id.in_(change.data["ids"])))
    turn.note("undo_adoption", change.object)
    return Reply("已撤销：采用登记作废。")


def undo_submission(turn: Turn, change: Change) -> Reply:
    turn.tx.execute(info_submission.delete().where(info_submission.c.id.in_(change.data["ids"])))
    turn.note("undo_submission", change.object)
    return Reply("已撤销：上报登记作废。")


def _day(turn: Turn, slots: Any) -> date:
    return date.fromisoformat(slots["on"]) if slots.get("on") else turn.here.date()


def _date(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _quoted(title: str) -> str:
    return title if title.startswith("《") else f"《{title}》"
