"""换班: a substitute found by oneself agrees, then the 带班领导 or the director decides; nobody swaps alone (6.2)."""

from datetime import date
from typing import Any, Literal

from sqlalchemy import Row, insert, select

from handlers.duty import absences, planning, rules, store, swap_rows, wording
from handlers.duty.store import Shift
from handlers.duty.swap_rows import AGREED, ASKED, DECLINED, GRANTED, LAPSED, REFUSED, WITHDRAWN
from handlers.duty.tables import duty_swap
from handlers.duty.wording import NAME
from handlers.line import Answer, Press, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import moment
from storage.changes import Change
from storage.messages import Button, Card
from storage.office import Person, Role
from storage.outbox import Lane
from storage.payload import Payload

WHICH = "swap_which"
YES_NO = {True: "同意", False: "不同意"}


class SwapAnswer(Payload, prefix="duty-swap"):
    """同意 or 不同意 of the substitute (taker) or of whoever decides (leader)."""

    swap: int
    step: Literal["taker", "leader"]
    agree: bool


def ask(turn: Turn, slots: Slots) -> Reply:
    """换班 9月23日 找唐薇替."""
    taker = turn.office.person(str(slots["taker"]))
    if taker is None or taker.userid == turn.person.userid:
        return Reply("替班人须是人员名单里的其他同志。请先自己找好替班人，再发“换班 日期 找某某替”。")
    days = [date.fromisoformat(day) for day in slots.get("days", [])]
    mine = [one for one in store.of_person(turn.tx, turn.person.userid, turn.now) if one.starts > turn.now]
    own = [one for one in mine if turn.person.userid in one.officers]
    if not own and mine:
        return Reply("带班领导的调整请直接联系行政科。")
    found = [one for one in own if not days or one.day == days[0]]
    if not found:
        swapped = [one for one in own if one.day in days]
        found, days = (swapped, [swapped[0].day, *(d for d in days if d != swapped[0].day)]) if swapped else ([], days)
    if not found:
        return Reply("没有查到您在这一天的值班。回复“我什么时候值班”查看自己的班。")
    back = days[1] if len(days) > 1 else None
    data = {"taker": taker.userid, "back": back.isoformat() if back else None}
    if len(found) > 1:
        options = tuple(wording.title(one) for one in found[:6])
        keys = [one.key for one in found[:6]]
        return Reply(f"请{taker.name}替哪一班？", options=options, then=WHICH, data={**data, "keys": keys})
    return _request(turn, found[0], taker, back)


def which(turn: Turn, answer: Answer) -> Reply:
    """Which of one's shifts is meant."""
    taker = turn.office.person(answer.data["taker"])
    shift = store.by_key(turn.tx, answer.data["keys"][answer.index]) if answer.index is not None else None
    if taker is None or shift is None:
        return Reply("好的，未作改动。")
    back = answer.data["back"]
    return _request(turn, shift, taker, date.fromisoformat(back) if back else None)


def _request(turn: Turn, shift: Shift, taker: Person, back: date | None) -> Reply:
    if taker.userid in shift.people:
        return Reply(f"{taker.name}本来就在这一班，请另找替班人。")
    other = None
    if back is not None:
        theirs = [one for one in store.between(turn.tx, back, back) if taker.userid in one.officers]
        other = theirs[0] if theirs else None
        if other is None:
            return Reply(
                f"{back.month}月{back.day}日没有{taker.name}的班，不能对换。只请对方替班请说“换班 找{taker.name}替”。"
            )
    if swap_rows.open_for(turn, shift) is not None:
        return Reply("这一班已有换班申请在办，请等答复，或先回复“撤销”。")
    values = {
        "day": shift.day,
        "kind": shift.kind,
        "giver": turn.person.userid,
        "taker": taker.userid,
        "back_day": other.day if other else None,
        "back_kind": other.kind if other else None,
        "state": ASKED,
        "created_by": turn.actor,
        "created_at": turn.now,
        "updated_at": turn.now,
    }
    swap = turn.tx.execute(insert(duty_swap).values(**values).returning(duty_swap.c.id)).scalar_one()
    row = swap_rows.get(turn, swap)
    turn.note("申请换班", f"swap:{swap}", after={"shift": shift.key, "taker": taker.userid})
    turn.undoable(NAME, "swap", f"swap:{swap}", {"id": swap})
    text = f"{turn.person.name}请您代值{shift_of(row)}"
    turn.tell(taker.userid, _card(row, "taker", taker.userid, text), lane=Lane.TIMELY, key=f"swap:{swap}:替班人")
    away = "".join(absences.notes(turn, shift, [taker.userid]))
    return Reply(
        f"已向{taker.name}发出请求：{what(turn, row)}。{away}"
        f"对方同意后报{swap_rows.deciders_words(turn, row)}批准，批准前仍由您值班。",
        about=(f"swap:{swap}",),
    )


