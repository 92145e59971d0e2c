"""我的提醒: the list, and what a person no longer wants of it (domain.md 7.4)."""

import re
from typing import Any

from sqlalchemy import Row, select, update

from handlers.line import Reply, Slots
from handlers.personal import rules
from handlers.personal.tables import personal_reminder
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import moment

NAME = "personal"
WAITING, DONE, CANCELLED = "待提醒", "已提醒", "已取消"
_NUMBER = re.compile(r"(?:提醒|第)\s*(\d{1,3})|(\d{1,3})\s*号?(?:提醒)?")
_NTH = re.compile(
    r"^\W*(?:把)?第(?P<n>[一二三四五六七八九十]|\d{1,2})[个条项](?:提醒)?(?:就|也|先)?(?:不要|不用|取消|删|去掉|划掉)"
)
_NUMBERS = re.compile(
    r"^\W*(?:取消|删除?掉?|去掉|不要)\s*(?:提醒)?(?P<all>\d{1,3}(?:\s*[、和,，及]\s*(?:提醒)?\d{1,3})*)\W*$"
)
_DIGITS = "零一二三四五六七八九十"


def listed(turn: Turn, _slots: Slots) -> Reply:
    """我的提醒."""
    mine = waiting(turn)
    if not mine:
        return Reply("您现在没有待办提醒。要设请说“提醒我明天上午9点交材料”。")
    lines = [f"提醒{row.no}：{_when(row)} {row.text}" for row in mine]
    return Reply(
        "\n".join(("您的提醒：", *lines, "取消请回复“取消提醒”加号数。")), about=tuple(key(row.id) for row in mine)
    )


def cancel(turn: Turn, _slots: Slots) -> Reply:
    """取消提醒2; 不用提醒我交材料了; the last one that was spoken of; all."""
    mine = waiting(turn)
    found = _meant(turn, mine)
    if not mine or found == []:
        return Reply("没有找到这条提醒。回复“我的提醒”查看。")
    if found is None:
        return Reply(
            "\n".join(
                ("要取消哪一条？请回复“取消提醒”加号数：", *(f"提醒{row.no}：{_when(row)} {row.text}" for row in mine))
            )
        )
    return _cancelled(turn, found)


def claim(turn: Turn) -> Reply | None:
    """第二个不要了, 删掉3和5, of the list that was just shown."""
    found, numbers = _NTH.match(turn.said.text), _NUMBERS.match(turn.said.text)
    if not (found or numbers) or not turn.about or not turn.about[0].startswith("remind:"):
        return None
    if found is None:
        named = {int(number) for number in re.findall(r"\d+", turn.said.text)}
        meant = [row for row in waiting(turn) if row.no in named]
        return _cancelled(turn, meant) if meant else Reply("没有找到这条提醒。回复“我的提醒”查看。")
    at, mine = int(found["n"]) if found["n"].isdigit() else _DIGITS.index(found["n"]), waiting(turn)
    if not 0 < at <= len(mine):
        return Reply(f"您现在有{len(mine)}条提醒。回复“我的提醒”查看。")
    return _cancelled(turn, [mine[at - 1]])


def _cancelled(turn: Turn, found: list[Row[Any]]) -> Reply:
    for row in found:
        put(turn, row.id, state=CANCELLED)
        turn.unplan(NAME, key(row.id))
        turn.note("取消个人提醒", key(row.id))
    return Reply(f"已取消：{'、'.join(f'提醒{row.no}（{row.text}）' for row in found)}。")


def _meant(turn: Turn, mine: list[Row[Any]]) -> list[Row[Any]] | None:
    text = turn.said.text
    if re.search(r"所有|全部|都", text):
        return mine
    number = _NUMBER.search(text)
    if number:
        return [row for row in mine if row.no == int(number[1] or number[2])]
    words = rules.subject(re.sub(r"取消|不用|不要|别|删除?掉?|了|再|那个|这个|提醒", "", text), [])
    if len(words) > 1:
        return [row for row in mine if words in row.text or row.text in words]
    lately = turn.lately("remind")
    same = [row for row in mine if lately and row.id == int(lately)]
    return same or (mine if len(mine) == 1 else None)


def waiting(turn: Turn) -> list[Row[Any]]:
    """What is still to be said to the person, in the order of the list."""
    table = personal_reminder
    query = select(table).where(table.c.userid == turn.person.userid, table.c.state == WAITING)
    return list(turn.tx.execute(query.order_by(table.c.due_at, table.c.id)))


def _when(row: Row[Any]) -> str:
    return rules.words(row.rrule, row.holiday or rules.ALWAYS) if row.rrule else moment(row.due_at)


def put(desk: Desk, reminder: int, **values: Any) -> None:
    """Write fields of a reminder."""
    more = {"updated_at": desk.now, "version": personal_reminder.c.version + 1}
    desk.tx.execute(update(personal_reminder).where(personal_reminder.c.id == reminder).values(**values, **more))


def key(reminder: int) -> str:
    """How a reminder is named in audit and conversation: remind:3."""
    return f"remind:{reminder}"
