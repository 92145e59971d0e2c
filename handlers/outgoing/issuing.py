"""印制, 印发 and 分发: dates and copies, one word to every recipient, and its 签收 (domain.md 2.3, 2.4)."""

import re
from collections.abc import Sequence
from datetime import date

from handlers.line import Answer, Press, Reply, Slots
from handlers.outgoing import cards, flow, plans, refs, signing, store, wording
from handlers.outgoing import slots as read
from handlers.outgoing.addressees import members
from handlers.outgoing.cards import Receipt
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import RECEIVED, TO_RECEIVE, Act, Part, State
from handlers.outgoing.write import OUTDATED, refused, restored, write
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import day, moment
from storage.changes import Change
from storage.db import lock
from storage.outbox import Lane

_PRINT = re.compile(r"送印|付印|印制(?!完|好)|开印|交印")
_BARE = re.compile(r"^(?:已|我们|我)?签收(?:了|啦)?$|^(?:好的?[，,]?)?(?:收到|已收到)(?:了|，谢谢)?$")
SEND, CHANGE, LATER = "分发", "改名单", "暂不分发"
MOST_NAMED = 12


def issue(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """送印, or 印发 with its date and how many copies."""
    if _PRINT.search(turn.said.text) and "印发" not in turn.said.text:
        return _print(turn, doc, slots)
    stopped = refused(turn, doc, Act.ISSUE)
    if stopped is not None:
        return stopped
    copies = slots.get("copies") or doc.copies
    if copies is None:
        data = {"id": doc.id, "on": read.day(next(iter(refs.days(turn, doc)), None))}
        return Reply(f"{doc.name}印多少份？", then="copies", free=True, data=data, about=(doc.key,))
    return _issued(turn, doc, int(copies), read.day(next(iter(refs.days(turn, doc)), None)))


def copies_given(turn: Turn, answer: Answer) -> Reply:
    """How many copies."""
    copies = read.copies(answer.said, True, {})
    if not copies:
        return Reply("请写份数，例如“60份”。", then="copies", free=True, data=answer.data)
    doc = store.get(turn.tx, answer.data["id"])
    return refused(turn, doc, Act.ISSUE) or _issued(turn, doc, copies, answer.data["on"])


def _print(turn: Turn, doc: Out, slots: Slots) -> Reply:
    stopped = refused(turn, doc, Act.PRINT)
    if stopped is not None:
        return stopped
    values = {"status": flow.after(doc.state, Act.PRINT).value, "copies": slots.get("copies") or doc.copies}
    try:
        doc = write(turn, doc, values, "送印")
    except Outdated:
        return Reply(OUTDATED)
    many = f"，{doc.copies}份" if doc.copies else ""
    return Reply(f"{doc.name}已送印{many}。{wording.next_step(doc)}", about=(doc.key,))


def _issued(turn: Turn, doc: Out, copies: int, said: str | None) -> Reply:
    on = date.fromisoformat(said) if said else turn.here.date()
    if on > turn.here.date():
        return Reply(f"印发日期{day(on)}还没到，请核对。", about=(doc.key,))
    if doc.written_on is not None and on < doc.written_on:
        return Reply(f"印发日期不能早于成文日期{day(doc.written_on)}，请核对。", about=(doc.key,))
    values = {"status": flow.after(doc.state, Act.ISSUE).value, "issued_on": on, "copies": copies}
    try:
        doc = write(turn, doc, values, "印发")
    except Outdated:
        return Reply(OUTDATED)
    units = recipients(turn, doc)
    done = f"已印发：{doc.name}，{day(on)}，{copies}份。"
    if not units:
        return Reply(f"{done}收文机关不在本系统内，线下送达后回复“{wording.call(doc)}转归档”。", about=(doc.key,))
    return _ask(turn, doc, units, done)


def _ask(turn: Turn, doc: Out, units: Sequence[str], before: str) -> Reply:
    names = wording.labels(turn.office, units[:MOST_NAMED]) + (f"等{len(units)}家" if len(units) > MOST_NAMED else "")
    text = f"{before}分发并通知{names}签收吗？"
    options = (SEND, CHANGE, LATER)
    return Reply(text, options=options, then="deliver", data={"id": doc.id, "units": list(units)}, about=(doc.key,))


def recipients(turn: Turn, doc: Out) -> list[str]:
    """主送 and 抄送 as far as they are our units."""
    own = turn.office.own.short
    return [unit for unit in members(turn.office, [*doc.main_to, *doc.cc]) if unit != own]


def deliver(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """分发 to 主送 and 抄送, or to those that are named."""
    stopped = refused(turn, doc, Act.DELIVER)
    if stopped is not None:
        return stopped
    named = members(turn.office, [one.short or one.group or "" for one in turn.said.units])
    has = {one.unit for one in store.owed(turn.tx, doc.id, Part.DELIVERY)}
    units = [unit for unit in named or recipients(turn, doc) if unit not in has and unit != turn.office.own.short]
    if not units:
        if has:
            return Reply(f"{doc.name}已分发：{received(turn, doc)}。", about=(doc.key,))
        return Reply(
            f"{doc.name}的主送、抄送没有可在线签收的单位，请写明，例如“分发区应急局、各镇街”。", about=(doc.key,)
        )
    return _ask(turn, doc, units, f"{doc.name}：")


def received(turn: Turn, doc: Out) -> str:
    """共12家，已签收9家；未签收：……."""
    return wording.received(turn.office, store.owed(turn.tx, doc.id, Part.DELIVERY))


def deliver_chosen(turn: Turn, answer: Answer) -> Reply:
    """分发, another list, or not yet."""
    doc = store.get(turn.tx, answer.data["id"])
    if answer.index == 1:
        return Reply("请写分发单位，例如“区应急局、各镇街”。", then="deliver_to", free=True, data={"id": doc.id})
    if answer.index != 0:
        return Reply(f"好的，暂不分发。要分发时回复“{wording.call(doc)}分发”。", about=(doc.key,))
    return refused(turn, doc, Act.DELIVER) or _send(turn, doc, answer.data["units"])


def deliver_to(turn: Turn, answer: Answer) -> Reply:
    """The list of recipients, said anew."""
    doc = store.get(turn.tx, answer.data["id"])
    units = members(turn.office, [one.short or one.group or "" for one in answer.said.units])
    if not units:
        return Reply(
            "没认出单位，请写单位名称，例如“区应急局、各镇街”。", then="deliver_to", free=True, data=answer.data
        )
    return refused(turn, doc, Act.DELIVER) or _ask(turn, doc, units, f"{doc.name}：")


def _send(turn: Turn, doc: Out, units: Sequence[str]) -> Reply:
    values = {"status": flow.after(doc.state, Act.DELIVER).value}
    try:
        doc = write(turn, doc, values, "分发", undo="deliver", more={"units": list(units)})
    except Outdated:
        return Reply(OUTDATED)
    asked = store.ask(turn.tx, doc.id, Part.DELIVERY, units, turn.now)
    lane = Lane.URGENT if doc.urgency in wording.URGENT else Lane.TIMELY
    for unit in asked:
        person = plans.liaison(turn, unit)
        if person is not None:
            card = cards.delivery(turn.office, doc, unit)
            turn.tell(
                person, card, lane=lane, key=f"{doc.key}:分发:{unit}:{doc.version}", subject=doc.key, origin=turn.actor
            )
    plans.again(turn, doc)
    return Reply(f"{doc.name}已分发{len(asked)}家，签收情况问“{wording.call(doc)}哪些没签收”。", about=(doc.key,))


def undeliver(turn: Turn, change: Change) -> Reply:
    """撤销 of 分发: those who have not signed hear that it was withdrawn."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    gone = store.drop(turn.tx, new.id, Part.DELIVERY, change.data["units"], turn.now)
    people = [person for unit in gone for person in [plans.liaison(turn, unit)] if person]
    text = f"【变更】{new.name}的分发已撤回，请忽略此前的签收通知。联系人：{wording.contact(turn.office, new.clerk)}。"
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{new.key}:撤回分发:{new.version}", subject=new.key)
    plans.again(turn, new)
    return Reply(f"已撤销：{new.name}恢复为{new.status}，分发已撤回。", about=(new.key,))


def claim(turn: Turn) -> Reply | None:
    """A bare 签收 or 收到 means the copy for which the unit has not signed, if there is one."""
    unit = refs.unit_of(turn)
    if unit is None or not _BARE.match(turn.said.bare):
        return None
    waiting = [one for one in store.waiting(turn.tx, unit, Part.DELIVERY) if _open(one)]
    if not waiting:
        return None
    return receive(turn, waiting[0], {}) if len(waiting) == 1 else refs.which(waiting, "receive", {})


def _open(doc: Out) -> bool:
    return (doc.state, Act.RECEIVE) in flow.TABLE


def receive_named(turn: Turn, slots: Slots) -> Reply:
    """签收发文45号, or the clerk noting it for a unit that signed on paper."""
    if refs.named(turn) is None and refs.unit_of(turn) is not None:
        found = [one for one in store.waiting(turn.tx, refs.unit_of(turn) or "", Part.DELIVERY) if _open(one)]
        if not found:
            return Reply("没有待您签收的发文。")
        return receive(turn, found[0], slots) if len(found) == 1 else refs.which(found, "receive", slots)
    return refs.on_one(turn, slots, receive, "receive")


def receive(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """Note that a unit has its copy; the last one sends the paper to 待归档."""
    own = refs.unit_of(turn)
    units = [own] if own else [one.short for one in turn.said.units if one.short]
    lock(turn.tx, doc.key)
    doc = store.get(turn.tx, doc.id)
    owed = {one.unit: one for one in store.owed(turn.tx, doc.id, Part.DELIVERY)}
    if not units or any(unit not in owed for unit in units):
        if own:
            return Reply(not_found(turn.office.phones.secretariat))
        return Reply(f"{doc.name}分发情况：{received(turn, doc)}。", about=(doc.key,))
    if own and owed[own].state != TO_RECEIVE:
        return Reply(f"{doc.name}：{answered(turn, doc, own)}。", about=(doc.key,))
    stopped = refused(turn, doc, Act.RECEIVE)
    if stopped is not None:
        return stopped
    done, by = [], turn.person.userid
    for unit in units:
        if store.settle(
            turn.tx, doc.id, Part.DELIVERY, unit, turn.now, state=RECEIVED, answered_at=turn.now, answered_by=by
        ):
            done.append(unit)
    complete = all(one.settled for one in store.owed(turn.tx, doc.id, Part.DELIVERY))
    values = {"status": flow.after(doc.state, Act.RECEIVE, complete=complete).value}
    was = doc.state
    try:
        doc = write(turn, doc, values, "签收", undo="answer", more={"part": Part.DELIVERY.value, "units": done})
    except Outdated:
        return Reply(OUTDATED)
    if complete and was is not State.TO_FILE:
        signing.tell_clerk(turn, doc, f"{doc.name}各单位已全部签收，转待归档。", f"签收齐:{doc.version}")
    if own:
        return Reply(f"已签收：{doc.name}。", about=(doc.key,))
    return Reply(f"已登记{wording.labels(turn.office, done)}签收：{received(turn, doc)}。", about=(doc.key,))


def answered(turn: Turn, doc: Out, unit: str) -> str:
    """李可 9月18日（星期五）15:31 已签收."""
    mine = next((one for one in store.owed(turn.tx, doc.id, Part.DELIVERY) if one.unit == unit), None)
    if mine is None or mine.answered_at is None:
        return "未签收"
    return f"{wording.name(turn.office, mine.answered_by)} {moment(mine.answered_at)} 已签收"


def pressed(turn: Turn, payload: Receipt, press: Press) -> Reply | None:
    """The card's button. A forwarded card gives no rights; a late press says who did it and when."""
    unit = refs.unit_of(turn)
    mine = [one for one in store.owed(turn.tx, payload.doc, Part.DELIVERY) if one.unit == unit]
    if unit is None or unit != payload.unit or not mine:
        return Reply(not_found(turn.office.phones.secretariat))
    doc = store.get(turn.tx, payload.doc)
    reply = receive(turn, doc, {})
    card = cards.delivery(turn.office, doc, unit, said=answered(turn, doc, unit), task_id=press.task_id)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def close(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """转归档, also when a unit has not signed: that is said."""
    stopped = refused(turn, doc, Act.CLOSE)
    if stopped is not None:
        return stopped
    left = [one.unit for one in store.owed(turn.tx, doc.id, Part.DELIVERY) if not one.settled]
    try:
        doc = write(turn, doc, {"status": flow.after(doc.state, Act.CLOSE).value}, "转归档")
    except Outdated:
        return Reply(OUTDATED)
    note = f"（{wording.labels(turn.office, left)}未在线签收）" if left else ""
    return Reply(f"{doc.name}已转待归档{note}。{wording.next_step(doc)}", about=(doc.key,))