def what(turn: Turn, row: Row[Any]) -> str:
    """替张敏值9月22日（星期二）夜班."""
    return f"替{wording.names(turn.office, [row.giver])}值{shift_of(row)}"


def shift_of(row: Row[Any]) -> str:
    """The shift that is given away, and the one taken for it."""
    back = f"，对换{wording.title(Shift(row.back_day, row.back_kind, ()))}" if row.back_day else ""
    return f"{wording.when(Shift(row.day, row.kind, ()))}{back}"


def _card(row: Row[Any], step: Literal["taker", "leader"], to: str, text: str) -> Card:
    buttons = tuple(
        Button(text=word, key=SwapAnswer(swap=row.id, step=step, agree=agree).pack(), style=1 if agree else 2)
        for agree, word in YES_NO.items()
    )
    return Card(
        task_id=f"duty-swap-{row.id}-{step}-{to}",
        title="换班请求" if step == "taker" else "换班审批",
        desc="请点按钮，或回复“同意换班”“不同意换班”",
        text=text[:160],
        buttons=buttons,
    )


def pressed(turn: Turn, payload: SwapAnswer, press: Press) -> Reply | None:
    """A button: a forwarded card gives no rights, a late press says how it stands."""
    row = swap_rows.get(turn, payload.swap)
    if row is None or not may_answer(turn, row, payload.step):
        return Reply("没有等您答复的换班申请。")
    reply = decide(turn, row, payload.step, payload.agree)
    now_so = swap_rows.get(turn, payload.swap)
    card = Card(title="换班", desc=f"{what(turn, row)}"[:44], done=f"{now_so.state}"[:10])
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def may_answer(turn: Turn, row: Row[Any], step: str) -> bool:
    """Whether it is his to answer at this step."""
    return turn.person.userid in ([row.taker] if step == "taker" else swap_rows.deciders(turn, row))


def decide(turn: Turn, row: Row[Any], step: str, agree: bool) -> Reply:
    """The answer of the substitute or of whoever decides; what is over says how it ended."""
    if row.state != (ASKED if step == "taker" else AGREED):
        by = (
            f"，由{wording.names(turn.office, [row.decided_by])}于{moment(row.decided_at)}答复"
            if row.decided_at
            else ""
        )
        return Reply(f"这件换班申请现在是“{row.state}”{by}。")
    if rules.starts(row.day, row.kind) <= turn.now:
        swap_rows.put(turn, row, state=LAPSED)
        return Reply("这一班已经开始，申请作废，仍由原值班员值班。")
    if step == "taker":
        return _by_taker(turn, row, agree)
    return _grant(turn, row) if agree else _refuse(turn, row)


def _by_taker(turn: Turn, row: Row[Any], agree: bool) -> Reply:
    key = f"swap:{row.id}:替班答复"
    if not agree:
        swap_rows.put(turn, row, state=DECLINED)
        text = f"【换班】{turn.person.name}不能{what(turn, row)}，请另找替班人。"
        turn.tell(row.giver, text, lane=Lane.TIMELY, key=key)
        return Reply("已回复对方：不同意。班次不变。")
    swap_rows.put(turn, row, state=AGREED, agreed_at=turn.now)
    names = wording.names(turn.office, [row.giver])
    taken = store.get(turn.tx, row.day, row.kind)
    away = "".join(absences.notes(turn, taken, [row.taker])) if taken else ""
    text = f"{names}申请换班：{turn.person.name}{what(turn, row)}，替班人已同意。{away}"
    for userid in swap_rows.deciders(turn, row):
        turn.tell(userid, _card(row, "leader", userid, text), lane=Lane.TIMELY, key=f"swap:{row.id}:审批")
    turn.tell(
        row.giver,
        f"【换班】{turn.person.name}已同意，报{swap_rows.deciders_words(turn, row)}批准中。",
        lane=Lane.TIMELY,
        key=key,
    )
    return Reply(f"已同意，报{swap_rows.deciders_words(turn, row)}批准。批准后告诉您，批准前不算换好。")


