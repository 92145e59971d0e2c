"""岗位移交: the open work is shown to both, and the successor accepts it (domain.md 6.4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from handlers.contacts import open_work
from handlers.contacts.open_work import Item, Source
from handlers.contacts.tables import post_transfer
from handlers.line import Answer, Press, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.wording import moment
from storage.messages import Button, Card
from storage.office import Person, Role
from storage.outbox import Lane
from storage.payload import Payload

ASKED, TAKEN, DECLINED = "待接收", "已接收", "未接收"
CONFIRM = "transfer_confirm"
SHOWN = 6
_OTHERS = (Role.SYSADMIN, Role.LOGISTICS, Role.SECRETARY_CHIEF, Role.DIRECTOR)


class TransferAnswer(Payload, prefix="post-take"):
    """接收 or 不接收 of the successor."""

    transfer: int
    accept: bool


def ask(turn: Turn, _slots: Slots) -> Reply:
    """岗位移交给吴洋: the list first, to the one who gives."""
    people = [one.person for one in turn.said.people if one.person is not None]
    if not people:
        return Reply(
            "岗位移交给谁？请写人员名单里的姓名，例如“我的岗位移交给吴洋”。接任同志还不在名单里的，请先联系行政科登记。"
        )
    taker, giver = people[-1], people[0] if len(people) > 1 else turn.person
    if giver.userid == taker.userid:
        return Reply("移交人和接收人不能是同一人。")
    if giver.userid != turn.person.userid and not any(turn.person.has(role) for role in _OTHERS):
        return Reply(NOT_FOUND)
    found = open_work.of_person(turn, giver.userid)
    if not found:
        return Reply(f"{giver.name}名下没有未办结的文件、督办或会议，不用移交。")
    fitting = [(source, items) for source, items in found if source.fits(taker)]
    text = f"{giver.name}名下未办结事项：\n{listed(found)}"
    if not fitting:
        return Reply(f"{text}\n{taker.name}没有办理这些事项的权限，请先由管理员授权或另定接收人。没有移交。")
    unfit = [source.title for source, items in found if not source.fits(taker)]
    more = f"\n其中{'、'.join(unfit)}{taker.name}没有权限，请另行移交。" if unfit else ""
    return Reply(
        f"{text}{more}\n发给{taker.name}确认接收吗？对方接收前仍由{giver.name}负责。",
        options=("发给对方", "取消"),
        then=CONFIRM,
        data={"giver": giver.userid, "taker": taker.userid},
    )


def confirmed(turn: Turn, answer: Answer) -> Reply:
    """1发给对方 2取消."""
    giver, taker = (turn.office.person(answer.data[name]) for name in ("giver", "taker"))
    if answer.index != 0 or giver is None or taker is None:
        return Reply("好的，未移交。")
    values = {"giver": giver.userid, "taker": taker.userid, "objects": [], "state": ASKED, "created_by": turn.actor}
    query = (
        insert(post_transfer).values(**values, created_at=turn.now, updated_at=turn.now).returning(post_transfer.c.id)
    )
    found = turn.tx.execute(query).scalar_one()
    turn.note("申请岗位移交", f"transfer:{found}", after={"giver": giver.userid, "taker": taker.userid})
    text = listed(open_work.of_person(turn, giver.userid))
    if len(text) > 160:
        turn.tell(
            taker.userid,
            f"【岗位移交】{giver.name}名下未办结事项：\n{text}",
            lane=Lane.TIMELY,
            key=f"transfer:{found}:清单",
        )
    turn.tell(taker.userid, _card(found, giver, text), lane=Lane.TIMELY, key=f"transfer:{found}:请接收")
    return Reply(f"已发给{taker.name}，对方接收后告诉您；接收前仍由{giver.name}负责。", about=(f"transfer:{found}",))


def _card(transfer: int, giver: Person, text: str) -> Card:
    buttons = tuple(
        Button(text=word, key=TransferAnswer(transfer=transfer, accept=accept).pack(), style=style)
        for word, accept, style in (("接收", True, 1), ("不接收", False, 2))
    )
    return Card(
        task_id=f"post-take-{transfer}",
        title=f"岗位移交：{giver.name}"[:36],
        desc="接收后由您催办、督办和组织，提醒随之转来",
        text=text if len(text) <= 160 else f"{text[:159]}…",
        buttons=buttons,
    )


def pressed(turn: Turn, payload: TransferAnswer, press: Press) -> Reply | None:
    """接收 or 不接收: only the successor; a late press says what was decided when."""
    row = turn.tx.execute(select(post_transfer).where(post_transfer.c.id == payload.transfer).with_for_update()).first()
    if row is None or row.taker != turn.person.userid:
        return Reply(NOT_FOUND)
    if row.state != ASKED:
        return Reply(f"这件移交已于{moment(row.decided_at)}答复：{row.state}。")
    reply = _take(turn, row) if payload.accept else _decline(turn, row)
    done = TAKEN if payload.accept else DECLINED
    giver = turn.office.person(row.giver)
    card = Card(title=f"岗位移交：{giver.name if giver else ''}"[:36], desc=f"{turn.person.name}{done}", done=done)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def _take(turn: Turn, row: Row[Any]) -> Reply:
    given: list[tuple[Source, list[Item]]] = []
    for source, items in open_work.of_person(turn, row.giver):
        if source.fits(turn.person):
            for item in items:
                source.give(turn, item, row.giver, turn.person.userid)
                turn.note("岗位移交", item.key, before={"holder": row.giver}, after={"holder": turn.person.userid})
            given.append((source, items))
    _decide(turn, row, TAKEN, [item.key for _, items in given for item in items])
    many = sum(len(items) for _, items in given)
    text = f"【岗位移交】{turn.person.name}已接收{many}项：\n{listed(given)}"
    turn.tell([row.giver, *_witnesses(turn, row)], text, lane=Lane.TIMELY, key=f"transfer:{row.id}:已接收")
    return Reply(f"已接收{many}项，今后提醒发给您：\n{listed(given)}")


def _decline(turn: Turn, row: Row[Any]) -> Reply:
    _decide(turn, row, DECLINED, [])
    text = f"【岗位移交】{turn.person.name}未接收，事项仍由原经手人负责，请另行商定。"
    turn.tell([row.giver, *_witnesses(turn, row)], text, lane=Lane.TIMELY, key=f"transfer:{row.id}:未接收")
    return Reply("已回复：未接收，事项仍由原经手人负责。")


def _witnesses(turn: Turn, row: Row[Any]) -> Sequence[str]:
    return [row.created_by] if row.created_by not in (row.giver, turn.person.userid) else []


def _decide(turn: Turn, row: Row[Any], state: str, objects: list[str]) -> None:
    values = {"state": state, "objects": objects, "decided_at": turn.now, "updated_at": turn.now}
    turn.tx.execute(update(post_transfer).where(post_transfer.c.id == row.id).values(**values, version=row.version + 1))
    turn.note("岗位移交答复", f"transfer:{row.id}", after={"state": state, "items": len(objects)})


def listed(found: Sequence[tuple[Source, list[Item]]]) -> str:
    """经手文件2件：收〔2026〕1203号、…."""
    lines = []
    for source, items in found:
        shown = "、".join(item.words for item in items[:SHOWN])
        lines.append(f"{source.title}{len(items)}项：{shown}{'等' if len(items) > SHOWN else ''}")
    return "\n".join(lines)