def _grant(turn: Turn, row: Row[Any]) -> Reply:
    shifts = [(row.day, row.kind, row.giver, row.taker)]
    shifts += [(row.back_day, row.back_kind, row.taker, row.giver)] if row.back_day else []
    found = []
    for day, kind, gone, new in shifts:
        shift = store.get(turn.tx, day, kind)
        if shift is None or gone not in shift.officers or new in shift.officers:
            swap_rows.put(turn, row, state=LAPSED)
            return Reply("值班表已有变动，这件申请作废，请重新申请。")
        found.append((shift, gone, new))
    for shift, gone, new in found:
        officers = tuple(new if one == gone else one for one in shift.officers)
        store.put(turn, Shift(shift.day, shift.kind, officers, shift.leader, shift.backup))
        planning.replan(turn, shift.day)
        turn.note("换班", shift.key, before={"officers": list(shift.officers)}, after={"officers": list(officers)})
    swap_rows.put(turn, row, state=GRANTED, decided_by=turn.actor, decided_at=turn.now)
    others = [person.userid for person in turn.office.people_with(Role.LOGISTICS)]
    text = f"【换班】已批准：{wording.names(turn.office, [row.taker])}{what(turn, row)}。请按新安排值班。"
    turn.tell([row.giver, row.taker], text, lane=Lane.TIMELY, key=f"swap:{row.id}:结果")
    turn.tell(
        others, text.replace("请按新安排值班。", "值班表已更新。"), lane=Lane.ROUTINE, key=f"swap:{row.id}:行政科"
    )
    return Reply(f"已批准：{wording.names(turn.office, [row.taker])}{what(turn, row)}，值班表已更新。")


def _refuse(turn: Turn, row: Row[Any]) -> Reply:
    swap_rows.put(turn, row, state=REFUSED, decided_by=turn.actor, decided_at=turn.now)
    title, giver = wording.title(Shift(row.day, row.kind, ())), wording.names(turn.office, [row.giver])
    text = f"【换班】未获批准，{title}仍由{giver}值班。"
    turn.tell([row.giver, row.taker], text, lane=Lane.TIMELY, key=f"swap:{row.id}:结果")
    return Reply("已回复：不同意。班次不变。")


def withdraw(turn: Turn, _slots: Slots) -> Reply:
    """撤回换班, also when 撤销 comes too late."""
    mine = (duty_swap.c.giver == turn.person.userid, duty_swap.c.state.in_((ASKED, AGREED)))
    newest = select(duty_swap.c.id).where(*mine).order_by(duty_swap.c.id.desc()).limit(1)
    found = turn.tx.execute(newest).scalar()
    return _withdrawn(turn, swap_rows.get(turn, found)) if found else Reply("您没有在办的换班申请。")


def undo(turn: Turn, change: Change) -> Reply:
    """Withdraw a request that is not decided yet."""
    return _withdrawn(turn, swap_rows.get(turn, change.data["id"]))


def _withdrawn(turn: Turn, row: Row[Any]) -> Reply:
    if row.state not in (ASKED, AGREED):
        return Reply(f"换班申请现在是“{row.state}”，不能撤回。")
    swap_rows.put(turn, row, state=WITHDRAWN)
    told = [row.taker, *(swap_rows.deciders(turn, row) if row.state == AGREED else [])]
    turn.tell(
        told, f"【换班】{turn.person.name}已撤回换班申请，班次不变。", lane=Lane.TIMELY, key=f"swap:{row.id}:撤回"
    )
    return Reply("已撤销：换班申请撤回，班次不变。")
